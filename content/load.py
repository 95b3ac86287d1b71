"""Reading articles and the whole library from files; whatever is wrong becomes a problem, nothing raises."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from content.announcements import load_announcements
from content.audience import CHINESE, EVERYBODY
from content.document import MAX_BYTES, Document, Value, read_document, read_text, shown_path
from content.emergency import EmergencyRules
from content.emergency_rules import load_rules
from content.fraud import FILE as FRAUD_FILE
from content.fraud import FraudRules, load_fraud
from content.lessons import load_courses
from content.media import files_in
from content.model import Announcement, Article, Course, Fact, Law, Problem, Source, Topic, Village
from content.normalize import Terms
from content.registers import Registers, day_of, load_registers

DEFAULT_ROOT = Path(__file__).parent
_REGISTERS = frozenset(
    ("emergency.yml", "facts.yml", FRAUD_FILE, "laws.yml", "notices.yml", "terms.yml", "topics.yml", "villages.yml")
)
DATE_KEYS = ("valid_from", "valid_until", "signed_off_on", "review_due")


@dataclass(frozen=True)
class Library:
    """The articles and everything beside them, with the problems met while reading."""

    root: Path
    articles: tuple[Article, ...] = ()
    registers: Registers = field(default_factory=Registers)
    emergency: EmergencyRules = field(default_factory=EmergencyRules)
    fraud: FraudRules = field(default_factory=FraudRules)
    courses: tuple[Course, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def topics(self) -> dict[str, Topic]:
        """The topics by id."""
        return self.registers.topics

    @property
    def facts(self) -> dict[str, Fact]:
        """The register of facts by number."""
        return self.registers.facts

    @property
    def laws(self) -> tuple[Law, ...]:
        """The sources articles may cite."""
        return self.registers.laws

    @property
    def villages(self) -> tuple[Village, ...]:
        """The villages people can name."""
        return self.registers.villages

    @property
    def terms(self) -> Terms:
        """The dialect lexicon."""
        return self.registers.terms

    def article(self, article_id: str) -> Article | None:
        """The article of that id, or None."""
        return next((article for article in self.articles if article.id == article_id), None)


def parse_article(text: str, path: str | Path) -> tuple[Article | None, list[Problem]]:
    """The article a text makes, or None with the problems that stop it from being read at all."""
    shown = str(path)
    document = read_document(text, shown)
    if isinstance(document, Problem):
        return None, [document]
    return article_of(document)


def article_of(document: Document) -> tuple[Article | None, list[Problem]]:
    """The article of a readable document; a date that is none is a problem and stays empty."""
    path, scalar = document.path, document.scalar
    problems = [
        Problem(path, document.line_of(key), "missing", f"开头信息里必须有 {key}，而且不能空着。")
        for key in ("title", "topic", "status")
        if not scalar(key)
    ]
    if not document.body("简答"):
        problems.append(Problem(path, document.body_line, "missing", "正文里必须有“## 简答”，而且不能空着。"))
    bad_dates = [
        Problem(path, document.line_of(key), "date", f"{key} 要写成 2026-01-01 这样的日期。")
        for key in DATE_KEYS
        if scalar(key) and day_of(scalar(key)) is None
    ]
    if problems:
        return None, problems + bad_dates
    return draft_of(document), bad_dates


def library_files(root: Path) -> list[Path]:
    """The article files of a content folder, sorted."""
    return sorted(Path(folder, name) for folder, name in _article_files(root))


def article_ids(root: Path) -> frozenset[str]:
    """The ids of the article files of a content folder; thousands in a few milliseconds."""
    return frozenset(name.removesuffix(".md") for _folder, name in _article_files(root))


def _article_files(root: Path) -> Iterator[tuple[str, str]]:
    for folder, _folders, names in os.walk(root / "library"):
        yield from ((folder, name) for name in names if name.endswith(".md") and not name.startswith((".", "_")))


class BrokenRegister(Exception):
    """A register or the rules for danger cannot be used; the words are one sentence for the operator."""

    def __init__(self, problem: Problem) -> None:
        """Say where the first fault is."""
        space = " " if problem.place == problem.path else ""
        super().__init__(f"登记文件 {problem.place}{space}有错，不能启动：{problem.message}")


def library_in_use(root: Path = DEFAULT_ROOT) -> Library:
    """The content folder for a process that serves people; raises BrokenRegister.

    Without the rules for danger nobody who cries for help would be heard, and nothing would show it; a broken article
    only leaves itself out.
    """
    library = load_library(root)
    for problem in library.problems:
        if problem.severity == "error" and problem.path in _REGISTERS:
            raise BrokenRegister(problem)
    return library


def load_library(root: Path = DEFAULT_ROOT) -> Library:
    """Everything under a content folder; files that cannot be read are left out and named in `problems`."""
    registers, problems = load_registers(root)
    rules, found = load_rules(root / "emergency.yml")
    problems += found
    # A content folder older than the check is served with ours.
    fraud, found = load_fraud((root if (root / FRAUD_FILE).is_file() else DEFAULT_ROOT) / FRAUD_FILE)
    problems += found
    articles: list[Article] = []
    for path in library_files(root):
        shown = shown_path(path, root)
        text = read_text(path, shown, MAX_BYTES)
        article, found = (None, [text]) if isinstance(text, Problem) else parse_article(text, shown)
        problems += found
        if article is not None:
            articles.append(article)
    ids = frozenset(article.id for article in articles)
    registers = replace(registers, article_ids=ids, media=files_in(root))
    courses, found = load_courses(root)
    problems += found
    announcements, found = load_announcements(root)
    problems += found
    return Library(root, tuple(articles), registers, rules, fraud, courses, announcements, tuple(problems))


def checksum(text: str) -> str:
    """The SHA-256 of a document's text with Unix line ends."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")).hexdigest()


def draft_of(document: Document) -> Article:
    """The values of a document as far as they can be read; what is missing stays empty."""
    scalar, fields = document.scalar, document.fields
    empty = Value(1)
    return Article(
        id=Path(document.path).stem,
        title=scalar("title"),
        topic=scalar("topic"),
        section=scalar("section"),
        status=scalar("status"),
        danger=scalar("danger") == "true",
        questions=tuple(text.strip() for text in fields.get("questions", empty).texts() if text.strip()),
        villages=fields.get("villages", empty).texts() or ("all",),
        valid_from=day_of(scalar("valid_from")),
        valid_until=day_of(scalar("valid_until")),
        facts=fields.get("facts", empty).texts(),
        sources=tuple(_source(item) for item in fields.get("sources", empty).items if item.kind == "map"),
        signed_off_by=scalar("signed_off_by"),
        signed_off_on=day_of(scalar("signed_off_on")),
        review_due=day_of(scalar("review_due")),
        short=document.body("简答"),
        detail=document.body("详解"),
        broadcast=document.body("广播稿"),
        poster=document.body("海报"),
        checksum=checksum(document.text),
        season=fields.get("season", empty).texts(),
        role=scalar("role") or EVERYBODY,
        language=scalar("language") or CHINESE,
        version_of=scalar("version_of"),
    )


def _source(item: Value) -> Source:
    text = {key: item.get(key).text.strip() for key in ("title", "number", "article", "in_force")}
    return Source(text["title"], text["number"], text["article"], day_of(text["in_force"]))
