"""People answer another question than the one that is open, or none: every word goes where it belongs, or nowhere."""

from datetime import timedelta

import pytest

from actions.chat.answer import AnswerAction
from actions.chat.booking.ask import AskVisitTime
from actions.chat.booking.form import ValidateBookingForm
from actions.chat.report_form import ValidateReportForm
from actions.chat.wishes import books
from actions.context import Context
from actions.db.engine import begin
from actions.services import messages
from tests.actions.chat.conftest import Heard, Phone
from tests.actions.chat.test_booking_form import FILLED, SLOTS, say
from tests.moment import NOW

FORM = ValidateBookingForm()


def opens(phone: Phone, said: str) -> Heard:
    """Open the form with a sentence."""
    return phone.to(FORM, said, "book_inspection")


@pytest.mark.parametrize("said", ["本人", "我本人", "就是我自己", "告诉我就行"])
def test_who_writes_may_be_the_one_to_hear(phone: Phone, said: str) -> None:
    assert say(phone, "result_to", said).slot("result_to") == {"how": "here"}


def test_a_day_is_no_trouble_and_the_trouble_is_asked_again(phone: Phone) -> None:
    heard = say(phone, "problem", "明天上午")
    assert heard.slot("visit_time")["day"] == "2026-11-25"
    assert not heard.sets("problem")
    assert heard.names == ["utter_booking_noted"]


@pytest.mark.parametrize(
    ("said", "response"),
    [
        ("对的，就这样约", "utter_booking_wrong_problem"),
        ("要得", "utter_booking_wrong_problem"),
        ("就在这里告诉我", "utter_booking_result_here"),
        ("我不在屋头了 来不成了", "utter_booking_away"),
        ("星期天上午", "utter_booking_sunday"),
        ("13900007777", "utter_booking_changed"),
    ],
)
def test_what_is_no_trouble_is_not_kept_as_one(phone: Phone, said: str, response: str) -> None:
    heard = say(phone, "problem", said)
    assert heard.names == [response]
    assert not heard.sets("problem")


def test_a_field_named_at_the_trouble_is_asked_again(phone: Phone) -> None:
    heard = say(phone, "problem", "电话")
    assert heard.slot("call_phone") is None
    assert not heard.sets("problem")
    assert say(phone, "problem", "不对").names == ["utter_booking_which_to_change"]


@pytest.mark.parametrize("said", ["灯泡老是闪", "老房子了，帮我看哈线路", "想加个插座", "线路问题"])
def test_a_trouble_in_any_words_is_one(phone: Phone, said: str) -> None:
    assert say(phone, "problem", said).slot("problem") == said


@pytest.mark.parametrize("said", ["对头", "要得", "石椅", "石椅村", "曲山", "接着说"])
def test_a_yes_and_a_place_are_no_name(phone: Phone, said: str) -> None:
    assert not say(phone, "resident_name", said).sets("resident_name")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("约上门 石椅 2组 李秀兰 13900008888", "李秀兰"),
        ("想约师傅，石椅村二组王桂芳，13900008888", "王桂芳"),
        ("约个师傅，石椅村2组，叫余德福，13900008888", "余德福"),
        ("我是石椅村二组的王桂芳，电话13900008888，想约人来看", "王桂芳"),
    ],
)
def test_the_name_in_a_full_sentence(phone: Phone, said: str, name: str) -> None:
    heard = opens(phone, said)
    assert (heard.slot("village"), heard.slot("group")) == ("shiyi", 2)
    assert heard.slot("resident_name") == name
    assert heard.slot("call_phone")["number"] == "13900008888"


def test_a_fuller_name_replaces_the_family_name(phone: Phone) -> None:
    heard = say(phone, "call_phone", "张大富 13900007777", resident_name="张")
    assert heard.slot("resident_name") == "张大富"
    assert heard.slot("call_phone")["number"] == "13900007777"
    assert not say(phone, "call_phone", "李大富 13900007777", resident_name="张").sets("resident_name")


