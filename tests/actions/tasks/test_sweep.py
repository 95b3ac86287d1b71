"""What the look for due rows starts, and when it leaves people alone."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.clock import at, local_day, utc_now
from actions.db.engine import Sessions, begin, read
from actions.db.models import Clip, LessonPush, LibraryArticle, RefusedQuestion, Reminder
from actions.services import audit, bookings, clips, editing, lessons, library, library_files, messages
from actions.services.live_index import LiveIndex
from actions.services.users import Account
from actions.tasks.jobs import Jobs
from actions.tasks.sweep import Sweep
from content.load import DEFAULT_ROOT
from content.writing import with_field
from tts_audio.audio import write_wav
from tts_audio.engines.folder import FolderEngine
from tts_audio.engines.tone import ToneEngine
from tts_audio.errors import EngineUnavailable


@dataclass
class Handle:
    """A workflow in the state it is told."""

    state: str = "PENDING"

    def get_status(self) -> SimpleNamespace:
        return SimpleNamespace(status=self.state)


@dataclass
class StartedWorkflows:
    """Writes down what was started instead of running it."""

    started: list[str] = field(default_factory=list)
    handles: list[Handle] = field(default_factory=list)
    state: str = "PENDING"
    over: int = 0

    def _start(self, key: str) -> Handle:
        self.started.append(key)
        self.handles.append(Handle("SUCCESS" if len(self.started) <= self.over else self.state))
        return self.handles[-1]

    def start_clip(self, name: str, attempt: int, again: int = 0) -> Handle:
        return self._start(f"clip:{name}:{attempt}" + f":again{again}" * bool(again))

    def start_push(self, push_id: int, again: int = 0) -> Handle:
        return self._start(f"push:{push_id}" + f":again{again}" * bool(again))

    def start_reminder(self, reminder_id: int, again: int = 0) -> Handle:
        return self._start(f"reminder:{reminder_id}" + f":again{again}" * bool(again))

    def forget_old(self, now: datetime) -> int:
        return 0

    def finish(self) -> None:
        for handle in self.handles:
            handle.state = "SUCCESS"


@pytest.fixture
def workflows() -> StartedWorkflows:
    return StartedWorkflows()


@pytest.fixture
def sweep_at(sessions: Sessions, workflows: StartedWorkflows, tmp_path: Path, now: datetime) -> Callable[[int], Sweep]:
    """A sweep that believes it is a certain hour of the tests' day."""
    jobs = Jobs(sessions, sessions.kw["info"]["content_dir"], tmp_path, ToneEngine())
    sweep = Sweep(jobs, workflows, LiveIndex(sessions))  # type: ignore[arg-type]

    def change(hour: int) -> Sweep:
        sweep.clock = lambda: at(local_day(now), hour)
        return sweep

    return change


def ask(sessions: Sessions, text: str, priority: int) -> str:
    with begin(sessions) as session:
        return clips.request_clip(session, text=text, title="", source="reply:1", engine="tone", priority=priority).hash


@pytest.mark.parametrize(("hour", "writes"), [(6, False), (7, True), (20, True), (21, False), (23, False)])
def test_pushes_and_reminders_wait_for_the_day(
    sessions: Sessions,
    sweep_at: Callable[[int], Sweep],
    workflows: StartedWorkflows,
    villager: int,
    now: datetime,
    hour: int,
    writes: bool,
) -> None:
    with begin(sessions) as session:
        lessons.push(session, "kecheng", "shangcun", "lao-wang", "r1")
        slot = bookings.free_slots(session, "pingcun", local_day(now), now=now)[-1]
        request = bookings.BookingRequest("m1", villager, "pingcun", 1, "王", "138", "", "", slot.day, slot.half)
        bookings.book(session, request, now)
        for row in session.scalars(select(Reminder)):
            row.due_at = at(local_day(now), 1)
    sweep_at(hour).look()
    sweep_at(hour).look()
    kinds = [key.split(":")[0] for key in workflows.started]
    assert kinds == (["push", "reminder"] if writes else [])


def test_one_clip_that_is_waited_for_and_one_made_ahead_run_side_by_side(
    sessions: Sessions, sweep_at: Callable[[int], Sweep], workflows: StartedWorkflows
) -> None:
    ahead = [ask(sessions, f"提前{number}。", clips.IDLE) for number in range(2)]
    village = ask(sessions, "村里的。", clips.NORMAL)
    urgent = ask(sessions, "急的。", clips.URGENT)
    sweep = sweep_at(12)
    sweep.look()
    sweep.look()
    assert workflows.started == [f"clip:{urgent}:0", f"clip:{ahead[0]}:0"]
    for name in (urgent, ahead[0]):
        sweep.jobs.finish_clip(name, "done")
    workflows.finish()
    sweep.look()
    assert workflows.started[2:] == [f"clip:{village}:0", f"clip:{ahead[1]}:0"]


