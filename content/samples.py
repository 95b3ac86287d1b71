"""Messages to calibrate on: wordings, each left out of its index, also told at length or misheard, and outside ones."""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from content.classifier import Wordings
from content.document import Value, read_text, read_yaml
from content.grams import syllable
from content.load import DEFAULT_ROOT
from content.model import Article, Problem
from content.normalize import Terms, bare
from content.registers import OUTSIDE_FILE

SEED = 20261124
ASKED_FOLDER = "asked"
BESIDE = "_outside.yml"
"""What people ask and the library does not answer: learnt from only, no message is compared with it."""
# Each wording left out needs an index of its own; what people ask who never saw the list teaches more.
LEFT_OUT_AT_MOST = 6
# The classifier learns from all of them; how sure it may be is told as well by some.
ASKED_AT_MOST = 25
TOGETHER = 15
PARTS = 5
WITH_ALL = -1


@dataclass(frozen=True)
class Beyond:
    """What is written beside the library for calibration: messages it cannot answer, wrapping, articles that agree."""

    messages: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    same: dict[str, frozenset[str]]


@dataclass(frozen=True)
class Sample:
    """A message, the article that answers it (None when none does), and what to leave out of the index for it.

    `part` is the part of all wordings that the classifier must not have learnt from, `WITH_ALL` where it may know all.
    """

    text: str
    article: Article | None
    left_out: str
    kind: str
    fold: int
    part: int


def load_outside(root: Path = DEFAULT_ROOT) -> Beyond:
    """The file of outside messages; raises ValueError when it cannot be read."""
    text = read_text(root / OUTSIDE_FILE, OUTSIDE_FILE)
    tree = text if isinstance(text, Problem) else read_yaml(text, OUTSIDE_FILE, max_events=20_000)
    if isinstance(tree, Problem):
        raise ValueError(str(tree))
    wrapping = tree.get("wrapping")
    same: dict[str, set[str]] = defaultdict(set)
    for group in tree.get("equivalents").items:
        for one in group.texts():
            same[one].update(group.texts())
    return Beyond(
        messages=tuple(text for group in tree.get("messages").entries.values() for text in group.texts()),
        before=wrapping.get("before").texts(),
        after=wrapping.get("after").texts(),
        same={one: frozenset(others) for one, others in same.items()},
    )


