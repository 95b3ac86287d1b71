"""The evaluation's messages: enough of every kind, nobody's copies, and two parts that share nothing."""

import itertools
from collections import Counter

import pytest
import yaml

from content.load import DEFAULT_ROOT, Library, load_library
from content.make_distress import DANGERS_FILE
from content.normalize import bare, normalize
from content.samples import load_asked as load_asked_for
from content.samples import load_beside
from proofs.evaluation.asked import KINDS, PARTS, REGISTERS, Asked, load_asked
from proofs.questions import QUESTIONS, load_questions
from tests.content.test_question_files import copies

DANGERS = DEFAULT_ROOT / DANGERS_FILE
EMERGENCIES = QUESTIONS.parent / "content" / "data" / "emergencies.yml"


@pytest.fixture(scope="module")
def library() -> Library:
    """The starter library."""
    return load_library(DEFAULT_ROOT)


@pytest.fixture(scope="module")
def parts() -> dict[str, list[Asked]]:
    """Both parts."""
    return {part: load_asked(part) for part in PARTS}


def test_there_are_enough_of_every_kind(parts: dict[str, list[Asked]]) -> None:
    everything = list(itertools.chain(*parts.values()))
    report = parts["report"]
    assert len(everything) >= 1_200
    assert sum(one.register == "dialect" and one.kind != "emergency" for one in report) >= 300
    dangers = [one for one in report if one.kind == "emergency"]
    assert len(dangers) >= 200
    assert 2 * sum(one.indirect for one in dangers) >= len(dangers)
    assert sum(one.near_danger for one in report) >= 100
    counts = Counter(one.register for one in report)
    assert min(counts[register] for register in REGISTERS) >= 100


def test_every_message_says_what_is_needed_to_count_it(parts: dict[str, list[Asked]], library: Library) -> None:
    published = {article.id for article in library.articles if article.status == "published"}
    for one in itertools.chain(*parts.values()):
        assert one.kind in KINDS
        assert one.register in REGISTERS
        assert one.text == one.text.strip() != ""
        assert set(one.articles) <= published, one.text
        assert bool(one.articles or one.partly) == (one.kind == "question"), one.text
        assert set(one.partly) <= published - set(one.articles), one.text
        assert (one.kind == "emergency") == bool(one.danger), one.text


def test_no_message_stands_twice(parts: dict[str, list[Asked]]) -> None:
    counts = Counter(bare(one.text) or one.text for one in itertools.chain(*parts.values()))
    assert [text for text, times in counts.items() if times > 1] == []


def test_no_message_nearly_copies_what_the_library_or_the_models_learnt_from(
    parts: dict[str, list[Asked]], library: Library
) -> None:
    terms = library.terms
    known = yaml.safe_load(EMERGENCIES.read_text("utf-8"))
    learnt = [one if isinstance(one, str) else one["text"] for key in ("emergencies", "others") for one in known[key]]
    learnt += [text for article in library.articles for text in (*article.questions, article.title)]
    learnt += [text for texts in load_asked_for().values() for text in texts] + list(load_beside())
    further = yaml.safe_load(DANGERS.read_text("utf-8"))
    learnt += [text for texts in further["dangers"].values() for text in texts] + further["harmless"]
    asked = [normalize(one.text, terms) for one in itertools.chain(*parts.values())]
    assert copies(asked, [normalize(text, terms) for text in learnt]) == []


def test_what_is_reported_on_was_not_developed_on(parts: dict[str, list[Asked]], library: Library) -> None:
    developed = [one.text for one in parts["develop"]] + [one.text for one in load_questions()]
    terms = library.terms
    reported = [normalize(one.text, terms) for one in parts["report"]]
    assert copies(reported, [normalize(text, terms) for text in developed]) == []
