"""What is counted: an answer given wrong is worse than one kept back, and a danger is heard or not."""

from proofs.evaluation.asked import Asked
from proofs.evaluation.counting import Share
from proofs.evaluation.measures import Bin, confusions, figures, reliability
from proofs.evaluation.systems import Given


def question(*articles: str) -> Asked:
    return Asked("问", "question", "dialect", "home", "", articles)


HALFWAY = Asked("问半截", "question", "dialect", "home", "", partly=("p",))
OUTSIDE = Asked("外头的", "outside", "dialect", "outside", "")
DANGER = Asked("险情", "emergency", "dialect", "home", "", danger="fire")
PAIRS = [
    (question("a"), Given(("a", "b"), answered="a", score=0.95)),
    (question("a", "b"), Given(("c", "b"), answered="c", score=0.85)),
    (question("a"), Given(("b", "a"), offered=True, score=0.55)),
    (question("a"), Given(("b", "c"), score=0.15)),
    (OUTSIDE, Given(("a",), score=0.12)),
    (OUTSIDE, Given(("a",), offered=True)),
    (OUTSIDE, Given(("a",), answered="a")),
    (HALFWAY, Given(("p",), answered="p", score=0.9)),
    (HALFWAY, Given(("a",), answered="a")),
    (HALFWAY, Given(("a",))),
    (DANGER, Given(warned="card")),
    (DANGER, Given(warned="numbers")),
    (DANGER, Given()),
    (Asked("笑死人", "outside", "dialect", "home", "", near_danger=True, doubtful=True), Given(warned="card")),
    (Asked("笑死人", "outside", "dialect", "home", "", near_danger=True), Given(warned="card")),
]  # fmt: skip


def test_each_measure_counts_its_own_messages() -> None:
    shares = figures(PAIRS).shares
    assert shares["hit_at_1"] == Share(1, 4)
    assert shares["hit_at_3"] == Share(3, 4)
    assert shares["answered"] == Share(1, 4)
    assert shares["wrong"] == Share(1, 4)
    assert shares["answered_partly"] == Share(1, 3)
    assert shares["refused"] == Share(3, 5)
    assert shares["wrong_outside"] == Share(2, 8)
    assert shares["heard"] == Share(1, 3)
    assert shares["warned"] == Share(2, 3)
    assert shares["false_alarm"] == Share(1, 11)


def test_scores_are_held_against_what_came_true() -> None:
    bins = reliability(PAIRS[:5])
    assert [(one.of, one.was) for one in bins] == [(2, 0.0), (1, 0.0), (1, 0.0), (1, 1.0)]
    assert bins[0] == Bin(2, 0.135, 0.0)


def test_what_was_taken_for_what_is_listed() -> None:
    assert confusions(PAIRS) == [("a", "b", 2), ("a", "c", 1)]
