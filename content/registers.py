"""Reading the registers beside the library: topics, facts, laws, villages, dialect words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from content.document import Value, read_text, read_yaml
from content.model import Fact, Group, Law, Market, Problem, Section, Term, Topic, Town, Village
from content.normalize import Terms

OUTSIDE_FILE = "calibration_outside.yml"
_REGISTER_EVENTS = 60_000


@dataclass(frozen=True)
class Registers:
    """Everything an article may refer to; `article_ids` are all its articles, `media` the names of all its media."""

    topics: dict[str, Topic] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    laws: tuple[Law, ...] = ()
    towns: tuple[Town, ...] = ()
    villages: tuple[Village, ...] = ()
    terms: Terms = field(default_factory=Terms)
    article_ids: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()


def load_registers(root: Path) -> tuple[Registers, list[Problem]]:
    """The registers of a content folder and everything in them that cannot be used; a missing file is a problem."""
    problems: list[Problem] = []

    def tree(name: str) -> Value:
        found = _tree(root / name, name)
        if isinstance(found, Problem):
            problems.append(found)
            return Value(1, kind="map")
        return found

    villages, facts, terms = tree("villages.yml"), tree("facts.yml"), tree("terms.yml")
    registers = Registers(
        topics={item.get("id").text: _topic(item) for item in tree("topics.yml").get("topics").items},
        facts={number: _fact(number, value) for number, value in facts.get("facts").entries.items()},
        laws=tuple(_law(item) for item in tree("laws.yml").get("laws").items),
        towns=tuple(_town(item) for item in villages.get("towns").items),
        villages=tuple(_village(item) for item in villages.get("villages").items),
        terms=Terms((_term(item) for item in terms.get("terms").items), terms.get("fillers").texts()),
    )
    return registers, problems + list(_unknown_towns(villages, registers.towns))


def _unknown_towns(villages: Value, towns: tuple[Town, ...]) -> Iterator[Problem]:
    """A village that serves all the same, but whose town is nowhere in the register: most often a slip of the pen."""
    known = [town.name for town in towns]
    for item in villages.get("villages").items:
        town = item.get("town")
        if known and town.text and town.text not in known:
            message = f"{item.get('name').text}的镇“{town.text}”没有登记；登记了的有{'、'.join(known)}。"
            yield Problem("villages.yml", town.line, "town-unknown", message, "warning")


def outside_messages(root: Path) -> tuple[str, ...]:
    """The messages written down as not answered by the library; none when the file is missing or unreadable."""
    found = _tree(root / OUTSIDE_FILE, OUTSIDE_FILE)
    if isinstance(found, Problem):
        return ()
    return tuple(text for group in found.get("messages").entries.values() for text in group.texts())


def day_of(text: str) -> date | None:
    """An ISO date, None for anything else."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _tree(path: Path, shown: str) -> Value | Problem:
    text = read_text(path, shown)
    # Registers are ours and share a market between villages by anchor; articles may not.
    return text if isinstance(text, Problem) else read_yaml(text, shown, max_events=_REGISTER_EVENTS, anchors=True)


def _topic(item: Value) -> Topic:
    sections = tuple(Section(entry.get("id").text, entry.get("name").text) for entry in item.get("sections").items)
    name, department = item.get("name").text, item.get("department").text
    opening = item.get("before_opening").text
    return Topic(item.get("id").text, name, department, item.get("also").texts(), sections, opening)


def _fact(number: str, value: Value) -> Fact:
    return Fact(number, value.get("grade").text, value.get("text").text, value.get("basis").text)


def _law(item: Value) -> Law:
    return Law(
        title=item.get("title").text,
        number=item.get("number").text,
        kind=item.get("kind").text or "law",
        in_force=day_of(item.get("in_force").text),
        repealed_by=item.get("repealed_by").text,
    )


def _town(item: Value) -> Town:
    return Town(
        code=item.get("code").text,
        name=item.get("name").text,
        county=item.get("county").text,
        aliases=item.get("aliases").texts(),
        market=_market(item.get("market")),
    )


def _village(item: Value) -> Village:
    return Village(
        code=item.get("code").text,
        name=item.get("name").text,
        town=item.get("town").text,
        county=item.get("county").text,
        example=item.get("example").text == "true",
        aliases=item.get("aliases").texts(),
        groups=tuple(_group(entry) for entry in item.get("groups").items if entry.get("number").text.isdigit()),
        market=_market(item.get("market")),
        steward=item.get("steward").get("login").text,
        coordinator=item.get("coordinator").text,
        landmarks=item.get("landmarks").texts(),
    )


def _group(item: Value) -> Group:
    return Group(int(item.get("number").text), item.get("aliases").texts(), item.get("example").text == "true")


def _market(value: Value) -> Market | None:
    if value.kind != "map" or not value.entries:
        return None
    days = tuple(int(day) for day in value.get("days").texts() if day.isdigit())
    return Market(value.get("calendar").text, days, value.get("example").text == "true")


def _term(item: Value) -> Term:
    return Term(
        say=item.get("say").text,
        means=item.get("means").text,
        register=item.get("register").text or "口语",
        not_after=item.get("not_after").text,
        not_before=item.get("not_before").text,
    )
