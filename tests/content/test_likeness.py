"""Somebody writes an article that is there already, and is shown it before the work is done twice."""

from dataclasses import replace

import pytest

from content.check_library import Shelf as LibraryShelf
from content.check_library import question_has_one_owner
from content.likeness import COPY, NEAR, Shelf, prepare, question_owners, same_question, similar
from content.load import Library
from content.model import Article
from content.normalize import Terms

WORDS = (("怎么", "如何"), ("不要", "别"), ("马上", "立刻"), ("可以", "能"), ("咋个", "怎么"), ("啥子", "什么"))


@pytest.fixture(scope="module")
def shelf(library: Library) -> Shelf:
    """The starter library, prepared once."""
    return prepare(library.articles, library.terms)


def reworded(text: str) -> str:
    for said, instead in WORDS:
        text = text.replace(said, instead)
    first, stop, rest = text.partition("。")
    return rest + first + stop if rest else text


def copied(article: Article) -> Article:
    """A new article that tells what another does, in slightly other words."""
    questions = tuple(f"请问{reworded(question)}" for question in article.questions[:5])
    return replace(
        article, id="new-one", title=reworded(article.title), questions=questions, short=reworded(article.short)
    )


def test_a_reworded_copy_of_any_article_leads_to_it(library: Library, shelf: Shelf) -> None:
    for article in library.articles:
        first, second = similar(copied(article), shelf, limit=2)
        assert first.article.id == article.id
        assert 1 >= first.score > COPY > second.score


def test_the_articles_of_the_library_are_not_copies_of_each_other(library: Library, shelf: Shelf) -> None:
    nearest = sorted(similar(article, shelf, limit=1)[0].score for article in library.articles)
    assert nearest[-1] < COPY
    assert nearest[len(nearest) * 8 // 10] < NEAR


def test_the_nearest_questions_show_why(library: Library, shelf: Shelf) -> None:
    draft = replace(
        library.articles[0],
        id="new-one",
        title="鱼塘边的电线",
        questions=("今天吃啥子", "我在高压线下头钓鱼得不得行"),
        short="",
    )
    found = similar(draft, shelf)[0]
    assert found.article.id == "fishing-under-lines"
    assert found.question == "我在高压线下头钓鱼得不得行"
    assert "钓鱼" in found.their_question


def test_a_draft_is_compared_by_what_it_has_so_far(library: Library, shelf: Shelf) -> None:
    article = next(article for article in library.articles if article.id == "fishing-under-lines")
    blank = replace(article, id="new-one", title="", questions=(), short="")
    assert similar(blank, shelf) == []
    for begun in (
        replace(blank, title=article.title),
        replace(blank, questions=article.questions[:1]),
        replace(blank, short=article.short),
    ):
        found = similar(begun, shelf)
        assert found[0].article.id == article.id
        assert found[0].score > 0.9
        assert len(found) <= 5
    assert similar(replace(blank, title=article.title), shelf)[0].question == ""


def test_an_article_is_not_like_itself_and_an_empty_shelf_has_nothing(library: Library, shelf: Shelf) -> None:
    article = library.articles[0]
    assert article.id not in [found.article.id for found in similar(article, shelf, limit=500)]
    assert similar(article, prepare([], library.terms)) == []
    wordless = replace(article, id="wordless", questions=(), title="", short="")
    assert similar(article, prepare([wordless], library.terms)) == []


def test_a_question_in_another_spelling_is_the_same_question(library: Library) -> None:
    terms = library.terms
    draft = library.articles[0]
    draft = replace(draft, id="new-one", questions=("电线断了，怎么办？", "別的問題", "没人问过的"))
    first = replace(draft, id="first", questions=("电线断了怎么办", "别的问题！"))
    second = replace(draft, id="second", questions=("电线断了怎么办呢", "电线断了怎么办"))
    gone = replace(draft, id="gone", status="retired", questions=("没人问过的",))
    owners = question_owners([gone, first, second], terms)
    found = [(one.question, one.article.id, one.their_question) for one in same_question(draft, owners, terms)]
    assert found == [("电线断了，怎么办？", "first", "电线断了怎么办"), ("別的問題", "first", "别的问题！")]
    assert same_question(replace(draft, status="retired"), owners, terms) == []
    assert [one.article.id for one in same_question(first, owners, terms)] == ["second"]
    assert prepare([gone, first, second], terms).owners == owners


def test_of_two_owners_the_checker_tells_the_later_one(library: Library) -> None:
    first, second = (replace(article, questions=("同一句问法",)) for article in library.articles[:2])
    twice = replace(library, articles=(first, second))
    files = {article.id: f"{article.id}.md" for article in twice.articles}
    found = list(question_has_one_owner(LibraryShelf(twice, files, {first.id: {}, second.id: {}})))
    assert [problem.path for problem in found] == [f"{second.id}.md"]
    assert first.id in found[0].message


def test_a_shelf_takes_over_what_did_not_change(library: Library, shelf: Shelf) -> None:
    changed = replace(library.articles[3], short="别的话。", checksum="other")
    retired = replace(library.articles[4], status="retired")
    articles = (*library.articles[:3], changed, retired, *library.articles[6:])
    again, anew = prepare(articles, library.terms, shelf), prepare(articles, library.terms)
    assert again.entries[0] is shelf.entries[0]
    assert again.entries[3].grams is not shelf.entries[3].grams
    assert again.owners == anew.owners
    draft = copied(library.articles[6])
    assert similar(draft, again) == similar(draft, anew)
    assert prepare(articles, Terms(), shelf).entries[0] is not shelf.entries[0]
