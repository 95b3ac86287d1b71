"""What the workflows do, as plain functions that may be repeated: each looks at the row before it acts."""

import logging
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select, update

from actions.clock import utc_now
from actions.db.engine import Sessions, begin, read
from actions.db.models import Clip, LessonPush, Reminder
from actions.services import bookings, clips, fraud_notes, lessons, messages
from actions.services.places import places_of
from actions.tasks import notices
from actions.tasks.speech import TakingTurns, Turns
from tts_audio.clip import make_clip
from tts_audio.engines import Engine
from tts_audio.errors import NothingToSay, NotSpeakable, SpeechError
from tts_audio.storage import find_clip, tidy

_log = logging.getLogger(__name__)
GAVE_UP = "failed_gave_up"


@dataclass
class Jobs:
    """The worker's hands: database, clip folder, voice."""

    sessions: Sessions
    content_dir: Path
    clips_dir: Path
    engine: Engine
    turns: Turns = field(default_factory=Turns)
    recordings: Engine | None = None
    """What people really read aloud: the voice of versions in another language, whatever the engine for the rest."""
    media_dir: Path | None = None

    def speak(self, name: str) -> str:
        """Make the clip of a hash, or find it made; returns `done`, or in Chinese why it can never be made."""
        with begin(self.sessions) as session:
            spec, info = clips.spec_of(session, name), clips.get(session, name)
            if spec is None or info is None:
                return "这段音频已经删除。"
            clips.set_state(session, name, "making")
        recorded = self.recordings if self.recordings and spec.engine == self.recordings.name else None
        engine = TakingTurns(recorded or self.engine, self.turns, urgent=info.priority >= clips.NORMAL)
        try:
            make_clip(spec, self.clips_dir, engine)
        except NotSpeakable as error:
            # The words are the villager's own when nothing was published: they must not stand in the row in clear.
            return str(error) if spec.published else "文字里有读不出来的内容，请看文字。"
        except NothingToSay as error:
            return str(error)
        return "done"

    def finish_clip(self, name: str, outcome: str) -> None:
        """Write down that the clip is there, or why it is not."""
        with begin(self.sessions) as session:
            if outcome == "done":
                clips.set_state(session, name, "done")
            else:
                clips.set_state(session, name, GAVE_UP, outcome)

    def keep_house(self) -> int:
        """Ask again for clips whose files are gone (a folder not restored) and tidy up; returns how many were gone.

        What was counted of signs of fraud goes when it counts no more; of two who were counted at once, neither may
        have seen that they are enough, so that is looked at again.
        """
        now = utc_now()
        with begin(self.sessions) as session:
            fraud_notes.raise_due(session, now)
            fraud_notes.forget_old(session, now)
        with read(self.sessions) as session:
            done = session.scalars(select(Clip.hash).where(Clip.state == "done")).all()
        gone = [name for name in done if find_clip(self.clips_dir, name) is None]
        for name in gone:
            with begin(self.sessions) as session:
                session.execute(update(Clip).where(Clip.hash == name).values(state="queued", attempt=Clip.attempt + 1))
        for folder in (self.clips_dir, self.media_dir):
            if folder is not None and folder.is_dir():
                tidy(folder)
        return len(gone)

    def audience(self, push_id: int) -> list[int]:
        """The ids of the people a push goes to."""
        with read(self.sessions) as session:
            row = session.get(LessonPush, push_id)
            return lessons.audience(session, row.course_id, row.village_code) if row is not None else []

    def deliver(self, push_id: int, person_id: int) -> None:
        """Put the offer of the course into one person's outbox, once."""
        with begin(self.sessions) as session:
            row = session.get_one(LessonPush, push_id)
            course = lessons.course_of(session, row.course_id)
            payload = notices.lesson(self.content_dir, course)
            messages.push(session, person_id, payload, lessons.offer_id(push_id, person_id))

    def finish_push(self, push_id: int, reached: int, state: str = "done") -> None:
        """Write down how many people a push reached."""
        with begin(self.sessions) as session:
            session.execute(update(LessonPush).where(LessonPush.id == push_id).values(state=state, reached=reached))

    def remind(self, reminder_id: int) -> None:
        """Remind the requester of a visit, unless it was cancelled, moved or is over."""
        with begin(self.sessions) as session:
            row = session.scalars(select(Reminder).where(Reminder.id == reminder_id).with_for_update()).one_or_none()
            if row is None or row.state != "waiting":
                return
            booking = bookings.get(session, row.booking_id)
            if booking.state == "booked" and not bookings.has_begun(booking, utc_now()):
                village = places_of(session).villages.get(booking.village_code)
                place = (village.name if village else "") + (
                    f"{booking.group_number}组" if booking.group_number else ""
                )
                payload = notices.reminder(self.content_dir, booking, place)
                messages.push(session, booking.requester_id, payload, f"reminder:{reminder_id}")
                row.state = "done"
            else:
                row.state = "cancelled"

    def give_up_reminder(self, reminder_id: int) -> None:
        """Write down that a reminder could not be sent, where the console shows it."""
        with begin(self.sessions) as session:
            session.execute(update(Reminder).where(Reminder.id == reminder_id).values(state=GAVE_UP))


def speech_problem(error: BaseException) -> str:
    """One Chinese sentence for the console and the page."""
    while error.__cause__ is not None and not isinstance(error, SpeechError):
        error = error.__cause__
    return str(error) if isinstance(error, SpeechError) else "音频没有做成，请稍后再试。"
