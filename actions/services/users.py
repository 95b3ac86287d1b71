"""The people of the console: accounts, logins that slow down guessing, and what each role may do."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from actions.clock import utc_now
from actions.db.models import User, UserSession
from actions.errors import UserFacingError

ROLES = ("steward", "editor", "reviewer", "approver", "auditor", "admin")
DEPARTMENTS = ("安监", "营销", "法务", "党建", "医务")
LOGGED_IN_FOR = timedelta(hours=12)
FREE_TRIES = 5
LONGEST_LOCK = timedelta(minutes=15)
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Account:
    """Somebody who may use the console."""

    id: int
    login: str
    name: str
    roles: tuple[str, ...]
    disabled: bool
    departments: tuple[str, ...] = ()

    def may(self, role: str) -> bool:
        """Whether the account has a role; an administrator has all."""
        return not self.disabled and (role in self.roles or "admin" in self.roles)


def add(
    session: Session, login: str, name: str, roles: Iterable[str], password: str, departments: Iterable[str] = ()
) -> Account:
    """Make an account; raise UserFacingError when the login is taken or a value is no good.

    A reviewer signs for departments: 安监, 营销, 法务, 党建, 医务.
    """
    login = login.strip().lower()
    wanted = tuple(dict.fromkeys(roles))
    if not login or len(login) > 64 or not login.replace("-", "").replace("_", "").isalnum() or not login.isascii():
        raise UserFacingError("bad_login_name", 422)
    if not wanted or set(wanted) - set(ROLES):
        raise UserFacingError("bad_role", 422)
    signs_for = tuple(dict.fromkeys(departments))
    if set(signs_for) - set(DEPARTMENTS) or ("reviewer" in wanted and not signs_for):
        raise UserFacingError("bad_department", 422)
    if session.scalar(select(User.id).where(User.login == login)) is not None:
        raise UserFacingError("login_name_taken", 409)
    row = User(login=login, name=name.strip() or login, roles=" ".join(wanted), password_hash=_hash(password))
    row.departments = " ".join(signs_for)
    session.add(row)
    session.flush()
    return _account(row)


def set_password(session: Session, login: str, password: str) -> Account:
    """Give an account a new password and end its logins."""
    row = _by_login(session, login)
    if row is None:
        raise UserFacingError("unknown_user", 404)
    row.password_hash, row.failures, row.locked_until = _hash(password), 0, None
    session.execute(delete(UserSession).where(UserSession.user_id == row.id))
    session.flush()
    return _account(row)


def set_disabled(session: Session, login: str, disabled: bool) -> Account:
    """Close or reopen an account; closing ends its logins."""
    row = _by_login(session, login)
    if row is None:
        raise UserFacingError("unknown_user", 404)
    row.disabled = disabled
    session.execute(delete(UserSession).where(UserSession.user_id == row.id))
    session.flush()
    return _account(row)


def list_(session: Session) -> list[Account]:
    """All accounts by login."""
    return [_account(row) for row in session.scalars(select(User).order_by(User.login))]


def log_in(session: Session, login: str, password: str, now: datetime | None = None) -> tuple[Account, str] | None:
    """The account and a fresh token, or None when login and password do not fit.

    After five wrong passwords each further one doubles the wait (up to 15 minutes); during it UserFacingError
    `login_locked` is raised. None, not an exception, for a wrong password: the counting must be committed.
    """
    now = now or utc_now()
    row = session.scalar(select(User).where(User.login == login.strip().lower()).with_for_update())
    if row is None:
        _fits(_nobody(), password)  # an unknown login takes as long as a known one
        return None
    if row.locked_until is not None and row.locked_until > now:
        raise UserFacingError("login_locked", 429)
    if row.disabled or not _fits(row.password_hash, password):
        row.failures += 1
        if row.failures >= FREE_TRIES:
            wait = min(timedelta(seconds=2 ** min(row.failures - FREE_TRIES + 2, 12)), LONGEST_LOCK)
            row.locked_until = now + wait
        session.flush()
        return None
    row.failures, row.locked_until = 0, None
    if _hasher().check_needs_rehash(row.password_hash):
        row.password_hash = _hash(password)
    token = secrets.token_urlsafe(32)
    session.execute(delete(UserSession).where(UserSession.expires_at <= now))
    session.add(
        UserSession(token_hash=_token_hash(token), user_id=row.id, created_at=now, expires_at=now + LOGGED_IN_FOR)
    )
    session.flush()
    return _account(row), token


def by_token(session: Session, token: str, now: datetime | None = None) -> Account | None:
    """The account of a login token, None when it is unknown, over or the account closed."""
    row = session.scalar(
        select(User)
        .join(UserSession, UserSession.user_id == User.id)
        .where(UserSession.token_hash == _token_hash(token), UserSession.expires_at > (now or utc_now()))
    )
    return _account(row) if row is not None and not row.disabled else None


def log_out(session: Session, token: str) -> None:
    """End a login."""
    session.execute(delete(UserSession).where(UserSession.token_hash == _token_hash(token)))


def random_password() -> str:
    """A password that can be read out: four groups of four letters and digits without lookalikes (79 bits)."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher().hash(secrets.token_hex(16))


def _hash(password: str) -> str:
    if not 10 <= len(password) <= 200:
        raise UserFacingError("password_length", 422)
    return _hasher().hash(password)


def _fits(hashed: str, password: str) -> bool:
    try:
        return _hasher().verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def _by_login(session: Session, login: str) -> User | None:
    return session.scalar(select(User).where(User.login == login.strip().lower()))


def _account(row: User) -> Account:
    return Account(
        row.id, row.login, row.name, tuple(row.roles.split()), row.disabled, tuple((row.departments or "").split())
    )
