"""The secrets of one installation: made once by setup, kept in files nobody else may read, never in the database.

The module is not called `secrets`, which is the name of a module of Python's own.
"""

import base64
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from actions.errors import OperatorError
from actions.settings import make_folder

KEY_FILES = ("field.key", "index.key", "session.key", "conversation.key")
TOKEN_FILE = "internal.token"  # noqa: S105 - a file's name
TOKEN_HEADER = "X-Babahui-Token"  # noqa: S105 - a header's name


@dataclass(frozen=True)
class Keys:
    """The keys as bytes; `fields` maps key version to key, the highest version seals."""

    fields: dict[int, bytes] = field(repr=False)
    index: bytes = field(repr=False)
    session: bytes = field(repr=False)
    conversation: bytes = field(repr=False)
    token: str = field(repr=False)


def make_keys(folder: Path) -> list[str]:
    """Make the secrets that are missing and return their names; existing ones are never touched."""
    make_folder("BABAHUI_SECRETS_DIR", folder, 0o700)
    folder.chmod(0o700)
    made = []
    for name in KEY_FILES:
        if _create(folder / name, base64.b64encode(secrets.token_bytes(32)).decode("ascii") + "\n"):
            made.append(name)
    if _create(folder / TOKEN_FILE, secrets.token_hex(32) + "\n"):
        made.append(TOKEN_FILE)
    return made


def load_keys(folder: Path) -> Keys:
    """Read the secrets; raise OperatorError when one is missing or damaged."""
    fields = {1: _read_key(folder / "field.key")}
    for path in sorted(folder.glob("field.key.*")):
        version = path.name.rsplit(".", 1)[1]
        if version.isdigit() and 1 < int(version) < 256:
            fields[int(version)] = _read_key(path)
    return Keys(
        fields=fields,
        index=_read_key(folder / "index.key"),
        session=_read_key(folder / "session.key"),
        conversation=_read_key(folder / "conversation.key"),
        token=load_token(folder),
    )


def load_token(folder: Path) -> str:
    """Read the token with which our own processes know each other."""
    token = _read(folder / TOKEN_FILE)
    if len(token) < 32:
        raise OperatorError(f"密钥文件 {TOKEN_FILE} 坏了，请从备份里恢复")
    return token


def _create(path: Path, text: str) -> bool:
    """Write a new file whole or not at all: a half-written key would seal rows nobody can open."""
    if path.exists():
        return False
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # fails when another process was faster, and its key must stay
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    return True


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise OperatorError(f"没找到密钥文件 {path.name}，请先运行 python -m actions setup") from None
    except (OSError, UnicodeDecodeError):
        raise OperatorError(f"密钥文件 {path.name} 读不出来，请检查文件和权限") from None


def _read_key(path: Path) -> bytes:
    try:
        key = base64.b64decode(_read(path), validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise OperatorError(f"密钥文件 {path.name} 坏了，请从备份里恢复")
    return key
