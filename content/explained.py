"""A trace in words: what a steward, an editor or the command line reads of why something was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import floor
from pathlib import Path
from typing import Any

import yaml

from content.distress import SURE
from content.trace import Candidate, Trace

WORDS = Path(__file__).parent / "explain.yml"
_LEAST = 0.005


@dataclass(frozen=True)
class Row:
    """One candidate: `percent` as it is read, `width` of its bar from 0 to 100, `wording` what it was found by."""

    id: str
    title: str
    percent: str
    width: float
    wording: str
    offered: bool


@dataclass(frozen=True)
class Explained:
    """What decided in one sentence, how the message was heard, the candidates, and the versions.

    `limit` is that of the first candidate for answering, as it is read, and `mark` the same as a place on its bar, from
    0 to 100; empty and None where a known wording decided.
    """

    headline: str
    lines: tuple[str, ...]
    rows: tuple[Row, ...]
    limit: str
    mark: float | None
    versions: str


def explained(trace: Trace) -> Explained:
    """The trace of a search in Chinese."""
    rows = tuple(_row(one, trace) for one in trace.candidates)
    limit, mark = (percent(trace.answer), round(trace.answer * 100, 1)) if trace.answer else ("", None)
    return Explained(_headline(trace), tuple(_lines(trace)), rows, limit, mark, _versions(trace))


def danger_told(kept: Mapping[str, Any], title: str) -> str:
    """By what a danger was recognised, in one sentence; `title` is what its kind is called."""
    words, by = _words()["danger"], kept.get("by", "rule")
    text: str = words[by]
    return text.format(
        title=title, words=kept.get("words", ""), sure=percent(kept.get("sure", 0.0), SURE), limit=percent(SURE)
    )


def danger_or_not(kept: Mapping[str, Any] | None, title: str = "") -> str:
    """The same before a search that was made all the same; None where no danger was heard."""
    words: dict[str, str] = _words()["danger"]
    return f"{danger_told(kept, title)}\n{words['otherwise']}" if kept else words["none"]


def percent(share: float, *limits: float) -> str:
    """A probability as people read it: whole, and finer where rounding would put it on a limit's other side."""
    if share < _LEAST:
        return str(_words()["less"])
    for digits in (0, 1, 2):
        shown = round(share * 100, digits)
        if all((shown >= round(limit * 100, digits)) == (share >= limit) for limit in limits):
            return f"{shown:.{digits}f}%"
    return f"{floor(share * 10_000) / 100:.2f}%"


def _headline(trace: Trace) -> str:
    words: dict[str, str] = _words()["headline"]
    if not trace.candidates:
        return words["nothing"]
    key: str = trace.known or trace.kind
    if trace.danger and key in ("answer", "suggest"):
        key += "_danger"
    if trace.kind == "suggest" and (trace.known or trace.score >= trace.answer):
        key = "further"  # sure of these words alone, which were said to go on from others
    if trace.kind == "suggest" and trace.reworded:
        key = "reworded"
    if trace.kind == "suggest" and not any(one.offered for one in trace.candidates):
        key = "told"  # all of it was said or offered before
    return words[key].format(
        title=trace.candidates[0].title,
        score=percent(trace.score, trace.answer),
        among=percent(trace.among, trace.suggest),
        limit=percent(trace.answer),
        suggest=percent(trace.suggest),
        reworded=trace.reworded,
    )


def _lines(trace: Trace) -> list[str]:
    words: dict[str, str] = _words()["heard"]
    lines = [words["text"].format(text=trace.text)] if trace.text else []
    if trace.words:
        pairs = words["between"].join(words["pair"].format(said=said, means=means) for said, means in trace.words)
        lines.append(words["words"].format(words=pairs))
    if trace.reworded:
        lines.append(words["reworded"].format(reworded=trace.reworded))
    if trace.sentence:
        lines.append(words["sentence"].format(sentence=trace.sentence))
    if trace.candidates and not trace.known:
        lines.append(words["vector" if trace.vector else "grams"])
    return lines


def _row(one: Candidate, trace: Trace) -> Row:
    words = _words()
    wording = words["wording"].format(wording=one.wording) if one.wording else words["of_text"]
    if one.version:
        wording = words["version"].format(wording=wording, number=one.version)
    shown = percent(one.score, trace.answer)
    return Row(one.id, one.title, shown, round(one.score * 100, 1), wording, one.offered)


def _versions(trace: Trace) -> str:
    words = _words()
    parts = [words["library"].format(number=trace.library)] if trace.library else []
    parts.append(words["calibration"].format(calibration=trace.calibration))
    return str(words["heard"]["between"]).join(parts)


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(WORDS.read_text("utf-8"))
    return read
