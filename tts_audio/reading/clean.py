"""What no voice can say is dropped or becomes a pause, before and after the numbers are read."""

import re
import unicodedata

_WIDE = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
_MARKS = ("％＋－−‐‑–．／￥＄＝〜～∼µ\u2126＜＞\u3000\u00a0＊＃", "%+-----./¥$=~~~μΩ<>  *#")
_SAME = {code: chr(code - 0xFEE0) for code in _WIDE} | dict(zip(map(ord, _MARKS[0]), _MARKS[1], strict=True))
_PAUSES = str.maketrans(",;:!?./~-", "，；：！？。，，，")
_CJK = r"\u3400-\u9fff"
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Mn", "Me", "So", "Sk"})
_KEPT_SYMBOLS = frozenset("℃℉°㎡²³©\n\t")
_LIST_MARK = re.compile(r"(?m)^[ \t]*(?:[-*•·]|#{1,6})[ \t]+")
_MARKUP = re.compile(r"\*\*|__|`|~~")
_LINE_END = re.compile(r"([。！？!?；;，,：:、])?[ \t]*\n\s*")
_LONG_DASH = re.compile(r"(?<=[\d日号月年点分时%℃])\s?[—–]+\s?(?=\d)")
_NEXT_POINT = re.compile(rf"(?<=[{_CJK}])[ \t]+(?=\d{{1,2}}[.、](?!\d))")
_SPACES = re.compile(rf"(?<=[{_CJK}，。、；：！？])\s+|\s+(?=[{_CJK}，。、；：！？])")
# All that is left after reading and is neither a word nor a pause.
_SILENT_MARKS = re.compile(r"[^\w\s，。、；：！？,.;:!?/~()（）\[\]【】〔〕—…-]|_")
_BREAKS = re.compile(r"[（(\[【〔]|[）)\]】〕]|—+|…+|-{2,}|\s+")


def tidy(text: str) -> str:
    """Half-width digits and letters, one kind of dash, no emoji, no control characters, lines become sentences."""
    text = _LIST_MARK.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(char for char in text.translate(_SAME) if _sayable(char))
    text = re.sub(r"(?<=\d)：(?=\d)", ":", _MARKUP.sub("", text))
    text = _LINE_END.sub(lambda found: found[1] or "。", text.strip())
    text = _LONG_DASH.sub("-", _NEXT_POINT.sub("；", text))
    return re.sub(r"[ \t]+", " ", text)


def finish(text: str) -> str:
    """Brackets and dashes become pauses, quotation marks disappear, no two pauses stand side by side."""
    text = _SILENT_MARKS.sub("", _SPACES.sub("", text))
    text = _BREAKS.sub("，", text).translate(_PAUSES)
    text = re.sub(r"[，、：；]+([。！？；])", r"\1", text)
    text = re.sub(r"([。！？；：、，])[，、：；。]+", r"\1", text)
    return text.strip("，、：； ")


def _sayable(char: str) -> bool:
    return char in _KEPT_SYMBOLS or unicodedata.category(char) not in _INVISIBLE
