"""The messages of the evaluation: tests/questions/evaluation/<part>/<topic>.yml.

They were written from a brief of topics and people by writers who saw nothing of the library. Which articles answer
one was judged over a pool: what other readers had named before, who saw the library and no search, and the three
likeliest of the systems compared, shuffled, without saying where each came from. A judge gave each article one of three
grades by its text alone: it answers what was asked, it is right and safe to send and leaves that open, or neither.
One part is there to develop on, the other is looked at for reports only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import yaml

from proofs.questions import QUESTIONS

FOLDER = QUESTIONS / "evaluation"
Part = Literal["develop", "report"]
Register = Literal["mandarin", "dialect", "asr", "typos", "short", "long"]
Kind = Literal["question", "wish", "emergency", "outside"]
PARTS: tuple[Part, ...] = get_args(Part)
REGISTERS: tuple[Register, ...] = get_args(Register)
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Asked:
    """One message, how it is said, what the person needs, and which articles answer it; the best stands first.

    `partly` are those that are right to send and leave open what was asked. A question without any that answers it
    counts neither as answerable nor as `outside`. A `wish` is something to be done rather than known; an
    `emergency` happens now; what is `outside` no article answers. `near_danger` sounds like an emergency and is
    none; `doubtful` is left out of what counts as a false alarm, because its judge took it for a danger though its
    writer did not mean one.
    """

    text: str
    kind: Kind
    register: Register
    topic: str
    want: str
    articles: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    danger: str = ""
    indirect: bool = False
    near_danger: bool = False
    doubtful: bool = False


def load_asked(part: Part, folder: Path = FOLDER) -> list[Asked]:
    """All messages of one part, topic by topic."""
    found: list[Asked] = []
    for path in sorted((folder / part).glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            articles, partly = (tuple(entry.pop(grade, ())) for grade in ("articles", "partly"))
            found.append(Asked(topic=path.stem, articles=articles, partly=partly, **entry))
    return found


def answerable(asked: Sequence[Asked]) -> list[Asked]:
    """The questions that the library has an answer to."""
    return [one for one in asked if one.kind == "question" and one.articles]


def unanswerable(asked: Sequence[Asked]) -> list[Asked]:
    """What it has none to: asked within its topics, or from outside."""
    return [one for one in asked if one.kind == "outside"]
