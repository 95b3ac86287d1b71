"""我刚才说的不算: outside a form nothing was done and that is said; inside one it is asked whether to stop."""

import pytest

from actions.chat.answer import AnswerAction
from actions.chat.audio import PlayAloud
from actions.chat.report_form import ValidateReportForm
from actions.chat.smalltalk import Correct, Deny, Stop
from actions.context import Context
from actions.db.engine import begin
from actions.services import bookings, reports
from tests.actions.chat.booking_talk import Talk
from tests.actions.chat.conftest import Phone

SAID = "我刚才说的不算"


@pytest.mark.parametrize("action", [PlayAloud(), AnswerAction(), Stop(), Correct(), Deny()])
def test_outside_a_form_nothing_is_done_and_nothing_read_aloud(
    phone: Phone, opened: Context, action: AnswerAction
) -> None:
    assert phone.to(action, SAID, "play_aloud").names == ["utter_taken_back"]
    with begin(opened.sessions) as session:
        assert bookings.mine(session, phone.person_id) == []
        assert reports.mine(session, phone.person_id) == []


def asked_to_stop(phone: Phone) -> Talk:
    """A booking in which somebody took back what was said."""
    talk = Talk(phone).says("约检查", "石椅村二组", "王桂芳", SAID)
    assert talk.names == ["utter_stop_sure"]
    return talk


@pytest.mark.parametrize("said", ["对", "是的", "不办了", "算了"])
def test_a_yes_stops_the_booking_and_clears_it(phone: Phone, said: str) -> None:
    talk = asked_to_stop(phone).says(said)
    assert talk.names == ["utter_booking_stopped"]
    assert (talk.opened, talk["resident_name"]) == (False, None)


@pytest.mark.parametrize("said", ["接着办", "继续预约"])
def test_going_on_asks_the_same_again(phone: Phone, said: str) -> None:
    talk = asked_to_stop(phone).says(said)
    assert talk.names == ["utter_booking_question_call_phone"]
    assert talk["resident_name"] == "王桂芳"


def test_an_answer_goes_on_and_a_later_yes_stops_nothing(phone: Phone) -> None:
    talk = asked_to_stop(phone).says("13800001111", "接电话的人", "跳过", "12月8号上午")
    assert talk["call_phone"]["number"] == "13800001111"
    assert talk.says("对").names == ["utter_booking_done"]


def test_a_report_asks_too(phone: Phone) -> None:
    asked = phone.with_slots(report_kind="hazard", report_text="电线吊起了", report_phone="")
    heard = asked.to(ValidateReportForm(), SAID, "play_aloud", form="report_form", requested="report_place")
    assert heard.names == ["utter_stop_sure"]
    sure = asked.with_slots(offered=heard.slot("offered"))
    stopped = sure.to(ValidateReportForm(), "对", "affirm", form="report_form", requested="report_place")
    assert stopped.names == ["utter_stopped"]
    assert stopped.slot("report_text") is None


@pytest.mark.parametrize("said", ["我打错了", "打错字了", "不好意思，刚才说错了"])
def test_who_mistyped_and_has_booked_nothing_types_it_again(phone: Phone, said: str) -> None:
    assert phone.to(Correct(), said, "correct").names == ["utter_say_again"]
    assert phone.to(Correct(), "要改一下", "correct").names == ["utter_nothing_to_correct"]
