"""The library as a list, and a plain way to change a text: edit, check, publish."""

from typing import Any

from sanic import Blueprint, HTTPResponse, Request

from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import library
from content.check import check_article
from content.model import Problem
from web.console.common import back_to, console_page, field, text_of, village_choices
from web.console.login import Me, form_value, me_of
from web.context import web_of
from web.library import is_sample
from web.texts import whole
from web.words import error_text

HERE = "/console/library"
_READERS = ("steward", "editor", "approver")
_LONGEST = 60_000


def blueprint() -> Blueprint:
    """The routes of the library."""
    routes = Blueprint("console_library", url_prefix=HERE)
    routes.add_route(show, "/", name="show", strict_slashes=False)
    routes.add_route(open_article, "/<article_id:str>", name="open")
    routes.add_route(save, "/<article_id:str>", methods=["POST"], name="save")
    return routes


async def show(request: Request) -> HTTPResponse:
    """All articles with state, sample mark and version."""
    me, web = me_of(request, *_READERS), web_of(request)
    wanted = (request.args.get("q") or "").strip()[:40]

    def load() -> list[dict[str, Any]]:
        with read(web.sessions) as session:
            return [
                {"id": one.id, "title": one.title, "version": one.number, "sample": is_sample(one),
                 "topic": web.library.topics[one.topic].name if one.topic in web.library.topics else one.topic,
                 "state_text": text_of("article_state", one.state)}
                for one in library.list_articles(session)
                if wanted in one.title or wanted in one.id
            ]  # fmt: skip

    rows = await web.threads.run(load)
    samples = sum(1 for row in rows if row["sample"])
    return console_page(
        request, me, "library.html", HERE, rows=rows, samples=samples, q=wanted, villages=village_choices(web)
    )


async def open_article(request: Request, article_id: str) -> HTTPResponse:
    """The text of an article as it stands."""
    me, stored = me_of(request, *_READERS), await _stored(request, article_id)
    return _editor(request, me, stored, stored.text)


async def save(request: Request, article_id: str) -> HTTPResponse:
    """Check a changed text, and publish it when it has no error."""
    me, stored, web = me_of(request, "editor"), await _stored(request, article_id), web_of(request)
    raw = whole(form_value(request, "text"))[:_LONGEST].replace("\r\n", "\n")
    text, reason, base = raw.rstrip("\n") + "\n", field(request, "reason", 200), field(request, "base", 10)
    path = f"library/{stored.topic}/{stored.id}.md"
    problems = await web.threads.run(check_article, text, path, web.library.registers)
    blocked = any(problem.severity == "error" for problem in problems)
    if field(request, "do", 10) != "publish" or blocked:
        return _editor(request, me, stored, text, reason, problems, blocked, 422 if blocked else 200)
    if not reason:
        return _editor(request, me, stored, text, reason, problems, problem="reason_missing", status=422)

    def publish() -> None:
        with begin(web.sessions) as session:
            newest = library.get_article(session, article_id)
            if newest is None or str(newest.number) != base:
                raise UserFacingError("changed_meanwhile", 409)
            library.publish(session, article_id, text, me.login, reason)

    try:
        await web.threads.run(publish)
    except UserFacingError as error:
        return _editor(request, me, stored, text, reason, problems, problem=error.user_text_key, status=error.status)
    return back_to(f"{HERE}/{article_id}", "article_published")


async def _stored(request: Request, article_id: str) -> library.StoredArticle:
    web = web_of(request)

    def load() -> library.StoredArticle | None:
        with read(web.sessions) as session:
            return library.get_article(session, article_id)

    stored = await web.threads.run(load)
    if stored is None:
        raise UserFacingError("article_not_found", 404)
    return stored


def _editor(
    request: Request,
    me: Me,
    stored: library.StoredArticle,
    text: str,
    reason: str = "",
    problems: list[Problem] | None = None,
    blocked: bool = False,
    status: int = 200,
    problem: str = "",
) -> HTTPResponse:
    extra = {"problem": error_text(problem)} if problem else {}
    return console_page(
        request, me, "article.html", HERE, status=status,
        id=stored.id, title=stored.title, version=stored.number, text=text, reason=reason,
        problems=problems or [], blocked=blocked, checked=problems is not None, can_edit=me.may("editor"), **extra,
    )  # fmt: skip
