"""Every error a service or page can raise has a sentence of its own for people."""

import re

import pytest
import yaml

from tests.web.serving import ROOT
from web.words import words

RAISED = re.compile(r'(?:UserFacingError|failure|_login_page|super\(\)\.__init__)\((?:request, )?"([a-z_]+)"')


def keys() -> set[str]:
    files = [*(ROOT / "actions" / "services").glob("*.py"), *(ROOT / "web").rglob("*.py")]
    return {key for path in files for key in RAISED.findall(path.read_text("utf-8"))}


def test_there_are_keys() -> None:
    assert len(keys()) > 40


@pytest.mark.parametrize("key", sorted(keys()))
def test_every_error_has_a_sentence(key: str) -> None:
    text = words()["errors"].get(key, "")
    assert text.endswith("。"), key
    assert len(text) <= 60


def test_the_words_are_kind_and_plain() -> None:
    everything = str(words())
    for banned in ("亲，", "宝", "老人家", "尊敬的", "已派人"):
        assert banned not in everything


def test_every_step_of_the_dialogue_can_be_named_to_whoever_asks_why() -> None:
    domain = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((ROOT / "bot" / "domain").glob("*.yml"))]
    steps = {action for part in domain for action in part.get("actions") or []}
    steps = {one for one in steps if not one.startswith(("validate_", "action_ask_")) or one == "action_ask_directory"}
    named = words()["console"]["why"]
    assert steps - set(named["actions"]) == set()
    assert {form for part in domain for form in part.get("forms") or {}} - set(named["forms"]) == set()
