"""The test questions: tests/questions/<topic>.yml, written by people who had not read the articles."""

from dataclasses import dataclass
from pathlib import Path

import yaml

QUESTIONS = Path(__file__).resolve().parent.parent / "tests" / "questions"


@dataclass(frozen=True)
class Question:
    """One message and the articles that answer it; the first is meant, the others are right too."""

    text: str
    articles: tuple[str, ...]
    file: str


def load_questions(folder: Path = QUESTIONS) -> list[Question]:
    """Return all questions that the library should answer."""
    found = []
    for path in sorted(folder.glob("*.yml")):
        if path.name.startswith("_"):
            continue
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            articles = (entry["article"], *entry.get("also", ()))
            found += [Question(text, articles, path.name) for text in entry["ask"]]
    return found


def load_outside(folder: Path = QUESTIONS) -> list[str]:
    """Return messages that the library cannot answer."""
    return list(yaml.safe_load((folder / "_outside.yml").read_text(encoding="utf-8")))
