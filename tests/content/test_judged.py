"""From how sure on the search answers: what it would say is held against what people have judged."""

import json
import random
from pathlib import Path

import pytest

from content import calibration
from content.fitting import COST, COST_DANGER
from content.index import Index
from content.judged import LEAST, NEVER, Tried, limit, load_judged, tried
from content.load import Library


def many(safe_from: float, count: int = 2_000, outside: float = 0.0) -> list[Tried]:
    """Messages of every score; that the answer is safe is as likely as the score and `safe_from` more."""
    chance = random.Random(5)
    scores = [(number + 0.5) / count for number in range(count)]
    return [
        Tried(one, False, safe := chance.random() < one + safe_from, safe, chance.random() < outside) for one in scores
    ]


def test_where_scores_tell_the_truth_the_limit_is_what_the_cost_says() -> None:
    assert limit(many(0.0), 8, 0.35) == pytest.approx(8 / 9, abs=0.03)
    assert limit(many(0.0), 20, 0.35) == pytest.approx(20 / 21, abs=0.02)


def test_where_more_is_safe_than_the_scores_say_it_answers_sooner_and_later_where_less_is() -> None:
    truthful = limit(many(0.0), 8, 0.35)
    assert limit(many(0.15), 8, 0.35) < truthful - 0.05
    assert limit(many(-0.1), 8, 0.35) > truthful + 0.02


def test_messages_from_outside_weigh_as_much_as_they_are_of_all() -> None:
    wrong = [Tried(0.6, False, False, False, True)] * 20
    assert limit([*many(0.0), *wrong], 8, 0.35) > limit([*many(0.0), *wrong], 8, 0.05)


def test_with_too_few_judged_the_odds_stand_for_themselves() -> None:
    assert limit(many(0.5, LEAST - 1), 20, 0.35) == pytest.approx(20 / 21)


def test_where_the_score_tells_nothing_only_what_is_known_is_answered() -> None:
    upside_down = [Tried(1 - one.score, False, one.right, one.safe, False) for one in many(0.0)]
    assert limit(upside_down, 8, 0.35) == NEVER


def test_the_judged_messages_are_those_that_ask(library: Library) -> None:
    judged, known = load_judged(), {article.id for article in library.articles}
    assert len(judged) > 500
    assert all(one.right <= one.safe <= known for one in judged)
    assert sum(not one.safe for one in judged) > 80
    assert load_judged(Path("nowhere")) == []


def test_what_is_known_word_for_word_says_nothing_about_how_sure_it_is(library: Library) -> None:
    index = Index.build(library.articles, terms=library.terms)
    asked = load_judged()[:20]
    known = [type(asked[0])(library.articles[0].questions[0], frozenset(), frozenset())]
    assert tried(index, known, calibration.stored()) == []
    found = tried(index, asked, calibration.stored())
    assert found
    assert all(0 <= one.score <= 1 and (one.safe or not one.right) for one in found)


def test_the_stored_limits_are_made_so_and_their_answers_are_safe() -> None:
    limits = json.loads(calibration.FILE.read_text(encoding="utf-8"))["limits"]
    told = limits["judged"]
    assert told["messages"] > 500
    assert told["answered"] > told["messages"] / 5
    assert told["not_safe"] <= told["messages"] / 50
    assert told["danger_answered"] > 50
    assert told["danger_not_safe"] <= told["danger_answered"] / (COST_DANGER + 1)
    assert 0.7 < limits["answer"] <= COST / (COST + 1) + 0.03
    assert 0.8 < limits["answer_danger"] <= COST_DANGER / (COST_DANGER + 1)
