"""The report of the audit as a PDF: A4, text that can be selected, the chain's last hash at the foot of every page."""

from collections.abc import Iterable
from dataclasses import dataclass

from fpdf import FPDF

from actions.paper.audit_text import head_text, page_text, report_blocks
from actions.paper.blocks import Block, Span
from actions.paper.fonts import Fonts, fonts
from actions.paper.setting import Line, Setter, Style
from actions.services.audit_report import Report

# In points, as everything here.
_WIDTH, _HEIGHT = 595.28, 841.89
_LEFT, _RIGHT, _TOP, _BOTTOM = 56.0, _WIDTH - 56.0, 56.0, _HEIGHT - 62.0
_STEP, _BASELINE = 18.0, 0.38
_STYLES = {
    "title": Style(20, leading=1.5, above=2, bold=True),
    "chapter": Style(14, leading=1.6, above=18, bold=True),
    "version": Style(12.5, leading=1.6, above=14, bold=True),
    "part": Style(11, leading=1.6, above=10, bold=True),
    "heading": Style(10.5, leading=1.6, above=6, bold=True),
    "event": Style(9.5, leading=1.5, above=8, bold=True),
    "text": Style(10.5, leading=1.6, above=3),
    "item": Style(10.5, leading=1.6, above=2),
    "quote": Style(10.5, leading=1.6, above=3),
    "small": Style(8.5, leading=1.45, above=0),
}
_FOOT = Style(7, leading=1.5)
# What must not stand alone at the foot of a page.
_MOST_WAITING = 20
_WITH_NEXT = {"title", "chapter", "version", "part", "heading", "event"}


@dataclass(frozen=True)
class _Placed:
    line: Line
    top: float


def audit_pdf(report: Report, company: str) -> bytes:
    """The report as PDF, the same bytes for the same report; raises FontsError when the fonts were never built."""
    known = fonts()
    pages = _pages(report_blocks(report, company), known)
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_creation_date(report.made_at)
    pdf.set_title(f"{report.article_id} {report.day.isoformat()}")
    pdf.set_author(company)
    pdf.set_lang("zh-CN")
    for number, placed in enumerate(pages, 1):
        pdf.add_page()
        for one in [*placed, *_foot(report, number, len(pages), known)]:
            _draw(pdf, one)
        pdf.set_line_width(0.5)
        pdf.line(_LEFT, _BOTTOM + 8, _RIGHT, _BOTTOM + 8)
    return bytes(pdf.output())


def _pages(blocks: Iterable[Block], known: Fonts) -> list[list[_Placed]]:
    """The lines of every page; headings go to the next page with the first line of what they stand over."""
    setter = Setter(known, exact=True)
    pages: list[list[_Placed]] = [[]]
    place, waiting = _TOP, list[Line]()

    def put(together: list[Line]) -> None:
        nonlocal place
        if pages[-1] and place + sum(line.above + line.height for line in together) > _BOTTOM:
            pages.append([])
            place = _TOP
        for line in together:
            place += line.above if pages[-1] else 0.0
            pages[-1].append(_Placed(line, place))
            place += line.height

    for block in blocks:
        lines = _lines(setter, block)
        # Headings that fill a page are not held back: what stands under them may be nothing.
        if block.kind in _WITH_NEXT and len(waiting) + len(lines) < _MOST_WAITING:
            waiting += lines
            continue
        put([*waiting, *lines[:1]])
        waiting = []
        for line in lines[1:]:
            put([line])
    put(waiting)
    return pages


def _lines(setter: Setter, block: Block) -> list[Line]:
    style = _STYLES["text" if block.kind == "rule" else block.kind]
    left = _LEFT + _STEP * (block.depth + (block.kind in ("quote", "small")))
    hanging = block.kind == "item" and not block.marker
    spans = (Span("——"),) if block.kind == "rule" else block.spans
    return setter.set(spans, style, left + (_STEP if hanging else 0.0), _RIGHT, block.marker)


def _foot(report: Report, page: int, pages: int, known: Fonts) -> list[_Placed]:
    setter = Setter(known)
    (said,) = setter.set([Span(head_text(report))], _FOOT, _LEFT, _RIGHT)
    text = [Span(page_text(page, pages))]
    (number,) = setter.set(text, _FOOT, _LEFT, _RIGHT)
    (number,) = setter.set(text, _FOOT, _LEFT + _RIGHT - number.reach, _RIGHT + 1)
    return [_Placed(said, _BOTTOM + 14), _Placed(number, _BOTTOM + 14)]


def _draw(pdf: FPDF, placed: _Placed) -> None:
    size = placed.line.style.size
    middle = placed.top + placed.line.height / 2
    for piece in placed.line.pieces:
        family = piece.face.name
        if family.lower() not in pdf.fonts:
            pdf.add_font(family, fname=piece.face.path)
            # All slices call themselves the same, and some printers keep fonts by their name.
            pdf.fonts[family.lower()].name = f"NotoSansSC-{family}"
        pdf.set_font(family, size=size)
        pdf.text(piece.x, middle + _BASELINE * size, piece.text)
