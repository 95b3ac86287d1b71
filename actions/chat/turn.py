"""One message as an action sees it: what was said, what Rasa made of it, and who says it from where."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rasa_sdk.interfaces import Tracker

from actions.clock import utc_now

LONGEST = 2000


@dataclass(frozen=True)
class Turn:
    """The message being answered; `said` is the original wording, empty when a button was pressed."""

    request_id: str
    said: str
    button: bool
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    entities: dict[str, Any]
    person_id: int
    village_code: str | None
    group_number: int | None
    channel: str
    now: datetime
    slots: dict[str, Any] = field(repr=False)
    form: str | None = None
    requested: str | None = None
    since_answer: tuple[str, ...] = ()
    """The actions of the messages between the last answer of the library and this one."""

    @classmethod
    def of(cls, tracker: Tracker) -> "Turn":
        """Read the turn from Rasa's tracker; a message without the gateway's metadata is a fault and raises."""
        message = tracker.latest_message
        metadata = message.get("metadata") or {}
        text = str(message.get("text") or "")
        button = text.startswith("/")
        intent = message.get("intent") or {}
        ranking = [(str(one["name"]), float(one["confidence"])) for one in message.get("intent_ranking") or []]
        moment = metadata.get("now")
        now = datetime.fromisoformat(moment) if moment else utc_now()
        return cls(
            request_id=str(metadata["id"]),
            said="" if button else str(metadata.get("original") or text)[:LONGEST].strip(),
            button=button,
            intent=str(intent.get("name") or ""),
            confidence=float(intent.get("confidence") or 0.0),
            ranking=tuple(one for one in ranking if one[0] != "nlu_fallback"),
            entities={str(one["entity"]): one.get("value") for one in message.get("entities") or []},
            person_id=int(metadata["person_id"]),
            village_code=metadata.get("village"),
            group_number=metadata.get("group"),
            channel=str(metadata.get("channel") or "web"),
            now=now,
            slots=dict(tracker.slots),
            form=(tracker.active_loop or {}).get("name"),
            requested=tracker.get_slot("requested_slot"),
            since_answer=_since_answer(tracker.events),
        )

    @property
    def meant(self) -> str:
        """The likeliest intent, also where Rasa itself was not sure enough."""
        if self.intent == "nlu_fallback" and self.ranking:
            return self.ranking[0][0]
        return self.intent

    def sure(self, *intents: str, least: float = 0.5) -> bool:
        """Whether one of these intents was pressed as a button or understood with at least this confidence."""
        return self.intent in intents and (self.button or self.confidence >= least)

    def slot(self, name: str) -> Any:
        """The value of a slot, None when it is empty."""
        return self.slots.get(name)


def _since_answer(events: list[dict[str, Any]]) -> tuple[str, ...]:
    """What was done after the messages in which an article was said; all that is known where it was said long ago."""
    said = [place for place, event in enumerate(events) if event.get("name") == "last_article" and event.get("value")]
    heard = [place for place, event in enumerate(events) if event.get("event") == "user"]
    if not heard:
        return ()
    # What followed in the same message, such as the end of a form that was only asked something, is no other matter.
    first = next((place for place in heard if place > said[-1]), heard[-1]) if said else 0
    return tuple(str(event.get("name")) for event in events[first : heard[-1]] if event.get("event") == "action")
