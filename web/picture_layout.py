"""The long picture before it is drawn: which line, bar and code stands where, in pixels from the upper left corner."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import segno

from actions.errors import UserFacingError
from actions.paper.blocks import Block, Span, blocks_of
from actions.paper.fonts import Fonts
from actions.paper.setting import Line, Setter, Style
from content.media import described
from content.model import Article
from content.render import SAMPLE_NOTE, source_line
from web.library import hotlines_on_paper
from web.words import words

WIDTH, MARGIN = 750, 48
RIGHT = WIDTH - MARGIN
_HIGHEST = 20_000
_CODE, _QUIET_ZONE = 232, 4
_FRAME, _STEP = 16, 44
_COMPANY = Style(26, bold=True)
_TITLE = Style(46, leading=1.4, above=22, bold=True)
_NOTE = Style(28, leading=1.5, bold=True)
_SHORT = Style(36, leading=1.6, above=26)
_DIAL = Style(36, leading=1.5, above=12, bold=True)
_HEADING = Style(32, leading=1.5, above=34, bold=True)
_TEXT = Style(29, leading=1.65, above=16)
_ITEM = Style(29, leading=1.65, above=8)
_SMALL = Style(23, leading=1.55, above=8, quiet=True)
_SCAN = Style(27, leading=1.5, bold=True)


@dataclass(frozen=True)
class Handout:
    """What a long picture says; `notes` stand in frames on top, `stamp` at the foot."""

    company: str
    title: str
    notes: tuple[str, ...]
    short: str
    dials: tuple[str, ...]
    detail: str
    sources: tuple[str, ...]
    address: str
    stamp: str


@dataclass(frozen=True)
class Bar:
    """A filled rectangle in the accent's colour."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Placed:
    """A line with its upper edge."""

    line: Line
    top: float


@dataclass(frozen=True)
class Code:
    """A QR code: dark modules as 1, each `scale` pixels wide, the first one at `left` and `top`."""

    modules: tuple[tuple[int, ...], ...]
    left: int
    top: int
    scale: int


@dataclass
class Sheet:
    """Everything on the picture; `height` grows while it is set."""

    height: float = MARGIN
    lines: list[Placed] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    code: Code | None = None

    def put(self, lines: Iterable[Line]) -> None:
        """The lines below what stands there."""
        for line in lines:
            self.height += line.above
            self.lines.append(Placed(line, self.height))
            self.height += line.height


def handout_of(article: Article, version: int, company: str, address: str, notes: tuple[str, ...] = ()) -> Handout:
    """What the long picture of an article says; `address` is its page's, `notes` come before that it is a sample."""
    told: dict[str, str] = words()["long_picture"]
    signed = told["signed"].format(who=article.signed_off_by, day=article.signed_off_on)
    stamp = told["stamp"].format(id=article.id, version=version)
    return Handout(
        company=company,
        title=article.title,
        notes=(*notes, SAMPLE_NOTE) if article.sample else notes,
        short=article.short,
        dials=tuple(told["dial"].format(number=number, name=name) for number, name in hotlines_on_paper(article)),
        detail=article.detail,
        sources=tuple(source_line(source) for source in article.sources),
        address=address,
        stamp=stamp if article.sample else f"{stamp}　{signed}",
    )


def lay_out(handout: Handout, fonts: Fonts) -> Sheet:
    """The picture of a handout; raises UserFacingError where it would be longer than phones open."""
    sheet, setter = Sheet(), Setter(fonts)
    told: dict[str, str] = words()["long_picture"]

    def say(text: str, style: Style) -> None:
        for line in text.split("\n"):
            sheet.put(setter.set([Span(line)], style, MARGIN, RIGHT))

    say(handout.company, _COMPANY)
    _rule(sheet, 6)
    say(handout.title, _TITLE)
    for note in handout.notes:
        _framed(sheet, setter, note)
    say(handout.short, _SHORT)
    for dial in handout.dials:
        say(dial, _DIAL)
    sheet.height += 26
    _rule(sheet, 2)
    for block in blocks_of(described(handout.detail)):
        _block(sheet, setter, block)
        if sheet.height > _HIGHEST:
            raise UserFacingError("picture_too_long", 422)
    if handout.sources:
        _heading(sheet, setter, (Span(told["basis"]),))
        for source in handout.sources:
            sheet.put(setter.set([Span(source)], _SMALL, MARGIN, RIGHT, marker="•"))
    sheet.height += 32
    _rule(sheet, 2)
    _foot(sheet, setter, handout, told)
    sheet.height += MARGIN
    return sheet


def _rule(sheet: Sheet, thick: int) -> None:
    sheet.height += 10
    sheet.bars.append(Bar(MARGIN, sheet.height, RIGHT, sheet.height + thick))
    sheet.height += thick


def _framed(sheet: Sheet, setter: Setter, note: str) -> None:
    sheet.height += 22
    top = sheet.height
    sheet.height += 8
    sheet.put(setter.set([Span(note)], _NOTE, MARGIN + _FRAME, RIGHT - _FRAME))
    sheet.height += 8
    left, right, bottom = MARGIN, max(placed.line.reach for placed in sheet.lines if placed.top > top), sheet.height
    right += _FRAME
    edges = ((left, top, right, top + 3), (left, bottom - 3, right, bottom))
    sides = ((left, top, left + 3, bottom), (right - 3, top, right, bottom))
    sheet.bars += [Bar(*edge) for edge in (*edges, *sides)]


def _block(sheet: Sheet, setter: Setter, block: Block) -> None:
    left = MARGIN + _STEP * block.depth
    match block.kind:
        case "rule":
            sheet.height += 16
            _rule(sheet, 1)
        case "heading":
            _heading(sheet, setter, block.spans)
        case "quote":
            top = sheet.height + _TEXT.above
            sheet.put(setter.set(block.spans, _TEXT, left + 24, RIGHT))
            sheet.bars.append(Bar(left, top, left + 4, sheet.height))
        case "item" if block.marker:
            sheet.put(setter.set(block.spans, _ITEM, left, RIGHT, marker=block.marker))
        case "item":
            sheet.put(setter.set(block.spans, _ITEM, left + _STEP, RIGHT))
        case _:
            sheet.put(setter.set(block.spans, _TEXT, left, RIGHT))


def _heading(sheet: Sheet, setter: Setter, spans: tuple[Span, ...]) -> None:
    top = sheet.height + _HEADING.above
    sheet.put(setter.set(spans, _HEADING, MARGIN + 22, RIGHT))
    sheet.bars.append(Bar(MARGIN, top + 8, MARGIN + 8, sheet.height - 8))


def _foot(sheet: Sheet, setter: Setter, handout: Handout, told: dict[str, str]) -> None:
    modules = tuple(tuple(row) for row in segno.make(handout.address, error="m", micro=False).matrix)
    # Whole pixels, and white around it as scanners need; the longest address still gets three pixels a module.
    scale = max(_CODE // len(modules), 3)
    sheet.height += 30
    top = sheet.height
    sheet.code = Code(modules, MARGIN, round(top), scale)
    side = len(modules) * scale
    left = MARGIN + side + _QUIET_ZONE * scale
    sheet.put(setter.set([Span(told["scan"])], _SCAN, left, RIGHT))
    sheet.put(setter.set([Span(handout.address)], _SMALL, left, RIGHT))
    sheet.put(setter.set([Span(handout.stamp)], _SMALL, left, RIGHT))
    sheet.height = max(sheet.height, top + side)
