"""Nobody is sent from the chat and nobody is called from it; whoever thinks so hears whom to dial himself."""

import pytest

from actions.chat.answer import AnswerAction
from actions.chat.people import VisitorAtDoor
from actions.chat.report_form import ValidateReportForm
from actions.chat.sent import asks_whether_sent, number_to_call
from actions.chat.smalltalk import Bye
from tests.actions.chat.conftest import Phone


@pytest.mark.parametrize("said", ["你们派人来没得？", "是不是已经派师傅过来了", "派人来了没有", "你们派人了吗"])
def test_whether_somebody_was_sent_is_answered_with_the_number_whatever_it_was_taken_for(
    phone: Phone, said: str
) -> None:
    for action, intent in ((AnswerAction(), "ask"), (VisitorAtDoor(), "visitor_at_door")):
        heard = phone.to(action, said, intent)
        assert heard.names == ["utter_nobody_sent"]
        assert heard.responses[0]["custom"]["dial"] == ["95598"]


@pytest.mark.parametrize(
    "said", ["派个人来修", "你们派人来", "能不能派人来看一下", "派出所电话好多", "派人来收钱的是不是骗子"]
)
def test_a_wish_for_somebody_is_no_such_question(said: str) -> None:
    assert not asks_whether_sent(said)


@pytest.mark.parametrize(
    ("said", "number"), [("打120", "120"), ("帮我打95598", "95598"), ("快给我打119嘛", "119"), ("120", "120")]
)
def test_who_wants_a_call_made_for_him_gets_the_number_to_tap(phone: Phone, said: str, number: str) -> None:
    heard = phone.to(AnswerAction(), said, "ask")
    assert heard.names == ["utter_dial_yourself"]
    assert heard.responses[0]["custom"]["dial"] == [number]


@pytest.mark.parametrize("said", ["打了120没人接", "打10086", "95598是不是骗子打来的", "要不要打120"])
def test_what_only_names_a_number_wishes_for_no_call(said: str) -> None:
    assert number_to_call(said) is None


@pytest.mark.parametrize(
    "said", ["老人走丢了", "娃儿走丢咯", "婆婆不晓得走到哪去了，找了一晚上", "我妈走丢了，找不到人"]
)
def test_somebody_who_is_missing_is_cried_of_though_it_was_taken_for_a_goodbye(phone: Phone, said: str) -> None:
    for action, intent in ((Bye(), "bye"), (AnswerAction(), "ask")):
        assert "utter_person_missing" in phone.to(action, said, intent).names


def test_a_grandmother_who_asks_the_way_is_not_missing(phone: Phone) -> None:
    assert "utter_person_missing" not in phone.to(AnswerAction(), "婆婆想问下办过户走哪里", "ask").names


def test_whether_somebody_was_sent_is_no_complaint(phone: Phone) -> None:
    heard = phone.to(ValidateReportForm(), "你们派人来没得？", "complain")
    assert heard.names == ["utter_nobody_sent"]
    assert not heard.sets("report_kind")
