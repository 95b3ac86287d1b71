"""Nothing reaches the loudspeaker that a second person has not read."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from actions.errors import UserFacingError
from actions.services import announcements, clips
from actions.services.announcements import Announcement


def draft(session: Session, request_id: str = "r1", text: str = "明天上午检修线路，请大家先存好水。") -> Announcement:
    return announcements.draft(
        session,
        request_id=request_id,
        title="检修通知",
        text=text,
        kind="daily",
        village_codes=["shangcun", "xiacun"],
        author="lao-wang",
    )


def test_somebody_else_approves_and_the_village_clip_is_queued(session: Session, now: datetime) -> None:
    written = draft(session)
    assert draft(session) == written
    assert (written.state, written.revision, written.village_codes) == ("draft", 1, ("shangcun", "xiacun"))
    with pytest.raises(UserFacingError, match="own_announcement"):
        announcements.approve(session, written.id, "lao-wang")
    approved = announcements.approve(session, written.id, "xiao-li", written.revision, now=now)
    assert (approved.state, approved.approver, approved.decided_at) == ("approved", "xiao-li", now)
    assert approved.clip_hash is not None
    clip = clips.get(session, approved.clip_hash)
    assert clip is not None
    assert (clip.state, clip.preset) == ("queued", "village")
    spec = clips.spec_of(session, approved.clip_hash)
    assert spec is not None
    assert (spec.text, spec.published) == (written.text, True)
    assert announcements.approve(session, written.id, "xiao-li") == approved


def test_an_edit_takes_approval_and_clip_away(session: Session) -> None:
    written = draft(session)
    announcements.approve(session, written.id, "xiao-li")
    edited = announcements.edit(
        session,
        written.id,
        title="检修通知",
        text="检修改到后天。",
        kind="important",
        village_codes=["all"],
        by="zhang",
    )
    assert (edited.state, edited.approver, edited.clip_hash, edited.revision) == ("draft", None, None, 2)
    with pytest.raises(UserFacingError, match="announcement_changed"):
        announcements.approve(session, written.id, "xiao-li", revision=1)
    with pytest.raises(UserFacingError, match="own_announcement"):
        announcements.approve(session, written.id, "zhang")


def test_the_author_stays_and_nobody_who_wrote_in_it_approves(session: Session) -> None:
    written = draft(session)
    for by in ("boss", "lao-wang", "boss"):
        written = announcements.edit(
            session, written.id, title="检修通知", text="后天检修。", kind="daily", village_codes=["all"], by=by
        )
    assert (written.author, written.changed_by, written.revision) == ("lao-wang", ("boss",), 4)
    for wrote in ("lao-wang", "boss"):
        with pytest.raises(UserFacingError, match="own_announcement"):
            announcements.approve(session, written.id, wrote)
        with pytest.raises(UserFacingError, match="own_announcement"):
            announcements.reject(session, written.id, wrote, "不行")
    assert announcements.approve(session, written.id, "xiao-li").state == "approved"


def test_a_rejected_one_goes_back_with_a_reason(session: Session) -> None:
    written = draft(session)
    with pytest.raises(UserFacingError, match="own_announcement"):
        announcements.reject(session, written.id, "lao-wang", "不合适")
    rejected = announcements.reject(session, written.id, "xiao-li", "时间写错了")
    assert (rejected.state, rejected.reason) == ("rejected", "时间写错了")
    with pytest.raises(UserFacingError, match="announcement_not_open"):
        announcements.approve(session, written.id, "xiao-li")
    assert announcements.list_(session, "rejected") == [rejected]
    assert announcements.list_(session, "draft") == []


@pytest.mark.parametrize("text", ["", "  ", "长" * 601])
def test_an_empty_or_endless_text_is_refused(session: Session, text: str) -> None:
    with pytest.raises(UserFacingError, match="announcement_length"):
        draft(session, text=text)


def test_emergency_is_no_kind_of_ours(session: Session) -> None:
    with pytest.raises(UserFacingError, match="announcement_kind"):
        announcements.draft(
            session,
            request_id="r1",
            title="题",
            text="文",
            kind="emergency",  # type: ignore[arg-type]
            village_codes=["all"],
            author="a",
        )
