"""Which words speak for which article is learnt from how people ask, a little at a time, and kept in a small file."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from content.classifier import (
    NOBODY,
    Classifier,
    Wordings,
    learnt_all,
    nothing_learnt,
    read_classifier,
    stored_classifier,
)
from content.evidence import FEATURES, gather
from content.grams import character_grams, sound_grams
from content.index import Index, searched
from content.learning import learn
from content.load import Library
from content.model import Term
from content.normalize import Terms
from content.samples import wordings_of
from content.search import search

METER = ("电表不走字了", "电表坏了找哪个换", "表上的数不动了", "换一块电表要钱不", "我屋头的表是不是坏了")
KITE = ("娃儿放风筝挂到线上了", "风筝缠到电线咋办", "在电线边边放风筝要得不", "风筝线断在高压线上", "哪里放风筝安全")
WELL = ("抽水的泵漏电", "水泵打手", "潜水泵下水前查啥子", "抽水机的线破了皮", "泵放到井头要断电不")
CHAT = ("今天天气好", "你吃饭没得", "给我唱个歌", "哪个队赢了球", "苹果好多钱一斤")
TERMS = Terms()


def known(**articles: tuple[str, ...]) -> Wordings:
    return Wordings(articles, CHAT)


def scores(classifier: Classifier, text: str) -> dict[str, float]:
    found = classifier.scores(character_grams(text), sound_grams(text))
    return dict(zip(classifier.articles, found.tolist(), strict=True))


@pytest.fixture(scope="module")
def three() -> Classifier:
    return learn(known(meter=METER, kite=KITE, well=WELL), TERMS)


@pytest.mark.parametrize(
    ("said", "article"), [("表停了要换", "meter"), ("风筝飞到高压线", "kite"), ("泵下井头有电", "well")]
)
def test_the_words_that_tell_articles_apart_decide(three: Classifier, said: str, article: str) -> None:
    found = scores(three, said)
    assert max(found, key=lambda one: found[one]) == article


def test_what_nobody_can_answer_is_told_apart_too(three: Classifier) -> None:
    idle, asked = scores(three, "今天吃饭听歌没得"), scores(three, METER[0])
    assert max(idle, key=lambda one: idle[one]) == NOBODY
    assert max(idle[one] for one in ("meter", "kite", "well")) < min(asked["meter"], 0)
    assert asked[NOBODY] < 0


def test_nothing_said_leaves_every_article_alike_far(three: Classifier) -> None:
    assert np.array_equal(three.scores(character_grams(""), sound_grams("")), three.biases)


def test_one_article_more_leaves_what_was_learnt_of_the_others(three: Classifier) -> None:
    two = learn(known(meter=METER, kite=KITE), TERMS)
    more = learn(known(meter=METER, kite=KITE, well=WELL), TERMS, two)
    for text in (*METER, *KITE):
        assert scores(more, text)["meter"] == pytest.approx(scores(two, text)["meter"])
    assert scores(more, "潜水泵漏电")["well"] > 0


def test_only_other_words_are_learnt_anew(three: Classifier) -> None:
    learnt: list[int] = []
    again = learn(known(meter=METER, kite=KITE[:-1], well=WELL), TERMS, three, lambda done, _total: learnt.append(done))
    assert learnt == [1]
    assert scores(again, METER[0])["meter"] == pytest.approx(scores(three, METER[0])["meter"])
    assert not learnt_all(known(meter=METER, kite=KITE[:-1], well=WELL), three, TERMS)
    assert learnt_all(known(meter=METER, kite=KITE[:-1], well=WELL), again, TERMS)
    # Read with another lexicon the same wordings are others.
    assert not learnt_all(known(meter=METER, kite=KITE[:-1], well=WELL), again, Terms([Term("表停", "表坏", "名物")]))


def test_a_retired_article_is_forgotten(three: Classifier) -> None:
    fewer = learn(known(kite=KITE, well=WELL), TERMS, three)
    assert fewer.articles == (NOBODY, "kite", "well")
    assert scores(fewer, "泵下井头有电")["well"] == pytest.approx(scores(three, "泵下井头有电")["well"])


def test_the_file_keeps_what_was_learnt(three: Classifier, tmp_path: Path) -> None:
    three.save(tmp_path / "c.npz")
    again = read_classifier(tmp_path / "c.npz")
    assert (again.articles, again.made_of) == (three.articles, three.made_of)
    for text in (*METER, *WELL):
        assert scores(again, text) == pytest.approx(scores(three, text), abs=2e-3)


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04 half a file", b"no archive at all"])
def test_a_damaged_file_knows_nothing_and_stops_nobody(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "c.npz").write_bytes(broken)
    assert read_classifier(tmp_path / "c.npz").articles == ()
    assert read_classifier(tmp_path / "none.npz").articles == ()


def test_the_shipped_file_was_learnt_of_the_shipped_library(library: Library) -> None:
    # Whoever changes a question or content/asked runs `python -m content.make_classifier`.
    assert learnt_all(wordings_of(searched(library.articles)), stored_classifier(), library.terms)


def test_an_article_nothing_was_learnt_of_is_found_by_its_words(library: Library, index: Index) -> None:
    kept = stored_classifier()
    articles = [replace(one, id="fresh") if one.id == "wet-hands" else one for one in library.articles]
    fresh = Index.build(articles, index, classifier=kept)
    everything = np.ones(len(fresh.entries), np.bool_)
    evidence = gather(fresh, "手打湿了摸插座", everything)
    assert evidence is not None
    place = [entry.article.id for entry in fresh.entries].index("fresh")
    learnt = evidence.features[:, FEATURES.index("learnt")]
    assert np.isnan(learnt[place])
    assert np.isnan(learnt).sum() == 1
    said = "手打湿了去摸插座开关得不得遭"
    with_it, without_it = search(index, said), search(fresh, said)
    assert with_it.hits[0].article_id == "wet-hands"
    assert "fresh" in [hit.article_id for hit in without_it.hits]
    assert not np.isnan(without_it.score)


def test_an_index_without_anything_learnt_still_searches(library: Library) -> None:
    index = Index.build(library.articles, terms=library.terms, classifier=nothing_learnt())
    found = search(index, "手打湿了去摸插座开关得不得遭")
    assert "wet-hands" in [hit.article_id for hit in found.hits]
