"""The library as files: new and changed ones come in, the live texts go out, byte for byte."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from actions.db.engine import Sessions, begin
from actions.db.models import LibraryArticle, LibraryVersion
from actions.services import audit, library
from actions.services.library import Change, text_checksum
from content.document import shown_path
from content.load import library_files, parse_article
from content.model import Problem
from content.registers import Registers

FILE_AUTHOR = "files"


@dataclass(frozen=True)
class ImportReport:
    """What an import did, by article id; `kept` are articles edited on the web that the files did not overwrite."""

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: int = 0
    kept: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    version: int = 0


@dataclass
class _Tally:
    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def import_in_batches(
    sessions: Sessions, root: Path, overwrite: bool = False, at_once: int = 200
) -> Iterator[tuple[int, int, ImportReport]]:
    """Import some files after others, each batch for good; yields how many are done, of how many, and what was done.

    An import that dies goes on where it was: what is in already costs a checksum.
    """
    paths, whole = library_files(root), ImportReport()
    for start in range(0, max(len(paths), 1), at_once):
        with begin(sessions) as session:
            part = import_files(session, root, overwrite, paths[start : start + at_once])
        whole = ImportReport(
            whole.created + part.created, whole.updated + part.updated, whole.unchanged + part.unchanged,
            whole.kept + part.kept, whole.problems + part.problems, part.version,
        )  # fmt: skip
        yield min(start + at_once, len(paths)), len(paths), whole


def import_files(
    session: Session, root: Path, overwrite: bool = False, paths: Sequence[Path] | None = None
) -> ImportReport:
    """Take new and changed files in; a version edited on the web stays unless `overwrite`; a broken file is a problem.

    Unchanged files cost a checksum and nothing else. `paths` are the files to look at, all of the library by default.
    """
    library.lock(session)
    _begin_chain(session)
    known = {row.id: row for row in session.execute(_known())}
    live = dict(session.execute(_live_checksums()).all())
    tally = _Tally()
    waiting: list[Change] = []
    registers: Registers | None = None
    for path in library_files(root) if paths is None else paths:
        shown = shown_path(path, root)
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            tally.problems.append(Problem(shown, 1, "encoding", "这个文件读不出来，请用 UTF-8 编码重新保存。"))
            continue
        row, checksum = known.get(path.stem), text_checksum(text)
        # A draft may be written on top of the live text: a file that still holds that text has not changed.
        if row is not None and checksum in (row.checksum, live.get(path.stem)):
            tally.unchanged += 1
            if row.file_checksum != checksum:
                session.get_one(LibraryArticle, row.id).file_checksum = checksum
            continue
        if row is not None and not overwrite and _only_on_web(row):
            tally.kept.append(path.stem)
            continue
        registers = registers or library.registers_of(session, root)
        article, errors = library.read_article(text, shown, registers)
        if article is None:
            tally.problems.extend(errors)
            continue
        (tally.updated if row is not None else tally.created).append(path.stem)
        waiting.append(Change(article, text, "file", FILE_AUTHOR, shown, "import"))
    version = library.raise_version(session) if waiting else library.library_version(session)
    library.store_all(session, waiting, version)
    return ImportReport(
        tuple(tally.created), tuple(tally.updated), tally.unchanged, tuple(tally.kept), tuple(tally.problems), version
    )


def is_only_on_web(session: Session, article_id: str) -> bool:
    """Whether the newest text of an article was written or signed on the web and is in no file yet."""
    row = session.execute(_known().where(LibraryArticle.id == article_id)).first()
    return row is not None and _only_on_web(row)


def _only_on_web(row: Row[str, str, str, str | None]) -> bool:
    """A web edit is safe until it is in the file too (by an export): from then on the file may go on."""
    return bool(row.origin == "web" and row.file_checksum != row.checksum)


def export_files(session: Session, root: Path) -> list[Path]:
    """Write the live text of every article, or the newest of one that never was live, byte for byte as it was stored.

    The file is `root/library/<topic>/<id>.md`; one that holds the same bytes is left alone.
    """
    texts = {stored.id: stored for stored in library.list_articles(session) if stored.live is None}
    texts |= {stored.id: stored for stored in library.list_live(session)}
    written = []
    for article_id, stored in sorted(texts.items()):
        path = root / "library" / stored.topic / f"{article_id}.md"
        data = stored.text.encode("utf-8")
        if path.exists() and path.read_bytes() == data:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, data)
        written.append(path)
    return written


def _begin_chain(session: Session) -> None:
    """Tell the audit of the versions from before it was kept, and read from their texts what the list filters by."""
    if audit.head(session)[0] or session.scalar(select(LibraryVersion.id).limit(1)) is None:
        return
    before = session.execute(
        select(
            LibraryVersion.article_id, LibraryVersion.number, LibraryVersion.checksum, LibraryVersion.state,
            LibraryVersion.author, LibraryVersion.created_at,
        ).order_by(LibraryVersion.id)
    )  # fmt: skip
    told = [
        (row[0], {"version": row[1], "checksum": row[2], "state": row[3], "by": row[4], "since": row[5].isoformat()})
        for row in before
    ]
    audit.note_all(session, FILE_AUTHOR, "begin", told)
    for stored in library.list_articles(session):
        article, _problems = parse_article(stored.text, f"{stored.id}.md")
        row = session.get_one(LibraryArticle, stored.id)
        if article is not None:
            row.danger, row.signed, row.review_due = article.danger, not article.sample, article.review_due


def _known() -> Select[str, str, str, str | None]:
    return select(LibraryArticle.id, LibraryVersion.checksum, LibraryVersion.origin, LibraryArticle.file_checksum).join(
        LibraryVersion,
        (LibraryVersion.article_id == LibraryArticle.id) & (LibraryVersion.number == LibraryArticle.current),
    )


def _live_checksums() -> Select[str, str]:
    return select(LibraryArticle.id, LibraryVersion.checksum).join(
        LibraryVersion,
        (LibraryVersion.article_id == LibraryArticle.id) & (LibraryVersion.number == LibraryArticle.live),
    )


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
