"""The description of the API says everything the API does, and its answers keep to it."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.web.serving import FakeRasa, Installation, Served, living_house
from web.app import create_app
from web.openapi import document


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


def paths_of(app: Any) -> set[tuple[str, str]]:
    found = set()
    for route in app.router.routes:
        path = "/" + re.sub(
            r"<(\w+):[^>]*?(\\?\.mp3)?>", lambda m: f"{{{m[1]}}}" + (".mp3" if m[2] else ""), route.path
        )
        if path.startswith("/api") or path in ("/healthz", "/readyz"):
            found |= {
                (path.rstrip("/"), method.lower()) for method in route.methods if method not in ("HEAD", "OPTIONS")
            }
    return found


def test_every_route_of_the_api_is_described_and_nothing_else(house: Installation) -> None:
    described = {(path, method) for path, methods in document()["paths"].items() for method in methods}
    assert paths_of(create_app(house.settings)) == described


def validate(answer: Any, path: str, method: str) -> None:
    operation = document()["paths"][path][method]
    response = operation["responses"][str(answer.status_code)]
    if "$ref" in response:
        response = document()["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
    schema = response["content"]["application/json"]["schema"]
    Draft202012Validator({**schema, "components": document()["components"]}).validate(answer.json())


def test_the_description_is_served(phone: Any) -> None:
    assert phone.http.get("/api/openapi.json").json() == document()


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/api/v1/articles", "/api/openapi.json"])
def test_plain_answers_keep_to_it(phone: Any, path: str) -> None:
    validate(phone.http.get(path), path, "get")


def test_messages_and_history_keep_to_it(phone: Any, rasa: FakeRasa) -> None:
    rasa.says = lambda _m: [
        {"text": "您是不是想问：", "buttons": [{"title": "跳闸", "payload": "/x"}], "custom": {"kind": "suggest"}}
    ]
    validate(phone.send("跳闸"), "/api/v1/messages", "post")
    validate(phone.send(""), "/api/v1/messages", "post")
    validate(phone.send("长" * 3000), "/api/v1/messages", "post")
    validate(phone.send("快来人，有人触电了，倒在地上不动了"), "/api/v1/messages", "post")
    rasa.fail = 1
    validate(phone.send("停电"), "/api/v1/messages", "post")
    validate(phone.http.get("/api/v1/history"), "/api/v1/history", "get")


def test_ratings_keep_to_it(phone: Any, rasa: FakeRasa) -> None:
    rasa.says = lambda _m: [{"text": "离电线远点。", "custom": {"kind": "answer", "article_id": "fishing-under-lines"}}]
    reply = phone.send("钓鱼").json()["replies"][0]
    for value in ("good", "soso"):
        answer = phone.http.post("/api/v1/ratings", json={"reply_id": reply["id"], "value": value})
        validate(answer, "/api/v1/ratings", "post")
    validate(phone.http.post("/api/v1/ratings", json={"reply_id": 10**8, "value": "bad"}), "/api/v1/ratings", "post")
    history = phone.http.get("/api/v1/history")
    validate(history, "/api/v1/history", "get")
    assert history.json()["items"][-1]["rated"] == "good"


def test_articles_and_clips_keep_to_it(phone: Any) -> None:
    article = phone.http.get("/api/v1/articles").json()["articles"][0]
    validate(phone.http.get(f"/api/v1/articles/{article['id']}"), "/api/v1/articles/{article_id}", "get")
    validate(phone.http.get("/api/v1/articles/no-such"), "/api/v1/articles/{article_id}", "get")
    asked = phone.http.post("/api/v1/clips", json={"article_id": article["id"]})
    validate(asked, "/api/v1/clips", "post")
    validate(phone.http.get(f"/api/v1/clips/{asked.json()['hash']}"), "/api/v1/clips/{name}", "get")
    validate(phone.http.get("/api/v1/clips/" + uuid.uuid4().hex), "/api/v1/clips/{name}", "get")
