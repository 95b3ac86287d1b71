"""The worker learns anew after a change of the library, in another process, once for each change."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from actions.services.live_index import LiveArticle
from actions.tasks.learning import Learning
from content.index import default_terms
from content.load import DEFAULT_ROOT, Library, load_library

TERMS = default_terms()


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library()


@dataclass
class Live:
    """A library at a version."""

    articles: dict[str, LiveArticle]
    version: int = 1

    def get(self) -> tuple[SimpleNamespace, dict[str, LiveArticle], int]:
        return SimpleNamespace(terms=TERMS), self.articles, self.version


@pytest.fixture
def live(shipped: Library) -> Live:
    return Live({one.id: LiveArticle(one, 1, "") for one in shipped.articles if one.status == "published"})


@pytest.fixture
def learning(live: Live, tmp_path: Path) -> Iterator[Learning]:
    written = tmp_path / "ran"
    program = f"open({str(written)!r}, 'a').write('x')"
    made = Learning(live, DEFAULT_ROOT, tmp_path / "classifier.npz", (sys.executable, "-c", program))  # type: ignore[arg-type]
    yield made
    made.stop()


def ran(learning: Learning) -> int:
    if learning._process is not None:
        learning._process.wait(60)
    assert not learning.is_busy()
    written = learning.file.parent / "ran"
    return len(written.read_text()) if written.exists() else 0


def test_what_is_shipped_was_learnt_already(learning: Learning) -> None:
    assert not learning.look()
    assert ran(learning) == 0


def test_a_change_is_learnt_once(learning: Learning, live: Live) -> None:
    del live.articles["wet-hands"]
    assert learning.look()
    assert ran(learning) == 1
    assert not learning.look()
    live.version = 2
    assert learning.look()
    assert ran(learning) == 2


def test_one_process_at_a_time(learning: Learning, live: Live) -> None:
    del live.articles["wet-hands"]
    learning.command = (sys.executable, "-c", "import time; time.sleep(60)")
    assert learning.look()
    live.version = 2
    first = learning._process
    assert learning.look()
    assert learning._process is first
    learning.stop()
    assert not learning.is_busy()


def test_a_process_that_fails_is_not_tried_for_ever(
    learning: Learning, live: Live, caplog: pytest.LogCaptureFixture
) -> None:
    del live.articles["wet-hands"]
    learning.command = (sys.executable, "-c", "raise SystemExit(3)")
    assert learning.look()
    ran(learning)
    assert "code 3" in caplog.text
    assert not learning.look()
