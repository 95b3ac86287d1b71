"""Rules about the four parts: what chat says, the page, the loudspeaker, the poster."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.document import PARTS
from content.media import blanked
from content.rule import Draft, Found, rule

SHORT_LIMIT = 120
BROADCAST_LIMITS = (60, 220)
SENTENCE_LIMIT = 40
POSTER_LIMIT = 24
CALLED = ("95598", "119", "120", "110", "12119", "96110")
BANNED = ("亲爱的", "宝子", "宝宝们", "老人家", "已派人", "已经派人", "马上派人")
UNCONFIRMED = ("待核实", "没查到", "not found", "TODO", "FIXME", "占位", "待补充", "待填")
CLAIMS = {
    "8米外就安全": "只能说“至少8米，越远越好”。",
    "8米以外就安全": "只能说“至少8米，越远越好”。",
    "八米外就安全": "只能说“至少8米，越远越好”。",
    "从不外呼": "不能这样保证，只说“不确定就挂断，自己回拨95598”。",
    "不会主动打电话": "不能这样保证，只说“不确定就挂断，自己回拨95598”。",
    "从不带链接": "不能这样保证，只说“短信里的链接一律不点”。",
    "24小时内可撤": "不能许诺时限，只说“越快报警，越可能拦住”。",
    "24小时能撤": "不能许诺时限，只说“越快报警，越可能拦住”。",
    "保证复电": "抢修时间只是平均到场时间，不能保证来电。",
    "四氯化碳": "四氯化碳灭火器有毒，不能推荐。",
}
_HTML = re.compile(r"<[/!?a-zA-Z][^>\n]*>?|&[a-zA-Z]+;|&#\d+;")
_MARKDOWN = re.compile(r"\*\*|__|`|^\s*#|^\s*[-*+] |^\s*\d+\. |^\s*>|\]\(|https?:|www\.|\|", re.MULTILINE)
UNSPEAKABLE = re.compile(r"[A-Za-z]+|https?:\S*|[()（）\[\]【】{}<>|*#`_~=+/\\@^$&…—–]")
_LINK = re.compile(r"!?\[[^\]\n]*+\]\(\s*+([^)\s]*+)[^)\n]*+\)")
_BARE_URL = re.compile(r"(?:https?://|www\.)[^\s，。；）)]+")
SENTENCES = re.compile(r"[^。！？；!?\n]+[。！？；!?]?")
_HAN = r"\u3400-\u9fff"
_FULL = "，。！？；：、“”‘’（）《》【】"
_TYPOGRAPHY = (
    (re.compile(rf"[ \t]+[{_FULL}]|[{_FULL}][ \t]+(?=\S)"), "中文标点前后不留空格。"),
    (
        re.compile(rf"(?<=[{_HAN}])[,;:!?()](?=[{_HAN}\s]|$)|(?<=[{_HAN}])[()]|(?<=\d)[,;!?](?=[{_HAN}])"),
        "中文里要用全角标点（，。：；！？（））。",
    ),
    (re.compile(r"\.{2,}|。{2,}|，，|！{2,}|？{2,}|(?<!…)…(?!…)"), "标点不要重复，省略号写“……”。"),
    (re.compile(rf"\"(?=[{_HAN}])|(?<=[{_HAN}])\""), "引号要用“”。"),
    (re.compile(r"[０-９Ａ-Ｚａ-ｚ]"), "数字和字母要用半角。"),
    (re.compile(rf"(?<=[{_HAN}]) +(?=[{_HAN}])(?![^“”]*”)"), "汉字之间不留空格。"),
)
_LIST_MARK = re.compile(r"^\s*(?:[-*+]|\d+\.|#+|>)\s+")
_INVISIBLE = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\t]")
_ADDRESS = re.compile(
    r"(?:^|[，。！？、“：；,.!?:;（(>\s]|各位|您好|你好|好的|谢谢|感谢|的)(亲们|亲亲|亲|宝宝|宝贝|宝)"
    r"(?=[，。！？～：；,.!?:;~…”）)\s]|$|您|你|请|记得|千万|不要|麻烦|放心|这边|可以[放联]|有(?:问题|事|疑问))"
)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


@rule("part-missing")
def parts_are_there(draft: Draft) -> Iterator[Found]:
    """The four parts are there."""
    for name in PARTS:
        if draft.document.part(name) is None:
            yield draft.document.body_line, f"正文里必须有“## {name}”这一节。"


@rule("part-unknown")
def parts_are_known(draft: Draft) -> Iterator[Found]:
    """There are no other parts and none stands twice; headings inside 详解 begin with ###."""
    seen: set[str] = set()
    for part in draft.document.parts:
        if part.name not in PARTS:
            yield part.line, f"## 只用于{'、'.join(PARTS)}四节；小标题请用 ###。"
        elif part.name in seen:
            yield part.line, f"“## {part.name}”只能有一节。"
        seen.add(part.name)


