"""Two web processes on one PostgreSQL: each message answered once, each person's order kept."""

import threading
import uuid
from collections.abc import Iterator

import pytest

from actions.db.engine import read
from actions.services import messages
from tests.web.conftest import Phone
from tests.web.serving import FakeRasa, Installation, Served, free_port
from tests.web.test_messages import person_ids, wait_for
from web.app import create_app

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("house", ["postgresql"], indirect=True)]


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
