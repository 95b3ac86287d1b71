"""Logging in and out, and who is asking."""

import hashlib
import hmac
from dataclasses import dataclass

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import redirect

from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import emergencies, handoff, users
from web import signing
from web.addresses import address_of
from web.context import web_of
from web.identity import is_secure
from web.rendering import page
from web.words import error_text

COOKIE = "bbh_console"
_FORM_COOKIE = "bbh_form"


@dataclass(frozen=True)
class Me:
    """The account that is asking, with the token its forms must carry."""

    account: users.Account
    csrf: str
    alerts: int = 0
    waiting: int = 0

    @property
    def login(self) -> str:
        """The login."""
        return self.account.login

    @property
    def name(self) -> str:
        """The name to show."""
        return self.account.name

    @property
    def tabs(self) -> list[tuple[str, str]]:
        """The pages this account may open."""
        return [(path, title) for path, title, roles in TABS if any(self.account.may(role) for role in roles)]

    @property
    def start(self) -> str:
        """The first page this account may open."""
        return start_of(self.account)

    @property
    def audits(self) -> bool:
        """True for an account that was made to read everything: what it reads of people is itself recorded."""
        return "auditor" in self.account.roles

    def may(self, *roles: str) -> bool:
        """True when the account has one of these roles."""
        return any(self.account.may(role) for role in roles)


TABS = (
    ("/console/", "预约", ("steward", "auditor")),
    ("/console/people", "要人", ("steward", "auditor")),
    ("/console/refused", "没答上", ("steward", "editor", "auditor")),
    ("/console/outages", "停电", ("steward", "auditor")),
    ("/console/announcements", "广播", ("steward", "editor", "approver", "auditor")),
    ("/console/lessons", "学习", ("steward", "auditor")),
    ("/console/library", "文章", ("steward", "editor", "reviewer", "approver", "auditor")),
    ("/console/audit", "留痕", ("auditor",)),
)
_RECORD = "/console/audit"


def blueprint() -> Blueprint:
    """The routes of the login."""
    routes = Blueprint("console_login", url_prefix="/console")
    routes.add_route(form, "/login", name="form")
    routes.add_route(enter, "/login", methods=["POST"], name="enter")
    routes.add_route(leave, "/logout", methods=["POST"], name="leave")
    return routes


async def load_account(request: Request) -> bool:
    """Put the logged-in account into the request's context; False when there is none."""
    web, token = web_of(request), request.cookies.get(COOKIE)
    if not token:
        return False

    def load() -> tuple[users.Account, int, int] | None:
        with read(web.sessions) as session:
            account = users.by_token(session, token)
            if account is None:
                return None
            if not account.may("steward"):
                return account, 0, 0
            return account, emergencies.count_open(session), handoff.count_waiting(session)

    found = await web.threads.run(load)
    if found is None:
        return False
    account, alerts, waiting = found
    csrf = hmac.new(web.keys.session, f"csrf\0{token}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
    request.ctx.me = Me(account, csrf, alerts, waiting)
    return True


def me_of(request: Request, *roles: str) -> Me:
    """The account that is asking; refused when it has none of the roles, or when a form lacks its token."""
    me: Me = request.ctx.me
    given = form_value(request, "csrf").encode("utf-8", "replace")
    if request.method == "POST" and not hmac.compare_digest(given, me.csrf.encode()):
        raise UserFacingError("csrf", 403)
    if roles and not me.may(*roles):
        raise UserFacingError("forbidden", 403)
    return me


def form_value(request: Request, name: str) -> str:
    """A field of the form as it came, empty when it is missing."""
    return str(request.form.get(name) or "") if request.form else ""


async def form(request: Request) -> HTTPResponse:
    """The login page."""
    return _login_page(request)


async def enter(request: Request) -> HTTPResponse:
    """Check login and password; slow down whoever guesses."""
    web = web_of(request)
    nonce = request.cookies.get(_FORM_COOKIE) or ""
    given = signing.unsign(web.keys.session, "login-form", form_value(request, "csrf"))
    if not nonce or given != nonce:
        return _login_page(request, "csrf", 403)
    login, password = form_value(request, "login"), form_value(request, "password")
    # One who types badly does not lock out the office he shares an address with; a whole list of logins is slowed too.
    address = address_of(request)
    own = f"{address} {login[:64].strip().lower()}"
    if not web.limits.login.allow(own) or not web.limits.office.allow(address):
        return _login_page(request, "too_many_logins", 429, login)

    def check() -> tuple[users.Account, str] | None:
        with begin(web.sessions) as session:
            return users.log_in(session, login[:64], password[:200])

    try:
        done = await web.threads.run(check)
    except UserFacingError as error:
        return _login_page(request, error.user_text_key, error.status, login)
    if done is None:
        return _login_page(request, "login_failed", 403, login)
    account, token = done
    # Taken first and given back, so that guesses sent all at once count too; a whole office may share one address.
    web.limits.login.give_back(own)
    web.limits.office.give_back(address)
    response = redirect(start_of(account))
    response.add_cookie(
        COOKIE, token, path="/console", httponly=True, samesite="Lax", secure=is_secure(request), max_age=12 * 3600
    )
    return response


async def leave(request: Request) -> HTTPResponse:
    """End the login."""
    me_of(request)
    web, token = web_of(request), request.cookies.get(COOKIE) or ""

    def end() -> None:
        with begin(web.sessions) as session:
            users.log_out(session, token)

    await web.threads.run(end)
    response = redirect("/console/login")
    response.delete_cookie(COOKIE, path="/console")
    return response


def start_of(account: users.Account) -> str:
    """The first page this account may open; who only reads does not begin among people's names."""
    if account.roles == ("auditor",):
        return _RECORD
    return next((path for path, _title, roles in TABS if any(account.may(role) for role in roles)), "/")


def _login_page(request: Request, problem: str = "", status: int = 200, login: str = "") -> HTTPResponse:
    web = web_of(request)
    nonce = request.cookies.get(_FORM_COOKIE) or signing.new_value()
    response = page(
        "console/login.html",
        status=status,
        company=web.settings.company,
        csrf=signing.sign(web.keys.session, "login-form", nonce),
        problem=error_text(problem) if problem else "",
        login=login[:64],
    )
    response.add_cookie(
        _FORM_COOKIE, nonce, path="/console", httponly=True, samesite="Lax", secure=is_secure(request), max_age=3600
    )
    return response