@pytest.mark.parametrize("said", ["李德贵", "是李德贵", "名字错了 是李德贵"])
def test_a_name_put_right_at_the_phone_question(phone: Phone, said: str) -> None:
    heard = say(phone, "call_phone", said)
    assert heard.slot("resident_name") == "李德贵"
    assert heard.names == ["utter_booking_changed"]


def test_thinking_it_over_is_no_group(phone: Phone) -> None:
    assert say(phone, "group", "等哈哦 我想一哈").names == ["utter_take_your_time"]


def test_nobody_visits_at_night(phone: Phone) -> None:
    heard = say(phone, "visit_time", "明天晚上十点")
    assert heard.names == ["utter_booking_day_only"]
    assert not heard.sets("visit_time")
    waiting = heard.slot("pending")
    assert say(phone, "visit_time", "晚上", pending=waiting).names == ["utter_booking_day_only"]
    assert say(phone, "visit_time", "下午", pending=waiting).slot("visit_time")["half"] == "pm"


def test_a_day_said_to_the_question_for_the_result_is_kept_or_refused_aloud(phone: Phone) -> None:
    kept = say(phone, "result_to", "明天")
    assert kept.names == ["utter_booking_noted"]
    asked = phone.with_slots(**FILLED, pending=kept.slot("pending")).to(AskVisitTime(), "漏保老跳")
    assert asked.names == ["utter_booking_which_half"]
    assert say(phone, "result_to", "后天上午").names == ["utter_booking_market_day"]
    assert say(phone, "result_to", "星期天").names == ["utter_booking_sunday"]
    assert say(phone, "result_to", "明天晚上十点").names == ["utter_booking_noted_not_at_night"]


def test_a_trouble_said_to_the_question_for_the_day_is_kept(phone: Phone) -> None:
    skipped = say(phone, "visit_time", "灯泡老是闪", "report_hazard", problem="")
    assert skipped.slot("problem") == "灯泡老是闪"
    assert say(phone, "visit_time", "灯泡老是闪").slot("problem") == "漏保老跳；灯泡老是闪"


def test_a_yes_to_morning_or_afternoon_asks_again_and_keeps_the_day(phone: Phone) -> None:
    waiting = say(phone, "visit_time", "明天").slot("pending")
    heard = say(phone, "visit_time", "可以", "affirm", pending=waiting)
    assert not heard.sets("pending")
    assert heard.names == []
    asked = phone.with_slots(**FILLED, pending=waiting).to(AskVisitTime(), "可以")
    assert (asked.names, asked.responses[0]["day"]) == (["utter_booking_which_half"], "11月25日，星期三，农历十月十七")


def test_the_trouble_is_put_right_in_its_own_words(phone: Phone) -> None:
    for said in ("毛病改成插座烧黑了", "漏保跳改成插座烧黑了"):
        heard = say(phone, "confirm", said)
        assert heard.slot("problem") == "插座烧黑了"
    assert heard.slot("confirm") is None
    assert say(phone, "confirm", "要改毛病").slot("problem") is None


def test_questions_about_the_visit_itself_are_answered_and_stored_nowhere(phone: Phone) -> None:
    heard = say(phone, "problem", "上门检查要钱不", "ask_library")
    assert heard.names[:1] == ["utter_suggest"] or heard.text
    assert not heard.sets("problem")
    how = say(phone, "call_phone", "怎么预约上门检查", "ask_library")
    assert how.names == ["utter_booking_help"]


@pytest.mark.parametrize(
    "said",
    [
        "我是石椅村二组的王桂芳，电话13812345679，屋头插座松了，想约外后天打早来看哈",
        "王桂芳 13812345679 石椅村二组 想约人来检查哈",
        "我叫李德贵，石椅村3组，漏保老跳，麻烦派人来看看",
    ],
)
def test_a_whole_booking_in_one_sentence_is_a_booking(phone: Phone, said: str) -> None:
    assert phone.to(AnswerAction(), said, "nlu_fallback", confidence=0.3).followed_by == "booking_form"
    assert phone.to(ValidateReportForm(), said, "report_hazard").followed_by == "booking_form"


