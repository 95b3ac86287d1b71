"""The long picture (长图) of an article: 750 pixels wide, black on white with one accent, to be forwarded in groups."""

import hashlib
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from sanic import HTTPResponse, Request
from sanic.response import raw

from actions.errors import UserFacingError
from actions.paper.fonts import Fonts, FontsError, fonts
from content.audience import CHINESE
from content.model import Article
from web.context import web_of
from web.picture_layout import WIDTH, Code, Handout, Placed, Sheet, lay_out

# Fourteen steps from black to white make letters smooth; with the accent four bits a pixel are enough.
_GREYS = 15
_ACCENT = (150, 30, 20)
_INK, _QUIET = 0, 70
# One unknown letter in so many is a rare name; more is another script.
_FEW = 20
# In ems from the middle of a line down to where letters stand, so that Chinese characters are in the middle.
_BASELINE = 0.38


@lru_cache(maxsize=200)
def long_picture(handout: Handout) -> bytes:
    """The picture as PNG; raises FontsError when the fonts were never built."""
    return png(draw(lay_out(handout, fonts())))


def is_offered(article: Article) -> bool:
    """Whether there is a long picture: not in Tibetan or Yi script, which these fonts lack, nor without fonts."""
    if article.language == CHINESE:
        return True
    try:
        return _is_written(article, fonts())
    except FontsError:
        return False


async def send_picture(request: Request, article: Article, handout: Handout) -> HTTPResponse:
    """The picture as an answer that a browser may keep and ask after; raises UserFacingError where there is none."""
    web = web_of(request)
    async with web.drawing:
        made = await web.threads.run(_made, article, handout)
    tag = f'"{hashlib.sha256(made).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return raw(b"", status=304, headers=headers)
    headers["Content-Disposition"] = f'inline; filename="{article.id}.png"'
    return raw(made, content_type="image/png", headers=headers)


def _made(article: Article, handout: Handout) -> bytes:
    if article.language != CHINESE and not _is_written(article, fonts()):
        raise UserFacingError("no_letters", 404)
    return long_picture(handout)


def _is_written(article: Article, known: Fonts) -> bool:
    letters = [char for char in article.title + article.short + article.detail if char.isalpha()]
    return sum(not known.has(char) for char in letters) * _FEW <= len(letters)


def draw(sheet: Sheet) -> Image.Image:
    """The sheet as an image with a palette."""
    grey = Image.new("L", (WIDTH, round(sheet.height)), 255)
    pen = ImageDraw.Draw(grey)
    for placed in sheet.lines:
        _line(pen, placed)
    if sheet.code is not None:
        _code(pen, sheet.code)
    image = grey.point([round(level * (_GREYS - 1) / 255) for level in range(256)])
    image.putpalette([part for step in range(_GREYS) for part in [round(step * 255 / (_GREYS - 1))] * 3] + [*_ACCENT])
    pen = ImageDraw.Draw(image)
    for bar in sheet.bars:
        pen.rectangle((round(bar.left), round(bar.top), round(bar.right) - 1, round(bar.bottom) - 1), fill=_GREYS)
    return image


def png(image: Image.Image) -> bytes:
    """The image as a small file, the same for the same image."""
    made = BytesIO()
    image.save(made, "PNG", optimize=True, bits=4)
    return made.getvalue()


def _line(pen: ImageDraw.ImageDraw, placed: Placed) -> None:
    style = placed.line.style
    middle = placed.top + placed.line.height / 2
    for piece in placed.line.pieces:
        font, x = _font(piece.face.path, round(style.size)), piece.x
        for char in piece.text:
            place = (x, round(middle + _BASELINE * style.size))
            pen.text(place, char, fill=_QUIET if style.quiet else _INK, font=font, anchor="ls")
            x += piece.face.advances[ord(char)] * style.size


def _code(pen: ImageDraw.ImageDraw, code: Code) -> None:
    for row, modules in enumerate(code.modules):
        for column, dark in enumerate(modules):
            if dark:
                left, top = code.left + column * code.scale, code.top + row * code.scale
                pen.rectangle((left, top, left + code.scale - 1, top + code.scale - 1), fill=_INK)


@lru_cache(maxsize=48)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
