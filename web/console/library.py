"""The library as a list: what to write, review, sign and look at again; new articles begin here."""

import re
import secrets
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import redirect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import catalogue, editing, late_answers, library, plans, reviewers
from actions.services.catalogue import Wanted
from content.audience import CHINESE, EVERYBODY, LANGUAGES, ROLES
from content.check import blocking, check_article
from content.scaffold import blank_article
from content.writing import Unwritable, with_field
from web.console.article_form import article_of_text
from web.console.common import (
    back_to,
    console_page,
    field,
    fields,
    new_request_id,
    press_of,
    refused,
    text_of,
    village_choices,
    written,
)
from web.console.form_words import labelled
from web.console.login import Me, me_of
from web.context import Web, web_of
from web.times import today
from web.words import error_text, words

HERE = "/console/library"
READERS = ("steward", "editor", "reviewer", "approver", "auditor")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID = 60
_DIGITS = 8
# What the rest of an article may still bring right.
_LATER = frozenset({"version-of"})
_KINDS = ("draft", "in_review", "published", "retired", "sample", "stale", "planned", "changed", "steward")


def blueprint() -> Blueprint:
    """The routes of the list."""
    routes = Blueprint("console_library", url_prefix=HERE)
    routes.add_route(show, "/", name="show", strict_slashes=False)
    routes.add_route(create, "/new", methods=["POST"], name="new")
    routes.add_route(sign, "/sign", methods=["POST"], name="sign")
    routes.add_route(known, "/plan-off", methods=["POST"], name="plan_off")
    return routes


