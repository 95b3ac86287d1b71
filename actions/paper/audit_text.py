"""The report of the audit as blocks in their order: every sentence that will stand on its pages."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from actions.clock import local
from actions.paper.blocks import Block, Span, blocks_of, plain
from actions.paper.words import action_text, fault_text, words
from actions.services.audit import Event
from actions.services.audit_report import Begun, Report, Said
from content.document import PARTS
from content.model import Fact
from content.render import source_line

_MOST_FAULTS = 50


def moment_text(moment: datetime) -> str:
    """2026年11月24日 09:30:12, as clocks here show it."""
    here = local(moment)
    return f"{day_text(here.date())} {here:%H:%M:%S}"


def day_text(day: date) -> str:
    """2026年11月24日."""
    return f"{day.year}年{day.month}月{day.day}日"


def report_blocks(report: Report, company: str) -> Iterator[Block]:
    """Everything the report says, from its title to the last event."""
    told: dict[str, Any] = words()["audit"]
    yield plain(company, bold=True)
    yield plain(told["title"], "title")
    yield plain(told["article"].format(title=report.title or told["no_title"], id=report.article_id))
    yield plain(told["day"].format(day=day_text(report.day)))
    yield plain(told["made"].format(moment=moment_text(report.made_at), by=report.made_by))
    yield from _verdict(report, told)
    yield plain(told["said"], "chapter")
    if not report.said:
        yield plain(told["said_nothing"] + nothing_text(report.begun, report.day))
    if len(report.said) > 1:
        yield plain(told["said_several"].format(count=len(report.said)))
    for said in report.said:
        yield from _said(said, told)
    yield plain(told["events"], "chapter")
    if not report.events:
        yield plain(told["no_events"])
    for event in report.events:
        yield from _event(event, told)


def nothing_text(begun: Begun, day: date) -> str:
    """Why there is nothing to tell of a day from before the library or its record; empty for any later one."""
    told: dict[str, Any] = words()["audit"]
    if begun.library is None or day < begun.library:
        return str(told["no_library"].format(day=day_text(begun.library)) if begun.library else told["no_library_yet"])
    if begun.record is None or day < begun.record:
        return str(told["no_record"].format(day=day_text(begun.record)) if begun.record else told["no_head"])
    return ""


def head_text(report: Report) -> str:
    """The last event of the chain as it stands at the foot of every page."""
    told: dict[str, Any] = words()["audit"]
    number, hash_ = report.head
    return str(told["foot"].format(number=number, hash=hash_) if number else told["no_head"])


def page_text(page: int, pages: int) -> str:
    """第1页，共3页."""
    return str(words()["audit"]["page"].format(page=page, pages=pages))


def _verdict(report: Report, told: dict[str, Any]) -> Iterator[Block]:
    number, hash_ = report.head
    if report.faults:
        yield plain(told["broken"], bold=True)
        for fault in report.faults[:_MOST_FAULTS]:
            text = fault_text(fault.kind, fault.number, fault.subject)
            yield Block("item", (Span(text, True),), "•")
        if len(report.faults) > _MOST_FAULTS:
            text = told["more_faults"].format(count=len(report.faults) - _MOST_FAULTS)
            yield Block("item", (Span(text, True),), "•")
    else:
        yield plain(told["holds"].format(count=number), bold=True)
    yield plain(told["head"].format(number=number, hash=hash_) if number else told["no_head"])


def _said(said: Said, told: dict[str, Any]) -> Iterator[Block]:
    spell = said.spell
    yield plain(told["version"].format(number=spell.number, title=said.title), "version")
    since = moment_text(spell.since)
    if spell.until is None:
        yield plain(told["spell_open"].format(since=since))
    else:
        yield plain(told["spell"].format(since=since, until=moment_text(spell.until)))
    event = spell.approved
    who, action = _actor(event.actor, told), action_text(event.action)
    values = {"actor": who, "moment": moment_text(event.at), "action": action, "number": event.number}
    yield plain(told["approved"].format(**values))
    reason = str(event.details.get("reason") or "")
    yield plain(told["reason"].format(reason=reason) if reason else told["no_reason"])
    if said.text is None:
        yield plain(told["no_text"], bold=True)
        yield plain(told["checksum"].format(checksum=said.recorded))
        return
    yield from _checksum(said, told)
    article = said.article
    if article is None:
        yield plain(told["no_article"], bold=True)
        yield plain(said.text)
        return
    signed = told["signed"].format(who=article.signed_off_by, day=article.signed_off_on)
    yield plain(told["unsigned"] if article.sample else signed)
    for part, text in zip(PARTS, (article.short, article.detail, article.broadcast, article.poster), strict=True):
        yield plain(part, "part")
        marked = part == "详解" and text.strip()
        yield from blocks_of(text) if marked else [plain(text or told["nothing"])]
    yield from _sources(said, told)


def _checksum(said: Said, told: dict[str, Any]) -> Iterator[Block]:
    yield plain(told["checksum"].format(checksum=said.checksum))
    if not said.recorded:
        yield plain(told["unrecorded"], bold=True)
    elif said.recorded == said.checksum:
        yield plain(told["same"])
    else:
        yield plain(told["differs"].format(recorded=said.recorded), bold=True)


def _sources(said: Said, told: dict[str, Any]) -> Iterator[Block]:
    sources = said.article.sources if said.article else ()
    yield plain(told["sources"], "part")
    for source in sources:
        yield Block("item", (Span(source_line(source)),), "•")
    if not sources:
        yield plain(told["nothing"])
    yield plain(told["facts"], "part")
    for fact in said.facts:
        yield Block("item", (Span(_fact(fact, told)),), "•")
    if not said.facts:
        yield plain(told["nothing"])


def _fact(fact: Fact, told: dict[str, Any]) -> str:
    if not fact.text:
        return str(told["no_fact"].format(number=fact.number))
    text: str = told["fact"].format(number=fact.number, grade=fact.grade, text=fact.text)
    return text + ("\n" + told["fact_basis"].format(basis=fact.basis) if fact.basis else "")


def _event(event: Event, told: dict[str, Any]) -> Iterator[Block]:
    values = {"moment": moment_text(event.at), "actor": _actor(event.actor, told), "action": action_text(event.action)}
    yield plain(told["event"].format(number=event.number, **values), "event")
    names, meanings = told["detail"], told["value"]
    for key, value in event.details.items():
        yield plain(f"{names.get(key, key)}：{meanings.get(key, {}).get(value, value)}", "small")
    yield plain(told["event_hash"].format(hash=event.hash), "small")
    previous = told["event_previous"].format(hash=event.previous) if event.previous else told["first_event"]
    yield plain(previous, "small")


def _actor(actor: str, told: dict[str, Any]) -> str:
    return str(told["files"]) if actor == "files" else actor
