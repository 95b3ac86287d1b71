"""A thousand rough messages through the whole path: web, the real Rasa, the real actions; nothing breaks anywhere.

Eight people write at once, each in a village of nobody else, so that what they write touches no other test.
"""

import json
import logging
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from actions.db.engine import begin
from actions.services import users
from tests.rough import rough
from tests.villager import Service
from tests.web.desk import Desk
from tests.web.serving import PASSWORD, Served, free_port
from web.app import create_app

pytestmark = pytest.mark.rasa

MESSAGES, PEOPLE, PARTS = 1000, 8, 5
VILLAGE = "xiaojian-yangli"
REFUSED = {400, 413, 429}
"""Empty, too long, too fast: said in one Chinese sentence, as tests/web/test_rough_input.py asks."""
LIVE_HTML = ("<script", "<img", "<?xml", "<a>")


@pytest.fixture
def web(service: Service) -> Iterator[Served]:
    """The web app in front of the running service."""
    settings = replace(service.settings, port=free_port())
    settings.clips_dir.mkdir(parents=True, exist_ok=True)
    with Served(create_app(settings), settings.port) as served:
        yield served


def logs(service: Service) -> dict[Path, int]:
    """The logs of Rasa and the action server, and how long each is."""
    return {path: path.stat().st_size for path in service.settings.data_dir.glob("*.log")}


def talk(web: Served, token: str, seeds: range) -> list[httpx.Response]:
    """One person who writes these messages, one after the other."""
    with httpx.Client(base_url=web.url, timeout=60, headers={"X-Babahui-Token": token}) as phone:
        return [
            phone.post("/api/v1/messages", content=body, headers={"Content-Type": "application/json"})
            for body in map(message, seeds)
        ]


def message(seed: int) -> bytes:
    """A message as a browser would send it, half a pair of characters included."""
    return json.dumps({"id": str(uuid4()), "text": rough(seed), "village": VILLAGE}).encode()


def said(answer: httpx.Response) -> list[str]:
    """Every text and button of an answer."""
    replies: list[dict[str, Any]] = answer.json().get("replies", [])
    return [text for one in replies for text in (one["text"], *(button["title"] for button in one["buttons"]))]


@pytest.mark.parametrize("part", range(PARTS))
def test_a_thousand_rough_messages_break_nothing(
    service: Service, web: Served, caplog: pytest.LogCaptureFixture, part: int
) -> None:
    before, begin_at, count = logs(service), part * MESSAGES // PARTS, MESSAGES // PARTS
    with caplog.at_level(logging.WARNING), ThreadPoolExecutor(PEOPLE) as crowd:
        shares = [range(begin_at + first, begin_at + count, PEOPLE) for first in range(PEOPLE)]
        answers = [one for share in crowd.map(lambda seeds: talk(web, service.token, seeds), shares) for one in share]
    assert len(answers) == count
    states = Counter(answer.status_code for answer in answers)
    assert set(states) <= {200} | REFUSED, states
    assert states[200] > count * 0.6, states
    texts = [text for answer in answers for text in said(answer)]
    assert all("Traceback" not in text for text in texts)
    assert not [text for text in texts for tag in LIVE_HTML if tag in text]
    assert all(said(answer) for answer in answers if answer.status_code == 200), "everybody is answered"
    assert not [record.getMessage() for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR]
    for path, length in before.items():
        with path.open("rb") as file:
            file.seek(length)
            told = file.read().decode("utf-8", "replace")
        assert "Traceback" not in told, f"{path}: {told[told.index('Traceback') - 500 :][:3000]}"


def test_what_they_wrote_is_read_at_the_console_as_text(service: Service, web: Served) -> None:
    talk(web, service.token, range(40))
    with begin(service.sessions) as session:
        users.add(session, "rough-reader", "管理员", ("admin",), PASSWORD)
    desk = Desk(web.url, "rough-reader")
    try:
        for page in ("", "/refused", "/people", "/outages", "/lessons", "/library"):
            shown = desk.http.get(f"/console{page}/", follow_redirects=True)
            assert shown.status_code == 200, page
            assert "<script>alert" not in shown.text
            assert "<img src=x" not in shown.text
    finally:
        desk.http.close()
