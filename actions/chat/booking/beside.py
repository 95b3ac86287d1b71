"""A wish for a visit and a question in one message: 我要约检查，另外我们村好久来电, in either order."""

import re
from dataclasses import dataclass

from actions.chat.booking.words import TROUBLE
from actions.chat.hearing import is_question

_BREAKS = re.compile(r"(?<=[?？])|[，,。;；!！、\n]+|\s+|(?=另外|顺便|顺带|还有(?!多)|还想|再帮|再给)")
_WISH = re.compile(
    r"(?:约|喊|派|请|叫|找)(?:一?个|一?位|一?名|一次|一?[下哈])?(?:你们)?(?:的)?(?:人|师傅|电工|电管家)?.{0,6}(?:上门|检查|来看|看一?[下哈]|看看|修)|"
    r"约(?:一?个|一?位|一?[下哈])?(?:师傅|电工|人|检查|上门)|预约(?:上门|检查|师傅)|^(?:我|那|还是|还|也|另外|顺便)*(?:要|想)预?约[嘛吧哈]*$"
)
_WANTED = re.compile(r"要|想|请|帮|约一?个|给我|麻烦|顺便|顺带|另外|还|再|^(?:我|就)*预?约|^[喊派找叫]")
_NO_WISH = re.compile(
    r"约[了好的过到]|[没未不莫别]要?(?:再|想)?预?约|取消|改|前天|昨天|上[次回周]|已经|早就|刚才|一直|没来|[没不]到|咋个?约|怎么约|[喊叫]我"
)
"""A visit that was booked, waited for or called off is no new wish."""
_SWINDLE = re.compile(r"骗|冒充|有人|陌生|自称|说是|转账|验证码|押金|投诉")
_LEAD = re.compile(
    r"^(?:还有|另外|顺便|顺带|还|再|也|那个)*"
    r"(?:(?:我|想|要|再|跟你)*(?:请?问|打听)(?:你们)?(?:一?[下哈])?(?:嘛)?)?[:： ]*"
)
_OF_THE_VISIT = re.compile(
    r"^(?:这个|检查|上门|师傅|是|还|那|你们)*(?:要不要|收不收|要|收|得|给)?(?:好多|多少|啥子?|什么)?(?:钱|费|费用|收费|免费|价钱)(?:不|吗|没|嘛|的|啊|是)*[?？]*$"
    r"|(?:师傅|你们|人|[今明后]天|上门|能).{0,6}来(?!电)|行不行|要得不|得行不|可以不[?？]*$|要?准备|要带"
)
"""What a visit costs, when it can be, what it needs: asked before one wishes, so that the answer comes first."""
_LONGEST = 200


_ASKS_NOT_FOR_HOME = re.compile(r"问|归|哪个|谁|打听")


@dataclass(frozen=True)
class Beside:
    """What a message tells of the visit, and the questions beside it without the words that lead to them."""

    told: str
    questions: tuple[str, ...]


def wish_and_questions(said: str) -> Beside | None:
    """Both, where a message plainly has both; None where it only wishes or only asks, or asks what the visit costs."""
    if len(said) > _LONGEST or _SWINDLE.search(said):
        return None
    pieces = [piece.strip() for piece in _BREAKS.split(said) if piece and piece.strip()]
    wish = next((piece for piece in pieces if _wishes(piece)), None)
    if wish is None:
        return None
    asked = [piece for piece in pieces if piece != wish and is_question(piece) and not _of_the_visit(piece)]
    # 灯老是闪是不是坏了 asks, and tells what is wrong as well.
    told = [piece for piece in pieces if piece not in asked or _tells_trouble(piece)]
    questions = tuple(words for words in (_LEAD.sub("", piece) for piece in asked) if len(words) > 1)
    return Beside("，".join(told), questions) if questions else None


def _wishes(piece: str) -> bool:
    wished = _WISH.search(piece) and _WANTED.search(piece)
    return bool(wished) and not is_question(piece) and not _NO_WISH.search(piece)


def _of_the_visit(piece: str) -> bool:
    return _OF_THE_VISIT.search(piece) is not None


def _tells_trouble(piece: str) -> bool:
    return TROUBLE.search(piece) is not None and not _ASKS_NOT_FOR_HOME.search(piece)
