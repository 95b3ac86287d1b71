"""Whatever people and machines type: a clear Chinese answer, never a 5xx, never a traceback, never live HTML."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.rough import rough
from tests.web.serving import FakeRasa, Installation, Served, living_house
from web.app import create_app

SAID = {400, 413, 429}


@pytest.fixture(scope="module")
def rasa() -> FakeRasa:
    return FakeRasa()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, rasa: FakeRasa) -> Iterator[Installation]:
    """One installation for the whole file: nothing here depends on what was written before."""
    with living_house(tmp_path_factory.mktemp("house") / "data", rasa) as made:
        yield made


@pytest.fixture(scope="module")
def web(house: Installation) -> Iterator[Served]:
    with Served(create_app(house.settings), house.settings.port) as served:
        yield served


def check(answer: Any) -> None:
    body = answer.json()
    assert answer.status_code in {200, 202} | SAID, answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["content-type"].startswith("application/json")
    if answer.status_code in SAID:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in body["error"]["message"])
    else:
        assert all(reply["text"] for reply in body["replies"])


@pytest.mark.parametrize("hundred", range(10))
def test_a_thousand_rough_messages(new_phone: Any, rasa: FakeRasa, hundred: int) -> None:
    rasa.says = lambda message: [{"text": message["metadata"]["original"], "buttons": [{"title": "<b>好</b>"}]}]
    phone, answers = new_phone(ours=True), []
    for number in range(100):
        body = json.dumps({"id": str(uuid.uuid4()), "text": rough(hundred * 100 + number)})
        answers.append(phone.http.post("/api/v1/messages", content=body, headers={"Content-Type": "application/json"}))
        check(answers[-1])
    assert sum(answer.status_code == 200 for answer in answers) > 60
    history = phone.http.get("/api/v1/history")
    assert history.status_code == 200
    assert history.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"id": 1, "text": "a"}', b'{"id": "12345678"}',
        b'{"id": "12345678", "text": null}', b'{"id": "12345678", "text": ["a"]}', b'{"id": "../../../x", "text": "a"}',
        b'{"id": "12345678", "text": "a", "village": 3}', b'{"id": "12345678", "text": "   "}', b'{"id": NaN}',
        b'{"a":' * 5000,
    ],
)  # fmt: skip
def test_a_body_that_is_no_message_is_refused_in_words(phone: Any, body: bytes) -> None:
    answer = phone.http.post("/api/v1/messages", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert set(answer.json()["error"]) == {"code", "message"}


def test_a_form_of_another_site_is_not_a_message(phone: Any) -> None:
    answer = phone.http.post(
        "/api/v1/messages", content=b'{"id": "12345678", "text": "a"}', headers={"Content-Type": "text/plain"}
    )
    assert answer.status_code == 400


def test_ten_thousand_characters_are_asked_for_in_pieces(phone: Any) -> None:
    answer = phone.send("电" * 10_000)
    assert answer.status_code == 413
    assert "分几次" in answer.json()["error"]["message"]


def test_a_body_of_megabytes_is_refused(phone: Any) -> None:
    answer = phone.send("电" * 2_000_000)
    assert answer.status_code == 413


def test_only_signs_get_a_hint_how_to_ask(phone: Any, rasa: FakeRasa) -> None:
    assert "看不懂" in phone.says("😀😀😀")[0]
    assert "😀😀😀" not in [heard["metadata"]["original"] for heard in rasa.heard]


@pytest.mark.parametrize("said", ["🔥🏠🆘", "🚑", "🚒🚒🚒"])
def test_signs_of_fire_and_help_get_the_numbers(phone: Any, said: str) -> None:
    (reply,) = phone.send(said).json()["replies"]
    assert all(number in reply["text"] for number in ("120", "119", "110"))
    assert reply["custom"]["dial"][:3] == ["120", "119", "110"]


@pytest.mark.parametrize(
    "path", ["/a/<script>", "/a/..%2f..%2fetc", "/static/../app.py", "/static/%2e%2e/app.py", "/x"]
)
def test_strange_addresses_are_not_found(phone: Any, path: str) -> None:
    answer = phone.http.get(path)
    assert answer.status_code == 404
    assert "<script>" not in answer.text
    assert "没有找到" in answer.text


@pytest.mark.parametrize("cookie", ["", "x", "a.b", "\x7f", "A" * 5000, "é.é"])
def test_a_forged_cookie_is_a_new_person(web: Any, cookie: str) -> None:
    import httpx

    with httpx.Client(base_url=web.url) as http:
        forged = {"Cookie": f"bbh={cookie}".encode()}
        history = http.get("/api/v1/history", headers=forged).raise_for_status()
        message = {"id": str(uuid.uuid4()), "text": "你好"}
        answer = http.post("/api/v1/messages", json=message, headers=forged).raise_for_status()
    assert history.json()["items"] == []
    assert answer.cookies["bbh"] != cookie
