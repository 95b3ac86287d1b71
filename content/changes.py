"""What changed between two versions of an article, and what its numbers rest on: what a reviewer has to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from content.audience import LANGUAGES, ROLES
from content.document import PARTS
from content.media import described
from content.model import Article, Fact
from content.numbers import backed, hotlines, quantities
from content.reading import read_sentences, sentences
from content.registers import Registers
from content.render import media_in

_CONTEXT = 2
_DETAIL, PLACES = "详解", "哪些村"
ONLY_LOOKS = "（字没有变，只是小标题、加重、分段这些样子变了）"


@dataclass(frozen=True)
class Changed:
    """Sentences of one part that went and that came in their place; both empty never stands here."""

    part: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Stated:
    """A number people read or hear, the sentences it stands in with their parts, and the cited facts that state it."""

    said: str
    sentences: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class ShownMedium:
    """A picture, sound or video of a draft with what is said of it."""

    name: str
    said: str
    new: bool


@dataclass(frozen=True)
class DiffLine:
    """A line of two texts laid side by side: kind is `same`, `gone`, `new`, or `skipped` for lines left out."""

    kind: str
    text: str


def changed_sentences(before: Article | None, after: Article) -> list[Changed]:
    """What changed, part by part; against nothing, everything is new."""
    found: list[Changed] = []
    for part, new in _parts(after):
        old = dict(_parts(before)).get(part, []) if before else []
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        for kind, first, last, begin, end in matcher.get_opcodes():
            if kind != "equal":
                found.append(Changed(part, tuple(old[first:last]), tuple(new[begin:end])))
    looks = before is not None and before.detail.split() != after.detail.split()
    if looks and not any(one.part == _DETAIL for one in found):
        found.append(Changed(_DETAIL, (), (ONLY_LOOKS,)))
    return found


def stated_numbers(article: Article, registers: Registers) -> list[Stated]:
    """Every number of what people read or hear, each once in the order it comes, with the cited facts that state it."""
    cited = [registers.facts[number] for number in article.facts if number in registers.facts]
    where: dict[str, list[tuple[str, str]]] = {}
    facts: dict[str, tuple[Fact, ...]] = {}
    for part, sentence in _spoken(article):
        named = hotlines(sentence)
        lines, places = {line for line, _place in named}, {place for _line, place in named}
        for line in sorted(lines, key=sentence.index):
            # 95598 stands in many facts; what a telephone number is for is said in those of group 1.
            known = [fact for fact in cited if line in {number for number, _at in hotlines(fact.text)}]
            own = [fact for fact in known if fact.number.startswith("1.")]
            facts.setdefault(line, tuple(own or known))
            where.setdefault(line, []).append((part, sentence))
        for quantity in quantities(sentence):
            # 95598来 in “打95598来人看” is the telephone number, whatever measure its last character could be.
            if quantity.start not in places:
                known = [fact for fact in cited if backed(quantity, quantities(f"{fact.text}\n{fact.basis}"))]
                facts[quantity.said] = facts.get(quantity.said) or tuple(known)
                where.setdefault(quantity.said, []).append((part, sentence))
    return [Stated(said, tuple(dict.fromkeys(found)), facts[said]) for said, found in where.items()]


def shown_media(live: Article | None, draft: Article) -> list[ShownMedium]:
    """The media of a draft, those first that villagers do not see yet."""
    known = {name for _line, _said, name in media_in(live.detail)} if live is not None else set()
    shown = {name: said for _line, said, name in media_in(draft.detail)}
    return [
        ShownMedium(name, said, is_new)
        for is_new in (True, False)
        for name, said in shown.items()
        if (name not in known) == is_new
    ]


def line_diff(before: str, after: str) -> list[DiffLine]:
    """Two texts line by line, with two lines around each change and the rest left out."""
    old, new = before.split("\n"), after.split("\n")
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[DiffLine] = []
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind == "equal":
            found += _around(old[first:last], leads=bool(found), follows=last < len(old) or end < len(new))
            continue
        found += [DiffLine("gone", line) for line in old[first:last]]
        found += [DiffLine("new", line) for line in new[begin:end]]
    return found if any(line.kind in ("gone", "new") for line in found) else []


def _around(lines: Sequence[str], leads: bool, follows: bool) -> Iterator[DiffLine]:
    head, tail = _CONTEXT if leads else 0, _CONTEXT if follows else 0
    if len(lines) <= head + tail + 1:
        yield from (DiffLine("same", line) for line in lines)
        return
    yield from (DiffLine("same", line) for line in lines[:head])
    yield DiffLine("skipped", str(len(lines) - head - tail))
    yield from (DiffLine("same", line) for line in lines[len(lines) - tail :] if tail)


def _parts(article: Article) -> list[tuple[str, list[str]]]:
    return [
        ("标题", [article.title]),
        ("问法", list(article.questions)),
        ("简答", sentences(article.short)),
        (_DETAIL, read_sentences(described(article.detail))),
        ("图、声音、视频", [f"{said}（{name[:8]}）" for _line, said, name in media_in(article.detail)]),
        ("广播稿", sentences(article.broadcast)),
        ("海报", sentences(article.poster)),
        ("依据", [f"{source.title}（{source.number}）{source.article}" for source in article.sources]),
        ("事实", list(article.facts)),
        (PLACES, list(article.villages)),
        ("季节", [f"{month}月" for month in article.season]),
        ("给谁看", [ROLES.get(article.role, article.role)]),
        ("语言", [LANGUAGES.get(article.language, article.language), article.version_of]),
        ("有效期", [f"{article.valid_from or ''}—{article.valid_until or ''}"]),
        ("危险", ["是" if article.danger else "否"]),
    ]


def _spoken(article: Article) -> Iterator[tuple[str, str]]:
    for part, said in _parts(article):
        if part in PARTS:
            yield from ((part, sentence) for sentence in said)
