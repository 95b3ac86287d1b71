"""Tests that run in Rasa's own environment (CPython 3.10): `make bot-test`."""

import base64
import os
from pathlib import Path

import pytest


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of secrets as the services make it."""
    folder = tmp_path / "secrets"
    folder.mkdir()
    (folder / "internal.token").write_text("a-token")
    (folder / "conversation.key").write_text(base64.b64encode(os.urandom(32)).decode())
    monkeypatch.setenv("BABAHUI_SECRETS_DIR", str(folder))
    return folder
