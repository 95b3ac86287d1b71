"""Prepared texts for the loudspeaker, one `announcements/<id>.md` each, with {names} for people to fill in."""

from __future__ import annotations

import re
from pathlib import Path

from content.document import MAX_BYTES, read_document, read_text, shown_path
from content.model import Announcement, Problem
from content.registers import day_of

_FIELD = re.compile(r"\{([^{}\n]{1,20})\}")


def load_announcements(root: Path) -> tuple[tuple[Announcement, ...], list[Problem]]:
    """The prepared announcements of a content folder by id, and those that cannot be read."""
    announcements: list[Announcement] = []
    problems: list[Problem] = []
    for path in sorted((root / "announcements").glob("*.md")):
        shown = shown_path(path, root)
        text = read_text(path, shown, MAX_BYTES)
        found = text if isinstance(text, Problem) else parse_announcement(text, shown)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            announcements.append(found)
    return tuple(announcements), problems


def parse_announcement(text: str, path: str) -> Announcement | Problem:
    """The announcement a text makes, or why it makes none."""
    document = read_document(text, path)
    if isinstance(document, Problem):
        return document
    fields = document.fields.get("fields")
    facts = document.fields.get("facts")
    body = "\n".join(document.text.split("\n")[document.body_line - 1 :]).strip()
    return Announcement(
        id=Path(path).stem,
        title=document.scalar("title"),
        text=body,
        kind=document.scalar("kind") or "daily",
        facts=facts.texts() if facts else (),
        fields=tuple((name, value.text) for name, value in fields.entries.items()) if fields else (),
        review_due=day_of(document.scalar("review_due")),
        path=path,
    )


def names_to_fill(text: str) -> tuple[str, ...]:
    """The {names} of a text, each once, in their order."""
    return tuple(dict.fromkeys(_FIELD.findall(text)))
