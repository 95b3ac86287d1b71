"""Accounts of the console: guessing slows down, tokens end, roles decide."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.db.models import User, UserSession
from actions.errors import UserFacingError
from actions.services import users

PASSWORD = "right-password"


@pytest.fixture
def account(session: Session) -> users.Account:
    return users.add(session, "Lao-Wang", "王师傅", ["steward", "editor"], PASSWORD)


def test_a_password_is_kept_as_argon2_and_a_token_as_its_hash(
    session: Session, account: users.Account, now: datetime
) -> None:
    assert session.scalars(select(User.password_hash)).one().startswith("$argon2id$")
    logged_in = users.log_in(session, "lao-wang", PASSWORD, now)
    assert logged_in is not None
    found, token = logged_in
    assert found == account
    assert token not in session.scalars(select(UserSession.token_hash)).one()
    assert users.by_token(session, token, now) == account
    assert users.by_token(session, token + "x", now) is None
    assert users.by_token(session, token, now + users.LOGGED_IN_FOR) is None
    users.log_out(session, token)
    assert users.by_token(session, token, now) is None


def test_guessing_slows_down_and_the_right_password_ends_it(
    session: Session, account: users.Account, now: datetime
) -> None:
    for _guess in range(users.FREE_TRIES):
        assert users.log_in(session, "lao-wang", "wrong-password", now) is None
    with pytest.raises(UserFacingError, match="login_locked"):
        users.log_in(session, "lao-wang", PASSWORD, now)
    after = now + timedelta(seconds=5)
    assert users.log_in(session, "lao-wang", "wrong-password", after) is None
    with pytest.raises(UserFacingError, match="login_locked"):
        users.log_in(session, "lao-wang", PASSWORD, after + timedelta(seconds=5))
    assert users.log_in(session, "lao-wang", PASSWORD, after + timedelta(seconds=20)) is not None
    assert users.log_in(session, "lao-wang", "wrong-password", after + timedelta(seconds=20)) is None


def test_an_unknown_login_is_like_a_wrong_password(session: Session, now: datetime) -> None:
    assert users.log_in(session, "nobody", PASSWORD, now) is None


def test_roles_decide_and_an_administrator_has_all(session: Session, account: users.Account) -> None:
    assert account.may("steward")
    assert not account.may("approver")
    admin = users.add(session, "boss", "主任", ["admin"], PASSWORD)
    assert all(admin.may(role) for role in users.ROLES)
    assert [one.login for one in users.list_(session)] == ["boss", "lao-wang"]


def test_a_new_password_and_a_closed_account_end_all_logins(
    session: Session, account: users.Account, now: datetime
) -> None:
    def token() -> str:
        logged_in = users.log_in(session, "lao-wang", PASSWORD, now)
        assert logged_in is not None
        return logged_in[1]

    first = token()
    users.set_password(session, "lao-wang", PASSWORD)
    assert users.by_token(session, first, now) is None
    second = token()
    closed = users.set_disabled(session, "lao-wang", True)
    assert not closed.may("steward")
    assert users.by_token(session, second, now) is None
    assert users.log_in(session, "lao-wang", PASSWORD, now) is None


@pytest.mark.parametrize(
    ("login", "roles", "password", "key"),
    [
        ("lao-wang", ["steward"], PASSWORD, "login_name_taken"),
        ("老王", ["steward"], PASSWORD, "bad_login_name"),
        ("", ["steward"], PASSWORD, "bad_login_name"),
        ("other", [], PASSWORD, "bad_role"),
        ("other", ["king"], PASSWORD, "bad_role"),
        ("other", ["steward"], "short", "password_length"),
    ],
)
def test_nonsense_is_refused(
    session: Session, account: users.Account, login: str, roles: list[str], password: str, key: str
) -> None:
    with pytest.raises(UserFacingError, match=key):
        users.add(session, login, "名", roles, password)


def test_random_passwords_can_be_read_out() -> None:
    made = {users.random_password() for _ in range(50)}
    assert len(made) == 50
    assert all(len(password) == 19 and not set(password) & set("0o1il") for password in made)
