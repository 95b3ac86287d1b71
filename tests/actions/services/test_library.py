"""The live library: files in, versions kept, web edits safe, files out byte for byte."""

import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from sqlalchemy import Engine, delete, update
from sqlalchemy.orm import Session

from actions.db.engine import Sessions, begin, read, session_factory
from actions.db.models import AuditEvent, AuditHead, LibraryArticle
from actions.services import audit, editing, library, library_files
from actions.services.live_index import LiveIndex
from actions.services.users import Account
from content.load import DEFAULT_ROOT
from content.search import search
from content.vectors import VectorStore

A, B = "wet-hands", "rcd-trip-and-test"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A content folder with the real registers and two real articles."""
    folder = tmp_path / "content"
    folder.mkdir()
    for path in DEFAULT_ROOT.glob("*.yml"):
        shutil.copy(path, folder)
    (folder / "library" / "electricity-safety").mkdir(parents=True)
    for article_id in (A, B):
        shutil.copy(path_of(DEFAULT_ROOT, article_id), folder / "library" / "electricity-safety")
    return folder


@pytest.fixture
def sessions(engine: Engine, sessions: Sessions, root: Path) -> Sessions:
    """Sessions that know this content folder."""
    return session_factory(engine, sessions.kw["info"]["vault"], root)


def path_of(root: Path, article_id: str) -> Path:
    return root / "library" / "electricity-safety" / f"{article_id}.md"


def edit(root: Path, article_id: str, old: str, new: str) -> str:
    path = path_of(root, article_id)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def retitled(root: Path, article_id: str, title: str) -> str:
    text = path_of(root, article_id).read_text(encoding="utf-8")
    lines = text.split("\n")
    return "\n".join(f"title: {title}" if line.startswith("title: ") else line for line in lines)


def test_new_files_come_in_and_unchanged_ones_cost_nothing(sessions: Sessions, root: Path) -> None:
    with begin(sessions) as session:
        first = library_files.import_files(session, root)
    assert (set(first.created), first.updated, first.problems, first.version) == ({A, B}, (), (), 1)
    with begin(sessions) as session:
        second = library_files.import_files(session, root)
    assert (second.created, second.updated, second.unchanged, second.version) == ((), (), 2, 1)


def test_versions_from_before_the_audit_are_told_to_it_once(sessions: Sessions, root: Path) -> None:
    with begin(sessions) as session:
        library_files.import_files(session, root)
        session.execute(delete(AuditEvent))
        session.execute(delete(AuditHead))
        session.execute(update(LibraryArticle).values(danger=False, review_due=None))
    for _time in range(2):
        with begin(sessions) as session:
            library_files.import_files(session, root)
    with read(sessions) as session:
        assert [event.action for event in audit.events(session)] == ["begin", "begin"]
        assert audit.verify(session) == []
        row = session.get_one(LibraryArticle, A)
        assert row.danger
        assert row.review_due is not None


def test_a_file_under_an_untouched_live_text_leaves_the_draft_alone(sessions: Sessions, root: Path) -> None:
    with begin(sessions) as session:
        library_files.import_files(session, root)
        editor = Account(1, "bian", "赵编辑", ("editor",), disabled=False)
        editing.save(session, A, "electricity-safety", retitled(root, A, "网页上写的草稿"), editor, "", 1)
    with begin(sessions) as session:
        report = library_files.import_files(session, root)
        assert (report.unchanged, report.kept, report.updated) == (2, (), ())
        draft = library.get_article(session, A)
        assert draft is not None
        assert (draft.title, draft.state, draft.live) == ("网页上写的草稿", "draft", 1)


def test_a_changed_file_is_a_new_version(sessions: Sessions, root: Path) -> None:
    with begin(sessions) as session:
        library_files.import_files(session, root)
    path_of(root, A).write_text(retitled(root, A, "湿手莫碰开关"), encoding="utf-8")
    with begin(sessions) as session:
        report = library_files.import_files(session, root)
    assert (report.updated, report.unchanged, report.version) == ((A,), 1, 2)
    with read(sessions) as session:
        article = library.get_article(session, A)
        assert article is not None
        assert (article.title, article.number, article.origin) == ("湿手莫碰开关", 2, "file")
        assert [one.number for one in library.history(session, A)] == [2, 1]


def test_the_library_goes_out_byte_for_byte(sessions: Sessions, root: Path, tmp_path: Path) -> None:
    lines = {
        A: "season: [11,12 , 1]   # 防火\nrole: 'pupil'",
        B: "season:\n- 3\nrole:\nlanguage: qxs\nversion_of: " + A,
    }
    for article_id, said in lines.items():
        path = path_of(root, article_id)
        path.write_text(path.read_text("utf-8").replace("villages: all\n", f"villages: all\n{said}\n"), "utf-8")
    with begin(sessions) as session:
        library_files.import_files(session, root)
    with read(sessions) as session:
        assert len(library_files.export_files(session, tmp_path / "out")) == 2
        assert library_files.export_files(session, tmp_path / "out") == []
    for article_id, said in lines.items():
        assert said.encode() in path_of(root, article_id).read_bytes()
        assert path_of(tmp_path / "out", article_id).read_bytes() == path_of(root, article_id).read_bytes()


def test_the_whole_starter_library_goes_in_and_out_unchanged(
    session: Session, tmp_path: Path, sessions: Sessions
) -> None:
    report = library_files.import_files(session, DEFAULT_ROOT)
    assert report.problems == ()
    library_files.export_files(session, tmp_path / "out")
    files = {path.relative_to(tmp_path / "out"): path.read_bytes() for path in (tmp_path / "out").rglob("*.md")}
    starter = {
        path.relative_to(DEFAULT_ROOT): path.read_bytes() for path in (DEFAULT_ROOT / "library").rglob("[!_.]*.md")
    }
    assert files == starter


def test_an_edit_on_the_web_is_not_overwritten_unless_asked(sessions: Sessions, root: Path) -> None:
    with begin(sessions) as session:
        library_files.import_files(session, root)
        text = retitled(root, A, "网页上改的题目")
        number = library.publish(session, A, text, "editor", "题目更清楚")
        assert number == 2
        assert library.library_version(session) == 2
    path_of(root, A).write_text(retitled(root, A, "文件里改的题目"), encoding="utf-8")
    with begin(sessions) as session:
        report = library_files.import_files(session, root)
        assert (report.kept, report.updated, report.version) == ((A,), (), 2)
        kept = library.get_article(session, A)
        assert kept is not None
        assert (kept.title, kept.origin) == ("网页上改的题目", "web")
    with begin(sessions) as session:
        report = library_files.import_files(session, root, overwrite=True)
        assert (report.updated, report.version) == ((A,), 3)
        newest = library.get_article(session, A)
        assert newest is not None
        assert newest.title == "文件里改的题目"
        authors = [(one.origin, one.author, one.reason) for one in library.history(session, A)]
        assert authors[1] == ("web", "editor", "题目更清楚")


def test_a_web_edit_that_is_in_the_file_too_lets_the_file_go_on(sessions: Sessions, root: Path) -> None:
    with begin(sessions) as session:
        library_files.import_files(session, root)
        library.publish(session, A, retitled(root, A, "网页上改的题目"), "editor", "")
        library_files.export_files(session, root)
    with begin(sessions) as session:
        assert library_files.import_files(session, root).unchanged == 2
    path_of(root, A).write_text(retitled(root, A, "文件里改的题目"), encoding="utf-8")
    with begin(sessions) as session:
        report = library_files.import_files(session, root)
        assert (report.updated, report.kept) == ((A,), ())


def test_a_file_turned_back_is_a_new_version(sessions: Sessions, root: Path) -> None:
    old = path_of(root, A).read_text(encoding="utf-8")
    for text in (old, retitled(root, A, "湿手莫碰开关"), old):
        path_of(root, A).write_text(text, encoding="utf-8")
        with begin(sessions) as session:
            library_files.import_files(session, root)
    with read(sessions) as session:
        article = library.get_article(session, A)
        assert article is not None
        assert (article.number, article.text) == (3, old)


def test_publishing_the_same_text_changes_nothing(sessions: Sessions, root: Path) -> None:
    with begin(sessions) as session:
        library_files.import_files(session, root)
        text = path_of(root, A).read_text(encoding="utf-8")
        assert library.publish(session, A, text, "editor", "") == 1
        assert library.library_version(session) == 1


def test_a_broken_article_is_named_and_everything_else_comes_in(sessions: Sessions, root: Path) -> None:
    path = path_of(root, A)
    path.write_text(path.read_text(encoding="utf-8").replace("status: published", "status: sometimes"), "utf-8")
    path_of(root, "broken-bytes").write_bytes(b"\xff\xfe\x00")
    with begin(sessions) as session:
        report = library_files.import_files(session, root)
        assert report.created == (B,)
        paths = {problem.path for problem in report.problems}
        assert paths == {f"library/electricity-safety/{name}.md" for name in (A, "broken-bytes")}
        assert all(problem.line >= 1 and problem.message for problem in report.problems)
        with pytest.raises(library.BrokenArticle) as caught:
            library.publish(session, A, path.read_text(encoding="utf-8"), "editor", "")
        assert caught.value.problems


def test_a_publication_is_live_at_the_next_use_in_every_process(sessions: Sessions, root: Path) -> None:
    here, there = LiveIndex(sessions), LiveIndex(sessions)
    with begin(sessions) as session:
        library_files.import_files(session, root)
    index, articles, version = here.get()
    assert (set(articles), version) == ({A, B}, 1)
    assert there.get()[2] == 1
    assert here.get()[0] is index
    untouched = articles[B]
    with begin(sessions) as session:
        library.publish(session, A, retitled(root, A, "湿手莫碰开关"), "editor", "")
    for live in (here, there):
        fresh = live.article(A)
        assert fresh is not None
        assert (fresh.article.title, fresh.number) == ("湿手莫碰开关", 2)
        hit = search(live.get()[0], "湿手莫碰开关").hits[0]
        assert hit.article_id == A
    # Only what changed is parsed again.
    assert here.get()[1][B] is untouched


def test_a_retired_article_is_no_longer_live(sessions: Sessions, root: Path) -> None:
    live = LiveIndex(sessions)
    with begin(sessions) as session:
        library_files.import_files(session, root)
    assert live.article(A) is not None
    text = edit(root, A, "status: published", "status: retired")
    with begin(sessions) as session:
        library.publish(session, A, text, "editor", "过时了")
    assert live.article(A) is None
    assert live.article(B) is not None
    with read(sessions) as session:
        assert [one.state for one in library.list_articles(session) if one.id == A] == ["retired"]


def test_readers_always_get_a_whole_library_while_it_changes(sessions: Sessions, root: Path) -> None:
    live = LiveIndex(sessions)
    with begin(sessions) as session:
        library_files.import_files(session, root)
    over, wrong = threading.Event(), []

    def look() -> None:
        seen = 0
        while not over.is_set():
            index, articles, version = live.get()
            if version < seen or set(articles) != {A, B} or len(index.entries) != 2:
                wrong.append(version)
            seen = version

    readers = [threading.Thread(target=look) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(5):
        with begin(sessions) as session:
            library.publish(session, A, retitled(root, A, f"题目第{number}版"), "editor", "")
        fresh = live.article(A)
        assert fresh is not None
        assert fresh.article.title == f"题目第{number}版"
    over.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_publications_follow_one_another(sessions: Sessions, root: Path) -> None:
    with begin(sessions) as session:
        library_files.import_files(session, root)
    unexpected: list[BaseException] = []

    def publish(article_id: str) -> None:
        try:
            for number in range(5):
                with begin(sessions) as session:
                    library.publish(session, article_id, retitled(root, article_id, f"第{number}版题目"), "e", "")
        except BaseException as error:
            unexpected.append(error)

    writers = [threading.Thread(target=publish, args=(article_id,)) for article_id in (A, B)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert unexpected == []
    with read(sessions) as session:
        assert library.library_version(session) == 11
        assert [one.number for one in library.list_articles(session)] == [6, 6]


class CountingEmbedder:
    """Vectors of nothing, which take as long as they are told."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.go_on = threading.Event()

    def name(self) -> str:
        return "counting"

    def centre(self) -> npt.NDArray[np.float32]:
        return np.zeros(3, np.float32)

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.go_on.wait(10)
        self.texts.extend(texts)
        rows = [[float(len(text)), float(ord(text[0])), 1.0] for text in texts]
        return np.array([np.array(row) / np.linalg.norm(row) for row in rows], np.float32)


def test_nobody_waits_for_sentence_vectors(sessions: Sessions, root: Path) -> None:
    embedder = CountingEmbedder()
    live = LiveIndex(sessions, VectorStore(embedder))
    with begin(sessions) as session:
        library_files.import_files(session, root)
    index, articles, _version = live.get()
    assert set(articles) == {A, B}
    assert index.nearness is None
    embedder.go_on.set()
    for _wait in range(200):
        index = live.get()[0]
        if index.nearness is not None:
            break
        threading.Event().wait(0.05)
    assert index.nearness is not None
    assert sorted(embedder.texts) == sorted(set(index.texts()))
    with begin(sessions) as session:
        library.publish(session, A, retitled(root, A, "湿手莫碰开关"), "editor", "")
    assert live.article(A) is not None
    assert live.get()[2] == 2
