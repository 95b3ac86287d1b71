"""Who approved what an article said on a day, and on what basis; and whether the record still holds."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sanic import Blueprint, HTTPResponse, Request

from actions.clock import at
from actions.db.engine import read
from actions.services import audit, catalogue, library
from content.load import parse_article
from web.console.common import console_page, text_of
from web.console.login import me_of
from web.context import web_of
from web.times import today

HERE = "/console/audit"
_SHOWN = 100


@dataclass(frozen=True)
class Spell:
    """A time in which villagers got a version, with the event that made it live; `until` is None while it lasts."""

    number: int
    since: datetime
    until: datetime | None
    approved: audit.Event


def blueprint() -> Blueprint:
    """The routes of the audit."""
    routes = Blueprint("console_audit", url_prefix=HERE)
    routes.add_route(show, "/", name="show", strict_slashes=False)
    return routes


async def show(request: Request) -> HTTPResponse:
    """Every text of an article on a day with everything that led to it, or the newest events of all."""
    me, web = me_of(request, "auditor"), web_of(request)
    article_id, day = (request.args.get("article") or "").strip()[:128], _day(request.args.get("day"))
    checking = request.args.get("check") == "1"

    def load() -> dict[str, Any]:
        with read(web.sessions) as session:
            begin, end = _bounds(day)
            about = audit.events(session, article_id) if article_id else []
            before = [event for event in about if event.at < end]
            # What was live at the end of the day stands first: that is what most ask for.
            spells = [one for one in _spells(before) if one.until is None or one.until > begin][::-1]
            return {
                "events": before if article_id else list(reversed(audit.events(session, newest=_SHOWN))),
                "said": [_said(library.get_article(session, article_id, one.number), one, begin) for one in spells],
                "faults": audit.verify(session) if checking else None,
                "head": audit.head(session), "titles": catalogue.titles(session),
            }  # fmt: skip

    found = await web.threads.run(load)
    return console_page(
        request, me, "audit.html", HERE, article_id=article_id, day=day.isoformat(), checking=checking,
        action_of=lambda action: text_of("audit_action", action),
        fault_of=lambda kind: text_of("audit_fault", kind), **found,
    )  # fmt: skip


def _spells(events: list[audit.Event]) -> list[Spell]:
    """When which version was live, by these events, the first first."""
    found: list[Spell] = []
    for event in events:
        state = event.details.get("state")
        # A file that is a draft again takes back what it had published.
        ends = state in ("published", "retired") or (state is not None and event.action == "import")
        if ends and found and found[-1].until is None:
            found[-1] = replace(found[-1], until=event.at)
        if state == "published":
            found.append(Spell(int(event.details["version"]), event.at, None, event))
    return found


def _said(stored: library.StoredArticle | None, spell: Spell, begin: datetime) -> dict[str, Any]:
    """A spell of the day with its text; `since` is empty when it had begun before the day."""
    article = parse_article(stored.text, f"{stored.id}.md")[0] if stored is not None else None
    since = spell.since if spell.since > begin else None
    return {"stored": stored, "article": article, "since": since, "until": spell.until, "approved": spell.approved}


def _bounds(day: date) -> tuple[datetime, datetime]:
    return at(day, 0).astimezone(UTC), at(day + timedelta(days=1), 0).astimezone(UTC)


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else today()
    except ValueError:
        return today()
