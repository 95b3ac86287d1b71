"""What is counted of a system, over all messages and over any part of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from proofs.evaluation.asked import Asked
from proofs.evaluation.counting import Share, share
from proofs.evaluation.systems import Given

Pair = tuple[Asked, Given]
MEASURES: dict[str, str] = {
    "hit_at_1": "排第一的就是对的（库里有答案的问题）",
    "hit_at_3": "前三个里有对的",
    "answered": "直接答对了（一字不差地给出对的答复）",
    "wrong": "答错了（给了不相干的答复；最坏的一种）",
    "answered_partly": "库里只答得上一半的，给的也是那一半",
    "refused": "库里没有的，老实说没有",
    "wrong_outside": "库里没有的、只答得上一半的，却给了不相干的答复",
    "heard": "险情听出来了，给了先做啥子的卡片",
    "warned": "险情听出来了，至少给了救命的电话",
    "false_alarm": "不是险情，却给了险情的卡片",
    "false_numbers": "不是险情，答复前头多了一行救命的电话",
}


@dataclass(frozen=True)
class Figures:
    """The measures of one system over some messages, by the names in MEASURES."""

    shares: dict[str, Share]


def figures(pairs: Sequence[Pair]) -> Figures:
    """Count everything over these messages."""
    known = _of(pairs, lambda one: one.kind == "question" and bool(one.articles))
    unknown = _of(pairs, lambda one: one.kind == "outside")
    halfway = _of(pairs, lambda one: one.kind == "question" and not one.articles)
    danger = _of(pairs, lambda one: one.kind == "emergency")
    calm = _of(pairs, lambda one: one.kind != "emergency" and not one.doubtful)
    return Figures(
        {
            "hit_at_1": share(known, lambda pair: pair[1].ranked[:1] != () and pair[1].ranked[0] in pair[0].articles),
            "hit_at_3": share(known, lambda pair: bool(set(pair[1].ranked) & set(pair[0].articles))),
            "answered": share(known, is_right),
            "wrong": share(known, is_wrong),
            "answered_partly": share(halfway, lambda pair: bool(pair[1].answered) and not is_wrong(pair)),
            "refused": share(unknown, lambda pair: pair[1].refused),
            "wrong_outside": share([*unknown, *halfway], is_wrong),
            "heard": share(danger, lambda pair: pair[1].warned == "card"),
            "warned": share(danger, lambda pair: pair[1].warned != ""),
            "false_alarm": share(calm, lambda pair: pair[1].warned == "card"),
            "false_numbers": share(calm, lambda pair: pair[1].warned == "numbers"),
        }
    )


def is_right(pair: Pair) -> bool:
    """Whether the answer given answers the message."""
    return bool(pair[1].answered) and pair[1].answered in pair[0].articles


def is_wrong(pair: Pair) -> bool:
    """Whether an answer was given that has nothing to do with it."""
    return bool(pair[1].answered) and pair[1].answered not in (*pair[0].articles, *pair[0].partly)


@dataclass(frozen=True)
class Bin:
    """Messages of about the same score: how many, what the scores say, how often the first was right."""

    of: int
    said: float
    was: float


def reliability(pairs: Sequence[Pair], bins: int = 10) -> list[Bin]:
    """How far the scores hold, over questions that have an answer and what lies outside; empty bins are left out."""
    told = [
        (pair[1].score, pair[1].ranked[:1] != () and pair[1].ranked[0] in pair[0].articles)
        for pair in _of(pairs, lambda one: one.kind == "outside" or (one.kind == "question" and bool(one.articles)))
        if pair[1].score is not None
    ]
    found = []
    for number in range(bins):
        inside = [(score, right) for score, right in told if min(int(score * bins), bins - 1) == number]
        if inside:
            count = len(inside)
            found.append(Bin(count, sum(s for s, _ in inside) / count, sum(r for _, r in inside) / count))
    return found


def confusions(pairs: Sequence[Pair], most: int = 25) -> list[tuple[str, str, int]]:
    """Which article was ranked before the one that was meant, and how often, most often first."""
    counts: dict[tuple[str, str], int] = {}
    for asked, given in _of(pairs, lambda one: one.kind == "question" and bool(one.articles)):
        if given.ranked and given.ranked[0] not in asked.articles:
            key = (asked.articles[0], given.ranked[0])
            counts[key] = counts.get(key, 0) + 1
    return sorted(((a, b, n) for (a, b), n in counts.items()), key=lambda one: (-one[2], one[0], one[1]))[:most]


def _of(pairs: Sequence[Pair], holds: Callable[[Asked], bool]) -> list[Pair]:
    return [pair for pair in pairs if holds(pair[0])]
