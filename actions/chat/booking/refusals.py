"""不想说名字, 莫得手机, 喊我先交钱: doubts are answered, and nobody loses the booking by them."""

import re

from actions.chat.acting import Events, Say
from actions.chat.booking import when
from actions.chat.booking.corrections import field_of
from actions.chat.booking.state import FORM
from actions.chat.booking.words import TROUBLE
from actions.chat.form_steps import clear, quiet, stay
from actions.chat.forms import wrong_try
from actions.chat.hearing import calls_off, is_correction, is_going_on, is_question, leaves_as_it_is
from actions.chat.turn import Turn
from actions.services import times
from actions.services.phones import parse_phone
from content.normalize import bare

_WITHHELD = re.compile(
    r"(?:不想|不愿意?|不得|不好|不方便|莫想|不敢|不)(?:给|说|留|讲|告诉|填|透露|写)(?!错|清|来|完|准)|不(?:告诉|给)你"
)
_LACKS = r"(?:没得|没有|莫得|没|莫)(?:个|得)?(?:电话|手机|号码|座机)|用不来手机|手机(?:欠费|停机|坏|掉)"
_NO_PHONE = re.compile(_LACKS)
_ONLY_NO_PHONE = re.compile(rf"(?:我们?|屋头|家里|老人|但是?|就是|又|都|也)*(?:{_LACKS})了?[嘛哦的啊哈]*")
_WHY = re.compile(r"为啥|为什么|为何|搞啥|做啥|干啥|干什么|拿去|泄露|安不安全|保密|卖|一定要|必须|非要|要不要得")
_MONEY = re.compile(
    r"(?:先|要|喊|叫|让)(?:我|我们)?(?:先)?(?:交|付|转|打|给|出)(?!给?电话)[^，,。 ]{0,6}(?:钱|费|块|元|款)|"
    r"转账|验证码|押金|定金|保证金"
)
_SPEAKS_OF_CALLERS = re.compile(r"电话|短信|有人|有个|他们?说|说是|微信|链接|上门")
_DOUBTS = re.compile(
    r"(?:不|没|莫|有点不|不太)(?:大|太|得)?放心(?!老人|娃|屋头|他一个)|信不过|信不到|[不没莫](?:敢|太|大|想|得|怎么)?(?:相?信)(?:你|任|这)|"
    r"(?:怕|担心)(?:是|你们?是|遭|被|遇到)*(?:骗|假的|哄|冒充|诓)|靠不(?:到|住)|(?:你们|这)(?:是|怕是|不会是|莫是|该不是)*(?:骗子|骗人|骗局|假的)"
)
"""Doubts about the service; what complains of it in so many words is a complaint."""
_COMPLAINS = re.compile(r"投诉|举报|意见|反映|态度|乱收|告你们")
_SHORT, _BRIEF = 8, 20
_BREAKS = re.compile(r"[\s,，。.!！、]+")


def before_all(turn: Turn, say: Say) -> Events | None:
    """What ends the booking or leaves it as it is, and what is not said on purpose; None for all else."""
    if turn.button or not turn.said:
        return None
    if leaves_as_it_is(turn.said):
        say("utter_booking_left_as_it_is")
        return stay(turn)
    if calls_off(turn.said):
        say(FORM.stopped)
        return clear(FORM)
    if _DOUBTS.search(turn.said) and len(bare(turn.said)) <= _BRIEF and not _COMPLAINS.search(turn.said):
        say("utter_booking_doubt")
        return stay(turn, tries=int(turn.slot("tries") or 0))
    parts = [part for part in _BREAKS.split(turn.said) if part]
    if len(parts) > 1 and is_going_on(parts[-1]) and len(turn.said) <= _BRIEF and not is_correction(turn.said):
        return stay(turn, tries=int(turn.slot("tries") or 0))  # 现在好点了 接到约
    return _withheld(turn, say)


def _withheld(turn: Turn, say: Say) -> Events | None:
    """Why a name and a number are asked for, and whose number will do, where somebody will not or cannot say them."""
    if parse_phone(turn.said) is not None or len(bare(turn.said)) > _BRIEF:
        return None
    asked = turn.requested == "call_phone" and _NO_PHONE.search(turn.said)
    if asked or (turn.requested in ("village", "group", "resident_name") and _ONLY_NO_PHONE.fullmatch(bare(turn.said))):
        say("utter_booking_no_phone")
        return stay(turn, tries=int(turn.slot("tries") or 0))  # what was understood is no wrong try
    if turn.requested not in ("resident_name", "call_phone"):
        return None
    why = "utter_booking_no_phone" if turn.requested == "call_phone" else "utter_booking_why_name"
    if _WITHHELD.search(turn.said):
        return wrong_try(turn, say, why)
    if is_question(turn.said) and _WHY.search(turn.said):
        say(why)
        return stay(turn, quiet(turn))
    return None


def about_what_is_asked(turn: Turn, say: Say) -> Events | None:
    """Somebody tells that money was asked for: warned at once, and nothing of it is stored."""
    told = _MONEY.search(turn.said) and _SPEAKS_OF_CALLERS.search(turn.said)
    if not told or TROUBLE.search(turn.said):
        return None
    say("utter_booking_pay_nothing")
    return stay(turn, tries=int(turn.slot("tries") or 0))


def asks_for_later(turn: Turn) -> bool:
    """Whether a sentence at the first question speaks of a later one: 明天上午, 改名字, 改时间."""
    if when.half_alone(turn) is not None or times.parse_day(turn.said, turn.now, None) is not None:
        return True
    field = field_of(turn.said)
    return field not in (None, "village") and turn.slot(str(field)) is None and len(bare(turn.said)) <= _SHORT