async def show(request: Request) -> HTTPResponse:
    """One page of the articles that were asked for, and how much work of each kind waits."""
    me, web = me_of(request, *READERS), web_of(request)
    wanted = Wanted(
        words=(request.args.get("q") or "").strip()[:40],
        topic=(request.args.get("topic") or "")[:64],
        kind=kind if (kind := request.args.get("kind") or "") in _KINDS else "",
    )
    page = _page_number(request.args.get("page"))

    def load() -> dict[str, Any]:
        with read(web.sessions) as session:
            mine, signs = _reviews_of(web, me), reviewers.signs_for(session, me.account)
            lines, total = catalogue.lines(session, wanted, today(), page)
            audience = catalogue.with_audience(session, [line.id for line in lines])
            own = catalogue.counts(session, today(), mine) if mine else {}
            return {
                "rows": [{**_row(web, line), "audience": _audience(line.id, audience.get(line.id))} for line in lines],
                "total": total,
                "counts": catalogue.counts(session, today()),
                "mine": own,
                "called_off": plans.called_off(session, me.login) if me.may("reviewer") else [],
                "can_sign": [line.id for line in lines if (line.topic, line.danger) in signs and not line.signed],
            }

    found = await web.threads.run(load)
    return console_page(
        request, me, "library.html", HERE, **found,
        wanted=wanted, page=page, pages=max(1, -(-found["total"] // catalogue.SHOWN)),
        topics=[(topic.id, topic.name) for topic in web.library.topics.values()],
        kinds=[(kind, text_of("article_kind", kind)) for kind in _KINDS],
        can_write=me.may("editor"), request_id=new_request_id(), villages=village_choices(web),
        **{"same": None, "given": {}, **getattr(request.ctx, "said", {})},
    )  # fmt: skip


async def create(request: Request) -> HTTPResponse:
    """Begin an article: an empty draft with its number, opened at once."""
    me, web = me_of(request, "editor"), web_of(request)
    topic, title = web.library.topics.get(field(request, "topic", 64)), written(request, "title")
    given = {"topic": topic.id if topic else "", "title": title, "id": written(request, "id")}

    async def again(problem: str) -> HTTPResponse:
        """The list with the form as it was filled in, and why no article began."""
        request.ctx.said = {"problem": problem, "given": given, "status": 422}
        return await show(request)

    # Nobody has to invent an English name: without one the article gets a number of its own.
    press = press_of(request)
    # The number comes from the press, so that the second press of a double click meets the first one's article.
    own = press[:_DIGITS] or secrets.token_hex(_DIGITS // 2)
    article_id = given["id"].lower() or f"{topic.id if topic else 'x'}-{own}"
    if topic is None or not title:
        return await again(error_text("new_article_incomplete"))
    if not _ID.fullmatch(article_id) or len(article_id) > _LONGEST_ID:
        return await again(error_text("bad_article_id"))
    try:
        text = with_field(blank_article(topic), "title", title)
    except Unwritable as error:
        return await again(str(error))

    def make() -> catalogue.Line | None:
        with begin(web.sessions) as session:
            if editing.pressed(session, article_id, press) is not None:
                return None
            _check_title(session, web, text, f"library/{topic.id}/{article_id}.md")
            same = None if field(request, "another", 1) else catalogue.titled(session, title)
            if same is not None and editing.pressed(session, article_id, press) is not None:
                return None  # the other press of a double click wrote it between the two looks
            if same is None:
                begun = words()["console"]["begun"]
                editing.save(session, article_id, topic.id, text, me.account, begun, None, press)
            return same

    try:
        try:
            same = await web.threads.run(make)
        except IntegrityError:  # two presses at the same moment: now the first one's article is there
            same = await web.threads.run(make)
    except editing.ChangedMeanwhile:
        return await again(error_text("article_id_taken"))
    except library.BrokenArticle as error:
        return await again("".join(dict.fromkeys(labelled(one.message) for one in error.problems)))
    except UserFacingError as error:
        return await again(error_text(error.user_text_key))
    if same is not None:
        request.ctx.said = {"same": _row(web, same), "given": given}
        return await show(request)
    return redirect(f"{HERE}/{article_id}", status=303)


def _check_title(session: Session, web: Web, text: str, path: str) -> None:
    """Raise BrokenArticle with what is wrong with the title, the one thing a new article has."""
    found = check_article(text, path, library.registers_of(session, web.settings.content_dir))
    line = next((number for number, said in enumerate(text.split("\n"), 1) if said.startswith("title:")), 1)
    wrong = [problem for problem in blocking(found) if problem.line == line and problem.code not in _LATER]
    if wrong:
        raise library.BrokenArticle(wrong)


async def sign(request: Request) -> HTTPResponse:
    """Sign the ticked samples as they stand."""
    me, web = me_of(request, "reviewer"), web_of(request)
    ids, reason = fields(request, "id"), field(request, "reason", 200)
    if not ids:
        return refused(HERE, UserFacingError("nothing_ticked"))

    def act() -> editing.Signed:
        with begin(web.sessions) as session:
            done = editing.sign_all(session, ids[: catalogue.SHOWN], me.account, reason)
            late_answers.settle(session, done.done, login=me.login)
            return done

    signed = await web.threads.run(act)
    if signed.refused:
        first_id, key = signed.refused[0]
        text = words()["console"]["not_all_signed"].format(
            done=len(signed.done), refused=len(signed.refused), id=first_id, why=error_text(key)
        )
        return await _show_with(request, text)
    return back_to(HERE, "samples_signed")


async def known(request: Request) -> HTTPResponse:
    """The reviewer has read that a publication approved for a day was called off."""
    me, web, event = me_of(request, "reviewer"), web_of(request), field(request, "event", 12)
    if not event.isascii() or not event.isdigit():
        raise UserFacingError("bad_request", 400)

    def act() -> None:
        with begin(web.sessions) as session:
            plans.say_known(session, me.login, int(event))

    await web.threads.run(act)
    return back_to(HERE, "plan_off_known")


async def _show_with(request: Request, problem: str) -> HTTPResponse:
    request.ctx.said = {"problem": problem}
    return await show(request)


def _reviews_of(web: Web, me: Me) -> tuple[str, ...]:
    """The topics this account may review."""
    if not me.may("reviewer"):
        return ()
    return tuple(
        topic.id
        for topic in web.library.topics.values()
        if me.may("admin") or {topic.department, *topic.also} & set(me.account.departments)
    )


def _row(web: Web, line: catalogue.Line) -> dict[str, Any]:
    topic = web.library.topics.get(line.topic)
    return {
        "id": line.id, "title": line.title, "topic": topic.name if topic else line.topic, "number": line.number,
        "state": line.state, "state_text": text_of("article_state", line.state), "live": line.live,
        "sample": line.live is not None and not line.signed, "danger": line.danger, "due_on": line.due_on,
        "stale": line.review_due is not None and line.review_due <= today() + catalogue.SOON,
        "review_due": line.review_due, "saved_at": line.saved_at,
    }  # fmt: skip


def _audience(article_id: str, text: str | None) -> list[str]:
    """What the list says about the season, readers and language of a text that names any."""
    article = article_of_text(text, article_id) if text else None
    if article is None:
        return []
    season = text_of("season", "in" if article.is_in_season(today()) else "out") if article.season else ""
    role = ROLES.get(article.role, article.role) if article.role != EVERYBODY else ""
    language = LANGUAGES.get(article.language, article.language) if article.language != CHINESE else ""
    return [tag for tag in (season, role, language) if tag]


def _page_number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text) < 10_000 else 1
