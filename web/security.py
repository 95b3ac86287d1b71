"""Headers on every answer: nothing from elsewhere runs here, nobody frames us, nothing leaks by a link."""

import re

from sanic import HTTPResponse, Request
from sanic.response import BaseHTTPResponse

from web.context import App

_COMMON = (
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "script-src 'self'; connect-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; "
)
# The chat component styles its shadow DOM with style elements, the editor of 详解 hides and places its menus with style
# attributes; pages of our own need neither.
POLICY = _COMMON + "style-src 'self'"
STYLED_POLICY = _COMMON + "style-src 'self' 'unsafe-inline'"
_STYLED = re.compile(r"/|/console/library/[^/]+")
_CACHED = ("/static/", "/api/v1/clips/")


def install(app: App) -> None:
    """Put the headers on every response, failures too."""
    app.register_middleware(_headers, "response")


async def _headers(request: Request, response: BaseHTTPResponse) -> HTTPResponse | None:
    headers = response.headers
    headers["Content-Security-Policy"] = STYLED_POLICY if _STYLED.fullmatch(request.path) else POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)"
    headers["X-Frame-Options"] = "DENY"
    if "Cache-Control" not in headers and not request.path.startswith(_CACHED):
        headers["Cache-Control"] = "no-store"
    return None