@rule("part-order")
def parts_stand_in_order(draft: Draft) -> Iterator[Found]:
    """The parts stand in the fixed order."""
    present = [part for part in draft.document.parts if part.name in PARTS]
    names = [part.name for part in present]
    if names != sorted(names, key=PARTS.index):
        yield present[0].line, f"四节要按顺序写：{'、'.join(PARTS)}。"


@rule("part-empty")
def parts_are_filled(draft: Draft) -> Iterator[Found]:
    """No part of a published article is empty."""
    for part in draft.document.parts:
        # Of a version in another language only what is said first has to be there: a greeting has no poster.
        needed = draft.is_chinese or part.name == "简答"
        if draft.live and needed and part.name in PARTS and not part.text:
            yield part.line, f"“{part.name}”不能空着。"


@rule("stray-text")
def nothing_stands_outside(draft: Draft) -> Iterator[Found]:
    """No text stands before the first part."""
    if draft.document.stray_line:
        yield draft.document.stray_line, "正文要写在“## 简答”等四节里，前面不能有别的字。"


@rule("short-long")
def short_is_short(draft: Draft) -> Iterator[Found]:
    """The 简答 has at most 120 characters, punctuation included."""
    length = len(draft.document.body("简答"))
    if length > SHORT_LIMIT:
        yield draft.line_in("简答", 0), f"简答最多 {SHORT_LIMIT} 个字（连标点），现在是 {length} 个。"


@rule("short-plain")
def short_is_plain(draft: Draft) -> Iterator[Found]:
    """The 简答 is one paragraph of plain text, without Markdown and links."""
    text = draft.document.body("简答")
    found = re.search(r"\n", text) or _MARKDOWN.search(text)
    if found:
        yield draft.line_in("简答", found.start()), "简答只写一段普通文字，不用符号、列表、链接，也不换行。"


@rule("detail-heading")
def detail_headings_are_small(draft: Draft) -> Iterator[Found]:
    """Headings begin with ### or lower; # is the page's own."""
    for number, line in enumerate(draft.document.text.split("\n"), 1):
        if number >= draft.document.body_line and re.match(r"#(?!#)", line):
            yield number, "小标题请用 ###，不用一个 #。"


@rule("html")
def there_is_no_html(draft: Draft) -> Iterator[Found]:
    """No HTML stands anywhere."""
    for number, text in enumerate(draft.document.text.split("\n"), 1):
        found = _HTML.search(text)
        if found:
            yield number, f"不能写 HTML，请去掉“{found.group(0)[:20]}”。"


@rule("link-unknown")
def link_leads_to_an_article(draft: Draft) -> Iterator[Found]:
    """A link leads to an article of the library, written as its id with .md or /a/id."""
    for line, text in _body_lines(draft):
        for match in _LINK.finditer(text):
            target = match.group(1)
            if "://" in target or match.group(0).startswith("!"):
                continue
            name = re.sub(r"^/a/", "", target).removesuffix(".md").rsplit("/", 1)[-1].partition("#")[0]
            if name not in draft.registers.article_ids:
                yield line, f"链接只能指向库里有的文章，没有“{target[:40]}”。"


@rule("link-outside")
def no_link_leads_outside(draft: Draft) -> Iterator[Found]:
    """No web address stands in the text: people are told to open the official way themselves."""
    for line, text in _body_lines(draft):
        found = _BARE_URL.search(text)
        if found:
            yield line, "正文里不放网址，请告诉大家打哪个电话、自己打开哪个官方渠道。"


@rule("broadcast-length")
def broadcast_has_its_length(draft: Draft) -> Iterator[Found]:
    """The 广播稿 has 60 to 220 characters."""
    text = draft.document.body("广播稿")
    low, high = BROADCAST_LIMITS
    if text and draft.live and draft.is_chinese and not low <= len(text) <= high:
        yield draft.line_in("广播稿", 0), f"广播稿要有 {low} 到 {high} 个字，现在是 {len(text)} 个。"


@rule("broadcast-sentence")
def broadcast_sentences_are_short(draft: Draft) -> Iterator[Found]:
    """A sentence of the 广播稿 has at most 40 characters."""
    text = draft.document.body("广播稿") if draft.is_chinese else ""
    for match in SENTENCES.finditer(text):
        sentence = match.group(0).strip().rstrip("。！？；!?")
        if len(sentence) > SENTENCE_LIMIT:
            yield (
                draft.line_in("广播稿", match.start()),
                f"广播稿一句话最多 {SENTENCE_LIMIT} 个字，这一句有 {len(sentence)} 个。",
            )


@rule("broadcast-speakable")
def broadcast_can_be_spoken(draft: Draft) -> Iterator[Found]:
    """The 广播稿 has no Latin letters, brackets, addresses and signs that have no sound."""
    text = draft.document.body("广播稿") if draft.is_chinese else ""
    for match in UNSPEAKABLE.finditer(text):
        yield draft.line_in("广播稿", match.start()), f"广播稿要念得出来，不能有“{match.group(0)[:20]}”。"


