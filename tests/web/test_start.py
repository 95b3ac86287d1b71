"""`python -m web`: starts, says in one sentence why it does not, stops when told, survives kill -9."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.web.conftest import Phone
from tests.web.serving import ROOT, FakeRasa, Installation
from tests.web.test_messages import wait_for


def environment(house: Installation, **more: str) -> dict[str, str]:
    settings = house.settings
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("BABAHUI_")},
        "BABAHUI_DATA_DIR": str(settings.data_dir),
        "BABAHUI_PORT": str(settings.port),
        "BABAHUI_BOT_URL": settings.bot_url,
        "BABAHUI_CONTENT_DIR": str(settings.content_dir),
        **more,
    }


def run(env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "web"], env=env, cwd=ROOT, capture_output=True, text=True, timeout=60)


@contextmanager
def web_process(house: Installation) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "web"], env=environment(house), cwd=ROOT)
    try:
        wait_for(lambda: alive(house), 60)
        yield process
    finally:
        process.kill()
        process.wait()


def alive(house: Installation) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{house.settings.port}/healthz").status_code == 200
    except httpx.HTTPError:
        return False


def test_a_port_in_use_is_one_sentence(house: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", house.settings.port))
        taken.listen()
        ended = run(environment(house))
    assert ended.returncode == 1
    assert "已经被别的程序占用" in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("env", "sentence"),
    [({"BABAHUI_PORT": "x"}, "端口号"), ({"BABAHUI_SECRETS_DIR": "/nowhere"}, "python -m actions setup")],
)
def test_what_is_not_set_up_is_one_sentence(house: Installation, env: dict[str, str], sentence: str) -> None:
    ended = run(environment(house, **env))
    assert ended.returncode == 1
    assert sentence in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_without_the_rules_for_danger_it_does_not_start(house: Installation, tmp_path: Path) -> None:
    shutil.copytree(house.settings.content_dir, tmp_path / "content")
    (tmp_path / "content" / "emergency.yml").write_text("kinds: [[\n", encoding="utf-8")
    ended = run(environment(house, BABAHUI_CONTENT_DIR=str(tmp_path / "content")))
    assert ended.returncode == 1
    assert ended.stderr.startswith("登记文件 emergency.yml 第")
    assert len(ended.stderr.strip().splitlines()) == 1


def test_it_stops_when_told_even_with_an_open_page(house: Installation) -> None:
    with web_process(house) as process:
        phone = Phone(f"http://127.0.0.1:{house.settings.port}")
        assert phone.says("你好") == ["您说的是：你好"]
        with phone.http.stream("GET", "/api/v1/events"):
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0


def test_a_message_in_flight_is_answered_after_kill_9(house: Installation, rasa: FakeRasa, tmp_path: Path) -> None:
    phone: Any = Phone(f"http://127.0.0.1:{house.settings.port}")
    rasa.delay = 3.0
    with web_process(house) as process:
        phone.http.get("/")
        with pytest.raises(httpx.HTTPError):
            phone.http.post("/api/v1/messages", json={"id": "in-flight-1", "text": "停电了"}, timeout=1.0)
        process.send_signal(signal.SIGKILL)
        process.wait()
    rasa.delay = 0.0
    with web_process(house):
        wait_for(lambda: [line for line in phone.lines() if line[0] == "bot"], 60)
        assert phone.lines() == [("user", "停电了"), ("bot", "您说的是：停电了")]
