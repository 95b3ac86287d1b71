"""The test questions mirror the library and are nobody's copies of the articles' own wordings."""

import itertools
from collections import Counter
from pathlib import Path

import pytest

from content.load import DEFAULT_ROOT, Library, load_library
from content.normalize import normalize
from proofs.questions import QUESTIONS, Question, load_outside, load_questions

# Two thirds of the letter pairs in common is a copy with a word changed; measured on pairs written as such.
NEARLY_A_COPY = 0.67
LEAST_QUESTIONS = 3


@pytest.fixture(scope="module")
def library() -> Library:
    """The starter library."""
    return load_library(DEFAULT_ROOT)


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    """All test questions."""
    return load_questions()


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters of a text, without punctuation."""
    letters = [letter for letter in text if letter.isalnum()]
    return frozenset(a + b for a, b in itertools.pairwise(letters))


def copies(texts: list[str], originals: list[str]) -> list[tuple[str, str]]:
    """Return each text that nearly copies one of the originals, with that original.

    Only originals that share a pair are looked at, so that thousands against thousands take a second.
    """
    known = [pairs(original) for original in originals]
    having: dict[str, list[int]] = {}
    for number, its in enumerate(known):
        for pair in its:
            having.setdefault(pair, []).append(number)
    found = []
    for text in texts:
        mine = pairs(text)
        shared = Counter(number for pair in mine for number in having.get(pair, ()))
        found += [
            (text, originals[number])
            for number, both in shared.items()
            if both >= NEARLY_A_COPY * (len(mine) + len(known[number]) - both)
        ]
        if not mine:
            found += [(text, original) for original in originals if original == text]
    return found


def test_a_copy_with_one_word_changed_is_found() -> None:
    assert copies(["高压线底下可不可以钓鱼"], ["高压线底下能不能钓鱼"]) == []
    assert copies(["高压线底下能不能够钓鱼"], ["高压线底下能不能钓鱼"])
    assert copies(["高压线底下，能不能钓鱼？"], ["高压线底下能不能钓鱼"])


def test_no_test_question_nearly_copies_an_articles_own(library: Library, questions: list[Question]) -> None:
    terms = library.terms
    own = [normalize(text, terms) for article in library.articles for text in (*article.questions, article.title)]
    asked = [normalize(question.text, terms) for question in questions]
    assert copies(asked, own) == []
    assert copies([normalize(text, terms) for text in load_outside()], own) == []


def test_every_published_article_is_asked_for(library: Library, questions: list[Question]) -> None:
    asked = Counter(question.articles[0] for question in questions)
    published = {article.id for article in library.articles if article.status == "published"}
    assert {id_ for id_ in published if asked[id_] < LEAST_QUESTIONS} == set()
    assert {id_ for question in questions for id_ in question.articles} <= published


def test_each_question_stands_in_its_topics_file_and_once(library: Library, questions: list[Question]) -> None:
    topics = {article.id: article.topic for article in library.articles}
    assert [one for one in questions if Path(one.file).stem != topics[one.articles[0]]] == []
    texts = [question.text for question in questions] + load_outside()
    assert [text for text, count in Counter(texts).items() if count > 1] == []


def test_the_files_are_named_after_the_topics(library: Library) -> None:
    topics = {article.topic for article in library.articles}
    assert {path.stem for path in QUESTIONS.glob("[!_]*.yml")} == topics
