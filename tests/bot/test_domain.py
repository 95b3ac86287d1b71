"""The Rasa project as files: every text an action says exists, every wish has examples, nothing leaks into training."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from content.load import DEFAULT_ROOT
from content.registers import load_registers

ROOT = Path(__file__).resolve().parents[2]
BOT = ROOT / "bot"
CODE = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "actions" / "chat").rglob("*.py")))
ENOUGH, PLENTY = 25, 100


def read(folder: str) -> dict[str, Any]:
    """All YAML files of a folder of the project by name."""
    files = sorted((BOT / folder).glob("*.yml"))
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in files}


def examples(folder: Path) -> dict[str, list[str]]:
    """The sentences of NLU files by intent."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = [line.removeprefix("- ").strip() for line in entry["examples"].splitlines()]
            found.setdefault(entry["intent"], []).extend(line for line in lines if line)
    return found


DOMAIN = read("domain")
TRAINING = examples(BOT / "data" / "nlu")
HELD_OUT = examples(ROOT / "tests" / "bot" / "nlu")
INTENTS = [intent for part in DOMAIN.values() for intent in part.get("intents") or []]
RESPONSES: dict[str, Any] = {
    name: body for part in DOMAIN.values() for name, body in (part.get("responses") or {}).items()
}
ACTIONS = [action for part in DOMAIN.values() for action in part.get("actions") or []]


@pytest.mark.parametrize("intent", INTENTS)
def test_every_wish_has_enough_examples(intent: str) -> None:
    least = PLENTY if intent in ("ask_library", "unclear") else ENOUGH
    assert len(TRAINING[intent]) >= least
    assert len(set(TRAINING[intent])) == len(TRAINING[intent])


@pytest.mark.parametrize("intent", INTENTS)
def test_every_wish_is_tested_with_sentences_of_its_own(intent: str) -> None:
    assert len(HELD_OUT[intent]) >= 8
    trained = {sentence for sentences in TRAINING.values() for sentence in sentences}
    assert not trained & set(HELD_OUT[intent])


def test_no_sentence_is_taught_for_two_wishes() -> None:
    seen: dict[str, str] = {}
    for intent, sentences in TRAINING.items():
        for sentence in sentences:
            assert seen.setdefault(sentence, intent) == intent, sentence


def test_no_village_and_no_town_is_in_the_training_data() -> None:
    registers, _problems = load_registers(DEFAULT_ROOT)
    names = {village.name for village in registers.villages} | {town.name for town in registers.towns}
    taught = "\n".join(sentence for sentences in TRAINING.values() for sentence in sentences)
    assert not [name for name in names if name in taught]


def test_no_text_is_written_twice() -> None:
    """Of two with one name one would be lost, and its values stay empty."""
    names = [name for part in DOMAIN.values() for name in part.get("responses") or {}]
    assert len(names) == len(set(names)), [name for name in names if names.count(name) > 1]


def test_every_text_the_actions_name_exists() -> None:
    named = set(re.findall(r'"(utter_\w+?)"', CODE))
    assert named <= set(RESPONSES), sorted(named - set(RESPONSES))


def test_every_text_is_said_by_an_action_or_a_rule() -> None:
    named = set(re.findall(r'"(utter_\w+?)"', CODE))
    built = (*re.findall(r'f"(utter_\w+?_)\{', CODE), "utter_greet_in_form", "utter_thank_in_form")
    rules = "".join(path.read_text(encoding="utf-8") for path in (BOT / "data" / "rules").glob("*.yml"))
    ruled = set(re.findall(r"action: (utter_\w+)", rules))
    idle = [name for name in RESPONSES if name not in named | ruled and not name.startswith(built)]
    assert idle == []


def test_every_refusal_of_the_services_that_chat_can_meet_has_a_text() -> None:
    meant_for_villagers = {
        *("article_gone", "unknown_booking", "booking_not_open", "day_is_past", "slot_taken", "unknown_village"),
        *("request_id_taken", "no_quiz", "no_such_choice", "unknown_course", "unknown_person"),
    }
    assert {f"utter_error_{key}" for key in meant_for_villagers} <= set(RESPONSES)


def test_every_action_of_the_domain_is_there() -> None:
    written = set(re.findall(r'called = "(\w+)"', CODE))
    assert written == set(ACTIONS)


def test_the_story_of_what_actions_say_names_every_text() -> None:
    stories = yaml.safe_load((BOT / "data" / "stories" / "said_by_actions.yml").read_text(encoding="utf-8"))["stories"]
    told = {step["action"] for story in stories for step in story["steps"]}
    rules = "".join(path.read_text(encoding="utf-8") for path in (BOT / "data" / "rules").glob("*.yml"))
    ruled = set(re.findall(r"action: (utter_\w+)", rules))
    assert told == set(RESPONSES) - ruled


@pytest.mark.parametrize("name", sorted(RESPONSES))
def test_texts_are_plain_polite_and_short(name: str) -> None:
    for variation in RESPONSES[name]:
        text = variation["text"]
        assert len(text) <= 160, text
        assert not re.search(r"亲[，,！!]|宝宝|老人家|大爷|大妈|先生|女士|你(?!好)", text), text
        assert not re.search(r"[A-Za-z]{2,}(?![^{]*\})", text), text
        for button in variation.get("buttons") or []:
            # Rasa fills braces in, so a payload with JSON in it cannot stand in a text.
            assert button["payload"] == "{payload}" or "{" not in button["payload"]
            command = button["payload"].removeprefix("/")
            assert not button["payload"].startswith("/") or command in INTENTS
