"""Pictures, sound and video of articles by their names: `media/<SHA-256 of the bytes>.jpg`, .png, .mp3 or .mp4."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

Kind = Literal["picture", "sound", "video"]
# The width and height in pixels of pictures and videos, by name.
Sizes = Mapping[str, tuple[int, int]]

FOLDER = "media"
MOST = 6
KINDS: dict[str, Kind] = {"jpg": "picture", "png": "picture", "mp3": "sound", "mp4": "video"}
TYPES = {"jpg": "image/jpeg", "png": "image/png", "mp3": "audio/mpeg", "mp4": "video/mp4"}
NAME = r"[0-9a-f]{64}\.(?:jpg|png|mp3|mp4)"
_TARGET = re.compile(rf"{FOLDER}/({NAME})")
_WRITTEN = re.compile(rf"{FOLDER}/{NAME}")
_SHOWN = re.compile(rf"!\[([^\]\n]*)\]\({FOLDER}/{NAME}[^)\n]*\)")


def name_in(target: str) -> str:
    """The name of the medium an article points to, empty for any other target."""
    found = _TARGET.fullmatch(target)
    return found.group(1) if found else ""


def is_name(name: str) -> bool:
    """Whether a file is called as media are."""
    return re.fullmatch(NAME, name) is not None


def kind_of(name: str) -> Kind:
    """What a medium is, by its ending."""
    return KINDS[name.rpartition(".")[2]]


def type_of(name: str) -> str:
    """The content type of a medium, by its ending."""
    return TYPES[name.rpartition(".")[2]]


def written(name: str, said: str) -> str:
    """How an article shows a medium that somebody describes so: one line of Markdown."""
    described = re.sub(r"[\[\]\\<>*_`|\s]+", " ", said).strip()
    return f"![{described}]({FOLDER}/{name})"


def blanked(text: str) -> str:
    """The text with spaces for the names of media: a checksum is no number, no telephone and no word of anybody."""
    return _WRITTEN.sub(lambda found: " " * len(found.group(0)), text)


def described(text: str) -> str:
    """The text with what is said of each medium in its place."""
    return _SHOWN.sub(r"\1", text)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def files_in(root: Path) -> frozenset[str]:
    """The names of the media that lie beside a library."""
    return frozenset(path.name for path in (root / FOLDER).glob("*") if is_name(path.name))
