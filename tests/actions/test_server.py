"""The action server answers only those who know the token, on loopback, in one process."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from actions.db.engine import make_engine
from actions.db.migrate import migrate
from actions.keys import load_token, make_keys
from actions.settings import load_settings

ROOT = Path(__file__).parents[2]


@dataclass
class Server:
    url: str
    port: int
    token: str
    process: subprocess.Popen[bytes]
    env: dict[str, str]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running `python -m actions serve` on a free port."""
    folder = tmp_path_factory.mktemp("server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "BABAHUI_DATA_DIR": str(folder), "BABAHUI_ACTIONS_PORT": str(port), "PYTHONPATH": str(ROOT)}
    settings = load_settings(env)
    make_keys(settings.secrets_dir)
    engine = make_engine(settings.database_url)
    migrate(engine)
    engine.dispose()
    log = folder / "serve.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "actions", "serve"], cwd=ROOT, env=env, stdout=out, stderr=out
        )
    url = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 60
    while True:
        try:
            if httpx.get(f"{url}/health").status_code == 200:
                break
        except httpx.TransportError:
            assert process.poll() is None, log.read_text("utf-8", "replace")
            assert time.monotonic() < until, log.read_text("utf-8", "replace")
            time.sleep(0.1)
    yield Server(url, port, load_token(settings.secrets_dir), process, env)
    if process.poll() is None:
        process.kill()
        process.wait()


def test_health_needs_no_token_and_everything_else_does(server: Server) -> None:
    assert httpx.get(f"{server.url}/health").json() == {"status": "ok"}
    for path, method in (("/actions", "GET"), ("/webhook", "POST"), ("/nothing", "GET")):
        for token in (None, "wrong", server.token[:-1]):
            headers = {"X-Babahui-Token": token} if token else {}
            assert httpx.request(method, server.url + path, headers=headers).status_code == 403
            if token:
                assert httpx.request(method, f"{server.url}{path}?token={token}").status_code == 403


def test_the_token_opens_as_header_and_in_the_address(server: Server) -> None:
    for request in (
        httpx.get(f"{server.url}/actions", headers={"X-Babahui-Token": server.token}),
        httpx.get(f"{server.url}/actions?token={server.token}"),
    ):
        assert request.status_code == 200
        assert "action_answer" in {one["name"] for one in request.json()}


def test_a_failure_gives_nothing_personal_back(server: Server) -> None:
    call = {
        "next_action": "action_no_such_thing",
        "tracker": {"latest_message": {"text": "我叫张三"}},
        "version": "3.6.21",
    }
    answer = httpx.post(f"{server.url}/webhook?token={server.token}", json=call)
    assert answer.status_code >= 400
    assert "张三" not in json.dumps(answer.json(), ensure_ascii=False)
    broken = httpx.post(f"{server.url}/webhook?token={server.token}", content='{"text": "我叫张三"')
    assert broken.status_code >= 400
    assert "张三" not in broken.text


def test_it_listens_on_loopback_only(server: Server) -> None:
    listening = Path("/proc/net/tcp").read_text().splitlines()[1:]
    mine = [line.split()[1] for line in listening if line.split()[1].endswith(f":{server.port:04X}")]
    assert mine
    assert all(address.startswith("0100007F:") for address in mine)


def test_a_taken_port_is_said_in_one_sentence(server: Server) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "actions", "serve"], cwd=ROOT, env=server.env, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "已经被别的程序占用" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_it_stops_when_told(server: Server) -> None:
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=20) == 0