@rule("poster")
def poster_is_one_line(draft: Draft) -> Iterator[Found]:
    """The 海报 is one line of at most 24 characters of plain text."""
    text = draft.document.body("海报")
    if "\n" in text or len(text) > POSTER_LIMIT or _MARKDOWN.search(text):
        yield draft.line_in("海报", 0), f"海报只写一行普通文字，最多 {POSTER_LIMIT} 个字。"


@rule("danger-numbers")
def danger_ends_with_whom_to_call(draft: Draft) -> Iterator[Found]:
    """A danger article's 简答 and 广播稿 end with the numbers to call."""
    for part in ("简答", "广播稿"):
        text = draft.document.body(part)
        if draft.article.danger and text and not any(number in text[-40:] for number in CALLED):
            yield draft.line_in(part, len(text)), f"这是要命的事，{part}最后要说打哪个电话（95598、119、120、110）。"


@rule("unconfirmed-word")
def nothing_is_left_open(draft: Draft) -> Iterator[Found]:
    """待核实 and its like do not stand in a published article."""
    for number, text in enumerate(draft.document.text.split("\n"), 1):
        found = next((word for word in UNCONFIRMED if word in text), None)
        if draft.live and found:
            yield number, f"发布的文章里不能有“{found}”，没核实的话先删掉，或者把 status 改成 draft。"


@rule("banned-word")
def tone_is_right(draft: Draft) -> Iterator[Found]:
    """No 亲, 宝, 老人家, and never 已派人; villagers' own questions may say what they like."""
    for line, text in [(draft.document.line_of("title"), draft.article.title), *_body_lines(draft)]:
        found = next((word for word in BANNED if word in text), None) or _lone(text)
        if found:
            yield line, f"不用“{found}”这个说法；称呼用“您”，也不能说已经派人。"


@rule("claim")
def no_false_promise_is_made(draft: Draft) -> Iterator[Found]:
    """Claims the register warns of are not made."""
    for line, text in _body_lines(draft):
        for words, instead in CLAIMS.items():
            if words in text and f"不说“{words}" not in text:
                yield line, f"不能写“{words}”：{instead}"


@rule("private-number")
def no_private_number_is_given(draft: Draft) -> Iterator[Found]:
    """No mobile number of a person stands anywhere."""
    for number, text in enumerate(draft.document.text.split("\n"), 1):
        if _MOBILE.search(blanked(text)):
            yield number, "文章里不能写个人的手机号。"


@rule("typography")
def typography_is_chinese(draft: Draft) -> Iterator[Found]:
    """Punctuation is full-width between Chinese, without spaces around it and not doubled."""
    for line, text in [*_front_texts(draft), *_body_lines(draft)] if draft.is_chinese else []:
        plain = _LIST_MARK.sub("", _LINK.sub("", text))
        for pattern, message in _TYPOGRAPHY:
            found = pattern.search(plain.strip())
            if found:
                yield line, f"{message}（看“{plain.strip()[max(0, found.start() - 4) : found.end() + 4]}”）"


@rule("invisible")
def nothing_is_invisible(draft: Draft) -> Iterator[Found]:
    """No tabs and no characters that cannot be seen, as they come along from Word."""
    for number, text in enumerate(draft.document.text.split("\n"), 1):
        if _INVISIBLE.search(text):
            yield number, "这一行有看不见的字符（多半是从别处粘贴来的），请删掉重打。"


RULES = (
    parts_are_there, parts_are_known, parts_stand_in_order, parts_are_filled, nothing_stands_outside, short_is_short,
    short_is_plain, detail_headings_are_small, there_is_no_html, link_leads_to_an_article,
    no_link_leads_outside, broadcast_has_its_length, broadcast_sentences_are_short, broadcast_can_be_spoken,
    poster_is_one_line, danger_ends_with_whom_to_call, nothing_is_left_open, tone_is_right, no_false_promise_is_made,
    no_private_number_is_given, typography_is_chinese, nothing_is_invisible,
)  # fmt: skip


def _body_lines(draft: Draft) -> Iterator[tuple[int, str]]:
    lines = draft.document.text.split("\n")
    for number in range(draft.document.body_line, len(lines) + 1):
        yield number, lines[number - 1]


def _front_texts(draft: Draft) -> Iterator[tuple[int, str]]:
    yield draft.document.line_of("title"), draft.article.title
    questions = draft.document.fields.get("questions")
    for item in questions.items if questions else ():
        yield item.line, item.text


def _lone(text: str) -> str | None:
    # 亲 and 宝 are forms of address only at the start of what is said to somebody; 亲戚, 父亲, 宝贵 are ordinary words.
    found = _ADDRESS.search(text)
    return found.group(1) if found else None