def load_asked(root: Path = DEFAULT_ROOT) -> dict[str, tuple[str, ...]]:
    """What people ask, by article, none of it in the article's own list; empty without the folder."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((root / ASKED_FOLDER).glob("[!_]*.yml")):
        for article_id, group in _tree(path).get("questions").entries.items():
            found[article_id] = group.texts()
    return found


def wordings(articles: Sequence[Article], asked: Mapping[str, Sequence[str]], beside: Sequence[str]) -> Wordings:
    """What there is to learn from: questions, titles, what people ask that is in no list, what nobody can answer."""
    return Wordings({one.id: (*one.questions, one.title, *asked.get(one.id, ())) for one in articles}, tuple(beside))


def wordings_of(articles: Sequence[Article], root: Path = DEFAULT_ROOT) -> Wordings:
    """The same of the articles given, with what the content folder has beside them.

    A folder without outside messages of its own has those of the starter library: there is always what nobody answers.
    """
    outside = load_outside(root if (root / OUTSIDE_FILE).is_file() else DEFAULT_ROOT)
    return wordings(articles, load_asked(root), (*outside.messages, *load_beside(root)))


def load_beside(root: Path = DEFAULT_ROOT) -> tuple[str, ...]:
    """What people ask that the library does not answer, kept out of what it compares with; empty without the file."""
    path = root / ASKED_FOLDER / BESIDE
    return _tree(path).get("messages").texts() if path.is_file() else ()


def _tree(path: Path) -> Value:
    text = read_text(path, path.name)
    tree = text if isinstance(text, Problem) else read_yaml(text, path.name, max_events=50_000)
    if isinstance(tree, Problem):
        raise ValueError(str(tree))
    return tree


def samples(
    articles: Sequence[Article],
    outside: Beyond,
    terms: Terms,
    folds: int = 5,
    asked: Mapping[str, Sequence[str]] | None = None,
    beside: Sequence[str] = (),
) -> list[Sample]:
    """All samples, the same ones each time; an article with all its variants lies in one fold."""
    chance = random.Random(SEED)  # noqa: S311
    published = [article for article in articles if article.status == "published" and article.is_answer]
    homophones = _homophones([question for article in published for question in article.questions])
    found: list[Sample] = []
    for number, article in enumerate(published):
        fold = number % folds
        theirs = (asked or {}).get(article.id, ())
        for text in chance.sample(theirs, min(len(theirs), ASKED_AT_MOST)):
            found.append(Sample(text, article, "", "asked", fold, part_of(text)))
        few = min(len(article.questions), LEFT_OUT_AT_MOST)
        for question in chance.sample(article.questions, few):
            part = part_of(question)
            found.append(Sample(question, article, question, "plain", fold, part))
            if chance.random() < 0.35:
                found.append(Sample(_wrapped(question, outside, chance), article, question, "long", fold, part))
            if chance.random() < 0.35:
                found.append(Sample(_misheard(question, homophones, chance), article, question, "misheard", fold, part))
            if chance.random() < 0.25 and (short := _keywords(question, terms)) != question:
                found.append(Sample(short, article, question, "short", fold, part))
            if chance.random() < 0.3:
                # Many people do ask nearly as somebody before them: here the wording stays in the index.
                found.append(Sample(_nearly(question, chance), article, "", "near", fold, WITH_ALL))
    for number, text in enumerate(outside.messages):
        part = part_of(text)
        found.append(Sample(text, None, text, "outside", number % folds, part))
        if chance.random() < 0.3:
            found.append(Sample(_wrapped(text, outside, chance), None, text, "outside-long", number % folds, part))
    # These stand in no index, so that nothing is left out for them.
    return [
        *found,
        *(Sample(text, None, "", "beside", number % folds, part_of(text)) for number, text in enumerate(beside)),
    ]


def part_of(text: str) -> int:
    """The part of all wordings in which this one lies, whatever else there is."""
    return zlib.crc32(bare(text).encode()) % PARTS


def without(article: Article, question: str) -> Article:
    """The article as if nobody had ever thought of this wording, nor of one that is the same."""
    kept = tuple(other for other in article.questions if bare(other) != bare(question))
    return replace(article, questions=kept, checksum=f"{article.checksum}-{bare(question)}")


def right(sample: Sample, article_id: str, outside: Beyond) -> bool:
    """True when this article answers the sample."""
    if sample.article is None:
        return False
    return article_id == sample.article.id or article_id in outside.same.get(sample.article.id, frozenset())


def _wrapped(text: str, outside: Beyond, chance: random.Random) -> str:
    return chance.choice(outside.before) + text + chance.choice(["", *outside.after])


def _nearly(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text))
    text = text[:place] + text[place + 1 :] if len(text) > 6 else text
    return chance.choice(["", "我想问下", "那个", "现在"]) + text + chance.choice(["", "哦", "呢", "，谢谢", "吗"])


def _homophones(texts: Sequence[str]) -> dict[str, list[str]]:
    by_sound: dict[str, set[str]] = defaultdict(set)
    for character in sorted(set("".join(texts))):
        if "\u3400" <= character <= "\u9fff":
            by_sound[syllable(character)].add(character)
    return {one: sorted(group - {one}) for group in by_sound.values() for one in group if len(group) > 1}


def _misheard(text: str, homophones: dict[str, list[str]], chance: random.Random) -> str:
    places = [place for place, character in enumerate(text) if character in homophones]
    letters = list(text)
    for place in chance.sample(places, min(len(places), 1 + len(text) // 7)):
        letters[place] = chance.choice(homophones[letters[place]])
    return "".join(letters)


def _keywords(text: str, terms: Terms) -> str:
    # How the impatient write: the things, without the asking.
    said = terms.apply(text)
    for word in (
        "能不能",
        "可不可以",
        "可以吗",
        "行不行",
        "怎么办",
        "怎么",
        "什么",
        "为什么",
        "要不要",
        "会不会",
        "吗",
        "我",
        "了",
    ):
        said = said.replace(word, "")
    return said if len(said) >= 4 else text


def by_left_out(
    found: Sequence[Sample],
) -> Iterator[tuple[Article | None, tuple[str, ...], int, list[Sample]]]:
    """The samples in groups that share one index: the same article without the same wording, or without some messages.

    All of a group lie in one part. Outside messages are left out a few at a time: each such index is made from the
    ground up, and one message says little about another.
    """
    places: dict[int, dict[str, int]] = defaultdict(dict)
    for one in found:
        if not one.article and one.left_out:
            places[one.part].setdefault(one.left_out, len(places[one.part]))
    groups: dict[tuple[str, str, int, int], list[Sample]] = defaultdict(list)
    for one in found:
        if one.article or not one.left_out:
            groups[(one.article.id if one.article else "", one.left_out, 0, one.part)].append(one)
        else:
            groups[("", "", 1 + places[one.part][one.left_out] // TOGETHER, one.part)].append(one)
    for group in groups.values():
        left_out = tuple(sorted({sample.left_out for sample in group if sample.left_out}))
        yield group[0].article, left_out, group[0].part, group
