"""No message, however it repeats itself, makes a pattern of the program try every way to split it."""

import ast
import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from content.load import DEFAULT_ROOT, load_library
from content.patterns import hard_texts, inside, read_two_ways

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("actions", "content", "tts_audio", "web")
GIVEN_UP = 5.0
"""Seconds after which a pattern that others end in a thousandth will not end in this life: 2^28 ways to go."""


def test_every_pattern_reads_a_hard_text_to_its_end() -> None:
    found = of_program() | of_library()
    assert len(found) > 1_500
    tried, stuck = 0, []
    for where, pattern in found.items():
        for text in hard_texts(pattern):
            tried += 1
            if not ends(pattern, text):
                stuck.append((where, text[:40]))
                break
    assert tried > 10_000
    assert stuck == []


def test_no_pattern_of_the_library_reads_a_piece_in_two_ways() -> None:
    assert {where: piece for where, one in of_library().items() if (piece := read_two_ways(one))} == {}


@pytest.mark.parametrize(
    ("pattern", "piece"),
    [
        ("水(里|头|里头)*深", "里头"),
        ("^(刚刚?|才)*打", "刚刚"),
        ("(我们?|妈|我妈)+说", "我妈"),
        ("(哦+|嗯)*好", "哦哦"),
        ("(?:我|[\u3400-\u9fff]{0,3}的)*电话", "的的"),
    ],
)
def test_what_can_be_split_in_two_ways_is_found_by_reading_and_by_trying(pattern: str, piece: str) -> None:
    assert read_two_ways(re.compile(pattern)) == piece
    assert any(not ends(re.compile(pattern), text, seconds=0.3) for text in hard_texts(re.compile(pattern)))


@pytest.mark.parametrize(
    "pattern", ["水(里|头)*深", "(我们?|妈)+说", "(哦|嗯)*好", "(?:里|头|里头)*+深", "(里头|里|头){0,3}深"]
)
def test_what_can_be_split_in_one_way_is_let_through(pattern: str) -> None:
    assert read_two_ways(re.compile(pattern)) is None
    assert all(ends(re.compile(pattern), text) for text in hard_texts(re.compile(pattern)))


class _GivenUp(Exception):
    pass


def ends(pattern: re.Pattern[str], text: str, seconds: float = GIVEN_UP) -> bool:
    """Whether the pattern comes back from the text at all."""

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise _GivenUp

    before = signal.signal(signal.SIGALRM, give_up)
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        pattern.search(text)
        pattern.fullmatch(text)
    except _GivenUp:
        return False
    finally:
        # The alarm of the test's own time limit goes on.
        signal.setitimer(signal.ITIMER_REAL, left)
        signal.signal(signal.SIGALRM, before)
    return True


def of_library() -> dict[str, re.Pattern[str]]:
    """The patterns that are written in the content folder."""
    library = load_library(DEFAULT_ROOT)
    return {
        f"{name}: {pattern.pattern[:60]}": pattern
        for name, rules in (("emergency.yml", library.emergency), ("fraud_signs.yml", library.fraud))
        for pattern in inside(rules)
    }


def of_program() -> dict[str, re.Pattern[str]]:
    """Every pattern that a module keeps or writes down, by where it stands."""
    found: dict[tuple[str, int], tuple[str, re.Pattern[str]]] = {}
    for package in PACKAGES:
        folder = ROOT / package
        for info in pkgutil.walk_packages([str(folder)], f"{package}."):
            if not info.name.endswith("__main__"):
                for name, value in vars(importlib.import_module(info.name)).items():
                    for one in inside(value):
                        found.setdefault((one.pattern, one.flags), (f"{info.name}.{name}", one))
        for path in sorted(folder.rglob("*.py")):
            for line, one in written(path):
                found.setdefault((one.pattern, one.flags), (f"{path.relative_to(ROOT)}:{line}", one))
    return {f"{where} {pattern[:40]}": one for (pattern, _), (where, one) in found.items()}


def written(path: Path) -> Iterator[tuple[int, re.Pattern[str]]]:
    """The patterns of re.sub(r"…", …) and its like: compiled at their first use and kept by no module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            yield node.lineno, re.compile(node.args[0].value)
