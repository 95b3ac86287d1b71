"""A villager asks in his own words: the right article, a few to choose from, or an honest refusal."""

import random
import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from content.index import Index
from content.load import Library
from content.search import Result, search

TODAY = date(2026, 11, 24)
QUESTIONS = Path(__file__).parents[1] / "questions"
FOREIGN = Path(__file__).parents[3] / "shared" / "eval" / "rasa_chinese_int"
OUTSIDE = ["猪价好久涨", "今天下不下雨", "感冒了吃什么药", "宽带断了打哪个", "帮我写首诗", "结婚证在哪里领"]


def ask(index: Index, text: str, village: str | None = None) -> Result:
    return search(index, text, village=village, today=TODAY)


def test_every_wording_of_the_library_finds_its_article(library: Library, index: Index) -> None:
    wordings = [(question, article.id) for article in library.articles for question in article.questions]
    results = [(ask(index, question), owner) for question, owner in wordings]
    assert [owner for result, owner in results if result.kind != "answer" or result.hits[0].article_id != owner] == []


def test_nearly_a_wording_of_the_library_finds_it_too(library: Library, index: Index) -> None:
    wordings = [(question, article.id) for article in library.articles for question in article.questions]
    results = [(ask(index, f"我想问下{question[:-1]}哦"), owner) for question, owner in wordings[::5]]
    first = [bool(result.hits) and result.hits[0].article_id == owner for result, owner in results]
    assert statistics.mean(first) > 0.95


def test_what_nothing_has_learnt_from_finds_its_article_among_three(library: Library, index: Index) -> None:
    kept = yaml.safe_load((Path(__file__).parent / "data" / "asked_since.yml").read_text("utf-8"))
    assert set(kept) <= {article.id for article in library.articles}
    asked = [(owner, text) for owner, texts in kept.items() for text in texts]
    among = [owner in {hit.article_id for hit in ask(index, text).hits[:3]} for owner, text in asked]
    assert statistics.mean(among) > 0.9  # measured: 0.919 of 480


@pytest.mark.parametrize(
    ("said", "article_id"),
    [
        ("高壓線底下可不可以釣魚？", "fishing-under-lines"),
        ("哎呀 高压线底下能不能钓鱼嘛😀", "fishing-under-lines"),
        ("高呀线底下能不能掉鱼", "fishing-under-lines"),
    ],
)
def test_other_scripts_chat_and_mishearings_lead_to_it(index: Index, said: str, article_id: str) -> None:
    assert ask(index, said).hits[0].article_id == article_id


def test_the_question_is_found_inside_a_story(index: Index) -> None:
    before = "我跟你说嘛，昨天我和老李两个去赶场，回来的路上他说要去堰塘边耍。"
    story = before + "高压线底下能不能钓鱼？我说我不晓得，他还不信，屋头人都等到我回话。"
    result = ask(index, story)
    assert result.hits[0].article_id == "fishing-under-lines"
    assert result.kind == "answer"


@pytest.mark.parametrize(
    "said", [*OUTSIDE, "", "   ", "？？？", "🙂🙂🙂", "asdfgh", "x" * 10_000, "<script>", "' or 1=1 --"]
)
def test_what_is_not_in_the_library_is_refused(index: Index, said: str) -> None:
    assert ask(index, said).kind == "refuse"


@pytest.mark.parametrize("said", ["河边", "电费", "欠费断电", "放风筝"])
def test_a_word_alone_is_offered_titles_and_answered_nothing(library: Library, index: Index, said: str) -> None:
    assert not any(said in article.questions for article in library.articles)
    assert ask(index, said).kind != "answer"


def test_scores_fall_and_suggestions_are_at_most_three(index: Index) -> None:
    result = ask(index, "电线断了")
    assert 1 <= len(result.hits) <= 3
    assert [hit.score for hit in result.hits] == sorted((hit.score for hit in result.hits), reverse=True)
    assert all(0 <= hit.score <= 1 for hit in result.hits)


def test_a_danger_article_needs_more_certainty(library: Library, index: Index) -> None:
    from content.calibration import stored

    limits = stored()
    assert limits.answer_danger >= 0.95 > limits.answer > limits.suggest


def test_village_and_day_decide_what_people_get(library: Library) -> None:
    only = [
        replace(article, villages=("shiyi",), valid_until=date(2026, 12, 31), checksum="x")
        for article in library.articles
        if article.id == "fishing-under-lines"
    ]
    index = Index.build(only, terms=library.terms)
    question = only[0].questions[0]
    assert search(index, question, village="shiyi", today=TODAY).hits
    assert search(index, question, village="wuxing", today=TODAY).kind == "refuse"
    assert search(index, question, today=TODAY).kind == "refuse"
    assert search(index, question, village="shiyi", today=date(2027, 1, 1)).kind == "refuse"
    assert search(Index.build([]), question).kind == "refuse"


def test_one_article_alone_can_be_asked_for(library: Library) -> None:
    index = Index.build(library.articles[:1], terms=library.terms)
    assert ask(index, library.articles[0].questions[0]).hits[0].article_id == library.articles[0].id


def test_many_threads_get_what_one_gets(library: Library, index: Index) -> None:
    questions = [question for article in library.articles for question in article.questions[:2]]
    alone = [ask(index, question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda question: ask(index, question), questions)) == alone


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_a_result(index: Index, text: str) -> None:
    assert ask(index, text).kind in ("answer", "suggest", "refuse")


def held_back() -> list[tuple[str, set[str]]]:
    found = []
    for path in sorted(QUESTIONS.glob("[!_]*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            found += [(text, {entry["article"], *entry.get("also", [])}) for text in entry["ask"]]
    return found


def test_held_back_questions_by_characters_alone(index: Index) -> None:
    asked = held_back()
    results = [(ask(index, text), right) for text, right in asked]
    first = [bool(result.hits) and result.hits[0].article_id in right for result, right in results]
    wrong = [result for result, right in results if result.kind == "answer" and result.hits[0].article_id not in right]
    assert statistics.mean(first) > 0.65
    assert len(wrong) / len(asked) < 0.03


def test_messages_outside_the_library_are_refused(index: Index) -> None:
    messages = yaml.safe_load((QUESTIONS / "_outside.yml").read_text(encoding="utf-8"))
    refused = [ask(index, text).kind == "refuse" for text in messages]
    assert statistics.mean(refused) >= 0.95


def test_requests_of_foreign_domains_are_refused(index: Index) -> None:
    files = sorted(FOREIGN.glob("*nlu.md"))
    if not files:
        pytest.skip("the foreign requests are not on this machine")
    lines = [
        line[2:] for path in files for line in path.read_text(encoding="utf-8").split("\n") if line.startswith("- ")
    ]
    said = sorted({re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line).strip() for line in lines})
    sample = random.Random(7).sample(said, min(600, len(said)))
    refused = [ask(index, text).kind == "refuse" for text in sample]
    assert statistics.mean(refused) >= 0.95


def test_a_search_is_quick(index: Index) -> None:
    # The best of many, so that a busy machine does not fail the test; a slow search would still be slow at its best.
    times = []
    for _ in range(40):
        start = time.perf_counter()
        ask(index, "高压线底下可不可以钓鱼嘛")
        times.append(time.perf_counter() - start)
    assert min(times) < 0.01


@pytest.mark.parametrize("said", ["95598是不是骗子打来的", "95598打来的电话接不接"])
def test_a_question_about_one_hotline_is_not_answered_with_another(index: Index, said: str) -> None:
    result = ask(index, said)
    assert result.kind != "answer" or "96110" not in result.hits[0].question
