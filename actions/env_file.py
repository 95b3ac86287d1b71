"""The file .env: read however an editor saved it, with everything that would be passed over without a word said."""

import codecs
import difflib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from actions.settings import SETTINGS, SettingsError
from content.document import trouble_of

# Read by Rasa's launcher, the proofs or the tone engine; they are no settings of the services.
_OTHERS = ("BABAHUI_BOT_HOST", "BABAHUI_MODELS_DIR", "BABAHUI_TONE_DELAY")
_OURS = "BABAHUI"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HAN_AND_SIGNS = (
    "CJK ",
    "FULLWIDTH ",
    "IDEOGRAPHIC ",
    "LEFT ",
    "RIGHT ",
    "EM DASH",
    "HORIZONTAL ELLIPSIS",
    "MIDDLE DOT",
)


@dataclass(frozen=True)
class EnvFile:
    """What a file .env sets, and a sentence for each line that sets nothing although it looks as if it should."""

    values: dict[str, str]
    warnings: tuple[str, ...] = ()


def read_env_file(path: Path) -> EnvFile:
    """The lines NAME=value; raises SettingsError for a file that cannot be read."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return EnvFile({})
    except OSError as error:
        raise SettingsError(f"读不了设置文件 {path}：{trouble_of(error)}。") from error
    values: dict[str, str] = {}
    warnings = []
    for number, line in enumerate(_text(data, path).splitlines(), 1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        name, found, value = said.removeprefix("export ").partition("=")
        name = name.strip()
        if found:
            values.setdefault(name, value.strip().strip("'\""))
        warnings += list(_doubts(path, number, name, bool(found)))
    return EnvFile(values, tuple(warnings))


def _doubts(path: Path, number: int, name: str, found: bool) -> Iterator[str]:
    known = [setting.name for setting in SETTINGS]
    if not found:
        yield f"提醒：{path.name} 第 {number} 行没有等号（=），这一行不起作用。"
    elif name.upper().startswith(_OURS) and name not in (*known, *_OTHERS):
        near = difflib.get_close_matches(name.upper(), known, n=1)
        meant = f"是不是想写 {near[0]}？" if near else "有哪些设置，看 .env.example。"
        yield f"提醒：{path.name} 第 {number} 行的 {name} 不是坝坝会的设置，不起作用。{meant}"


def _text(data: bytes, path: Path) -> str:
    """The text of the file in the encodings Windows' editors offer, where it can be only one of them."""
    try:
        if data.startswith(_UTF16):
            return data.decode("utf-16")
        if b"\0" not in data:
            return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if not data.startswith(_UTF16) and (chinese := _chinese(data)) is not None:
            return chinese
    raise SettingsError(
        f"设置文件 {path} 的编码读不懂。请用记事本打开，“另存为”时编码选 UTF-8，文件名还是 .env，再启动。"
    )


def _chinese(data: bytes) -> str | None:
    """GB18030, when what comes out is Chinese and nothing else."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    foreign = {letter for letter in text if not letter.isascii()}
    return text if all(unicodedata.name(letter, "").startswith(_HAN_AND_SIGNS) for letter in foreign) else None
