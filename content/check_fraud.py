"""Checks over the signs of fraud: each finds its examples, and no text names a number, a link or a culprit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.fraud import FILE, NUMBERS, FraudRules, signs_in
from content.load import Library
from content.model import Problem

FEWEST = 2
LONGEST_SIGN = 60
_NUMBER = re.compile(r"\d{3,}")
_LINK = re.compile(r"https?:|www\.|[a-z0-9-]+\.(?:com|cn|net|top|gov)", re.IGNORECASE)
# 这是诈骗 judges somebody; 骗人常用的说法 does not.
_VERDICT = re.compile(r"(?:这|他|她|对方|它|肯定|一定)(?:就|都|一定|肯定|绝对)?是个?(?:诈骗|骗子|骗局|骗人|假的|真的)")


def fraud_rules_are_sound(library: Library) -> Iterator[Problem]:
    """The file of signs does what its examples say, and its texts keep what a check promises."""
    rules = library.fraud
    if not (library.root / FILE).is_file():
        return  # the folder is older than the check, and is served with our signs
    yield from _signs_are_sound(rules)
    yield from _texts_are_sound(rules)
    for number in rules.facts:
        fact = library.facts.get(number)
        if fact is None or not fact.confirmed:
            message = f"依据 {number} 在事实登记里没有，或者还没核实（C）。"
            yield Problem(FILE, rules.lines.get("facts", 1), "fraud-fact", message)


def _signs_are_sound(rules: FraudRules) -> Iterator[Problem]:
    seen: set[str] = set()
    for sign in rules.signs:
        if sign.id in seen:
            yield Problem(FILE, sign.line, "fraud-sign", f"“{sign.id}”写了两次，留一个。")
        seen.add(sign.id)
        if sign.group not in rules.groups:
            yield Problem(FILE, sign.line, "fraud-group", f"“{sign.id}”的 group“{sign.group}”在 groups 里没有。")
        if len(sign.says) > LONGEST_SIGN:
            message = f"“{sign.id}”的 says 有 {len(sign.says)} 个字，最多 {LONGEST_SIGN} 个。"
            yield Problem(FILE, sign.line, "fraud-sign", message)
        if len(sign.examples) < FEWEST or not sign.counterexamples:
            message = f"“{sign.id}”至少要有 {FEWEST} 个 examples（要找出来的）和 1 个 counterexamples（不能算的）。"
            yield Problem(FILE, sign.line, "fraud-examples", message)
        for text in sign.examples:
            if sign not in signs_in(text, rules):
                yield Problem(FILE, sign.line, "fraud-example", f"“{sign.id}”没有认出自己的例子“{text}”。")
        for text in sign.counterexamples:
            if sign in signs_in(text, rules):
                yield Problem(FILE, sign.line, "fraud-example", f"“{sign.id}”把“{text}”也算上了，这句不该算。")


def _texts_are_sound(rules: FraudRules) -> Iterator[Problem]:
    texts = [(name, text, rules.lines.get(name, 1)) for name, text in rules.texts.items()]
    texts += [(sign.id, sign.says, sign.line) for sign in rules.signs]
    texts += [(name, text, rules.lines.get("groups", 1)) for name, text in rules.groups.items()]
    for name, text, line in texts:
        for number in _NUMBER.findall(text):
            if number not in NUMBERS:
                allowed = "、".join(sorted(NUMBERS))
                yield Problem(FILE, line, "fraud-number", f"“{name}”里有号码 {number}，这里只能写 {allowed}。")
        if _LINK.search(text):
            yield Problem(FILE, line, "fraud-link", f"“{name}”里有网址，这里不能写任何链接。")
        if _VERDICT.search(text):
            message = f"“{name}”断定了真假，只能说哪里要当心、怎么核实。"
            yield Problem(FILE, line, "fraud-verdict", message)
