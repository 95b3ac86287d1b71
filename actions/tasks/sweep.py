"""The look for due rows: it starts what was asked for, and whatever a crash left unstarted."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dbos import WorkflowHandle
from sqlalchemy import select

from actions.db.engine import begin, read
from actions.db.models import Clip, InboxMessage, LessonPush, Reminder
from actions.services import clips
from actions.services.clock import local, utc_now
from actions.services.live_index import LiveIndex
from actions.tasks.jobs import GAVE_UP, Jobs
from actions.tasks.workflows import Workflows

_log = logging.getLogger(__name__)
# Nobody is written to in the night.
FIRST_HOUR, LAST_HOUR = 7, 21
QUIET_FOR = timedelta(seconds=60)
_AT_ONCE = 2
_DEAD = ("ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


@dataclass
class Sweep:
    """Looks, starts workflows whose ids are the rows' keys, and remembers which ones run in this process."""

    jobs: Jobs
    workflows: Workflows
    live: LiveIndex
    make_ahead: bool = True
    clock: Callable[[], datetime] = utc_now
    _running: dict[str, WorkflowHandle[str]] = field(default_factory=dict)
    _ahead_of: int = -1

    def look(self) -> int:
        """Start what is due; returns how many workflows were started."""
        now = self.clock()
        self._forget_finished()
        quiet = self._is_quiet(now)
        started = self._start_clips(ahead=quiet)
        if FIRST_HOUR <= local(now).hour < LAST_HOUR:
            started += self._start_pushes() + self._start_reminders(now)
        if self.make_ahead and quiet and not self._running:
            self._ask_ahead()
        return started

    def is_busy(self) -> bool:
        """Whether a workflow that was started here is still under way."""
        self._forget_finished()
        return bool(self._running)

    def _is_quiet(self, now: datetime) -> bool:
        """Whether nobody has written lately: speaking ahead takes a whole processor, which answers need more."""
        with read(self.jobs.sessions) as session:
            last = session.scalar(select(InboxMessage.received_at).order_by(InboxMessage.id.desc()).limit(1))
        return last is None or now - last > QUIET_FOR

    def _start_clips(self, ahead: bool) -> int:
        started = 0
        lanes = [(clips.NORMAL, clips.URGENT + 1)] + ([(clips.IDLE, clips.NORMAL)] if ahead else [])
        for least, below in lanes:
            # One clip somebody waits for and one made ahead may be under way: they take turns sentence by sentence.
            lane = f"clip{least}:"
            with read(self.jobs.sessions) as session:
                due = clips.due(session, limit=_AT_ONCE, at_least=least, below=below)
            for info in due:
                if any(key.startswith(lane) for key in self._running):
                    break
                key = f"{lane}{info.hash}:{info.attempt}"
                handle = self.workflows.start_clip(info.hash, info.attempt)
                if self._is_dead(handle):
                    self.jobs.finish_clip(info.hash, "音频没有做成，请稍后再试。")
                    continue
                self._running[key] = handle
                started += 1
        return started

    def _start_pushes(self) -> int:
        with read(self.jobs.sessions) as session:
            due = session.scalars(select(LessonPush.id).where(LessonPush.state == "queued").order_by(LessonPush.id))
            wanted = [row for row in due.all() if f"push:{row}" not in self._running]
        for push_id in wanted:
            handle = self.workflows.start_push(push_id)
            if self._is_dead(handle):
                self.jobs.finish_push(push_id, 0, GAVE_UP)
                continue
            self._running[f"push:{push_id}"] = handle
        return len(wanted)

    def _start_reminders(self, now: datetime) -> int:
        with read(self.jobs.sessions) as session:
            due = session.scalars(
                select(Reminder.id)
                .where(Reminder.state == "waiting", Reminder.due_at <= now)
                .order_by(Reminder.due_at)
                .limit(100)
            )
            wanted = [row for row in due.all() if f"reminder:{row}" not in self._running]
        for reminder_id in wanted:
            handle = self.workflows.start_reminder(reminder_id)
            if self._is_dead(handle):
                self.jobs.give_up_reminder(reminder_id)
                continue
            self._running[f"reminder:{reminder_id}"] = handle
        return len(wanted)

    def _ask_ahead(self) -> None:
        """With nothing else to do, ask for the clip of one live article that has none, so that 读给我听 is at once."""
        _index, articles, version = self.live.get()
        if version == self._ahead_of:
            return
        with begin(self.jobs.sessions) as session:
            have = set(session.scalars(select(Clip.hash)))
            for live in articles.values():
                if clips.article_hash(live.article, self.jobs.engine.name) not in have:
                    clips.request_article(session, live.article, live.number, self.jobs.engine.name, clips.IDLE)
                    return
        self._ahead_of = version

    def _forget_finished(self) -> None:
        for key, handle in list(self._running.items()):
            if handle.get_status().status not in ("PENDING", "ENQUEUED"):
                del self._running[key]

    def _is_dead(self, handle: WorkflowHandle[str]) -> bool:
        """Whether the workflow of this key ended without writing its row, which must not wait for ever then."""
        return handle.get_status().status in _DEAD
