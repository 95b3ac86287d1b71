"""The booking form's slots as values: what they hold, and how they are read back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.chat.context import context
from actions.chat.form_steps import Form
from actions.chat.my_bookings import DRAFT
from actions.chat.turn import Turn
from actions.chat.wording import day_name, half_name, phone_name, place_name
from actions.services.bookings import TELL_HERE, BookingRequest
from content.model import Village

SLOTS = DRAFT
NO_GROUP = "unknown"
"""What the group slot holds when somebody does not know it."""
FORM = Form(
    "booking_form",
    SLOTS,
    SLOTS,
    "action_finish_booking",
    "utter_booking_stopped",
    "utter_booking_help",
    "utter_emergency_booking_kept",
    "utter_booking_waits",
    wrong_number="utter_booking_wrong_call_phone",
    unasked=NO_GROUP,
    keeps_answers=True,
)
CALLER, HERE, OTHER = "caller", "here", "other"
YES = "yes"


@dataclass(frozen=True)
class Draft:
    """The booking as far as it is filled."""

    village: Village | None
    group: int | None
    name: str
    phone: str
    whose: str
    result: dict[str, Any]
    problem: str
    day: date | None
    half: str
    steward: str

    @classmethod
    def of(cls, turn: Turn) -> "Draft":
        """Read the slots."""
        group, phone, visit = turn.slot("group"), turn.slot("call_phone") or {}, turn.slot("visit_time") or {}
        return cls(
            village=context().village(turn.slot("village")),
            group=None if group in (None, NO_GROUP) else int(group),
            name=turn.slot("resident_name") or "",
            phone=phone.get("number", ""),
            whose=phone.get("whose", ""),
            result=turn.slot("result_to") or {},
            problem=turn.slot("problem") or "",
            day=date.fromisoformat(visit["day"]) if visit else None,
            half=visit.get("half", ""),
            steward=visit.get("steward", ""),
        )

    def request(self, turn: Turn) -> BookingRequest | None:
        """What is to be booked by this message; None while the village or the day is open."""
        if self.village is None or self.day is None:
            return None
        return BookingRequest(
            request_id=turn.request_id,
            requester_id=turn.person_id,
            village_code=self.village.code,
            group_number=self.group,
            resident_name=self.name,
            call_phone=self.phone,
            result_to=self.result_words(),
            problem=self.problem,
            day=self.day,
            half=self.half,
        )

    @property
    def place(self) -> str:
        """Village and group."""
        return place_name(self.village, self.group) if self.village else ""

    def phone_words(self) -> str:
        """The number to call, and whose it is."""
        return phone_name(self.phone) + (f"（{self.whose}）" if self.whose else "")

    def result_words(self) -> str:
        """Who hears the result, in the words of the booking."""
        how = self.result.get("how")
        whose = str(self.result.get("whose") or "")
        if how == OTHER:
            return f"{whose} {phone_name(str(self.result.get('number')))}".strip()
        if how == HERE:
            return TELL_HERE
        return "接电话的人" + (f"（{self.whose}）" if self.whose else "")

    def spoken(self) -> dict[str, str]:
        """The values of the texts that read the booking back."""
        return {
            "place": self.place,
            "name": self.name,
            "phone": self.phone_words(),
            "result": self.result_words(),
            "problem": self.problem or "没有特别的",
            "day": day_name(self.day) if self.day else "",
            "half": half_name(self.half) if self.half else "",
            "steward": self.steward,
        }
