"""Whether a sentence, or a whole story, wishes for somebody to come and look at the electricity of a home."""

import re

from actions.chat.booking.beside import wish_and_questions
from actions.chat.booking.words import HOME, TROUBLE
from actions.services.phones import around_numbers
from content.normalize import bare

NO_POWER = re.compile(r"(?:停电|没电|断电|没得电|电停|电没)[了咯]|(?:没得|没有|莫得)电(?:了|$|[，,。])|我要报修|报停电")
HAZARD = re.compile(
    r"(?:电杆|电线杆|水泥杆|杆子|电线|高压线|变压器|电缆|拉线|电表箱|配电箱)[^?？吗]{0,10}"
    r"(?:要倒|倒了|断了|歪了|掉|垂|耷|打火|冒火|冒烟|漏油|裂|垮|烧|露)"
)
_BOOK_WORDS = re.compile(r"(?<![不节制特契条合公])预?约(?!好|束|定俗)|上门|来(?:人)?(?:看|检查|瞧|查|修)|检查一?[下哈]")
_ASKED = re.compile(r"想|要|请|麻烦|帮|能不能|可不可以|约")
_NO_WISH = re.compile(
    r"上门(?:收|推销|要钱)|冒充|骗|有人|陌生|自称|说是|[没未不]约|不想约|取消|没来|没到|投诉|态度|真的|"
    r"是不是(?!坏|漏|短路|线|接触)|叫啥|叫什么"
)
_IN_A_STORY = re.compile(r"有人|说是")
"""Words that also stand in the story of a home: 他说是线太细了."""
_WHO = re.compile(r"我是|我叫|我姓|我住|[，,。 ]叫|[组社队]的?[\u3400-\u9fff]{2,3}(?:[，,。 ]|$)")
_SOMEBODY = r"(?:人|师傅|电工|电管家|技术员|工作人员|你们)"
_LOOKS = r"(?:看(?!电视|电影|病|娃|书)|瞧|修|整|检查|查|弄)"
_FETCH = re.compile(
    rf"(?:派|请|喊|叫|安排|找|让|约)(?:一?个|一?位|几个|两个)?{_SOMEBODY}[^，,。]{{0,14}}(?:来|上门|{_LOOKS})"
)
_COMES = re.compile(
    rf"(?:能不能|可不可以|能否|可以不|快点|赶紧|麻烦|请(?!问)|帮忙)[^，,。]{{0,8}}来"
    rf"(?:(?:一?个|一?位|几个)?(?:人|师傅|电工)|一趟|一?[下哈](?!子)|{_LOOKS})"
    rf"|(?:[今明后]天|周[一二三四五六]|(?:星期|礼拜)[一二三四五六]|\d号)[^，,。不没]{{0,4}}"
    rf"来(?:一趟|一?[下哈](?!子)|{_LOOKS})?[嘛噻哈吧哦]*(?:[\s，,。]|$)"
)
_PLACE = re.compile(r"[组社队村](?![长上里干])")
_ABOUT = re.compile(
    r"要钱|好多钱|多少钱|啥价|收费|免费|费用|(?:咋个?|怎么|啷个|如何)(?:样|才能?)?(?:预?约|请|喊|办)|要带|准备|好久能?来|几时来|多久"
)
_LOOK_AT_MOST, _SHORT_NEED = 500, 24
_NEED = re.compile(
    r"(?:我们?|屋头|家里?|厂里|店里|那|还|就|主要|是|来)*+(?:想|要|需要|申请|打算|准备|登记|报)++"
    r"(?:你们)?(?:办理?|搞|弄|申请|做|登记|给|我|帮|个|一个|一下|一哈|去|来)*"
    r"(?:用电)?(?:增容|减容|销户|过户|更名|分户|报装|新装(?:电表)?|(?:装|安)(?:一?个|块)?新?电表|(?:接|拉|牵|通)电|"
    r"加大(?:用电|容量|电)?|(?:改|装|接|上|拉)(?:成)?三相电?|三相电|(?:接|上|装|拉)?动力电|(?:装|安)充电桩)"
    r"(?:登记|申请|业务|手续|用|的|了|嘛|哈|噻|一下|一哈)*"
)


def books(said: str) -> bool:
    """Whether the sentence books a visit beyond doubt, and does not only ask how one is booked or what it costs.

    It wishes for one and says for whom, which number to call, where, or what is wrong in the home.
    """
    said = said[:_LOOK_AT_MOST]
    if wish_and_questions(said) is not None:
        return True
    phone = len(around_numbers(said)) > 1
    told = phone or _WHO.search(said) is not None
    if _no_wish(said, told):
        return False
    if "约" not in said and (HAZARD.search(said) or NO_POWER.search(said)):
        return False
    if told and _BOOK_WORDS.search(said) and (phone or _ASKED.search(said)):
        return True
    if _ABOUT.search(said) and not told:
        return False
    home = told or TROUBLE.search(said) or HOME.search(said) or _PLACE.search(said)
    return bool(home) and bool(_FETCH.search(said) or _COMES.search(said))


def needs_power(said: str) -> bool:
    """Whether the sentence only says what of one's supply is to be done: 我要增容, 想装三相电, 我要销户."""
    return len(said) <= _SHORT_NEED and _NEED.fullmatch(bare(said)) is not None


def _no_wish(said: str, told: bool) -> bool:
    """Whether the sentence speaks of somebody who came, of fraud, or of no visit at all."""
    if told and _FETCH.search(said):
        said = _IN_A_STORY.sub("", said)
    return _NO_WISH.search(said) is not None
