"""What people send, made safe to keep: no lone surrogates, no lengths nobody reads."""

import re

MAX_TEXT = 2000
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{7,63}")


def whole(text: str) -> str:
    """The text with halves of broken characters replaced, so that it can be written as UTF-8."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_id(value: object) -> bool:
    """True for a message or request id a client may choose."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None
