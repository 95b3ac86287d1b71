"""What is said beside the question that is open for whoever comes: 屋头狗凶, 厕所灯也不亮; kept with the trouble."""

import re

from rasa_sdk.events import EventType, SlotSet

from actions.chat.acting import Events, Say
from actions.chat.booking.put_right import LONGEST_PROBLEM
from actions.chat.booking.words import TROUBLE
from actions.chat.form_steps import stay
from actions.chat.forms import FORM_OF
from actions.chat.hearing import agrees, is_all_well, is_correction, is_enough, is_question, is_thanks, is_wait, is_yes
from actions.chat.turn import Turn
from actions.chat.wishes import wish_of
from actions.services.phones import parse_phone
from content.normalize import bare

_BREAKS = re.compile(r"([\s，,。;；!！、]+)")
_LEAD = re.compile(r"^(?:但是|但|不过|只是|就是|还有|另外|再有|对了|顺便|那个|哦|哎|还)+")
_AND = re.compile(r"^(?:但是|但|不过|只是|就是|还有|另外|再有|对了|顺便)")
_FOR_WHO_COMES = re.compile(
    r"狗|(?:喊|叫|让|请|麻烦)(?:师傅|他|你们|电管家|来的人)|师傅.{0,6}(?:来|到|带|先|走|莫|要|记)|来(?:之前|的时候)|"
    r"(?:门|路).{0,6}(?:锁|关|烂|滑|窄|不好走|走不)|敲门|记得|带.{0,4}(?:梯|灯泡|工具|线)"
)
_LEAST = 3


def remark(said: str) -> str | None:
    """What a sentence adds for whoever comes, without the yes before it; None where it adds nothing."""
    pieces = _BREAKS.split(said.strip())
    dropped = False
    while len(pieces) > 2 and any(says(pieces[0]) for says in (is_yes, is_wait, is_enough, is_all_well)):
        pieces, dropped = pieces[2:], True
    words = "".join(pieces).rstrip("，,。.！! ")
    rest = _LEAD.sub("", words)
    and_more = dropped or _AND.search(words) is not None
    if agrees(rest) or is_thanks(rest) or is_enough(rest):
        return None
    if len(bare(rest)) < _LEAST or is_question(rest) or is_correction(rest) or parse_phone(rest) is not None:
        return None
    return rest if and_more or TROUBLE.search(rest) or _FOR_WHO_COMES.search(rest) else None


def added(turn: Turn, say: Say) -> Events | None:
    """One more trouble or a word for whoever comes, at the read-back; it is read back once more. None for all else."""
    kept = keep(turn, say)
    return stay(turn, *kept, SlotSet("confirm", None)) if kept else None


def keep(turn: Turn, say: Say) -> list[EventType]:
    """The slot that keeps what is added, empty where nothing is; says what was kept."""
    other = turn.sure(*FORM_OF, least=0.75) and not turn.sure("book_inspection")
    words = None if turn.button or other or wish_of(turn) not in (None, "booking_form") else remark(turn.said)
    if words is None:
        return []
    say("utter_booking_noted", {"value": words})
    before = str(turn.slot("problem") or "")
    return [SlotSet("problem", f"{before}；{words}"[:LONGEST_PROBLEM] if before else words[:LONGEST_PROBLEM])]
