"""Who writes: a signed cookie made on the first visit; no account, no name."""

import re

from sanic import HTTPResponse, Request

from web import signing
from web.context import web_of

PERSON_COOKIE = "bbh"
VILLAGE_COOKIE = "bbh_v"
_YEAR = 365 * 24 * 3600
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def person_value(request: Request) -> str | None:
    """The value of the visitor's cookie, or None when there is none of ours."""
    return signing.unsign(web_of(request).keys.session, "person", request.cookies.get(PERSON_COOKIE) or "")


def ensure_person(request: Request) -> str:
    """The visitor's value, a new one when there is none; `remember` then sends it."""
    known = person_value(request)
    if known is None:
        request.ctx.new_person = known = signing.new_value()
    return known


def remember(request: Request, response: HTTPResponse) -> HTTPResponse:
    """Set the cookies the request earned: a new person, the village of the scanned code."""
    fresh = getattr(request.ctx, "new_person", None)
    if fresh is not None:
        _set(request, response, PERSON_COOKIE, signing.sign(web_of(request).keys.session, "person", fresh))
    village = getattr(request.ctx, "new_village", None)
    if village is not None:
        _set(request, response, VILLAGE_COOKIE, village)
    return response


def village_of(request: Request, given: str | None = None) -> str | None:
    """The village of the QR code: from the body, from ?v=, else the last one scanned; unknown codes count as none."""
    for code in (given, request.args.get("v"), request.cookies.get(VILLAGE_COOKIE)):
        if code and _CODE.fullmatch(code) and code in web_of(request).villages:
            if code != request.cookies.get(VILLAGE_COOKIE):
                request.ctx.new_village = code
            return code
    return None


def is_secure(request: Request) -> bool:
    """True when people reach us by https, so cookies may never travel without it."""
    return web_of(request).settings.public_url.startswith("https://")


def _set(request: Request, response: HTTPResponse, name: str, value: str) -> None:
    response.add_cookie(name, value, path="/", max_age=_YEAR, httponly=True, samesite="Lax", secure=is_secure(request))
