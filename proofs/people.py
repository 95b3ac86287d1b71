"""Villagers who chat and book while processes are killed, and never give up on a message."""

import http.client
import json
import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

PATIENCE_SECONDS = 180
VILLAGES = ("石椅村", "五星村", "青莲样例村", "小枧样例村")
NAMES = ("王桂芳", "李国强", "张秀英", "罗明富", "陈永贵", "赵光华")


@dataclass
class Said:
    """One message of one person and what came back."""

    id: str
    text: str
    replies: list[dict[str, Any]] = field(default_factory=list)
    tries: int = 0
    seconds: float = 0.0


@dataclass
class Visit:
    """One conversation that asked for a visit: the numbers that the bot named at its end."""

    number: str
    phone: str
    village: str


class Villager:
    """One person with one browser: a message keeps its id until it is answered, as on the chat page."""

    def __init__(self, url: str, seed: int, texts: list[str]) -> None:
        """Take the server's address, a seed, and what this person may ask."""
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port
        self._random = random.Random(seed)
        self._texts = texts
        self._cookie = ""
        self.said: list[Said] = []
        self.visits: list[Visit] = []
        self.given_up: list[Said] = []
        self.broken_flows: list[str] = []

    def live(self, stop: threading.Event, visits: int) -> None:
        """Ask and book in turn until told to stop; at most so many visits."""
        while not stop.is_set():
            if len(self.visits) < visits and self._random.random() < 0.25:
                self.book(stop)
            else:
                self.say(self._random.choice(self._texts))
            time.sleep(self._random.uniform(0.2, 1.5))

    def book(self, stop: threading.Event) -> None:
        """Walk through the booking form, answering the question that is open."""
        phone = f"138{self._random.randrange(10**8):08d}"
        village = self._random.choice(VILLAGES)
        script = [
            "我想约人上门检查用电",
            village,
            "1组",
            self._random.choice(NAMES),
            phone,
            "告诉接电话的人",
            "漏保老是跳",
        ]
        said = None
        for line in script:
            said = self.say(line)
        number = ""
        for _attempt in range(8):
            # Somebody else may take the half day between the offer and the yes; then another is offered.
            offered = any(button["payload"] == "/affirm" for button in _buttons(said))
            said = self.say("/affirm" if offered else self._first_slot(said) or "不晓得")
            number = next((custom["number"] for custom in _customs(said) if custom.get("kind") == "booking"), "")
            if number:
                break
        if number:
            self.visits.append(Visit(number, phone, village))
        else:
            self.broken_flows.append(" | ".join(str(reply.get("text")) for reply in (said.replies if said else [])))
            self.say("/stop")
            self.say("/affirm")

    def say(self, text: str) -> Said:
        """Send one message and try again with the same id until it is answered."""
        self._open_page()
        said = Said(str(uuid.uuid4()), text)
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE_SECONDS:
            said.tries += 1
            status, body = self._post({"id": said.id, "text": text})
            if status == 200 and body.get("state") == "answered" and body.get("replies"):
                said.replies = body["replies"]
                said.seconds = time.monotonic() - began
                self.said.append(said)
                return said
            time.sleep(0.5)
        said.seconds = time.monotonic() - began
        self.given_up.append(said)
        return said

    def _open_page(self) -> None:
        """As the chat page does before anything is written, so that the server knows who comes back."""
        began = time.monotonic()
        while not self._cookie and time.monotonic() - began < PATIENCE_SECONDS:
            self._send("GET", "/", None)
            time.sleep(0 if self._cookie else 0.5)

    def _first_slot(self, said: Said | None) -> str:
        offered = [button["payload"] for button in _buttons(said) if not button["payload"].startswith("/reach")]
        return self._random.choice(offered) if offered else ""

    def _post(self, body: object) -> tuple[int, dict[str, Any]]:
        return self._send("POST", "/api/v1/messages", json.dumps(body))

    def _send(self, method: str, path: str, body: str | None) -> tuple[int, dict[str, Any]]:
        headers = {"Content-Type": "application/json"}
        if self._cookie:
            headers["Cookie"] = self._cookie
        try:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=20)
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            cookie = answer.getheader("Set-Cookie")
            raw = answer.read()
            connection.close()
            if cookie and not self._cookie:
                self._cookie = cookie.split(";", 1)[0]
            return answer.status, json.loads(raw)
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}


def _buttons(said: Said | None) -> list[dict[str, str]]:
    return [button for reply in (said.replies if said else []) for button in reply.get("buttons") or []]


def _customs(said: Said | None) -> list[dict[str, Any]]:
    return [reply.get("custom") or {} for reply in (said.replies if said else [])]
