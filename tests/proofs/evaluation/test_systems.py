"""BM25 as it is compared: the article whose words fit, and silence where it has learnt to be silent."""

from content.load import DEFAULT_ROOT, load_library
from proofs.evaluation.systems import Bm25, Given


def bm25() -> Bm25:
    return Bm25([article for article in load_library(DEFAULT_ROOT).articles if article.status == "published"])


def test_bm25_finds_the_article_whose_words_fit() -> None:
    given = bm25().ask("电热毯能不能折起来用")
    assert given.ranked[0] == given.answered == "electric-blanket"
    assert len(given.ranked) == 3


def test_bm25_learns_to_keep_silent_where_answers_cost_more_than_silence() -> None:
    system = bm25()
    right = ("电热毯能不能折起来用", ("electric-blanket",))
    system.learn_when_to_answer([right, ("国足哪天踢球", ()), ("猪儿不吃食咋办", ())])
    assert system.ask(right[0]).answered == "electric-blanket"
    assert system.ask("国足哪天踢球").refused


def test_bm25_says_nothing_to_what_shares_no_word_with_the_library() -> None:
    assert bm25().ask("qwzx").ranked == ()
    assert Given().refused
