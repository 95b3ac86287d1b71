"""A form between two questions: it goes on, waits, is left, or is over; each as the events Rasa is handed."""

from dataclasses import dataclass

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from actions.chat.acting import Events
from actions.chat.turn import Turn

LISTEN = FollowupAction("action_listen")
TO_STOP = {"what": "stop"}
"""Offered while somebody in a form is asked whether to stop."""


@dataclass(frozen=True)
class Form:
    """A form as this module needs it: its name, what it fills and asks, what ends it, and how it says what."""

    name: str
    slots: tuple[str, ...]
    asked: tuple[str, ...]
    finish: str
    stopped: str
    help: str
    kept: str
    waits: str = "utter_form_waits"
    """Said after a person was asked for; empty where nothing is worth coming back to."""
    put_off: str = "utter_form_put_off"
    """Said when somebody puts it off: 二天再说."""
    wrong_number: str = "utter_report_wrong_phone"
    """Said when a number to call is given that is not whole."""
    unasked: str | None = None
    """What stands in a slot that was filled without its question, because it has none."""
    keeps_answers: bool = False
    """Whether 不改了 puts an answer back that is asked again."""


def stay(turn: Turn, *events: EventType, tries: int = 0) -> Events:
    """The form goes on; always at least one event, because a form that gets none gives the message away."""
    # Whatever is said instead of a yes, the question whether to stop is over.
    over = [SlotSet("offered", None)] if turn.slot("offered") == TO_STOP else []
    return [*over, *events, SlotSet("tries", tries)]


def concluded(turn: Turn, form: Form, events: Events) -> Events:
    """The events, and the action that ends the form when it ends here.

    The rules say the same for a form that was opened by its own wish; a form that another one was left for, or that a
    story told to the library opened, has no such rule.
    """
    if any(event["event"] == "followup" for event in events):
        return events
    slots = {**turn.slots, **{event["name"]: event["value"] for event in events if event["event"] == "slot"}}
    left = any(event.get("name") == "requested_slot" for event in events)
    if left or all(slots.get(name) is not None for name in form.asked):
        return [*events, FollowupAction(form.finish)]
    return events


def over(form: Form) -> Events:
    """What the action that ends a form leaves behind: nothing, and listening."""
    return [*(SlotSet(name, None) for name in (*form.slots, "pending", "offered")), LISTEN]


def quiet(turn: Turn) -> EventType:
    """The event after which the form's question is not asked again in this turn."""
    return SlotSet("hush", turn.request_id)


def is_quiet(turn: Turn) -> bool:
    """Whether the question was left out of this turn."""
    return bool(turn.slot("hush") == turn.request_id)


def leave(*events: EventType) -> Events:
    """The form closes; what was filled stays for later."""
    return [*events, SlotSet("tries", 0), SlotSet("requested_slot", None)]


def clear(form: Form) -> Events:
    """The form closes and forgets everything that was said in it, the place too."""
    return leave(*(SlotSet(name, None) for name in (*form.slots, "pending", "offered", "known_place")))
