"""How a kind of clip is put together, read from presets.yml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from tts_audio.errors import SpeechError

_FILE = Path(__file__).with_name("presets.yml")


@dataclass(frozen=True)
class Preset:
    """What surrounds the words; times in seconds, label_gain_db against the words."""

    name: str
    chime: bool
    opening: str
    repeats: int
    gap: float
    pause: float
    label: str
    label_gain_db: float
    end_chime: bool
    band: tuple[float, float] | None
    formats: tuple[str, ...]


def preset(name: str) -> Preset:
    """The named preset, or a ``SpeechError`` that lists the known ones."""
    known = _presets()
    if name not in known:
        raise SpeechError(f"没有叫“{name}”的音频样式，可用的有：{'、'.join(known)}。")
    return known[name]


def preset_names() -> tuple[str, ...]:
    """Every preset there is."""
    return tuple(_presets())


@cache
def _presets() -> dict[str, Preset]:
    rows = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {name: _preset(name, row) for name, row in rows.items()}


def _preset(name: str, row: dict[str, object]) -> Preset:
    band, formats = row["band"], row["formats"]
    if not isinstance(band, list) or not isinstance(formats, list):
        raise TypeError(f"presets.yml: {name}")
    limits = (float(band[0]), float(band[1])) if band else None
    return Preset(
        name=name,
        chime=bool(row["chime"]),
        opening=str(row["opening"]),
        repeats=int(str(row["repeats"])),
        gap=float(str(row["gap"])),
        pause=float(str(row["pause"])),
        label=str(row["label"]),
        label_gain_db=float(str(row["label_gain_db"])),
        end_chime=bool(row["end_chime"]),
        band=limits,
        formats=tuple(str(form) for form in formats),
    )