def test_everything_in_one_sentence_is_taken(phone: Phone) -> None:
    heard = opens(phone, "我是石椅村二组的王桂芳，电话13812345679，屋头插座松了，想约外后天打早来看哈")
    filled = {name: heard.slot(name) for name in SLOTS if heard.sets(name)}
    assert filled["problem"] == "屋头插座松了"
    assert (filled["visit_time"]["day"], filled["visit_time"]["half"]) == ("2026-11-27", "am")
    assert heard.names == ["utter_booking_consent"]


@pytest.mark.parametrize(
    "said",
    [
        "你们师傅约好上门又没来，我电话13900008888",
        "电杆要倒了，麻烦来人看一下，我电话13900008888",
        "有人上门收电费，电话13900008888，是不是骗子",
        "我想晓得电费好多，我叫李德贵",
        "我预约的师傅姓什么",
        "我是村主任，想在公约里写上不配合就不给供电",
    ],
)
def test_a_number_alone_makes_no_booking(said: str) -> None:
    assert not books(said)


def test_who_wants_no_visit_gets_no_form(phone: Phone) -> None:
    heard = opens(phone, "我不想约上门检查了")
    assert heard.names == ["utter_nothing_to_stop"]
    assert heard.slot("requested_slot") is None
    assert say(phone, "call_phone", "我不想约上门检查了").names == ["utter_booking_stopped"]


def test_a_day_put_right_never_becomes_the_end_of_the_number(phone: Phone) -> None:
    heard = say(phone, "visit_time", "改成12月1号晚上")
    assert not heard.sets("call_phone")
    assert (heard.names, heard.slot("pending")["day"]) == (["utter_booking_day_only"], "2026-12-01")
    assert say(phone, "visit_time", "改成13900001111").slot("call_phone")["number"] == "13900001111"


@pytest.mark.parametrize(
    ("slot", "said"), [("village", "石椅村二组王桂芳"), ("resident_name", "我是石椅村二组的王桂芳")]
)
def test_a_name_behind_its_place_is_not_asked_again(phone: Phone, slot: str, said: str) -> None:
    assert say(phone, slot, said).slot("resident_name") == "王桂芳"


def test_where_the_result_goes_is_taken_from_the_first_sentence(phone: Phone) -> None:
    heard = opens(phone, "约师傅，石椅村二组，张大富，13900008888，就在这里告诉我")
    assert heard.slot("result_to") == {"how": "here"}


def test_two_words_of_consent_are_one_yes(phone: Phone) -> None:
    assert say(phone, "confirm", "对头 就这样").slot("confirm") == "yes"
    assert not say(phone, "confirm", "对头 改成下午").sets("problem")


def cried(opened: Context, phone: Phone, said: str, minutes: int = 1) -> None:
    """A danger that the channel answered, so many minutes before the message m-1 that an action gets next."""
    now = NOW
    with begin(opened.sessions) as session:
        messages.receive(session, "web", "m-0", phone.person_id, said, {}, now - timedelta(minutes=minutes))
        messages.receive(session, "web", "m-1", phone.person_id, "", {}, now)


@pytest.mark.parametrize(
    ("said", "kept"),
    [("对", "插座打火"), ("跳过", "插座打火"), ("插座还发烫", "插座打火；插座还发烫"), ("明天上午", "插座打火")],
)
def test_a_trouble_that_was_answered_as_a_danger_is_not_asked_for_again(
    phone: Phone, opened: Context, said: str, kept: str
) -> None:
    cried(opened, phone, "插座打火")
    heard = say(phone, "problem", said)
    assert heard.slot("problem") == kept
    assert "utter_booking_noted" in heard.names
    assert heard.sets("visit_time") == (said == "明天上午")


def test_a_danger_of_long_ago_or_of_another_kind_is_no_trouble_of_this_home(phone: Phone, opened: Context) -> None:
    cried(opened, phone, "插座打火", minutes=45)
    assert not say(phone, "problem", "对").sets("problem")


