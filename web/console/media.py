"""An editor puts a picture, sound or a video into an article: uploaded, written anew, and shown where the cursor is."""

import uuid
from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty
from sanic.response import json as json_response

from actions.db.engine import begin
from actions.errors import UserFacingError
from actions.media.made import MOST_BYTES
from actions.media.making import make
from actions.services import media
from content.media import is_name, kind_of
from content.media import written as shown_as
from web.console.article import form_with, stored_article
from web.console.common import field, written
from web.console.library import HERE
from web.console.login import Me, me_of
from web.context import Web, web_of
from web.media import PATTERN, get_file
from web.uploads import received
from web.words import error_text, words

LONGEST_WORDS = 60


def blueprint() -> Blueprint:
    """The routes of the upload, and of what the visual editor fetches beside the page it stands on."""
    routes = Blueprint("console_media", url_prefix=HERE)
    routes.add_route(upload, "/<article_id:str>/media", methods=["POST"], name="upload", stream=True)
    routes.add_route(beside, f"/media/{PATTERN}", methods=["GET", "HEAD"], name="beside")
    return routes


async def upload(request: Request, article_id: str) -> HTTPResponse:
    """Keep a file and say how the text shows it; without a script the form comes back with that at the end of 详解."""
    web, account = web_of(request), request.ctx.me
    if not account.may("editor"):
        raise UserFacingError("forbidden", 403)
    newest = await stored_article(request, article_id)
    line, problem, status = "", "", 200
    try:
        async with received(request, web.settings.media_dir, MOST_BYTES) as file:
            line = await _kept(web, file, me_of(request, "editor"), _words(request))
    except UserFacingError as error:
        if request.parsed_form is None:
            raise
        problem, status = error_text(error.user_text_key), error.status
    me = me_of(request, "editor")
    if "application/json" in request.headers.get("accept", ""):
        return json_response({"line": line, "problem": problem}, status=status, ensure_ascii=False)
    if line and request.form is not None:
        request.form["detail"] = [f"{written(request, 'detail')}\n\n{line}".strip()]
    given = field(request, "base", 9)
    number = int(given) if given.isascii() and given.isdigit() else newest.number
    return await form_with(
        request, me, await stored_article(request, article_id, number), problem,
        words()["console"]["medium_added"] if line else "",
    )  # fmt: skip


async def beside(request: Request, name: str) -> HTTPResponse | None:
    """A picture as the visual editor asks for it, whose addresses begin at the page; of sound and video nothing.

    The editor takes every medium for a picture: sixty megabytes would be fetched to show nothing of them.
    """
    if is_name(name) and kind_of(name) != "picture":
        return empty()
    return await get_file(request, name)


def _words(request: Request) -> str:
    said = written(request, "media_words")
    if not said:
        raise UserFacingError("medium_no_words", 422)
    if len(said) > LONGEST_WORDS:
        raise UserFacingError("medium_many_words", 422)
    return said


async def _kept(web: Web, file: Path, me: Me, said: str) -> str:
    target = file.with_name(f".making-{uuid.uuid4().hex}")

    def keep() -> str:
        try:
            made = make(file, target)
            try:
                with begin(web.sessions) as session:
                    return media.keep(session, made, web.settings.media_dir, me.login)
            finally:
                made.path.unlink(missing_ok=True)
        except OSError as error:
            raise UserFacingError("medium_not_kept", 503) from error

    async with web.encoding:
        name = await web.threads.run(keep)
    return shown_as(name, said)
