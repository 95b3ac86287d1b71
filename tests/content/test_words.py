"""Words near in meaning are near as numbers, without asking the sentence model."""

import numpy as np

from content.load import Library
from content.make_words import table
from content.words import Words, stored_words


def test_like_is_nearer_than_unlike() -> None:
    words = stored_words()
    fishing, rod, rain = (words.embed(text) for text in ("电线下面钓鱼", "高压线旁边的鱼竿", "今天毛猪价格"))
    assert float(fishing @ rod) > float(fishing @ rain)
    assert abs(float(fishing @ fishing) - 1) < 1e-3


def test_what_has_no_known_word_means_nothing() -> None:
    words = stored_words()
    assert not words.embed("").any()
    assert not words.embed("xyz 123 🙂").any()
    assert words.embed("电费").shape == (words.size,)


def test_the_longest_word_is_taken() -> None:
    words = Words(["高压", "高压线", "线", "下"], np.ones((4, 2), np.int8), np.ones(4, np.float32))
    assert words.cut("高压线，下") == ["高压线", "下"]


def test_a_table_keeps_directions_in_small_integers(library: Library) -> None:
    chance = np.random.default_rng(5)
    names = [f"词{number}" for number in range(400)]
    kept = table(names, chance.normal(size=(400, 384)).astype(np.float32), library)
    assert kept["rows"].dtype == np.int8
    assert kept["rows"].shape == (400, 256)
    assert (np.abs(kept["rows"]).max(axis=1) == 127).all()
    assert (kept["weights"] > 0).all()
