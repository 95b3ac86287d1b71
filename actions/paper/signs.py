"""What stands on paper for a character that the fonts do not have: never an empty box, and never a lost meaning."""

import unicodedata
from collections.abc import Callable

# Signs that say something, in words; where a text rests on one, leaving it out would turn it round.
_SPOKEN = {
    "Ω": "欧姆", "μ": "微", "π": "圆周率", "☎": "电话", "📞": "电话", "⚠": "【注意】",
    "🚫": "【禁止】", "⛔": "【禁止】",
    "❌": "【错】", "✖": "【错】", "✗": "【错】", "✘": "【错】", "✅": "【对】", "✔": "【对】", "✓": "【对】",
    "⚡": "【有电】", "🔥": "【火】", "🆘": "【求救】", "➡": "→", "⬅": "←", "⬆": "↑", "⬇": "↓",
}  # fmt: skip
_UNSEEN = {"Cc", "Cf", "Mn", "Me", "Zl", "Zp", "Cs", "Cn", "Co"}
_DECORATION = {"So", "Sk"}


def printable(text: str, has: Callable[[str], bool], exact: bool = False) -> str:
    """The text in characters that `has` knows.

    What it does not know is written in its plain form (𝟏 as 1), or in words (Ω as 欧姆), or by its number
    〔U+1D6D〕 where it is a letter; unseen marks and mere decoration are left out. With `exact`, as evidence needs it,
    what would be left out is written by its number too.
    """
    if all(char == "\n" or has(char) for char in text):
        return text
    return "".join(char if char == "\n" or has(char) else _instead(char, has, exact) for char in text)


def _instead(char: str, has: Callable[[str], bool], exact: bool) -> str:
    plain = unicodedata.normalize("NFKC", char)
    if plain != char and all(has(one) for one in plain):
        return plain
    spoken = _SPOKEN.get(char) or _SPOKEN.get(plain)
    if spoken and not exact:
        return spoken
    kind = unicodedata.category(char)
    if char.isspace():
        return " "
    if not exact and (kind in _UNSEEN or kind in _DECORATION):
        return ""
    return f"〔U+{ord(char):04X}〕"
