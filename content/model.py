"""The values the library is made of: frozen, without behaviour beyond small questions about themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from content.audience import CHINESE, EVERYBODY, STEWARD, in_season

Severity = Literal["error", "warning"]
ALL_VILLAGES = ("all",)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing an editor must (error) or should (warning) put right, said in Chinese with its place."""

    path: str
    line: int
    code: str
    message: str
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """The file and line as a sentence begins with them; what is wrong with the whole file has no line."""
        whole = self.code in ("unreadable", "encoding", "too-big", "media-file")
        return self.path if whole else f"{self.path} 第 {self.line} 行"

    def __str__(self) -> str:
        mark = "错误" if self.severity == "error" else "提醒"
        return f"{self.path}:{self.line}: [{mark}] {self.message}（{self.code}）"


@dataclass(frozen=True)
class Source:
    """The law, standard or material an article rests on, with its document number and article."""

    title: str
    number: str = ""
    article: str = ""
    in_force: date | None = None


@dataclass(frozen=True)
class Article:
    """One reviewed document and all its outputs; `checksum` is the SHA-256 of its text."""

    id: str
    title: str
    topic: str
    section: str
    status: str
    danger: bool
    questions: tuple[str, ...]
    villages: tuple[str, ...]
    valid_from: date | None
    valid_until: date | None
    facts: tuple[str, ...]
    sources: tuple[Source, ...]
    signed_off_by: str
    signed_off_on: date | None
    review_due: date | None
    short: str
    detail: str
    broadcast: str
    poster: str
    checksum: str
    season: tuple[str, ...] = ()
    role: str = EVERYBODY
    language: str = CHINESE
    version_of: str = ""

    @property
    def sample(self) -> bool:
        """True while nobody of the company has signed: answers then say 样稿，待本单位审定."""
        return not self.signed_off_by

    @property
    def is_public(self) -> bool:
        """True for everything but what is written for stewards only, which is read at the console."""
        return self.role != STEWARD

    @property
    def is_answer(self) -> bool:
        """True when chat may say it to villagers: it is public and no version in another language."""
        return self.is_public and self.language == CHINESE

    def is_for(self, village: str | None, role: str = EVERYBODY) -> bool:
        """True when people of this village and role may be answered with it.

        An unknown village gets only what is for all; stewards get what is for everybody, too.
        """
        at_home = self.villages == ALL_VILLAGES or (village is not None and village in self.villages)
        return at_home and self.language == CHINESE and (self.is_public or role == STEWARD)

    def is_in_season(self, day: date) -> bool:
        """True in the months it is for, and all year when it names none."""
        return in_season(self.season, day)

    def is_valid_on(self, day: date) -> bool:
        """True between valid_from and valid_until, both days included, empty meaning open."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True)
class Section:
    """A named part of a topic."""

    id: str
    name: str


@dataclass(frozen=True)
class Topic:
    """A folder of the library with the departments that review it; `opening` is to be done for each article first."""

    id: str
    name: str
    department: str = ""
    also: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    opening: str = ""


@dataclass(frozen=True)
class Fact:
    """One numbered statement of the register; grade A or B may be published, C is 待核实."""

    number: str
    grade: str
    text: str
    basis: str = ""

    @property
    def confirmed(self) -> bool:
        """True for grades A and B."""
        return self.grade in ("A", "B")


@dataclass(frozen=True)
class Law:
    """One source that articles may cite, or may no longer cite when `repealed_by` says what replaced it."""

    title: str
    number: str
    kind: str = "law"
    in_force: date | None = None
    repealed_by: str = ""


@dataclass(frozen=True)
class Market:
    """The days on which a town holds its market: last digits of the solar or lunar day."""

    calendar: str
    days: tuple[int, ...]
    example: bool = False


@dataclass(frozen=True)
class Group:
    """A villagers' group (组 = 社 = 队) with its old names."""

    number: int
    aliases: tuple[str, ...] = ()
    example: bool = False


@dataclass(frozen=True)
class Town:
    """A town with its aliases and market."""

    code: str
    name: str
    county: str = ""
    aliases: tuple[str, ...] = ()
    market: Market | None = None


@dataclass(frozen=True)
class Village:
    """A village people can name, with its groups, market, landmarks and the steward who serves it."""

    code: str
    name: str
    town: str
    county: str = ""
    example: bool = False
    aliases: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    market: Market | None = None
    steward: str = ""
    coordinator: str = ""
    landmarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Term:
    """A dialect word and the Mandarin it stands for, unless a neighbouring character shows another meaning."""

    say: str
    means: str
    register: str = "口语"
    not_after: str = ""
    not_before: str = ""


@dataclass(frozen=True)
class Quiz:
    """A question with its choices; `answer` counts from 1 as people see it, `right` and `wrong` are said after it."""

    question: str
    choices: tuple[str, ...]
    answer: int
    right: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class Step:
    """One message of a course, sent as it stands, with an article to read on and perhaps a quiz."""

    id: str
    title: str
    text: str
    article_id: str = ""
    quiz: Quiz | None = None
    line: int = 1


@dataclass(frozen=True)
class Course:
    """A course of scripted steps in their order."""

    id: str
    title: str
    steps: tuple[Step, ...]
    summary: str = ""
    topic: str = ""
    department: str = ""
    review_due: date | None = None
    path: str = ""


@dataclass(frozen=True)
class Announcement:
    """A prepared text for the loudspeaker; `fields` are the {names} to fill in, each with what to write there."""

    id: str
    title: str
    text: str
    kind: str = "daily"
    facts: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    review_due: date | None = None
    path: str = ""
