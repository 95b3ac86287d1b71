"""The proof of the second start: everything goes down before it comes up, and the median decides."""

from pathlib import Path

from proofs.stack import Stack
from proofs.start import kept, report, second_starts


class Told(Stack):
    """A system that only tells what was done to it; each start takes one second longer."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.done: list[str] = []

    def start(self) -> None:
        self.done.append("up")
        self.start_seconds += 1.0

    def stop(self) -> None:
        self.done.append("down")


def test_each_start_begins_with_everything_down(tmp_path: Path) -> None:
    stack = Told(tmp_path)
    assert second_starts(stack, 3) == [1.0, 2.0, 3.0]
    assert stack.done == ["down", "up"] * 3


def test_the_median_decides_and_a_broken_promise_is_said() -> None:
    one_slow = [9.0, 31.0, 10.0]
    assert kept(one_slow)
    assert "9.0, 31.0, 10.0 s, median 10.0 s (promised: under 15 s)" in report(one_slow, "abc")
    slow = [16.0, 31.0, 10.0]
    assert not kept(slow)
    assert "NOT KEPT" in report(slow, "abc")
