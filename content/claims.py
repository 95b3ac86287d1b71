"""Numbers that articles state, held against one another: what says 8 metres here must not say 5 there.

A claim is a number with the sentence around it. Two articles contradict each other when they say nearly the same with
another number. Nobody can be sure of that by letters alone, so what is found is a hint to look at both.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from content.grams import character_grams
from content.model import Article
from content.normalize import bare
from content.numbers import Quantity, measure, quantities
from content.postings import Postings, built

# Measured on the 143 articles of the starter library, 400 claims. Of 379 pairs of articles that give one number in one
# unit every fourth is above this, being worded alike; with different numbers none is, the nearest being at 0.48
# (未满8岁的孩子, 不满14岁的孩子), then 0.40 (fines for two things in one sentence).
ALIKE = 0.55
# Shorter ones say too little: 严重的，拘留…以下 and 还可以罚…以下 stand in many articles, about many things.
LONG_ENOUGH = 9
# A shorter clause counts when at least so many articles give one and the same number there (离断点至少8米: ten do).
AGREED = 3
CLAUSE_LONG_ENOUGH = 5

# In these people are told how far, how much, how long, how strong; 月, 点, 条 and the like number things.
_UNITS = frozenset((
    "米", "千米", "厘米", "毫米", "平方毫米", "平方千米", "公顷", "元", "度", "千克", "秒", "分钟", "小时", "日",
    "工作日", "个月", "年", "岁", "次", "倍", "%", "‰", "伏", "千伏", "瓦", "千瓦", "毫安",
    "丈", "尺", "里", "斤", "亩",
))  # fmt: skip
_FIRST_CALENDAR_YEAR = 1900
_SENTENCE = re.compile(r"[^。！？；\n]+")
_CLAUSE = re.compile(r"[^，：,]+")


@dataclass(frozen=True)
class Claim:
    """A number an article states, as it is said, with its sentence; and what is said without the number.

    `whole` is the sentence without its numbers, `clause` the part between commas, `near` that and the one before it.
    Hours are held as minutes, so that half an hour and 20 minutes are seen to differ.
    """

    article: Article
    value: Decimal
    unit: str
    said: str
    sentence: str
    whole: str
    near: str
    clause: str


@dataclass(frozen=True)
class Contradiction:
    """Two claims that are alike but for their numbers, and how much from 0 to 1."""

    own: Claim
    other: Claim
    score: float


@dataclass(frozen=True)
class Claims:
    """The claims of many articles prepared for being compared with; frozen, so that threads may share it."""

    claims: tuple[Claim, ...]
    wholes: Postings
    nears: Postings
    by_clause: Mapping[tuple[str, str], tuple[Claim, ...]]
    by_article: Mapping[str, frozenset[tuple[str, Decimal]]]

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Claims:
        """What the articles claim; the retired claim nothing any more."""
        articles = [article for article in articles if article.status != "retired"]
        owned = [list(claims_of(article)) for article in articles]
        claims = tuple(claim for own in owned for claim in own)
        places = np.repeat(np.arange(len(articles)), [len(own) for own in owned]).astype(np.int64)
        by_clause: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in claims:
            by_clause[claim.clause, claim.unit].append(claim)
        return cls(
            claims=claims,
            wholes=built([character_grams(claim.whole) for claim in claims], places, len(articles)),
            nears=built([character_grams(claim.near) for claim in claims], places, len(articles)),
            by_clause={key: tuple(found) for key, found in by_clause.items()},
            by_article={article.id: _numbers(own) for article, own in zip(articles, owned, strict=True)},
        )


def claims_of(article: Article) -> Iterator[Claim]:
    """What an article claims in numbers of measure; dates, clock times and bare numbers are no claims."""
    for part in (article.short, article.detail, article.broadcast, article.poster):
        for match in _SENTENCE.finditer(part):
            sentence = match.group(0)
            found = quantities(sentence)
            blank = _without(sentence, found)
            clauses = [clause.span() for clause in _CLAUSE.finditer(sentence)]
            for number in found:
                if not _measures(number, sentence):
                    continue
                place = next(place for place, (_, end) in enumerate(clauses) if number.start < end)
                begin, end = clauses[place]
                before = clauses[max(0, place - 1)][0]
                texts = (bare(text) for text in (blank, blank[before:end], blank[begin:end]))
                yield Claim(article, *measure(number), number.said, sentence.strip("- "), *texts)


def contradictions(draft: Article, claims: Claims) -> list[Contradiction]:
    """Where the draft and another article say the same with another number, the most alike first."""
    own = list(claims_of(draft)) if draft.status != "retired" else []
    here = _numbers(own)
    best: dict[tuple[str, str, Decimal, Decimal], Contradiction] = {}
    for mine in own:
        for other, score in _alike(mine, claims):
            # Who says both numbers tells of two cases (5 days without a line to build, 15 with one).
            if (mine.unit, other.value) in here or (mine.unit, mine.value) in claims.by_article[other.article.id]:
                continue
            key = (other.article.id, mine.unit, mine.value, other.value)
            if key not in best or score > best[key].score:
                best[key] = Contradiction(mine, other, score)
    return sorted(best.values(), key=lambda pair: -pair.score)


def _alike(mine: Claim, claims: Claims) -> Iterator[tuple[Claim, float]]:
    for text, postings in ((mine.whole, claims.wholes), (mine.near, claims.nears)):
        cosine = postings.match(character_grams(text)).cosine if len(text) >= LONG_ENOUGH else np.zeros(0)
        for row in np.flatnonzero(cosine >= ALIKE):
            other = claims.claims[row]
            theirs = other.whole if postings is claims.wholes else other.near
            if len(theirs) >= LONG_ENOUGH and _differ(mine, other):
                yield other, min(1.0, float(cosine[row]))
    others = [one for one in claims.by_clause.get((mine.clause, mine.unit), ()) if one.article.id != mine.article.id]
    agreed = len({one.value for one in others}) == 1 and len({one.article.id for one in others}) >= AGREED
    if agreed and len(mine.clause) >= CLAUSE_LONG_ENOUGH and _differ(mine, others[0]):
        yield others[0], 1.0


def _differ(mine: Claim, other: Claim) -> bool:
    return other.article.id != mine.article.id and other.unit == mine.unit and other.value != mine.value


def _numbers(claims: Iterable[Claim]) -> frozenset[tuple[str, Decimal]]:
    return frozenset((claim.unit, claim.value) for claim in claims)


def _without(sentence: str, numbers: Sequence[Quantity]) -> str:
    """The sentence with a gap, as long as it was, for every number with its unit."""
    for number in numbers:
        sentence = sentence[: number.start] + " " * len(number.said) + sentence[number.start + len(number.said) :]
    return sentence


def _measures(number: Quantity, sentence: str) -> bool:
    if number.unit not in _UNITS:
        return False
    day_of_month = number.unit == "日" and (number.said.endswith("号") or sentence[: number.start].endswith("月"))
    calendar_year = number.unit == "年" and number.value >= _FIRST_CALENDAR_YEAR
    # An ISO date is one text of three numbers.
    return not (day_of_month or calendar_year or "-" in number.said)
