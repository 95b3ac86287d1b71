"""Asking for a person: the number and the matter reach the stewards; cries and other calls are no such wish."""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.chat.answer import AnswerAction
from actions.chat.people import AskDirectory, ReachPerson
from actions.chat.report_form import ValidateReportForm
from actions.chat.smalltalk import Stop
from actions.context import Context
from actions.db.engine import begin
from actions.services import emergencies, handoff
from tests.actions.chat.conftest import Phone


def wished(phone: Phone) -> Phone:
    """The person after 找人."""
    heard = phone.to(ReachPerson(), "找人", "reach_person", message_id="m-0")
    assert heard.names == ["utter_person_called", "utter_person_place_and_number"]
    return phone.with_slots(pending=heard.slot("pending"))


def wish(opened: Context) -> str:
    """What the stewards read of the one wish."""
    with begin(opened.sessions) as session:
        (one,) = handoff.list_(session)
    return one.text


@pytest.mark.parametrize(
    ("action", "said", "response"),
    [
        (AnswerAction(), "13888888888", "utter_handoff_phone"),
        (AskDirectory(), "电话15812341234", "utter_handoff_phone"),
        (AnswerAction(), "我是石椅村二组的何平 电话13588887777 想问哈我家电表", "utter_handoff_phone"),
        (AnswerAction(), "石椅村二组", "utter_handoff_added"),
        (AnswerAction(), "我姓唐 我们屋头电费一个月五百多 不正常", "utter_handoff_added"),
        (ReachPerson(), "我莫得手机 不给电话", "utter_handoff_no_phone"),
        (Stop(), "算了 不用了", "utter_handoff_not_needed"),
    ],
)
def test_what_comes_next_is_added_to_the_wish(
    phone: Phone, opened: Context, action: AnswerAction, said: str, response: str
) -> None:
    assert wished(phone).to(action, said).names == [response]
    assert wish(opened) == f"找人；{said}"


@pytest.mark.parametrize("said", ["石椅村二组", "我们在石椅村二组 13588887777", "石椅村"])
def test_a_wish_without_a_place_goes_to_the_steward_of_the_place_told_after_it(
    phone: Phone, opened: Context, said: str
) -> None:
    asked = wished(phone)
    with begin(opened.sessions) as session:
        assert [one.village_code for one in handoff.list_(session)] == [None]
    asked.to(AnswerAction(), said)
    assert wish(opened) == f"找人；{said}"
    with begin(opened.sessions) as session:
        assert [one.village_code for one in handoff.list_(session)] == ["shiyi"]


def test_a_place_told_later_moves_no_wish_that_somebody_took_or_that_had_one(phone: Phone, opened: Context) -> None:
    heard = replace(phone, village="wuxing").to(ReachPerson(), "找人", "reach_person", message_id="m-1")
    assert heard.names == ["utter_person_called", "utter_person_number"], "the place is known from the code he scanned"
    phone.with_slots(pending=heard.slot("pending")).to(AnswerAction(), "石椅村二组")
    with begin(opened.sessions) as session:
        (first,) = handoff.list_(session)
        assert first.village_code == "wuxing"
        handoff.close(session, first.id, "qushan")
    asked = wished(phone)
    with begin(opened.sessions) as session:
        (second,) = handoff.list_(session)
        handoff.take(session, second.id, "qushan")
    asked.to(AnswerAction(), "五星村二组")
    with begin(opened.sessions) as session:
        assert [one.village_code for one in handoff.list_(session)] == [None]


@pytest.mark.parametrize("said", ["三组", "我们三组的", "胜利村", "任家坪"])
def test_a_place_no_register_knows_is_kept_too(phone: Phone, opened: Context, said: str) -> None:
    assert wished(phone).to(AnswerAction(), said).names == ["utter_handoff_added"]
    assert wish(opened) == f"找人；{said}"


def test_place_and_number_are_asked_once(phone: Phone, opened: Context) -> None:
    again = wished(phone).to(ReachPerson(), "我要找人工", "reach_person", message_id="m-1")
    assert again.names == ["utter_person_called", "utter_person_matter"]
    with begin(opened.sessions) as session:
        assert [one.text for one in handoff.list_(session)] == ["找人", "我要找人工"], "the wish stands all the same"


def test_a_question_is_added_and_answered(phone: Phone, opened: Context) -> None:
    heard = wished(phone).to(AnswerAction(), "就是想问我们家低保用电免不免钱", "ask_library")
    assert heard.names[0] == "utter_handoff_added"
    assert heard.text or "utter_suggest" in heard.names
    assert "低保" in wish(opened)


