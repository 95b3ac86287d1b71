"""What people and machines type that is no question: signs, control characters, attacks, endless text."""

import random

PIECES = [
    "😀👨‍👩‍👧‍👦🇨🇳", "\x00\x01\x07\x1b[31m", "' OR 1=1; DROP TABLE inbox; --", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
    "&lt;b&gt;", "{{ 7*7 }}${7*7}", "%s%n%x", "../../etc/passwd", "\u202e\u200b\ufeff", "\ud83d", "A" * 500,
    "停电了", "咋个办", "/restart", "/session_start", "/affirm{\"a\": 1}", "｜／＜＞", "\r\n\r\nSet-Cookie: a=b",
    "𠮷𪚥",
    "ก็็็็็็็", "null", "[]", "true", "高压线", " ", "\t\n", "9" * 40, "http://evil.example/?q=<a>",
]  # fmt: skip


def rough(seed: int) -> str:
    """One such message, the same for the same number."""
    dice = random.Random(seed)
    text = "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 8)))
    return text * dice.choice((1, 1, 1, 1, 40)) if seed % 50 else text + "长" * 10_000
