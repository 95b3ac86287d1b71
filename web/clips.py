"""Reading aloud: ask for a clip, look how far it is, hear it while it is being made."""

import asyncio
import re
import time
from pathlib import Path
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.handlers import ContentRangeHandler
from sanic.response import json, raw
from sqlalchemy.orm import Session

from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import clips, messages, people
from content.audience import CHINESE
from content.model import Article
from content.render import SAMPLE_NOTE
from tts_audio.storage import ready_parts
from web.addresses import limited_address
from web.api import is_ours, json_body
from web.context import Web, web_of
from web.conversation import CHANNEL
from web.identity import person_value
from web.library import readable
from web.row_ids import LARGEST
from web.times import today
from web.words import error_text

_HASH = re.compile(r"[0-9a-f]{32}")
_STATES = {"queued": "queued", "making": "making", "done": "done", "failed_gave_up": "failed"}
RECORDINGS = "folder"
_LONGEST_SILENCE = 60.0
_KEEP = "private, max-age=31536000, immutable"


def blueprint() -> Blueprint:
    """The routes under /api/v1/clips."""
    routes = Blueprint("clips", url_prefix="/api/v1/clips")
    routes.add_route(post_clip, "/", methods=["POST"], name="post_clip", strict_slashes=False)
    routes.add_route(get_sound, r"/<name:[0-9a-f]{32}\.mp3>", methods=["GET", "HEAD"], name="sound")
    routes.add_route(get_state, "/<name:[0-9a-f]{32}>", name="state")
    return routes


async def post_clip(request: Request) -> HTTPResponse:
    """Ask for the clip of an article or of a reply one was given."""
    web, body = web_of(request), json_body(request)
    article_id, reply_id = body.get("article_id"), body.get("reply_id")
    if isinstance(article_id, str) == (isinstance(reply_id, int) and not isinstance(reply_id, bool)):
        raise UserFacingError("bad_request", 400)
    if isinstance(reply_id, int) and not 0 < reply_id <= LARGEST:
        raise UserFacingError("reply_not_found", 404)
    address = limited_address(request)
    if address and not is_ours(request) and not web.limits.clip.allow(address):
        raise UserFacingError("too_many", 429)
    person = person_value(request)

    def ask() -> clips.ClipInfo:
        with begin(web.sessions) as session:
            engine = web.settings.tts_engine
            if isinstance(article_id, str):
                text, title, source, recorded = _of_article(web, session, article_id)
                engine = RECORDINGS if recorded else engine
            else:
                text, title, source = _of_reply(web, session, person, int(str(reply_id)))
            return clips.request_clip(session, text=text, title=title, source=source, engine=engine, preset="answer")

    return json(_view(web, await web.threads.run(ask)))


async def get_state(request: Request, name: str) -> HTTPResponse:
    """How far a clip is."""
    web = web_of(request)
    return json(_view(web, await _info(web, name)))


async def get_sound(request: Request, name: str) -> HTTPResponse | None:
    """The finished file with ranges, or the sentences as they are made."""
    web = web_of(request)
    name = name.removesuffix(".mp3")
    info = await _info(web, name)
    return await send_sound(request, web, info)


async def send_sound(request: Request, web: Web, info: clips.ClipInfo) -> HTTPResponse | None:
    """Send a clip in whatever shape it has by now."""
    path = web.settings.clips_dir / f"{info.hash}.mp3"
    if path.is_file():
        return await _finished(request, web, path)
    if info.state == "failed_gave_up":
        raise UserFacingError("clip_failed", 503)
    if request.method == "HEAD":
        return HTTPResponse(content_type="audio/mpeg", headers={"Cache-Control": "no-store"})
    await _while_made(request, web, info.hash)
    return None


async def _finished(request: Request, web: Web, path: Path) -> HTTPResponse:
    headers = {"Cache-Control": _KEEP, "Accept-Ranges": "bytes"}
    stat = path.stat()
    if request.method == "HEAD":
        return HTTPResponse(content_type="audio/mpeg", headers={**headers, "Content-Length": str(stat.st_size)})
    # A clip is a minute of speech, well under a megabyte: it is read whole.
    sound = await web.threads.run(path.read_bytes)
    if "range" not in request.headers:
        return raw(sound, content_type="audio/mpeg", headers=headers)
    wanted = ContentRangeHandler(request, stat)
    part = sound[int(wanted.start or 0) : int(wanted.start or 0) + int(wanted.size or 0)]
    return raw(part, status=206, content_type="audio/mpeg", headers={**headers, **wanted.headers})


