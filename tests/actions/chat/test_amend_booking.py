"""A visit that is booked is changed in words, from the account that booked it; its door code never is."""

from datetime import date

import pytest

from actions.chat.amend_booking import AmendBooking
from actions.chat.answer import AnswerAction
from actions.chat.move_form import ValidateMoveForm
from actions.chat.smalltalk import Affirm, Correct, Deny, Stop
from actions.context import Context
from actions.db.engine import begin
from actions.errors import UserFacingError
from actions.services import bookings
from actions.services.booking_changes import Changes, amend
from actions.services.bookings import Booking, BookingRequest
from tests.actions.chat.conftest import Phone
from tests.moment import NOW

AMEND = AmendBooking()


@pytest.fixture
def visit(phone: Phone, opened: Context) -> Booking:
    """One booked visit."""
    return book(phone, opened, "m-0")


def book(phone: Phone, opened: Context, request_id: str) -> Booking:
    """Book a visit."""
    request = BookingRequest(
        request_id, phone.person_id, "shiyi", 2, "郑小华", "13512340001", "接电话的人", "灯坏", date(2026, 12, 8), "am"
    )
    with begin(opened.sessions) as session:
        return bookings.book(session, request, NOW)


def now_booked(phone: Phone, opened: Context) -> Booking:
    """The visit as it is stored."""
    with begin(opened.sessions) as session:
        (one,) = bookings.mine(session, phone.person_id, now=NOW)
    return one


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("我电话换了 改成13512340002", "call_phone", "13512340002"),
        ("电话改成13511112222，莫打我妈的13566667777", "call_phone", "13511112222"),
        ("电话也换成13533330000", "call_phone", "13533330000"),
        ("电话错了，36收尾", "call_phone", "13512340036"),
        ("村组也错了 是三组", "group_number", 3),
        ("把地方改成三组", "group_number", 3),
        ("名字写错了 郑晓华", "resident_name", "郑晓华"),
        ("小是拂晓的晓", "resident_name", "郑小华"),
        ("还有插座也坏了 一起看哈", "problem", "灯坏；插座也坏了"),
        ("结果告诉我女儿 13666667777", "result_to", "女儿 136 6666 7777"),
        ("结果在这里告诉我", "result_to", bookings.TELL_HERE),
    ],
)
def test_each_change_is_made_and_read_back(
    phone: Phone, opened: Context, visit: Booking, said: str, field: str, value: object
) -> None:
    followed = phone.to(AnswerAction(), said, "nlu_fallback", confidence=0.3).followed_by
    if value == getattr(visit, field):
        assert followed != "action_amend_booking"
        return
    assert followed == "action_amend_booking"
    assert phone.to(Correct(), said, "correct").followed_by == "action_amend_booking"
    assert phone.to(ValidateMoveForm(), said, "change_booking").followed_by == "action_amend_booking"
    heard = phone.to(AMEND, said)
    assert heard.names == ["utter_amended"]
    assert visit.door_code not in str(heard.responses)
    changed = now_booked(phone, opened)
    assert getattr(changed, field) == value
    same = ("call_phone", "group_number", "resident_name", "problem", "result_to", "door_code", "day", "half")
    assert all(getattr(changed, one) == getattr(visit, one) for one in same if one != field)


@pytest.mark.parametrize(
    ("said", "asked", "then", "field", "value"),
    [
        ("我电话换了", "utter_amend_phone", "13512340002", "call_phone", "13512340002"),
        ("名字写错了", "utter_amend_name", "郑晓华", "resident_name", "郑晓华"),
        ("村组错了", "utter_amend_place", "三组", "group_number", 3),
    ],
)
def test_what_is_missing_is_asked_for(
    phone: Phone, opened: Context, visit: Booking, said: str, asked: str, then: str, field: str, value: object
) -> None:
    heard = phone.to(AMEND, said)
    assert heard.names == [asked]
    assert now_booked(phone, opened) == visit
    waiting = phone.with_slots(pending=heard.slot("pending"))
    assert waiting.to(AnswerAction(), then, message_id="m-2").followed_by == "action_amend_booking"
    waiting.to(AMEND, then, message_id="m-2")
    assert getattr(now_booked(phone, opened), field) == value


@pytest.mark.parametrize(
    "said",
    ["你们电话换了没得", "电表换了要钱不", "漏保跳了咋办", "组上换了组长", "还有个问题", "13512340002", "三组"],
)
def test_what_changes_nothing_is_left_to_others(phone: Phone, opened: Context, visit: Booking, said: str) -> None:
    assert phone.to(AnswerAction(), said).followed_by != "action_amend_booking"
    assert now_booked(phone, opened) == visit


def test_more_words_to_a_report_are_not_added_to_the_visit(phone: Phone, visit: Booking) -> None:
    reported = phone.with_slots(pending={"what": "filed", "report": 1})
    assert reported.to(AnswerAction(), "还有插座也坏了").followed_by != "action_amend_booking"


def test_another_village_is_booked_anew(phone: Phone, opened: Context, visit: Booking) -> None:
    assert phone.to(AMEND, "村子错了 是五星村三组").names == ["utter_amend_village"]
    assert now_booked(phone, opened) == visit


