"""Looking up facts of the register by number or by words, as somebody does who has a number to back."""

import re
from collections.abc import Iterable, Mapping

from content.model import Fact

_NUMBER = re.compile(r"\d+(?:\.\d*)?")
_ENOUGH = 0.3


def find_facts(facts: Mapping[str, Fact], asked: str, most: int = 12) -> list[Fact]:
    """At most `most` facts: those whose number begins as asked, those that hold every word, then the likest."""
    words = asked.lower().split()
    if not words:
        return []
    begin = [fact for number, fact in facts.items() if len(words) == 1 and _begins(number, words[0])]
    holding = [fact for fact in facts.values() if all(word in _text(fact) for word in words)]
    pairs = {word[at : at + 2] for word in words for at in range(max(1, len(word) - 1))}
    scored = sorted(((_share(fact, pairs), fact) for fact in facts.values()), key=lambda one: -one[0])
    return list(_distinct([*begin, *holding, *(fact for share, fact in scored if share >= _ENOUGH)]))[:most]


def _begins(number: str, asked: str) -> bool:
    return bool(_NUMBER.fullmatch(asked)) and number.startswith(asked)


def _text(fact: Fact) -> str:
    return f"{fact.number}\n{fact.text}\n{fact.basis}".lower()


def _share(fact: Fact, pairs: set[str]) -> float:
    text = _text(fact)
    return sum(pair in text for pair in pairs) / len(pairs)


def _distinct(facts: Iterable[Fact]) -> Iterable[Fact]:
    return {fact.number: fact for fact in facts}.values()