def test_when_somebody_calls_is_not_promised(phone: Phone, opened: Context) -> None:
    assert wished(phone).to(AnswerAction(), "你们好久打过来").names == ["utter_handoff_when"]
    assert wish(opened) == "找人"


@pytest.mark.parametrize(
    ("said", "intent"), [("我要预约上门检查", "book_inspection"), ("谢谢", "thank"), ("电杆歪了 要倒了", "unclear")]
)
def test_another_wish_is_not_swallowed(phone: Phone, opened: Context, said: str, intent: str) -> None:
    wished(phone).to(AnswerAction(), said, intent)
    assert wish(opened) == "找人"


def test_without_a_wish_nothing_is_added(phone: Phone) -> None:
    for said in ("13888888888", "石椅村二组", "我们屋头电费一个月五百多"):
        assert not any(name.startswith("utter_handoff") for name in phone.to(AnswerAction(), said).names), said


@pytest.mark.parametrize(
    "said", ["喊电管家打我电话13912345678", "麻烦你们电管家回个电话13912345678", "叫网协员打给我嘛13912345678"]
)
def test_the_matter_is_asked_where_the_number_is_known(phone: Phone, said: str) -> None:
    heard = phone.to(ReachPerson(), said, "reach_person")
    assert heard.names == ["utter_person_called", "utter_person_matter"]


def test_who_asks_what_a_steward_is_gets_the_article(phone: Phone) -> None:
    heard = phone.to(ReachPerson(), "电管家和网协员到底是做啥子的", "reach_person")
    assert "utter_person_called" not in heard.names
    assert "电管家是供电公司的人" in heard.text


@pytest.mark.parametrize(
    "said", ["我老公喝了酒出门 两天找不到人了", "妈一个人在屋头 电话打不通 三天了 我在外头打工", "娃儿走丢了 找不到"]
)
def test_somebody_who_is_missing_is_no_wish_for_a_call(phone: Phone, opened: Context, said: str) -> None:
    heard = phone.to(ReachPerson(), said, "reach_person")
    assert heard.names == ["utter_person_missing"]
    assert heard.responses[0]["custom"]["dial"] == ["110", "119", "120"]
    with begin(opened.sessions) as session:
        assert handoff.list_(session) == []
        assert [one.text for one in emergencies.open_alerts(session)] == [said]


@pytest.mark.parametrize("said", ["旁边没得人 只有我一个", "师傅到了给我打个电话", "接电话的人"])
def test_other_sentences_with_people_and_calls_in_them_call_nobody(phone: Phone, opened: Context, said: str) -> None:
    assert "utter_person_called" not in phone.to(ReachPerson(), said, "reach_person").names
    with begin(opened.sessions) as session:
        assert handoff.list_(session) == []


@pytest.mark.parametrize("said", ["喊电管家给我打个电话", "报修电话打不通 找不到人修 喊你们的人联系我", "有没有人在"])
def test_who_wants_a_person_gets_one(phone: Phone, said: str) -> None:
    assert "utter_person_missing" not in phone.to(ReachPerson(), said, "reach_person").names


@pytest.mark.parametrize(
    ("said", "response"),
    [
        ("13812345678 我家表箱烂了", "utter_handoff_hazard_phone"),
        ("电话13812345678，我们院坝头电杆歪了", "utter_handoff_hazard_phone"),
        ("我家表箱烂了", "utter_handoff_hazard"),
    ],
)
def test_a_hazard_told_as_the_matter_goes_to_both(phone: Phone, opened: Context, said: str, response: str) -> None:
    asked = wished(phone)
    assert asked.to(AnswerAction(), said).followed_by == "report_form"
    heard = asked.to(ValidateReportForm(), said)
    assert heard.names == ["utter_hazard_first", response]
    assert wish(opened) == f"找人；{said}"
    assert heard.slot("report_text") == said
    assert heard.slot("report_phone") == ("13812345678" if "138" in said else "")


def test_a_hazard_that_is_told_much_later_is_a_report_alone(phone: Phone, opened: Context) -> None:
    asked = wished(phone)
    late = replace(asked, now=asked.now + timedelta(hours=1))
    assert late.to(ValidateReportForm(), "我家表箱烂了").names == ["utter_hazard_first"]
    assert wish(opened) == "找人"
