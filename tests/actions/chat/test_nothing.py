"""AAAA, 哈哈哈, affirm{"a": and the like are not understood, whatever a classifier takes them for."""

import pytest

from actions.chat.answer import AnswerAction
from actions.chat.lessons import LearnLesson, Quiz
from actions.chat.people import AskDirectory
from actions.chat.smalltalk import Affirm
from tests.actions.chat.booking_talk import Talk
from tests.actions.chat.conftest import Phone


@pytest.mark.parametrize("said", ["A" * 2000, "长" * 2000, "哈哈哈哈哈", "11111", "啊啊啊", "嘻嘻哈哈嘻嘻哈哈"])
def test_what_says_nothing_is_not_understood_by_any_action(phone: Phone, said: str) -> None:
    for action in (Quiz(), AnswerAction(), LearnLesson(), AskDirectory(), Affirm()):
        assert phone.to(action, said, "quiz").names == ["utter_unclear"]


@pytest.mark.parametrize("said", ['affirm"a":', 'deny"x": 1', "asdf qwer", "ab[]<>"])
def test_what_holds_no_word_answers_no_question(phone: Phone, said: str) -> None:
    assert phone.to(Quiz(), said, "quiz").followed_by == "action_answer"
    heard = phone.to(AnswerAction(), said)
    assert (heard.names[0] in ("utter_unclear", "utter_refused"), heard.text) == (True, "")


@pytest.mark.parametrize("said", ["A", "选B", "我选第二个", "第二题选A", "c。"])
def test_an_answer_without_a_question_is_still_told_that_there_is_none(phone: Phone, said: str) -> None:
    assert phone.to(Quiz(), said, "quiz").names == ["utter_lesson_no_question"]


@pytest.mark.parametrize(
    "said",
    [
        "好好好",
        "对对对",
        "行行行",
        "谢谢谢谢谢谢",
        "119119",
        "110110110",
        "不不不",
        "拜拜拜拜拜拜",
        "嗯嗯嗯",
        "火火火火",
        "救命救命救命救命救命",
    ],
)
def test_yes_no_thanks_and_cries_are_heard_however_often_they_are_said(phone: Phone, said: str) -> None:
    assert "utter_unclear" not in phone.to(Affirm(), said, "affirm").names


@pytest.mark.parametrize("said", ["哈哈哈哈", "啊啊啊啊", "11111"])
def test_it_is_no_trouble_that_somebody_is_to_look_at(phone: Phone, said: str) -> None:
    talk = Talk(phone).says("约检查", "石椅村二组", "王桂芳", "13800001111", "接电话的人", said)
    assert talk["problem"] is None
    assert talk.names[0] == "utter_booking_wrong_problem"
