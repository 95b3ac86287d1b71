"""Booked visits by day; names and phones only for the steward who goes there, and for the auditor."""

import hashlib
import re
import uuid
from datetime import date
from itertools import groupby
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sqlalchemy.orm import Session

from actions.clock import utc_now
from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import bookings, messages
from actions.services.masking import without_secrets
from actions.services.phones import parse_phone
from actions.services.times import read_back
from web.console.common import (
    back_to,
    console_page,
    field,
    group_text,
    record_reading,
    refused,
    seen_choices,
    text_of,
    village_name,
)
from web.console.login import Me, me_of
from web.context import Web, web_of
from web.times import today
from web.words import words

HERE = "/console/"
_DONE = {"done": "booking_done", "cancelled": "booking_cancelled", "booked": "booking_reopened"}


def blueprint() -> Blueprint:
    """The routes of the bookings."""
    routes = Blueprint("console_bookings", url_prefix="/console")
    routes.add_route(show, "/", name="show")
    routes.add_route(find, "/bookings/find", methods=["POST"], name="find")
    routes.add_route(change, "/bookings/<booking_id:id>", methods=["POST"], name="change")
    return routes


async def show(request: Request) -> HTTPResponse:
    """The bookings from a day on."""
    me, web = me_of(request, "steward", "auditor"), web_of(request)
    await record_reading(request, me)
    from_day, village = _day(request.args.get("from")), request.args.get("village") or ""

    def load() -> list[bookings.Booking]:
        with read(web.sessions) as session:
            return bookings.list_(session, from_day=from_day, state=None)

    found = [one for one in await web.threads.run(load) if not village or one.village_code == village]
    return console_page(
        request, me, "bookings.html", HERE,
        days=_by_day(web, me, found), from_day=from_day.isoformat(), village=village, villages=seen_choices(web, me),
        found="",
    )  # fmt: skip


async def find(request: Request) -> HTTPResponse:
    """All bookings of a number that somebody on the telephone says; sent as a form, so that it stands in no log."""
    me, web = me_of(request, "steward"), web_of(request)
    await record_reading(request, me)
    typed = field(request, "phone", 30)
    phone = parse_phone(typed) or re.sub(r"\D", "", typed)
    if not phone:
        return refused(HERE, UserFacingError("no_phone_given", 422))

    def load() -> list[bookings.Booking]:
        with read(web.sessions) as session:
            return bookings.find_by_phone(session, phone)

    found = sorted(await web.threads.run(load), key=lambda one: one.day)
    return console_page(
        request, me, "bookings.html", HERE,
        days=_by_day(web, me, found), from_day=today().isoformat(), village="", villages=seen_choices(web, me),
        found=phone,
    )  # fmt: skip


async def change(request: Request, booking_id: int) -> HTTPResponse:
    """What became of a visit; whoever booked hears in the conversation what concerns him."""
    me, web = me_of(request, "steward"), web_of(request)
    do, said = field(request, "do", 10), field(request, "result", 300)
    if do not in _DONE:
        raise UserFacingError("bad_request", 400)
    if do == "cancelled" and not said:
        return refused(HERE, UserFacingError("say_why"))

    def act() -> None:
        with begin(web.sessions) as session:
            booking = bookings.get(session, booking_id)
            if not _may_open(me, booking):
                raise UserFacingError("forbidden", 403)
            if do == "done":
                bookings.close(session, booking_id, me.login)
                if said and bookings.wants_result_here(booking):
                    _tell(session, booking, "booking_result", said)
            elif do == "cancelled":
                bookings.call_off(session, booking_id, me.login)
                if booking.state == "booked":
                    _tell(session, booking, "booking_called_off", said)
            else:
                bookings.reopen(session, booking_id, me.login)
                if booking.state == "done" and bookings.wants_result_here(booking):
                    _tell(session, booking, "booking_not_done", uuid.uuid4().hex)

    try:
        await web.threads.run(act)
    except UserFacingError as error:
        if error.status == 403:
            raise
        return refused(HERE, error)
    return back_to(HERE, _DONE[do])


def _tell(session: Session, booking: bookings.Booking, key: str, said: str) -> None:
    values = {"day": read_back(booking.day), "half": text_of("half", booking.half), "said": said}
    text = words()[key].format(**values, steward=booking.steward_name, number=booking.number)
    payload = {"text": text, "buttons": [], "custom": {"kind": "booking", "number": booking.number}}
    # Said twice by a double click it is written once; another result after a correction is news.
    digest = hashlib.sha256(said.encode()).hexdigest()[:12]
    messages.push(session, booking.requester_id, payload, f"{key}:{booking.id}:{digest}")


def _may_open(me: Me, booking: bookings.Booking) -> bool:
    return me.may("admin") or (booking.steward_login == me.login and me.may("steward"))


def _by_day(web: Web, me: Me, found: list[bookings.Booking]) -> list[tuple[date, list[dict[str, Any]]]]:
    return [(day, [_row(web, me, one) for one in rows]) for day, rows in groupby(found, key=lambda one: one.day)]


def _row(web: Web, me: Me, booking: bookings.Booking) -> dict[str, Any]:
    acts = _may_open(me, booking)
    opened = acts or me.may("auditor")
    row: dict[str, Any] = {
        "id": booking.id,
        "number": booking.number,
        "village": village_name(web, booking.village_code),
        "group": group_text(booking.group_number),
        "half_text": text_of("half", booking.half),
        "state": booking.state,
        "due": bookings.has_begun(booking, utc_now()),
        "state_text": text_of("booking_state", booking.state),
        "steward": booking.steward_name,
        "open": opened,
        "acts": acts,
    }
    if opened:
        row["call_phone"] = booking.call_phone
        row |= {
            name: without_secrets(getattr(booking, name) or "") for name in ("resident_name", "result_to", "problem")
        }
        # A key rather than a record: nobody but who goes there needs it.
        row["door_code"] = booking.door_code if acts else ""
        row["tell_here"] = bookings.wants_result_here(booking)
    return row


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else today()
    except ValueError:
        return today()
