"""What a rule of the checker is: a generator over one draft whose docstring is the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from content.audience import CHINESE, LANGUAGES
from content.document import Document
from content.model import Article, Problem, Severity
from content.registers import Registers

Found = tuple[int, str]


@dataclass(frozen=True)
class Draft:
    """One document under check, with its values as far as they can be read, and the day of the check."""

    document: Document
    article: Article
    registers: Registers
    today: date

    @property
    def live(self) -> bool:
        """True when villagers may see it or somebody is about to let them."""
        return self.article.status in ("published", "in_review")

    @property
    def is_chinese(self) -> bool:
        """False for a version in another language, which nobody asks for: much of what is asked of words is not its."""
        return self.article.language == CHINESE or self.article.language not in LANGUAGES

    def line_in(self, part: str, offset: int) -> int:
        """The line of a place in a part's text."""
        found = self.document.part(part)
        return found.start + found.text.count("\n", 0, offset) if found else self.document.body_line


@dataclass(frozen=True)
class Rule:
    """A check under its code; `text` is the rule itself, in English, from the docstring."""

    code: str
    find: Callable[[Draft], Iterator[Found]]
    severity: Severity
    text: str

    def problems(self, draft: Draft) -> Iterator[Problem]:
        """Every place where the draft breaks the rule."""
        for line, message in self.find(draft):
            yield Problem(draft.document.path, line, self.code, message, self.severity)


def rule(code: str, severity: Severity = "error") -> Callable[[Callable[[Draft], Iterator[Found]]], Rule]:
    """Make a generator of (line, message) a rule under this code."""

    def make(find: Callable[[Draft], Iterator[Found]]) -> Rule:
        return Rule(code, find, severity, (find.__doc__ or "").strip())

    return make
