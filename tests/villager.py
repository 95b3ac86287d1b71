"""A villager who talks to the real Rasa and the real actions: says(), hears(), sees_buttons(), has_booking()."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from actions.db.engine import Sessions, begin, make_engine, session_factory
from actions.keys import load_keys
from actions.sealing import Vault
from actions.services import bookings, people, reports
from actions.services.bookings import Booking
from actions.settings import Settings, load_settings
from content.courtesy import without_courtesy
from content.load import load_library
from content.normalize import Terms, normalize
from proofs.stack import free_ports, status, vectors_made_once, wait_for
from tests.moment import NOW, at_the_moment

ROOT = Path(__file__).resolve().parent.parent
BOT = ROOT / "bot"
STEWARD = "曲山镇电管家"


@dataclass
class Service:
    """The running action server and Rasa over one data folder."""

    settings: Settings
    sessions: Sessions
    url: str
    token: str
    terms: Terms
    env: dict[str, str] = field(repr=False)
    actions: subprocess.Popen[bytes] | None = None

    def ask(self, body: dict[str, Any]) -> tuple[int, Any]:
        """Post one message to the gateway; return status and JSON."""
        request = urllib.request.Request(
            f"{self.url}/webhooks/gateway/message",
            data=json.dumps(body).encode(),
            headers={"X-Babahui-Token": self.token},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def start_actions(self) -> None:
        """Start the action server and wait until it answers."""
        with (self.settings.data_dir / "actions.log").open("ab") as log:
            command = at_the_moment("actions", "serve")
            self.actions = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)
        wait_for(lambda: status(f"{self.settings.actions_url}/health") == 200, 120, "no action server")

    def stop_actions(self) -> None:
        """End the action server, as a crash would."""
        if self.actions is not None:
            self.actions.kill()
            self.actions.wait(30)


@contextmanager
def serving(folder: Path) -> Iterator[Service]:
    """Set up a data folder with the project's own library and villages, and serve from it until the end."""
    actions_port, bot_port = free_ports(2)
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("BABAHUI_")},
        "BABAHUI_DATA_DIR": str(folder),
        "BABAHUI_ACTIONS_PORT": str(actions_port),
        "BABAHUI_BOT_PORT": str(bot_port),
    }
    if "BABAHUI_MODELS_DIR" in os.environ:
        env["BABAHUI_MODELS_DIR"] = os.environ["BABAHUI_MODELS_DIR"]
    with vectors_made_once(folder):
        subprocess.run([sys.executable, "-m", "actions", "setup"], cwd=ROOT, env=env, check=True, capture_output=True)
    settings = load_settings(env)
    keys = load_keys(settings.secrets_dir)
    engine = make_engine(settings.database_url)
    sessions = session_factory(engine, Vault(keys), settings.content_dir)
    python = str(BOT / ".venv" / "bin" / "python")
    subprocess.run([python, "launch.py", "train"], cwd=BOT, env=env, check=True, capture_output=True)
    terms = load_library(settings.content_dir).terms
    service = Service(settings, sessions, f"http://127.0.0.1:{bot_port}", keys.token, terms, env)
    service.start_actions()
    with (folder / "rasa.log").open("wb") as log:
        rasa = subprocess.Popen([python, "launch.py", "run"], cwd=BOT, env=env, stdout=log, stderr=log)
    try:
        wait_for(lambda: status(f"{service.url}/webhooks/gateway/health") == 200, 180, f"Rasa did not start: {folder}")
        yield service
    finally:
        rasa.terminate()
        rasa.wait(30)
        service.stop_actions()
        engine.dispose()


class Villager:
    """One person with a phone; every assertion names what was really heard."""

    def __init__(
        self, service: Service, village: str | None = None, group: int | None = None, now: datetime = NOW
    ) -> None:
        """Somebody nobody knows yet, perhaps one who scanned a village's QR code."""
        self.service = service
        self.village, self.group, self.now = village, group, now
        with begin(service.sessions) as session:
            self.person_id = people.find_or_create(session, "web", str(uuid4()))
        self.sender = f"villager-{self.person_id}"
        self.heard: list[dict[str, Any]] = []
        self.last_id = ""

    def says(self, text: str, message_id: str | None = None) -> "Villager":
        """Write something and wait for the answer."""
        code, body = self.sends(text, message_id)
        assert code == 200, f"{text!r} was answered {code} {body}"
        self.heard = body["messages"]
        return self

    def sends(self, text: str, message_id: str | None = None) -> tuple[int, Any]:
        """Write something and return status and body, whatever they are."""
        self.last_id = message_id or str(uuid4())
        heard = text if text.startswith("/") else normalize(without_courtesy(text), self.service.terms)
        metadata = {
            "original": text,
            "person_id": self.person_id,
            "village": self.village,
            "group": self.group,
            "channel": "web",
            "now": self.now.isoformat(),
        }
        return self.service.ask({"id": self.last_id, "sender": self.sender, "text": heard, "metadata": metadata})

    def presses(self, title: str) -> "Villager":
        """Press a button of the last answer."""
        for button in self.buttons:
            if title in button["title"]:
                return self.says(button["payload"])
        raise AssertionError(f"no button {title!r} among {[one['title'] for one in self.buttons]}")

    def hears(self, *parts: str) -> "Villager":
        """Check that each of these stands in the last answer."""
        for part in parts:
            assert part in self.words, f"{part!r} is not in: {self.words}"
        return self

    def hears_not(self, *parts: str) -> "Villager":
        """Check that none of these stands in the last answer."""
        for part in parts:
            assert part not in self.words, f"{part!r} is in: {self.words}"
        return self

    def sees_buttons(self, *titles: str) -> "Villager":
        """Check that buttons with these words were offered."""
        offered = [button["title"] for button in self.buttons]
        for title in titles:
            assert any(title in one for one in offered), f"no button {title!r} among {offered}"
        return self

    def sees(self, kind: str) -> dict[str, Any]:
        """Return what the page was given beside the words, of this kind."""
        found = [one["custom"] for one in self.heard if one.get("custom", {}).get("kind") == kind]
        assert found, f"no {kind!r} among {[one.get('custom') for one in self.heard]}"
        return dict(found[0])

    def has_booking(self) -> Booking:
        """Return the one booking of this person."""
        found = self.bookings()
        assert len(found) == 1, f"{len(found)} bookings"
        return found[0]

    def has_no_booking(self) -> "Villager":
        """Check that nothing was booked."""
        assert self.bookings() == []
        return self

    def bookings(self) -> list[Booking]:
        """Return the open bookings of this person."""
        with begin(self.service.sessions) as session:
            return bookings.mine(session, self.person_id, now=self.now)

    def reports(self) -> list[reports.Report]:
        """Return what this person reported."""
        with begin(self.service.sessions) as session:
            return reports.mine(session, self.person_id)

    @property
    def words(self) -> str:
        """Everything said in the last answer."""
        return "\n".join(one.get("text", "") for one in self.heard)

    @property
    def buttons(self) -> list[dict[str, str]]:
        """All buttons of the last answer."""
        return [button for one in self.heard for button in one.get("buttons", [])]
