"""Making distress.npz: `python -m content.make_distress` learns from dangers and from what is none.

The dangers, and what sounds like one and is none, are the messages by which emergency.yml is tested; beside them what
the library is asked (but for its emergencies), what lies outside it, and what people tell the bot to do. A minute.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml

from content.distress import COLUMNS, FILE, row
from content.grams import Floats
from content.load import DEFAULT_ROOT, load_library
from content.registers import outside_messages

_HERE = Path(__file__).parent.parent
EXAMPLES = _HERE / "tests" / "content" / "data" / "emergencies.yml"
WISHES = _HERE / "bot" / "data" / "nlu"
STEPS = 600
# The messages without danger together count at most so many times those with: the library grows by wordings, cries for
# help seldom do, and one that is passed over costs more than a line too many.
CALM = 3.7
_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn and write the file."""
    parser = argparse.ArgumentParser(prog="python -m content.make_distress", description="学哪些话像是在喊救命")
    parser.add_argument("--root", type=Path, default=DEFAULT_ROOT, help="内容文件夹")
    parser.add_argument("--examples", type=Path, default=EXAMPLES, help="险情的例句")
    parser.add_argument("--out", type=Path, default=FILE, help="写到哪个文件")
    options = parser.parse_args(arguments)
    dangers, others = examples(options.root, options.examples)
    weights, bias = learn(dangers, others)
    np.savez_compressed(options.out, weights=weights.astype(np.float16), bias=np.float32(bias))
    return 0


def examples(root: Path, path: Path) -> tuple[list[str], list[str]]:
    """Messages that tell of a danger, and messages that do not."""
    known = yaml.safe_load(path.read_text("utf-8"))
    dangers = [one["text"] for one in known["emergencies"]]
    others = [one if isinstance(one, str) else one["text"] for one in known["others"]]
    library = load_library(root)
    others += [text for one in library.articles if one.topic != "emergency" for text in one.questions]
    return dangers, [*others, *outside_messages(root), *_wishes()]


def learn(dangers: Sequence[str], others: Sequence[str], steps: int = STEPS) -> tuple[Floats, float]:
    """Weights and bias by accelerated gradient descent on the penalised, weighted likelihood; the same twice."""
    table = np.zeros((len(dangers) + len(others), COLUMNS), np.float32)
    for number, text in enumerate([*dangers, *others]):
        columns, values = row(text)
        np.add.at(table[number], columns, values)
    truth = np.zeros(len(table), np.float32)
    truth[: len(dangers)] = 1
    counts = np.where(truth > 0, 1, min(1, CALM * len(dangers) / max(len(others), 1))).astype(np.float32)
    weights, speed, bias, turn = np.zeros(COLUMNS, np.float32), np.zeros(COLUMNS, np.float32), 0.0, 0.0
    # Rows have length 1, so that no direction is steeper than a quarter of their number, the penalty beside it.
    pace = 1 / (0.25 * _steepest(table) + 1)
    for _step in range(steps):
        off = counts * (1 / (1 + np.exp(-(table @ weights + bias))) - truth)
        speed = 0.95 * speed - pace * (off @ table + weights)
        turn = 0.95 * turn - pace * float(off.sum())
        weights, bias = weights + speed, bias + turn
    return weights, bias


def _steepest(table: Floats) -> float:
    """The largest eigenvalue of the rows' products, by repeated multiplication; a little too much on purpose."""
    along = np.ones(table.shape[1], np.float32)
    for _time in range(20):
        along = (table @ (along / np.linalg.norm(along))) @ table
    return 1.1 * float(np.linalg.norm(along)) + len(table) / 8


def _wishes() -> list[str]:
    found = []
    for path in sorted(WISHES.glob("*.yml")):
        for one in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            if one.get("intent") not in (None, "emergency"):
                lines = [line[2:].strip() for line in one["examples"].splitlines() if line.startswith("- ")]
                found += [_ENTITY.sub(r"\1", line) for line in lines]
    return found


if __name__ == "__main__":
    raise SystemExit(main())
