"""What the library has for a turn, and how it is said: word for word, as suggestions, or as an honest refusal."""

from dataclasses import replace
from typing import Any

from rasa_sdk.events import SlotSet

from actions.chat.acting import Events, Say
from actions.chat.context import context
from actions.chat.footers import pick_button
from actions.chat.plainer import plainer
from actions.chat.turn import Turn
from actions.clock import utc_now
from actions.db.engine import begin
from actions.services import answers
from actions.services.answers import Answer
from content.normalize import LIMIT

SURE = 0.75
"""From this calibrated probability on the library answers a sentence that Rasa took for something to do."""
NEAR = 0.05
"""From this probability on a title is worth a button below what was said."""


def look_up(turn: Turn, text: str) -> Answer:
    """What the library says to a question; a refusal is kept for the editors."""
    here = context()
    plain = plainer(text)
    if plain is not None and recall(replace(turn, said=text)) is None:
        found = recall(replace(turn, said=plain))
        if found is not None:
            # The question was put in other words, so the villager says whether it is the one that was meant.
            asks = found.suggestions or ((found.article_id, found.title),)
            trace = replace(found.trace, kind="suggest", reworded=plain) if found.trace else None
            return replace(found, kind="suggest", suggestions=asks, trace=trace)
    with begin(here.sessions) as session:
        return answers.answer(
            session,
            here.live,
            text,
            request_id=turn.request_id,
            person_id=turn.person_id,
            village_code=turn.village_code,
            channel=turn.channel,
            now=turn.now,
        )


def recall(turn: Turn) -> Answer | None:
    """The answer or the suggestions of the library, None where it has neither; nothing is kept."""
    found = answers.find(context().live, turn.said, turn.village_code, turn.now)
    return found if found.kind != "refuse" else None


def peek(turn: Turn, least: float = SURE) -> Answer | None:
    """The answer of the library if it is at least this sure; nothing is kept when it is not."""
    found = recall(turn)
    return found if found is not None and found.kind == "answer" and found.score >= least else None


def nearby(found: Answer) -> tuple[tuple[str, str], ...]:
    """The articles, by id and title, that what was searched for may mean with some likelihood, the likeliest first."""
    return tuple((hit.article_id, hit.title) for hit in found.hits if hit.score >= NEAR)


def tell(answer: Answer, say: Say, asked: str = "", offer: str = "utter_suggest") -> Events:
    """Say an answer of any kind and remember what it offers; `asked` is what is gone on from when asked further."""
    say.because(**why(answer))
    if answer.kind == "answer":
        say.words(answer.text, custom=_card(answer))
        kept = {"article_id": answer.article_id, "version": answer.article_version, "title": answer.title,
                "asked": asked[:LIMIT], "at": utc_now().isoformat()}  # fmt: skip
        return [SlotSet("last_article", kept), SlotSet("offered", None)]
    if answer.kind == "suggest":
        buttons = [pick_button(article_id, title) for article_id, title in answer.suggestions]
        say(offer, buttons=buttons, custom={"kind": "suggest"})
        return [SlotSet("offered", {"what": "articles", "ids": [one for one, _title in answer.suggestions]})]
    say("utter_refused", custom={"kind": "refused", "dial": ["95598"]})
    return [SlotSet("offered", None)]


def why(answer: Answer) -> dict[str, Any]:
    """What is kept of why an answer is given; one picked from a list was searched for by nobody."""
    if answer.trace is not None and answer.kind == "suggest":
        # Of what the search would have offered, that may have been left out which was said before.
        offered = {article_id for article_id, _title in answer.suggestions}
        told = (replace(one, offered=one.id in offered) for one in answer.trace.candidates)
        kind = "suggest" if answer.trace.kind == "answer" else answer.trace.kind
        return {"search": replace(answer.trace, kind=kind, candidates=tuple(told)).kept()}
    if answer.trace is not None:
        return {"search": answer.trace.kept()}
    picked = {"id": answer.article_id, "title": answer.title, "version": answer.article_version}
    return {"picked": picked} if answer.article_id and not answer.hits else {}


def _card(answer: Answer) -> dict[str, Any]:
    return {
        "kind": "answer",
        "article_id": answer.article_id,
        "version": answer.article_version,
        "title": answer.title,
        "topic": answer.topic,
        "danger": answer.danger,
        "dial": list(answer.dial),
        "sample": answer.sample,
    }
