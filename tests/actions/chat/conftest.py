"""A villager's turn without Rasa: one action, a real database, the project's own library and villages."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import anyio
import pytest
import yaml
from rasa_sdk import Action
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.chat import context as chat
from actions.context import Context, open_context
from actions.db.engine import begin
from actions.db.migrate import migrate
from actions.keys import make_keys
from actions.services import library_files, people, users
from actions.settings import load_settings
from content.load import DEFAULT_ROOT, Library, load_library
from tests.moment import NOW, the_moment

ROOT = Path(__file__).resolve().parents[3]
DOMAIN = ROOT / "bot" / "domain"


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Every test lives on the same Tuesday morning."""
    with the_moment(NOW):
        yield


@pytest.fixture(scope="session")
def responses() -> dict[str, Any]:
    """The texts of bot/domain by name."""
    found: dict[str, Any] = {}
    for path in sorted(DOMAIN.glob("*.yml")):
        found.update(yaml.safe_load(path.read_text(encoding="utf-8")).get("responses") or {})
    return found


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with keys, schema and library, to be copied."""
    folder = tmp_path_factory.mktemp("prepared")
    make_keys(folder / "secrets")
    settings = load_settings({"BABAHUI_DATA_DIR": str(folder)})
    opened = open_context(settings, check_schema=False)
    migrate(opened.engine)
    with the_moment(NOW), begin(opened.sessions) as session:
        library_files.import_files(session, settings.content_dir)
        users.add(session, "qushan", "曲山电管家", ("steward",), users.random_password())
    opened.close()
    return folder


@pytest.fixture(scope="session")
def registers() -> Library:
    """The villages and the rules for danger, read once."""
    return load_library(DEFAULT_ROOT)


@pytest.fixture
def opened(prepared: Path, tmp_path: Path, registers: Library) -> Iterator[Context]:
    """The installation all actions of this test work with; its search goes by words, without sentence vectors."""
    folder = tmp_path / "data"
    shutil.copytree(prepared, folder)
    made = open_context(load_settings({"BABAHUI_DATA_DIR": str(folder)}))
    chat.use(
        chat.Context(made.settings, made.sessions, made.live, registers.villages, registers.emergency, registers.fraud)
    )
    yield made
    chat.use(None)
    made.close()


@dataclass
class Heard:
    """What an action said and which slots it set."""

    responses: list[dict[str, Any]]
    events: list[dict[str, Any]]

    @property
    def names(self) -> list[str]:
        """The responses by name, in order."""
        return [one["response"] for one in self.responses if one.get("response")]

    @property
    def text(self) -> str:
        """Words of the library that were said as they stand."""
        return "\n".join(one["text"] for one in self.responses if one.get("text"))

    @property
    def kinds(self) -> list[str]:
        """What a client is told that each answer is."""
        return [one["custom"]["kind"] for one in self.responses if "kind" in (one.get("custom") or {})]

    @property
    def buttons(self) -> list[str]:
        """The titles of the buttons the action added."""
        return [button["title"] for one in self.responses for button in one.get("buttons") or []]

    def slot(self, name: str) -> Any:
        """The value a slot was set to; fails when it was not set."""
        return {event["name"]: event["value"] for event in self.events if event["event"] == "slot"}[name]

    def sets(self, name: str) -> bool:
        """Whether a slot was set at all."""
        return any(event["event"] == "slot" and event["name"] == name for event in self.events)

    @property
    def followed_by(self) -> str | None:
        """The action that is to follow."""
        return next((event["name"] for event in self.events if event["event"] == "followup"), None)


@dataclass(frozen=True)
class Phone:
    """One person and their conversation as Rasa would hand it to an action."""

    person_id: int
    known: dict[str, Any]
    slots: dict[str, Any] = field(default_factory=dict)
    village: str | None = None
    group: int | None = None
    now: datetime = NOW

    def with_slots(self, **slots: Any) -> "Phone":
        """The same with these slots filled."""
        return replace(self, slots={**self.slots, **slots})

    def at(self, village: str, group: int | None = None) -> "Phone":
        """The same after the QR code of a village."""
        return replace(self, village=village, group=group)

    def tracker(
        self, said: str, intent: str, confidence: float, message_id: str, form: str | None, requested: str | None
    ) -> Tracker:
        """The tracker Rasa would send."""
        button = said.startswith("/")
        name, _brace, entities = said.lstrip("/").partition("{")
        found = json.loads("{" + entities) if entities else {}
        metadata = {
            "id": message_id,
            "original": said,
            "person_id": self.person_id,
            "village": self.village,
            "group": self.group,
            "channel": "web",
            "now": self.now.isoformat(),
        }
        message = {
            "text": said,
            "intent": {"name": name if button else intent, "confidence": 1.0 if button else confidence},
            "intent_ranking": [{"name": name if button else intent, "confidence": confidence}],
            "entities": [{"entity": key, "value": value} for key, value in found.items()],
            "metadata": metadata,
        }
        slots = {**self.slots, "requested_slot": requested}
        loop = {"name": form} if form else {}
        return Tracker("somebody", slots, message, [], False, None, loop, "action_listen")

    def to(
        self,
        action: Action,
        said: str,
        intent: str = "unclear",
        *,
        confidence: float = 0.9,
        message_id: str = "m-1",
        form: str | None = None,
        requested: str | None = None,
    ) -> Heard:
        """Run an action on a message."""
        dispatcher = CollectingDispatcher()
        tracker = self.tracker(said, intent, confidence, message_id, form, requested)

        async def run() -> list[dict[str, Any]]:
            return list(await action.run(dispatcher, tracker, {}))

        events = anyio.run(run)
        missing = [one["response"] for one in dispatcher.messages if one.get("response") and
                   one["response"] not in self.known]  # fmt: skip
        assert not missing, f"texts that are not in bot/domain: {missing}"
        return Heard(dispatcher.messages, events)


@pytest.fixture
def phone(opened: Context, responses: dict[str, Any]) -> Phone:
    """Somebody nobody knows yet."""
    with begin(opened.sessions) as session:
        person_id = people.find_or_create(session, "web", "cookie-1")
    return Phone(person_id, responses)


@pytest.fixture
def neighbour(opened: Context, responses: dict[str, Any]) -> Phone:
    """Somebody else."""
    with begin(opened.sessions) as session:
        person_id = people.find_or_create(session, "web", "cookie-2")
    return Phone(person_id, responses)
