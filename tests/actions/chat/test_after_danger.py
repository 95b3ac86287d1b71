"""After a danger was answered nobody is left talking to a wall: place, number and words reach the steward."""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.chat.acting import ChatAction
from actions.chat.answer import AnswerAction
from actions.chat.emergency import EmergencyAction
from actions.chat.people import AskDirectory, VisitorAtDoor
from actions.chat.report_finish import FinishReport
from actions.chat.smalltalk import Bye, Thank
from actions.context import Context
from actions.db.engine import begin
from actions.services import emergencies, messages
from content.emergency import Emergency
from tests.actions.chat.conftest import Phone
from tests.moment import NOW


@pytest.fixture
def in_danger(phone: Phone, opened: Context) -> Phone:
    """Somebody who cried for help a moment ago, without saying where."""
    cry(phone, opened, "电线断了 掉在我们村口")
    return phone


def cry(
    phone: Phone, opened: Context, text: str, ago: timedelta = timedelta(minutes=2), kind: str = "wire_down"
) -> None:
    told = Emergency(kind, "wire-on-the-ground", ("95598", "120"), "")
    with begin(opened.sessions) as session:
        emergencies.alert(
            session,
            told,
            request_id="danger-1",
            person_id=phone.person_id,
            village_code=None,
            text=text,
            now=NOW - ago,
        )


def told_to_steward(opened: Context) -> str:
    with begin(opened.sessions) as session:
        (alert,) = emergencies.open_alerts(session)
    return alert.text


def test_the_place_is_noted_with_its_landmark(in_danger: Phone, opened: Context) -> None:
    heard = in_danger.to(AnswerAction(), "石椅村二组 小学门口", "ask_library")
    assert heard.names == ["utter_danger_place_noted"]
    assert heard.slot("known_place")["group"] == 2
    assert "小学门口" in told_to_steward(opened)


def test_the_number_is_noted_whatever_the_classifier_heard(in_danger: Phone, opened: Context) -> None:
    heard = in_danger.to(AskDirectory(), "电话13812345678", "ask_directory")
    assert heard.names == ["utter_danger_phone_noted"]
    assert "13812345678" in told_to_steward(opened)


def test_a_landmark_is_no_visitor_at_the_door(in_danger: Phone, opened: Context) -> None:
    heard = in_danger.to(VisitorAtDoor(), "石椅村一组老张屋门口", "visitor_at_door")
    assert heard.names == ["utter_danger_place_noted"]
    assert "老张屋门口" in told_to_steward(opened)


def test_what_goes_on_there_is_noted_and_nobody_waits_for_us(in_danger: Phone, opened: Context) -> None:
    heard = in_danger.to(AnswerAction(), "我守到的 等你们来", "ask_library")
    assert heard.names == ["utter_danger_words_noted"]
    assert "我守到的" in told_to_steward(opened)


def test_a_question_without_an_answer_gets_the_card_again(in_danger: Phone, responses: dict[str, object]) -> None:
    heard = in_danger.to(AnswerAction(), "好久来人嘛", "ask_library")
    assert heard.names == ["utter_danger_question"]
    assert "至少8米" in str(heard.responses[0]["card"])
    assert "派不了人" in str(responses["utter_danger_question"])
    assert "没有人值守" in str(heard.responses[0]["card"])


def test_each_danger_keeps_its_own_numbers_and_advice(phone: Phone, opened: Context) -> None:
    cry(phone, opened, "不想活了", kind="despair")
    heard = phone.to(AnswerAction(), "没得人管我 我一个人在屋头", "ask_library")
    assert heard.names == ["utter_danger_words_noted"]
    assert heard.responses[0]["custom"]["dial"] == ["110", "120"]
    assert "您不是一个人" in heard.responses[0]["card"]
    place = phone.to(AnswerAction(), "石椅村二组", "ask_library", message_id="m-2")
    assert place.responses[0]["numbers"] == "110、120"


def test_a_question_with_an_answer_is_answered(in_danger: Phone) -> None:
    heard = in_danger.to(AnswerAction(), "高压线下为什么不能钓鱼", "ask_library")
    assert heard.text
    assert heard.names == []


def test_titles_alone_are_no_answer_to_somebody_in_danger(in_danger: Phone) -> None:
    heard = in_danger.to(AnswerAction(), "断线旁边有水塘咋办哦", "ask_library")
    assert heard.names[0] == "utter_danger_question" or heard.text


