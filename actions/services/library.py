"""The live library: articles as versions of exactly the text of their files; publishing raises its version."""

import hashlib
import os
import tempfile
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from actions.db.engine import CONTENT_DIR
from actions.db.models import LibraryArticle, LibraryMeta, LibraryVersion
from actions.db.rows import insert_missing
from actions.errors import UserFacingError
from content.check import blocking, check_article
from content.document import shown_path
from content.load import DEFAULT_ROOT, library_files, parse_article
from content.model import Article, Problem
from content.registers import Registers, load_registers

FILE_AUTHOR = "files"


class BrokenArticle(UserFacingError):
    """A text that cannot become a version; `problems` says why, line by line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("broken_article", 422, str(problems[0]) if problems else "")
        self.problems = problems


@dataclass(frozen=True)
class ImportReport:
    """What an import did, by article id; `kept` are articles edited on the web that the files did not overwrite."""

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: int = 0
    kept: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    version: int = 0


@dataclass(frozen=True)
class StoredArticle:
    """The newest version of an article with its exact text."""

    id: str
    topic: str
    title: str
    state: str
    number: int
    text: str
    checksum: str
    origin: str
    changed_in: int


@dataclass(frozen=True)
class VersionInfo:
    """One line of an article's history."""

    number: int
    state: str
    origin: str
    author: str
    reason: str
    checksum: str
    created_at: datetime


