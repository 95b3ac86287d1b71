"""A pasted notice or a call that is told: what in it speaks for fraud, how to check it, what to do; never a verdict.

Every word said here is a reviewed text of content/fraud_signs.yml. Nothing of the message is repeated: neither its link
nor its number, nor the code that may stand in it.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk.events import SlotSet

from actions.chat import after_danger as after_danger  # its ears, and that of danger, hear before the one here
from actions.chat import danger, hazards, in_case
from actions.chat.acting import Events, Say, hears_first, speaks_beside
from actions.chat.at_the_door import speaks_of_visitor
from actions.chat.context import context
from actions.chat.finding import why
from actions.chat.footers import pick_button
from actions.chat.hearing import is_question
from actions.chat.places import home
from actions.chat.turn import Turn
from actions.chat.wishes import is_missing, wish_of
from actions.db.engine import begin
from actions.services import answers, fraud_notes
from actions.services.answers import Answer
from content import fraud
from content.fraud import Sign
from content.normalize import bare
from content.render import SAMPLE_NOTE

Titles = tuple[tuple[str, str], ...]

TOPIC = "fraud"
SENDS = "fraud_text"
"""Offered while somebody is asked to send the words of the message."""
_SURE_BESIDE_SIGNS = 0.9
_SHOWN = 3
_WAITS = timedelta(minutes=30)
_SOMETHING = 8
_DIAL = ("95598", "96110", "110")
_DIAL_GONE = ("110", "96110", "95598")


def is_notice(turn: Turn) -> bool:
    """Whether somebody pasted what another wrote, and it is no news of a power cut without any sign in it."""
    rules = context().fraud
    if turn.button or not turn.said or not fraud.is_notice(turn.said, rules):
        return False
    return bool(fraud.signs_in(turn.said, rules)) or not fraud.is_outage_notice(turn.said, rules)


def taken(turn: Turn, say: Say) -> Events | None:
    """The check of a pasted notice, a told call or a wish to have one looked at; None where something else decides.

    What the library answers word for word stays its own, and so does somebody who stands at the door.
    """
    if turn.button or not turn.said:
        return None
    if is_notice(turn) or _was_sent(turn):
        return check(turn, say)
    rules = context().fraud
    signs = fraud.signs_in(turn.said, rules)
    requested = not signs and fraud.requests_check(turn.said, rules)
    cheated = fraud.is_cheated(turn.said, rules)
    tellings = (fraud.is_told, fraud.speaks_of_fraud, fraud.sounds_pasted)
    told = bool(signs) and any(one(turn.said, rules) for one in tellings)
    catchword = bool(signs) and fraud.is_catchword(turn.said, rules)
    if not (requested or cheated or told or catchword) or _at_the_door(turn):
        return None
    found = answers.find(context().live, turn.said, turn.village_code, turn.now)
    # An article that is only likely right gives way to the signs found in what was told.
    if found.kind == "answer" and (not signs or found.score >= _SURE_BESIDE_SIGNS):
        return None
    if requested:
        return _ask_for_it(turn, say, found)
    near = bool(found.hits) and _topic(found.hits[0].article_id) == TOPIC
    if not (cheated or catchword or near or fraud.are_enough(signs, turn.said, rules)):
        return None
    return check(turn, say, found)


def check(turn: Turn, say: Say, found: Answer | None = None) -> Events:
    """Say which signs stand in the message, what the company never does, how to check, and what to do now."""
    rules = context().fraud
    signs, texts = fraud.signs_in(turn.said, rules), rules.texts
    gone = fraud.money_is_gone(turn.said, rules)
    lines = [texts["gone"]] if gone else []
    if signs:
        lines += [texts["found"], *(f"· {sign.says}" for sign in _told_first(signs))]
    elif not gone:
        lines.append(texts["none"])
    if fraud.holds_code(turn.said, rules):
        lines.append(texts["code"])
    lines += [texts["open"], texts["never"], texts["now"] if signs or gone else texts["check"]]
    if not gone:
        lines.append(texts["gone"])
    titles = _titles(found)
    buttons = [pick_button(*one) for one in titles]
    _note(say, found, titles, signs=[sign.id for sign in signs], gone=gone)
    custom = _card(_DIAL_GONE if gone else _DIAL)
    say.words(_signed("\n".join(lines)), buttons=buttons or None, custom=custom)
    _count(turn)
    ids = [article_id for article_id, _title in titles]
    return [SlotSet("offered", {"what": "articles", "ids": ids} if ids else None)]


@hears_first
def _hear_notice(turn: Turn, say: Say) -> Events | None:
    """A notice asks nothing and sounds to a classifier like whatever it speaks of; danger was heard before."""
    if not is_notice(turn) or hazards.told(turn) or is_missing(turn.said):
        return None
    events = check(turn, say)
    in_case.name_the_numbers(turn, say, "")
    return events


@speaks_beside
def _count_beside(turn: Turn, _say: Say, _called: str) -> None:
    """Count what the library answered, too; what is written into a form is its own."""
    if not turn.form:
        _count(turn)


def _count(turn: Turn) -> None:
    """Count who was met with what, so that stewards hear when several people of a village are; no word is kept."""
    rules, place = context().fraud, home(turn)
    if place is None:
        return
    signs = fraud.signs_in(turn.said, rules)
    told = fraud.is_told(turn.said, rules) and fraud.are_enough(signs, turn.said, rules)
    if signs and (told or fraud.is_notice(turn.said, rules)):
        groups = sorted({sign.group for sign in signs})
        with begin(context().sessions) as session:
            fraud_notes.sighted(
                session, groups, request_id=turn.request_id, person_id=turn.person_id,
                village_code=place.village_code, now=turn.now,
            )  # fmt: skip


def _note(say: Say, found: Answer | None, titles: Titles, **check: Any) -> None:
    """Keep what was found with which articles were offered, as `titles`, and what the rules made of the message."""
    searched = why(replace(found, kind="suggest", suggestions=titles)) if found is not None else {}
    say.because(fraud=check, **searched)


def _ask_for_it(turn: Turn, say: Say, found: Answer) -> Events:
    _note(say, found, (), asked=True)
    say.words(_signed(context().fraud.texts["send"]), custom=_card(_DIAL))
    return [SlotSet("offered", {"what": SENDS, "at": turn.now.isoformat()})]


def _was_sent(turn: Turn) -> bool:
    """Whether this is the message that was asked for; a wish, a question or a few words are something else."""
    offered: dict[str, Any] = turn.slot("offered") or {}
    if offered.get("what") != SENDS or turn.now - datetime.fromisoformat(offered["at"]) > _WAITS:
        return False
    rules = context().fraud
    if fraud.signs_in(turn.said, rules):
        return True
    words = bare(turn.said)
    other = is_question(turn.said) or wish_of(turn) is not None or danger.heard(turn) is not None
    return len(words) >= _SOMETHING and not other and not fraud.is_outage_notice(turn.said, rules)


def _at_the_door(turn: Turn) -> bool:
    return turn.meant == "visitor_at_door" and speaks_of_visitor(turn.said)


def _topic(article_id: str) -> str:
    found = context().live.article(article_id)
    return found.article.topic if found is not None and found.article.is_answer else ""


def _told_first(signs: tuple[Sign, ...]) -> list[Sign]:
    """The signs that are said: those that speak for themselves before those that often mean nothing."""
    return sorted(signs, key=lambda sign: not sign.enough)[:_SHOWN]


def _titles(found: Answer | None) -> Titles:
    hits = found.hits if found is not None else ()
    return tuple((hit.article_id, hit.title) for hit in hits if _topic(hit.article_id) == TOPIC)


def _card(dial: tuple[str, ...]) -> dict[str, Any]:
    return {"kind": "fraud", "dial": list(dial), "sample": context().fraud.sample}


def _signed(text: str) -> str:
    return f"{text}\n\n{SAMPLE_NOTE}" if context().fraud.sample else text
