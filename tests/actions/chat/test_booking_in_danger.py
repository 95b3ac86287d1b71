"""A danger in the middle of a booking: the channel answers it, and what is to be looked at still names it."""

from dataclasses import dataclass

import pytest

from actions.chat.booking.form import ValidateBookingForm
from actions.chat.report_form import ValidateReportForm
from actions.context import Context
from actions.db.engine import begin
from actions.services import messages
from tests.actions.chat.booking_talk import Talk
from tests.actions.chat.conftest import Phone


@dataclass
class Channel:
    """What the page keeps: each message in its order, whoever answers it."""

    opened: Context
    person_id: int

    def heard(self, message_id: str, said: str) -> None:
        """Keep one message."""
        with begin(self.opened.sessions) as session:
            messages.receive(session, "web", message_id, self.person_id, said, {})


@pytest.fixture
def channel(opened: Context, phone: Phone) -> Channel:
    """The page of that somebody."""
    return Channel(opened, phone.person_id)


def cries(talk: Talk, channel: Channel, said: str, then: str) -> Talk:
    """Cry a danger, which only the channel hears, and say something after it."""
    channel.heard("cry", said)
    channel.heard(f"t-{talk.turns + 1}", then)
    return talk.says(then)


def asked_for_the_fault(phone: Phone) -> Talk:
    """A booking that asks what is wrong."""
    return Talk(phone).says("约检查", "石椅村二组", "王桂芳", "13800001111", "接电话的人")


def test_the_sparks_are_looked_at_and_not_only_the_kitchen(phone: Phone, channel: Channel) -> None:
    talk = cries(asked_for_the_fault(phone), channel, "插座冒火花", "厨房的")
    assert talk["problem"] == "插座冒火花，厨房的"
    assert talk.says("12月8号上午").names == ["utter_booking_question_confirm"]


@pytest.mark.parametrize("then", ["继续预约", "跳过", "好的"])
def test_who_only_goes_on_keeps_the_sparks(phone: Phone, channel: Channel, then: str) -> None:
    assert cries(asked_for_the_fault(phone), channel, "插座冒火花", then)["problem"] == "插座冒火花"


def test_sparks_beside_another_question_are_looked_at_too(phone: Phone, channel: Channel) -> None:
    talk = cries(Talk(phone).says("约检查", "石椅村二组", "王桂芳"), channel, "插座冒火花", "13800001111")
    assert talk["call_phone"]["number"] == "13800001111"
    assert talk["problem"] == "插座冒火花"
    assert "utter_booking_noted" in talk.names


def test_sparks_before_the_yes_are_read_back_before_anything_is_booked(phone: Phone, channel: Channel) -> None:
    talk = asked_for_the_fault(phone).says("漏保老跳", "12月8号上午")
    cries(talk, channel, "插座冒火花", "对的")
    assert talk["problem"] == "漏保老跳；插座冒火花"
    assert talk.names[-1] == "utter_booking_question_confirm"


@pytest.mark.parametrize("told", ["老汉触电了", "娃儿爬电杆了", "我不想活了", "我刚才遭骗了一万块", "闻到煤气味道"])
def test_a_person_in_need_is_no_fault_to_inspect(phone: Phone, channel: Channel, told: str) -> None:
    channel.heard("cry", told)
    channel.heard("t-1", "我想约检查")
    talk = Talk(phone).says("我想约检查")
    assert talk["problem"] is None
    assert "utter_booking_noted" not in talk.names


@pytest.mark.parametrize("told", ["插座冒火花", "洗澡水麻人", "墙里头有糊味找不到哪来的"])
def test_a_thing_in_danger_begins_the_booking(phone: Phone, channel: Channel, told: str) -> None:
    channel.heard("cry", told)
    channel.heard("m-1", "约个师傅来看")
    assert phone.to(ValidateBookingForm(), "约个师傅来看", "book_inspection").slot("problem") == told


