"""Small talk is answered plainly; a power cut is asked about in many ways, and its place in two turns."""

import pytest

from actions.chat.answer import AnswerAction
from actions.chat.outage_form import TellOutages, ValidateOutageForm
from actions.chat.report_form import ValidateReportForm
from tests.actions.chat.conftest import Phone

FORM = ValidateOutageForm()


@pytest.mark.parametrize(
    ("said", "response"),
    [
        ("你是哪个哦 是真人还是机器", "utter_who_am_i"),
        ("你是真人吗", "utter_who_am_i"),
        ("你是哪个村的", "utter_who_am_i"),
        ("几点上班", "utter_hours"),
        ("你们好久上班哦", "utter_hours"),
        ("晓得了", "utter_heard"),
        ("好嘛，晓得了", "utter_heard"),
        ("对不起 我着急", "utter_no_hurry"),
        ("今天天气好好哦", "utter_chat"),
        ("给我讲个笑话", "utter_chat"),
    ],
)
def test_small_talk_gets_a_plain_answer(phone: Phone, said: str, response: str) -> None:
    assert phone.to(AnswerAction(), said).names == [response]


@pytest.mark.parametrize("said", ["打雷天气能不能看电视", "我不晓得漏保在哪里", "急死人了 停电了"])
def test_what_only_sounds_like_it_is_none(phone: Phone, said: str) -> None:
    names = phone.to(AnswerAction(), said).names
    assert not {"utter_who_am_i", "utter_hours", "utter_heard", "utter_no_hurry", "utter_chat"} & set(names)


@pytest.mark.parametrize(
    "said", ["今天咋个又没得电", "啥时候来电嘛 冰箱头的肉都要臭了", "为啥又停电哦", "好久才有电嘛"]
)
def test_why_and_until_when_ask_for_the_place(phone: Phone, said: str) -> None:
    assert phone.to(AnswerAction(), said, "nlu_fallback", confidence=0.3).followed_by == "outage_form"
    asked = phone.to(FORM, said, "ask_outage")
    assert asked.names == []
    assert asked.followed_by is None


@pytest.mark.parametrize("said", ["停电报修以后好久来人", "停电好久会补偿", "好久有电动车补贴", "为啥停电要提前通知"])
def test_what_the_library_knows_opens_no_form(phone: Phone, said: str) -> None:
    assert phone.to(AnswerAction(), said, "ask_library").followed_by is None


@pytest.mark.parametrize("said", ["我手机没得电了", "电瓶车没电了"])
def test_a_flat_battery_is_no_outage(phone: Phone, said: str) -> None:
    for action in (AnswerAction(), ValidateReportForm(), FORM):
        assert phone.to(action, said, "report_outage").names == ["utter_device_flat"]


def test_a_house_without_power_stays_one(phone: Phone) -> None:
    heard = phone.to(ValidateReportForm(), "屋头停电了 手机也要没电了", "report_outage")
    assert heard.slot("report_kind") == "outage"


def test_a_group_said_first_is_kept_for_the_village(phone: Phone) -> None:
    asked = phone.with_slots(pending={"what": "outage", "asked": "明天是不是要停电哦"})
    group = asked.to(FORM, "四组", form="outage_form", requested="outage_place")
    assert group.names == ["utter_outage_which_village"]
    then = phone.with_slots(pending=group.slot("pending"), tries=1)
    village = then.to(FORM, "五星村", form="outage_form", requested="outage_place")
    assert village.slot("outage_place") == {"village": "wuxing", "group": 4}


def test_after_an_outage_was_told_another_day_or_group_is_understood(phone: Phone) -> None:
    place = {"village": "wuxing", "group": 4}
    told = phone.with_slots(outage_place=place).to(TellOutages(), "明天停不停电", "ask_outage")
    after = phone.with_slots(pending=told.slot("pending"), known_place=place)
    for said, place_said in (
        ("那后天呢", "五星村4组11月26日"),
        ("星期六呢", "五星村4组11月28日"),
        ("二组", "五星村2组"),
    ):
        heard = after.to(AnswerAction(), said)
        assert heard.names == ["utter_outage_none"], said
        assert heard.responses[0]["place"] == place_said
    assert "utter_outage_none" not in phone.with_slots(known_place=place).to(AnswerAction(), "星期六呢").names
