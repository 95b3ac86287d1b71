"""One handler for everything that goes wrong: JSON for the API, a page for people, details only in the log."""

import logging

from sanic import HTTPResponse, Request
from sanic.exceptions import MethodNotAllowed, NotFound, PayloadTooLarge, SanicException, URLBuildError
from sanic.response import json
from sqlalchemy.exc import OperationalError

from actions.errors import UserFacingError
from actions.paper.fonts import FontsError
from web.context import App
from web.kept import typed
from web.rendering import page
from web.words import error_text

logger = logging.getLogger("babahui.web")

_BY_STATUS = {
    400: "bad_request",
    401: "not_logged_in",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    429: "too_many",
    503: "unavailable",
}

# Where what is too large is a file and nothing that somebody wrote.
_SHEETS = frozenset(("/console/library/sheet/questions",))
_MEGABYTE = 1024 * 1024
# What was written stands on the page of these refusals, to be copied or cut down.
_GIVEN_BACK = {"csrf": "expired", "field_too_long": "too_long"}


def install(app: App) -> None:
    """Let the handler take every exception of the app."""
    app.error_handler.add(Exception, handle)


def handle(request: Request, error: Exception) -> HTTPResponse:
    """The answer to an exception: a status, a code and one Chinese sentence."""
    code, status = _classify(error)
    if code == "body_too_large" and request.method == "NONE":
        # Sanic knows nothing of a request whose head it could not read to its end: only an address is ever so long.
        code = "address_too_long"
    elif code == "body_too_large" and request.path in _SHEETS:
        return failure(request, "sheet_too_large", status, size=_sent(request), most=_in_words(_most(request)))
    elif code == "body_too_large" and request.path.startswith("/console"):
        code = "form_too_large"
    if status >= 500:
        logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return failure(request, code, status)


def failure(request: Request, code: str, status: int, **values: str) -> HTTPResponse:
    """The one shape of a refusal; `values` fill the gaps of its sentence."""
    message = error_text(code).format(**values) if values else error_text(code)
    if request.path.startswith("/api/") or request.path in ("/healthz", "/readyz"):
        return json({"error": {"code": code, "message": message}}, status=status)
    console = request.path.startswith("/console")
    kept = typed(request) if console and code in _GIVEN_BACK else []
    if kept:
        return page(f"console/{_GIVEN_BACK[code]}.html", status=status, typed=kept, message=message)
    back = {"back": "/console/", "back_text": "回到工作台"} if console else {}
    return page("error.html", status=status, message=message, **back)


def _sent(request: Request) -> str:
    """How large what was sent is, in words; empty where the browser does not say."""
    length = request.headers.get("content-length", "")
    return f"有{_in_words(int(length))}，" if length.isdecimal() else ""


def _most(request: Request) -> int:
    return int(request.app.config.REQUEST_MAX_SIZE)


def _in_words(size: int) -> str:
    return f"{size / _MEGABYTE:.0f} MB" if size >= _MEGABYTE else f"{max(size // 1024, 1)} KB"


def _classify(error: Exception) -> tuple[str, int]:
    if isinstance(error, UserFacingError):
        return error.user_text_key, error.status
    if isinstance(error, FontsError):
        return "no_fonts", 503
    if isinstance(error, NotFound | URLBuildError):
        return "not_found", 404
    if isinstance(error, MethodNotAllowed):
        return "method_not_allowed", 405
    if isinstance(error, PayloadTooLarge):
        return "body_too_large", 413
    if isinstance(error, SanicException) and error.status_code < 500:
        return _BY_STATUS.get(error.status_code, "bad_request"), error.status_code
    if isinstance(error, OperationalError) or (isinstance(error, SanicException) and error.status_code == 503):
        return "unavailable", 503
    return "internal", 500
