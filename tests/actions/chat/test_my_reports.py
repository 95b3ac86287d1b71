"""After a report: its number to call, how far it is, what is known already, and questions that are none."""

from datetime import timedelta

import pytest

from actions.chat.answer import AnswerAction
from actions.chat.my_bookings import CheckBooking
from actions.chat.outage_form import ValidateOutageForm
from actions.chat.people import AskDirectory
from actions.chat.report_finish import FinishReport
from actions.chat.report_form import ValidateReportForm
from actions.context import Context
from actions.db.engine import begin
from actions.services import outages, reports
from tests.actions.chat.conftest import Phone
from tests.moment import NOW

FORM = ValidateReportForm()


def filed(phone: Phone) -> Phone:
    """The person after a report of a power cut."""
    place = {"village": "shiyi", "group": 3, "said": ""}
    full = phone.with_slots(report_kind="outage", report_text="石椅村3组停电了", report_place=place, report_phone="")
    return phone.with_slots(pending=full.to(FinishReport(), "石椅村3组停电了", message_id="m-0").slot("pending"))


def off(opened: Context, group: int | None) -> None:
    """A power cut of 石椅村, as a whole or of one group."""
    with begin(opened.sessions) as session:
        outages.enter(
            session, request_id="o-1", kind="fault", places=[("shiyi", group)], reason="树压线路",
            starts_at=NOW - timedelta(hours=1), expected_end=NOW + timedelta(hours=2), login="qushan", now=NOW,
        )  # fmt: skip


@pytest.mark.parametrize("group", [None, 3])
def test_a_known_outage_is_told_whatever_way_it_is_reported(phone: Phone, opened: Context, group: int | None) -> None:
    off(opened, group)
    for said in ("报停电 石椅村3组", "石椅村3组报停电", "石椅村3组停电了", "石椅村3组没得电了"):
        heard = phone.to(FORM, said, "nlu_fallback", confidence=0.3)
        assert heard.names == ["utter_outage_known", "utter_outage_off"], said
        assert heard.slot("known_place") == {"village": "shiyi", "group": 3}
    asked = phone.with_slots(report_kind="outage", report_phone="")
    later = asked.to(FORM, "石椅村3组", form="report_form", requested="report_text")
    assert later.names == ["utter_outage_known", "utter_outage_off"]
    assert later.slot("report_text") is None


def test_a_number_sent_afterwards_belongs_to_the_report(phone: Phone, opened: Context) -> None:
    someone = filed(phone)
    assert someone.to(AnswerAction(), "13900008888").names == ["utter_report_phone_added"]
    assert someone.to(AskDirectory(), "打我儿子的电话13900008881", "ask_directory").names == [
        "utter_report_phone_added"
    ]
    with begin(opened.sessions) as session:
        (report,) = reports.mine(session, phone.person_id)
    assert report.phone == "13900008881"
    assert "utter_report_phone_added" not in phone.to(AnswerAction(), "13900008888", message_id="m-2").names


@pytest.mark.parametrize(
    "said", ["办得咋样了", "我报的停电有进度没", "处理得怎么样了", "查一下我的投诉", "帮我查哈上回报的隐患"]
)
def test_how_far_it_is(phone: Phone, opened: Context, said: str) -> None:
    none = "utter_no_booking_here" if "办" in said or "处理" in said else "utter_no_report_here"
    assert phone.to(CheckBooking(), said).names == [none]
    filed(phone)
    assert phone.to(AnswerAction(), said).followed_by == "action_check_booking"
    assert phone.to(FORM, said, "report_outage").followed_by == "action_check_booking"
    for state in ("open", "doing", "done"):
        with begin(opened.sessions) as session:
            (report,) = reports.mine(session, phone.person_id)
            reports.set_state(session, report.id, state, "qushan")  # type: ignore[arg-type]
        assert phone.to(CheckBooking(), said).names == [f"utter_my_report_{state}"]


@pytest.mark.parametrize("said", ["停电要补偿不", "停电好久会补偿", "冰箱坏了停电害的", "隔壁偷我屋的电"])
def test_damage_and_theft_open_no_form(phone: Phone, said: str) -> None:
    for action, intent in ((ValidateOutageForm(), "ask_outage"), (FORM, "report_outage"), (AnswerAction(), "unclear")):
        heard = phone.to(action, said, intent)
        assert heard.text or "utter_suggest" in heard.names, (said, intent)
        assert heard.followed_by in (None, "action_tell_outages", "action_finish_report")
        assert not heard.sets("report_text")


@pytest.mark.parametrize("said", ["电费咋个这个月涨恁个凶"])
def test_what_the_library_has_in_other_words_is_offered(phone: Phone, said: str) -> None:
    heard = phone.to(AnswerAction(), said, "nlu_fallback", confidence=0.3)
    assert heard.names[:1] == ["utter_suggest"]
    assert heard.buttons


def test_what_a_visit_costs_is_answered_and_opens_no_form(phone: Phone) -> None:
    heard = phone.to(AnswerAction(), "师傅来屋头要给钱不", "nlu_fallback", confidence=0.3)
    assert "先不给" in heard.text
    assert heard.followed_by is None


def test_a_complaint_about_damage_is_still_a_complaint(phone: Phone) -> None:
    heard = phone.to(FORM, "我要投诉，停电害我冰箱坏了不赔", "complain")
    assert heard.slot("report_text") == "我要投诉，停电害我冰箱坏了不赔"


def test_the_power_that_is_out_is_no_damage_and_a_repair_no_report(phone: Phone) -> None:
    heard = phone.to(FORM, "停电了，害我饭都煮不成", "report_outage")
    assert heard.slot("report_text") == "停电了，害我饭都煮不成"
    assert phone.to(ValidateOutageForm(), "抢修到哪一步了", "ask_outage").followed_by != "action_check_booking"


def test_a_question_about_damage_in_a_complaint_is_answered_from_the_library(phone: Phone) -> None:
    asked = phone.with_slots(report_kind="complaint", report_phone="")
    heard = asked.to(FORM, "停电要补偿不", "ask_outage", form="report_form", requested="report_text")
    assert "utter_outage_after_place" not in heard.names
    assert heard.text or "utter_suggest" in heard.names


def test_the_place_and_more_words_said_afterwards_belong_to_the_report(phone: Phone, opened: Context) -> None:
    kept = filed(phone)
    heard = kept.to(AnswerAction(), "五星村一组", message_id="m-2")
    assert (heard.names, heard.responses[0]["place"]) == (["utter_report_place_changed"], "五星村1组")
    more = kept.to(AnswerAction(), "那个人叫张三，多收了我五十块", "nlu_fallback", confidence=0.2, message_id="m-3")
    assert more.names == ["utter_report_words_added"]
    assert more.responses[0]["custom"]["dial"] == ["95598", "120"], "what the library does not know may be urgent"
    with begin(opened.sessions) as session:
        (report,) = reports.mine(session, phone.person_id)
    assert (report.village_code, report.group_number) == ("wuxing", 1)
    assert report.text.endswith("；那个人叫张三，多收了我五十块")


def test_nobody_else_changes_a_report(phone: Phone, neighbour: Phone) -> None:
    theirs = neighbour.with_slots(pending=filed(phone).slots["pending"])
    assert theirs.to(AnswerAction(), "五星村一组", message_id="m-2").names == ["utter_error_unknown_report"]