@pytest.mark.parametrize("said", ["师傅说的码不对咋办", "他说不出上门码", "上门码对不上"])
def test_a_wrong_code_keeps_the_door_shut(phone: Phone, opened: Context, visit: Booking, said: str) -> None:
    assert phone.to(AnswerAction(), said).followed_by == "action_amend_booking"
    heard = phone.to(AMEND, said)
    assert heard.names == ["utter_wrong_code"]
    assert now_booked(phone, opened) == visit


def test_earlier_is_another_time(phone: Phone, visit: Booking) -> None:
    assert phone.to(AnswerAction(), "可不可以早点来").followed_by == "move_form"
    assert phone.to(AnswerAction(), "早点来电嘛").followed_by != "move_form"


def test_nobody_changes_what_a_neighbour_booked(
    phone: Phone, neighbour: Phone, opened: Context, visit: Booking
) -> None:
    assert neighbour.to(AnswerAction(), "我电话换了 改成13512340002").followed_by != "action_amend_booking"
    with begin(opened.sessions) as session, pytest.raises(UserFacingError):
        amend(session, visit.id, neighbour.person_id, Changes(call_phone="13512340002"), "m-7")
    assert now_booked(phone, opened) == visit


def test_of_several_visits_none_is_changed_by_guess(phone: Phone, opened: Context, visit: Booking) -> None:
    book(phone, opened, "m-00")
    assert phone.to(AMEND, "我电话换了 改成13512340002").names == ["utter_amend_which"]


def test_the_same_message_twice_changes_once(phone: Phone, opened: Context, visit: Booking) -> None:
    said = "还有插座也坏了 一起看哈"
    first = phone.to(AMEND, said)
    again = phone.to(AMEND, said)
    assert first.responses[0]["number"] == again.responses[0]["number"]
    assert now_booked(phone, opened).problem == "灯坏；插座也坏了"


def test_cancelling_after_having_kept_it(phone: Phone, opened: Context, visit: Booking) -> None:
    kept = phone.with_slots(pending={"what": "cancel", "booking": visit.id}).to(Deny(), "/deny")
    assert kept.names == ["utter_cancel_kept"]
    assert phone.to(AnswerAction(), "要取消").followed_by == "action_cancel_booking"
    asked = phone.to(Stop(), "取消")
    assert asked.names == ["utter_cancel_sure"]
    phone.with_slots(pending=asked.slot("pending")).to(Affirm(), "/affirm")
    with begin(opened.sessions) as session:
        assert bookings.mine(session, phone.person_id) == []


def test_a_question_is_neither_a_no_nor_a_yes(phone: Phone) -> None:
    assert "utter_nothing_to_deny" not in phone.to(Deny(), "要不要紧", "deny").names
    assert "utter_nothing_to_affirm" not in phone.to(Affirm(), "要得不", "affirm").names
    assert phone.to(Deny(), "不", "deny").names == ["utter_nothing_to_deny"]


@pytest.mark.parametrize("said", ["不对，时间搞错了", "时间写错了", "日子不对", "我想改个时间", "约错时间了"])
def test_a_wrong_time_leads_to_moving_the_visit(phone: Phone, visit: Booking, said: str) -> None:
    assert phone.to(Correct(), said, "correct").followed_by == "move_form"
    assert phone.to(AnswerAction(), said, "nlu_fallback", confidence=0.3).followed_by == "move_form"
    form = ValidateMoveForm()
    assert phone.to(form, said, "correct").slot("move_booking") == visit.id
    asked = phone.with_slots(move_booking=visit.id)
    heard = asked.to(form, "下周三下午", "unclear", form="move_form", requested="move_to")
    assert (heard.slot("move_to")["day"], heard.slot("move_to")["half"]) == ("2026-12-02", "pm")


def test_a_day_after_what_is_wrong_was_asked_is_the_new_one(phone: Phone, visit: Booking) -> None:
    assert phone.to(Deny(), "不对", "deny").names == ["utter_nothing_to_correct"]
    asked = phone.to(Correct(), "不对", "correct")
    assert asked.names == ["utter_nothing_to_correct"]
    heard = phone.with_slots(pending=asked.slot("pending")).to(AnswerAction(), "下周三下午", "nlu_fallback")
    assert heard.followed_by == "move_form"
    assert phone.to(AnswerAction(), "下周三下午", "nlu_fallback").followed_by is None


@pytest.mark.parametrize("said", ["停电时间写错了", "时间搞错了"])
def test_a_wrong_time_without_a_visit_moves_nothing(phone: Phone, said: str) -> None:
    assert phone.to(Correct(), said, "correct").followed_by != "move_form"


def test_the_day_it_is_moved_to_is_the_last_one_said(phone: Phone, visit: Booking) -> None:
    known = phone.with_slots(move_booking=visit.id)
    heard = known.to(ValidateMoveForm(), "明天上午，哦不，27号下午", form="move_form", requested="move_to")
    assert (heard.slot("move_to")["day"], heard.slot("move_to")["half"]) == ("2026-11-27", "pm")
