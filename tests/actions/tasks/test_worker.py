"""A real worker is killed in the middle, and everything is done once after its restart."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, column, create_engine, select, table, update
from sqlalchemy.orm import Session

from actions.clock import at, local_day, utc_now
from actions.db.engine import begin, read
from actions.db.models import LessonPush, OutboxMessage, Reminder
from actions.services import bookings, clips, lessons, messages, people
from tts_audio.storage import find_clip

DAY = 86_400_000
TEXT = "请先断电。然后把手擦干。再打电话给供电所。"


def clip_state(installation: Any, name: str) -> str:
    with read(installation.context.sessions) as session:
        info = clips.get(session, name)
        assert info is not None
        return info.state


def ask(installation: Any, text: str, priority: int = clips.URGENT) -> str:
    with begin(installation.context.sessions) as session:
        return clips.request_clip(
            session, text=text, title="题", source="reply:1", engine="tone", priority=priority
        ).hash


def test_a_clip_killed_twice_in_the_middle_is_made_once(installation: Any) -> None:
    name = ask(installation, TEXT)
    folder = installation.settings.clips_dir
    for _kill in range(2):
        begun = len(installation.spoken())
        installation.start_worker(seconds=1.0)
        installation.wait_for(lambda before=begun: len(installation.spoken()) > before)
        assert clip_state(installation, name) == "making"
        installation.kill_worker()
        # A listener never gets half a file.
        assert find_clip(folder, name) is None
        assert not (folder / f"{name}.mp3").exists()
    installation.start_worker()
    installation.wait_for(lambda: clip_state(installation, name) == "done")
    assert find_clip(folder, name) is not None
    assert len(list(folder.glob("*.mp3"))) == 1
    spoken = len(installation.spoken())
    assert ask(installation, TEXT) == name
    another = ask(installation, "第二段。")
    installation.wait_for(lambda: clip_state(installation, another) == "done")
    # What is made is not made again: at most the second text and its label were spoken.
    assert "请先断电。" not in "".join(installation.spoken()[spoken:])
    assert installation.stop_worker() == 0


def test_a_clip_whose_file_is_gone_is_made_again(installation: Any) -> None:
    name = ask(installation, "一句。")
    for _life in range(2):
        installation.start_worker()
        installation.wait_for(
            lambda: clip_state(installation, name) == "done" and find_clip(installation.settings.clips_dir, name)
        )
        installation.kill_worker()
        for path in installation.settings.clips_dir.glob(f"{name}*.*"):
            if path.is_file():
                path.unlink()


def test_what_ended_long_ago_is_forgotten_by_the_workflow_database(installation: Any) -> None:
    old = ask(installation, "一句。")
    installation.start_worker()
    installation.wait_for(lambda: clip_state(installation, old) == "done")
    assert installation.stop_worker() == 0
    url = installation.settings.dbos_url.replace("postgresql://", "postgresql+psycopg://")
    statuses = table("workflow_status", column("workflow_uuid"), column("completed_at", BigInteger))
    statuses.schema = "dbos" if url.startswith("postgresql") else None
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(update(statuses).values(completed_at=statuses.c.completed_at - 31 * DAY))
    new = ask(installation, "又一句。")
    installation.start_worker()
    installation.wait_for(lambda: clip_state(installation, new) == "done")
    with engine.begin() as connection:
        ids = connection.scalars(select(statuses.c.workflow_uuid)).all()
    engine.dispose()
    assert not any(old in one for one in ids)
    assert any(new in one for one in ids)
    assert ask(installation, "一句。") == old
    assert clip_state(installation, old) == "done"


def test_a_worker_told_to_stop_in_the_middle_leaves_the_clip_for_the_next(installation: Any) -> None:
    name = ask(installation, "一句。" * 40)
    installation.start_worker(seconds=1.0)
    installation.wait_for(lambda: len(installation.spoken()) > 0)
    assert installation.stop_worker() == 0
    assert clip_state(installation, name) == "making"
    installation.start_worker()
    installation.wait_for(lambda: clip_state(installation, name) == "done")


def test_a_push_killed_twice_reaches_everybody_once(installation: Any) -> None:
    with begin(installation.context.sessions) as session:
        everybody = [people.find_or_create(session, "web", f"c{number}") for number in range(150)]
        for person in everybody:
            lessons.subscribe(session, person, "shangcun")
        elsewhere = people.find_or_create(session, "web", "elsewhere")
        lessons.subscribe(session, elsewhere, "xiacun")
        push = lessons.push(session, "kecheng", "shangcun", "lao-wang", "r1")

    def sent() -> int:
        with read(installation.context.sessions) as session:
            return len(session.scalars(select(OutboxMessage.id)).all())

    for wanted in (1, 40):
        installation.start_worker()
        installation.wait_for(lambda least=wanted: sent() >= least)
        installation.kill_worker()
    installation.start_worker()

    def finished() -> bool:
        with read(installation.context.sessions) as session:
            return session.get_one(LessonPush, push.id).state == "done"

    installation.wait_for(finished)
    assert sent() == 150
    with read(installation.context.sessions) as session:
        assert session.get_one(LessonPush, push.id).reached == 150
        for person in everybody:
            (reply,) = messages.since(session, person)
            assert "两步课" in reply.payload["text"]
            assert reply.payload["buttons"][0]["payload"] == '/learn_lesson{"course": "kecheng"}'
        assert messages.since(session, elsewhere) == []


def test_a_reminder_comes_once_and_not_for_a_cancelled_visit(installation: Any) -> None:
    now = utc_now()
    with begin(installation.context.sessions) as session:
        person = people.find_or_create(session, "web", "c1")
        free = bookings.free_slots(session, "pingcun", local_day(now) + timedelta(days=2), limit=4)
        made = [book(session, person, f"m{number}", slot, now) for number, slot in enumerate(free[:2])]
        bookings.cancel(session, made[1].id, person, "m9", now)
        for row in session.scalars(select(Reminder)):
            row.due_at = at(local_day(now), 11)
            row.state = "waiting"

    def states() -> list[str]:
        with read(installation.context.sessions) as session:
            return list(session.scalars(select(Reminder.state).order_by(Reminder.booking_id)))

    installation.start_worker()
    installation.wait_for(lambda: "waiting" not in states())
    installation.kill_worker()
    assert states() == ["done", "cancelled"]
    with read(installation.context.sessions) as session:
        (reply,) = messages.since(session, person)
        text = reply.payload["text"]
        assert made[0].door_code in text
        assert made[0].number in text
        assert "平村2组" in text


def book(session: Session, person: int, request_id: str, slot: bookings.Slot, now: datetime) -> bookings.Booking:
    day: date = slot.day
    request = bookings.BookingRequest(request_id, person, "pingcun", 2, "王大爷", "13800000000", "", "", day, slot.half)
    return bookings.book(session, request, now)