def test_a_person_in_need_is_no_hazard_to_report(phone: Phone, channel: Channel) -> None:
    channel.heard("cry", "老汉触电了")
    channel.heard("m-1", "变压器漏油")
    asked = phone.with_slots(report_kind="hazard", report_phone="")
    heard = asked.to(ValidateReportForm(), "变压器漏油", form="report_form", requested="report_text")
    assert heard.slot("report_text") == "变压器漏油"


def asked_for_the_result(phone: Phone) -> Talk:
    """A booking that asks who is to hear the result."""
    return Talk(phone).says("约检查", "石椅村二组", "王桂芳", "13800001111")


@pytest.mark.parametrize("intent", ["unclear", "report_hazard", "ask_library"])
def test_sparks_told_to_the_question_for_the_result_are_warned_of_and_looked_at(phone: Phone, intent: str) -> None:
    talk = asked_for_the_result(phone).says("插板老是冒火花", intent=intent)
    assert talk.names == ["utter_hazard_first_home", "utter_booking_noted", "utter_booking_question_result_to"]
    assert talk["problem"] == "插板老是冒火花"
    assert talk.says("接电话的人").names == ["utter_booking_question_visit_time"]


def test_sparks_beside_another_trouble_are_added_to_it(phone: Phone) -> None:
    talk = asked_for_the_fault(phone).says("漏保老跳", "插板老是冒火花")
    assert talk["problem"] == "漏保老跳；插板老是冒火花"
    talk.says("12月8号上午", "还有灶房开关老是打火")
    assert talk.names == ["utter_hazard_first_home", "utter_booking_noted", "utter_booking_question_confirm"]
    assert talk["problem"] == "漏保老跳；插板老是冒火花；灶房开关老是打火"


def test_sparks_told_where_the_fault_is_asked_are_warned_of(phone: Phone) -> None:
    talk = asked_for_the_fault(phone).says("插板老是冒火花")
    assert talk.names[0] == "utter_hazard_first_home"
    assert talk["problem"] == "插板老是冒火花"


def test_sparks_beside_the_answer_leave_the_answer_where_it_belongs(phone: Phone) -> None:
    talk = Talk(phone).says("约检查", "石椅村二组", "王桂芳", "13800001111，插板老是冒火花")
    assert (talk["call_phone"]["number"], talk["problem"]) == ("13800001111", "插板老是冒火花")
    assert talk.names[0] == "utter_hazard_first_home"


def test_sparks_told_in_the_first_sentence_are_warned_of(phone: Phone) -> None:
    talk = Talk(phone).says("插板老是冒火花，想约个师傅来看")
    assert talk.names[:2] == ["utter_hazard_first_home", "utter_booking_consent"]
    assert talk["problem"] == "插板老是冒火花"


@pytest.mark.parametrize(
    "said", ["我要约检查，我娃儿遭电了", "老汉遭电打倒了，约个师傅来看", "房子着火了我要约上门检查"]
)
def test_a_cry_in_the_sentence_that_books_is_answered_first_and_the_booking_waits(phone: Phone, said: str) -> None:
    heard = phone.to(ValidateBookingForm(), said, "book_inspection")
    assert heard.kinds[0] == "emergency"
    assert heard.names[-1] == "utter_emergency_booking_kept"
    assert heard.slot("pending") == {"what": "form", "form": "booking_form", "before": None}
    again = phone.with_slots(pending=heard.slot("pending")).to(ValidateBookingForm(), "继续预约", "book_inspection")
    assert "emergency" not in again.kinds
    assert again.slot("pending") is None


def test_a_cry_beside_the_trouble_is_answered_first_and_the_booking_waits(phone: Phone) -> None:
    talk = asked_for_the_fault(phone).says("洗澡的时候花洒麻手是啥子原因")
    assert talk.kinds[0] == "emergency"
    assert talk.names[-1] == "utter_emergency_booking_kept"
