"""A real web app on a real database, and a Rasa that does what it is told."""

import contextlib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher

from actions.db.engine import begin
from actions.services import users
from tests.databases import own_postgres
from tests.once import TLS, handlers_read_once, library_read_once
from tests.web.desk import Desk
from tests.web.serving import PASSWORD, FakeRasa, Installation, Served, living_house, postgres_template
from web.app import create_app

BOTH_DATABASES = pytest.mark.parametrize(
    "house", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture(scope="package", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Eight accounts are made in a test: not at the strength that tests/actions/services/test_users.py looks at."""
    weak = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(users, "_hasher", lambda: weak)
        yield


@pytest.fixture(scope="package", autouse=True)
def library_once() -> Iterator[None]:
    """Every test opens an app of its own, and library and handlers are the same in nearly all of them."""
    with library_read_once(), handlers_read_once():
        yield


@pytest.fixture
def rasa() -> FakeRasa:
    return FakeRasa()


@pytest.fixture
def house(request: pytest.FixtureRequest, tmp_path: Path, rasa: FakeRasa) -> Iterator[Installation]:
    """An installation whose Rasa is running; on SQLite unless a module asks for BOTH_DATABASES."""
    with contextlib.ExitStack() as stack:
        more, filled = {}, False
        if getattr(request, "param", "sqlite") == "postgresql":
            more["BABAHUI_DATABASE_URL"] = stack.enter_context(own_postgres(postgres_template()))
            filled = True
        yield stack.enter_context(living_house(tmp_path / "data", rasa, filled=filled, **more))


@pytest.fixture
def web(house: Installation) -> Iterator[Served]:
    """The web app of the house."""
    with Served(create_app(house.settings), house.settings.port) as served:
        yield served


class Phone:
    """A villager's phone: keeps its cookie, makes its message ids."""

    def __init__(self, url: str, token: str = "") -> None:
        headers = {"X-Babahui-Token": token} if token else {}
        self.http = httpx.Client(base_url=url, timeout=30, headers=headers, verify=TLS)

    def send(self, text: Any, message_id: str = "", **more: Any) -> httpx.Response:
        return self.http.post("/api/v1/messages", json={"id": message_id or str(uuid.uuid4()), "text": text, **more})

    def says(self, text: str) -> list[str]:
        answer = self.send(text)
        assert answer.status_code == 200, answer.text
        return [reply["text"] for reply in answer.json()["replies"]]

    def history(self, after: int = 0) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.http.get("/api/v1/history", params={"after": after}).json()["items"]
        return items

    def lines(self) -> list[tuple[str, str]]:
        return [(item["role"], item["text"]) for item in self.history()]


@pytest.fixture
def phone(web: Served) -> Iterator[Phone]:
    made = Phone(web.url)
    yield made
    made.http.close()


@pytest.fixture
def new_phone(web: Served, house: Installation) -> Iterator[Any]:
    """Makes more phones; `ours=True` is not slowed down."""
    made: list[Phone] = []

    def make(ours: bool = False) -> Phone:
        made.append(Phone(web.url, house.token if ours else ""))
        return made[-1]

    yield make
    for one in made:
        one.http.close()


@pytest.fixture
def staff(house: Installation) -> Installation:
    house.account("qushan", "steward", name="王电管")
    house.account("leigu", "steward", "approver", name="李电管")
    house.account("bian", "editor", name="赵编辑")
    house.account("boss", "admin", name="管理员")
    return house


@pytest.fixture
def desk(staff: Installation, web: Served) -> Iterator[Any]:
    made: list[Desk] = []

    def sit(login: str) -> Desk:
        made.append(Desk(web.url, login))
        return made[-1]

    yield sit
    for one in made:
        one.http.close()


@pytest.fixture
def office(staff: Installation) -> Installation:
    """An editor, reviewers of two departments and an auditor."""
    staff.account("qian", "editor", name="钱编辑")
    with begin(staff.sessions) as session:
        users.add(session, "anjian", "孙安监", ("reviewer",), PASSWORD, ("安监",))
        users.add(session, "yingxiao", "李营销", ("reviewer",), PASSWORD, ("营销",))
    staff.account("shenji", "auditor", name="周审计")
    return staff
