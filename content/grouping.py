"""Wordings that ask the same, put together: by their characters, without a model, the same every time."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from content.grams import Floats, character_grams
from content.normalize import Terms, normalize
from content.postings import built

# Tried on wordings of villagers: above 0.25 one question falls apart, below 0.15 different ones come together.
ALIKE = 0.2
# As many unseen questions are thought beside the given ones, or two alike would make each other's words common.
_BESIDE = 500
# Every question has these, so they say nothing of what is asked.
_PARTICLES = re.compile(
    r"怎么办|怎么样|怎么|什么|可以|多少钱|多少|哪里|哪个|[的了吗呢啊吧嘛哦噻哈呀着嗦哇么呗啦我你他她您就都也]"
)


def form_of(text: str, terms: Terms) -> str:
    """A wording as it is compared: dialect as Mandarin, without greetings and particles."""
    form = terms.without_fillers(normalize(text, terms))
    return _PARTICLES.sub("", form) or form


def alike(forms: Sequence[str], counts: Sequence[int], least: float = ALIKE) -> list[list[int]]:
    """The places of wordings grouped by likeness, in each group first the one most like all its others.

    Groups are joined by the mean likeness between their wordings, the likest first. `counts` says how often each was
    said: what is said more often weighs more when the group's first is chosen.
    """
    if not forms:
        return []
    likeness = _likeness(forms)
    groups = _joined(likeness.copy(), least)
    return [_middle_first(group, likeness, counts) for group in groups]


def _likeness(forms: Sequence[str]) -> Floats:
    """The cosine of every wording with every other."""
    grams = [character_grams(form) for form in forms]
    postings = built(grams, np.arange(len(forms), dtype=np.int64), len(forms) + _BESIDE)
    rows: Floats = np.stack([postings.match(one).cosine for one in grams]).astype(np.float32)
    np.fill_diagonal(rows, 0.0)
    return rows


def _joined(near: Floats, least: float) -> list[list[int]]:
    """Average linkage by chains of nearest neighbours: a few thousand row operations instead of n³ comparisons."""
    members = {place: [place] for place in range(len(near))}
    sizes: npt.NDArray[np.float32] = np.ones(len(near), np.float32)
    finished: list[list[int]] = []
    chain: list[int] = []
    while members:
        if not chain:
            chain.append(min(members))
        top = chain[-1]
        best = int(np.argmax(near[top]))
        before = chain[-2] if len(chain) > 1 else -1
        # Among equals the one we came from, else a chain could go round.
        if before >= 0 and near[top, before] >= near[top, best]:
            best = before
        if near[top, best] < least:
            # Whatever the others do, a mean never rises above its parts: this group is complete.
            finished.append(sorted(members.pop(top)))
            near[top, :] = near[:, top] = -1.0
            chain.clear()
            continue
        if best != before:
            chain.append(best)
            continue
        keep, gone = min(top, best), max(top, best)
        total = sizes[keep] + sizes[gone]
        row = np.where(near[keep] < 0, -1.0, (near[keep] * sizes[keep] + near[gone] * sizes[gone]) / total)
        near[keep, :] = near[:, keep] = row
        near[gone, :] = near[:, gone] = -1.0
        near[keep, keep] = -1.0
        sizes[keep] = total
        members[keep] += members.pop(gone)
        del chain[-2:]
    return sorted(finished)


def _middle_first(group: list[int], likeness: Floats, counts: Sequence[int]) -> list[int]:
    weights = np.array([counts[place] for place in group], np.float32)
    mean = likeness[np.ix_(group, group)] @ weights + weights  # a wording is wholly like itself
    middle = group[int(np.argmax(mean))]
    return [middle, *(place for place in group if place != middle)]
