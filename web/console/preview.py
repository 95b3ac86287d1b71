"""A version of an article as everybody will meet it: in the chat, on the page, from the loudspeaker, on the wall."""

from sanic import Blueprint, HTTPResponse, Request

from actions.db.engine import read
from actions.services import media
from content.media import Sizes
from content.render import detail_html, source_line
from web.console.article import stored_article
from web.console.article_form import article_of_text
from web.console.common import console_page
from web.console.library import HERE, READERS
from web.console.login import me_of
from web.console.review import field_number
from web.context import Web, web_of
from web.words import error_text


def blueprint() -> Blueprint:
    """The route of the preview."""
    routes = Blueprint("console_preview", url_prefix=HERE)
    routes.add_route(show, "/<article_id:str>/preview", name="show")
    return routes


async def show(request: Request, article_id: str) -> HTTPResponse:
    """All outputs of the newest version, or of the one asked for, side by side."""
    me, web = me_of(request, *READERS), web_of(request)
    stored = await stored_article(request, article_id, field_number(request.args.get("v")) or None)
    article = article_of_text(stored.text, article_id)
    room = await web.threads.run(_room, web, article.detail if article else "")
    spoken, problem = await web.threads.run(_spoken, article.broadcast if article else "")
    return console_page(
        request, me, "preview.html", HERE, stored=stored, article=article, spoken=spoken, unspeakable=problem,
        detail=detail_html(article.detail, room) if article else "",
        sources=[source_line(source) for source in article.sources] if article else [],
        address=f"{web.settings.public_url}/a/{article_id}",
    )  # fmt: skip


def _room(web: Web, detail: str) -> Sizes:
    with read(web.sessions) as session:
        return media.sizes(session, detail)


def _spoken(text: str) -> tuple[str, str]:
    """What the voice reads out for a text, and why it cannot where it cannot."""
    from tts_audio.errors import SpeechError
    from tts_audio.normalize import speakable

    try:
        return (speakable(text) if text.strip() else ""), ""
    except SpeechError:
        return "", error_text("not_speakable")
