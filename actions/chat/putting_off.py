"""二天再说, 明天再约，这会儿忙: what is under way is put off. It chooses no day, and throws nothing away."""

import re

from actions.chat.booking.words import TROUBLE
from actions.chat.hearing import is_bye, is_correction, is_question, is_stop, is_thanks, is_wait, is_yes
from content.normalize import bare

_END = r"(?:了|嘛|哈|哦|啊|呀|吧|咯|噻|喽|哒|的|哟|呢|算|谢谢|您|你|师傅)*"
_START = r"(?:那|就|还是|我|我们|先|哎呀?|哎哟|唉|算了?|今天|要|等|好|嗯|要得|慢慢|莫忙|莫慌|不急)*"
_SOME_DAY = (
    r"(?:二天|二回|改天|改日|隔天|哪天|下[次回]|以后|往后|后头|回头|过后|(?:等|过)(?:两|几|一)?(?:天|阵子?|会儿|哈儿?|段时间)|"
    r"(?:等)?(?:空|闲|忙完|想好|想清楚|商量好?|问清楚|问好)(?:这阵)?了?|有空|得空|有时间|到时候|"
    r"(?:过|翻)了?年|(?:跟|和|同)[\u3400-\u9fff]{1,6}商量(?:好|一[下哈])?了?|(?:等)?(?:[\u3400-\u9fff]{0,6}(?:回来|回屋|得空|有空|在家)了?))"
)
_A_DAY = (
    r"(?:[明后]天|外后天|明后天|下周|下个?(?:月|礼拜|星期)|(?:下个?)?(?:周|星期|礼拜)[一二三四五六日天]|"
    r"(?:今天|明天|后天)?(?:上午|中午|下午|晚上|晚黑|早上)|(?:晚|迟)(?:点|些|一点|一会儿)|逢场天?|赶场天?)"
)
_AGAIN = r"(?:我|又|来|慢慢)*(?:再|才)(?:来|跟你们?|和你们?|给你们?)*"
_TALK = r"(?:说|讲|谈|约|预约|商量|联系|打电话|找你们?|定|打算|考虑|填|登记)"
_DEAL = r"(?:搞|弄|整|办|看看?|报|来|做)"
_LATER = re.compile(rf"{_START}(?:{_SOME_DAY}{_END}{_AGAIN}(?:{_TALK}|{_DEAL})|{_A_DAY}{_END}{_AGAIN}{_TALK}){_END}")
_DAY_LATER = re.compile(rf"{_START}{_A_DAY}{_END}{_AGAIN}{_DEAL}{_END}")
"""明天再弄 may wish for a visit tomorrow: only beside an excuse it puts off."""
_NOT_NOW = re.compile(
    r"(?:我|今天|今儿|现在|暂时|这阵儿?|这会儿?|这哈儿?|目前|先|就|还是|那|哎呀?|唉)*(?:(?:不|莫|不想|不忙|莫忙)(?:约|搞|弄|办|填|整|报|登记)|"
    rf"(?:放|搁|摆)(?:到|起|倒|一?[下哈]|一边)+){_END}"
)
_FIRST = re.compile(r"今天|今儿|现在|暂时|这阵|这会|这哈|目前|[不莫]忙|[放搁摆](?:到|起|倒|一)")
_EXCUSE = re.compile(
    r"忙|[没莫不]得?空|有事|有点事|出门|[煮做]饭|接娃|开车|田[头里]|坡上|赶场|要走|走了|来不及|瞌睡|睡|上班|打工|活路|不急|莫慌|商量|"
    r"累|不方便|没想好|想好|下雨|割|收谷|喂猪|在外[头面]"
)
_NO_QUESTION = re.compile(r"[过等]几天")
_LONGEST = 40
_BREAKS = re.compile(r"[\s,，。.!！、;；~]+")


def puts_off(said: str) -> bool:
    """Whether a message only says that what is under way is for another time: nothing is booked or filed by it."""
    if (
        not said
        or len(said) > _LONGEST
        or is_question(_NO_QUESTION.sub("", said))
        or is_correction(said)
        or re.search(r"\d{3}", said)
    ):
        return False
    parts = [bare(part) for part in _BREAKS.split(said) if bare(part)]
    later = [part for part in parts if _later(part)]
    rest = [part for part in parts if part not in later]
    if any(not _goes_with_it(part) for part in rest):
        return False
    excused = any(_EXCUSE.search(part) or is_stop(part) for part in rest)
    return bool(later) or (excused and any(_DAY_LATER.fullmatch(part) for part in rest))


def _later(part: str) -> bool:
    not_now = _NOT_NOW.fullmatch(part) is not None and _FIRST.search(part) is not None
    return not_now or _LATER.fullmatch(part) is not None


def _goes_with_it(part: str) -> bool:
    if TROUBLE.search(part):
        return False
    small = any(says(part) for says in (is_stop, is_bye, is_thanks, is_wait, is_yes))
    return small or _DAY_LATER.fullmatch(part) is not None or _EXCUSE.search(part) is not None
