"""Why a message was answered as it was, for whoever may read the message."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sqlalchemy.orm import Session

from actions.db.engine import read
from actions.errors import UserFacingError
from actions.services import emergencies, handoff, traces, unanswered
from actions.services.masking import without_numbers, without_secrets
from actions.services.traces import SEARCH, Answered, Why
from content.explained import Explained, danger_told, explained, percent
from content.trace import Trace
from web.console import cards, people, refused
from web.console.common import console_page, record_reading, sees
from web.console.login import Me, me_of
from web.context import Web, web_of
from web.words import words


def blueprint() -> Blueprint:
    """The routes to the same page from a conversation, from an alert and from what people could not find."""
    routes = Blueprint("console_why", url_prefix="/console")
    routes.add_route(of_message, "/people/why/<inbox_id:id>", name="message")
    routes.add_route(of_alert, "/people/alert/<alert_id:id>/why", name="alert")
    routes.add_route(of_refused, "/refused/<question_id:id>/why", name="refused")
    return routes


async def of_message(request: Request, inbox_id: int) -> HTTPResponse:
    """For the steward whom the person waits for, as long as the console shows him the conversation."""
    me, web = me_of(request, "steward", "auditor"), web_of(request)

    def load(session: Session) -> Answered | None:
        found = traces.of_message(session, inbox_id)
        waits = [one for one in handoff.list_(session) if found is not None and one.person_id == found.person_id]
        if not any(sees(web, me, one.village_code) for one in waits):
            raise UserFacingError("forbidden", 403)
        return found

    return await _page(request, me, people.HERE, load)


async def of_alert(request: Request, alert_id: int) -> HTTPResponse:
    """For the stewards who may act on the card the alert stands on, and for the auditor."""
    me, web = me_of(request, "steward", "auditor"), web_of(request)

    def load(session: Session) -> Answered | None:
        if not cards.may_see(web, session, me, emergencies.card_of(session, alert_id)):
            raise UserFacingError("alert_not_your_village", 403)
        # An alert belongs to a message of whatever channel; web is the one there is.
        return traces.of_request(session, "web", emergencies.look_at(session, alert_id).request_id)

    return await _page(request, me, people.HERE, load)


async def of_refused(request: Request, question_id: int) -> HTTPResponse:
    """For whoever reads what people could not find, and like there without the numbers of phones."""
    me = me_of(request, "steward", "editor", "auditor")

    def load(session: Session) -> Answered | None:
        found = traces.of_refused(session, unanswered.get(session, question_id))
        return (
            replace(_hidden(found, without_numbers), text=unanswered.shown(found.text)) if found is not None else None
        )

    return await _page(request, me, refused.HERE, load)


async def _page(request: Request, me: Me, here: str, load: Callable[[Session], Answered | None]) -> HTTPResponse:
    web = web_of(request)

    def look() -> Answered | None:
        with read(web.sessions) as session:
            found = load(session)
            return _hidden(found, without_secrets) if found is not None else None

    found = await web.threads.run(look)
    if here == people.HERE:
        await record_reading(request, me)  # what people could not find is shown without numbers
    return console_page(request, me, "why.html", here, **_shown(web, found))


def _shown(web: Web, found: Answered | None) -> dict[str, Any]:
    if found is None:
        return {"asked": "", "at": None, "headline": _words()["not_kept"], "searches": [], "each": False, "lines": []}
    asked = _words()["pressed"].format(title=found.button) if found.button else found.text
    searches = [explained(Trace.of(one)) for one in found.why.get(SEARCH, ())]
    headline, lines = _decided(web, found.why, searches)
    # Of several searches each says what came of it, but where something else decided.
    each = len(searches) > 1 and _over_the_search(web, found.why) is None
    return {"asked": asked, "at": found.at, "headline": headline, "searches": searches, "each": each, "lines": lines}


def _decided(web: Web, why: Why, searches: list[Explained]) -> tuple[str, list[str]]:
    """What decided, in one sentence, and what else there is to know."""
    said, lines = _words(), []
    form = next((said["forms"][name] for name in reversed(why.get("actions", ())) if name in said["forms"]), "")
    if why.get("beside"):
        lines.append(said["beside"].format(sure=percent(why["beside"])))
    if why.get("overruled"):
        lines.append(said["overruled"])
    if why.get("danger"):
        kind = str(why["danger"].get("kind"))
        title = next((rule.title for rule in web.library.emergency.kinds if rule.kind == kind), said["some_danger"])
        return danger_told(why["danger"], title), lines
    if searches and form:
        lines.append(said["in_form"].format(form=form))
    if over := _over_the_search(web, why):
        return over[0], [*over[1], *lines]
    if searches:
        return searches[0].headline if len(searches) == 1 else said["many"].format(count=len(searches)), lines
    if why.get("picked"):
        return said["again" if why.get("again") else "picked"].format(**why["picked"]), lines
    if why.get("unclear"):
        return said["unclear"], lines
    if form:
        return said["form"].format(form=form), lines
    done = [said["actions"][name] for name in why.get("actions", ()) if name in said["actions"]]
    return (said["decided"].format(what=done[-1]) if done else said["not_kept"]), lines


def _over_the_search(web: Web, why: Why) -> tuple[str, list[str]] | None:
    """What decided instead of what the search found, and what there is to know of it; None where the search did."""
    said = _words()
    if why.get("fraud"):
        return _checked(web, why)
    if why.get("same"):
        return said["same"].format(title=why["same"]), []
    return (said["instead"], []) if why.get("instead") else None


def _checked(web: Web, why: Why) -> tuple[str, list[str]]:
    """What a check for fraud found, by the words that were said of it; a sign since taken out of the rules has none."""
    said, kept = _words()["fraud"], why["fraud"]
    signs = [sign.says for sign in web.library.fraud.signs if sign.id in kept.get("signs", ())]
    lines = [*signs, *([said["gone"]] if kept.get("gone") else []), *([said["searched"]] if why.get(SEARCH) else [])]
    if kept.get("asked"):
        return said["asked"], lines
    count = len(kept.get("signs", ()))
    return said["signs" if count else "none"].format(count=count), lines


def _hidden(found: Answered, hide: Callable[[str], str]) -> Answered:
    why = {name: _scrubbed(part, hide) for name, part in found.why.items()}
    return replace(found, text=hide(found.text), why=why)


def _scrubbed(part: Any, hide: Callable[[str], str]) -> Any:
    """A part of a trace with what is to be hidden gone from what the person said."""
    if isinstance(part, list):
        return [_scrubbed(one, hide) for one in part]
    if not isinstance(part, dict):
        return part
    names = ("text", "sentence", "words", "reworded")
    return {**part, **{name: hide(part[name]) for name in names if isinstance(part.get(name), str)}}


def _words() -> dict[str, Any]:
    table: dict[str, Any] = words()["console"]["why"]
    return table
