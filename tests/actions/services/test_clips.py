"""The same words are the same clip, whoever asks, and what somebody waits for goes first."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.db.models import Clip
from actions.services import clips


def ask(session: Session, text: str = "请先断电。", source: str = "reply:1", **changes: object) -> clips.ClipInfo:
    return clips.request_clip(session, text=text, title="断电", source=source, **changes)  # type: ignore[arg-type]


def test_asking_twice_is_one_clip(session: Session) -> None:
    first = ask(session)
    assert ask(session) == first
    assert len(first.hash) == 32
    assert ask(session, text="别的").hash != first.hash
    assert ask(session, preset="village").hash != first.hash
    assert clips.get(session, first.hash) == first
    assert clips.get(session, "0" * 32) is None


def test_only_words_of_articles_announcements_and_cards_count_as_published(session: Session) -> None:
    public = ("article:wet-hands:3", "announcement:1:1", "emergency:fire")
    for source, published in (("reply:1", False), *((one, True) for one in public)):
        spec = clips.spec_of(session, ask(session, text=source, source=source).hash)
        assert spec is not None
        assert spec.published is published


def test_words_of_a_reply_lie_sealed(session: Session) -> None:
    ask(session, text="张三您好，明天上午来。")
    row = session.scalars(select(Clip)).one()
    assert "张三".encode() not in (row.text_sealed or b"")


def test_who_waits_goes_before_what_is_made_ahead(session: Session, now: datetime) -> None:
    ahead = ask(session, text="一", priority=clips.IDLE, now=now)
    village = ask(session, text="二", priority=clips.NORMAL, now=now + timedelta(seconds=1))
    urgent = ask(session, text="三", now=now + timedelta(seconds=2))
    assert [one.hash for one in clips.due(session)] == [urgent.hash, village.hash]
    everything = clips.due(session, at_least=clips.IDLE)
    assert [one.hash for one in everything] == [urgent.hash, village.hash, ahead.hash]
    assert ask(session, text="一").priority == clips.URGENT


def test_a_clip_that_was_given_up_is_tried_again_when_somebody_asks(session: Session) -> None:
    first = ask(session)
    clips.set_state(session, first.hash, "failed_gave_up", "没有声音")
    failed = clips.get(session, first.hash)
    assert failed is not None
    assert failed.problem == "没有声音"
    ahead = ask(session, priority=clips.IDLE)
    assert ahead.state == "failed_gave_up"
    again = ask(session)
    assert (again.state, again.attempt, again.problem) == ("queued", 1, None)
