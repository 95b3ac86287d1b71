"""What this project changes in Rasa 3.6.21, each with its reason; tests show that each promise still holds.

Measured on two cores (one user, one custom action a message): 32 messages a second as Rasa comes, 111 to 129 with the
compiled schema; what the rest is for stands at each function.
"""

from __future__ import annotations

import asyncio
import functools
import weakref
from types import SimpleNamespace
from typing import Any

import aiohttp
import dask.core
import jsonschema
import rasa
import rasa.core.agent
import rasa.engine.runner.dask
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import EventVerbosity
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig

SENT_EVENTS = 40
TRACE = "trace"


class ActionFailed(BaseException):
    """An action could not be carried out; the message it belongs to must fail as a whole.

    Not an Exception on purpose: Rasa's processor catches those, forgets the action's events and goes on, which stores
    form fields that nobody validated and tells people that nothing went wrong.
    """


def amend() -> None:
    """Apply all amendments; call once, before Rasa's main."""
    validate_answers_with_a_compiled_schema()
    make_failed_actions_fatal()
    send_only_recent_events()
    use_the_tracker_store_alone()
    look_event_types_up_once()
    keep_connections_open()
    run_graphs_without_a_scheduler()


def validate_answers_with_a_compiled_schema() -> None:
    """Check each answer of the action server against the schema compiled once.

    Rasa checks the constant schema against its own meta-schema for every answer: 71 % of a message's time.
    """
    schema = RemoteAction.action_response_format_spec()
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)

    def validate(self: RemoteAction, result: Any) -> bool:
        error = next(validator.iter_errors(result), None)
        if error is not None:
            raise RasaException(f"the action server's answer is malformed: {error.message}")
        return True

    RemoteAction._validate_action_result = validate


def make_failed_actions_fatal() -> None:
    """Let a failed action call fail its message; a form's own rejection stays what it is."""
    run = RemoteAction.run

    @functools.wraps(run)
    async def run_or_fail(self: RemoteAction, *args: Any, **kwargs: Any) -> Any:
        try:
            return await run(self, *args, **kwargs)
        except ActionExecutionRejection:
            raise
        except Exception as error:
            raise ActionFailed(f"{self.name()}: {error}") from error

    RemoteAction.run = run_or_fail


def send_only_recent_events() -> None:
    """Send the action server the state and the last events, not the whole conversation.

    All events travel with every call otherwise: at 50 messages the median rose from 31 to 42 ms.
    """

    def call_format(self: RemoteAction, tracker: Any, domain: Any) -> dict[str, Any]:
        state = tracker.current_state(EventVerbosity.NONE)
        state["events"] = [_sent(event.as_dict()) for event in list(tracker.events)[-SENT_EVENTS:]]
        return {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "tracker": state,
            "domain": _excerpt(domain),
            "version": rasa.__version__,
        }

    RemoteAction._action_call_format = call_format


def _sent(event: dict[str, Any]) -> dict[str, Any]:
    # Why something was said is for web alone; no action needs it again, and it is as long as the answer.
    custom = (event.get("data") or {}).get("custom") or {}
    if TRACE not in custom:
        return event
    return {**event, "data": {**event["data"], "custom": {key: custom[key] for key in custom if key != TRACE}}}


def _excerpt(domain: Any) -> dict[str, Any]:
    # Forms need their slots' mappings; responses, the bulk of the domain, are rendered on this side.
    excerpt: dict[str, Any] | None = getattr(domain, "_babahui_excerpt", None)
    if excerpt is None:
        whole = domain.as_dict()
        excerpt = {key: whole[key] for key in ("forms", "slots") if key in whole}
        domain._babahui_excerpt = excerpt
    return excerpt


def use_the_tracker_store_alone() -> None:
    """Leave out the wrapper that silently keeps conversations in memory when the database is away."""

    def bare(store: TrackerStore, *_args: Any, **_kwargs: Any) -> TrackerStore:
        return store

    rasa.core.agent.FailSafeTrackerStore = bare


def look_event_types_up_once() -> None:
    """Remember which class reads which event.

    Rasa walks through all subclasses for every single event it reads: a seventh of a message's processor time.
    """
    resolve = Event.resolve_by_type
    Event.resolve_by_type = staticmethod(functools.lru_cache(maxsize=None)(resolve))


class _Kept:
    """A session that stays open when the `async with` around it ends."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(self, *_exception: object) -> None:
        return None


def keep_connections_open() -> None:
    """Call an endpoint over connections that stay open, one pool per endpoint and event loop.

    Rasa opens a connection for every call. The pool drops one after 15 s without use, long before the action server
    would (120 s), so no call goes out on a connection that is just being closed.
    """
    make = EndpointConfig.session
    pools: weakref.WeakKeyDictionary[Any, dict[int, aiohttp.ClientSession]] = weakref.WeakKeyDictionary()

    def session(self: EndpointConfig) -> _Kept:
        mine = pools.setdefault(asyncio.get_running_loop(), {})
        kept = mine.get(id(self))
        if kept is None or kept.closed:
            kept = mine[id(self)] = make(self)
        return _Kept(kept)

    EndpointConfig.session = session


def run_graphs_without_a_scheduler() -> None:
    """Run Rasa's graphs node after node; dask's scheduler would do the same with a queue and state around it."""
    rasa.engine.runner.dask.dask = SimpleNamespace(get=dask.core.get)
