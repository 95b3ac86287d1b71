"""What an installation learns of its own articles is used from the moment it is there, and lost to nobody."""

from dataclasses import replace
from pathlib import Path

import pytest

from actions.db.engine import Sessions, begin
from actions.services import library_files
from actions.services.learning import NAME, has_learnt, learn_of, learnt
from actions.services.live_index import LiveIndex
from content.classifier import stored_classifier
from content.load import DEFAULT_ROOT
from content.model import Article


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / NAME


@pytest.fixture
def live(sessions: Sessions, file: Path) -> LiveIndex:
    """The starter library, live, with a place for what is learnt."""
    with begin(sessions) as session:
        library_files.import_files(session, DEFAULT_ROOT)
    return LiveIndex(sessions, learnt=file)


def articles_of(live: LiveIndex) -> list[Article]:
    return [one.article for one in live.get()[1].values()]


def test_the_starter_library_needs_no_learning(live: LiveIndex, file: Path) -> None:
    assert has_learnt(articles_of(live), DEFAULT_ROOT, live.get()[0].terms, file)
    assert live.get()[0].classifier is stored_classifier()


def test_a_new_article_is_learnt_of_and_known_at_the_next_question(live: LiveIndex, file: Path) -> None:
    index, articles = live.get()[0], articles_of(live)
    own = replace(articles[0], id="duck-shed", title="鸭棚里的灯", questions=("鸭棚的灯泡要罩起不", "鸭儿棚棚头接灯"))
    assert not has_learnt([*articles, own], DEFAULT_ROOT, index.terms, file)
    learnt_now: list[int] = []
    learn_of([*articles, own], DEFAULT_ROOT, index.terms, file, lambda done, _total: learnt_now.append(done))
    assert learnt_now == [1]
    assert has_learnt([*articles, own], DEFAULT_ROOT, index.terms, file)
    again = live.get()[0]
    assert "duck-shed" in again.classifier.articles
    assert not list(file.parent.glob("*.part"))


def test_a_damaged_file_is_as_good_as_none(live: LiveIndex, file: Path) -> None:
    live.get()
    file.write_bytes(b"half a fi")
    assert learnt(file) is stored_classifier()
    assert live.get()[0].classifier.articles == stored_classifier().articles
