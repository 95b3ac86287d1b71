"""The ID3v2.3 tag at the head of an MP3, so that a player or a speaker box shows what it plays."""

_UTF16 = b"\x01"
_BOM = b"\xff\xfe"


def id3_tag(*, title: str, comment: str, version: str, artist: str) -> bytes:
    """Title, artist, language, comment and the maker's version as one ID3v2.3 tag in UTF-16."""
    frames = (
        _frame(b"TIT2", _text(title))
        + _frame(b"TPE1", _text(artist))
        + _frame(b"TLAN", b"\x00chi")
        + _frame(b"TENC", _text(version))
        + _frame(b"COMM", _UTF16 + b"chi" + _BOM + b"\x00\x00" + _utf16(comment))
    )
    return b"ID3\x03\x00\x00" + _syncsafe(len(frames)) + frames


def _frame(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "big") + b"\x00\x00" + body


def _text(value: str) -> bytes:
    return _UTF16 + _utf16(value)


def _utf16(value: str) -> bytes:
    return _BOM + value.encode("utf-16-le", "replace")


def _syncsafe(size: int) -> bytes:
    """Seven bits a byte: a tag's size must never look like the start of an MP3 frame."""
    return bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
