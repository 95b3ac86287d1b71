"""Who approved what an article said on a day, and on what basis; and whether the record still holds."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sanic import Blueprint, HTTPResponse, Request

from actions.db.engine import read
from actions.services import audit, catalogue, library
from content.load import parse_article
from web.console.common import console_page, text_of
from web.console.login import me_of
from web.context import web_of
from web.times import SHANGHAI, today

HERE = "/console/audit"
_SHOWN = 100


def blueprint() -> Blueprint:
    """The routes of the audit."""
    routes = Blueprint("console_audit", url_prefix=HERE)
    routes.add_route(show, "/", name="show", strict_slashes=False)
    return routes


async def show(request: Request) -> HTTPResponse:
    """The text of an article on a day with everything that led to it, or the newest events of all."""
    me, web = me_of(request, "auditor"), web_of(request)
    article_id, day = (request.args.get("article") or "").strip()[:128], _day(request.args.get("day"))
    checking = request.args.get("check") == "1"

    def load() -> dict[str, Any]:
        with read(web.sessions) as session:
            until = datetime.combine(day + timedelta(days=1), time.min, SHANGHAI).astimezone(UTC)
            about = audit.events(session, article_id) if article_id else []
            before = [event for event in about if event.at < until]
            number = _live_then(before)
            said = library.get_article(session, article_id, number) if number else None
            return {
                "events": before if article_id else list(reversed(audit.events(session, newest=_SHOWN))),
                "said": said, "article": parse_article(said.text, f"{said.id}.md")[0] if said else None,
                "approved": next((event for event in reversed(before) if event.details.get("version") == number), None),
                "faults": audit.verify(session) if checking else None,
                "head": audit.head(session), "titles": catalogue.titles(session),
            }  # fmt: skip

    found = await web.threads.run(load)
    return console_page(
        request, me, "audit.html", HERE, article_id=article_id, day=day.isoformat(), checking=checking,
        action_of=lambda action: text_of("audit_action", action),
        fault_of=lambda kind: text_of("audit_fault", kind), **found,
    )  # fmt: skip


def _live_then(events: list[audit.Event]) -> int | None:
    """The number of the version that was live after these events, None when none was."""
    live: int | None = None
    for event in events:
        state = event.details.get("state")
        if state == "published":
            live = int(event.details["version"])
        elif state == "retired":
            live = None
    return live


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else today()
    except ValueError:
        return today()
