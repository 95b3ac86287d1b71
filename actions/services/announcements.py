"""Announcements for the loudspeaker: one person writes, another approves, and then the clip is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.clock import utc_now
from actions.db.models import AnnouncementRow
from actions.db.rows import add_once
from actions.errors import UserFacingError
from actions.services import clips
from actions.services.places import places_of

Kind = Literal["daily", "important"]
ALL = "all"
# What the form lets through, what its refusal says and what is kept: one truth.
LONGEST_TITLE, LONGEST_TEXT = 60, 600
_LONGEST_REASON = 300


@dataclass(frozen=True)
class Announcement:
    """An announcement and who stands for it; `changed_by` wrote in it later, `clip_hash` is set once it is approved."""

    id: int
    title: str
    text: str
    kind: str
    village_codes: tuple[str, ...]
    state: str
    revision: int
    author: str
    changed_by: tuple[str, ...]
    approver: str | None
    decided_at: datetime | None
    reason: str | None
    clip_hash: str | None
    created_at: datetime

    @property
    def writers(self) -> tuple[str, ...]:
        """Everybody whose words may be in it: none of them approves it."""
        return (self.author, *self.changed_by)


def draft(
    session: Session,
    *,
    request_id: str,
    title: str,
    text: str,
    kind: Kind,
    village_codes: Sequence[str],
    author: str,
    now: datetime | None = None,
) -> Announcement:
    """Write an announcement for villages (or `all`), once per request_id."""
    known = select(AnnouncementRow).where(AnnouncementRow.request_id == request_id)
    found = session.scalar(known)
    if found is not None:
        return _view(found)
    title, text, codes = _checked(session, title, text, kind, village_codes)
    row = AnnouncementRow(
        request_id=request_id,
        title=title,
        text=text,
        kind=kind,
        village_codes=codes,
        author=author,
        created_at=now or utc_now(),
    )
    return _view(row if add_once(session, row) else session.scalars(known).one())


def edit(
    session: Session,
    announcement_id: int,
    *,
    title: str,
    text: str,
    kind: Kind,
    village_codes: Sequence[str],
    by: str,
) -> Announcement:
    """Change an announcement: whoever approved it approved another text, so approval and clip are gone.

    Its author stays its author; whoever else wrote in it is kept beside.
    """
    row = _get(session, announcement_id)
    row.title, row.text, row.village_codes = _checked(session, title, text, kind, village_codes)
    row.kind = kind
    if by not in _view(row).writers:
        row.changed_by = f"{row.changed_by} {by}".strip()
    row.revision += 1
    row.state, row.approver, row.decided_at, row.reason, row.clip_hash = "draft", None, None, None, None
    session.flush()
    return _view(row)


def approve(
    session: Session,
    announcement_id: int,
    approver: str,
    revision: int | None = None,
    *,
    engine: str = "kokoro",
    now: datetime | None = None,
) -> Announcement:
    """Approve the text one has read (`revision`); never one's own. The village clip is queued with it."""
    row = _get(session, announcement_id)
    if approver in _view(row).writers:
        raise UserFacingError("own_announcement", 403)
    if revision is not None and revision != row.revision:
        raise UserFacingError("announcement_changed", 409)
    if row.state == "approved":
        return _view(row)
    if row.state != "draft":
        raise UserFacingError("announcement_not_open", 409)
    clip = clips.request_clip(
        session,
        text=row.text,
        title=row.title,
        source=f"announcement:{row.id}:{row.revision}",
        preset="village",
        engine=engine,
        priority=clips.NORMAL,
    )
    row.state, row.approver, row.decided_at, row.clip_hash = "approved", approver, now or utc_now(), clip.hash
    session.flush()
    return _view(row)


def reject(
    session: Session, announcement_id: int, approver: str, reason: str, now: datetime | None = None
) -> Announcement:
    """Send an announcement back with a reason."""
    row = _get(session, announcement_id)
    if approver in _view(row).writers:
        raise UserFacingError("own_announcement", 403)
    if row.state != "draft":
        raise UserFacingError("announcement_not_open", 409)
    if len(reason) > _LONGEST_REASON:
        raise UserFacingError("field_too_long", 422)
    row.state, row.approver, row.decided_at, row.reason = "rejected", approver, now or utc_now(), reason
    session.flush()
    return _view(row)


def get(session: Session, announcement_id: int) -> Announcement:
    """One announcement."""
    return _view(_get(session, announcement_id))


def list_(session: Session, state: str | None = None, limit: int = 100) -> list[Announcement]:
    """Announcements, newest first."""
    query = select(AnnouncementRow).order_by(AnnouncementRow.id.desc()).limit(limit)
    if state is not None:
        query = query.where(AnnouncementRow.state == state)
    return [_view(row) for row in session.scalars(query)]


def _checked(session: Session, title: str, text: str, kind: str, village_codes: Sequence[str]) -> tuple[str, str, str]:
    title, text = title.strip(), text.strip()
    if not title or len(title) > LONGEST_TITLE or not text or len(text) > LONGEST_TEXT:
        raise UserFacingError("announcement_length", 422)
    if kind not in ("daily", "important"):
        raise UserFacingError("announcement_kind", 422)
    codes = list(dict.fromkeys(village_codes))
    if not codes:
        raise UserFacingError("announcement_needs_village", 422)
    for code in codes:
        if code != ALL:
            places_of(session).village(code)
    return title, text, " ".join(codes)


def _get(session: Session, announcement_id: int) -> AnnouncementRow:
    row = session.scalars(
        select(AnnouncementRow).where(AnnouncementRow.id == announcement_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise UserFacingError("unknown_announcement", 404)
    return row


def _view(row: AnnouncementRow) -> Announcement:
    return Announcement(
        row.id,
        row.title,
        row.text,
        row.kind,
        tuple(row.village_codes.split()),
        row.state,
        row.revision,
        row.author,
        tuple(row.changed_by.split()),
        row.approver,
        row.decided_at,
        row.reason,
        row.clip_hash,
        row.created_at,
    )
