"""The moment the tests live in: a Tuesday morning, whatever day the machine's calendar says.

As a command, `python -m tests.moment SHIFT MODULE ARGUMENT…` runs a module with its clock set forward by so many
seconds (or back), for the processes a test starts.
"""

import runpy
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import time_machine

from actions.clock import SHANGHAI

# 16th of the tenth lunar month; 曲山 has its market on Thursday the 26th (lunar 18th), the 29th is a Sunday.
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
SHIFT = NOW - datetime.now(UTC)
"""From the machine's clock to the tests', the same for every process of one run."""


@contextmanager
def the_moment(moment: datetime | None = None) -> Iterator[None]:
    """Let this process live at `moment`, or where the shifted clock of this run stands; time goes on from there."""
    with time_machine.travel(moment or datetime.now(UTC) + SHIFT):
        yield


def at_the_moment(module: str, *arguments: str) -> list[str]:
    """The command that runs a module of ours by the shifted clock, from the top of the project."""
    return [sys.executable, "-m", "tests.moment", str(SHIFT.total_seconds()), module, *arguments]


if __name__ == "__main__":
    _file, shift, *sys.argv = sys.argv
    time_machine.travel(datetime.now(UTC) + timedelta(seconds=float(shift))).start()
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
