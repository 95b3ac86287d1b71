"""Who approved what an article said on a day, and on what basis; and whether the record still holds."""

import re
from datetime import date, datetime
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import raw

from actions.clock import utc_now
from actions.db.engine import snapshot
from actions.errors import UserFacingError
from actions.paper.audit_pdf import audit_pdf
from actions.paper.audit_text import nothing_text
from actions.paper.words import action_text
from actions.services import audit, catalogue, library, users
from actions.services.audit_report import Begun, Spell, begun, bounds, events_until, report, spells_on
from content.load import parse_article
from web.console.common import console_page, text_of
from web.console.login import TABS, Me, me_of
from web.console.picking import picked
from web.context import web_of
from web.texts import whole
from web.times import day_text, today
from web.words import error_text, words

HERE = "/console/audit"
_SHOWN = 100
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


def blueprint() -> Blueprint:
    """The routes of the audit."""
    routes = Blueprint("console_audit", url_prefix=HERE)
    routes.add_route(show, "/", name="show", strict_slashes=False)
    routes.add_route(paper, "/report.pdf", name="paper")
    return routes


async def show(request: Request) -> HTTPResponse:
    """Every text of an article on a day with everything that led to it, or the newest events of all."""
    me = me_of(request, "auditor")
    typed, given = (request.args.get("article") or "").strip()[:128], (request.args.get("day") or "").strip()
    checking, day = request.args.get("check") == "1", _day(given)
    if day is None:
        # An answer about another day than the one asked for would be taken for the one asked for.
        said = error_text("bad_audit_page_day").format(day=whole(given[:20]))
        return await _page(request, me, today(), "", checking, day_problem=said, asked=typed, status=422)
    return await _page(request, me, day, typed, checking)


async def _page(
    request: Request,
    me: Me,
    day: date,
    typed: str,
    checking: bool,
    day_problem: str = "",
    asked: str = "",
    status: int = 200,
) -> HTTPResponse:
    web = web_of(request)

    def load() -> dict[str, Any]:
        with snapshot(web.sessions) as session:
            begin, titles = bounds(day)[0], catalogue.titles(session)
            article_id, near = picked(titles, typed)
            before = events_until(session, article_id, day) if article_id else []
            # What was live at the end of the day stands first: that is what most ask for.
            spells = spells_on(session, article_id, before, day)[::-1]
            return {
                "events": before if article_id else list(reversed(audit.events(session, newest=_SHOWN))),
                "said": [_said(library.get_article(session, article_id, one.number), one, begin) for one in spells],
                "faults": audit.verify(session) if checking else None,
                "begun": begun(session),
                "head": audit.head(session), "titles": titles,
                "article_id": article_id, "near": near, "title": asked or _shown_title(titles, article_id) or typed,
                "known": dict(titles),
                "names": {account.login: account.name for account in users.list_(session)},
            }  # fmt: skip

    found = await web.threads.run(load)
    return console_page(
        request, me, "audit.html", HERE, status=status,
        day=day.isoformat(), day_shown="" if day_problem else day.isoformat(), day_problem=day_problem,
        checking=checking, nothing_before=_nothing_before, planned_for=_planned_for, read_of=_read,
        action_of=action_text,
        fault_of=lambda kind: text_of("audit_fault", kind),
        name_of=lambda login: _name(found["names"], login), **found,
    )  # fmt: skip


async def paper(request: Request) -> HTTPResponse:
    """The same about one article as a PDF to hand on, with the whole chain checked."""
    me, web = me_of(request, "auditor"), web_of(request)
    article_id, given = (request.args.get("article") or "").strip()[:128], request.args.get("day")
    day = _day(given or "")
    if day is None:
        # Evidence about another day than the one asked for would be worse than none.
        raise UserFacingError("bad_audit_day", 422)

    def build() -> bytes:
        with snapshot(web.sessions) as session:
            made = report(session, article_id, day, f"{me.login}（{me.name}）", utc_now())
        return audit_pdf(made, web.settings.company)

    made = await web.threads.run(build)
    name = f"audit-{_UNSAFE.sub('_', article_id)}-{day.isoformat()}.pdf"
    return raw(made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _shown_title(titles: list[tuple[str, str]], article_id: str) -> str:
    """What the field says of the article that is shown: its title, and its id where others are called the same."""
    title = dict(titles).get(article_id, "")
    return article_id if [one for _id, one in titles].count(title) > 1 else title


def _name(names: dict[str, str], login: str) -> str:
    """Who it was as people call them, with the name they log in by: two may be called the same."""
    if login == "files":
        return str(words()["console"]["from_files"])
    known = names.get(login, "")
    return f"{known}（{login}）" if known and known != login else login


def _said(stored: library.StoredArticle | None, spell: Spell, begin: datetime) -> dict[str, Any]:
    """A spell of the day with its text; `since` is empty when it had begun before the day."""
    article = parse_article(stored.text, f"{stored.id}.md")[0] if stored is not None else None
    since = spell.since if spell.since > begin else None
    return {"stored": stored, "article": article, "since": since, "until": spell.until, "approved": spell.approved}


def _day(text: str) -> date | None:
    """The day that is asked for, today where none is; None for what is no day."""
    try:
        day = date.fromisoformat(text) if text else today()
        bounds(day)
    except (ValueError, OverflowError):
        return None
    return day


def _nothing_before(begun: Begun, day: str) -> str:
    """Why there is nothing about a day from before the library or before its record; empty for any later one."""
    return nothing_text(begun, date.fromisoformat(day))


def _planned_for(event: audit.Event) -> str:
    """The day a text was planned for, or planned no more; empty for an event that is about none."""
    try:
        return day_text(date.fromisoformat(str(event.details.get("publish_on", ""))))
    except ValueError:
        return ""


def _read(event: audit.Event) -> str:
    """Which page somebody read, by its tab and its address; empty for an event that is about none."""
    address = str(event.details.get("page", ""))
    tab = max((one for one in TABS if address.startswith(one[0])), key=lambda one: len(one[0]), default=None)
    return f"{tab[1]} {address}" if tab else address
