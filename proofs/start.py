"""`make prove-start`: how long the whole system takes to start when there is nothing to set up any more.

What an operator sees every day, from supervisor to the first question that goes the whole way. Needs no plain Rasa,
so two minutes are enough. Writes proofs/results/start.md.
"""

import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from proofs.stack import ROOT, Stack, at_commit

STARTS = 5
PROMISED_SECONDS = 15.0
RESULT = ROOT / "proofs" / "results" / "start.md"


def main() -> int:
    """Measure, print and write; 0 when the median keeps the promise."""
    commit = at_commit()
    with tempfile.TemporaryDirectory(prefix="babahui-start-") as folder, Stack(Path(folder)) as stack:
        seconds = second_starts(stack)
    text = report(seconds, commit)
    print(text)
    RESULT.write_text(text, encoding="utf-8")
    return 0 if kept(seconds) else 1


def kept(seconds: Sequence[float]) -> bool:
    """Whether the median start keeps the promise."""
    return statistics.median(seconds) < PROMISED_SECONDS


def report(seconds: Sequence[float], commit: str) -> str:
    """What was measured, as Markdown."""
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit}, {os.cpu_count()} cores."
    each = ", ".join(f"{one:.1f}" for one in seconds)
    promise = f"promised: under {PROMISED_SECONDS:.0f} s{'' if kept(seconds) else '; NOT KEPT'}"
    lines = [
        "# The second start",
        "",
        f"{when} Repeat with `make prove-start`.",
        "",
        f"Everything down, then up until a question goes the whole way: {each} s, "
        f"median {statistics.median(seconds):.1f} s ({promise}).",
        "",
    ]
    return "\n".join(lines)


def second_starts(stack: Stack, count: int = STARTS) -> list[float]:
    """Start a system that has been set up and was up before so many times; the seconds each start took."""
    seconds = []
    for _start in range(count):
        stack.stop()
        stack.start()
        seconds.append(stack.start_seconds)
    return seconds


if __name__ == "__main__":
    sys.exit(main())
