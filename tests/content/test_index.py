"""The index is rebuilt from what changed only, and is the same as one built anew."""

from dataclasses import replace
from datetime import date

import numpy as np

from content.index import Index
from content.load import Library
from content.model import Article
from content.vectors import VectorStore
from tests.content.test_vectors import CountingEmbedder


def same(one: Index, other: Index) -> bool:
    pairs = ((one.characters, other.characters), (one.sounds, other.sounds))
    return one.row_wordings == other.row_wordings and all(
        np.array_equal(left.pieces, right.pieces)
        and np.array_equal(left.starts, right.starts)
        and np.array_equal(left.rows, right.rows)
        and np.array_equal(left.frequency, right.frequency)
        and np.allclose(left.weights, right.weights)
        and np.allclose(left.idf, right.idf)
        for left, right in pairs
    )


def as_near(one: Index, other: Index) -> bool:
    left, right = one.nearness, other.nearness
    assert left is not None
    assert right is not None
    return all(
        np.array_equal(getattr(left, name), getattr(right, name))
        for name in (
            "wordings",
            "starts",
            "numbers",
            "wording_rows",
            "middles",
            "shorts",
            "known",
            "complete",
            "outside",
        )
    )


def changed(article: Article, **values: object) -> Article:
    return replace(article, checksum=article.checksum + "x", **values)  # type: ignore[arg-type]


def test_one_changed_article_takes_all_others_over(library: Library, index: Index) -> None:
    articles = list(library.articles)
    articles[7] = changed(articles[7], title="一个新的标题", questions=articles[7].questions[1:])
    again = Index.build(articles, index)
    assert same(again, Index.build(articles, terms=library.terms))
    assert again.entries[6] is index.entries[6]
    assert again.entries[7] is not index.entries[7]


def test_added_removed_and_retired_articles(library: Library, index: Index) -> None:
    articles = list(library.articles)
    extra = changed(articles[3], id="extra-article", title="多出来的一篇", questions=("多出来的问法",))
    fewer = [*articles[:2], extra, *articles[4:-1], replace(articles[-1], status="retired")]
    again = Index.build(fewer, index)
    assert same(again, Index.build(fewer, terms=library.terms))
    assert "extra-article" in {entry.article.id for entry in again.entries}
    assert articles[-1].id not in {entry.article.id for entry in again.entries}


def test_another_order_is_built_anew(library: Library, index: Index) -> None:
    turned = list(reversed(library.articles))
    assert same(Index.build(turned, index), Index.build(turned, terms=library.terms))


def test_vectors_are_taken_over_like_words_and_looked_up_where_they_are_new(library: Library, index: Index) -> None:
    store = VectorStore(CountingEmbedder())
    store.fill(index.texts())
    full = Index.build(library.articles, index, vectors=store)
    articles = list(library.articles)
    articles[7] = changed(articles[7], questions=(*articles[7].questions, "一个还没有向量的问法"))
    del articles[20]
    part = Index.build(articles, full)
    assert as_near(part, Index.build(articles, index, vectors=store))
    assert part.nearness is not None
    assert not part.nearness.complete[7]
    assert store.missing(part.lacking()) == [part.entries[7].forms[-2]]
    assert store.fill(part.lacking()) == 1
    whole = Index.build(articles, part)
    assert as_near(whole, Index.build(articles, index, vectors=store))
    assert whole.nearness is not None
    assert whole.nearness.complete.all()
    assert as_near(Index.build(articles[::-1], whole), Index.build(articles[::-1], index, vectors=store))


def test_a_record_may_change_without_its_words(library: Library, index: Index) -> None:
    articles = [replace(article, valid_until=date(2027, 1, 1)) for article in library.articles]
    again = Index.build(articles, index)
    assert again.entries[0].grams is index.entries[0].grams
    assert again.entries[0].article.valid_until == date(2027, 1, 1)


def test_an_empty_library_is_an_index_too() -> None:
    assert Index.build([]).entries == ()
