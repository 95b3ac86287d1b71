"""Users who ask one question after another over kept-alive connections, and what they waited."""

import http.client
import json
import statistics
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

PICK = "/pick_article"


@dataclass(frozen=True)
class Timing:
    """Answers per second and waiting times in milliseconds; `failures` are answers that were none."""

    users: int
    answers: int
    failures: int
    per_second: float
    p50: float
    p95: float


class Client:
    """One person's connection; `ask` returns the texts of the replies."""

    def __init__(self, url: str) -> None:
        """Take the address of the server."""
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)
        self._cookie = ""
        self.offered: list[str] = []

    def ask(self, text: str) -> list[str]:
        """Send one message and return the texts said to it; an empty list is a failure."""
        raise TypeError("a client of nobody")

    def post(self, path: str, body: object) -> tuple[int, object]:
        """Post JSON; return status and the answer's JSON."""
        headers = {"Content-Type": "application/json"}
        if self._cookie:
            headers["Cookie"] = self._cookie
        self._connection.request("POST", path, json.dumps(body), headers)
        answer = self._connection.getresponse()
        cookie = answer.getheader("Set-Cookie")
        if cookie:
            self._cookie = cookie.split(";", 1)[0]
        raw = answer.read()
        return answer.status, json.loads(raw) if raw else None

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class BabahuiClient(Client):
    """A villager on the chat page's API."""

    def ask(self, text: str) -> list[str]:
        """Ask through the whole path: web, Rasa, action, library."""
        status, body = self.post("/api/v1/messages", {"id": str(uuid.uuid4()), "text": text})
        if status != 200 or not isinstance(body, dict):
            return []
        buttons = [button for reply in body["replies"] for button in reply.get("buttons") or []]
        payloads = [button["payload"].removeprefix(PICK) for button in buttons if button["payload"].startswith(PICK)]
        self.offered = [json.loads(payload)["article"] for payload in payloads]
        return [str(reply.get("text") or "") for reply in body["replies"]]


class PlainRasaClient(Client):
    """The same villager on plain Rasa's REST channel."""

    def __init__(self, url: str) -> None:
        """Take the address and a sender id of one's own."""
        super().__init__(url)
        self._sender = str(uuid.uuid4())

    def ask(self, text: str) -> list[str]:
        """Ask through the REST webhook."""
        status, body = self.post("/webhooks/rest/webhook", {"sender": self._sender, "message": text})
        if status != 200 or not isinstance(body, list):
            return []
        return [str(reply.get("text") or "") for reply in body]


def measure(make_client: Callable[[], Client], texts: Sequence[str], users: int, per_conversation: int = 5) -> Timing:
    """Let `users` people ask all texts between them, a new person after every few messages."""
    waits: list[float] = []
    failures = 0
    lock = threading.Lock()
    queue = list(reversed(texts))

    def person() -> None:
        nonlocal failures
        while True:
            with lock:
                mine = [queue.pop() for _ in range(min(per_conversation, len(queue)))]
            if not mine:
                return
            client = make_client()
            for text in mine:
                began = time.perf_counter()
                replies = client.ask(text)
                took = time.perf_counter() - began
                with lock:
                    waits.append(took)
                    failures += not replies
            client.close()

    threads = [threading.Thread(target=person) for _ in range(users)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    return Timing(users, len(waits), failures, len(waits) / seconds, cuts[49] * 1000, cuts[94] * 1000)
