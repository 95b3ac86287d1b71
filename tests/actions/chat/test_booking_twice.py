"""The same household and half day booked a second time: said, and booked again only where it is meant."""

import pytest

from actions.chat.booking.amendments import amends
from actions.chat.booking.finish import FinishBooking
from actions.chat.booking.form import ValidateBookingForm
from actions.chat.my_bookings import CancelBooking
from actions.chat.turn import Turn
from actions.context import Context
from actions.db.engine import begin
from actions.services import bookings
from actions.services.bookings import Booking
from tests.actions.chat.booking_talk import Talk
from tests.actions.chat.conftest import Phone

DAY = "12月8号上午"


def read_back(
    phone: Phone, name: str = "王大山", number: str = "13812345678", place: str = "石椅村三组", day: str = DAY
) -> Talk:
    """A booking that was read back."""
    return Talk(phone).says("约检查", place, name, number, "接电话的人", "插座松", day)


def booked(talk: Talk, message_id: str) -> None:
    """Say yes to it, and let it be booked."""
    slots = {**talk.slots, "confirm": "yes"}
    talk.phone.with_slots(**slots).to(FinishBooking(), "对", message_id=message_id)


def mine(phone: Phone, opened: Context) -> list[Booking]:
    """The open bookings of this account."""
    with begin(opened.sessions) as session:
        return bookings.mine(session, phone.person_id)


@pytest.mark.parametrize(
    ("name", "number", "place"),
    [
        ("王大山", "13812345678", "石椅村三组"),
        ("王大山", "13900001111", "石椅村三组"),
        ("李桂兰", "13812345678", "石椅村三组"),
    ],
)
@pytest.mark.parametrize("yes", ["对", "要得", "/affirm"])
def test_the_same_household_and_half_day_is_asked_about(
    phone: Phone, opened: Context, name: str, number: str, place: str, yes: str
) -> None:
    booked(read_back(phone), "b-1")
    again = read_back(phone, name, number, place).says(yes)
    assert again.names == ["utter_booking_twice"]
    # A client must not take the question for a booking that was made.
    assert again.kinds == ["booking_before"]
    assert again["confirm"] is None
    assert len(mine(phone, opened)) == 1


@pytest.mark.parametrize("yes", ["对", "再约一个", "要再约一个", "我还要约一个", "/affirm"])
def test_who_means_a_second_one_gets_it(phone: Phone, opened: Context, yes: str) -> None:
    booked(read_back(phone), "b-1")
    talk = read_back(phone).says("对").says(yes)
    assert talk.names[-1] == "utter_booking_done"
    assert len(mine(phone, opened)) == 2


@pytest.mark.parametrize(
    "no", ["不用，一个就够", "不了", "不是", "一个就够了", "算了", "不用再约", "我搞忘了", "/deny"]
)
def test_who_forgot_keeps_the_first(phone: Phone, opened: Context, no: str) -> None:
    booked(read_back(phone), "b-1")
    talk = read_back(phone).says("对").says(no)
    assert talk.names == ["utter_booking_one_is_enough"]
    assert len(mine(phone, opened)) == 1


@pytest.mark.parametrize(
    ("name", "number", "place", "day"),
    [
        ("王大山", "13812345678", "石椅村三组", "12月8号下午"),
        ("王大山", "13812345678", "石椅村三组", "12月9号上午"),
        ("王大山", "13812345678", "石椅村一组", DAY),
        ("李桂兰", "13900001111", "石椅村三组", DAY),
    ],
)
def test_another_half_day_place_or_household_is_booked_at_once(
    phone: Phone, opened: Context, name: str, number: str, place: str, day: str
) -> None:
    booked(read_back(phone), "b-1")
    talk = read_back(phone, name, number, place, day).says("对")
    assert talk.names[-1] == "utter_booking_done"


def test_another_time_after_the_question_is_read_back_and_booked(phone: Phone, opened: Context) -> None:
    booked(read_back(phone), "b-1")
    talk = read_back(phone).says("对").says("改到12月9号下午")
    assert talk.says("对").names[-1] == "utter_booking_done"
    assert len(mine(phone, opened)) == 2


def test_somebody_elses_booking_of_the_household_is_not_told(phone: Phone, neighbour: Phone) -> None:
    booked(read_back(phone), "b-1")
    assert read_back(neighbour).says("对").names[-1] == "utter_booking_done"


def test_the_same_yes_sent_again_is_no_second_booking(phone: Phone, opened: Context) -> None:
    talk = read_back(phone)
    booked(talk, "b-1")
    heard = phone.with_slots(**talk.slots).to(
        ValidateBookingForm(), "对", form="booking_form", requested="confirm", message_id="b-1"
    )
    assert heard.slot("confirm") == "yes"


def test_two_that_look_alike_are_told_apart_by_their_numbers(phone: Phone, opened: Context) -> None:
    booked(read_back(phone), "b-1")
    booked(read_back(phone), "b-2")
    booked(read_back(phone, day="12月9号下午"), "b-3")
    numbers = [one.number for one in mine(phone, opened)]
    buttons = phone.to(CancelBooking(), "取消预约", "cancel_booking", message_id="m-9").buttons
    assert buttons == [*(f"12月8日 周二 上午 {number}" for number in numbers[:2]), "12月9日 周三 下午"]


@pytest.mark.parametrize(
    "said",
    [
        "我要约检查12月8号上午石椅村三组王大山电话13812345678，结果告诉接电话的人",
        "再约一个检查 结果告诉我女儿",
        "我还要预约上门 还有插座松了",
    ],
)
def test_a_whole_new_booking_changes_nothing_of_the_one_before(phone: Phone, opened: Context, said: str) -> None:
    booked(read_back(phone), "b-1")
    assert not amends(Turn.of(phone.tracker(said, "book_inspection", 0.9, "m-2", None, None)))


@pytest.mark.parametrize(
    "said", ["我约的检查电话换了 13900001111", "名字写错了 是王得福", "结果改成告诉我女儿 13900001111"]
)
def test_a_change_of_the_one_before_is_still_heard(phone: Phone, opened: Context, said: str) -> None:
    booked(read_back(phone), "b-1")
    assert amends(Turn.of(phone.tracker(said, "book_inspection", 0.9, "m-2", None, None)))
