"""Text set into lines: which character of which font stands where, in the units of the page; nothing is drawn here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from actions.paper.blocks import Span
from actions.paper.fonts import Face, Fonts
from actions.paper.lines import break_lines
from actions.paper.signs import printable

# Between a marker and its text, in sizes.
_BESIDE = 0.4


@dataclass(frozen=True)
class Style:
    """How a text stands: its size, the height of a line in sizes, the space above the first one."""

    size: float
    leading: float = 1.6
    above: float = 0.0
    bold: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Piece:
    """Characters of one face that follow each other, from `x` on."""

    x: float
    text: str
    face: Face


@dataclass(frozen=True)
class Line:
    """One line: `above` is the space over it, `height` its own, `reach` where its text ends."""

    pieces: tuple[Piece, ...]
    style: Style
    above: float
    height: float
    reach: float

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(piece.text for piece in self.pieces)


class Setter:
    """Sets texts in these fonts; `exact` keeps even what the fonts cannot show, as evidence needs it."""

    def __init__(self, fonts: Fonts, exact: bool = False) -> None:
        """Set in these fonts."""
        self._fonts, self._exact = fonts, exact

    def set(self, spans: Iterable[Span], style: Style, left: float, right: float, marker: str = "") -> list[Line]:
        """The lines of a text between `left` and `right`; a marker stands at `left`, and the text beside it."""
        lead, lead_faces, lead_widths = self._measured([Span(marker)], style)
        chars, faces, widths = self._measured(spans, style)
        indent = left + sum(lead_widths) + (_BESIDE * style.size if marker else 0.0)
        lines: list[Line] = []
        for start, end in break_lines(chars, widths, right - indent):
            while end > start and chars[end - 1].isspace():
                end -= 1
            pieces = _pieces(chars[start:end], faces[start:end], widths[start:end], indent)
            if marker and not lines:
                pieces = [*_pieces(lead, lead_faces, lead_widths, left), *pieces]
            reach = indent + sum(widths[start:end])
            above = 0.0 if lines else style.above
            lines.append(Line(tuple(pieces), style, above, style.size * style.leading, reach))
        return lines

    def _measured(self, spans: Iterable[Span], style: Style) -> tuple[str, list[Face], list[float]]:
        chars, faces = "", list[Face]()
        for span in spans:
            text = printable(span.text.replace("\t", " ").replace("\r", ""), self._fonts.has, self._exact)
            bold = style.bold or span.bold
            chars, faces = chars + text, faces + [self._fonts.face_of(one, bold) or self._fonts.regular for one in text]
        widths = [face.advances.get(ord(one), 0.0) * style.size for one, face in zip(chars, faces, strict=True)]
        return chars, faces, widths


def _pieces(chars: str, faces: Sequence[Face], widths: Sequence[float], x: float) -> list[Piece]:
    pieces: list[Piece] = []
    for char, face, width in zip(chars, faces, widths, strict=True):
        if pieces and pieces[-1].face is face:
            pieces[-1] = replace(pieces[-1], text=pieces[-1].text + char)
        else:
            pieces.append(Piece(x, char, face))
        x += width
    return pieces
