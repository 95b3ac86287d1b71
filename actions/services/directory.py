"""Whom to call for what: the numbers that are known, and an honest gap where a local one is not filled in."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from content.load import DEFAULT_ROOT


@dataclass(frozen=True)
class Entry:
    """One line of the directory; `phone` is empty while nobody filled in the local number."""

    id: str
    kind: str
    name: str
    phone: str
    hours: str
    handles: str
    keywords: tuple[str, ...]
    village_codes: tuple[str, ...] = ()


def entries(village_code: str | None = None, topic: str | None = None, root: Path = DEFAULT_ROOT) -> list[Entry]:
    """Entries for a village that fit what somebody asks about, the best first; all of them without a topic."""
    path = root / "directory.yml"
    stamp = path.stat()
    found = [
        entry
        for entry in _load(path, stamp.st_mtime_ns)
        if not entry.village_codes or village_code in entry.village_codes
    ]
    if not topic:
        return found
    scored = [(_fit(entry, topic), entry) for entry in found]
    return [entry for score, entry in sorted(scored, key=lambda pair: -pair[0]) if score]


def _fit(entry: Entry, topic: str) -> int:
    """How many characters of the question the entry's words cover: longer words say more."""
    said = entry.phone and entry.phone in topic
    return sum(len(word) for word in {*entry.keywords, entry.name} if word in topic) + (len(entry.phone) if said else 0)


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> tuple[Entry, ...]:
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["entries"]
    return tuple(
        Entry(
            id=row["id"],
            kind=row["kind"],
            name=row["name"],
            phone=str(row.get("phone") or ""),
            hours=str(row.get("hours") or ""),
            handles=str(row.get("handles") or ""),
            keywords=tuple(str(word) for word in row.get("keywords") or ()),
            village_codes=tuple(row.get("villages") or ()),
        )
        for row in rows
    )
