"""The library's questions to Excel and back: what was changed becomes drafts, what does not fit is told row by row."""

from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import raw

from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import editing, library
from content.sheet import NoSheet, SheetQuestions, read_questions, write_questions
from content.writing import Unwritable, with_list
from web.console.article_form import article_of_text
from web.console.common import console_page
from web.console.form_words import labelled
from web.console.library import HERE
from web.console.login import Me, me_of
from web.context import Web, web_of
from web.words import error_text, words

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 200


def blueprint() -> Blueprint:
    """The routes of the sheet."""
    routes = Blueprint("console_sheets", url_prefix=HERE)
    routes.add_route(download, "/sheet/questions.xlsx", name="download")
    routes.add_route(upload, "/sheet/questions", methods=["POST"], name="upload")
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
    """Make drafts of what a sheet changed, and show what was done and what was not, row by row."""
    me, web = me_of(request, "editor"), web_of(request)
    files = request.files.getlist("sheet") if request.files else []
    data = files[0].body if files else b""
    try:
        found, problems = await web.threads.run(read_questions, data)
    except NoSheet as error:
        return console_page(
            request, me, "sheet.html", HERE, status=422, changed=[], problems=[], more=0, problem=str(error)
        )
    told = [(problem.row, problem.message) for problem in problems]
    changed = await web.threads.run(_keep, web, me, found, told)
    return console_page(
        request,
        me,
        "sheet.html",
        HERE,
        changed=changed,
        problems=sorted(told)[:_SHOWN],
        more=max(0, len(told) - _SHOWN),
    )


def _keep(web: Web, me: Me, found: dict[str, SheetQuestions], told: list[tuple[int, str]]) -> list[dict[str, Any]]:
    changed = []
    for article_id, asked in found.items():
        try:
            # Each article for good: one that does not fit takes none of the others with it.
            with begin(web.sessions) as session:
                stored = library.get_article(session, article_id)
                if stored is None:
                    raise UserFacingError("article_not_found", 404)
                text = with_list(stored.text, "questions", asked.questions)
                if text == stored.text:
                    continue
                reason = words()["console"]["from_sheet"]
                number = editing.save(session, article_id, stored.topic, text, me.account, reason, asked.number)
            changed.append({"id": article_id, "title": stored.title, "number": number})
        except library.BrokenArticle as error:
            told.append((asked.row, f"{article_id}：{labelled(error.problems[0].message)}"))
        except Unwritable as error:
            told.append((asked.row, f"{article_id}：{error}"))
        except UserFacingError as error:
            told.append((asked.row, f"{article_id}：{error_text(error.user_text_key)}"))
    return changed