def test_what_ended_without_writing_its_row_is_given_up_where_people_see_it(
    sessions: Sessions, sweep_at: Callable[[int], Sweep], workflows: StartedWorkflows
) -> None:
    workflows.state = "MAX_RECOVERY_ATTEMPTS_EXCEEDED"
    name = ask(sessions, "急的。", clips.URGENT)
    with begin(sessions) as session:
        lessons.push(session, "kecheng", "shangcun", "lao-wang", "r1")
    sweep_at(12).look()
    with read(sessions) as session:
        assert session.scalars(select(LessonPush.state)).all() == ["failed_gave_up"]
        info = clips.get(session, name)
        assert info is not None
        assert (info.state, bool(info.problem)) == ("failed_gave_up", True)


def test_a_workflow_that_is_over_though_its_row_is_due_is_begun_anew(
    sessions: Sessions, sweep_at: Callable[[int], Sweep], workflows: StartedWorkflows
) -> None:
    """As after a backup was restored: the workflows know more than the rows."""
    with begin(sessions) as session:
        push = lessons.push(session, "kecheng", "shangcun", "lao-wang", "r1")
    workflows.over = 2
    sweep_at(12).look()
    sweep_at(12).look()
    assert workflows.started == [f"push:{push.id}", f"push:{push.id}:again1", f"push:{push.id}:again2"]
    with read(sessions) as session:
        assert session.scalars(select(LessonPush.state)).all() == ["queued"]


def test_live_articles_are_spoken_ahead_one_by_one_when_nothing_else_is_to_do(
    sessions: Sessions, sweep_at: Callable[[int], Sweep], workflows: StartedWorkflows
) -> None:
    with begin(sessions) as session:
        library_files.import_files(session, DEFAULT_ROOT)
    sweep = sweep_at(12)
    sweep.look()
    sweep.look()
    assert len(workflows.started) == 1
    urgent = ask(sessions, "急的。", clips.URGENT)
    sweep.look()
    assert workflows.started[1] == f"clip:{urgent}:0"
    for _round in range(3):
        with begin(sessions) as session:
            for name in session.scalars(select(Clip.hash)):
                clips.set_state(session, name, "done")
        workflows.finish()
        sweep.look()
        sweep.look()
    assert len(workflows.started) == 5
    assert len(set(workflows.started)) == 5
    with read(sessions) as session:
        sources = session.scalars(select(Clip.source).where(Clip.priority == clips.IDLE)).all()
        assert all(source.startswith("article:") for source in sources)
        # What is made ahead is what a villager will ask for.
        live = sweep.live.article(sources[0].split(":")[1])
        assert live is not None
    with begin(sessions) as session:
        asked = clips.request_article(session, live.article, live.number, "tone")
        assert asked.source == sources[0]
        assert asked.state == "done"


def test_nothing_is_spoken_ahead_while_people_are_talking(
    sessions: Sessions,
    sweep_at: Callable[[int], Sweep],
    workflows: StartedWorkflows,
    villager: int,
    now: datetime,
) -> None:
    ask(sessions, "提前。", clips.IDLE)
    with begin(sessions) as session:
        messages.receive(session, "web", "id-1", villager, "你好", {}, at(local_day(now), 12))
    sweep_at(12).look()
    assert workflows.started == []
    sweep_at(13).look()
    assert len(workflows.started) == 1


def test_what_was_approved_for_today_goes_live_with_the_first_look(
    sessions: Sessions, sweep_at: Callable[[int], Sweep], now: datetime
) -> None:
    sessions.kw["info"]["content_dir"] = DEFAULT_ROOT
    today = local_day(now)
    reviewer = Account(1, "yingxiao", "李营销", ("editor", "reviewer"), disabled=False, departments=("营销",))
    with begin(sessions) as session:
        library_files.import_files(session, DEFAULT_ROOT)
        text = with_field(_text(session), "title", "电费欠了会停电吗")
        editing.save(session, "unpaid-bill", "services", text, reviewer, "改题目", 1)
        editing.submit(session, "unpaid-bill", reviewer, 2)
        session.get_one(LibraryArticle, "unpaid-bill").due_on = today
        session.get_one(LibraryArticle, "unpaid-bill").due_number = 3
        audit.note(session, "yingxiao", "plan", "unpaid-bill", {"version": 3, "department": "营销"})
    sweep_at(0).look()
    with begin(sessions) as session:
        live = library.get_live(session, "unpaid-bill")
        assert live is not None
        assert live.number == 4
        assert "title: 电费欠了会停电吗" in live.text


