"""Two questions in one message: both reviewed answers, one after the other, as they were asked."""

import itertools
import re
from dataclasses import replace

from actions.chat import caution, my_reports, outages
from actions.chat.acting import Events, Say
from actions.chat.finding import look_up, recall, tell, why
from actions.chat.hearing import is_question
from actions.chat.turn import Turn
from actions.chat.wishes import asks_to_know, wish_of
from actions.services.answers import Answer
from content.courtesy import without_courtesy
from content.normalize import bare, clean

_LEAST, _READ, _QUOTED = 4, 600, 30
_STORY = 4
"""Who asks more often than this without 还有 or 另外 tells a story around one question."""
_MARK = r"[\s,.!?;:、。]"
_NEXT = (
    r"(?:还有(?![别没莫啥什哪其多好几])(?:一?[个件点])?(?:事情?|问题)?(?:就?是)?|另外(?:一?[个件])?(?:事情?|问题)?(?:就?是)?|再就是|再有就是|再问|还[想要]问|也想问|顺便再?问|"
    r"第[一二三1-3](?:[个件点](?:事情?|问题)?(?:就?是|呢)?|(?=[,:、]))|[一二三]是|其次)(?:问|想问)?(?:一?[哈下])?"
)
_CUT = re.compile(rf"(?:^|{_MARK}+){_NEXT}{_MARK}*")
_GLUED = re.compile(_NEXT)
_CLAUSE = re.compile(rf"[^,.!?;:、。\n]+{_MARK}*")
_EDGES = " ,.;:、。"


def answered(turn: Turn, say: Say) -> Events | None:
    """Answer each of the questions of a message; None where it asks one thing, or one of them wants something done.

    Said are only answers the library is sure of by that question alone. What is only likely is offered, and what is
    not known is said to be unknown, where the villager says himself that it is another question (还有, 另外).
    """
    if turn.button or not turn.said or turn.requested:
        return None
    parts, told_apart = questions_in(turn.said)
    turns = [replace(turn, said=part) for part in parts]
    if len(turns) < 2 or any(map(_wants_something, turns)):
        return None
    found = [(one, recall(one)) for one in turns]
    plans = [one for one, answer in found if (answer is None or answer.kind != "answer") and caution.wants_to(one.said)]
    if plans or (caution.wants_to(turn.said) and not any(caution.wants_to(one.said) for one in turns)):
        return None  # whoever plans what kills is stopped, and asked nothing else
    sure: dict[str, tuple[Turn, Answer]] = {}
    for one, answer in found:
        if answer is not None and answer.kind == "answer":
            sure.setdefault(answer.article_id, (one, answer))
    rest = [(one, answer) for one, answer in found if answer is None or answer.kind != "answer"] if told_apart else []
    others = [(one, answer) for one, answer in rest if answer is not None or is_question(one.said)]
    if not sure or len(sure) + len(others) < 2:
        return None
    events: Events = []
    for one, answer in sure.values():
        events += tell(answer, say, one.said)
    for one, answer in others:
        events += _beside(one, answer, set(sure), say)
    return events


def questions_in(said: str) -> tuple[list[str], bool]:
    """The questions of a message, in order, and whether it says itself that they are different ones (还有, 另外).

    Without such a word at the beginning of a clause each ends with the clause that asks, or where people say 还有
    into the phone without a pause; what is told before a question belongs to it.
    """
    text = clean(without_courtesy(said))[:_READ]
    apart = [part.strip(_EDGES) for part in _CUT.split(text) if len(bare(part)) >= _LEAST]
    if len(apart) > 1:
        return apart, True
    chunks = _GLUED.split(text)
    if any(len(bare(chunk)) < _LEAST for chunk in chunks):
        chunks = [text]
    grouped = list(itertools.chain.from_iterable(map(_grouped, chunks)))
    return (grouped, False) if len(grouped) <= _STORY else ([text], False)


def _grouped(text: str) -> list[str]:
    """The clauses of a text, each with what is told before it, up to the one that asks; what follows the last too."""
    groups, begun = [], ""
    for clause in _CLAUSE.findall(text):
        begun += clause
        if is_question(clause) and len(bare(begun)) >= _LEAST:
            groups.append(begun)
            begun = ""
    if begun:
        groups[-1:] = ["".join((*groups[-1:], begun))]
    return [group.strip(_EDGES) for group in groups if bare(group)]


def _wants_something(turn: Turn) -> bool:
    if outages.asked_of(turn) is not None or my_reports.asks_progress(turn.said):
        return True
    return wish_of(turn) is not None and not asks_to_know(turn.said)


def _beside(turn: Turn, answer: Answer | None, said: set[str], say: Say) -> Events:
    """What is said to a question whose answer is not sure, below one that is."""
    if answer is None:
        answer = look_up(turn, turn.said)
    if answer.kind == "suggest":
        left = replace(answer, suggestions=tuple(one for one in answer.suggestions if one[0] not in said))
        if left.suggestions:
            return tell(left, say, offer="utter_suggest_other")
        say.because(**why(left))
        return []
    if answer.kind == "answer":
        return tell(answer, say, turn.said)
    say.because(**why(answer))
    asked = turn.said if len(turn.said) <= _QUOTED else turn.said[:_QUOTED] + "…"
    say("utter_refused_other", {"question": asked}, custom={"kind": "refused", "dial": ["95598"]})
    return []
