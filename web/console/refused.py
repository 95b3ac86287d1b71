"""What people could not find, in groups: added to an article, begun as a new one, or put aside with a reason."""

import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import ModuleType
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import redirect

from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import catalogue, editing, library, unanswered
from web.console import common
from web.console import library as console_library
from web.console.common import back_to, console_page, fields, text_of, village_name
from web.console.form_words import labelled
from web.console.login import Me, me_of
from web.context import Web, web_of
from web.times import today
from web.words import error_text, words

HERE = "/console/refused"
SHOWN, _WEEKS = 60, 6
_SHORT, _LONG = 3, 60


@dataclass
class _Typed:
    """What an editor filled in for one group, shown again with what stood in its way."""

    lead: int = 0
    article: str = ""
    extra: str = ""
    ticked: set[int] = field(default_factory=set)
    problem: str = ""
    problems: list[str] = field(default_factory=list)


def blueprint() -> Blueprint:
    """The routes of what was not answered."""
    routes = Blueprint("console_refused", url_prefix=HERE)
    routes.add_route(show, "/", name="show", strict_slashes=False)
    routes.add_route(act, "/<lead:id>", methods=["POST"], name="act")
    return routes


async def show(request: Request) -> HTTPResponse:
    """The groups, what sounds like a danger first."""
    return await _page(request, me_of(request, "steward", "editor", "auditor"))


async def act(request: Request, lead: int) -> HTTPResponse:
    """What an editor does with a group."""
    me = me_of(request, "editor")
    do, ids = common.field(request, "do", 10), _numbers(common.written(request, "ids").split(","))
    typed = _Typed(lead, common.written(request, "article"), common.written(request, "extra"))
    typed.ticked = set(_numbers(fields(request, "wording")))
    try:
        # Told in the group's own form, where what was written stands again.
        for name in ("article", "extra"):
            common.field(request, name, 200)
        if do == "start":
            return await _start(request, me, typed, ids)
        if do == "add":
            return back_to(HERE, await _add(request, me, ids, typed))
        if do == "close":
            await _close(request, me, ids)
            return back_to(HERE, "question_closed")
    except library.BrokenArticle as error:
        typed.problem = error.user_text_key
        typed.problems = [labelled(problem.message) for problem in error.problems]
        return await _page(request, me, typed, error.status)
    except UserFacingError as error:
        if error.status == 403:
            raise
        typed.problem = error.user_text_key
        return await _page(request, me, typed, error.status)
    raise UserFacingError("bad_request", 400)


async def _add(request: Request, me: Me, ids: list[int], typed: _Typed) -> str:
    """Add the ticked wordings to the chosen article; the key of what came of it."""
    web = web_of(request)

    def add() -> str:
        with begin(web.sessions) as session:
            wordings = unanswered.picked(session, sorted(typed.ticked & set(ids)))
            wordings += [typed.extra] if typed.extra else []
            article_id = _article_id(library.list_live(session), typed.article)
            if article_id is None:
                raise UserFacingError("pick_article", 422)
            if not wordings:
                raise UserFacingError("no_wording", 422)
            reason = words()["console"]["add_reason"]
            if catalogue.is_danger(session, article_id):
                _late_answers().hand_in(session, article_id, wordings, ids, by=me.account, reason=reason)
                return "wording_handed_in"
            _late_answers().add_wordings(session, article_id, wordings, ids, login=me.login, reason=reason)
            return "wording_added"

    return await web.threads.run(add)


async def _start(request: Request, me: Me, typed: _Typed, ids: list[int]) -> HTTPResponse:
    web, topic = web_of(request), web_of(request).library.topics.get(common.field(request, "topic", 64))
    if topic is None:
        raise UserFacingError("bad_request", 400)

    # Nobody has to invent an English name, as with any article that begins at the console.
    press = common.press_of(request)
    article_id = f"{topic.id}-{press[:8] or secrets.token_hex(4)}"

    def begin_article() -> None:
        with begin(web.sessions) as session:
            if editing.pressed(session, article_id, press) is None:
                text, begun = (
                    unanswered.start_article(session, sorted(typed.ticked), topic),
                    words()["console"]["begun"],
                )
                editing.save(session, article_id, topic.id, text, me.account, begun, None, press)
                # Also whose wording was not ticked, or is put otherwise before it is published, asked for this.
                unanswered.wanted_for(session, sorted({*ids, *typed.ticked}), article_id)

    if not typed.ticked:
        raise UserFacingError("no_wording", 422)
    await web.threads.run(begin_article)
    return redirect(f"{console_library.HERE}/{article_id}", status=303)


