"""The report: what a person can read, and nothing a message could smuggle in."""

from pathlib import Path

import pytest

from proofs.evaluation.asked import Asked
from proofs.evaluation.measures import Pair
from proofs.evaluation.report import Report, write
from proofs.evaluation.systems import Given

NASTY = "<script>alert(1)</script>电表箱"


@pytest.fixture
def written(tmp_path: Path) -> Path:
    asked = [
        Asked(NASTY, "question", "dialect", "home", "想知道", ("a",)),
        Asked("灶房头冒烟", "emergency", "short", "home", "", danger="fire"),
        Asked("外头的", "outside", "long", "outside", ""),
    ]
    found: dict[str, list[Pair]] = {
        "babahui": [(asked[0], Given(("b",), "b", score=0.9)), (asked[1], Given()), (asked[2], Given())],
        "bm25": [(one, Given()) for one in asked],
    }
    write(Report("abc123", 3, found), tmp_path)
    return tmp_path


def test_the_page_says_what_was_missed_and_shows_plots(written: Path) -> None:
    page = (written / "evaluation.html").read_text("utf-8")
    assert page.count("<svg") == 2
    assert "灶房头冒烟" in page
    assert "四川话" in page
    assert "abc123" in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_table_names_the_worst_kind_by_name(written: Path) -> None:
    text = (written / "evaluation.md").read_text("utf-8")
    assert "## Wrong answers given" in text
    assert NASTY in text
    assert "答错了" in text
    assert (written / "evaluation.json").stat().st_size > 100


def test_the_page_is_the_same_twice(written: Path, tmp_path: Path) -> None:
    page = (written / "evaluation.html").read_text("utf-8")
    assert "dc:date" not in page
