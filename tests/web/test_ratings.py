"""The tap under an answer, over HTTP."""

from typing import Any

import pytest
from sqlalchemy import select

from actions.db.engine import read
from actions.db.models import RefusedQuestion
from tests.web.serving import FakeRasa, Installation

CARD = {"kind": "answer", "article_id": "fishing-under-lines", "version": 1}


@pytest.fixture
def rasa() -> FakeRasa:
    return FakeRasa(says=lambda _message: [{"text": "离电线远点钓。", "custom": CARD}])


def rate(phone: Any, reply_id: Any, value: Any) -> Any:
    return phone.http.post("/api/v1/ratings", json={"reply_id": reply_id, "value": value})


def kept(house: Installation) -> list[tuple[str | None, str]]:
    with read(house.sessions) as session:
        return [(row.text, row.state) for row in session.scalars(select(RefusedQuestion))]


def test_a_tap_is_kept_shown_again_and_can_be_changed(phone: Any, house: Installation) -> None:
    reply = phone.send("钓鱼离电线好远").json()["replies"][0]
    assert "rated" not in phone.history()[-1]
    assert rate(phone, reply["id"], "bad").json() == {"reply_id": reply["id"], "value": "bad"}
    assert phone.history()[-1]["rated"] == "bad"
    assert kept(house) == [("钓鱼离电线好远", "open")]
    assert rate(phone, reply["id"], "good").status_code == 200
    assert phone.history()[-1]["rated"] == "good"
    assert kept(house) == [("钓鱼离电线好远", "withdrawn")]


def test_what_is_not_ones_own_answer_cannot_be_rated(phone: Any, new_phone: Any, rasa: FakeRasa) -> None:
    reply = phone.send("钓鱼离电线好远").json()["replies"][0]
    stranger = new_phone()
    assert rate(stranger, reply["id"], "bad").status_code == 404
    stranger.send("你好")
    assert rate(stranger, reply["id"], "bad").status_code == 404
    danger = phone.send("快来人，有人触电了，倒在地上不动了").json()["replies"][0]
    refused = rate(phone, danger["id"], "bad")
    assert (refused.status_code, refused.json()["error"]["message"]) == (409, "这一条不用评。")


@pytest.mark.parametrize("reply_id", [None, "1", 0, -1, True, 2**40, 1.5, [1]])
def test_rough_ids_are_refused_in_a_sentence(phone: Any, reply_id: Any) -> None:
    assert rate(phone, reply_id, "bad").status_code == 400


@pytest.mark.parametrize("value", [None, "", "great", 1, ["good"]])
def test_there_are_two_values(phone: Any, value: Any) -> None:
    assert rate(phone, 1, value).status_code == 400


def test_who_taps_without_end_is_slowed_down(phone: Any) -> None:
    reply = phone.send("钓鱼离电线好远").json()["replies"][0]
    codes = [rate(phone, reply["id"], "good").status_code for _tap in range(40)]
    assert codes[0] == 200
    assert codes[-1] == 429
