"""What speaks for fraud in a message that was pasted or is told: reviewed signs, never a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from content.document import Value, read_text, read_yaml
from content.model import Problem
from content.normalize import bare, clean
from content.registers import day_of

FILE = "fraud_signs.yml"
NUMBERS = frozenset(("95598", "96110", "110", "12398"))
"""The only numbers a check names, whatever stands in the message."""
TEXTS = ("found", "none", "open", "never", "now", "check", "gone", "code", "send")
READ_AT_MOST = 2_000
# A notice says who and what; 【通知】 alone is none.
_NOTICE_LENGTH, _LONG_NOTICE = 14, 24
_REQUEST_LENGTH = 24
_CATCHWORD = 6
_FORMAL = re.compile(r"【|尊敬的|亲爱的")
# In a long story one word that might be a sign is most often about something else.
_FEW_WORDS = 60

Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class Sign:
    """One thing in a message that speaks for fraud, and its explanation; `group` is what stewards are told of.

    `with_warnings` where its words look like a warning themselves: 不准告诉家人. `enough` where it speaks for fraud
    without another one beside it.
    """

    id: str
    group: str
    says: str
    patterns: Patterns
    unless: Patterns = ()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()
    line: int = 1
    with_warnings: bool = False
    enough: bool = True


@dataclass(frozen=True)
class FraudRules:
    """The signs in the order they are said, the texts of a reply by name, and how a message is recognised."""

    signs: tuple[Sign, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    forms: Mapping[str, Patterns] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    signed_off_by: str = ""
    review_due: date | None = None
    department: str = ""
    todo: str = ""

    @property
    def sample(self) -> bool:
        """True while nobody of the company has signed the texts."""
        return not self.signed_off_by

    def speaks(self, form: str, said: str) -> bool:
        """Whether a message that was `read` has words of this form: pasted, told, asks …"""
        return any(pattern.search(said) for pattern in self.forms.get(form, ()))


FORMS = (
    "pasted", "own_words", "requests", "asks", "told", "not_asked", "warnings",
    "money_gone", "not_gone", "cheated", "codes", "outage_notices",
)  # fmt: skip


def read(text: str) -> str:
    """The message as the patterns read it: half-width, simplified, lower case, without spaces; punctuation stays."""
    return clean(text[:READ_AT_MOST]).lower().replace(" ", "")


def signs_in(text: str, rules: FraudRules) -> tuple[Sign, ...]:
    """The signs that stand in a message, in the order of the file; what only warns of fraud has none."""
    whole = read(text)
    demands = whole
    for pattern in rules.forms.get("warnings", ()):
        demands = pattern.sub("。", demands)
    return tuple(sign for sign in rules.signs if _stands_in(sign, whole if sign.with_warnings else demands))


def is_notice(text: str, rules: FraudRules) -> bool:
    """Whether a message is, or holds, a notice that somebody else wrote: with a link, a sender in 【】, 尊敬的客户.

    Where a villager speaks beside it (我收到这个) only a link, a sender and 尊敬的 show that it was pasted.
    """
    said = read(text)
    if len(bare(text)) < _NOTICE_LENGTH or not rules.speaks("pasted", said):
        return False
    marked = rules.forms["pasted"][0].search(said) is not None or _FORMAL.search(said) is not None
    return marked or not rules.speaks("own_words", said)


def sounds_pasted(text: str, rules: FraudRules) -> bool:
    """Whether a message has no mark of a notice, and yet nothing in it is said as a villager says it.

    It must be long for that, or have two signs: 国家电网退费，加QQ群领200元.
    """
    least = _NOTICE_LENGTH if len(signs_in(text, rules)) > 1 else _LONG_NOTICE
    return len(bare(text)) >= least and not rules.speaks("own_words", read(text))


def requests_check(text: str, rules: FraudRules) -> bool:
    """Whether somebody asks to look whether a message or a call is genuine, and says nothing of what is in it."""
    said = read(text)
    short = len(bare(text)) <= _REQUEST_LENGTH
    return short and rules.speaks("requests", said) and not rules.speaks("not_asked", said)


def is_told(text: str, rules: FraudRules) -> bool:
    """Whether somebody tells of a message, a call or a person that wants something of them."""
    said = read(text)
    return rules.speaks("told", said) and not rules.speaks("not_asked", said)


def speaks_of_fraud(text: str, rules: FraudRules) -> bool:
    """Whether the words for it are there: 骗子, 诈骗, 上当."""
    said = read(text)
    return rules.speaks("cheated", said) and not rules.speaks("not_asked", said)


def are_enough(signs: Sequence[Sign], text: str, rules: FraudRules) -> bool:
    """Whether the signs of what is told speak for themselves: two, a strong one in few words, or beside 是不是真的."""
    strong = any(sign.enough for sign in signs) and len(bare(text)) <= _FEW_WORDS
    return len(signs) > 1 or (bool(signs) and (strong or rules.speaks("asks", read(text))))


def is_catchword(text: str, rules: FraudRules) -> bool:
    """Whether a message is nothing but a word for a swindle: 刷单返利, 孙子要钱."""
    return len(bare(text)) <= _CATCHWORD and any(sign.enough for sign in signs_in(text, rules))


def is_outage_notice(text: str, rules: FraudRules) -> bool:
    """Whether a message speaks of a power cut or its repair; without a sign it is no matter of fraud."""
    return rules.speaks("outage_notices", read(text))


def money_is_gone(text: str, rules: FraudRules) -> bool:
    """Whether the message says that money has been paid or taken."""
    said = read(text)
    return rules.speaks("money_gone", said) and not rules.speaks("not_gone", said)


def is_cheated(text: str, rules: FraudRules) -> bool:
    """Whether somebody tells that money went to a swindler, whatever he was told."""
    return money_is_gone(text, rules) and speaks_of_fraud(text, rules)


def holds_code(text: str, rules: FraudRules) -> bool:
    """Whether a one-time code stands in the message."""
    return rules.speaks("codes", read(text))


def load_fraud(path: Path, shown: str = FILE) -> tuple[FraudRules, list[Problem]]:
    """The rules of fraud_signs.yml and everything in it that cannot be used."""
    text = read_text(path, shown)
    tree = text if isinstance(text, Problem) else read_yaml(text, shown, max_events=10_000)
    if isinstance(tree, Problem):
        return FraudRules(), [tree]
    problems: list[Problem] = []
    reply, groups = tree.get("reply"), tree.get("groups")
    rules = FraudRules(
        signs=tuple(_sign(item, shown, problems) for item in tree.get("signs").items),
        texts={name: reply.get(name).text.strip() for name in TEXTS},
        groups={name: value.text.strip() for name, value in groups.entries.items()},
        facts=tree.get("facts").texts(),
        forms={name: _patterns(tree.get(name), shown, problems) for name in FORMS},
        lines={name: value.line for name, value in (*tree.entries.items(), *reply.entries.items())},
        signed_off_by=tree.get("signed_off_by").text.strip(),
        review_due=day_of(tree.get("review_due").text),
        department=tree.get("department").text.strip(),
        todo=tree.get("todo").text.strip(),
    )
    return rules, problems + list(_missing(rules, shown))


def _stands_in(sign: Sign, said: str) -> bool:
    return any(one.search(said) for one in sign.patterns) and not any(one.search(said) for one in sign.unless)


def _sign(item: Value, shown: str, problems: list[Problem]) -> Sign:
    return Sign(
        id=item.get("id").text.strip(),
        group=item.get("group").text.strip(),
        says=item.get("says").text.strip(),
        patterns=_patterns(item.get("patterns"), shown, problems),
        unless=_patterns(item.get("unless"), shown, problems),
        examples=item.get("examples").texts(),
        counterexamples=item.get("counterexamples").texts(),
        line=item.line,
        with_warnings=item.get("with_warnings").text == "true",
        enough=item.get("enough").text != "false",
    )


def _patterns(value: Value, shown: str, problems: list[Problem]) -> Patterns:
    compiled = []
    for item in value.items:
        try:
            compiled.append(re.compile(item.text))
        except (re.error, OverflowError, RecursionError):
            problems.append(Problem(shown, item.line, "pattern", "这一行的写法（正则表达式）不对，程序读不懂。"))
    return tuple(compiled)


def _missing(rules: FraudRules, shown: str) -> Iterator[Problem]:
    """What a check cannot do without."""
    if not rules.signs:
        yield Problem(shown, 1, "fraud-empty", "signs 里一处要当心的地方都没有写，防骗核对什么都找不出来。")
    for name in _empty(rules.texts.items()):
        message = f"reply 里必须有 {name}，而且不能空着。"
        yield Problem(shown, rules.lines.get("reply", 1), "fraud-text", message)
    for name in (name for name in FORMS if not rules.forms[name]):
        yield Problem(shown, rules.lines.get(name, 1), "fraud-form", f"{name} 里至少要有一条写法。")
    for sign in rules.signs:
        if not (sign.id and sign.says and sign.patterns):
            message = f"signs 里的“{sign.id or '没写 id 的一条'}”要有 id、says（怎么说）和 patterns（怎么认出来）。"
            yield Problem(shown, sign.line, "fraud-sign", message)


def _empty(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [name for name, text in pairs if not text]
