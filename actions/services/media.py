"""The media of articles: kept once whoever uploads them again, known by checksum, measured for the page."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.db.models import Medium
from actions.db.rows import insert_missing
from actions.media.made import Made
from content.media import Sizes, kind_of, sha256_of, type_of
from content.render import media_in
from tts_audio.storage import put


def keep(session: Session, made: Made, folder: Path, by: str) -> str:
    """Put a finished file into the media folder under its checksum and write down what it is; returns its name.

    The file is there before its row, so that a row never promises what is not there.
    """
    sha256, size = sha256_of(made.path), made.path.stat().st_size
    name = f"{sha256}.{made.ending}"
    if not (folder / name).is_file():
        put(folder / name, made.path.replace)
    note(session, name, made, size, by)
    return name


def note(session: Session, name: str, made: Made, size: int, by: str) -> None:
    """Write down a medium that lies in the folder, unless it is known."""
    sha256 = name.partition(".")[0]
    row = {
        "sha256": sha256, "name": name, "kind": kind_of(name), "content_type": type_of(name), "bytes": size,
        "width": made.width, "height": made.height, "seconds": made.seconds, "uploaded_by": by,
    }  # fmt: skip
    insert_missing(session, Medium, [row])


def names(session: Session) -> frozenset[str]:
    """The names of all media of this installation."""
    return frozenset(session.scalars(select(Medium.name)))


def sizes(session: Session, markdown: str) -> Sizes:
    """The width and height of the pictures and videos a text shows."""
    shown = {name for _line, _said, name in media_in(markdown)}
    if not shown:
        return {}
    found = session.execute(select(Medium.name, Medium.width, Medium.height).where(Medium.name.in_(shown)))
    return {name: (width, height) for name, width, height in found if width and height}
