"""A steward's visits at the console: who may see them, and what becomes of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from actions.clock import local_day, utc_now
from actions.db.engine import begin, read
from actions.db.models import BookingRow, VisitSlot
from actions.services import bookings, messages
from tests.moment import NOW, the_moment
from tests.web.desk import book, hidden
from tests.web.serving import Installation


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """A Tuesday at ten in the morning."""
    with the_moment(NOW):
        yield


def comes_today(house: Installation, visit: bookings.Booking, half: str = "am") -> None:
    """Let the visit be today; its morning has begun."""
    with begin(house.sessions) as session:
        row = session.get_one(BookingRow, visit.id)
        slot = session.get_one(VisitSlot, row.slot_id)
        today, whose = local_day(utc_now()), VisitSlot.steward_login == slot.steward_login
        there = session.scalar(select(VisitSlot.id).where(whose, VisitSlot.day == today, VisitSlot.half == half))
        if there is None:  # a Sunday or a market day
            slot.day, slot.half = today, half
        else:
            row.slot_id = there


def told(house: Installation, visit: bookings.Booking) -> list[str]:
    with read(house.sessions) as session:
        return [reply.payload["text"] for reply in messages.since(session, visit.requester_id)]


def test_names_and_phones_are_shown_only_to_the_steward_who_goes(desk: Any, staff: Installation) -> None:
    mine = book(staff, "shiyi", "张大爷", "13800000001")
    book(staff, "wuxing", "李大娘", "13900000002")
    page = desk("qushan").http.get("/console/").text
    assert "张大爷" in page
    assert mine.door_code in page
    assert "李大娘" not in page
    assert "13900000002" not in page
    assert "李大娘" in desk("boss").http.get("/console/").text


def test_who_rings_up_is_found_by_his_number(desk: Any, staff: Installation) -> None:
    mine = book(staff, "shiyi", "张大爷", "13800000001")
    other = book(staff, "wuxing", "李大娘", "13900000002")
    steward = desk("qushan")
    found = steward.submit("/console/", "/console/bookings/find", phone="138 0000 0001").text
    assert mine.number in found
    assert "张大爷" in found
    assert other.number not in found
    # Of a colleague's visit only that it is his: he knows whom to pass the call to.
    found = steward.submit("/console/", "/console/bookings/find", phone="13900000002").text
    assert other.number in found
    assert "李大娘" not in found
    landline = book(staff, "shiyi", "王婆婆", "08162345678")
    assert landline.number in steward.submit("/console/", "/console/bookings/find", phone="2345678").text
    assert mine.number in steward.submit("/console/", "/console/bookings/find", phone="+86 13800000001").text
    assert "这个号码没有约过" in steward.submit("/console/", "/console/bookings/find", phone="13700000000").text
    assert "要写数字" in steward.submit("/console/", "/console/bookings/find", phone="张大爷").text


def test_a_visit_is_marked_as_done_by_its_steward_only(desk: Any, staff: Installation) -> None:
    visit = book(staff, "shiyi", "张大爷", "13800000001")
    comes_today(staff, visit)
    action = f"/console/bookings/{visit.id}"
    other = desk("leigu")
    stolen = {"csrf": hidden(other.http.get("/console/").text, "csrf"), "do": "done"}
    assert other.http.post(action, data=stolen).status_code == 403
    assert "已经上门" in desk("qushan").submit("/console/", action, do="done").text
    with read(staff.sessions) as session:
        assert bookings.get(session, visit.id).state == "done"


def test_who_asked_to_be_told_here_is_told_the_result_in_the_conversation(desk: Any, staff: Installation) -> None:
    visit = book(staff, "shiyi", "张大爷", "13800000001", bookings.TELL_HERE)
    comes_today(staff, visit)
    assert "结果（会发到他的聊天里）" in desk("qushan").http.get("/console/").text
    desk("qushan").submit("/console/", f"/console/bookings/{visit.id}", do="done", result="漏保换了新的，没别的问题")
    by_phone = book(staff, "shiyi", "王大爷", "13800000003")
    comes_today(staff, by_phone)
    desk("qushan").submit("/console/", f"/console/bookings/{by_phone.id}", do="done", result="不发到聊天里")
    assert visit.requester_id == by_phone.requester_id, "one person, so that the second result would be seen too"
    [text] = told(staff, visit)
    assert "漏保换了新的，没别的问题" in text
    assert visit.number in text


def test_nobody_was_there_before_the_day(desk: Any, staff: Installation) -> None:
    visit = book(staff, "shiyi", "张大爷", "13800000001")
    wang = desk("qushan")
    assert "已上门</button>" not in wang.http.get("/console/").text
    forced = {"csrf": hidden(wang.http.get("/console/").text, "csrf"), "do": "done"}
    assert "还没到" in wang.http.post(f"/console/bookings/{visit.id}", data=forced).text
    with read(staff.sessions) as session:
        assert bookings.get(session, visit.id).state == "booked"


def test_nobody_was_there_in_the_afternoon_before_noon(desk: Any, staff: Installation) -> None:
    visit = book(staff, "shiyi", "张大爷", "13800000001")
    comes_today(staff, visit, "pm")
    wang = desk("qushan")
    shown = wang.http.get("/console/").text
    assert "已上门</button>" not in shown
    forced = {"csrf": hidden(shown, "csrf"), "do": "done"}
    assert "上门的时间还没到" in wang.http.post(f"/console/bookings/{visit.id}", data=forced).text
    with read(staff.sessions) as session:
        assert bookings.get(session, visit.id).state == "booked"


def test_a_slip_of_the_finger_is_taken_back(desk: Any, staff: Installation) -> None:
    visit = book(staff, "shiyi", "张大爷", "13800000001")
    comes_today(staff, visit)
    wang, action = desk("qushan"), f"/console/bookings/{visit.id}"
    wang.submit("/console/", action, do="done")
    assert "还没上门" in wang.submit("/console/", action, do="booked").text
    with read(staff.sessions) as session:
        assert bookings.get(session, visit.id).state == "booked"
    assert "已经上门" in wang.submit("/console/", action, do="done").text


def test_a_visit_called_off_is_told_with_its_reason(desk: Any, staff: Installation) -> None:
    visit = book(staff, "shiyi", "张大爷", "13800000001")
    wang, action = desk("qushan"), f"/console/bookings/{visit.id}"
    assert "写一句为什么" in wang.submit("/console/", action, do="cancelled", result="  ").text
    assert told(staff, visit) == []
    assert "取消了" in wang.submit("/console/", action, do="cancelled", result="路遭冲断了，通了再来").text
    wang.http.post(
        action, data={"csrf": hidden(wang.http.get("/console/").text, "csrf"), "do": "cancelled", "result": "又一遍"}
    )
    [text] = told(staff, visit)
    assert "路遭冲断了，通了再来" in text
    assert visit.number in text
    with read(staff.sessions) as session:
        assert bookings.get(session, visit.id).state == "cancelled"
        assert visit.day in {slot.day for slot in bookings.free_slots(session, "shiyi", visit.day)}


def test_an_alert_shows_the_number_the_person_left_before(desk: Any, staff: Installation) -> None:
    from actions.services import emergencies
    from content.emergency import Emergency

    visit = book(staff, "shiyi", "张大爷", "13800000001")
    fire = Emergency("fire", "electrical-fire-at-home", ("119",), "")
    with begin(staff.sessions) as session:
        about = {"person_id": visit.requester_id, "village_code": "shiyi", "group_number": 3}
        emergencies.alert(session, fire, request_id="fire-1", text="房子燃起来了", **about)
    page = desk("qushan").http.get("/console/people").text
    assert 'href="tel:13800000001"' in page
    assert "石椅村3组" in page


def test_a_steward_is_offered_only_the_villages_of_his_own(desk: Any, staff: Installation) -> None:
    for page in ("/console/", "/console/lessons"):
        own = desk("leigu").http.get(page).text
        assert '<option value="wuxing"' in own
        assert '<option value="shiyi"' not in own
        assert '<option value="shiyi"' in desk("boss").http.get(page).text
