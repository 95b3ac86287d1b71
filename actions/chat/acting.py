"""How every action runs: in a thread, with one way to speak, and failing as a whole when anything goes wrong."""

import asyncio
import logging
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from rasa_sdk import Action
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.chat.turn import Turn
from actions.errors import UserFacingError
from actions.services import traces
from actions.services.traces import TRACE

logger = logging.getLogger(__name__)

Events = list[EventType]
Button = dict[str, str]
SERVER_FAULT = 500
_ASKS_A_FIELD = re.compile(r"action_ask_\w+_form_")
_FIRST: list[Callable[["Turn", "Say"], Events | None]] = []
_BESIDE: list[Callable[["Turn", "Say", str], None]] = []


class Say:
    """Speaks through Rasa: texts by the name of their response, so that they stay in bot/domain."""

    def __init__(self, dispatcher: CollectingDispatcher) -> None:
        """Speak into this dispatcher."""
        self._dispatcher = dispatcher
        self._why: dict[str, Any] = {}

    def __call__(
        self,
        response: str,
        values: Mapping[str, Any] | None = None,
        *,
        buttons: list[Button] | None = None,
        custom: dict[str, Any] | None = None,
    ) -> None:
        """Say a response of the domain with its values, and more buttons where they depend on data."""
        self._dispatcher.utter_message(response=response, buttons=buttons, json_message=custom, **(values or {}))

    def words(self, text: str, buttons: list[Button] | None = None, custom: dict[str, Any] | None = None) -> None:
        """Say reviewed words of the library as they stand."""
        self._dispatcher.utter_message(text=text, buttons=buttons, json_message=custom)

    def first(self, response: str, custom: dict[str, Any] | None = None) -> None:
        """Say a response before everything this action said."""
        self(response, custom=custom)
        self._dispatcher.messages.insert(0, self._dispatcher.messages.pop())

    def put(self, response: str, instead_of: str) -> None:
        """Say a response in the place of another one that this action said; nothing where it did not say it."""
        for message in self._dispatcher.messages:
            if message.get("response") == instead_of:
                message["response"] = response

    def because(self, **why: Any) -> None:
        """Note what decided, for whoever asks later why this was said; the villager is not told.

        Searches are added up, so that of two answers in one message neither hides the other's.
        """
        self._why = traces.together((self._why, why))

    def sign(self) -> None:
        """Put what was noted with the first thing said, where the channel takes it off again (`web/gateway.py`)."""
        if self._why and self._dispatcher.messages:
            first = self._dispatcher.messages[0]
            first["custom"] = {**(first.get("custom") or {}), TRACE: self._why}

    @property
    def cards(self) -> list[dict[str, Any]]:
        """What this action said so far beside the words: of which kind it is, and whom to dial."""
        return [message.get("custom") or {} for message in self._dispatcher.messages]

    def forget(self) -> None:
        """Unsay what this action said so far."""
        self._dispatcher.messages.clear()

    @property
    def silent(self) -> bool:
        """Whether nothing was said yet."""
        return not self._dispatcher.messages


def hears_first(ear: Callable[[Turn, Say], Events | None]) -> Callable[[Turn, Say], Events | None]:
    """Let this function hear each typed message outside forms before any action; what it returns None for goes on.

    For danger, and for a notice that somebody pasted, which sounds like whatever it speaks of. What else plain words
    decide depends on what the action may do instead, see `actions.chat.first`.
    """
    _FIRST.append(ear)
    return ear


def speaks_beside(voice: Callable[[Turn, Say, str], None]) -> Callable[[Turn, Say, str], None]:
    """Let this function add to what the first action said to a typed message; it is told the action's name."""
    _BESIDE.append(voice)
    return voice


class ChatAction(Action, ABC):  # type: ignore[misc]  # rasa-sdk is untyped
    """An action whose body is synchronous and runs in a thread, so that a slow database stalls nobody else.

    A UserFacingError becomes its text. Anything else leaves as it is: the action call fails, Rasa saves nothing, the
    gateway says 503 and the message is tried again; nobody is told that something worked which did not.
    """

    called: ClassVar[str]
    """The name in bot/domain."""

    @abstractmethod
    def act(self, turn: Turn, say: Say) -> Events:
        """Do it, say what there is to say, and return the events."""

    def name(self) -> str:
        """Return the action's name."""
        return self.called

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Act on the message the tracker ends with."""
        if self._ran_already(tracker):
            # Two actions that send each other on would go round until Rasa breaks them off; nobody is left unanswered.
            if not _was_answered(tracker):
                Say(dispatcher)("utter_unclear")
            return [FollowupAction("action_listen")]
        turn = Turn.of(tracker)
        say = Say(dispatcher)
        try:
            return await in_thread(lambda: self._act(turn, say, fresh=not ran_before(tracker)))
        except UserFacingError as error:
            if error.status >= SERVER_FAULT:
                raise
            logger.info("message %s: %s", turn.request_id, error.user_text_key)
            say.forget()
            say(f"utter_error_{error.user_text_key}")
            # Inside a form an answer without any event would count as a rejection of the form.
            return [SlotSet("tries", int(turn.slot("tries") or 0))] if turn.form else []

    def _act(self, turn: Turn, say: Say, *, fresh: bool) -> Events:
        if fresh and turn.said and not turn.form and not self._ends_a_form() and not self._belongs_to_a_form():
            for ear in _FIRST:
                done = ear(turn, say)
                if done is not None:
                    say.sign()
                    return done
        events = self.act(turn, say)
        if fresh and turn.said:
            for voice in _BESIDE:
                voice(turn, say, self.called)
        say.sign()
        return events

    def _ends_a_form(self) -> bool:
        return self.called.startswith("action_finish_")

    def _belongs_to_a_form(self) -> bool:
        return self.called.startswith("validate_") or _ASKS_A_FIELD.match(self.called) is not None

    def _ran_already(self, tracker: Tracker) -> bool:
        """Whether this action was run for the same message before; a form's own actions may be."""
        if self._belongs_to_a_form():
            return False
        return self.called in ran_before(tracker)


def ran_before(tracker: Tracker) -> list[str]:
    """The actions that ran for this message already, the newest first."""
    names = []
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            break
        if event.get("event") == "action":
            names.append(str(event.get("name")))
    return names


def _was_answered(tracker: Tracker) -> bool:
    """Whether anything was said to this message already."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "bot":
            return True
    return False


async def in_thread(work: Callable[[], Events]) -> Events:
    """Do synchronous work beside the event loop."""
    return await asyncio.to_thread(work)