def test_who_books_right_after_a_danger_has_told_the_trouble(phone: Phone, opened: Context) -> None:
    cried(opened, phone, "插座打火")
    assert opens(phone, "约个师傅来看").slot("problem") == "插座打火"


def test_a_report_takes_the_danger_that_was_told_to_its_question(phone: Phone, opened: Context) -> None:
    cried(opened, phone, "电线在打火")
    asked = phone.with_slots(report_kind="hazard", report_phone="")
    heard = asked.to(ValidateReportForm(), "石椅村2组", form="report_form", requested="report_text")
    assert heard.slot("report_text") == "电线在打火；石椅村2组"
    assert heard.slot("report_place")["group"] == 2


@pytest.mark.parametrize("told", ["问题改成插座打火", "不是灯闪，是插座打火"])
def test_a_correction_that_was_answered_as_a_danger_is_read_back(phone: Phone, opened: Context, told: str) -> None:
    cried(opened, phone, told)
    heard = say(phone, "confirm", "对的", problem="灯老是闪")
    assert heard.slot("problem") == "插座打火"
    assert heard.slot("confirm") is None


def test_another_trouble_in_so_many_words(phone: Phone) -> None:
    assert say(phone, "confirm", "不是灯闪，是插座烧了", problem="灯老是闪").slot("problem") == "插座烧了"


@pytest.mark.parametrize(
    ("slot", "said", "filled", "value"),
    [
        ("group", "五星村 不晓得几组", "group", "unknown"),
        ("group", "13900007777", "call_phone", {"number": "13900007777", "whose": ""}),
        ("group", "张桂英", "resident_name", "张桂英"),
        ("group", "结果告诉接电话的", "result_to", {"how": "caller"}),
        ("problem", "不晓得啥子毛病", "problem", ""),
        ("result_to", "结果跟我说就是了", "result_to", {"how": "here"}),
        ("visit_time", "电话", "call_phone", None),
        ("visit_time", "姓名", "resident_name", None),
        ("visit_time", "村子是五星村1组", "village", "wuxing"),
    ],
)
def test_what_is_said_to_another_question_is_understood(
    phone: Phone, slot: str, said: str, filled: str, value: object
) -> None:
    known = {"village": "wuxing"} if "五星村 " in said else {}
    assert say(phone, slot, said, "reach_person" if "结果" in said else "unclear", **known).slot(filled) == value


def test_looking_up_a_booking_is_no_trouble(phone: Phone) -> None:
    heard = say(phone, "problem", "我的预约", "check_booking")
    assert heard.names == ["utter_booking_not_yet"]
    assert not heard.sets("problem")


def test_a_day_that_cannot_be_leaves_the_one_that_was_chosen(phone: Phone) -> None:
    heard = say(phone, "confirm", "后天下午")
    assert heard.names == ["utter_booking_market_day"]
    assert not heard.sets("visit_time")


def test_a_town_asks_for_its_village(phone: Phone) -> None:
    heard = say(phone, "village", "擂鼓镇")
    assert heard.names == ["utter_booking_which_village"]
    assert heard.buttons == ["五星村"]
    assert say(phone, "village", "我不晓得是哪个村").names == ["utter_booking_wrong_village"]


@pytest.mark.parametrize(
    "said",
    [
        "我是五星村三组的李桂花，电话13666668888，灶房头插座烧黑了，后天早上来看一哈嘛，结果跟我说就是了",
        "上门检查，青莲镇样例村下坝二社，张三娃，13900001111，27号下午",
    ],
)
def test_a_whole_booking_without_a_word_of_wishing_is_one(said: str) -> None:
    assert books(said)


def test_somebody_who_says_he_comes_to_check_is_no_booking() -> None:
    assert not books("有人打电话13900001111说要来检查电表")


def test_the_trouble_of_one_long_sentence_is_only_its_part(phone: Phone) -> None:
    heard = opens(phone, "约个师傅 石椅村二组余德福 13900008888 漏保老跳 明天上午")
    assert heard.slot("problem") == "漏保老跳"
