"""The look for due rows: it starts what was asked for, and whatever a crash left unstarted."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from dbos import WorkflowHandle
from sqlalchemy import ColumnElement, exists, select

from actions.clock import is_night, local, utc_now
from actions.db.engine import begin, read
from actions.db.models import Clip, InboxMessage, LessonPush, Reminder
from actions.services import clips, editing, late_answers
from actions.services.library_files import FILE_AUTHOR
from actions.services.live_index import LiveIndex
from actions.tasks.jobs import GAVE_UP, Jobs
from actions.tasks.learning import Learning
from actions.tasks.workflows import Workflows

_log = logging.getLogger(__name__)
QUIET_FOR = timedelta(seconds=60)
# So far back who waits for what was published by its plan is looked for when the worker comes back.
TELL_FOR = timedelta(days=7)
KEEP_HOUSE_EVERY = timedelta(hours=1)
_AT_ONCE = 2
_ROUNDS = 4
_ALIVE = ("PENDING", "ENQUEUED")
GIVEN_UP = "音频没有做成，请稍后再试。"


@dataclass
class Sweep:
    """Looks, starts workflows whose ids are the rows' keys, and remembers which ones run in this process."""

    jobs: Jobs
    workflows: Workflows
    live: LiveIndex
    make_ahead: bool = True
    clock: Callable[[], datetime] = utc_now
    learning: Learning | None = None
    _running: dict[str, WorkflowHandle[str]] = field(default_factory=dict)
    _ahead_of: int = -1
    _kept_house: datetime | None = None
    _to_tell: bool = True
    _told_on: date | None = None

    def look(self) -> int:
        """Start what is due; returns how many workflows were started."""
        now = self.clock()
        self._forget_finished()
        if self._kept_house is None or now - self._kept_house > KEEP_HOUSE_EVERY:
            self._kept_house = now
            self.jobs.keep_house()
            self.workflows.forget_old(now)
        self._publish_planned(now)
        quiet = self._is_quiet(now)
        started = self._start_clips(ahead=quiet)
        if not is_night(now):
            started += self._start_pushes() + self._start_reminders(now)
            self._tell_who_asked(now)
        learns = quiet and self.learning is not None and self.learning.look()
        if self.make_ahead and quiet and not self._running and not learns:
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

    def _publish_planned(self, now: datetime) -> None:
        """Articles approved for today go live with the first look after midnight."""
        today = local(now).date()
        with read(self.jobs.sessions) as session:
            due = editing.is_due(session, today)
        if due:
            with begin(self.jobs.sessions) as session:
                _log.info("published as planned: %s", ", ".join(editing.publish_due(session, today)))
            self._to_tell = True

    def _tell_who_asked(self, now: datetime) -> None:
        """Who asked before there was an answer hears of what went live by its plan, in the morning if it was night.

        And of what was live before and is valid from today on.
        """
        today = local(now).date()
        if not self._to_tell and self._told_on == today:
            return
        _index, articles, _version = self.live.get()
        first_days = ((key, one.article.valid_from) for key, one in articles.items())
        valid = [key for key, first in first_days if first is not None and today - TELL_FOR < first <= today]
        with begin(self.jobs.sessions) as session:
            for article_id, login in editing.published_as_planned(session, now - TELL_FOR):
                late_answers.settle(session, [article_id], login=login, now=now)
            if valid:
                late_answers.settle(session, valid, login=FILE_AUTHOR, now=now)
        self._to_tell, self._told_on = False, today

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
                start = partial(self.workflows.start_clip, info.hash, info.attempt)
                due_still = partial(self._is_due, Clip.hash == info.hash, Clip.state.in_(("queued", "making")))
                give_up = partial(self.jobs.finish_clip, info.hash, GIVEN_UP)
                started += self._start(f"{lane}{info.hash}:{info.attempt}", start, due_still, give_up)
        return started

    def _start_pushes(self) -> int:
        with read(self.jobs.sessions) as session:
            due = session.scalars(select(LessonPush.id).where(LessonPush.state == "queued").order_by(LessonPush.id))
            wanted = due.all()
        started = 0
        for push_id in wanted:
            start = partial(self.workflows.start_push, push_id)
            due_still = partial(self._is_due, LessonPush.id == push_id, LessonPush.state == "queued")
            give_up = partial(self.jobs.finish_push, push_id, 0, GAVE_UP)
            started += self._start(f"push:{push_id}", start, due_still, give_up)
        return started

    def _start_reminders(self, now: datetime) -> int:
        with read(self.jobs.sessions) as session:
            due = session.scalars(
                select(Reminder.id)
                .where(Reminder.state == "waiting", Reminder.due_at <= now)
                .order_by(Reminder.due_at)
                .limit(100)
            )
            wanted = due.all()
        started = 0
        for reminder_id in wanted:
            start = partial(self.workflows.start_reminder, reminder_id)
            due_still = partial(self._is_due, Reminder.id == reminder_id, Reminder.state == "waiting")
            give_up = partial(self.jobs.give_up_reminder, reminder_id)
            started += self._start(f"reminder:{reminder_id}", start, due_still, give_up)
        return started

    def _start(
        self,
        key: str,
        start: Callable[..., WorkflowHandle[str]],
        due_still: Callable[[], bool],
        give_up: Callable[[], None],
    ) -> bool:
        """Start the workflow of a due row unless it runs here already.

        A workflow that is over while its row is due has died, or knows a row that a restored backup forgot: it is begun
        anew under a further id, some times, and then given up where people see it.
        """
        if key in self._running:
            return False
        for again in range(_ROUNDS):
            handle = start(again=again)
            if handle.get_status().status in _ALIVE:
                self._running[key] = handle
                return True
            if not due_still():
                return True
        _log.error("%s was given up after %s rounds", key, _ROUNDS)
        give_up()
        return False

    def _is_due(self, *conditions: ColumnElement[bool]) -> bool:
        with read(self.jobs.sessions) as session:
            return bool(session.scalar(select(exists().where(*conditions))))

    def _ask_ahead(self) -> None:
        """With nothing else to do, ask for the clip of one live article that has none, so that 读给我听 is at once."""
        _index, articles, version = self.live.get()
        if version == self._ahead_of:
            return
        with begin(self.jobs.sessions) as session:
            have = set(session.scalars(select(Clip.hash)))
            for live in articles.values():
                if not live.article.is_answer:
                    continue
                if clips.article_hash(live.article, self.jobs.engine.name) not in have:
                    clips.request_article(session, live.article, live.number, self.jobs.engine.name, clips.IDLE)
                    return
        self._ahead_of = version

    def _forget_finished(self) -> None:
        for key, handle in list(self._running.items()):
            if handle.get_status().status not in _ALIVE:
                del self._running[key]
