"""A booking form talked through without Rasa: what was said is kept from turn to turn, as Rasa's form would keep it."""

from dataclasses import dataclass, field
from typing import Any

from actions.chat.booking import ask
from actions.chat.booking.finish import FinishBooking
from actions.chat.booking.form import ValidateBookingForm
from tests.actions.chat.conftest import Heard, Phone

SLOTS = ("village", "group", "resident_name", "call_phone", "result_to", "problem", "visit_time", "confirm")
_ASK = {
    "village": ask.AskVillage,
    "group": ask.AskGroup,
    "resident_name": ask.AskResidentName,
    "call_phone": ask.AskCallPhone,
    "result_to": ask.AskResultTo,
    "problem": ask.AskProblem,
    "visit_time": ask.AskVisitTime,
    "confirm": ask.AskConfirm,
}


@dataclass
class Talk:
    """One conversation about one booking."""

    phone: Phone
    slots: dict[str, Any] = field(default_factory=dict)
    requested: str | None = None
    opened: bool = False
    names: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    turns: int = 0

    def says(self, *words: str, intent: str = "unclear", confidence: float = 0.9) -> "Talk":
        """Say one thing after another; `names` and `kinds` hold what was answered to the last one, questions too."""
        for said in words:
            self.turns += 1
            number = f"t-{self.turns}"
            phone = self.phone.with_slots(**self.slots)
            heard = phone.to(
                ValidateBookingForm(), said, "book_inspection" if not self.opened else intent, confidence=confidence,
                form="booking_form", requested=self.requested, message_id=number,
            )  # fmt: skip
            self._keep(heard)
            self.names, self.kinds = heard.names, heard.kinds
            self.opened = not any(event.get("name") == "requested_slot" for event in heard.events)
            self.requested = None
            if not self.opened:
                continue
            self.requested = next((name for name in SLOTS if self.slots.get(name) is None), None)
            action = FinishBooking() if self.requested is None else _ASK[self.requested]()
            asked = self.phone.with_slots(**self.slots).to(
                action, said, form="booking_form", requested=self.requested, message_id=number
            )
            self._keep(asked)
            self.names, self.kinds = [*self.names, *asked.names], [*self.kinds, *asked.kinds]
        return self

    def __getitem__(self, name: str) -> Any:
        return self.slots.get(name)

    def _keep(self, heard: Heard) -> None:
        for event in heard.events:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