@pytest.mark.parametrize("said", ["过户要带啥子", "电费单子咋个看"])
def test_what_has_nothing_to_do_with_a_danger_is_not_answered_with_it(in_danger: Phone, said: str) -> None:
    heard = in_danger.to(AnswerAction(), said, "ask_library")
    assert "utter_danger_question" not in heard.names
    assert "utter_danger_words_noted" not in heard.names


def test_an_hour_later_or_without_a_danger_a_place_is_only_a_place(phone: Phone, opened: Context) -> None:
    assert "utter_danger_place_noted" not in phone.to(AnswerAction(), "石椅村二组", "ask_library").names
    cry(phone, opened, "电线断了", ago=timedelta(hours=1))
    assert "utter_danger_place_noted" not in phone.to(AnswerAction(), "石椅村二组", "ask_library").names


@pytest.mark.parametrize("said", ["石椅村二组停电没得", "我要预约石椅村二组", "帮我约个人来看线路 石椅村二组"])
def test_another_matter_at_that_place_is_heard_as_itself(in_danger: Phone, said: str) -> None:
    assert "utter_danger_place_noted" not in in_danger.to(AnswerAction(), said, "ask_library").names


def test_a_form_hears_its_own_answers(in_danger: Phone) -> None:
    heard = in_danger.to(AnswerAction(), "石椅村二组", "ask_library", form="booking_form")
    assert "utter_danger_place_noted" not in heard.names


@pytest.mark.parametrize("said", ["胜利村", "三组", "就在王家祠堂门口那根", "村小学后头", "是在青杠沟"])
def test_a_place_nobody_registered_is_noted_word_for_word(in_danger: Phone, opened: Context, said: str) -> None:
    heard = in_danger.to(AnswerAction(), said, "ask_library")
    assert heard.names == ["utter_danger_place_noted"]
    assert heard.responses[0]["place"] == said
    assert said in told_to_steward(opened)


@pytest.mark.parametrize("said", ["河边", "吓人", "我守到", "王幺婆"])
def test_a_short_line_reaches_the_steward_too(in_danger: Phone, opened: Context, said: str) -> None:
    heard = in_danger.to(AnswerAction(), said, "unclear")
    assert heard.names == ["utter_danger_words_noted"]
    assert said in told_to_steward(opened)


@pytest.mark.parametrize("said", ["谢谢", "好的", "嗯"])
def test_thanks_are_nothing_to_note(in_danger: Phone, opened: Context, said: str) -> None:
    assert "utter_danger_words_noted" not in in_danger.to(AnswerAction(), said, "unclear").names
    assert said not in told_to_steward(opened)


def test_what_is_over_lets_go_and_the_steward_reads_it(in_danger: Phone, opened: Context) -> None:
    heard = in_danger.to(AnswerAction(), "抢修的来了", "ask_library")
    assert heard.names == ["utter_danger_over"]
    assert "当它有电" in heard.responses[0]["after"]
    assert "抢修的来了" in told_to_steward(opened)


def test_a_fire_that_is_out_is_no_new_fire_also_where_the_engine_hears_it_first(phone: Phone, opened: Context) -> None:
    cry(phone, opened, "房子着火了", kind="fire")
    heard = phone.to(AnswerAction(), "火遭我们打熄了，谢谢", "emergency")
    assert heard.names == ["utter_danger_over"]
    assert heard.responses[0]["numbers"] == "119"


@pytest.mark.parametrize(("action", "said"), [(Bye(), "没得事了哈"), (Thank(), "送医院了，谢谢")])
def test_thanks_and_goodbye_end_a_danger_too(in_danger: Phone, opened: Context, action: ChatAction, said: str) -> None:
    assert in_danger.to(action, said, "bye").names == ["utter_danger_over"]
    assert said in told_to_steward(opened)


@pytest.mark.parametrize("action", [AnswerAction(), EmergencyAction()])
def test_what_is_denied_of_another_danger_ends_none(in_danger: Phone, opened: Context, action: ChatAction) -> None:
    heard = in_danger.to(action, "哦，没得人触电", "emergency")
    assert heard.names == ["utter_danger_words_noted"]
    assert "没得人触电" in told_to_steward(opened)


def test_who_was_mistaken_is_believed(in_danger: Phone, opened: Context) -> None:
    assert in_danger.to(AnswerAction(), "撤销，看错了", "stop").names == ["utter_danger_none"]
    assert "看错了" in told_to_steward(opened)


