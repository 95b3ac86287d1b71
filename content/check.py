"""The checker: an article's text in, everything an editor must put right out; it raises nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from content import rules_facts, rules_front, rules_media, rules_text
from content.document import read_document
from content.load import draft_of
from content.model import Problem
from content.registers import Registers
from content.rule import Draft, Rule

RULES: tuple[Rule, ...] = (*rules_front.RULES, *rules_facts.RULES, *rules_text.RULES, *rules_media.RULES)
# What makes a document unreadable, before any rule can look at it.
UNREADABLE = frozenset({"too-big", "encoding", "unreadable", "no-front-matter", "yaml"})
# What a draft may still lack or have wrong when it is saved: all of it is said, and forbids handing it in for review.
UNFINISHED = frozenset(
    {
        "key-empty", "title", "section", "questions-few", "questions-dialect", "question-twice", "part-empty",
        "short-long", "short-plain", "detail-heading", "link-unknown", "link-outside", "broadcast-length",
        "broadcast-sentence", "broadcast-speakable", "poster", "danger-numbers", "unconfirmed-word", "banned-word",
        "claim", "private-number", "typography", "facts-none", "fact-unknown", "fact-unconfirmed", "hotline-fact",
        "number-fact", "sources-none", "source-incomplete", "source-unknown", "source-repealed",
        "version-of", "media-described", "media-elsewhere", "media-missing",
    }
)  # fmt: skip


def check_article(text: str, path: str | Path, registers: Registers, *, today: date | None = None) -> list[Problem]:
    """Every problem of an article's text, by line; an unreadable one has just the reason why."""
    document = read_document(text, str(path))
    if isinstance(document, Problem):
        return [document]
    draft = Draft(document, draft_of(document), registers, today or local_today())
    return sorted(_found(draft))


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that forbid publishing."""
    return [problem for problem in problems if problem.severity == "error"]


def unsavable(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that forbid even keeping a draft: what is no document, or could do harm wherever it is shown."""
    return [problem for problem in blocking(problems) if problem.code not in UNFINISHED]


def local_today() -> date:
    """The day it is where the villagers live."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def _found(draft: Draft) -> Iterable[Problem]:
    for rule in RULES:
        yield from rule.problems(draft)
