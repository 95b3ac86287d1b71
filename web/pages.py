"""The pages for villagers: chat, article, poster, long picture."""

from io import BytesIO
from typing import Any

import segno
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import raw

from actions.db.engine import read
from actions.errors import UserFacingError
from actions.services import media
from content.audience import LANGUAGES
from content.media import Sizes
from content.model import Article, Village
from content.render import detail_html, source_line
from web import clips, long_picture
from web.context import web_of
from web.identity import ensure_person, remember, village_of
from web.library import Published, hotlines, hotlines_on_paper, published, readable
from web.picture_layout import handout_of
from web.rendering import TEMPLATES, page
from web.times import today
from web.words import words


def blueprint() -> Blueprint:
    """The routes of the pages."""
    routes = Blueprint("pages")
    routes.add_route(chat, "/", name="chat")
    routes.add_route(article, "/a/<article_id:str>", name="article")
    routes.add_route(poster, "/a/<article_id:str>/poster", name="poster")
    routes.add_route(picture, "/a/<article_id:str>/long.png", name="picture")
    routes.add_route(qr_code, "/a/<article_id:str>/qr.svg", name="qr")
    routes.add_route(village_sheet, "/v/<code:str>", name="village")
    routes.add_route(village_code, "/v/<code:str>/qr.svg", name="village_qr")
    return routes


async def chat(request: Request) -> HTTPResponse:
    """The chat page; the scanned code's village is remembered."""
    web = web_of(request)
    ensure_person(request)
    code = village_of(request)
    texts = {**words()["chat"], "village": request.args.get("v") if code else None}
    name = web.villages[code].name if code else ""
    bubbles = (TEMPLATES / "bubble.css").read_text("utf-8")
    return remember(
        request,
        page("chat.html", words=texts, village_name=name, company=web.settings.company, bubble_css=bubbles),
    )


async def article(request: Request, article_id: str) -> HTTPResponse:
    """The article as a page to read."""
    web, found = web_of(request), await _find(request, article_id)
    ensure_person(request)
    village_of(request)

    def load() -> tuple[tuple[Article, ...], Article | None, bool, bool, Sizes]:
        with read(web.sessions) as session:
            mine = found.article
            original = published(session, mine.version_of) if mine.version_of else None
            others = web.versions.of(session, mine.id, today())
            room = media.sizes(session, mine.detail)
        return (
            others,
            original.article if original and original.article.is_valid_on(today()) else None,
            clips.can_be_heard(web, mine),
            long_picture.is_offered(mine),
            room,
        )

    versions, original, heard, pictured, room = await web.threads.run(load)
    return remember(
        request,
        page(
            "article.html",
            versions=versions,
            original=original,
            languages=LANGUAGES,
            heard=heard,
            detail=detail_html(found.article.detail, room),
            sources=[source_line(source) for source in found.article.sources],
            dials=hotlines(found.article),
            pictured=pictured,
            **_common(request, found),
        ),
    )


async def poster(request: Request, article_id: str) -> HTTPResponse:
    """The article as one printed sheet."""
    found = await _find(request, article_id)
    values = {**_common(request, found), "dials": hotlines_on_paper(found.article)}
    return page("poster.html", village=village_of(request), company=web_of(request).settings.company, **values)


async def picture(request: Request, article_id: str) -> HTTPResponse:
    """The article as one long picture for forwarding; it travels, so its code carries no village."""
    web, found = web_of(request), await _find(request, article_id)
    address = f"{web.settings.public_url}/a/{found.article.id}"
    handout = handout_of(found.article, found.version, web.settings.company, address)
    return await long_picture.send_picture(request, found.article, handout)


async def qr_code(request: Request, article_id: str) -> HTTPResponse:
    """The QR code that leads back to the article, with the village when it is known."""
    found = await _find(request, article_id)
    code = village_of(request, request.args.get("v"))
    return _picture(f"{web_of(request).settings.public_url}/a/{found.article.id}" + (f"?v={code}" if code else ""))


async def village_sheet(request: Request, code: str) -> HTTPResponse:
    """The sheet for a village's wall or a meter box: its code carries the village."""
    return page("sheet.html", village=_village(request, code), company=web_of(request).settings.company)


async def village_code(request: Request, code: str) -> HTTPResponse:
    """The QR code of a village."""
    return _picture(f"{web_of(request).settings.public_url}/?v={_village(request, code).code}")


def _village(request: Request, code: str) -> Village:
    village = web_of(request).villages.get(code)
    if village is None:
        raise UserFacingError("unknown_village", 404)
    return village


def _picture(address: str) -> HTTPResponse:
    picture = BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", scale=8, border=2, light="#fff")
    return raw(picture.getvalue(), content_type="image/svg+xml")


async def _find(request: Request, article_id: str) -> Published:
    web = web_of(request)

    def load() -> Published:
        with read(web.sessions) as session:
            return readable(session, article_id, today())

    return await web.threads.run(load)


def _common(request: Request, found: Published) -> dict[str, Any]:
    topic = web_of(request).library.topics.get(found.article.topic)
    return {"article": found.article, "version": found.version, "topic": topic.name if topic else ""}