def test_who_asked_hears_in_the_morning_of_what_its_plan_made_live(
    sessions: Sessions, sweep_at: Callable[[int], Sweep], villager: int, now: datetime
) -> None:
    sessions.kw["info"]["content_dir"] = DEFAULT_ROOT
    reviewer = Account(1, "yingxiao", "李营销", ("editor", "reviewer"), disabled=False, departments=("营销",))
    with begin(sessions) as session:
        library_files.import_files(session, DEFAULT_ROOT)
        messages.conversation_of(session, villager, "web")
        asked = {"person_id": villager, "channel": "web", "text": "断了电还差钱咋个整嘛", "created_at": now}
        session.add(RefusedQuestion(request_id="refused-1", **asked))
        session.add(RefusedQuestion(request_id="refused-2", **asked))
        text = _text(session).replace("questions:\n", "questions:\n  - 断了电还差钱，咋个整嘛\n")
        editing.save(session, "unpaid-bill", "services", text, reviewer, "加问法", 1)
        editing.submit(session, "unpaid-bill", reviewer, 2)
        editing.approve(session, "unpaid-bill", reviewer, 3, on=local_day(utc_now()) + timedelta(days=1))
        session.get_one(LibraryArticle, "unpaid-bill").due_on = local_day(now)

    def told() -> list[str]:
        with read(sessions) as session:
            return [reply.payload["text"].split("\n")[0] for reply in messages.since(session, villager)]

    sweep_at(0).look()
    with read(sessions) as session:
        live = library.get_live(session, "unpaid-bill")
        assert live is not None
        assert live.number == 4
    assert told() == [], "nobody is written to in the night"
    for _look in range(2):
        sweep_at(7).look()
        assert told() == ["您问过“断了电还差钱咋个整嘛”，现在有答案了："]
    with read(sessions) as session:
        rows = session.scalars(select(RefusedQuestion)).all()
        assert {(row.state, row.closed_by) for row in rows} == {("answered", "yingxiao")}


def test_who_asked_hears_of_a_text_on_the_morning_it_becomes_valid(
    sessions: Sessions, sweep_at: Callable[[int], Sweep], villager: int, now: datetime
) -> None:
    sessions.kw["info"]["content_dir"] = DEFAULT_ROOT
    tomorrow = local_day(now) + timedelta(days=1)
    with begin(sessions) as session:
        library_files.import_files(session, DEFAULT_ROOT)
        messages.conversation_of(session, villager, "web")
        text = with_field(_text(session), "valid_from", tomorrow.isoformat())
        text = text.replace("questions:\n", "questions:\n  - 断了电还差钱，咋个整嘛\n")
        library.publish(session, "unpaid-bill", text, "bian", "明天起算")
        asked = {"person_id": villager, "channel": "web", "text": "断了电还差钱咋个整嘛", "created_at": now}
        session.add(RefusedQuestion(request_id="refused-1", **asked))
    sweep = sweep_at(8)
    sweep.look()
    with read(sessions) as session:
        assert messages.since(session, villager) == []
    sweep.clock = lambda: at(tomorrow, 7)
    sweep.look()
    with read(sessions) as session:
        (told,) = messages.since(session, villager)
    assert told.payload["text"].startswith("您问过“断了电还差钱咋个整嘛”，现在有答案了：")


def _text(session: Session) -> str:
    stored = library.get_article(session, "unpaid-bill")
    assert stored is not None
    return stored.text


def test_a_recording_is_played_whatever_the_engine_for_the_rest(sessions: Sessions, tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    folder.mkdir()
    write_wav(folder / "greeting.wav", np.sin(np.arange(24_000) / 8).astype(np.float32) * 0.3, 24_000)
    (folder / "greeting.txt").write_text("Words in another language", encoding="utf-8")
    jobs = Jobs(sessions, sessions.kw["info"]["content_dir"], tmp_path / "clips", ToneEngine())
    jobs.recordings = FolderEngine(folder)

    def asked(text: str, engine: str) -> str:
        with begin(sessions) as session:
            return clips.request_clip(session, text=text, title="", source="article:x:1", engine=engine).hash

    greeting = asked("Words in another language", "folder")
    assert jobs.speak(greeting) == "done"
    made = json.loads((tmp_path / "clips" / f"{greeting}.json").read_text(encoding="utf-8"))
    assert made["label"] == "", "a person is not announced as a computer's voice"
    assert made["duration"] < 3
    assert jobs.speak(asked("有人触电打120。", "tone")) == "done"
    assert "录音文件夹里没有" in _problem(lambda: jobs.speak(asked("Other words", "folder")))
    assert jobs.speak(asked("Words in another language", "tone")) != "done", "no voice reads what it cannot"


def test_what_a_killed_upload_left_is_tidied_and_media_stay(sessions: Sessions, tmp_path: Path) -> None:
    folder, kept = tmp_path / "media", f"{'0' * 64}.jpg"
    folder.mkdir()
    for name in (".making-old", ".making-new", kept):
        (folder / name).write_bytes(b"x")
        if name != ".making-new":
            os.utime(folder / name, (0, 0))
    jobs = Jobs(sessions, sessions.kw["info"]["content_dir"], tmp_path / "clips", ToneEngine(), media_dir=folder)
    assert jobs.keep_house() == 0
    assert {path.name for path in folder.glob("*")} == {".making-new", kept}


def _problem(act: Callable[[], object]) -> str:
    with pytest.raises(EngineUnavailable) as refused:
        act()
    return str(refused.value)
