"""Recognising that somebody is in danger now, before anything else is asked of the message."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from content.normalize import bare

# The rules are bounded patterns, but no message needs to be read further than this to see a cry for help.
READ_AT_MOST = 1_000
# A sentence that only goes on with a danger is short; a long one says everything itself.
_GOES_ON_AT_MOST = 40
# What only asks on about a danger is shorter still: 我要不要去拉他.
_ASKS_ON_AT_MOST = 30
_KEPT_WORDS = 60
MESSAGES_KEPT = 256
"""A message is listened to several times on its way; hundreds of patterns need to be tried only once."""
# Sichuan speech ends a finished action in any of these where Mandarin says 了; the patterns only write 了.
_FINISHED = str.maketrans("咯哒啰", "了了了")
# What stands between two marks or spaces is one clause; speech has none and is one clause altogether.
_BETWEEN_CLAUSES = re.compile(r"[^\w\u3400-\u9fff]+")
IN_EARNEST = frozenset(("despair",))
"""Who says that he wants to die and laughs, or books a visit beside it, is believed."""


@dataclass(frozen=True)
class EmergencyRule:
    """One kind of danger: what people say then, what it must not be mistaken for, whom to call.

    `himself` is said instead where the words of `of_himself` show that the one in danger writes; `stay` is what counts
    until help comes, `over` what counts when it is past.
    """

    kind: str
    title: str
    article_id: str
    dial: tuple[str, ...]
    reply: str
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...] = ()
    line: int = 1
    himself: str = ""
    of_himself: tuple[re.Pattern[str], ...] = ()
    stay: tuple[str, ...] = ()
    over: str = ""


@dataclass(frozen=True)
class Afterwards:
    """One thing people say after a danger (the call is made, nobody answers), and what stands around `stay` then.

    Empty `kinds` are all; `remaining` is said where numbers are left to call.
    """

    lines: tuple[str, ...] = ()
    remaining: str = ""
    closing: str = ""
    kinds: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()
    unless: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True, eq=False)
class EmergencyRules:
    """All kinds, the more dangerous advice first; the same only as themselves, so that what they hear can be kept."""

    kinds: tuple[EmergencyRule, ...] = ()
    only_feared: tuple[re.Pattern[str], ...] = ()
    unless_everywhere: tuple[re.Pattern[str], ...] = ()
    unless_in_clause: tuple[re.Pattern[str], ...] = ()
    laughter: tuple[re.Pattern[str], ...] = ()
    beside: tuple[re.Pattern[str], ...] = ()
    everyday: tuple[re.Pattern[str], ...] = ()
    misheard: tuple[tuple[str, str], ...] = ()
    goes_on: tuple[re.Pattern[str], ...] = ()
    acts: tuple[re.Pattern[str], ...] = ()
    asks_on: tuple[re.Pattern[str], ...] = ()
    other_matter: tuple[re.Pattern[str], ...] = ()
    own_way: tuple[re.Pattern[str], ...] = ()
    harmless: tuple[re.Pattern[str], ...] = ()
    after: Mapping[str, Afterwards] = field(default_factory=dict)
    after_shock: Mapping[str, tuple[re.Pattern[str], ...]] = field(default_factory=dict)

    def of_kind(self, kind: str) -> Emergency | None:
        """What is said to a danger of this kind; None for a kind no rule has."""
        rule = next((one for one in self.kinds if one.kind == kind), None)
        return Emergency(rule.kind, rule.article_id, rule.dial, rule.reply) if rule else None


@dataclass(frozen=True)
class Emergency:
    """What a recognised emergency is answered with, at once and word for word, and what it was recognised by.

    `by` is a rule, with the words it heard; a likeness, with the probability `sure`; or what was told `before`.
    """

    kind: str
    article_id: str
    dial: tuple[str, ...]
    reply: str
    by: Literal["rule", "likeness", "before"] = field(default="rule", compare=False)
    words: str = field(default="", compare=False)
    sure: float = field(default=0.0, compare=False)

    def kept(self) -> dict[str, Any]:
        """By what it was recognised, as it is kept with the answer."""
        told = {"kind": self.kind, "by": self.by, "words": self.words[:_KEPT_WORDS], "sure": round(self.sure, 4)}
        return {name: value for name, value in told.items() if value}


@lru_cache(maxsize=MESSAGES_KEPT)
def detect(text: str, rules: EmergencyRules) -> Emergency | None:
    """The first kind of danger the message speaks of, or None; takes the message as it was typed."""
    for piece in _ends(text):
        said = _as_meant(piece, rules)
        if not said or _any(rules.unless_everywhere, said):
            continue
        earnest = _without(rules.laughter, said)
        if _any(rules.unless_in_clause, earnest):
            continue
        found = _first(earnest, earnest, rules)
        if found is not None and (earnest == said or found.kind in IN_EARNEST):
            return found
    return None


def detect_beside(text: str, rules: EmergencyRules) -> tuple[Emergency, list[str]] | None:
    """The danger named beside another matter, and the clauses that name it: 我娃儿遭电了 of 我要约检查，我娃儿遭电了.

    A booking, a price or an examination takes away what is said in its own clause, and nothing of the others.
    None where no other matter stands beside, or all of it only talks of a danger.
    """
    for piece in _ends(text):
        whole = _as_meant(piece, rules)
        if not whole or _any(rules.unless_everywhere, whole):
            continue
        said = [_without(rules.laughter, _as_meant(clause, rules)) for clause in clauses_of(piece)]
        clauses = [_without(rules.beside, clause) for clause in said]
        kept = [clause for clause in clauses if clause and not _any(rules.unless_in_clause, clause)]
        named = "".join(kept)
        found = None if named == whole else _first(named, "".join(clauses), rules)
        if found is not None:
            return found, kept
    return None


def clauses_of(text: str) -> list[str]:
    """What stands between the marks and spaces of a message, read from both ends where it is long."""
    return [clause for end in _ends(text) for clause in _BETWEEN_CLAUSES.split(end) if clause]


def without_everyday(text: str, rules: EmergencyRules) -> str:
    """The words without those of every day that sound like a danger: 打火机没得气了, 火气大得很, 累死了."""
    return _without(rules.everyday, text)


def _ends(text: str) -> tuple[str, str]:
    # People in danger write the cry last as often as first, so a long text is read from both ends.
    return text[:READ_AT_MOST], text[READ_AT_MOST:][-READ_AT_MOST:]


def _as_meant(piece: str, rules: EmergencyRules) -> str:
    said = bare(piece).translate(_FINISHED)
    for written, meant in rules.misheard:
        said = said.replace(written, meant)
    return without_everyday(said, rules)


def _first(said: str, whole: str, rules: EmergencyRules) -> Emergency | None:
    """The first kind that the words name and nothing in the whole speaks against."""
    # "Could it burn?" is not a fire, while what is said beside it may be one; so only the fear is taken out.
    said, whole = (_without(rules.only_feared, one) for one in (said, whole))
    for rule in rules.kinds:
        himself = _match(rule.of_himself, said)
        heard = himself or _match(rule.patterns, said)
        if heard and not _any(rule.unless, whole):
            reply = rule.himself if himself else rule.reply
            return Emergency(rule.kind, rule.article_id, rule.dial, reply, words=heard.group(0))
    return None


def _match(patterns: tuple[re.Pattern[str], ...], said: str) -> re.Match[str] | None:
    return next((found for pattern in patterns if (found := pattern.search(said))), None)


def _any(patterns: tuple[re.Pattern[str], ...], said: str) -> bool:
    return any(pattern.search(said) for pattern in patterns)


def _without(patterns: tuple[re.Pattern[str], ...], said: str) -> str:
    for pattern in patterns:
        said = pattern.sub("", said)
    return said


def spoken(text: str) -> str:
    """The words as the patterns read them: without punctuation, in simplified characters, 咯 as 了."""
    return bare(text[:READ_AT_MOST]).translate(_FINISHED)


def goes_on(text: str, rules: EmergencyRules) -> bool:
    """Whether a short message may be the end of a danger that began in the messages before it: 叫了一声就没声了."""
    said = spoken(text)
    return 0 < len(said) <= _GOES_ON_AT_MOST and any(pattern.search(said) for pattern in rules.goes_on)


def detect_after(text: str, before: Sequence[str], rules: EmergencyRules) -> Emergency | None:
    """The danger a message speaks of together with those before it, the oldest first; None where it adds none.

    Each earlier message is joined to it alone and then all together, so that one that speaks of something else hides
    nothing. Asks `goes_on` itself.
    """
    if not goes_on(text, rules):
        return None
    joined = [f"{earlier}，{text}" for earlier in before] + ["，".join([*before, text])]
    found = [emergency for one in joined if (emergency := detect(one, rules)) is not None]
    order = [rule.kind for rule in rules.kinds]
    return min(found, key=lambda emergency: order.index(emergency.kind), default=None)


def asks_on(text: str, rules: EmergencyRules) -> bool:
    """Whether a short message still speaks of a danger told before it: 咋个办, 快点来, 我要不要去拉他."""
    said = spoken(text)
    if not 0 < len(said) <= _ASKS_ON_AT_MOST or is_other_matter(text, rules):
        return False
    return any(pattern.search(said) for pattern in rules.asks_on)


def asked_of(kind: str, text: str, rules: EmergencyRules) -> Emergency | None:
    """What is said to a question about a danger of this kind: its own card, or that of a graver one the words name.

    有人触电 and then 怎么按: the card of resuscitation. None for a kind no rule has.
    """
    order = [rule.kind for rule in rules.kinds]
    if kind not in order:
        return None
    graver = detect(f"{rules.kinds[order.index(kind)].title}，{text}", rules)
    return graver if graver and order.index(graver.kind) < order.index(kind) else rules.of_kind(kind)


def is_other_matter(text: str, rules: EmergencyRules) -> bool:
    """Whether a message names what has nothing to do with a danger: 电费, 过户, 投诉."""
    said = bare(text[:READ_AT_MOST])
    return any(pattern.search(said) for pattern in rules.other_matter)


def has_own_way(text: str, rules: EmergencyRules) -> bool:
    """Whether a message is taken up otherwise: a hazard that is reported, somebody missing for days."""
    return _any(rules.own_way, spoken(text))


def is_talk_of(text: str, rules: EmergencyRules) -> bool:
    """Whether a message only talks of a danger: one of long ago, what an insurance pays, what is taught of it."""
    said = spoken(text)
    return any(_any(one, said) for one in (rules.unless_everywhere, rules.unless_in_clause, rules.laughter))


def is_dangerous_act(text: str, rules: EmergencyRules) -> bool:
    """Whether a message names something that kills whoever does it himself: 用竹竿把线挑开."""
    said = spoken(text)
    return any(pattern.search(said) for pattern in rules.acts)
