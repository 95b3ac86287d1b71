"""What we changed in Rasa still keeps Rasa's promises."""

import asyncio
from typing import Any

import pytest
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

import amendments


@pytest.fixture(autouse=True)
def restore(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test Rasa as it came."""
    import rasa.core.agent
    import rasa.engine.runner.dask

    for name in ("_validate_action_result", "run", "_action_call_format"):
        monkeypatch.setattr(RemoteAction, name, getattr(RemoteAction, name))
    monkeypatch.setattr(Event, "resolve_by_type", staticmethod(Event.resolve_by_type))
    monkeypatch.setattr(EndpointConfig, "session", EndpointConfig.session)
    monkeypatch.setattr(rasa.engine.runner.dask, "dask", rasa.engine.runner.dask.dask)
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


def test_why_something_was_said_is_not_sent_to_every_later_action() -> None:
    amendments.send_only_recent_events()
    tracker = DialogueStateTracker("someone", [])
    card = {"kind": "suggest", "trace": {"search": {"score": 0.87}}}
    tracker.update(BotUttered("您是不是想问：", data={"custom": card, "buttons": [{"title": "跳闸"}]}))
    call = RemoteAction("action_answer", None)._action_call_format(tracker, Domain.empty())
    assert call["tracker"]["events"][-1]["data"] == {"custom": {"kind": "suggest"}, "buttons": [{"title": "跳闸"}]}
    assert tracker.events[-1].data["custom"] == card, "the conversation keeps it for a message that is sent again"


def test_no_conversation_is_kept_in_memory_when_the_database_is_away() -> None:
    import rasa.core.agent

    amendments.use_the_tracker_store_alone()
    store = object()
    assert rasa.core.agent.FailSafeTrackerStore(store) is store


def test_events_are_read_as_before_and_unknown_ones_refused() -> None:
    amendments.look_event_types_up_once()
    for _again in range(2):
        assert Event.from_parameters({"event": "slot", "name": "village", "value": "石椅村"}) == SlotSet(
            "village", "石椅村"
        )
        with pytest.raises(ValueError, match="no such event"):
            Event.from_parameters({"event": "no such event"})
        assert Event.resolve_by_type("no such event", default=SlotSet) is SlotSet


class ActionServer:
    """Answers over kept-alive connections and counts them."""

    def __init__(self) -> None:
        """Nobody has called yet."""
        self.connections = 0
        self.status = "200 OK"

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        self.connections += 1
        while await reader.readline():
            length = 0
            while (line := await reader.readline()).strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            await reader.readexactly(length)
            head = f"HTTP/1.1 {self.status}\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n"
            writer.write(head.encode() + b'{"events":[]}')
        writer.close()


async def test_calls_share_a_connection_and_a_server_that_comes_back_is_found() -> None:
    amendments.keep_connections_open()
    actions = ActionServer()
    server = await asyncio.start_server(actions, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    endpoint = EndpointConfig(f"http://127.0.0.1:{port}/webhook")
    for _message in range(5):
        assert await endpoint.request(json={"next_action": "action_answer"}) == {"events": []}
    assert actions.connections == 1

    actions.status = "500 Internal Server Error"
    with pytest.raises(ClientResponseError):
        await endpoint.request(json={})
    actions.status = "200 OK"
    assert await endpoint.request(json={}) == {"events": []}

    server.close()
    async with endpoint.session() as session:
        for connections in list(session.connector._conns.values()):
            connections[0][0].transport.abort()
    await asyncio.sleep(0.05)
    with pytest.raises(OSError, match="Cannot connect"):
        await endpoint.request(json={})
    again = await asyncio.start_server(actions, "127.0.0.1", port)
    assert await endpoint.request(json={}) == {"events": []}
    async with endpoint.session() as session:
        await session.close()
    again.close()


def test_a_graph_runs_each_node_once_and_its_errors_come_out() -> None:
    import rasa.engine.runner.dask as runner

    amendments.run_graphs_without_a_scheduler()
    ran: list[str] = []

    def node(name: str) -> Any:
        def run(*inputs: str) -> str:
            ran.append(name)
            return "".join(inputs) + name

        return run

    graph = {"a": (node("a"), "text"), "b": (node("b"), "a"), "c": (node("c"), "a", "b"), "text": "!"}
    assert runner.dask.get(graph, ["c", "a"]) == ("!a!abc", "!a")
    assert ran == ["a", "b", "c"]
    with pytest.raises(ZeroDivisionError):
        runner.dask.get({"a": (lambda: 1 // 0,)}, ["a"])
