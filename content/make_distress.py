"""Making distress.npz: `python -m content.make_distress` learns from dangers by kind and from what is none.

The dangers are the messages by which emergency.yml is tested and those of dangers.yml, which no rule was ever made
for; against them stands what sounds like a danger and is none, what the library is asked (but for its emergencies),
what lies outside it, and what people tell the bot to do. Half a minute.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml
from scipy import sparse

from content.distress import FILE, NONE, row, width
from content.grams import Floats
from content.load import DEFAULT_ROOT, load_library
from content.registers import outside_messages
from content.samples import load_asked

_HERE = Path(__file__).parent.parent
EXAMPLES = _HERE / "tests" / "content" / "data" / "emergencies.yml"
DANGERS_FILE = "dangers.yml"
WISHES = _HERE / "bot" / "data" / "nlu"
STEPS = 300
PENALTY = 0.3
# The messages without danger together count at most so many times those with: the library grows by wordings, cries for
# help seldom do, and one that is passed over costs more than a line too many.
CALM = 3.0
_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn and write the file."""
    parser = argparse.ArgumentParser(prog="python -m content.make_distress", description="学哪些话像是在喊救命")
    parser.add_argument("--root", type=Path, default=DEFAULT_ROOT, help="内容文件夹")
    parser.add_argument("--examples", type=Path, default=EXAMPLES, help="险情的例句")
    parser.add_argument("--out", type=Path, default=FILE, help="写到哪个文件")
    options = parser.parse_args(arguments)
    dangers, others = examples(options.root, options.examples)
    kinds, weights, biases = learn(dangers, others)
    np.savez_compressed(
        options.out, kinds=np.array(kinds), weights=weights.astype(np.float16), biases=biases.astype(np.float32)
    )
    return 0


def examples(root: Path, path: Path) -> tuple[list[tuple[str, str]], list[str]]:
    """Messages that tell of a danger with its kind, and messages that do not."""
    known = yaml.safe_load(path.read_text("utf-8"))
    further = yaml.safe_load((root / DANGERS_FILE).read_text("utf-8"))
    dangers = [(one["text"], one["kind"]) for one in known["emergencies"]]
    dangers += [(text, kind) for kind, texts in further["dangers"].items() for text in texts]
    others = [one if isinstance(one, str) else one["text"] for one in known["others"]]
    others += further["harmless"]
    asked = load_asked(root)
    for article in load_library(root).articles:
        if article.topic != "emergency":
            others += [*article.questions, *asked.get(article.id, ())]
    return dangers, [*others, *outside_messages(root), *_wishes()]


def learn(
    dangers: Sequence[tuple[str, str]], others: Sequence[str], steps: int = STEPS
) -> tuple[tuple[str, ...], Floats, Floats]:
    """Kinds, weights and biases by gradient descent with momentum on the penalised, weighted likelihood."""
    kinds = (NONE, *sorted({kind for _text, kind in dangers}))
    texts = [*(text for text, _kind in dangers), *others]
    table = _table(texts)
    turned = table.T.tocsr()
    truth = np.zeros((len(texts), len(kinds)), np.float32)
    truth[np.arange(len(dangers)), [kinds.index(kind) for _text, kind in dangers]] = 1
    truth[len(dangers) :, 0] = 1
    counts = np.ones((len(texts), 1), np.float32)
    counts[len(dangers) :] = min(1, CALM * len(dangers) / max(len(others), 1))
    weights, speed = (np.zeros((len(kinds), table.shape[1]), np.float32) for _ in range(2))
    biases, turn = (np.zeros(len(kinds), np.float32) for _ in range(2))
    # No direction is steeper than half the rows' products, the penalty beside it.
    pace = np.float32(1 / (0.5 * _steepest(table, turned) + PENALTY))
    for _step in range(steps):
        odds = table @ weights.T + biases
        shares = np.exp(odds - odds.max(axis=1, keepdims=True))
        off = counts * (shares / shares.sum(axis=1, keepdims=True) - truth)
        speed = np.float32(0.95) * speed - pace * ((turned @ off).T + np.float32(PENALTY) * weights)
        turn = np.float32(0.95) * turn - pace * off.sum(axis=0)
        weights, biases = weights + speed, biases + turn
    return kinds, weights, biases


def _table(texts: Sequence[str]) -> sparse.csr_matrix:
    """The rows of the texts."""
    rows = [row(text) for text in texts]
    ends = np.cumsum([0, *(len(columns) for columns, _values in rows)])
    columns, values = (np.concatenate(part) for part in zip(*rows, strict=True))
    return sparse.csr_matrix((values, columns, ends), shape=(len(texts), width()), dtype=np.float32)


def _steepest(table: sparse.csr_matrix, turned: sparse.csr_matrix) -> float:
    """The largest eigenvalue of the rows' products, by repeated multiplication; a little too much on purpose."""
    along = np.ones(table.shape[1], np.float32)
    for _time in range(20):
        along = turned @ (table @ (along / np.linalg.norm(along)))
    return 1.1 * float(np.linalg.norm(along)) + float(table.shape[0]) / 8


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