async def _while_made(request: Request, web: Web, name: str) -> None:
    """Send each sentence when it is there; ends with the last one, or when nothing comes for a minute."""
    first = await _next_part(web, name, 0)
    if first is None:
        raise UserFacingError("clip_failed", 503)
    response = await request.respond(content_type="audio/mpeg", headers={"Cache-Control": "no-store"})
    number = 0
    part: bytes | None = first
    while part is not None:
        await response.send(part)
        number += 1
        part = await _next_part(web, name, number)
    await response.eof()


async def _next_part(web: Web, name: str, number: int) -> bytes | None:
    until = time.monotonic() + _LONGEST_SILENCE
    looked = 0.0
    while time.monotonic() < until:
        part, over = await web.threads.run(_look, web.settings.clips_dir, name, number)
        if part is not None or over:
            return part
        if time.monotonic() - looked > 1:
            looked = time.monotonic()
            if (await _info(web, name)).state == "failed_gave_up":
                return None
        await asyncio.sleep(0.1)
    return None


def _look(folder: Path, name: str, number: int) -> tuple[bytes | None, bool]:
    parts, over = ready_parts(folder, name)
    if number < len(parts):
        try:
            return parts[number].read_bytes(), False
        except OSError:
            return None, True
    finished = folder / f"{name}.mp3"
    if not over and number == 0 and finished.is_file():
        return finished.read_bytes(), False
    return None, over or finished.is_file()


async def _info(web: Web, name: str) -> clips.ClipInfo:
    def load() -> clips.ClipInfo | None:
        with read(web.sessions) as session:
            return clips.get(session, name)

    info = await web.threads.run(load) if _HASH.fullmatch(name) else None
    if info is None:
        raise UserFacingError("clip_not_found", 404)
    return info


def can_be_heard(web: Web, article: Article) -> bool:
    """Whether the article has a voice: any in Chinese, in another language only one that somebody recorded."""
    if article.language == CHINESE:
        return True
    from tts_audio.engines.folder import FolderEngine  # loads the audio libraries, which most pages never need

    return FolderEngine(web.settings.tts_model_dir / "recordings").has(article.short)


def _of_article(web: Web, session: Session, article_id: str) -> tuple[str, str, str, bool]:
    found = readable(session, article_id, today())
    article = found.article
    if not can_be_heard(web, article):
        raise UserFacingError("not_recorded", 404)
    recorded = article.language != CHINESE
    return article.short, article.title, f"article:{article.id}:{found.version}", recorded


def _of_reply(web: Web, session: Session, person: str | None, reply_id: int) -> tuple[str, str, str]:
    person_id = people.find(session, CHANNEL, person) if person else None
    reply = messages.get_reply(session, person_id, reply_id) if person_id and 0 < reply_id < 2**62 else None
    if reply is None or not reply.payload.get("text"):
        raise UserFacingError("reply_not_found", 404)
    custom = reply.payload.get("custom") or {}
    text = str(reply.payload["text"]).removesuffix(SAMPLE_NOTE).strip()
    if custom.get("kind") == "answer":
        return text, str(custom.get("title") or ""), f"article:{custom.get('article_id')}:{custom.get('version')}"
    # A card of the register is one clip for everybody; with somebody's own words in it, it is only theirs.
    card = next((rule.kind for rule in web.library.emergency.kinds if rule.reply == text), None)
    return text, "", f"emergency:{card}" if card else f"reply:{reply_id}"


def _view(web: Web, info: clips.ClipInfo) -> dict[str, Any]:
    state = _STATES[info.state]
    if state != "failed" and (web.settings.clips_dir / f"{info.hash}.mp3").is_file():
        state = "done"
    view = {"hash": info.hash, "state": state, "url": f"/api/v1/clips/{info.hash}.mp3"}
    if state == "failed":
        view["message"] = info.problem or error_text("clip_failed")
    return view
