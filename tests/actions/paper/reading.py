"""Reading a PDF back as a reader that copies its text: every page's lines, by the fonts' ToUnicode tables."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.S)
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|\(((?:[^\\)]|\\.)*)\) Tj", re.S)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages_of(pdf: bytes) -> list[list[str]]:
    """The texts of every page in the order they were written."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    kids = re.search(rb"/Kids \[([^\]]*)\]", pdf)
    assert kids
    return [_page(objects, int(number)) for number in re.findall(rb"(\d+) 0 R", kids[1])]


def text_of(pdf: bytes) -> str:
    """Everything but line ends and blanks."""
    return "".join("".join("".join(page) for page in pages_of(pdf)).split())


def _page(objects: dict[int, bytes], number: int) -> list[str]:
    fonts = {
        name.decode(): _table(objects, int(font))
        for name, font in re.findall(rb"/(F\d+) (\d+) 0 R", objects[_ref(objects[number], b"Resources")])
    }
    shown: list[str] = []
    table: dict[int, str] = {}
    for font, text in _SHOWN.findall(_stream(objects[_ref(objects[number], b"Contents")])):
        if font:
            table = fonts[font.decode()]
            continue
        glyphs = re.sub(rb"\\(.)", lambda found: _ESCAPED.get(found[1], found[1]), text, flags=re.S)
        codes = [int.from_bytes(glyphs[place : place + 2], "big") for place in range(0, len(glyphs), 2)]
        shown.append("".join(table[code] for code in codes))
    return shown


def _table(objects: dict[int, bytes], font: int) -> dict[int, str]:
    told = _stream(objects[_ref(objects[font], b"ToUnicode")])
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]{4,8})>", told)
    return {int(code, 16): bytes.fromhex(char.decode()).decode("utf-16-be") for code, char in pairs}


def _ref(body: bytes, key: bytes) -> int:
    found = re.search(rb"/" + key + rb" (\d+) 0 R", body)
    assert found, (key, body[:200])
    return int(found[1])


def _stream(body: bytes) -> bytes:
    data = body.split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0]
    return zlib.decompress(data) if b"/FlateDecode" in body.split(b"stream\n", 1)[0] else data
