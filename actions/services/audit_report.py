"""What an article said on a day, who approved it on what basis, and whether the record holds: evidence to hand on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.clock import at, local_day
from actions.db.models import AuditEvent, LibraryVersion
from actions.errors import UserFacingError
from actions.services import audit, library, reviewers
from content.load import parse_article
from content.model import Article, Fact


@dataclass(frozen=True)
class Spell:
    """A time in which villagers got a version, with the event that made it live; `until` is None while it lasts."""

    number: int
    since: datetime
    until: datetime | None
    approved: audit.Event


@dataclass(frozen=True)
class Said:
    """A version that was live on the day: its exact text (None when it is gone), as an article where it is one.

    `checksum` is that of the text now, `recorded` the one its events tell; `facts` are as the register has them now.
    """

    spell: Spell
    text: str | None
    title: str
    article: Article | None
    facts: tuple[Fact, ...]
    checksum: str
    recorded: str


@dataclass(frozen=True)
class Begun:
    """The first day of the library and the first day of its record here; None while there is nothing."""

    library: date | None
    record: date | None


@dataclass(frozen=True)
class Report:
    """The whole answer; `events` are those about the article up to the day's end, `head` is the chain's last event."""

    article_id: str
    title: str
    day: date
    said: tuple[Said, ...]
    events: tuple[audit.Event, ...]
    faults: tuple[audit.Fault, ...]
    head: tuple[int, str]
    made_at: datetime
    made_by: str
    begun: Begun = Begun(None, None)


def begun(session: Session) -> Begun:
    """Since when there has been a library, and since when a record of it: of the days before nothing is known."""
    first = session.scalar(select(func.min(LibraryVersion.created_at)))
    told = session.scalar(select(AuditEvent.at).order_by(AuditEvent.id).limit(1))
    days = [local_day(moment) if moment is not None else None for moment in (first, told)]
    # An event tells of a version of its time: the texts may have been read in again since.
    known = [day for day in days if day is not None]
    return Begun(min(known) if known else None, days[1])


def events_until(session: Session, article_id: str, day: date) -> list[audit.Event]:
    """The events about an article up to the end of a day here, the oldest first."""
    end = bounds(day)[1]
    return [event for event in audit.events(session, article_id) if event.at < end]


def spells_on(session: Session, article_id: str, events: Sequence[audit.Event], day: date) -> list[Spell]:
    """When villagers got which version on a day, by the events up to its end, the first first.

    A text that was live and not valid yet, or no more, was read by nobody.
    """
    begin, end = bounds(day)
    live = (one for one in _spells(events) if one.until is None or one.until > begin)
    valid = (_while_valid(session, article_id, one, end) for one in live)
    return [one for one in valid if one.since < end and (one.until is None or one.until > max(begin, one.since))]


def bounds(day: date) -> tuple[datetime, datetime]:
    """When a day begins and ends here, in UTC."""
    return at(day, 0).astimezone(UTC), at(day + timedelta(days=1), 0).astimezone(UTC)


def report(session: Session, article_id: str, day: date, made_by: str, made_at: datetime) -> Report:
    """The report of an article on a day with the whole chain checked; raises UserFacingError for an unknown article."""
    newest = library.get_article(session, article_id)
    # What is told of an article names its version; other events are about accounts.
    if newest is None and not any("version" in event.details for event in audit.events(session, article_id)):
        raise UserFacingError("article_not_found", 404)
    events = events_until(session, article_id, day)
    return Report(
        article_id=article_id,
        title=newest.title if newest is not None else "",
        day=day,
        said=tuple(_said(session, article_id, spell, events) for spell in spells_on(session, article_id, events, day)),
        events=tuple(events),
        faults=tuple(audit.verify(session)),
        head=audit.head(session),
        made_at=made_at,
        made_by=made_by,
        begun=begun(session),
    )


def _spells(events: Sequence[audit.Event]) -> list[Spell]:
    found: list[Spell] = []
    for event in events:
        if audit.changes_live(event.action, event.details) and found and found[-1].until is None:
            found[-1] = replace(found[-1], until=event.at)
        if event.details.get("state") == "published":
            found.append(Spell(int(event.details["version"]), event.at, None, event))
    return found


def _while_valid(session: Session, article_id: str, spell: Spell, end: datetime) -> Spell:
    """The part of a spell in which the text itself said it was valid; its end stays open where it comes after `end`."""
    stored = library.get_article(session, article_id, spell.number)
    article = parse_article(stored.text, f"{article_id}.md")[0] if stored is not None else None
    if article is None:
        return spell
    since, until = spell.since, spell.until
    if article.valid_from is not None:
        since = max(since, bounds(article.valid_from)[0])
    if article.valid_until is not None and (last := bounds(article.valid_until)[1]) < end:
        until = min(until or last, last)
    return replace(spell, since=since, until=until)


def _said(session: Session, article_id: str, spell: Spell, events: Sequence[audit.Event]) -> Said:
    stored = library.get_article(session, article_id, spell.number)
    told = [event.details for event in events if event.details.get("version") == spell.number]
    recorded = next((str(details["checksum"]) for details in told if "checksum" in details), "")
    if stored is None:
        return Said(spell, None, "", None, (), "", recorded)
    article = parse_article(stored.text, f"{article_id}.md")[0]
    known = reviewers.registers(session).facts
    facts = tuple(known.get(number, Fact(number, "", "")) for number in article.facts) if article else ()
    title = article.title if article else stored.title
    return Said(spell, stored.text, title, article, facts, library.text_checksum(stored.text), recorded)
