"""Golden cases: what is written on the left is said as on the right; `!` means it is refused, with these words."""

import re
from pathlib import Path

import pytest

from tts_audio.normalize import NotSpeakable, speakable

GOLDEN = Path(__file__).with_name("golden")
CASE = re.compile(r"(?P<title>[^\n]+)\n\.\n(?P<text>.*?)\n\.\n(?P<expected>.*?)\n\.\n", re.DOTALL)


def cases() -> list[tuple[str, str, str]]:
    found = []
    for file in sorted(GOLDEN.glob("*.txt")):
        for case in CASE.finditer(file.read_text(encoding="utf-8")):
            found.append((f"{file.stem}: {case['title'].strip()}", case["text"], case["expected"]))
    return found


@pytest.mark.parametrize(("title", "text", "expected"), cases(), ids=[title for title, _, _ in cases()])
def test_text_is_read_as_the_golden_file_says(title: str, text: str, expected: str) -> None:
    if expected.startswith("! "):
        with pytest.raises(NotSpeakable) as refused:
            speakable(text)
        assert refused.value.words == tuple(expected.split()[1:])
        assert "请改写成汉字" in str(refused.value)
    else:
        assert speakable(text) == expected
        assert speakable(expected) == expected, "what can be spoken stays as it is"


def test_every_golden_file_holds_cases() -> None:
    for file in GOLDEN.glob("*.txt"):
        assert len(CASE.findall(file.read_text(encoding="utf-8"))) >= 4, file.name
