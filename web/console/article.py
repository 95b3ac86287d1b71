"""One article in the editor: its fields, what the checker says, and handing it in for review."""

from dataclasses import asdict
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json as json_response

from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import audit, editing, library, reviewers
from content.audience import LANGUAGES, MONTHS, ROLES
from content.changes import DiffLine, line_diff
from content.check import blocking, check_article
from content.gathered import gathered
from content.model import Article, Problem
from content.writing import Unwritable, with_field
from web.console.article_form import (
    LONGEST,
    LONGEST_TEXT,
    VISUAL,
    article_as_typed,
    article_of_text,
    source_rows,
    text_of_form,
)
from web.console.common import (
    TooLong,
    back_to,
    console_page,
    field,
    new_request_id,
    press_of,
    register_names,
    village_choices,
    written,
)
from web.console.form_words import field_of, in_form_words, lines_in_form_words
from web.console.library import HERE, READERS
from web.console.login import Me, me_of
from web.context import web_of
from web.words import error_text, words

_SAVED = ("article_saved", "article_saved_plan_off", "article_submitted")


def blueprint() -> Blueprint:
    """The routes of the editor."""
    routes = Blueprint("console_article", url_prefix=HERE)
    routes.add_route(show, "/<article_id:str>", name="show")
    routes.add_route(save, "/<article_id:str>", methods=["POST"], name="save")
    routes.add_route(check, "/<article_id:str>/check", methods=["POST"], name="check")
    return routes


async def show(request: Request, article_id: str) -> HTTPResponse:
    """The newest text of an article as a form, or as a whole where somebody prefers that."""
    me, stored = me_of(request, *READERS), await stored_article(request, article_id)
    saved: list[DiffLine] | None = None
    if request.args.get("ok") in _SAVED and stored.number > 1:
        before = await stored_article(request, article_id, stored.number - 1)
        saved = line_diff(before.text, stored.text)
    first = stored.number == 1 and stored.state == "draft" and not stored.live
    reason = str(words()["console"]["first_reason"]) if first else ""
    return await _editor(request, me, stored, stored.text, reason, saved=saved)


async def check(request: Request, article_id: str) -> HTTPResponse:
    """What the checker says to the form as it is filled in now; nothing is kept."""
    me_of(request, "editor")
    web, stored = web_of(request), await stored_article(request, article_id)
    text, unwritable = typed_text(request, stored.text, article_id)
    ready = await web.threads.run(web.beside.refresh)
    problems = [] if unwritable else await web.threads.run(_problems, request, text, stored)
    problems = in_form_words(problems, text, register_names(web), whole=field(request, "mode", 5) == "text")
    draft, question = article_of_text(text, article_id), field(request, "try", 200)
    similar = await web.threads.run(web.beside.similar, draft) if draft else []
    tried = await web.threads.run(web.beside.try_question, draft, question) if draft and question else None
    return json_response(
        {
            "preparing": "" if ready else words()["console"]["preparing"],
            "similar": [asdict(one) for one in similar],
            "tried": {
                "kind": tried.kind,
                "hits": [
                    {"title": hit.title, "percent": round(hit.score * 100), "question": hit.question,
                     "mine": hit.article_id == article_id}
                    for hit in tried.hits
                ],
            } if tried else None,
            "problems": _told(problems, text)
            + ([{"field": "", "line": 1, "found": "", "message": unwritable, "error": True, "more": 0, "others": []}]
               if unwritable else []),
        },
        ensure_ascii=False,
    )  # fmt: skip


def _told(problems: list[Problem], text: str) -> list[dict[str, Any]]:
    """What the page shows of each problem, equal ones once: the message, and the fields and words that it leads to."""
    lines = text.split("\n")

    def place(one: Problem) -> dict[str, Any]:
        found = _bare(lines[one.line - 1 : one.line])
        return {"field": field_of(text, one.line), "line": one.line, "found": found}

    return [
        {**place(told.first), "message": told.first.message, "error": told.first.severity == "error",
         "more": told.more, "others": [place(one) for one in told.others]}
        for told in gathered(problems)
    ]  # fmt: skip


def _bare(line: list[str]) -> str:
    """The words of a line as its field holds them: an entry of a list stands there without dash and quotation marks."""
    return line[0].strip().removeprefix("- ").strip("\"'") if line else ""


