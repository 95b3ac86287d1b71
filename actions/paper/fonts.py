"""Noto Sans SC as it is drawn and printed with: which file has a character, and how wide it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from json import loads
from pathlib import Path

from fontTools.ttLib import TTFont

from actions.errors import OperatorError

FOLDER = Path(__file__).parents[2] / "web" / "static" / "vendor" / "fonts"
_WHOLE = "chinese-simplified"
_REGULAR, _BOLD = 400, 700


class FontsError(OperatorError):
    """The fonts are not there or cannot be read; the text says what to run, in one Chinese sentence."""


@dataclass(frozen=True)
class Face:
    """One font file; `advances` are the widths of its characters in ems, by code point."""

    name: str
    path: Path
    advances: Mapping[int, float]

    def has(self, char: str) -> bool:
        """Whether the file can draw this character."""
        return ord(char) in self.advances


class Fonts:
    """The faces of a folder, read when a character first needs them; safe to share between threads."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Find the fonts; raises FontsError when they were never built."""
        self._folder = folder
        try:
            ranges: dict[str, str] = loads((folder / "unicode.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise FontsError(f"{MISSING}（unicode.json）") from error
        self._slices = [(key.strip("[]"), _spans(told)) for key, told in ranges.items()]
        self._faces: dict[str, Face] = {}
        self.regular, self.bold = self._face(_WHOLE, _REGULAR), self._face(_WHOLE, _BOLD)

    def face_of(self, char: str, bold: bool = False) -> Face | None:
        """The file that draws a character, the bold one where that has it; None when no file does."""
        for face in (self.bold, self.regular) if bold else (self.regular,):
            if face.has(char):
                return face
        for name, spans in self._slices:
            if any(first <= ord(char) <= last for first, last in spans):
                face = self._face(name, _REGULAR)
                if face.has(char):
                    return face
        return None

    def has(self, char: str) -> bool:
        """Whether any file can draw this character."""
        return self.face_of(char) is not None

    def _face(self, part: str, weight: int) -> Face:
        name = f"{part}-{weight}"
        if name not in self._faces:
            path = self._folder / f"noto-sans-sc-{name}-normal.woff"
            self._faces[name] = Face(name, path, _advances(path))
        return self._faces[name]


MISSING = "字体没有装好，图片和 PDF 做不出来，请运行 .venv/bin/python -m web.assets"


@cache
def fonts() -> Fonts:
    """The fonts of this installation, read once; raises FontsError when they were never built."""
    return Fonts()


def _advances(path: Path) -> dict[int, float]:
    try:
        with TTFont(path, lazy=True) as font:
            em, widths = font["head"].unitsPerEm, font["hmtx"]
            return {code: widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}
    except Exception as error:  # a file that is cut off fails in whatever table comes first
        raise FontsError(f"{MISSING}（{path.name}）") from error


def _spans(told: str) -> list[tuple[int, int]]:
    found = []
    for one in told.split(","):
        first, _, last = one.strip().removeprefix("U+").partition("-")
        found.append((int(first, 16), int(last or first, 16)))
    return found
