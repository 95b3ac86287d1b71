"""Somebody at the door: his code is compared by who lives there, and a place beside a door is no visitor."""

import pytest

from actions.chat.answer import AnswerAction
from actions.chat.at_the_door import speaks_of_visitor
from actions.chat.my_reports import asks_progress
from actions.chat.people import VisitorAtDoor
from tests.actions.chat.conftest import Phone


@pytest.mark.parametrize(
    "said", ["他说的码是蜂蜜-月亮-30", "那个人报的上门码是蜂蜜", "他念了个码，要得不", "师傅给的码是竹子-7"]
)
def test_the_code_he_names_is_compared_at_home_and_never_judged(
    phone: Phone, said: str, responses: dict[str, object]
) -> None:
    heard = phone.to(AnswerAction(), said, "unclear")
    assert heard.names == ["utter_visitor_code"]
    assert heard.responses[0]["custom"]["dial"] == ["95598", "110"]
    assert "95598" in str(responses["utter_visitor_code"])


@pytest.mark.parametrize("said", ["他喊我说验证码", "他说扫二维码退钱", "二维码咋个扫"])
def test_other_codes_are_another_matter(phone: Phone, said: str) -> None:
    assert "utter_visitor_code" not in phone.to(AnswerAction(), said, "unclear").names


@pytest.mark.parametrize(
    "said", ["就在王家祠堂门口那根", "村小学大门旁边", "我屋门前那根杆子", "门板下头", "我昨天报的电杆，有人来看没得"]
)
def test_a_place_beside_a_door_is_no_visitor(phone: Phone, said: str) -> None:
    assert not speaks_of_visitor(said)
    assert "utter_visitor_none" not in phone.to(VisitorAtDoor(), said, "visitor_at_door").names


@pytest.mark.parametrize(
    "said",
    [
        "门口有个人说是查电表的",
        "有人敲门",
        "门外站起个男的",
        "来了两个人说要收电费",
        "有个师傅在门口",
        "开不开门",
        "门外头有人喊开门查电",
    ],
)
def test_a_visitor_is_one(phone: Phone, said: str) -> None:
    assert phone.to(VisitorAtDoor(), said, "visitor_at_door").names == ["utter_visitor_none"]


@pytest.mark.parametrize(
    "said", ["我昨天报的电杆，有人来看没得", "我报了的线，你们来修没有", "上回反映的变压器有人管不"]
)
def test_whether_somebody_came_for_a_report_asks_how_far_it_is(said: str) -> None:
    assert asks_progress(said)


@pytest.mark.parametrize("said", ["他们报的价有人来收不", "门口有人来看电表没得", "有人来修灯没得"])
def test_whether_somebody_comes_at_all_does_not(said: str) -> None:
    assert not asks_progress(said)
