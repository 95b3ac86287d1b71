"""Clips: asked for by anybody, made by the worker, found by the hash that is the name of their file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from actions.clock import utc_now
from actions.db.models import Clip
from actions.db.rows import add_once
from content.emergency import Emergency
from content.model import Article

if TYPE_CHECKING:
    from tts_audio.clip import ClipSpec

URGENT, NORMAL, IDLE = 10, 5, 0
_PUBLISHED = ("article:", "announcement:", "emergency:")


@dataclass(frozen=True)
class ClipInfo:
    """A clip and how far it is: queued, making, done or failed_gave_up."""

    hash: str
    state: str
    title: str
    source: str
    preset: str
    priority: int
    attempt: int
    problem: str | None
    created_at: datetime


def request_clip(
    session: Session,
    *,
    text: str,
    title: str,
    source: str,
    preset: str = "answer",
    voice: str = "",
    engine: str = "kokoro",
    speed: float = 1.0,
    priority: int = URGENT,
    now: datetime | None = None,
) -> ClipInfo:
    """Ask for a clip; the same text, voice, engine, preset and speed is the same clip.

    `source` says whose words they are: those of an article (`article:<id>:<version>`), an approved announcement or
    the card of a danger are published, and only published words may leave this machine. A clip that was given up is
    tried again, one that waits moves up when somebody wants it now, and one that was heard as a draft is published
    with its words.
    """
    from tts_audio.clip import ClipSpec, clip_hash  # loads the audio libraries, which most requests never need

    spec = ClipSpec(text=text, voice=voice, engine=engine, preset=preset, speed=speed, title=title)
    name = clip_hash(spec)
    row = session.get(Clip, name)
    if row is None:
        row = Clip(
            hash=name,
            title=title[:200],
            voice=voice,
            engine=engine,
            preset=preset,
            speed=speed,
            source=source[:160],
            published=source.startswith(_PUBLISHED),
            priority=priority,
            created_at=now or utc_now(),
            text=text,
        )
        if not add_once(session, row):
            row = session.get_one(Clip, name)
    if not row.published and source.startswith(_PUBLISHED):
        row.published, row.source = True, source[:160]
    if row.state == "failed_gave_up" and priority > IDLE:
        row.state, row.problem = "queued", None
        row.attempt += 1
    row.priority = max(row.priority, priority)
    session.flush()
    return _view(row)


def request_article(session: Session, article: Article, number: int, engine: str, priority: int = URGENT) -> ClipInfo:
    """Ask for the clip of an article's answer: the words that chat says, so every way of asking meets one clip."""
    return request_clip(
        session,
        text=article.short,
        title=article.title,
        source=f"article:{article.id}:{number}",
        preset="answer",
        engine=engine,
        priority=priority,
    )


def request_card(session: Session, danger: Emergency, engine: str, now: datetime | None = None) -> ClipInfo:
    """Ask for the clip of what to do in a danger: the words of its card, one clip for whoever cries for help."""
    source = f"emergency:{danger.kind}"
    return request_clip(session, text=danger.reply, title="", source=source, engine=engine, now=now)


def hash_of(text: str, title: str, engine: str, preset: str = "answer") -> str:
    """The hash of the clip of these words."""
    from tts_audio.clip import ClipSpec, clip_hash

    return clip_hash(ClipSpec(text=text, engine=engine, preset=preset, title=title))


def article_hash(article: Article, engine: str) -> str:
    """The hash of the clip that `request_article` asks for."""
    return hash_of(article.short, article.title, engine)


def get(session: Session, name: str) -> ClipInfo | None:
    """A clip by its hash."""
    row = session.get(Clip, name, populate_existing=True)
    return _view(row) if row is not None else None


def spec_of(session: Session, name: str) -> ClipSpec | None:
    """What a clip is made from."""
    from tts_audio.clip import ClipSpec

    row = session.get(Clip, name)
    if row is None:
        return None
    return ClipSpec(
        text=row.text or "",
        voice=row.voice,
        engine=row.engine,
        preset=row.preset,
        speed=row.speed,
        title=row.title,
        published=row.published,
    )


def due(session: Session, limit: int = 10, at_least: int = NORMAL, below: int = URGENT + 1) -> list[ClipInfo]:
    """The clips to make next, of priorities `at_least` and `below`: the more urgent first, then the oldest."""
    rows = session.scalars(
        select(Clip)
        .where(Clip.state.in_(("queued", "making")), Clip.priority >= at_least, Clip.priority < below)
        .order_by(Clip.priority.desc(), Clip.created_at)
        .limit(limit)
    )
    return [_view(row) for row in rows]


def set_state(session: Session, name: str, state: str, problem: str | None = None) -> None:
    """Write how far a clip is, so that page and console can say it."""
    session.execute(
        update(Clip).where(Clip.hash == name).values(state=state, problem=problem[:300] if problem else None)
    )


def _view(row: Clip) -> ClipInfo:
    return ClipInfo(
        row.hash,
        row.state,
        row.title,
        row.source,
        row.preset,
        row.priority,
        row.attempt,
        row.problem,
        row.created_at,
    )
