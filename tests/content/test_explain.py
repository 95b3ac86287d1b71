"""Whoever asks why something was answered reads what the very search of that answer weighed, in plain words."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from content.calibration import stored
from content.distress import heard
from content.explain import FEW, LEAST, MOST, explain
from content.explained import danger_told, explained, percent
from content.index import Index
from content.load import Library
from content.search import search
from content.trace import Candidate, Trace
from content.vectors import VectorStore
from tests.content.test_search import OUTSIDE
from tests.content.test_vectors import CountingEmbedder

TODAY = date(2026, 11, 24)
UNSURE = "屋头漏保老是跳闸咋个办嘛"
STORY = (
    "我跟你说嘛，昨天我和老李两个去赶场，回来的路上他说要去堰塘边耍。"
    "高压线底下能不能钓鱼？我说我不晓得，他还不信，屋头人都等到我回话。"
)


def trace_of(index: Index, text: str) -> Trace:
    return explain(index, text, search(index, text, today=TODAY), library=7)


def a_trace(**more: Any) -> Trace:
    first = Candidate("fishing-under-lines", "高压线下为什么不能钓鱼", 0.9, "高压线底下能不能钓鱼", True)
    known: dict[str, Any] = {
        "kind": "suggest", "text": "鱼竿挨到线了", "score": 0.9, "words": (), "known": "", "sentence": "",
        "vector": False, "candidates": (first,), "answer": 0.9524, "among": 0.96, "suggest": 0.4978, "danger": True,
        "calibration": "d85e93f7",
    }  # fmt: skip
    return Trace(**{**known, **more})


def test_the_trace_is_read_off_the_search_and_never_searches_again(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = search(index, UNSURE, today=TODAY)
    assert result.kind != "answer"

    def never(*_arguments: object) -> None:
        raise AssertionError("a second search may differ from the first")

    for name in ("gather", "best_reading", "with_vector"):
        monkeypatch.setattr(f"content.search.{name}", never)
    trace = explain(index, UNSURE, result)
    assert (trace.kind, trace.text, trace.score) == (result.kind, result.normalized, round(result.score, 4))
    assert {hit.article_id: hit.score for hit in result.hits}.items() <= {
        one.id: one.score for one in trace.candidates
    }.items()
    assert FEW <= len(trace.candidates) <= MOST
    assert all(one.score >= LEAST for one in trace.candidates[FEW:]), "what is hardly like it at all is left out"
    scores = [one.score for one in trace.candidates]
    assert scores == sorted(scores, reverse=True)


def test_it_names_the_dialect_words_that_were_read_as_mandarin(index: Index) -> None:
    trace = trace_of(index, UNSURE)
    assert dict(trace.words)["屋头"] == "家里"
    lines = explained(trace).lines
    assert f"系统听成：{trace.text}" in lines
    assert any("“屋头”换成“家里”" in line for line in lines)
    assert not any("换成" in line for line in explained(trace_of(index, "高压线下面可以钓鱼吗")).lines)


def test_a_wording_that_was_written_down_is_said_to_be_one(index: Index) -> None:
    trace = trace_of(index, "高压线底下能不能钓鱼")
    assert (trace.known, [one.offered for one in trace.candidates]) == ("whole", [True])
    told = explained(trace)
    assert told.headline.startswith("直接答了《高压线下为什么不能钓鱼》：他说的和文章里写好的一种问法一样")
    assert (told.limit, told.mark) == ("", None), "no probability decided"


def test_the_sentence_of_a_story_that_decided_is_shown(index: Index) -> None:
    trace = trace_of(index, STORY)
    assert trace.known == "inside"
    assert "钓鱼" in trace.sentence
    assert "老李" not in trace.sentence
    assert any(line.endswith(trace.sentence) for line in explained(trace).lines)


def test_the_limit_is_that_of_the_first_article(index: Index, library: Library) -> None:
    seen = set()
    for text in [UNSURE, *OUTSIDE]:
        trace = trace_of(index, text)
        first = library.article(trace.candidates[0].id)
        assert first is not None
        assert trace.danger == first.danger
        assert trace.answer == (stored().answer_danger if first.danger else stored().answer)
        seen.add(trace.danger)
    assert seen == {True, False}


def test_an_honest_no_says_how_near_the_nearest_was(index: Index) -> None:
    told = explained(trace_of(index, "猪价好久涨"))
    assert told.headline.startswith("老实说了没有：最像的《")
    assert f"满{percent(stored().suggest)}才拿出来问他" in told.headline
    assert not any(row.offered for row in told.rows)
    nothing = explained(trace_of(index, "xyzzy"))
    assert nothing.rows == ()
    assert nothing.headline.startswith("老实说了没有：这句话里没说什么事")


def test_the_vector_is_named_only_where_it_was_weighed(library: Library) -> None:
    store = VectorStore(CountingEmbedder())
    store.fill(Index.build(library.articles, terms=library.terms).texts())
    index = Index.build(library.articles, terms=library.terms, vectors=store)
    high = stored().decided[1]
    texts = [question for article in library.articles[:40] for question in article.questions]
    by_grams = Index.build(library.articles, terms=library.terms)
    unclear = next(
        text for text in (f"{one[:5]}那个咋说" for one in texts)
        if (found := search(by_grams, text, today=TODAY)).kind == "suggest" and found.score < high
    )  # fmt: skip
    assert trace_of(index, unclear).vector
    assert any("又比了整句" in line for line in explained(trace_of(index, unclear)).lines)
    assert not trace_of(by_grams, unclear).vector


@pytest.mark.parametrize("text", [UNSURE, STORY, "猪价好久涨", "xyzzy", ""])
def test_what_is_kept_is_small_and_comes_back_whole(index: Index, text: str) -> None:
    trace = trace_of(index, text)
    kept = json.dumps(trace.kept(), ensure_ascii=False)
    assert Trace.of(json.loads(kept)) == trace
    assert len(kept.encode()) < 1_500


@pytest.mark.parametrize(
    ("share", "limits", "shown"),
    [
        (0.87, (0.95,), "87%"),
        (0.9519, (0.9524,), "95.19%"),
        (0.9524, (0.9524,), "95%"),
        (0.946, (0.95,), "94.6%"),
        (0.9523999, (0.9524,), "95.23%"),
        (0.002, (), "不到1%"),
        (0.0, (), "不到1%"),
        (1.0, (0.95,), "100%"),
    ],
)
def test_a_percentage_never_seems_to_reach_a_limit_it_missed(
    share: float, limits: tuple[float, ...], shown: str
) -> None:
    assert percent(share, *limits) == shown


def test_why_it_only_offered_titles_is_said_with_both_limits() -> None:
    told = explained(a_trace())
    assert "把握90%。这篇说的是会伤人的事，要满95%才直接答。前三篇里有对的，把握96%，满50%就列出来。" in told.headline
    assert told.mark == 95.2
    assert explained(a_trace(reworded="钓鱼好远才安全")).headline.startswith("没有直接答，问他是不是想问")


def test_titles_that_were_said_before_or_of_words_that_go_on_from_others_are_told_apart() -> None:
    nothing_left = tuple(replace(one, offered=False) for one in a_trace().candidates)
    assert "能列的前头都给他看了" in explained(a_trace(candidates=nothing_left)).headline
    for sure in ({"score": 0.97}, {"known": "whole"}):
        assert "可这句话要接着前头的才懂" in explained(a_trace(**sure)).headline


def test_a_danger_is_said_to_come_from_a_rule_or_a_likeness(library: Library) -> None:
    titles = {rule.kind: rule.title for rule in library.emergency.kinds}
    by_rule = heard("快来人，有人触电了倒在地上", library.emergency)
    assert by_rule is not None
    assert by_rule.by == "rule"
    said = danger_told(by_rule.kept(), titles[by_rule.kind])
    assert said.startswith(f"当成险情答的（{titles[by_rule.kind]}）：话里有“")
    assert by_rule.words
    assert by_rule.words in "快来人有人触电了倒在地上"
    like = danger_told({"kind": "shock", "by": "likeness", "sure": 0.83}, "有人触电")
    assert "很像，像83%，满45%就当险情" in like
    assert "接着他先前说的险情" in danger_told({"kind": "shock", "by": "before"}, "有人触电")
