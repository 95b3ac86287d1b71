"""A probability that says nine in ten is right nine times in ten, and says on what it was learned."""

import json
import random

import numpy as np

from content import calibration
from content.calibration import fit, fit_choice, probability, stored
from content.fitting import COST, COST_DANGER
from content.load import Library
from content.normalize import bare
from content.samples import load_asked, load_beside, load_outside, right, samples, without


def test_the_stored_file_says_what_it_was_made_from() -> None:
    kept = json.loads(calibration.FILE.read_text(encoding="utf-8"))
    assert kept["made_from"]["articles"] >= 60
    assert kept["made_from"]["samples"]["outside"] >= 150
    assert kept["limits"]["answer_danger"] == round(COST_DANGER / (COST_DANGER + 1), 4)
    assert kept["limits"]["answer"] == round(COST / (COST + 1), 4)


def test_the_reliability_table_holds() -> None:
    table = json.loads(calibration.FILE.read_text(encoding="utf-8"))["measured"]["reliability"]
    total = sum(row["messages"] for row in table)
    gap = sum(abs(row["said"] - row["true"]) * row["messages"] for row in table) / total
    assert total > 500
    assert gap < 0.06


def test_few_outside_messages_get_an_answer() -> None:
    kinds = json.loads(calibration.FILE.read_text(encoding="utf-8"))["measured"]["kinds"]
    for kind in ("outside", "outside-long"):
        assert kinds[kind]["answered"] <= 0.02
        assert kinds[kind]["refused"] >= 0.8


def test_logistic_regression_finds_the_slope_it_was_made_with() -> None:
    chance = np.random.default_rng(1)
    rows = chance.normal(size=(4000, 2))
    truth = 1 / (1 + np.exp(-(2 * rows[:, 0] - rows[:, 1] - 0.5)))
    labels = chance.random(4000) < truth
    model = fit(rows, labels, np.ones(4000), penalty=0.1)
    assert np.allclose(model.weights, [2, -1], atol=0.25)
    assert abs(model.offset + 0.5) < 0.2


def test_choice_learns_which_column_tells() -> None:
    chance = np.random.default_rng(2)
    groups = chance.normal(size=(300, 5, 2))
    labels = groups[:, :, 0] == groups[:, :, 0].max(axis=1, keepdims=True)
    model = fit_choice(groups, labels)
    assert model.weights[0] > 5 * abs(model.weights[1])


def test_probabilities_are_probabilities() -> None:
    assert probability(0) == 0.5
    assert 0 < probability(-15) < probability(15) < 1
    assert stored() is stored()


def test_what_was_asked_apart_from_the_lists_is_learnt_from(library: Library) -> None:
    asked, own = load_asked(), {bare(question) for one in library.articles for question in one.questions}
    assert sum(map(len, asked.values())) > 9_000
    assert set(asked) == {article.id for article in library.articles if article.is_answer}
    assert set(asked) <= {article.id for article in library.articles}
    assert not own & {bare(text) for texts in asked.values() for text in texts}, "the search has not seen them"
    found = [
        one for one in samples(library.articles, load_outside(), library.terms, asked=asked) if one.kind == "asked"
    ]
    assert {one.text for one in found} <= {text for texts in asked.values() for text in texts}
    assert len(found) > 2_000
    assert {one.left_out for one in found} == {""}


def test_what_lies_beside_the_library_is_learnt_from_and_stands_in_no_index(library: Library) -> None:
    beside, kept = load_beside(), {bare(text) for text in load_outside().messages}
    assert len(beside) > 1_000
    assert not kept & {bare(text) for text in beside}
    found = samples(library.articles, load_outside(), library.terms, beside=beside[:40])
    assert [one.text for one in found if one.kind == "beside"] == list(beside[:40])
    assert {(one.article, one.left_out) for one in found if one.kind == "beside"} == {(None, "")}


def test_samples_leave_the_wording_out_and_are_the_same_each_time(library: Library) -> None:
    outside = load_outside()
    found = samples(library.articles, outside, library.terms)
    assert found == samples(library.articles, outside, library.terms)
    assert {sample.kind for sample in found} >= {"plain", "long", "misheard", "short", "outside", "outside-long"}
    sample = random.Random(3).choice([one for one in found if one.article is not None])
    assert sample.article is not None
    assert sample.left_out not in without(sample.article, sample.left_out).questions
    assert right(sample, sample.article.id, outside)
    assert len(outside.messages) >= 150
