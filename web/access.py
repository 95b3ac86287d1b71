"""Who may open what: everything needs a login unless it is named here."""

from sanic import HTTPResponse, Request
from sanic.response import redirect

from web.console.login import load_account
from web.context import App
from web.kept import typed
from web.rendering import page

# The last two parts of a route's name. A new route is closed until it is added here on purpose.
PUBLIC = frozenset(
    {
        "healthz",
        "readyz",
        "static_files.file",
        "pages.chat",
        "pages.article",
        "pages.poster",
        "pages.picture",
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
        "media.file",
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
    kept = typed(request)
    if kept:
        # The login ran out while somebody wrote: what he wrote stands on the page, to be copied.
        return page("console/expired.html", status=401, typed=kept)
    return redirect("/console/login")
