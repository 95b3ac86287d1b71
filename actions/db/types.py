"""Column types: UTC datetimes, JSON lists, and text that is sealed before it reaches the database."""

import secrets
from datetime import UTC, datetime
from typing import Any, overload

from sqlalchemy import DateTime, Dialect, LargeBinary, String, TypeDecorator
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from actions.sealing import Vault

VAULT = "vault"


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out, on SQLite too (which would hand back naive ones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes: nobody knows their zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("datetimes in the database must be aware")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give UTC back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SealedRow:
    """A row with sealed columns; `seal_key` binds each sealed value to this row."""

    seal_key: Mapped[str] = mapped_column(String(32), default=lambda: secrets.token_hex(16))


class SealedText:
    """A text attribute kept in a `<name>_sealed` column: sealed on the way in, opened on reading.

    The key comes from the session (`session.info["vault"]`), never from the database or a global. A value set on an
    object that is in no session yet waits in the object and is sealed when the session flushes.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.column = f"{name}_sealed"
        self.waiting = f"_{name}_to_seal"

    @overload
    def __get__(self, row: None, owner: type) -> "SealedText": ...
    @overload
    def __get__(self, row: SealedRow, owner: type) -> str | None: ...
    def __get__(self, row: SealedRow | None, owner: type) -> "SealedText | str | None":
        if row is None:
            return self
        if self.waiting in row.__dict__:
            text: str | None = row.__dict__[self.waiting]
            return text
        sealed = getattr(row, self.column)
        if sealed is None:
            return None
        session = object_session(row)
        if session is None:
            raise RuntimeError(f"{self.name} can only be read while its session is open")
        return vault_of(session).open(bytes(sealed), self._place(row))

    def __set__(self, row: SealedRow, text: str | None) -> None:
        session = object_session(row)
        if session is None:
            row.__dict__[self.waiting] = text
        else:
            self._store(row, text, vault_of(session))

    def seal_waiting(self, row: SealedRow, vault: Vault) -> None:
        """Seal what was set before the row joined its session."""
        if self.waiting in row.__dict__:
            self._store(row, row.__dict__.pop(self.waiting), vault)

    def _store(self, row: SealedRow, text: str | None, vault: Vault) -> None:
        row.__dict__.pop(self.waiting, None)
        if text is None:
            setattr(row, self.column, None)
            return
        if not row.seal_key:
            row.seal_key = secrets.token_hex(16)
        setattr(row, self.column, vault.seal(text, self._place(row)))

    def _place(self, row: Any) -> str:
        return f"{row.__tablename__}.{self.column}:{row.seal_key}"


def sealed_column() -> Mapped[bytes | None]:
    """The column behind a SealedText attribute."""
    return mapped_column(LargeBinary, nullable=True)


def vault_of(session: Session) -> Vault:
    """The vault this session seals with."""
    vault = session.info.get(VAULT)
    if not isinstance(vault, Vault):
        raise RuntimeError("this session was made without keys: session_factory(engine, vault)")
    return vault


def seal_new_rows(session: Session, _context: object, _instances: object) -> None:
    """Seal the waiting texts of new rows just before they are written."""
    for row in session.new:
        if isinstance(row, SealedRow):
            for kind in type(row).__mro__:
                for attribute in vars(kind).values():
                    if isinstance(attribute, SealedText):
                        attribute.seal_waiting(row, vault_of(session))
