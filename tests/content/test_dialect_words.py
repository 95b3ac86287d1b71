"""Each word of the lexicon turns a sentence into Mandarin, and leaves alone the Mandarin that looks like it."""

from pathlib import Path

import pytest
import yaml

from content.load import Library
from content.normalize import clean, normalize

WORDS: list[dict[str, str]] = yaml.safe_load((Path(__file__).parent / "data" / "dialect_words.yml").read_text("utf-8"))


@pytest.mark.parametrize("case", WORDS, ids=lambda case: case["word"])
def test_a_dialect_word_is_understood(library: Library, case: dict[str, str]) -> None:
    assert case["word"] in library.terms.find(clean(case["said"]))
    assert normalize(case["said"], library.terms) == case["meant"]


@pytest.mark.parametrize("case", [case for case in WORDS if "stays" in case], ids=lambda case: case["word"])
def test_the_same_characters_in_mandarin_stay(library: Library, case: dict[str, str]) -> None:
    assert case["word"] in case["stays"]
    assert normalize(case["stays"], library.terms) == case["stays"]


def test_every_word_of_the_table_is_in_the_lexicon_once(library: Library) -> None:
    words = [case["word"] for case in WORDS]
    assert len(words) == len(set(words))
    assert set(words) <= {term.say for term in library.terms.entries}


def test_what_was_said_is_understood_once_and_for_all(library: Library) -> None:
    again = [case["word"] for case in WORDS if normalize(case["meant"], library.terms) != case["meant"]]
    assert again == []
