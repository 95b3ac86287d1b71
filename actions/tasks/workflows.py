"""The durable workflows: a killed worker goes on after the last finished step when it is back.

The id of a workflow is the business key (clip hash, push, reminder), so starting it twice runs it once. Arguments and
results are ids and states only: no personal text ever reaches the workflow database.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dbos import DBOS, SetWorkflowID, WorkflowHandle

from actions.tasks.jobs import GAVE_UP, Jobs, speech_problem
from tts_audio.errors import EngineUnavailable

_log = logging.getLogger(__name__)
_TRIES = 3
KEPT_FOR = timedelta(days=30)
_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
_AT_ONCE = 500


@dataclass(frozen=True)
class Workflows:
    """The three workflows, registered with DBOS."""

    clip: Callable[[str], str]
    push: Callable[[int], str]
    reminder: Callable[[int], str]

    def start_clip(self, name: str, attempt: int, again: int = 0) -> WorkflowHandle[str]:
        """Start making a clip; a clip asked for again after it was given up is a new workflow."""
        with SetWorkflowID(_key(f"clip:{name}" + (f":{attempt}" if attempt else ""), again)):
            return DBOS.start_workflow(self.clip, name)

    def start_push(self, push_id: int, again: int = 0) -> WorkflowHandle[str]:
        """Start delivering a push."""
        with SetWorkflowID(_key(f"push:{push_id}", again)):
            return DBOS.start_workflow(self.push, push_id)

    def start_reminder(self, reminder_id: int, again: int = 0) -> WorkflowHandle[str]:
        """Start a reminder."""
        with SetWorkflowID(_key(f"reminder:{reminder_id}", again)):
            return DBOS.start_workflow(self.reminder, reminder_id)

    def forget_old(self, now: datetime) -> int:
        """Delete what DBOS remembers of workflows that ended long ago; returns how many.

        Their rows are done, so nothing starts them again.
        """
        before = (now - KEPT_FOR).astimezone(UTC).isoformat()
        old = DBOS.list_workflows(
            status=_ENDED, completed_before=before, limit=_AT_ONCE, load_input=False, load_output=False
        )
        if old:
            DBOS.delete_workflows([one.workflow_id for one in old])
        return len(old)


def _key(business_key: str, again: int) -> str:
    """The workflow's id; `again` makes a new one where the old one is over and its row is due all the same."""
    return f"{business_key}:again{again}" if again else business_key


def register(jobs: Jobs, retry_after: float = 2.0) -> Workflows:
    """Tell DBOS the workflows of these jobs; call once, before it is launched."""

    step = DBOS.step(
        retries_allowed=True,
        max_attempts=_TRIES,
        interval_seconds=retry_after,
        should_retry=lambda error: not isinstance(error, EngineUnavailable),
    )

    # DBOS marks functions, which it cannot do to bound methods.
    @step
    def speak(name: str) -> str:
        return jobs.speak(name)

    @step
    def audience(push_id: int) -> list[int]:
        return jobs.audience(push_id)

    @step
    def deliver(push_id: int, person_id: int) -> None:
        jobs.deliver(push_id, person_id)

    @step
    def remind(reminder_id: int) -> None:
        jobs.remind(reminder_id)

    @DBOS.workflow(name="make_clip")
    def make_clip(name: str) -> str:
        try:
            outcome = speak(name)
        except Exception as error:
            _log.exception("clip %s could not be made", name)
            outcome = speech_problem(error)
        jobs.finish_clip(name, outcome)
        return "done" if outcome == "done" else GAVE_UP

    @DBOS.workflow(name="deliver_push")
    def deliver_push(push_id: int) -> str:
        reached = 0
        try:
            for person_id in audience(push_id):
                deliver(push_id, person_id)
                reached += 1
        except Exception:
            _log.exception("push %s could not be delivered", push_id)
            jobs.finish_push(push_id, reached, GAVE_UP)
            return GAVE_UP
        jobs.finish_push(push_id, reached)
        return "done"

    @DBOS.workflow(name="reminder")
    def reminder(reminder_id: int) -> str:
        try:
            remind(reminder_id)
        except Exception:
            _log.exception("reminder %s could not be sent", reminder_id)
            jobs.give_up_reminder(reminder_id)
            return GAVE_UP
        return "done"

    return Workflows(make_clip, deliver_push, reminder)
