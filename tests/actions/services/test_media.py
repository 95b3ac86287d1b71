"""Media are kept once, known by their checksum, and go out and come in with the files byte for byte."""

import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from actions.db.engine import Sessions, begin, read
from actions.db.models import Medium
from actions.media.making import make
from actions.services import library, library_files, media, media_files
from actions.services.library import BrokenArticle
from content.load import DEFAULT_ROOT, load_library
from content.media import FOLDER, written
from tests.actions.media.uploads import photo, sound, video

A = "wet-hands"
TOPIC = "electricity-safety"


def kept(sessions: Sessions, folder: Path, data: bytes, by: str = "bian") -> str:
    upload = folder.parent / "upload"
    upload.write_bytes(data)
    folder.mkdir(exist_ok=True)
    made = make(upload, folder / ".making-x")
    with begin(sessions) as session:
        return media.keep(session, made, folder, by)


def rows(sessions: Sessions) -> dict[str, Medium]:
    with read(sessions) as session:
        return {row.name: row for row in session.scalars(select(Medium))}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with the real registers and one article."""
    folder = tmp_path / "content"
    (folder / "library" / TOPIC).mkdir(parents=True)
    for path in DEFAULT_ROOT.glob("*.yml"):
        shutil.copy(path, folder)
    shutil.copy(DEFAULT_ROOT / "library" / TOPIC / f"{A}.md", folder / "library" / TOPIC)
    return folder


def show(content: Path, name: str, said: str = "手湿了不碰开关") -> Path:
    path = content / "library" / TOPIC / f"{A}.md"
    text = path.read_text(encoding="utf-8").replace("\n\n## 广播稿", f"\n\n{written(name, said)}\n\n## 广播稿")
    path.write_text(text, encoding="utf-8")
    return path


def test_the_same_upload_is_one_whoever_sends_it(sessions: Sessions, tmp_path: Path) -> None:
    folder = tmp_path / "media"
    name = kept(sessions, folder, photo(1600, 1200))
    assert kept(sessions, folder, photo(1600, 1200), "qian") == name
    row = rows(sessions)[name]
    assert (row.kind, row.content_type, row.width, row.height) == ("picture", "image/jpeg", 1280, 960)
    assert (row.uploaded_by, row.seconds, row.bytes) == ("bian", None, (folder / name).stat().st_size)
    assert name in {path.name for path in folder.glob("*")}


def test_a_page_knows_the_room_before_the_picture_is_there(sessions: Sessions, tmp_path: Path) -> None:
    folder = tmp_path / "media"
    picture = kept(sessions, folder, photo())
    film = kept(sessions, folder, video(tmp_path / "v", turn=90))
    told = kept(sessions, folder, sound(tmp_path / "s"))
    text = "\n\n".join(written(name, "样子") for name in (picture, film, told))
    with read(sessions) as session:
        assert media.sizes(session, text) == {picture: (400, 300), film: (120, 160)}
        assert media.sizes(session, "没有图") == {}
        assert media.names(session) == {picture, film, told}


def test_a_description_cannot_leave_its_brackets() -> None:
    name = "0" * 64 + ".jpg"
    assert written(name, "a](x) ![b]\n<i>c") == f"![a (x) ! b i c](media/{name})"


def test_an_article_shows_only_what_is_there(sessions: Sessions, tmp_path: Path) -> None:
    text = (DEFAULT_ROOT / "library" / TOPIC / f"{A}.md").read_text(encoding="utf-8")
    name = kept(sessions, tmp_path / "media", photo())
    there, gone = (
        text.replace("\n\n## 广播稿", f"\n\n{written(one, '样子')}\n\n## 广播稿") for one in (name, "0" * 64 + ".jpg")
    )
    sessions.kw["info"]["content_dir"], before = DEFAULT_ROOT, sessions.kw["info"]["content_dir"]
    try:
        with begin(sessions) as session:
            with pytest.raises(BrokenArticle) as told:
                library.publish(session, A, gone, "bian", "")
            assert [one.code for one in told.value.problems] == ["media-missing"]
            assert library.publish(session, A, there, "bian", "") == 1
    finally:
        sessions.kw["info"]["content_dir"] = before


def test_out_and_in_again_byte_for_byte(sessions: Sessions, tmp_path: Path, content: Path) -> None:
    folder, out = tmp_path / "media", tmp_path / "out"
    names = [kept(sessions, folder, photo()), kept(sessions, folder, sound(tmp_path / "s"))]
    kept(sessions, folder, photo(100, 100))
    for name in names:
        path = show(content, name)
    with begin(sessions) as session:
        report = library_files.import_files(session, content)
    assert (report.created, report.problems) == ((A,), ())
    with read(sessions) as session:
        library_files.export_files(session, out)
        written_, lost = media_files.export_media(session, out, folder)
        assert media_files.export_media(session, out, folder) == ([], []), "a second time writes nothing"
    assert lost == []
    assert sorted(path.name for path in written_) == sorted(names), "what no article shows stays at home"
    assert (out / "library" / TOPIC / f"{A}.md").read_bytes() == path.read_bytes()
    for name in names:
        assert (out / FOLDER / name).read_bytes() == (folder / name).read_bytes()
    for register in content.glob("*.yml"):
        shutil.copy(register, out)
    assert load_library(out).registers.media == frozenset(names)

    with begin(sessions) as session:
        for row in session.scalars(select(Medium)):
            session.delete(row)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    taken, problems = media_files.import_media(sessions, out, elsewhere)
    assert (sorted(taken), problems) == (sorted(names), [])
    assert {name: row.kind for name, row in rows(sessions).items()} == dict(
        zip(names, ("picture", "sound"), strict=True)
    )
    assert (elsewhere / names[0]).read_bytes() == (folder / names[0]).read_bytes()
    assert media_files.import_media(sessions, out, elsewhere) == ([], []), "what is there costs nothing"


def test_a_lost_file_is_named(sessions: Sessions, tmp_path: Path, content: Path) -> None:
    folder = tmp_path / "media"
    name = kept(sessions, folder, photo())
    show(content, name)
    with begin(sessions) as session:
        library_files.import_files(session, content)
    (folder / name).unlink()
    with read(sessions) as session:
        assert media_files.export_media(session, tmp_path / "out", folder) == ([], [name])


def test_what_is_not_what_it_is_called_stays_out(sessions: Sessions, tmp_path: Path, content: Path) -> None:
    beside = content / FOLDER
    beside.mkdir()
    with_place, script = photo(), b"<script>alert(1)</script>"
    (beside / ("0" * 64 + ".jpg")).write_bytes(photo(gps=False))
    for data in (with_place, script):
        (beside / f"{sha256(data).hexdigest()}.jpg").write_bytes(data)
    folder = tmp_path / "media"
    folder.mkdir()
    taken, problems = media_files.import_media(sessions, content, folder)
    assert taken == []
    assert [one.code for one in problems] == ["media-file"] * 3
    assert {one.message[:10] for one in problems} == {"这个文件的内容和名字", "这个文件打不开，或者"}
    assert list(folder.glob("*")) == []
    assert rows(sessions) == {}


def test_only_what_is_wanted_is_taken(sessions: Sessions, tmp_path: Path, content: Path) -> None:
    folder = tmp_path / "media"
    one, other = kept(sessions, folder, photo()), kept(sessions, folder, photo(200, 200))
    (content / FOLDER).mkdir()
    for name in (one, other):
        (folder / name).replace(content / FOLDER / name)
    text = show(content, one).read_text(encoding="utf-8")
    assert media_files.shown_in(text) == [one]
    taken, problems = media_files.import_media(sessions, content, folder, media_files.shown_in(text))
    assert (taken, problems) == ([one], [])