async def save(request: Request, article_id: str) -> HTTPResponse:
    """Check only, keep as a draft, or keep and hand in, where errors leave a draft; what was typed stands again."""
    me, web, stored = me_of(request, "editor"), web_of(request), await stored_article(request, article_id)
    do, reason, given = field(request, "do", 10), written(request, "reason"), field(request, "base", 9)
    base = int(given) if given.isascii() and given.isdigit() else 0
    text, unwritable = typed_text(request, stored.text, article_id)
    if unwritable:
        typed = article_as_typed(request, stored.text, article_id)
        return await _editor(request, me, stored, text, reason, problem=unwritable, status=422, typed=typed)
    if len(reason) > _LONGEST_REASON:
        said = _too_long(TooLong("reason", _LONGEST_REASON, len(reason)))
        return await _editor(request, me, stored, text, reason, reason_problem=said, status=422)
    # Whether a question has an owner is looked at before anybody reviews it, even where that must be waited for.
    ready = await web.threads.run(web.beside.wait, _PATIENCE if do == "submit" and reason else 0.0)
    problems = await web.threads.run(_problems, request, text, stored)
    if do not in ("save", "submit"):
        return await _editor(request, me, stored, text, reason, problems)
    if not reason:
        said = str(words()["console"]["reason_empty"])
        return await _editor(request, me, stored, text, reason, problems, reason_problem=said, status=422)
    if do == "submit" and not ready:
        return await _editor(request, me, stored, text, reason, problems, error_text("still_preparing"), 503)
    press, unfinished = press_of(request), do == "submit" and bool(blocking(problems))
    if unfinished and press:
        # Sent again once nothing stands in its way any more, it is handed in.
        press += ":draft"

    def keep() -> bool:
        with begin(web.sessions) as session:
            before = editing.pressed(session, article_id, press)
            if before is not None:
                return before.plan_off
            number = editing.save(session, article_id, stored.topic, text, me.account, reason, base, press)
            if do == "submit" and not unfinished:
                editing.submit(session, article_id, me.account, number, reason, press)
        return bool(stored.due_on)

    try:
        plan_off = await web.threads.run(keep)
    except editing.ChangedMeanwhile as error:
        return await _editor(
            request, me, error.newest, text, reason, problems, error_text("changed_meanwhile_merge"), 409,
            theirs=line_diff(stored.text if stored.number == base else error.newest.text, error.newest.text),
            mine=line_diff(error.newest.text, text),
        )  # fmt: skip
    except library.BrokenArticle as error:
        told = problems if unfinished else error.problems
        return await _editor(request, me, stored, text, reason, told, error_text("broken_article"), 422)
    except UserFacingError as error:
        return await _editor(request, me, stored, text, reason, problems, error_text(error.user_text_key), error.status)
    if unfinished:
        # What was written for hours is not left to one browser because a line of it is not finished.
        stored = await stored_article(request, article_id)
        problems = await web.threads.run(_problems, request, stored.text, stored)
        said = error_text("kept_not_handed_in_plan_off" if plan_off else "kept_not_handed_in")
        return await _editor(request, me, stored, stored.text, reason, problems, said, 422, kept=True)
    kept = "article_saved_plan_off" if plan_off else "article_saved"
    return back_to(f"{HERE}/{article_id}", "article_submitted" if do == "submit" else kept)


async def form_with(request: Request, me: Me, stored: library.StoredArticle, problem: str, note: str) -> HTTPResponse:
    """The form as it was sent, on the version it was filled in on, with what came of a button that keeps nothing."""
    text, unwritable = typed_text(request, stored.text, stored.id)
    typed = article_as_typed(request, stored.text, stored.id) if unwritable else None
    reason = written(request, "reason")[:_LONGEST_REASON]
    said, status = problem or unwritable, 422 if problem or unwritable else 200
    return await _editor(request, me, stored, text, reason, problem=said, status=status, typed=typed, note=note)


async def stored_article(request: Request, article_id: str, number: int | None = None) -> library.StoredArticle:
    """The newest version of an article (or the one of that number); not found when there is none."""
    web = web_of(request)

    def load() -> library.StoredArticle | None:
        with read(web.sessions) as session:
            return library.get_article(session, article_id[:128], number)

    stored = await web.threads.run(load)
    if stored is None:
        raise UserFacingError("article_not_found", 404)
    return stored


def typed_text(request: Request, base: str, article_id: str) -> tuple[str, str]:
    """The text of the form, and why it cannot be one; the text is then what it was before."""
    try:
        return text_of_form(request, base, article_id, web_of(request).library.laws), ""
    except Unwritable as error:
        return base, str(error)
    except TooLong as error:
        return base, _too_long(error)


