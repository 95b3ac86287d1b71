"""就这些, 没事了, 拜拜 in the middle of a form: nothing that was told is thrown away; only 算了 ends a form."""

import pytest

from actions.chat import hearing
from actions.chat.report_finish import FinishReport
from actions.chat.report_form import NOWHERE, ValidateReportForm
from actions.context import Context
from actions.db.engine import begin
from actions.services import emergencies, reports
from content.emergency import Emergency
from tests.actions.chat.booking_talk import Talk
from tests.actions.chat.conftest import Heard, Phone

ENOUGH = [
    "就这些",
    "就这些了",
    "好，就这样",
    "就这样嘛",
    "就恁个",
    "没得别的了",
    "说完了",
    "先这样",
    "没有了",
    "就这么多",
]
WELL = ["没事了", "没得事了", "莫得事", "哄你的", "虚惊一场", "娃儿没得事了", "是开玩笑的", "好了没得事"]


def asked_for_the_result(phone: Phone) -> Talk:
    """A booking in its middle."""
    return Talk(phone).says("约检查", "石椅村二组", "王桂芳", "13800001111")


def in_report(phone: Phone, said: str, intent: str = "bye", **slots: object) -> Heard:
    """A hazard told, whose place is asked, and what is said then."""
    slots = {"report_kind": "hazard", "report_text": "学校那边电线垂得矮", "report_phone": "", **slots}
    asked = phone.with_slots(**slots)
    return asked.to(ValidateReportForm(), said, intent, form="report_form", requested="report_place")


def danger(phone: Phone, opened: Context, said: str, kind: str = "fire") -> None:
    """A danger the channel answered a moment ago."""
    with begin(opened.sessions) as session:
        emergencies.alert(
            session, Emergency(kind, "life-in-danger", (), ""), request_id="cry", person_id=phone.person_id,
            village_code=None, text=said, now=phone.now,
        )  # fmt: skip


@pytest.mark.parametrize("said", ENOUGH)
def test_that_is_all_leaves_a_booking_open(phone: Phone, said: str) -> None:
    talk = asked_for_the_result(phone).says(said, intent="bye")
    assert talk.names == ["utter_form_one_more", "utter_booking_question_result_to"]
    assert talk["resident_name"] == "王桂芳"


@pytest.mark.parametrize("said", [*ENOUGH, "莫得事，对的", "就这些，谢谢"])
def test_that_is_all_books_what_was_read_back(phone: Phone, said: str) -> None:
    talk = asked_for_the_result(phone).says("接电话的人", "插座松，就这些", "12月8号上午")
    assert talk["problem"] == "插座松"
    assert talk.says(said, intent="bye").names == ["utter_booking_done"]


def test_that_is_all_leaves_the_trouble_out(phone: Phone) -> None:
    talk = asked_for_the_result(phone).says("接电话的人", "就这些", intent="bye")
    assert (talk["problem"], talk.names) == ("", ["utter_booking_question_visit_time"])


@pytest.mark.parametrize("said", WELL)
def test_nothing_the_matter_asks_the_open_question_again(phone: Phone, said: str) -> None:
    talk = asked_for_the_result(phone).says(said, intent="bye")
    assert talk.names == ["utter_form_all_well", "utter_booking_question_result_to"]


@pytest.mark.parametrize("said", ["火灭了", "没闻到了", "不冒烟了", "醒了", "没有了，刚刚停了"])
def test_a_danger_that_is_over_is_told_the_steward(phone: Phone, opened: Context, said: str) -> None:
    danger(phone, opened, "有股糊味")
    assert asked_for_the_result(phone).says(said).names == ["utter_form_all_well", "utter_booking_question_result_to"]
    with begin(opened.sessions) as session:
        assert said in emergencies.open_alerts(session)[0].text


@pytest.mark.parametrize("said", ["停了", "没得了", "没有了"])
def test_after_a_cry_for_a_person_these_are_no_good_news(phone: Phone, opened: Context, said: str) -> None:
    danger(phone, opened, "有人遭电了", "shock")
    assert "utter_form_all_well" not in asked_for_the_result(phone).says(said).names


@pytest.mark.parametrize("said", ["拜拜", "我先忙了", "好嘛拜拜", "挂了"])
def test_taking_leave_lets_a_booking_wait(phone: Phone, said: str) -> None:
    talk = asked_for_the_result(phone).says(said, intent="bye")
    assert talk.names == ["utter_booking_waits"]
    assert talk["call_phone"]["number"] == "13800001111"


def test_what_a_classifier_only_takes_for_an_end_asks(phone: Phone) -> None:
    talk = asked_for_the_result(phone).says("那我出去割草了", intent="bye")
    assert talk.names == ["utter_form_stop_or_on"]
    assert talk["resident_name"] == "王桂芳"


@pytest.mark.parametrize("said", ["算了", "不约了", "取消", "算了，拜拜"])
def test_a_clear_word_ends_it(phone: Phone, said: str) -> None:
    talk = asked_for_the_result(phone).says(said, intent="stop")
    assert (talk.names, talk["resident_name"]) == (["utter_booking_stopped"], None)


@pytest.mark.parametrize("said", [*ENOUGH, "拜拜", "没事了"])
def test_a_report_is_filed_without_its_place(phone: Phone, opened: Context, said: str) -> None:
    heard = in_report(phone, said)
    assert heard.names == ["utter_report_without_place"]
    assert (heard.slot("report_place"), heard.followed_by) == (NOWHERE, "action_finish_report")
    text = heard.slot("report_text") if heard.sets("report_text") else "学校那边电线垂得矮"
    full = phone.with_slots(report_kind="hazard", report_text=text, report_place=NOWHERE, report_phone="")
    assert full.to(FinishReport(), said).names == ["utter_report_done_hazard"]
    with begin(opened.sessions) as session:
        (filed,) = reports.mine(session, phone.person_id)
    assert filed.text.startswith("学校那边电线垂得矮")


def test_after_a_danger_a_report_still_asks_where(phone: Phone, opened: Context) -> None:
    danger(phone, opened, "娃儿手遭夹到流血了")
    heard = in_report(phone, "没事了")
    assert (heard.names, heard.followed_by) == (["utter_form_all_well"], None)


def test_nothing_told_is_asked_once_more(phone: Phone) -> None:
    heard = in_report(phone.with_slots(), "就这些", report_text=None)
    assert heard.followed_by is None


@pytest.mark.parametrize(
    "said", ["人没得了", "他没有了", "没得气了", "没呼吸了", "不动了", "没醒", "火没灭", "不好了", "血止不住", "没救了"]
)
def test_these_are_no_end_of_a_danger(said: str) -> None:
    assert not any(one(said) for one in (hearing.is_over, hearing.is_all_well, hearing.is_enough))


def test_a_mistake_without_a_danger_is_put_right(phone: Phone, opened: Context) -> None:
    talk = asked_for_the_result(phone).says("接电话的人", "跳过", "12月8号上午")
    assert "utter_form_all_well" not in talk.says("看错了").names
    danger(phone, opened, "房子着火了")
    assert talk.says("看错了").names[0] == "utter_form_all_well"


@pytest.mark.parametrize("said", ["没电了", "停电了", "没得电话", "三组", "灯不亮", "好", "没得", "不要", "没问题"])
def test_answers_are_no_end(said: str) -> None:
    ends = (hearing.is_enough, hearing.is_all_well, hearing.is_over, hearing.is_bye)
    assert not any(one(said) for one in ends)
