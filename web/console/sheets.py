"""The library's questions to Excel and back: what comes becomes drafts, what would go is named and asked first."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import raw

from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import catalogue, library, sheet_import
from actions.services.sheet_import import Planned
from content.sheet import NoSheet, RowProblem, SheetQuestions, read_questions, write_questions
from content.writing import Unwritable
from web.console.article_form import article_of_text
from web.console.common import console_page, fields
from web.console.form_words import labelled
from web.console.library import HERE
from web.console.login import Me, form_value, me_of
from web.context import Web, web_of
from web.texts import whole
from web.words import error_text, words

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 200
# So many articles are asked about at once: a page somebody reads, and a form that a request may carry.
_ASKED = 100
_PATIENCE = 60.0


@dataclass
class _Outcome:
    """What came of a sheet: drafts that were made, articles that wait for a yes, rows that were not taken."""

    changed: list[tuple[Planned, int]] = field(default_factory=list)
    asked: list[Planned] = field(default_factory=list)
    told: list[tuple[int, str]] = field(default_factory=list)
    strays: bool = False
    """Rows of which nobody knows whose they are: what goes may be theirs."""


def blueprint() -> Blueprint:
    """The routes of the sheet."""
    routes = Blueprint("console_sheets", url_prefix=HERE)
    routes.add_route(download, "/sheet/questions.xlsx", name="download")
    routes.add_route(upload, "/sheet/questions", methods=["POST"], name="upload")
    routes.add_route(confirm, "/sheet/questions/confirm", methods=["POST"], name="confirm")
    return routes


async def download(request: Request) -> HTTPResponse:
    """Every article's questions, from its newest version."""
    me_of(request, "editor", "reviewer", "auditor")
    web = web_of(request)

    def make() -> bytes:
        with read(web.sessions) as session:
            stored = library.list_articles(session)
        articles = ((article_of_text(one.text, one.id), one.number) for one in stored if one.state != "retired")
        return write_questions((article, number) for article, number in articles if article is not None)

    headers = {"content-disposition": 'attachment; filename="questions.xlsx"'}
    return raw(await web.threads.run(make), content_type=_TYPE, headers=headers)


async def upload(request: Request) -> HTTPResponse:
    """Make drafts of what a sheet adds, ask about what it takes away, and show row by row what was not taken."""
    me, web = me_of(request, "editor"), web_of(request)
    files = request.files.getlist("sheet") if request.files else []
    data = files[0].body if files else b""
    try:
        found, problems = await web.threads.run(read_questions, data)
    except NoSheet as error:
        return _page(request, me, _Outcome(), str(error), 422)
    # Whose a question is must be known before it is taken.
    if not await web.threads.run(web.beside.wait, _PATIENCE):
        return _page(request, me, _Outcome(), error_text("sheet_still_preparing"), 503)
    return _page(request, me, await web.threads.run(_take, web, me, found, problems))


async def confirm(request: Request) -> HTTPResponse:
    """Keep what was asked about and ticked, exactly as it was shown."""
    me, web = me_of(request, "editor"), web_of(request)
    shown, ticked = _shown(form_value(request, "plan")), set(fields(request, "take"))
    if not ticked:
        return _page(request, me, _Outcome(), error_text("sheet_nothing_ticked"), 422)
    found = {article_id: asked for article_id, asked in shown.items() if article_id in ticked}
    return _page(request, me, await web.threads.run(_take, web, me, found, [], True))


