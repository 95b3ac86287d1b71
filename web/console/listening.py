"""A draft heard before it is live: as the chat reads it aloud, and as the loudspeaker will."""

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import redirect

from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import clips
from content.audience import CHINESE
from content.model import Article
from web.clips import RECORDINGS, send_sound
from web.console.article import stored_article
from web.console.article_form import article_of_text
from web.console.common import field
from web.console.library import HERE, READERS
from web.console.login import me_of
from web.console.review import field_number
from web.context import Web, web_of

HEARD = ("short", "broadcast")
LISTENERS = tuple(role for role in READERS if role != "auditor")
"""Who may have a clip made: the auditor has nothing made."""


def blueprint() -> Blueprint:
    """The routes under the preview."""
    routes = Blueprint("console_listening", url_prefix=HERE)
    routes.add_route(listen, "/<article_id:str>/preview/listen", methods=["POST"], name="listen")
    routes.add_route(sound, "/<article_id:str>/preview/sound/<part:str>", methods=["GET", "HEAD"], name="sound")
    return routes


async def listen(request: Request, article_id: str) -> HTTPResponse:
    """Have one part of a version read aloud; the page comes back with the player."""
    me_of(request, *LISTENERS)
    web, part = web_of(request), field(request, "part", 10)
    stored = await stored_article(request, article_id, field_number(field(request, "v", 9)) or None)
    article = article_of_text(stored.text, article_id)
    if part not in HEARD or article is None or not getattr(article, part).strip():
        raise UserFacingError("nothing_to_read", 422)

    def ask() -> None:
        with begin(web.sessions) as session:
            # NORMAL: somebody waits for it, but a villager who wants an answer read aloud goes first.
            source = f"draft:{stored.id}:{stored.number}:{part}"
            text, title, engine = _words(web, article, part)
            clips.request_clip(session, text=text, title=title, engine=engine, source=source, priority=clips.NORMAL)

    await web.threads.run(ask)
    return redirect(f"{HERE}/{article_id}/preview?v={stored.number}&heard={part}#{part}", status=303)


async def sound(request: Request, article_id: str, part: str) -> HTTPResponse | None:
    """What was asked to be read aloud, as far as it is made."""
    me_of(request, *READERS)
    web, part = web_of(request), part.removesuffix(".mp3")
    stored = await stored_article(request, article_id, field_number(request.args.get("v")) or None)
    article = article_of_text(stored.text, article_id)

    info = await web.threads.run(clip_of, web, article, part) if article and part in HEARD else None
    if info is None:
        raise UserFacingError("clip_not_found", 404)
    return await send_sound(request, web, info)


def clip_of(web: Web, article: Article, part: str) -> clips.ClipInfo | None:
    """The clip of one part, None before anybody asked for it."""
    with read(web.sessions) as session:
        return clips.get(session, clips.hash_of(*_words(web, article, part)))


def _words(web: Web, article: Article, part: str) -> tuple[str, str, str]:
    """Text, title and engine of the clip; nothing is published yet, so no word of it leaves this machine."""
    engine = web.settings.tts_engine if article.language == CHINESE else RECORDINGS
    return getattr(article, part), article.title, engine
