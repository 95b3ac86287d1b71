"""Media beside the library's files: taken in when they are what their names say, written out with the articles."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.orm import Session

from actions.db.engine import Sessions, begin, read
from actions.errors import UserFacingError
from actions.media.making import look
from actions.services import library, media
from actions.services.library_files import FILE_AUTHOR
from content.load import parse_article
from content.media import FOLDER, files_in, sha256_of
from content.model import Problem
from content.render import media_in
from tts_audio.storage import put


def import_media(
    sessions: Sessions, root: Path, folder: Path, wanted: Iterable[str] | None = None
) -> tuple[list[str], list[Problem]]:
    """Take the media beside a library in, all or the wanted ones: their names, and what could not be taken.

    They were written anew where they were uploaded; here each must have the checksum it is called by and still play.
    """
    with read(sessions) as session:
        known = media.names(session)
    there, taken, problems = files_in(root), [], []
    for name in sorted(there if wanted is None else there & set(wanted)):
        if name in known and (folder / name).is_file():
            continue
        source, shown = root / FOLDER / name, f"{FOLDER}/{name}"
        if sha256_of(source) != source.stem:
            problems.append(Problem(shown, 1, "media-file", "这个文件的内容和名字对不上，传的时候坏了或者被改过。"))
            continue
        try:
            made = look(source, source.suffix[1:])
        except UserFacingError:
            message = "这个文件打不开，或者不是工作台写出来的图、声音、视频，请在工作台里重新上传。"
            problems.append(Problem(shown, 1, "media-file", message))
            continue
        data = source.read_bytes()
        put(folder / name, lambda beside, data=data: beside.write_bytes(data))  # type: ignore[misc]
        # Each for good: while a film is looked at nobody waits for the database.
        with begin(sessions) as session:
            media.note(session, name, made, len(data), FILE_AUTHOR)
        taken.append(name)
    return taken, problems


def export_media(session: Session, root: Path, folder: Path) -> tuple[list[Path], list[str]]:
    """Write the media of the articles an export writes into `root/media`; what was written, and what is lost."""
    texts = {stored.id: stored.text for stored in library.list_articles(session) if stored.live is None}
    texts |= {stored.id: stored.text for stored in library.list_live(session)}
    written, lost = [], []
    for name in sorted({name for text in texts.values() for name in shown_in(text)}):
        path, source = root / FOLDER / name, folder / name
        if path.is_file() and sha256_of(path) == path.stem:
            continue
        if not source.is_file():
            lost.append(name)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        data = source.read_bytes()
        put(path, lambda beside, data=data: beside.write_bytes(data))  # type: ignore[misc]
        written.append(path)
    return written, lost


def shown_in(text: str) -> list[str]:
    """The names of the media an article's text shows."""
    if f"({FOLDER}/" not in text and f": {FOLDER}/" not in text:
        return []
    article, _problems = parse_article(text, "x.md")
    return [name for _line, _said, name in media_in(article.detail)] if article is not None else []
