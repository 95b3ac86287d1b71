"""Who may open what: everything needs a login unless it is named here."""

from sanic import HTTPResponse, Request
from sanic.response import redirect

from web.console.login import load_account
from web.context import App
from web.rendering import page

_WORTH_KEEPING = 4
# The last two parts of a route's name. A new route is closed until it is added here on purpose.
PUBLIC = frozenset(
    {
        "healthz",
        "readyz",
        "static_files.file",
        "pages.chat",
        "pages.article",
        "pages.poster",
        "pages.qr",
        "pages.village",
        "pages.village_qr",
        "api.post_message",
        "api.history",
        "api.events",
        "api.articles",
        "api.article",
        "clips.post_clip",
        "clips.sound",
        "clips.state",
        "ratings.post_rating",
        "openapi.document",
        "console_login.form",
        "console_login.enter",
    }
)


def short_name(full: str) -> str:
    """A route's name without the app's."""
    return full.partition(".")[2]


def install(app: App) -> None:
    """Check every request before its handler."""
    app.register_middleware(_guard, "request")


async def _guard(request: Request) -> HTTPResponse | None:
    if request.route is None or short_name(request.route.name) in PUBLIC:
        return None
    if await load_account(request):
        return None
    typed = _typed(request)
    if typed:
        # The login ran out while somebody wrote: what he wrote stands on the page, to be copied.
        return page("console/expired.html", status=401, typed=typed)
    return redirect("/console/login")


def _typed(request: Request) -> list[str]:
    """The longer texts of a form that came without a login."""
    if request.method != "POST" or not request.form or not request.path.startswith("/console/"):
        return []
    names = [name for name in request.form if name not in ("csrf", "password", "request_id", "base", "do")]
    values = [str(value).strip() for name in names for value in request.form.getlist(name, [])]
    return [value[:60_000] for value in values if len(value) >= _WORTH_KEEPING]
