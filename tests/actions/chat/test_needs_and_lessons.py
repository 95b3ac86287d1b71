"""A need for power in few words, one's own code, and what is no lesson, no number and no fitting offer."""

import pytest

from actions.chat.answer import AnswerAction
from actions.chat.booking.wish import needs_power
from actions.chat.courses import speaks_of_learning
from actions.chat.footers import fits
from actions.chat.lessons import LearnLesson
from actions.chat.people import AskDirectory
from actions.chat.report_form import ValidateReportForm
from actions.context import Context
from tests.actions.chat.conftest import Phone
from tests.actions.chat.test_after_report import filed, kept
from tests.actions.chat.test_booking_twice import booked, read_back

FORM = ValidateReportForm()


@pytest.mark.parametrize("said", ["我要增容", "我要销户", "想装三相电", "我要过户", "屋头要装电表", "我想接动力电"])
def test_a_need_in_few_words_opens_its_form(phone: Phone, said: str) -> None:
    assert phone.to(AnswerAction(), said).followed_by == "report_form"
    heard = phone.to(FORM, said, "ask_library", confidence=0.3)
    assert (heard.slot("report_kind"), heard.slot("report_text")) == ("power_need", said)


@pytest.mark.parametrize("said", ["增容要好多钱", "销户咋个办", "民宿增容", "我要报停电", "停电了", "我要检查"])
def test_questions_and_other_wishes_are_no_need(said: str) -> None:
    assert not needs_power(said)


@pytest.mark.parametrize("said", ["开加工厂", "两台烘干机", "开民宿用", "要15千瓦"])
def test_what_it_is_for_is_kept_with_the_need(phone: Phone, opened: Context, said: str) -> None:
    heard = filed(phone, "power_need", "我要增容").to(AnswerAction(), said, message_id="m-1")
    (report,) = kept(phone, opened)
    assert report.text == f"我要增容；{said}"
    assert heard.names == ["utter_report_words_added"]


@pytest.mark.parametrize("said", ["开加工厂要办啥手续", "谢谢", "停电了", "我要约检查"])
def test_other_things_are_not_added_to_the_need(phone: Phone, opened: Context, said: str) -> None:
    filed(phone, "power_need", "我要增容").to(AnswerAction(), said, message_id="m-1")
    assert kept(phone, opened)[0].text == "我要增容"


@pytest.mark.parametrize("said", ["开加工厂", "两台烘干机", "养鱼用的"])
def test_more_of_the_need_at_the_question_for_the_number_is_kept(phone: Phone, said: str) -> None:
    place = {"village": "shiyi", "group": 1, "said": ""}
    asked = phone.with_slots(report_kind="power_need", report_text="我要增容", report_place=place)
    heard = asked.to(FORM, said, form="report_form", requested="report_phone")
    assert heard.slot("report_text") == f"我要增容；{said}"
    assert heard.names == ["utter_report_kept_too"]  # no word of a number that would be incomplete


def test_half_a_number_is_no_story(phone: Phone) -> None:
    place = {"village": "shiyi", "group": 1, "said": ""}
    asked = phone.with_slots(report_kind="power_need", report_text="我要增容", report_place=place)
    assert not asked.to(FORM, "1381234", form="report_form", requested="report_phone").sets("report_text")


@pytest.mark.parametrize("said", ["上门码是好多", "我的上门码是啥子", "上门码忘了", "上门码好多哦", "看下我的上门码"])
def test_who_booked_hears_his_own_code(phone: Phone, neighbour: Phone, said: str) -> None:
    booked(read_back(phone), "b-1")
    assert phone.to(AnswerAction(), said, message_id="m-2").followed_by == "action_check_booking"
    assert neighbour.to(AnswerAction(), said, message_id="m-3").followed_by is None


@pytest.mark.parametrize("said", ["师傅说的上门码是清泉", "门口那个人问我上门码是好多", "上门码对不上咋办"])
def test_a_code_somebody_else_speaks_of_is_not_told(phone: Phone, said: str) -> None:
    booked(read_back(phone), "b-1")
    assert phone.to(AnswerAction(), said, message_id="m-2").followed_by != "action_check_booking"


@pytest.mark.parametrize("said", ["学雷锋", "村上有没得老年大学", "学校门口有根电线", "我听说有补贴"])
def test_what_only_has_the_word_in_it_is_no_lesson(phone: Phone, said: str) -> None:
    heard = phone.to(LearnLesson(), said, "learn_lesson")
    assert "utter_lesson_which" not in heard.names
    assert heard.names or heard.text or heard.followed_by == "report_form"


@pytest.mark.parametrize("said", ["我要学安全用电", "上课", "订阅课程", "给我发一课", "继续学", "考考我"])
def test_who_wants_to_learn_sees_the_courses(phone: Phone, said: str) -> None:
    assert speaks_of_learning(said)
    assert phone.to(LearnLesson(), said, "learn_lesson").followed_by == "action_listen"


@pytest.mark.parametrize("said", ["石椅村", "五星村的"])
def test_a_village_after_subscribing_is_whose_lessons_are_wanted(phone: Phone, said: str) -> None:
    shown = phone.to(LearnLesson(), "订阅课程", "learn_lesson")
    later = phone.with_slots(pending=shown.slot("pending"), offered=shown.slot("offered"))
    assert later.to(AnswerAction(), said, message_id="m-2").names == ["utter_lesson_village_kept"]


@pytest.mark.parametrize("said", ["道德模范是哪个", "北川的好人是哪些", "身边的好人有哪个"])
def test_who_is_a_model_asks_for_no_number(phone: Phone, said: str) -> None:
    assert not any(name.startswith("utter_directory") for name in phone.to(AskDirectory(), said, "ask_directory").names)


@pytest.mark.parametrize("said", ["供电所电话好多", "找哪个管", "派出所是哪个电话", "停电打哪个"])
def test_who_asks_whom_to_call_gets_numbers(phone: Phone, said: str) -> None:
    heard = phone.to(AskDirectory(), said, "ask_directory")
    assert heard.names[0].startswith("utter_directory")


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ("cancel_booking", "电线掉到地上了"),
        ("report_outage", "这个月电费好贵"),
        ("visitor_at_door", "烫到手了咋个急救"),
        ("learn_lesson", "电线掉到地上了"),
        ("change_booking", "电费好贵"),
        ("learn_lesson", "学雷锋"),
        ("learn_lesson", "村上有没得老年大学"),
    ],
)
def test_what_does_not_fit_is_not_offered(intent: str, said: str) -> None:
    assert not fits(intent, said)


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ("cancel_booking", "那天不用来了"),
        ("report_outage", "屋头没得电"),
        ("visitor_at_door", "门口来了个人说是查电表的"),
        ("learn_lesson", "想学点用电的"),
        ("complain", "你们态度好差"),
        ("complain", "那个那个我屋头那个咋个说嘛就是那个"),
    ],
)
def test_what_fits_is_offered(intent: str, said: str) -> None:
    assert fits(intent, said)
