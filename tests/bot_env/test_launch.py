"""The model is trained again when, and only when, it would become another one."""

import shutil
from pathlib import Path

import launch
import pytest

import keys


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what the model is trained from."""
    for name in launch.TRAINED_FROM:
        source = launch.HERE / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name)
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


def test_the_same_sources_give_the_same_fingerprint(project: Path) -> None:
    assert launch.fingerprint(project) == launch.fingerprint(launch.HERE)


def test_any_change_to_the_sources_asks_for_training(project: Path) -> None:
    before = launch.fingerprint(project)
    some = sorted((project / "data").rglob("*.yml"))[0]
    some.write_text(some.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    changed = launch.fingerprint(project)
    some.rename(some.with_name("renamed.yml"))
    assert len({before, changed, launch.fingerprint(project)}) == 3


def test_what_is_no_source_asks_for_nothing(project: Path) -> None:
    before = launch.fingerprint(project)
    (project / "launch.py").write_text("")
    assert launch.fingerprint(project) == before


def test_a_missing_secret_is_said_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BABAHUI_SECRETS_DIR", str(tmp_path))
    with pytest.raises(keys.SecretMissing, match=r"internal\.token"):
        keys.internal_token()
    (tmp_path / "conversation.key").write_text("no key")
    with pytest.raises(keys.SecretMissing):
        keys.conversation_key()
