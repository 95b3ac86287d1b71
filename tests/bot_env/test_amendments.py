"""What we changed in Rasa still keeps Rasa's promises."""

from typing import Any

import pytest
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

import amendments


@pytest.fixture(autouse=True)
def restore(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test Rasa as it came."""
    import rasa.core.agent

    for name in ("_validate_action_result", "run", "_action_call_format"):
        monkeypatch.setattr(RemoteAction, name, getattr(RemoteAction, name))
    monkeypatch.setattr(rasa.core.agent, "FailSafeTrackerStore", rasa.core.agent.FailSafeTrackerStore)


def test_a_malformed_answer_of_the_action_server_is_still_refused() -> None:
    amendments.validate_answers_with_a_compiled_schema()
    action = RemoteAction("action_answer", None)
    assert action._validate_action_result({"events": [], "responses": [{"text": "好"}]})
    for malformed in ({"events": "x"}, {"responses": ["x"]}, {"events": [{"event": "no such event"}]}, []):
        with pytest.raises(RasaException):
            action._validate_action_result(malformed)


async def test_a_failed_call_is_fatal_but_a_rejection_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(self: Any, *_args: Any) -> None:
        raise RasaException("server gone")

    async def rejects(self: Any, *_args: Any) -> None:
        raise ActionExecutionRejection("booking_form")

    monkeypatch.setattr(RemoteAction, "run", fails)
    amendments.make_failed_actions_fatal()
    with pytest.raises(amendments.ActionFailed, match="server gone"):
        await RemoteAction("action_answer", None).run(None, None, None, None)
    assert not issubclass(amendments.ActionFailed, Exception)

    monkeypatch.setattr(RemoteAction, "run", rejects)
    amendments.make_failed_actions_fatal()
    with pytest.raises(ActionExecutionRejection):
        await RemoteAction("validate_booking_form", None).run(None, None, None, None)


def test_a_long_conversation_travels_short_and_forms_keep_their_slots() -> None:
    amendments.send_only_recent_events()
    domain = Domain.from_dict(
        {
            "slots": {"village": {"type": "text", "mappings": [{"type": "custom"}]}},
            "forms": {"booking_form": {"required_slots": ["village"]}},
            "responses": {"utter_greet": [{"text": "您好"}]},
        }
    )
    tracker = DialogueStateTracker("someone", domain.slots)
    for number in range(100):
        tracker.update(UserUttered(f"第{number}句", metadata={"id": str(number)}))
    call = RemoteAction("action_answer", None)._action_call_format(tracker, domain)
    assert len(call["tracker"]["events"]) == amendments.SENT_EVENTS
    assert call["tracker"]["latest_message"]["metadata"]["id"] == "99"
    assert list(call["domain"]["forms"]) == ["booking_form"]
    assert "village" in call["tracker"]["slots"]
    assert "responses" not in call["domain"]


def test_no_conversation_is_kept_in_memory_when_the_database_is_away() -> None:
    import rasa.core.agent

    amendments.use_the_tracker_store_alone()
    store = object()
    assert rasa.core.agent.FailSafeTrackerStore(store) is store