@dataclass
class _Tally:
    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def text_checksum(text: str) -> str:
    """The SHA-256 of exactly this text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def library_version(session: Session) -> int:
    """The number that every publication raises; 0 while nothing was ever published."""
    return session.scalar(select(LibraryMeta.version).where(LibraryMeta.id == 1)) or 0


def import_files(session: Session, root: Path, overwrite: bool = False) -> ImportReport:
    """Take new and changed files in; a version edited on the web stays unless `overwrite`; a broken file is a problem.

    Unchanged files cost a checksum and nothing else.
    """
    known = {row.id: row for row in session.execute(_newest())}
    tally = _Tally()
    waiting: list[tuple[str, Article, str]] = []
    registers: Registers | None = None
    for path in library_files(root):
        shown = shown_path(path, root)
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            tally.problems.append(Problem(shown, 1, "encoding", "这个文件读不出来，请用 UTF-8 编码重新保存。"))
            continue
        row = known.get(path.stem)
        if row is not None and row.checksum == text_checksum(text):
            tally.unchanged += 1
            if row.file_checksum != row.checksum:
                session.get_one(LibraryArticle, row.id).file_checksum = row.checksum
            continue
        # A web edit is safe until it is in the file too (by an export): from then on the file may go on.
        if row is not None and row.origin == "web" and row.file_checksum != row.checksum and not overwrite:
            tally.kept.append(path.stem)
            continue
        registers = registers or _registers(session, root)
        article, errors = _read(text, shown, registers)
        if article is None:
            tally.problems.extend(errors)
            continue
        (tally.updated if row is not None else tally.created).append(path.stem)
        waiting.append((text, article, shown))
    version = _raise_version(session) if waiting else library_version(session)
    for text, article, shown in waiting:
        _store(session, article, text, origin="file", author=FILE_AUTHOR, reason=shown, changed_in=version)
    return ImportReport(
        tuple(tally.created), tuple(tally.updated), tally.unchanged, tuple(tally.kept), tuple(tally.problems), version
    )


def publish(session: Session, article_id: str, text: str, author: str, reason: str) -> int:
    """Make a text the newest version of an article, live at the next message; return the version's number.

    Raises BrokenArticle with every error the checker finds. The same text again changes nothing.
    """
    root = session.info.get(CONTENT_DIR) or DEFAULT_ROOT
    article, errors = _read(text, f"{article_id}.md", _registers(session, root))
    if article is None:
        raise BrokenArticle(errors)
    row = session.execute(_newest().where(LibraryArticle.id == article_id)).first()
    if row is not None and row.checksum == text_checksum(text):
        return int(row.number)
    version = _raise_version(session)
    return _store(session, article, text, origin="web", author=author, reason=reason, changed_in=version)


def export_files(session: Session, root: Path) -> list[Path]:
    """Write the newest text of every article to `root/library/<topic>/<id>.md`, byte for byte as it was stored."""
    written = []
    for row in session.execute(_newest().order_by(LibraryArticle.id)):
        path = root / "library" / row.topic / f"{row.id}.md"
        data = row.text.encode("utf-8")
        if path.exists() and path.read_bytes() == data:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, data)
        written.append(path)
    return written


def get_article(session: Session, article_id: str) -> StoredArticle | None:
    """The newest version of an article, whatever its state."""
    row = session.execute(_newest().where(LibraryArticle.id == article_id)).first()
    return _stored(row) if row is not None else None


def list_articles(session: Session) -> list[StoredArticle]:
    """The newest version of every article, by topic and title."""
    order = _newest().order_by(LibraryArticle.topic, LibraryArticle.title)
    return [_stored(row) for row in session.execute(order)]


def live_articles(session: Session, changed_since: int = -1) -> list[StoredArticle]:
    """The newest versions that changed after a library version, published or not; all of them by default."""
    rows = session.execute(_newest().where(LibraryArticle.changed_in > changed_since).order_by(LibraryArticle.id))
    return [_stored(row) for row in rows]


def history(session: Session, article_id: str) -> list[VersionInfo]:
    """All versions of an article, newest first."""
    rows = session.scalars(
        select(LibraryVersion).where(LibraryVersion.article_id == article_id).order_by(LibraryVersion.number.desc())
    )
    return [
        VersionInfo(row.number, row.state, row.origin, row.author, row.reason, row.checksum, row.created_at)
        for row in rows
    ]


def _registers(session: Session, root: Path) -> Registers:
    """What articles may refer to, the articles of the database and of the files among it."""
    registers, _problems = load_registers(root)
    ids = {*session.scalars(select(LibraryArticle.id)), *(path.stem for path in library_files(root))}
    return replace(registers, article_ids=frozenset(ids))


def _read(text: str, shown: str, registers: Registers) -> tuple[Article | None, list[Problem]]:
    """The article of a text that may be published, or None with the errors that forbid it."""
    article, _problems = parse_article(text, shown)
    errors = blocking(check_article(text, shown, registers))
    return (None if errors else article), errors


def _newest() -> Select[str, str, str, str, int, str | None, int, str, str, str]:
    return select(
        LibraryArticle.id,
        LibraryArticle.topic,
        LibraryArticle.title,
        LibraryArticle.state,
        LibraryArticle.changed_in,
        LibraryArticle.file_checksum,
        LibraryVersion.number,
        LibraryVersion.text,
        LibraryVersion.checksum,
        LibraryVersion.origin,
    ).join(
        LibraryVersion,
        (LibraryVersion.article_id == LibraryArticle.id) & (LibraryVersion.number == LibraryArticle.current),
    )


def _stored(row: object) -> StoredArticle:
    return StoredArticle(**{name: getattr(row, name) for name in StoredArticle.__dataclass_fields__})


def _raise_version(session: Session) -> int:
    """The next version of the library; the row's lock makes publications follow one another."""
    insert_missing(session, LibraryMeta, [{"id": 1, "version": 0}])
    session.execute(update(LibraryMeta).where(LibraryMeta.id == 1).values(version=LibraryMeta.version + 1))
    session.expire_all()
    return library_version(session)


def _store(
    session: Session, article: Article, text: str, *, origin: str, author: str, reason: str, changed_in: int
) -> int:
    row = session.get(LibraryArticle, article.id)
    if row is None:
        row = LibraryArticle(id=article.id, current=0)
        session.add(row)
    row.topic, row.title, row.state = article.topic, article.title, article.status
    row.current = (row.current or 0) + 1
    row.changed_in = changed_in
    if origin == "file":
        row.file_checksum = text_checksum(text)
    session.flush()
    session.add(
        LibraryVersion(
            article_id=article.id,
            number=row.current,
            text=text,
            checksum=text_checksum(text),
            state=article.status,
            origin=origin,
            author=author,
            reason=reason,
        )
    )
    session.flush()
    return row.current


def _write_whole(path: Path, data: bytes) -> None:
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
