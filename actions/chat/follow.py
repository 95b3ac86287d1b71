"""那晚上呢, 好多钱嘛, 为啥子: what is asked further about the answer said just before."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions.chat import caution, danger, elliptic, my_reports
from actions.chat.acting import Events, Say
from actions.chat.context import context
from actions.chat.finding import look_up, nearby, recall, tell, why
from actions.chat.footers import pick_button
from actions.chat.turn import Turn
from actions.chat.wishes import wish_of
from actions.clock import local_day
from actions.services import answers
from actions.services.answers import Answer
from content.courtesy import without_courtesy
from content.search import LONG, SUGGESTIONS

Titles = tuple[tuple[str, str], ...]

_WHILE = timedelta(minutes=15)
_ASIDE = frozenset(("action_listen", "action_thank", "action_affirm", "action_play_aloud", "action_session_start"))
"""Actions after which the talk is still about the last answer."""
_MARKS = " ，,。.？?！!"


def taken(turn: Turn, say: Say) -> Events | None:
    """Answer what only makes sense with the answer said before it; None where a message stands alone."""
    again = elliptic.wants_it_again(turn.said)
    last = just_said(turn) if again or elliptic.leaves_out(turn.said) else None
    if last is None:
        return None
    if again:
        say.because(again=True)
        said = answers.article(None, context().live, str(last["article_id"]), turn.now)
        return tell(said, say, str(last.get("asked") or ""))
    if wish_of(turn) is not None or my_reports.asks_progress(turn.said):
        return None
    alone = recall(turn)
    if alone is not None and alone.kind == "answer" and elliptic.names_much(turn.said):
        return None
    subject = _subject(last)
    asked = f"{subject}，{elliptic.core(turn.said)}"
    if caution.wants_to(turn.said) or not caution.wants_to(subject):
        # 那我自己去挑呢 after a question about a wire on the ground plans what kills.
        caution.warn(asked, say)
    events = _of_another(turn, elliptic.put_into(subject, turn.said), last, say)
    if events is not None:
        return events
    by_itself = alone if elliptic.names_a_case(turn.said) else None
    return _answer(replace(turn, said=asked), last, by_itself, say)


def _of_another(turn: Turn, asked: str | None, last: dict[str, Any], say: Say) -> Events | None:
    """高压线底下能不能钓鱼, 那放风筝呢: another thing at the same place; None where the library does not know it."""
    found = recall(replace(turn, said=asked)) if asked is not None else None
    if asked is None or found is None or _titles(found)[0][0] == last["article_id"]:
        return None
    if found.kind == "answer":
        return tell(found, say, asked)
    others = tuple(one for one in found.suggestions if one[0] != last["article_id"])
    return [*tell(replace(found, suggestions=others), say), _still(turn, last)]


def _answer(turn: Turn, last: dict[str, Any], by_itself: Answer | None, say: Say) -> Events:
    """Answer the question put together with the one before it; `by_itself` is what its own words may mean."""
    found = recall(turn) or look_up(turn, turn.said)
    same = str(last["article_id"])
    if found.kind == "answer" and found.article_id != same:
        return tell(found, say, turn.said)
    if found.kind == "refuse":
        return [*tell(found, say), _still(turn, last)]
    likely = _titles(by_itself) if by_itself is not None else ()
    titles = dict.fromkeys((*likely, *found.suggestions, *nearby(found)))
    others = tuple(one for one in titles if one[0] != same)[:SUGGESTIONS]
    offered = [replace(one, kind="suggest", suggestions=others) for one in (by_itself, found) if one is not None]
    for one in offered:
        say.because(**why(one))
    if others and found.kind == "suggest" and found.suggestions[0][0] != same:
        return [*tell(offered[-1], say), _still(turn, last)]
    return [*_say_that_is_all(turn, same, others, say), _still(turn, last)]


def _still(turn: Turn, last: dict[str, Any]) -> EventType:
    """What keeps the answer said before as what the talk is about."""
    return SlotSet("last_article", {**last, "at": turn.now.isoformat()})


def _titles(found: Answer) -> Titles:
    return ((found.article_id, found.title),) if found.kind == "answer" else found.suggestions


def _say_that_is_all(turn: Turn, article_id: str, others: Titles, say: Say) -> Events:
    """Say that there is no more on this than was just said: nobody who asks further gets the same text twice."""
    said = answers.article(None, context().live, article_id, turn.now)
    dial = [*said.dial, *(["95598"] if "95598" not in said.dial else [])]
    custom = {"kind": "same", "article_id": said.article_id, "dial": dial}
    say.because(same=said.title)
    say("utter_follow_same", {"title": said.title}, custom=custom)
    if not others:
        return [SlotSet("offered", None)]
    say("utter_follow_near", buttons=[pick_button(*one) for one in others])
    return [SlotSet("offered", {"what": "articles", "ids": [one for one, _title in others]})]


def _subject(last: dict[str, Any]) -> str:
    """What the answer was asked for, in the villager's words; its title where that was a button or a whole story."""
    asked = without_courtesy(str(last.get("asked") or "")).strip(_MARKS)
    return asked if asked and len(asked) <= LONG else str(last["title"])


def just_said(turn: Turn) -> dict[str, Any] | None:
    """The answer this talk is about: said within some minutes, with nothing else done and no danger told since."""
    last: dict[str, Any] = turn.slot("last_article") or {}
    if turn.button or not turn.said or turn.requested or not last.get("at") or not _ASIDE.issuperset(turn.since_answer):
        return None
    at = datetime.fromisoformat(str(last["at"]))
    told = danger.told_lately(turn)
    if turn.now - at > _WHILE or (told is not None and told.created_at >= at):
        return None
    live = context().live.article(str(last["article_id"]))
    answers_now = live is not None and live.article.is_answer and live.article.is_valid_on(local_day(turn.now))
    return last if answers_now else None