def _take(
    web: Web, me: Me, found: dict[str, SheetQuestions], problems: list[RowProblem], confirmed: bool = False
) -> _Outcome:
    done, reason = _Outcome(), str(words()["console"]["from_sheet"])
    with read(web.sessions) as session:
        titles = dict(catalogue.titles(session))
        registers = library.registers_of(session, web.settings.content_dir)
        plans: list[Planned] = []
        strays = [one for one in problems if one.article_id not in titles]
        wrong = [one for one in problems if one.article_id in titles]
        for article_id, asked in found.items():
            try:
                plan = sheet_import.planned(session, article_id, asked, me.account, reason)
                if plan is None:
                    continue
                if confirmed and plan.base != asked.number:
                    raise UserFacingError("sheet_changed_meanwhile", 409)
                plans.append(plan)
                wrong += sheet_import.problems(session, plan, registers)
            except UserFacingError as error:
                said = RowProblem(asked.rows[0], _why(error), article_id)
                if article_id in titles:
                    wrong.append(said)
                else:
                    rows = zip(asked.rows, asked.questions, strict=True)
                    strays += [RowProblem(row, f"{article_id}：{said.message}", "", one) for row, one in rows]
            except Unwritable as error:
                wrong.append(RowProblem(asked.rows[0], str(error), article_id))
    if not confirmed:
        wrong += _owned(web, plans)
    held = _told_strays(done, strays, plans, titles)
    done.told += [(one.row, _untouched(labelled(one.message), titles[one.article_id])) for one in wrong]
    held |= {one.article_id for one in wrong}
    for plan in plans:
        if plan.article.id in held:
            continue
        if plan.removed and not confirmed:
            done.asked.append(plan)
            continue
        try:
            # Each article for good: one that does not fit takes none of the others with it.
            with begin(web.sessions) as session:
                done.changed.append((plan, sheet_import.keep(session, plan, me.account, reason)))
        except UserFacingError as error:
            done.told.append((plan.asked.rows[0], _untouched(labelled(_why(error)), plan.article.title)))
    return done


def _owned(web: Web, plans: list[Planned]) -> list[RowProblem]:
    """The rows that would give an article a question which another one has, in the library or in the sheet."""
    found = []
    coming = [replace(plan.article, questions=plan.added) for plan in plans]
    for plan, article, owned in zip(plans, coming, web.beside.owned(coming), strict=True):
        rows = dict(zip(plan.asked.questions, plan.asked.rows, strict=True))
        found += [
            RowProblem(rows[one.question], words()["console"]["question_owned"].format(
                question=one.question, title=one.article.title), article.id, one.question)
            for one in owned
        ]  # fmt: skip
    return found


def _told_strays(done: _Outcome, strays: list[RowProblem], plans: list[Planned], titles: dict[str, str]) -> set[str]:
    """Tell of the rows that name no article of the library; the articles whose questions they hold are held back."""
    losing = {question: plan.article.id for plan in plans for question in plan.removed}
    held, told = set(), words()["console"]
    for one in strays:
        owner = losing.get(one.question)
        more = ""
        if owner is not None:
            held.add(owner)
            more = told["sheet_seems_of"].format(title=titles[owner])
        else:
            done.strays = True
        done.told.append((one.row, one.message + more))
    return held


def _untouched(message: str, title: str) -> str:
    return message + str(words()["console"]["sheet_untouched"].format(title=title))


def _why(error: UserFacingError) -> str:
    if isinstance(error, library.BrokenArticle) and error.problems:
        return error.problems[0].message
    key = "sheet_changed_meanwhile" if error.user_text_key == "changed_meanwhile" else error.user_text_key
    return error_text(key)


def _page(request: Request, me: Me, done: _Outcome, problem: str = "", status: int = 200) -> HTTPResponse:
    asked = done.asked[:_ASKED]
    return console_page(
        request, me, "sheet.html", HERE, status=status, problem=problem, changed=done.changed, asked=asked,
        not_asked=len(done.asked) - len(asked), plan=_written(asked), strays=done.strays,
        problems=sorted(done.told)[:_SHOWN], more=max(0, len(done.told) - _SHOWN),
    )  # fmt: skip


def _written(plans: Iterable[Planned]) -> str:
    """What is asked about, for the form to send back: on top of which version, and every question with its row."""
    told = [
        [plan.article.id, plan.base, list(zip(plan.asked.rows, plan.asked.questions, strict=True))] for plan in plans
    ]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _shown(text: str) -> dict[str, SheetQuestions]:
    try:
        told: Any = json.loads(text.replace("\\u0000", ""))
        return {
            whole(str(article_id)): SheetQuestions(
                int(base),
                tuple(whole(str(question)) for _row, question in rows),
                tuple(int(row) for row, _question in rows),
            )
            for article_id, base, rows in told
            if rows
        }
    except (ValueError, TypeError, RecursionError) as error:
        raise UserFacingError("bad_request", 400) from error