async def _close(request: Request, me: Me, ids: list[int]) -> None:
    web, given = web_of(request), common.field(request, "reason", 12)
    reasons: dict[str, unanswered.Reason] = {"unrelated": "unrelated", "known": "known", "later": "later"}
    if given not in reasons:
        raise UserFacingError("reason_missing", 422)

    def close() -> None:
        with begin(web.sessions) as session:
            unanswered.close(session, ids, reasons[given], me.login)

    await web.threads.run(close)


async def _page(request: Request, me: Me, typed: _Typed | None = None, status: int = 200) -> HTTPResponse:
    web, typed = web_of(request), typed or _Typed()
    later = bool(request.args.get("later") or common.field(request, "later", 1))

    def load() -> tuple[list[unanswered.Group], list[library.StoredArticle]]:
        with read(web.sessions) as session:
            found = unanswered.groups(session, web.library.terms, "later" if later else "open")
            return found, library.list_live(session)

    groups, articles = await web.threads.run(load)
    titles = {one.id: one.title for one in articles}
    rows = [
        _row(web, group, titles, typed if typed.lead in group.ids else _Typed())
        for place, group in enumerate(groups)
        if place < SHOWN or typed.lead in group.ids
    ]
    extra = {"problem": error_text(typed.problem)} if typed.problem else {}
    return console_page(
        request, me, "refused.html", HERE, status=status,
        rows=rows, more=len(groups) - len(rows), later=later, total=sum(group.count for group in groups),
        articles=articles, topics=[(one.id, one.name) for one in web.library.topics.values()],
        reasons=list(words()["console"]["close_reason"].items()), can_edit=me.may("editor"),
        request_id=common.new_request_id(), **extra,
    )  # fmt: skip


def _row(web: Web, group: unanswered.Group, titles: dict[str, str], typed: _Typed) -> dict[str, Any]:
    nowhere = words()["console"]["no_village"]
    return {
        "id": group.ids[0],
        "ids": ",".join(map(str, group.ids)),
        "text": group.text,
        "count": group.count,
        "dangerous": group.dangerous,
        "villages": [(village_name(web, code) or nowhere, count) for code, count in group.villages],
        "weeks": [(_week_text(week), count) for week, count in group.weeks[:_WEEKS]],
        "no_help": [(titles.get(article_id, article_id), count) for article_id, count in group.no_help],
        "first": group.first,
        "last": group.last,
        "wordings": [
            {
                "id": wording.ids[0],
                "why": wording.ids[-1],
                "text": wording.text,
                "count": len(wording.ids),
                "ticked": bool(typed.ticked & set(wording.ids)) if typed.lead else _fits(wording.text),
            }
            for wording in group.wordings
        ],
        "typed": typed,
    }


def _fits(text: str) -> bool:
    """Whether the checker would take the wording for a question; a whole story is not ticked beforehand."""
    return _SHORT <= len(text) <= _LONG


def _week_text(week: tuple[int, int]) -> str:
    monday = date.fromisocalendar(*week, 1)
    age = (today() - monday) // timedelta(weeks=1)
    other = words()["console"]["week"]["other"].format(month=monday.month, day=monday.day)
    return text_of("week", {0: "this", 1: "last"}.get(age, "")) or str(other)


def _article_id(articles: list[library.StoredArticle], typed: str) -> str | None:
    """The article of this title or id."""
    return next((one.id for one in articles if typed in (one.id, one.title)), None)


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10]


def _late_answers() -> ModuleType:
    # It renders and checks articles: only an editor who adds one needs that.
    from actions.services import late_answers

    return late_answers
