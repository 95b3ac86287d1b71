"""我是五星村的, said out of nothing: the village is remembered, and nobody is told of its people."""

import pytest

from actions.chat.answer import AnswerAction
from actions.chat.lesson_village import ASKED
from actions.context import Context
from actions.db.engine import begin
from actions.services import people
from tests.actions.chat.conftest import Phone


@pytest.mark.parametrize(
    ("said", "village", "group"),
    [
        ("我是五星村的", "wuxing", None),
        ("我们是石椅村的", "shiyi", None),
        ("我住石椅村2组", "shiyi", 2),
        ("我住在石椅村二组。", "shiyi", 2),
        ("我屋头在五星村三组嘛", "wuxing", 3),
    ],
)
def test_the_village_somebody_names_as_his_own_is_kept(
    phone: Phone, opened: Context, said: str, village: str, group: int | None
) -> None:
    heard = phone.to(AnswerAction(), said, "nlu_fallback", confidence=0.4)
    assert heard.names == ["utter_place_kept"]
    assert heard.slot("known_place") == {"village": village, "group": group}
    with begin(opened.sessions) as session:
        assert people.place(session, phone.person_id) == (village, group)


def test_the_group_known_already_stays_with_its_village(phone: Phone) -> None:
    assert phone.at("shiyi", 2).to(AnswerAction(), "我是石椅村的").slot("known_place")["group"] == 2
    assert phone.at("shiyi", 2).to(AnswerAction(), "我是五星村的").slot("known_place")["group"] is None


@pytest.mark.parametrize(
    "said", ["我是五星村的，屋头停电了", "五星村的书记是哪个", "我是月球村的", "我是五星村的支部书记", "我是五星村的不"]
)
def test_whoever_says_more_or_another_village_is_answered_as_before(phone: Phone, said: str) -> None:
    assert "utter_place_kept" not in phone.to(AnswerAction(), said, "nlu_fallback", confidence=0.4).names


def test_the_answer_to_a_question_for_the_village_stays_one(phone: Phone) -> None:
    heard = phone.with_slots(pending=ASKED).to(AnswerAction(), "我是石椅村的")
    assert heard.names == ["utter_lesson_village_kept"]
