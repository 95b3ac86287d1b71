"""Danger to life in a message, and what is said at once: before any action, wherever the message comes from."""

import re

from actions.chat import hearing
from actions.chat.acting import Events, Say, hears_first
from actions.chat.contact import reach, words_with
from actions.chat.context import context
from actions.chat.turn import Turn
from actions.db.engine import begin, read
from actions.services import emergencies, messages
from actions.services.emergencies import Alert
from content.after_emergency import denies, is_false_alarm, is_over
from content.emergency import Emergency

UNNAMED = Emergency("other", "life-in-danger", (), "")
"""A danger whose wording no rule knows: no card fits, the steward is told all the same."""

_MAY_MEAN_HIM = re.compile(r"停了|(?:没得|没有|莫得)了")
_OF_THINGS = frozenset(
    (
        "fire",
        "oil_fire",
        "burnt_smell",
        "live_tap",
        "live_outdoors",
        "equipment_fire",
        "wire_down",
        "wire_in_water",
        "flood_indoors",
    )
)
"""Kinds of content/emergency.yml that tell of a thing, which somebody can be sent to look at, and of nobody in need."""


def heard(turn: Turn) -> Emergency | None:
    """The emergency the message speaks of, or None; 火扑灭了 after a fire is none."""
    found = emergencies.check(turn.said, context().emergencies) if turn.said else None
    return None if found is not None and ended(turn) is not None else found


def just_told(turn: Turn) -> Alert | None:
    """The danger of the last half hour that is not over yet, or None."""
    with read(context().sessions) as session:
        return emergencies.told_before(
            session, turn.channel, turn.request_id, turn.person_id, context().emergencies, turn.now
        )


def ended(turn: Turn) -> Alert | None:
    """The danger told a moment ago that this message says is over; None for any other message."""
    told = just_told(turn) if turn.said else None
    return told if told is not None and is_over(turn.said, context().emergencies, told.kind) else None


def told_before(turn: Turn) -> str | None:
    """The danger of a thing told just before this message; the channel answered it itself, so no form has heard it."""
    if is_false_alarm(turn.said, context().emergencies) or denies(turn.said, context().emergencies):
        return None
    with read(context().sessions) as session:
        said = messages.said_before(session, turn.channel, turn.request_id, emergencies.JUST_NOW)
    return next((one for one in said if _is_of_a_thing(one)), None)


def _is_of_a_thing(said: str) -> bool:
    found = emergencies.check(said, context().emergencies)
    return found is not None and found.kind in _OF_THINGS


def told_lately(turn: Turn) -> Alert | None:
    """The newest danger this account told of within the last half hour, None without one."""
    with read(context().sessions) as session:
        return emergencies.latest(session, turn.person_id, turn.now - emergencies.JUST_NOW)


def is_over_now(turn: Turn) -> bool:
    """Whether the sentence says that the danger told a moment ago is over.

    停了 and 没得了 say so of a thing only: after a cry for a person they may mean his breath, or that he is dead.
    """
    told = told_lately(turn) if turn.said else None
    if told is None or not (hearing.is_over(turn.said) or is_over(turn.said, context().emergencies, told.kind)):
        return False
    return told.kind in _OF_THINGS or not _MAY_MEAN_HIM.search(turn.said)


def keep_with_it(turn: Turn) -> None:
    """Let the steward read with the danger that it is over, as it was said; nothing where none was told."""
    told = told_lately(turn)
    if told is not None:
        with begin(context().sessions) as session:
            emergencies.add_words(session, told.id, turn.said)


def speak(emergency: Emergency, turn: Turn, say: Say) -> None:
    """Say what to do and alert the stewards, once per message."""
    custom = {"kind": "emergency", "article_id": emergency.article_id, "dial": list(emergency.dial)}
    say.words(emergency.reply, custom=custom)
    say.because(danger=emergency.kept())
    tell_steward(emergency, turn)


def tell_steward(emergency: Emergency, turn: Turn) -> None:
    """Show the steward the danger with the place and number known, once per message."""
    place = reach(turn)
    with begin(context().sessions) as session:
        emergencies.alert(
            session,
            emergency,
            request_id=turn.request_id,
            person_id=turn.person_id,
            village_code=place.village_code if place else None,
            group_number=place.group_number if place else None,
            text=words_with(turn),
            now=turn.now,
        )


@hears_first
def _answer_first(turn: Turn, say: Say) -> Events | None:
    """A channel asks the rules itself; whoever comes another way is answered before anything else as well."""
    emergency = heard(turn)
    if emergency is None:
        return None
    speak(emergency, turn, say)
    return []
