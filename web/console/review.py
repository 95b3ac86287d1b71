"""What a reviewer looks at: only what changed, every number with what it rests on; history, and what can be undone."""

from dataclasses import replace
from datetime import date
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sqlalchemy.orm import Session

from actions.clock import utc_now
from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import audit, editing, late_answers, library, media, reviewers, users
from content.changes import PLACES, Changed, changed_sentences, line_diff, shown_media, stated_numbers
from content.check import check_article
from content.load import parse_article
from content.media import written
from content.model import ALL_VILLAGES, Article
from content.render import detail_html
from web.console.article import stored_article
from web.console.article_form import article_of_text
from web.console.common import back_to, console_page, field, refused, register_names, text_of
from web.console.form_words import in_form_words, lines_in_form_words
from web.console.library import HERE, READERS
from web.console.login import Me, me_of
from web.context import Web, web_of
from web.rendering import page
from web.times import today
from web.words import words

_DONE = {
    "approve": "article_approved", "send_back": "article_sent_back", "retire": "article_retired",
    "roll_back": "article_rolled_back",
}  # fmt: skip


def blueprint() -> Blueprint:
    """The routes of review and history."""
    routes = Blueprint("console_review", url_prefix=HERE)
    routes.add_route(card, "/<article_id:str>/review", name="card")
    routes.add_route(decide, "/<article_id:str>/review", methods=["POST"], name="decide")
    routes.add_route(sheet, "/<article_id:str>/sheet", name="sheet")
    routes.add_route(history, "/<article_id:str>/history", name="history")
    return routes


async def card(request: Request, article_id: str) -> HTTPResponse:
    """The changed sentences against the live text, the numbers with their facts, and the decision."""
    me = me_of(request, *READERS)
    return console_page(request, me, "review.html", HERE, **await _card(request, me, article_id))


async def sheet(request: Request, article_id: str) -> HTTPResponse:
    """The same on paper, to be signed by hand: 审签单."""
    me = me_of(request, *READERS)
    values = await _card(request, me, article_id)
    return page("console/review_sheet.html", company=web_of(request).settings.company, printed=utc_now(), **values)


async def decide(request: Request, article_id: str) -> HTTPResponse:
    """Approve (now or on a day), send back, retire, or bring an older version back."""
    me, web = me_of(request), web_of(request)
    do, reason, base = field(request, "do", 10), field(request, "reason", 200), field(request, "base", 10)
    number, day = field(request, "number", 10), field(request, "on", 20)
    on = _day(day)
    if do not in _DONE or not base.isdigit() or (do == "roll_back" and not number.isdigit()):
        raise UserFacingError("bad_request", 400)
    if do == "approve" and day and (on is None or on < today()):
        return refused(f"{HERE}/{article_id}/review", UserFacingError("bad_day"))
    here = f"{HERE}/{article_id}/{'history' if do == 'roll_back' else 'review'}"

    def act() -> str:
        unsigned = False
        with begin(web.sessions) as session:
            if do == "approve":
                seen = library.get_article(session, article_id)
                unsigned = seen is not None and editing.stays_sample(session, seen, me.account)
                if editing.approve(session, article_id, me.account, int(base), reason, on) is not None:
                    # Who asked in these words before there was an answer is told that there is one.
                    late_answers.settle(session, [article_id], login=me.login)
            elif do == "send_back":
                editing.send_back(session, article_id, me.account, int(base), reason)
            elif do == "retire":
                editing.retire(session, article_id, me.account, int(base), reason)
            else:
                editing.roll_back(session, article_id, int(number), me.account, int(base), reason)
                newest = library.get_article(session, article_id)
                if newest is not None and newest.state == "draft":
                    return "article_saved"
                late_answers.settle(session, [article_id], login=me.login)
        if on is not None and on > today():
            return "article_planned_unsigned" if unsigned else "article_planned"
        return "article_published_unsigned" if unsigned else _DONE[do]

    try:
        done = await web.threads.run(act)
    except UserFacingError as error:
        return refused(here, error)
    return back_to(f"{HERE}/{article_id}", done)


async def history(request: Request, article_id: str) -> HTTPResponse:
    """Every version: who, when, why, and what changed against the one before."""
    me, web = me_of(request, *READERS), web_of(request)
    stored = await stored_article(request, article_id)
    chosen = field_number(request.args.get("v")) or stored.number

    def load() -> dict[str, Any]:
        with read(web.sessions) as session:
            versions = library.history(session, article_id)
            shown = library.get_article(session, article_id, chosen) or stored
            before = library.get_article(session, article_id, shown.number - 1)
            return {
                "versions": versions,
                "names": {account.login: account.name for account in users.list_(session)},
                "shown": shown,
                "diff": lines_in_form_words(line_diff(before.text if before else "", shown.text), register_names(web)),
                "can_review": reviewers.may_review(session, me.account, stored.topic),
            }

    found = await web.threads.run(load)
    return console_page(
        request, me, "history.html", HERE, stored=stored, state_of=lambda state: text_of("article_state", state),
        can_write=me.may("editor"), **found,
    )  # fmt: skip


def field_number(text: str | None) -> int:
    """A positive number of the address, 0 when it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


async def _card(request: Request, me: Me, article_id: str) -> dict[str, Any]:
    web, stored = web_of(request), await stored_article(request, article_id)

    def load() -> dict[str, Any]:
        with read(web.sessions) as session:
            live = library.get_live(session, article_id)
            registers = library.registers_of(session, web.settings.content_dir)
            path = f"library/{stored.topic}/{article_id}.md"
            count, hash_ = audit.head(session)
            article = parse_article(stored.text, path)[0]
            shown = shown_media(_article(live) if live else None, article) if article else []
            room = media.sizes(session, article.detail) if article else {}
            return {
                "shown": [(one, detail_html(written(one.name, one.said), room)) for one in shown],
                "article": _article(stored), "live": live,
                "problems": in_form_words(
                    check_article(stored.text, path, registers), stored.text, register_names(web)
                ),
                "registers": registers, "authors": _names(session, editing.authors_of(session, stored)),
                "can_review": reviewers.may_review(session, me.account, stored.topic), "audit": (count, hash_[:16]),
                "unsigned": article is not None and editing.stays_sample(session, stored, me.account),
            }  # fmt: skip

    found = await web.threads.run(load)
    article, live = found["article"], found["live"]
    registers = found.pop("registers")
    topic = registers.topics.get(stored.topic)
    return {
        **found,
        "stored": stored,
        "topic": topic,
        "changed": _named(web, changed_sentences(_article(live) if live else None, article)) if article else [],
        "numbers": stated_numbers(article, registers) if article else [],
        "departments": "、".join((topic.department, *topic.also)) if topic else "",
        "state_text": text_of("article_state", stored.state),
    }


def _named(web: Web, changed: list[Changed]) -> list[Changed]:
    """The villages by their names: a reviewer signs for people, not for codes."""
    names = {**register_names(web), ALL_VILLAGES[0]: str(words()["console"]["review_all_villages"])}

    def called(codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(code, code) for code in codes)

    return [
        replace(one, before=called(one.before), after=called(one.after)) if one.part == PLACES else one
        for one in changed
    ]


def _names(session: Session, logins: set[str]) -> list[str]:
    """Who wrote, as people call them; what was read in from the folder nobody wrote at the console."""
    known = {account.login: account.name for account in users.list_(session)}
    known["files"] = words()["console"]["from_files"]
    return sorted(known.get(login, login) for login in logins)


def _article(stored: library.StoredArticle) -> Article | None:
    return article_of_text(stored.text, stored.id)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
