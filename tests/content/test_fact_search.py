"""The register of facts is searched by number and by words."""

import pytest

from content.fact_search import find_facts
from content.load import DEFAULT_ROOT
from content.registers import load_registers

FACTS = load_registers(DEFAULT_ROOT)[0].facts


@pytest.mark.parametrize(
    ("asked", "number"),
    [("2.01", "2.01"), ("风筝", "2.05"), ("导线 300米", "2.05"), ("打95598", "1.01"), ("放风筝要离导线好远", "2.05")],
)
def test_a_fact_is_found_by_its_number_or_by_words(asked: str, number: str) -> None:
    assert number in [fact.number for fact in find_facts(FACTS, asked)]


def test_a_number_comes_before_words_and_nothing_twice() -> None:
    found = [fact.number for fact in find_facts(FACTS, "2.0", most=400)]
    assert found[0].startswith("2.0")
    assert len(found) == len(set(found))


@pytest.mark.parametrize("asked", ["", "   ", "🙂🙂🙂", "(((", "外星人入侵地球怎么应对"])
def test_what_no_fact_says_finds_nothing(asked: str) -> None:
    assert find_facts(FACTS, asked) == []


def test_no_more_than_asked_for() -> None:
    assert len(find_facts(FACTS, "电", most=5)) == 5
