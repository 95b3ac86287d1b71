"""Two web processes on one PostgreSQL: each message answered once, each person's order kept."""

import os
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from actions.db.engine import make_engine, read
from actions.services import messages
from tests.web.conftest import Phone
from tests.web.serving import FakeRasa, Installation, Served, free_port, living_house
from tests.web.test_messages import person_ids, wait_for
from web.app import create_app

SERVER = os.environ.get("BABAHUI_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
pytestmark = pytest.mark.postgres


@pytest.fixture
def house(tmp_path: Path, rasa: FakeRasa) -> Iterator[Installation]:
    name = f"bbh_web_{uuid.uuid4().hex[:12]}"
    try:
        with psycopg.connect(SERVER, autocommit=True, connect_timeout=3) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
    except psycopg.OperationalError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("no PostgreSQL here")
    url = SERVER.rsplit("/", 1)[0] + "/" + name
    with living_house(tmp_path / "data", rasa, BABAHUI_DATABASE_URL=url) as made:
        yield made
    make_engine(url).dispose()
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def replicas(house: Installation) -> Iterator[list[Served]]:
    with (
        Served(create_app(house.settings), free_port()) as one,
        Served(create_app(house.settings), free_port()) as two,
    ):
        yield [one, two]


def test_one_person_on_two_replicas_keeps_the_order(
    replicas: list[Served], house: Installation, rasa: FakeRasa
) -> None:
    phones = [Phone(served.url, house.token) for served in replicas]
    assert phones[0].says("第0句") == ["您说的是：第0句"]
    phones[1].http.cookies = phones[0].http.cookies
    rasa.delay = 0.2
    threads = []
    for number in range(1, 9):
        threads.append(threading.Thread(target=phones[number % 2].send, args=(f"第{number}句",)))
        threads[-1].start()
        threads[-1].join(0.15)
    for thread in threads:
        thread.join()
    wait_for(lambda: len(rasa.heard) == 9, 30)
    assert rasa.texts() == [f"第{number}句" for number in range(9)]
    assert rasa.together_per_sender == 1
    wait_for(lambda: len(phones[0].lines()) == 18)
    with read(house.sessions) as session:
        replies = messages.since(session, person_ids(house)[0])
    assert [reply.payload["text"] for reply in replies] == [f"您说的是：第{number}句" for number in range(9)]


def test_the_same_message_to_both_replicas_is_answered_once(
    replicas: list[Served], house: Installation, rasa: FakeRasa
) -> None:
    phones = [Phone(served.url, house.token) for served in replicas]
    phones[0].says("你好")
    phones[1].http.cookies = phones[0].http.cookies
    rasa.delay = 0.5
    answers: list[object] = []
    message_id = str(uuid.uuid4())
    threads = [
        threading.Thread(target=lambda one=one: answers.append(one.send("停电了", message_id).json())) for one in phones
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers[0] == answers[1]
    assert rasa.texts() == ["你好", "停电了"]