def _too_long(error: TooLong) -> str:
    said = words()["console"]
    label = {**said["form_labels"], **said["article_fields"]}.get(error.name)
    if label is None:
        return error_text(error.user_text_key)
    return str(said["too_long"].format(label=label, most=error.most, count=error.count))


def _problems(request: Request, text: str, stored: library.StoredArticle) -> list[Problem]:
    web = web_of(request)
    with read(web.sessions) as session:
        registers = library.registers_of(session, web.settings.content_dir)
    # As if it were handed in: an editor wants to know all that is still to be done.
    article = article_of_text(text, stored.id)
    try:
        asked = with_field(text, "status", "in_review") if article is not None else text
    except Unwritable:
        asked = text
    path = f"library/{stored.topic}/{stored.id}.md"
    found = check_article(asked, path, registers)
    if article is not None:
        found += web.beside.problems(article, path, _line_of(text, "questions"))
    return found


def _line_of(text: str, key: str) -> int:
    return next((number for number, line in enumerate(text.split("\n"), 1) if line.startswith(f"{key}:")), 1)


_PATIENCE = 60.0
_LONGEST_REASON = 200
# Of what a request may carry, so much is left for the button and whatever a browser adds.
_BESIDE_TEXT = 4096


async def _editor(
    request: Request,
    me: Me,
    stored: library.StoredArticle,
    text: str,
    reason: str = "",
    problems: list[Problem] | None = None,
    problem: str = "",
    status: int = 200,
    theirs: list[DiffLine] | None = None,
    mine: list[DiffLine] | None = None,
    saved: list[DiffLine] | None = None,
    typed: Article | None = None,
    note: str = "",
    reason_problem: str = "",
    kept: bool = False,
) -> HTTPResponse:
    web = web_of(request)

    def look() -> tuple[bool, str]:
        with read(web.sessions) as session:
            newest = audit.events(session, stored.id, newest=1)
            sent_back = newest and newest[0].action == "send-back"
            said = str(newest[0].details.get("reason", "")) if sent_back else ""
            return reviewers.may_review(session, me.account, stored.topic), said

    ready = problems is None or await web.threads.run(web.beside.refresh)
    can_review, sent_back = await web.threads.run(look)
    article = typed or article_of_text(text, stored.id)
    topic = web.library.topics.get(stored.topic)
    laws, facts = web.library.laws, (await web.threads.run(library.registers_in_files, web.settings.content_dir)).facts
    as_text = article is None or request.args.get("mode") == "text" or field(request, "mode", 5) == "text"
    names = register_names(web)
    told = in_form_words(problems or [], text, names, whole=as_text)

    def called(lines: list[DiffLine]) -> list[DiffLine]:
        return lines if as_text else lines_in_form_words(lines, names)

    values: dict[str, Any] = {
        "stored": stored, "text": text, "article": article, "reason": reason, "as_text": as_text,
        "preparing": "" if ready else words()["console"]["preparing"],
        "request_id": new_request_id(), "labels": words()["console"]["form_labels"],
        "problems": _told(told, text), "blocked": bool(blocking(problems or [])), "checked": problems is not None,
        "theirs": called(theirs or []), "mine": called(mine or []), "topic": topic,
        "saved": None if saved is None else called(saved),
        "laws": [(str(n), f"{law.title}（{law.number}）") for n, law in enumerate(laws) if not law.repealed_by],
        "sources": source_rows(article, laws) if article else [], "facts": facts,
        "villages": village_choices(web), "months": MONTHS, "roles": ROLES, "languages": LANGUAGES,
        "can_write": me.may("editor"),
        "can_review": can_review, "sent_back": sent_back,
        "longest": LONGEST_TEXT if as_text else LONGEST, "longest_reason": _LONGEST_REASON,
        "largest": request.app.config.REQUEST_MAX_SIZE - _BESIDE_TEXT,
        "reason_problem": reason_problem, "reason_empty": words()["console"]["reason_empty"],
        "kept": kept or saved is not None or request.args.get("ok") in _SAVED,
        "detail_by": VISUAL if field(request, "detail_by", 10) == VISUAL else "",
    }  # fmt: skip
    if problem:
        values["problem"] = problem
    if note:
        values["note"] = note
    return console_page(request, me, "article.html", HERE, status=status, **values)
