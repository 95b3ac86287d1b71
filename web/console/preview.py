"""A version of an article as everybody will meet it: in the chat, on the page, from the loudspeaker, on the wall."""

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import redirect

from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import clips
from content.audience import CHINESE
from content.model import Article
from content.render import detail_html, source_line
from web.clips import RECORDINGS, send_sound
from web.console.article import stored_article
from web.console.article_form import article_of_text
from web.console.common import console_page, field
from web.console.library import HERE, READERS
from web.console.login import me_of
from web.console.review import field_number
from web.context import Web, web_of
from web.words import error_text

# What can be heard before anything is published: as the chat reads it aloud, and as the loudspeaker will.
_HEARD = ("short", "broadcast")


def blueprint() -> Blueprint:
    """The routes of the preview."""
    routes = Blueprint("console_preview", url_prefix=HERE)
    routes.add_route(show, "/<article_id:str>/preview", name="show")
    routes.add_route(listen, "/<article_id:str>/preview/listen", methods=["POST"], name="listen")
    routes.add_route(sound, r"/<article_id:str>/preview/<part:(?:short|broadcast)\.mp3>", methods=["GET", "HEAD"],
                     name="sound")  # fmt: skip
    return routes


async def show(request: Request, article_id: str) -> HTTPResponse:
    """All outputs of the newest version, or of the one asked for, side by side."""
    me, web = me_of(request, *READERS), web_of(request)
    stored = await stored_article(request, article_id, field_number(request.args.get("v")) or None)
    article = article_of_text(stored.text, article_id)
    spoken, problem = await web.threads.run(_spoken, article.broadcast if article else "")
    heard = part if (part := request.args.get("heard") or "") in _HEARD else ""
    clip = await web.threads.run(_clip, web, article, heard) if article and heard else None
    return console_page(
        request, me, "preview.html", HERE, stored=stored, article=article, spoken=spoken, unspeakable=problem,
        detail=detail_html(article.detail) if article else "",
        sources=[source_line(source) for source in article.sources] if article else [],
        address=f"{web.settings.public_url}/a/{article_id}",
        heard=heard if clip else "", silent=clip.problem if clip and clip.state == "failed_gave_up" else "",
    )  # fmt: skip


async def listen(request: Request, article_id: str) -> HTTPResponse:
    """Have one part of a version read aloud; the page comes back with the player."""
    me_of(request, *READERS)
    web, part = web_of(request), field(request, "part", 10)
    stored = await stored_article(request, article_id, field_number(field(request, "v", 9)) or None)
    article = article_of_text(stored.text, article_id)
    if part not in _HEARD or article is None or not getattr(article, part).strip():
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

    info = await web.threads.run(_clip, web, article, part) if article else None
    if info is None:
        raise UserFacingError("clip_not_found", 404)
    return await send_sound(request, web, info)


def _clip(web: Web, article: Article, part: str) -> clips.ClipInfo | None:
    with read(web.sessions) as session:
        return clips.get(session, clips.hash_of(*_words(web, article, part)))


def _words(web: Web, article: Article, part: str) -> tuple[str, str, str]:
    """Text, title and engine of the clip; nothing is published yet, so no word of it leaves this machine."""
    engine = web.settings.tts_engine if article.language == CHINESE else RECORDINGS
    return getattr(article, part), article.title, engine


def _spoken(text: str) -> tuple[str, str]:
    """What the voice reads out for a text, and why it cannot where it cannot."""
    from tts_audio.errors import SpeechError
    from tts_audio.normalize import speakable

    try:
        return (speakable(text) if text.strip() else ""), ""
    except SpeechError:
        return "", error_text("not_speakable")