@pytest.mark.parametrize(
    ("told", "kind", "said"),
    [("屋头着火了", "fire", "没有着火，我打错了"), ("有人触电了", "electrocution_low", "不是，没得人触电")],
)
@pytest.mark.parametrize("action", [AnswerAction(), EmergencyAction()])
def test_what_is_denied_is_no_second_alarm(
    phone: Phone, opened: Context, told: str, kind: str, said: str, action: ChatAction
) -> None:
    cry(phone, opened, told, kind=kind)
    # Who only says that nobody was hurt is told what still counts: the thing has a fault all the same.
    answer = "utter_danger_none" if "打错" in said else "utter_danger_over"
    assert phone.to(action, said, "emergency").names == [answer]
    assert told_to_steward(opened) == f"{told}；{said}"


@pytest.mark.parametrize("action", [AnswerAction(), EmergencyAction()])
def test_a_denial_alone_alarms_nobody(phone: Phone, opened: Context, action: ChatAction) -> None:
    assert phone.to(action, "没有着火，我打错了", "emergency").names == ["utter_danger_past"]
    with begin(opened.sessions) as session:
        assert emergencies.open_alerts(session) == []


@pytest.mark.parametrize("said", ["这个没帮上", "1", "那好久赔", "电杆占地赔好多"])
def test_another_matter_is_not_answered_with_the_card(phone: Phone, opened: Context, said: str) -> None:
    cry(phone, opened, "屋头着火了", kind="fire")
    names = phone.to(AnswerAction(), said, "ask_library").names
    assert not {"utter_danger_question", "utter_danger_words_noted"} & set(names)
    assert said not in told_to_steward(opened)


def test_after_the_end_nothing_more_is_noted_with_it(phone: Phone, opened: Context) -> None:
    with begin(opened.sessions) as session:
        for number, said in enumerate(("房子着火了", "火打熄了", "石椅村二组")):
            messages.receive(session, "web", f"danger-{number}", phone.person_id, said, {})
    cry(phone, opened, "房子着火了", kind="fire")
    heard = phone.to(AnswerAction(), "石椅村二组", "ask_library", message_id="danger-2")
    assert "utter_danger_place_noted" not in heard.names


@pytest.mark.parametrize("said", ["不留电话", "没得电话"])
def test_no_number_after_a_danger_is_fine(in_danger: Phone, phone: Phone, said: str) -> None:
    heard = in_danger.to(AskDirectory(), said, "ask_directory")
    assert heard.names == ["utter_danger_no_phone"]
    assert heard.responses[0]["numbers"] == "95598、120"


def reported(phone: Phone, text: str, minutes_ago: int) -> Phone:
    """The person after a report filed so many minutes ago, in 石椅村3组."""
    earlier = replace(phone, now=NOW - timedelta(minutes=minutes_ago))
    place = {"village": "shiyi", "group": 3, "said": ""}
    full = earlier.with_slots(report_kind="outage", report_text=text, report_place=place, report_phone="")
    done = full.to(FinishReport(), text, message_id="report-1")
    return phone.with_slots(pending=done.slot("pending"), known_place={"village": "shiyi", "group": 3})


@pytest.mark.parametrize(
    "said",
    ["我在石椅村三组学校门口大槐树下头", "石椅村三组 大槐树底下", "就在石椅村三组王家院子大槐树那儿", "三组大槐树旁边"],
)
def test_where_it_is_belongs_to_the_danger_told_after_a_report(phone: Phone, opened: Context, said: str) -> None:
    someone = reported(phone, "停电了", 10)
    cry(someone, opened, "电线断了在地上")
    assert someone.to(AnswerAction(), said, "ask_library").names == ["utter_danger_place_noted"]
    assert "大槐树" in told_to_steward(opened)


def test_that_it_is_over_belongs_to_the_danger_told_after_a_report(phone: Phone, opened: Context) -> None:
    someone = reported(phone, "停电了", 10)
    cry(someone, opened, "房子着火了", kind="fire")
    assert someone.to(AnswerAction(), "火扑灭了", "ask_library").names == ["utter_danger_over"]


def test_what_is_said_after_a_newer_report_belongs_to_the_report(phone: Phone, opened: Context) -> None:
    cry(phone, opened, "电线断了在地上", ago=timedelta(minutes=10))
    someone = reported(phone, "停电了", 2)
    heard = someone.to(AnswerAction(), "石椅村二组", "ask_library")
    assert heard.names == ["utter_report_place_changed"]
    assert "二组" not in told_to_steward(opened)


@pytest.mark.parametrize("said", ["啊啊啊啊啊", "aaaaaa"])
def test_who_only_screams_after_a_danger_hears_the_numbers_again(in_danger: Phone, said: str) -> None:
    assert in_danger.to(AnswerAction(), said).names == ["utter_danger_words_noted"]
