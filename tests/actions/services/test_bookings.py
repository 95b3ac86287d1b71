"""A visit is booked once, never above a steward's capacity, and only its requester changes it."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.clock import at
from actions.db.engine import Sessions, begin
from actions.db.models import BookingEvent, BookingRow, Reminder, VisitSlot
from actions.errors import UserFacingError
from actions.services import bookings, people, slots, users
from actions.services.bookings import BookingRequest, SlotTaken

WEDNESDAY = date(2026, 11, 25)


def request(person: int, request_id: str = "m1", day: date = WEDNESDAY, half: str = "am") -> BookingRequest:
    return BookingRequest(
        request_id, person, "pingcun", 2, "王大爷", "08162345678", "儿子 13800000000", "插座发黑", day, half
    )


def test_a_visit_is_booked_with_number_and_door_code(session: Session, villager: int, now: datetime) -> None:
    users.add(session, "lao-wang", "王师傅", ["steward"], "0123456789")
    booking = bookings.book(session, request(villager), now)
    assert booking.number.startswith("Y1124-")
    words = booking.door_code.split("-")
    assert len(words) == 3
    assert words[2].isdigit()
    assert len(words[2]) == 2
    assert booking.steward_name == "王师傅"
    assert (booking.day, booking.half, booking.state) == (WEDNESDAY, "am", "booked")
    assert bookings.get(session, booking.id, villager) == booking


def test_the_same_message_books_once(sessions: Sessions, villager: int, now: datetime) -> None:
    with begin(sessions) as session:
        first = bookings.book(session, request(villager), now)
    with begin(sessions) as session:
        again = bookings.book(session, replace(request(villager), problem="别的"), now)
    assert again == first
    with begin(sessions) as session:
        assert session.scalars(select(VisitSlot.taken).where(VisitSlot.taken > 0)).all() == [1]


def test_nothing_personal_lies_in_clear(sessions: Sessions, villager: int, now: datetime) -> None:
    with begin(sessions) as session:
        bookings.book(session, request(villager), now)
    with begin(sessions) as session:
        row = session.scalars(select(BookingRow)).one()
        kept = b"".join(
            value if isinstance(value, bytes) else str(value).encode()
            for value in (getattr(row, column.key) for column in BookingRow.__table__.columns)
        )
        for clear in ("王大爷", "08162345678", "13800000000", "插座发黑"):
            assert clear.encode() not in kept
        assert [one.number for one in bookings.find_by_phone(session, "08162345678")] == [row.number]
        assert bookings.find_by_phone(session, "08160000000") == []


@pytest.mark.parametrize("capacity", [1])
def test_of_a_hundred_for_the_last_place_one_wins(sessions: Sessions, now: datetime, capacity: int) -> None:
    with begin(sessions) as session:
        villagers = [people.find_or_create(session, "web", f"c{number}") for number in range(100)]
        slots.open_days(session, "pingcun", now.date())
        slot_id = slots.find_slot(session, "pingcun", WEDNESDAY, "am", now)
        assert slot_id is not None
        assert slots.set_capacity(session, slot_id, capacity)
    won: list[str] = []
    told: list[SlotTaken] = []
    unexpected: list[BaseException] = []
    start = threading.Barrier(100)

    def try_it(person: int) -> None:
        start.wait()
        try:
            with begin(sessions) as session:
                won.append(bookings.book(session, request(person, f"m{person}"), now).number)
        except SlotTaken as error:
            told.append(error)
        except BaseException as error:
            unexpected.append(error)

    threads = [threading.Thread(target=try_it, args=(person,)) for person in villagers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert unexpected == []
    assert len(won) == 1
    assert len(told) == 99
    for error in told:
        assert error.next_free
        assert all((slot.day, slot.half) != (WEDNESDAY, "am") for slot in error.next_free)
    with begin(sessions) as session:
        assert session.get_one(VisitSlot, slot_id).taken == 1
        assert len(session.scalars(select(BookingRow)).all()) == 1
        assert len(session.scalars(select(BookingEvent)).all()) == 1


def test_one_message_in_many_processes_at_once_books_once(sessions: Sessions, villager: int, now: datetime) -> None:
    numbers: list[str] = []
    unexpected: list[BaseException] = []
    start = threading.Barrier(10)

    def try_it() -> None:
        start.wait()
        try:
            with begin(sessions) as session:
                numbers.append(bookings.book(session, request(villager), now).number)
        except BaseException as error:
            unexpected.append(error)

    threads = [threading.Thread(target=try_it) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert unexpected == []
    assert len(numbers) == 10
    assert len(set(numbers)) == 1
    with begin(sessions) as session:
        assert sum(session.scalars(select(VisitSlot.taken))) == 1


def test_a_full_half_day_names_the_next_free_ones(session: Session, villager: int, now: datetime) -> None:
    for number in range(slots.CAPACITY):
        bookings.book(session, request(villager, f"m{number}"), now)
    with pytest.raises(SlotTaken) as caught:
        bookings.book(session, request(villager, "m-last"), now)
    first = caught.value.next_free[0]
    assert (first.day, first.half, first.free) == (date(2026, 11, 24), "pm", 3)


def test_moving_frees_the_old_place_and_asks_for_a_new_reminder(
    sessions: Sessions, villager: int, now: datetime
) -> None:
    with begin(sessions) as session:
        booking = bookings.book(session, request(villager), now)
    friday = date(2026, 11, 27)
    with begin(sessions) as session:
        moved = bookings.move(session, booking.id, villager, friday, "pm", "m2", now)
        assert (moved.day, moved.half, moved.number) == (friday, "pm", booking.number)
        assert moved.door_code == booking.door_code
        assert bookings.move(session, booking.id, villager, friday, "pm", "m2", now) == moved
    with begin(sessions) as session:
        taken = session.execute(select(VisitSlot.day, VisitSlot.half).where(VisitSlot.taken > 0)).all()
        assert [tuple(row) for row in taken] == [(friday, "pm")]
        kinds = session.scalars(select(BookingEvent.kind).order_by(BookingEvent.id)).all()
        assert kinds == ["booked", "moved"]
        waiting = session.scalars(select(Reminder).where(Reminder.state == "waiting")).one()
        assert waiting.due_at == at(date(2026, 11, 26), 18).astimezone(UTC)


def test_moves_in_opposite_directions_do_not_block_each_other(
    sessions: Sessions, villager: int, neighbour: int, now: datetime
) -> None:
    friday = date(2026, 11, 27)
    with begin(sessions) as session:
        ids = {
            villager: bookings.book(session, request(villager, "m1"), now).id,
            neighbour: bookings.book(session, request(neighbour, "n1", friday), now).id,
        }
    unexpected: list[BaseException] = []

    def go_round(person: int, days: list[date]) -> None:
        try:
            for number in range(12):
                with begin(sessions) as session:
                    day = days[number % 2]
                    bookings.move(session, ids[person], person, day, "am", f"{person}:{number}", now)
        except BaseException as error:
            unexpected.append(error)

    threads = [
        threading.Thread(target=go_round, args=(villager, [friday, WEDNESDAY])),
        threading.Thread(target=go_round, args=(neighbour, [WEDNESDAY, friday])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert unexpected == []
    with begin(sessions) as session:
        assert sum(session.scalars(select(VisitSlot.taken))) == 2


def test_moving_to_a_full_half_day_leaves_everything_as_it_was(
    sessions: Sessions, villager: int, neighbour: int, now: datetime
) -> None:
    friday = date(2026, 11, 27)
    with begin(sessions) as session:
        mine = bookings.book(session, request(villager), now)
        for number in range(slots.CAPACITY):
            bookings.book(session, request(neighbour, f"n{number}", friday), now)
    with pytest.raises(SlotTaken), begin(sessions) as session:
        bookings.move(session, mine.id, villager, friday, "am", "m2", now)
    with begin(sessions) as session:
        assert bookings.get(session, mine.id, villager) == mine


def test_cancelling_frees_the_place_and_the_reminder(sessions: Sessions, villager: int, now: datetime) -> None:
    with begin(sessions) as session:
        booking = bookings.book(session, request(villager), now)
    for _twice in range(2):
        with begin(sessions) as session:
            assert bookings.cancel(session, booking.id, villager, "m2", now).state == "cancelled"
    with begin(sessions) as session:
        assert sum(session.scalars(select(VisitSlot.taken))) == 0
        assert session.scalars(select(Reminder.state)).all() == ["cancelled"]
        assert bookings.mine(session, villager) == []
        with pytest.raises(UserFacingError, match="booking_not_open"):
            bookings.move(session, booking.id, villager, date(2026, 11, 27), "am", "m3", now)


def test_somebody_elses_booking_does_not_exist(session: Session, villager: int, neighbour: int, now: datetime) -> None:
    booking = bookings.book(session, request(villager), now)
    for attempt in (
        lambda: bookings.get(session, booking.id, neighbour),
        lambda: bookings.cancel(session, booking.id, neighbour, "n1", now),
        lambda: bookings.move(session, booking.id, neighbour, date(2026, 11, 27), "am", "n2", now),
    ):
        with pytest.raises(UserFacingError, match="unknown_booking"):
            attempt()
    with pytest.raises(UserFacingError, match="request_id_taken"):
        bookings.book(session, request(neighbour, "m1"), now)
    assert bookings.mine(session, neighbour) == []


def test_reminders_are_due_at_six_the_evening_before(session: Session, villager: int, now: datetime) -> None:
    bookings.book(session, request(villager, day=date(2026, 11, 27)), now)
    assert session.scalars(select(Reminder.due_at)).all() == [datetime(2026, 11, 26, 10, 0, tzinfo=UTC)]


def test_a_visit_today_needs_no_reminder(session: Session, villager: int, now: datetime) -> None:
    bookings.book(session, request(villager, day=now.date(), half="pm"), now)
    assert session.scalars(select(Reminder)).all() == []


def test_nobody_is_booked_into_the_past(session: Session, villager: int, now: datetime) -> None:
    with pytest.raises(UserFacingError, match="day_is_past"):
        bookings.book(session, request(villager, day=date(2026, 11, 23)), now)
    with pytest.raises(SlotTaken):
        bookings.book(session, request(villager, day=now.date(), half="am"), now)


def test_a_far_day_can_be_booked_and_a_too_far_one_gets_near_ones(
    session: Session, villager: int, now: datetime
) -> None:
    far = date(2027, 1, 15)
    assert bookings.book(session, request(villager, day=far), now).day == far
    with pytest.raises(SlotTaken) as caught:
        bookings.book(session, request(villager, "m2", day=date(2027, 6, 1)), now)
    offered = caught.value.next_free[0]
    assert bookings.book(session, request(villager, "m3", offered.day, offered.half), now).day == offered.day


def test_market_days_and_sundays_have_no_visits(session: Session, now: datetime) -> None:
    lunar = {slot.day for slot in bookings.free_slots(session, "shangcun", now.date(), limit=100, now=now)}
    solar = {slot.day for slot in bookings.free_slots(session, "xiacun", now.date(), limit=100, now=now)}
    level = {slot.day for slot in bookings.free_slots(session, "pingcun", now.date(), limit=100, now=now)}
    # The 18th of the tenth lunar month is a market day of 上镇, November 24 and 27 are those of 下镇.
    assert date(2026, 11, 26) not in lunar
    assert date(2026, 11, 26) in solar
    assert not {date(2026, 11, 24), date(2026, 11, 27), date(2026, 12, 1)} & solar
    assert {date(2026, 11, 26), date(2026, 11, 27)} <= level
    for days in (lunar, solar, level):
        assert days
        assert all(day.weekday() != 6 for day in days)
        assert max(days) <= now.date() + timedelta(days=30)


def test_one_steward_of_two_villages_has_one_capacity(session: Session, villager: int, now: datetime) -> None:
    for number in range(slots.CAPACITY):
        bookings.book(session, request(villager, f"m{number}"), now)
    with pytest.raises(SlotTaken):
        bookings.book(session, replace(request(villager, "other"), village_code="shangcun"), now)


def test_a_half_day_cannot_be_made_smaller_than_it_is_full(session: Session, villager: int, now: datetime) -> None:
    bookings.book(session, request(villager), now)
    slot_id = session.scalars(select(BookingRow.slot_id)).one()
    assert not slots.set_capacity(session, slot_id, 0)
    assert slots.set_capacity(session, slot_id, 1)


def test_the_steward_closes_a_visit(session: Session, villager: int, now: datetime) -> None:
    booking = bookings.book(session, request(villager), now)
    assert [one.id for one in bookings.list_(session, "lao-wang")] == [booking.id]
    assert bookings.list_(session, "xiao-li") == []
    starts = at(booking.day, slots.STARTS[booking.half])
    for too_early in (now, at(booking.day, 3), starts - timedelta(minutes=1)):
        with pytest.raises(UserFacingError, match="visit_not_yet"):
            bookings.close(session, booking.id, "lao-wang", too_early)
    there = starts
    assert bookings.close(session, booking.id, "lao-wang", there).state == "done"
    assert bookings.list_(session, "lao-wang") == []
    with pytest.raises(UserFacingError, match="booking_not_open"):
        bookings.cancel(session, booking.id, villager, "m2", there)
    with pytest.raises(UserFacingError, match="booking_not_open"):
        bookings.call_off(session, booking.id, "lao-wang", there)
    assert bookings.reopen(session, booking.id, "lao-wang", there).state == "booked"


def test_a_visit_called_off_frees_its_place(session: Session, villager: int, now: datetime) -> None:
    booking = bookings.book(session, request(villager), now)
    place = session.scalars(select(VisitSlot).where(VisitSlot.taken > 0)).one()
    assert bookings.call_off(session, booking.id, "lao-wang", now).state == "cancelled"
    assert bookings.call_off(session, booking.id, "lao-wang", now).state == "cancelled"
    session.refresh(place)
    assert place.taken == 0
