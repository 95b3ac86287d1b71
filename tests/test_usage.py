"""Whoever writes a command wrongly reads in Chinese what is wrong, whichever program it is."""

import subprocess
import sys
from pathlib import Path

import pytest

from usage import Parser

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("actions", "命令没写对：还要写 命令。怎么写，看 python -m actions --help。"),
        ("actions users add", "命令没写对：还要写 登录名、--role。怎么写，看 python -m actions users add --help。"),
        ("actions imprt", "命令 不能是 imprt，只能是 setup、migrate、import"),
        ("actions import --force", "命令没写对：不认识 --force。"),
        ("tts_audio say 您好", "还要写 -o 或 --output"),
        ("tts_audio say 您好 -o x.mp3 --speed fast", "--speed 要写数字，不能是 fast"),
        ("tts_audio say 您好 -o", "-o 或 --output 后面要写一个值"),
        ("tts_audio make", "还要写 文章"),
        ("content show", "还要写 编号"),
        ("content publish x", "命令 不能是 publish，只能是 check、search"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(line: str, said: str) -> None:
    done = subprocess.run([sys.executable, "-m", *line.split()], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("用法：python -m ")
    assert said in done.stderr.splitlines()[-1]
    assert "error" not in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--all=yes"], "--all 后面不要写 yes"),
        (["--ver"], "--ver 写得太短，可能是 --verbose、--version"),
        (["--pair", "1"], "--pair 后面写的不够"),
        (["--day", "x"], "--day 不能是 x"),
        (["--verbose", "--version"], "命令没写对。怎么写"),
    ],
)
def test_a_rarer_mistake_is_said_too(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    parser = Parser(prog="x")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--pair", nargs=2)
    parser.add_argument("--day", type=bytes.fromhex)
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--verbose", action="store_true")
    either.add_argument("--version", action="store_true")
    with pytest.raises(SystemExit) as ended:
        parser.parse_args(words)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
