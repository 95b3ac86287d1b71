"""Web speaks to the real Rasa through the gateway; the action server beside it is told how to behave."""

import base64
import json
import os
import sqlite3
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from proofs.stack import free_ports, status, wait_for

BOT = Path(__file__).resolve().parents[2] / "bot"
TOKEN = "a-token"
# An answer in words of a fake; the real ones are tested with the real action server.
ANSWER = {"events": [], "responses": [{"text": "先拉闸，再打95598。", "custom": {"kind": "answer"}}]}

pytestmark = pytest.mark.rasa


@dataclass
class FakeActions:
    """An action server that answers what it is told, and remembers what it was asked."""

    answer: Any = field(default_factory=lambda: ANSWER)
    status: int = 200
    calls: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)

    def behave(self, answer: Any = ANSWER, status: int = 200) -> None:
        """Answer like this from now on, and forget the past."""
        self.answer, self.status = answer, status
        self.calls.clear()


@dataclass
class Rasa:
    """The running Rasa, its fake action server and its database."""

    url: str
    actions: FakeActions
    database: Path

    def says(self, text: str, sender: str, message_id: str | None = None, token: str = TOKEN) -> tuple[int, Any]:
        """Send one message; return status and JSON."""
        return self.post({"id": message_id or str(uuid4()), "sender": sender, "text": text}, token)

    def post(self, body: object, token: str = TOKEN) -> tuple[int, Any]:
        """Post anything at all."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(
            self.url + "/webhooks/gateway/message", data=data, headers={"X-Babahui-Token": token}
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def conversations(self) -> list[str]:
        """The ids of the stored conversations."""
        with sqlite3.connect(self.database) as connection:
            return [row[0] for row in connection.execute("SELECT id FROM conversations")]


def serve(fake: FakeActions) -> ThreadingHTTPServer:
    """Start the fake action server."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.tokens.append(self.headers.get("X-Babahui-Token"))
            fake.calls.append(call)
            self.send_response(fake.status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(fake.answer).encode())

        def log_message(self, *args: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(scope="module")
def rasa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rasa]:
    """Rasa with the trained model, on a port and in a folder of its own."""
    data = tmp_path_factory.mktemp("rasa")
    (data / "secrets").mkdir()
    (data / "secrets" / "internal.token").write_text(TOKEN)
    (data / "secrets" / "conversation.key").write_text(base64.b64encode(os.urandom(32)).decode())
    fake = FakeActions()
    server = serve(fake)
    port = free_ports(1)[0]
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("BABAHUI_")},
        "BABAHUI_DATA_DIR": str(data),
        "BABAHUI_BOT_PORT": str(port),
        "BABAHUI_ACTIONS_URL": f"http://127.0.0.1:{server.server_port}",
    }
    python = str(BOT / ".venv" / "bin" / "python")
    subprocess.run([python, "launch.py", "train"], cwd=BOT, env=env, check=True, capture_output=True)
    with (data / "rasa.log").open("wb") as log:
        process = subprocess.Popen([python, "launch.py", "run"], cwd=BOT, env=env, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: status(url + "/webhooks/gateway/health") == 200, 180, f"Rasa did not start, see {data}")
        yield Rasa(url, fake, data / "conversations.sqlite3")
    finally:
        process.terminate()
        process.wait(30)
        server.shutdown()


@pytest.fixture
def someone() -> str:
    """A person whom Rasa has not met."""
    return f"person-{uuid4()}"


def test_an_answer_comes_back_with_what_the_page_needs(rasa: Rasa, someone: str) -> None:
    rasa.actions.behave()
    assert rasa.says("屋头跳闸了咋个办", someone, "m1") == (
        200,
        {"messages": [{"text": "先拉闸，再打95598。", "custom": {"kind": "answer"}}], "actions": ["action_answer"]},
    )
    assert rasa.actions.calls[-1]["tracker"]["latest_message"]["metadata"]["id"] == "m1"
    assert rasa.actions.tokens[-1] == TOKEN


def test_a_message_id_is_answered_once_and_repeated_after(rasa: Rasa, someone: str) -> None:
    rasa.actions.behave()
    first = rasa.says("屋头跳闸了咋个办", someone, "once")
    calls = len(rasa.actions.calls)
    rasa.says("漏电保护器好久按一回", someone)
    rasa.actions.behave({"events": [], "responses": [{"text": "另外一句"}]})
    assert rasa.says("屋头跳闸了咋个办", someone, "once") == first
    assert calls > 0
    assert rasa.actions.calls == []


@pytest.mark.parametrize(
    ("answer", "http_status"),
    [
        (ANSWER, 500),
        ({"events": "no list", "responses": []}, 200),
        ({"events": [{"event": "nonsense"}], "responses": []}, 200),
        ("no object", 200),
    ],
)
def test_a_failed_action_fails_the_message_and_saves_nothing(
    rasa: Rasa, someone: str, answer: Any, http_status: int
) -> None:
    rasa.actions.behave(answer, http_status)
    code, body = rasa.says("屋头跳闸了咋个办", someone, "m1")
    assert (code, body) == (503, {"error": "action_failed"})
    assert someone not in rasa.conversations()

    rasa.actions.behave()
    assert rasa.says("屋头跳闸了咋个办", someone, "m1")[0] == 200
    assert someone in rasa.conversations()


def test_silence_counts_as_a_failure(rasa: Rasa, someone: str) -> None:
    rasa.actions.behave({"events": [], "responses": []})
    assert rasa.says("屋头跳闸了咋个办", someone, "m1") == (503, {"error": "empty"})
    assert someone not in rasa.conversations()
    rasa.actions.behave()
    assert rasa.says("屋头跳闸了咋个办", someone, "m1")[0] == 200


def test_an_endless_chain_of_actions_is_a_failure_and_the_next_message_is_answered(rasa: Rasa, someone: str) -> None:
    rasa.actions.behave()
    assert rasa.says("漏电保护器好久按一回", someone, "m0")[0] == 200
    again = {"events": [{"event": "followup", "name": "action_answer"}], "responses": [{"text": "又来"}]}
    rasa.actions.behave(again)
    assert rasa.says("屋头跳闸了咋个办", someone, "m1") == (503, {"error": "endless"})
    rasa.actions.behave()
    assert rasa.says("漏电保护器好久按一回", someone, "m2")[0] == 200
    assert rasa.says("漏电保护器好久按一回", someone, "m0")[0] == 200


def test_nobody_without_the_token_gets_in(rasa: Rasa, someone: str) -> None:
    rasa.actions.behave()
    for token in ("", "another", TOKEN[:-1]):
        assert rasa.says("你好", someone, token=token) == (403, {"error": "forbidden"})
    assert rasa.actions.calls == []
    assert someone not in rasa.conversations()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        [],
        {},
        {"id": "1", "sender": "x"},
        {"id": 1, "sender": "x", "text": "y"},
        {"id": "1", "sender": "x", "text": ""},
        {"id": "1", "sender": "x", "text": "y" * 4001},
        {"id": "i" * 201, "sender": "x", "text": "y"},
        {"id": "1", "sender": "x", "text": "y", "metadata": []},
    ],
)
def test_a_malformed_body_is_refused(rasa: Rasa, body: object) -> None:
    assert rasa.post(body) == (400, {"error": "bad_request"})


def test_rasas_own_channels_stay_closed(rasa: Rasa) -> None:
    assert status(rasa.url + "/webhooks/rest/") == 404
    assert status(rasa.url + "/conversations/x/tracker") == 404
