"""The secrets that Rasa's process reads from the folder it shares with the services."""

from __future__ import annotations

import base64
import os
from pathlib import Path


class SecretMissing(Exception):
    """A secret file is absent or malformed; the text says which and what to run."""


def secrets_dir() -> Path:
    """The folder of secret files, as the services have it."""
    data = Path(os.environ.get("BABAHUI_DATA_DIR", "../data"))
    return Path(os.environ.get("BABAHUI_SECRETS_DIR", str(data / "secrets")))


def internal_token() -> str:
    """The token that web, Rasa and the action server show each other."""
    return _read("internal.token")


def conversation_key() -> bytes:
    """The 32-byte AES key that seals conversations."""
    try:
        key = base64.b64decode(_read("conversation.key"), validate=True)
    except ValueError as error:
        raise SecretMissing("密钥文件 conversation.key 内容不对，请从备份恢复。") from error
    if len(key) != 32:
        raise SecretMissing("密钥文件 conversation.key 长度不对，请从备份恢复。")
    return key


def _read(name: str) -> str:
    path = secrets_dir() / name
    try:
        text = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SecretMissing(f"读不到密钥文件 {name}，请先运行 make setup。") from error
    if not text:
        raise SecretMissing(f"密钥文件 {name} 是空的，请从备份恢复。")
    return text
