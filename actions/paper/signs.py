"""What stands on paper for a character that the fonts do not have: never an empty box, and never a lost meaning."""

import unicodedata
from collections.abc import Callable

# What a sign says in words; of a mark that stands beside a sentence only what it is: a word more could turn that round.
_SPOKEN = {
    "Ω": "欧姆", "μ": "微", "π": "圆周率", "☎": "电话", "📞": "电话", "⚠": "【注意】",
    "🚫": "【禁止标志】", "⛔": "【禁止标志】", "❌": "【叉】", "✖": "【叉】", "✗": "【叉】", "✘": "【叉】",
    "✅": "【勾】", "✔": "【勾】", "✓": "【勾】", "⚡": "【闪电】", "🔥": "【火】", "🆘": "【求救】",
    "➡": "→", "⬅": "←", "⬆": "↑", "⬇": "↓",
}  # fmt: skip
_UNSEEN = {"Cc", "Cf", "Mn", "Me", "Zl", "Zp", "Cs", "Cn", "Co"}
_DECORATION = {"So", "Sk"}


def printable(text: str, has: Callable[[str], bool], exact: bool = False) -> str:
    """The text in characters that `has` knows.

    What it does not know is written in its plain form (𝟏 as 1), or in words (Ω as 欧姆), or by its number
    〔U+1D6D〕 where it is a letter; unseen marks and mere decoration are left out. With `exact`, as evidence needs it,
    its number stands in every case.
    """
    if all(char == "\n" or has(char) for char in text):
        return text
    return "".join(char if char == "\n" or has(char) else _instead(char, has, exact) for char in text)


def _instead(char: str, has: Callable[[str], bool], exact: bool) -> str:
    number = f"〔U+{ord(char):04X}〕"
    plain = unicodedata.normalize("NFKC", char)
    known = plain != char and all(has(one) for one in plain)
    said = plain if known else _SPOKEN.get(char) or _SPOKEN.get(plain) or ""
    if exact:
        return said + number
    if said or unicodedata.category(char) in _UNSEEN | _DECORATION:
        return said
    return " " if char.isspace() else number
