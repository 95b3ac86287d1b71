"""An article may have its months, its readers, its language; whoever says nothing of that writes for everybody."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from content.check import check_article
from content.index import Index
from content.load import Library, library_files, parse_article
from content.model import Article
from content.search import CLOSE, Result, search
from content.writing import Unwritable, with_optional

WINTER, SUMMER = date(2026, 12, 24), date(2026, 7, 24)
FOUND = "library/electricity-safety/fallen-wire.md"


def index_with(library: Library, **changed: dict[str, object]) -> Index:
    """The library in which some articles, by id with _ for -, are for others than they were."""
    wanted = {key.replace("_", "-"): values for key, values in changed.items()}
    articles: Iterable[Article] = (
        replace(one, **wanted[one.id], checksum=f"{one.id} changed") if one.id in wanted else one  # type: ignore[arg-type]
        for one in library.articles
    )
    return Index.build(articles, terms=library.terms)


def ids(result: Result) -> list[str]:
    return [hit.article_id for hit in result.hits]


def text_of(library: Library, name: str = FOUND) -> str:
    return (library.root / name).read_text(encoding="utf-8")


def with_lines(text: str, lines: str) -> str:
    return text.replace("villages: all\n", f"villages: all\n{lines}\n")


def codes(library: Library, text: str, name: str = FOUND) -> list[str]:
    return [one.code for one in check_article(text, name, library.registers, today=date(2026, 11, 24))]


def about_as_likely(library: Library, index: Index) -> tuple[str, str, str]:
    """A short question between two articles, the likelier first; which one it is changes with the library."""
    asked = {question[:2] for one in library.articles for question in one.questions}
    for said in sorted(asked):
        found = search(index, said, today=SUMMER)
        if found.kind == "suggest" and len(found.hits) > 1 and found.hits[0].score - found.hits[1].score < CLOSE:
            return said, found.hits[0].article_id, found.hits[1].article_id
    raise AssertionError("no question lies between two articles any more")


def test_of_two_about_as_likely_the_one_in_season_is_offered_first(library: Library, index: Index) -> None:
    said, first, second = about_as_likely(library, index)
    in_summer = index_with(library, **{first.replace("-", "_"): {"season": ("6", "7", "8")}})
    summer, winter = (search(in_summer, said, today=day) for day in (SUMMER, WINTER))
    assert summer.kind == winter.kind == "suggest"
    assert ids(summer)[:2] == [first, second]
    assert ids(winter)[:2] == [second, first]
    assert sorted(ids(summer)) == sorted(ids(winter)), "the season leaves nothing out"
    assert summer.score == winter.score


def test_what_is_likelier_by_far_stays_first_in_any_month(library: Library) -> None:
    index = index_with(library, fallen_wire={"season": ("6", "7")})
    said = "电线断了掉在路上，要离好远"
    assert ids(search(index, said, today=WINTER)) == ids(search(index, said, today=SUMMER))


def test_a_sure_answer_is_given_out_of_its_season_too(library: Library, index: Index) -> None:
    out = {one.id.replace("-", "_"): {"season": ("7",)} for one in library.articles if one.danger}
    assert len(out) > 30
    asked = [one.questions[0] for one in library.articles if one.danger]
    in_winter = index_with(library, **out)
    for question in asked:
        assert search(in_winter, question, today=WINTER) == search(index, question, today=WINTER)


def test_an_article_for_stewards_is_not_given_to_villagers(library: Library, index: Index) -> None:
    question = next(one for one in library.articles if one.id == "fallen-wire").questions[0]
    assert ids(search(index, question, today=WINTER))[0] == "fallen-wire"
    for_stewards = index_with(library, fallen_wire={"role": "steward"})
    assert "fallen-wire" not in ids(search(for_stewards, question, today=WINTER))
    assert ids(search(for_stewards, question, today=WINTER, role="steward"))[0] == "fallen-wire"
    for_pupils = index_with(library, fallen_wire={"role": "pupil"})
    assert ids(search(for_pupils, question, today=WINTER))[0] == "fallen-wire"


def test_a_version_in_another_language_answers_nobody(library: Library) -> None:
    question = next(one for one in library.articles if one.id == "fallen-wire").questions[0]
    index = index_with(library, fallen_wire={"language": "qxs", "version_of": "snow-and-ice"})
    for role in ("villager", "steward"):
        assert "fallen-wire" not in ids(search(index, question, today=WINTER, role=role))


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("season: [11, 12, 1]", None),
        ("season: 3", None),
        ("season:", None),
        ("role: pupil", None),
        ("role: steward", None),
        ("language: zh", None),
        ("season: [0]", "season"),
        ("season: [3, 3]", "season"),
        ("season: 冬天", "season"),
        ("role: admin", "role"),
        ("language: klingon", "language"),
        ("language: qxs", "version-of"),
        ("language: qxs\nversion_of: nothing-here", "version-of"),
        ("language: qxs\nversion_of: fallen-wire", "version-of"),
        ("version_of: snow-and-ice", "version-of"),
        ("role: pupil\nseason: [3]", "key-order"),
    ],
)
def test_each_line_may_be_missing_and_says_only_what_there_is(library: Library, lines: str, code: str | None) -> None:
    assert codes(library, text_of(library)) == []
    assert codes(library, with_lines(text_of(library), lines)) == ([code] if code else [])


GREETING = """---
title: 羌语问好
topic: civility
section: {section}
status: published
danger: false
questions: []
villages: all
language: qxs
version_of: fallen-wire
valid_from: 2026-01-01
valid_until:
facts: []
sources: []
signed_off_by:
signed_off_on:
review_due: 2027-06-30
---

## 简答

Example words.

## 详解

## 广播稿

## 海报
"""


def test_a_spoken_greeting_needs_its_words_and_no_more(library: Library) -> None:
    sections = library.topics["civility"].sections
    text = GREETING.format(section=sections[0].id if sections else "")
    name = "library/civility/greeting.md"
    assert codes(library, text, name) == []
    assert "part-empty" in codes(library, text.replace("language: qxs\nversion_of: fallen-wire\n", ""), name)
    assert "number-fact" in codes(library, text.replace("Example words.", "8米。"), name), (
        "numbers rest on facts here too"
    )


def test_what_is_taken_away_again_leaves_every_file_as_it_was(library: Library) -> None:
    values = {"season": ["11", "12", "1"], "role": ["steward"], "language": ["qxs"], "version_of": ["fallen-wire"]}
    for path in library_files(library.root)[::7]:
        text = path.read_text(encoding="utf-8")
        changed = text
        for key in reversed(values):
            changed = with_optional(changed, key, values[key])
        assert "villages: all\nseason: [11, 12, 1]\nrole: steward\nlanguage: qxs\nversion_of: fallen-wire\n" in changed
        article, problems = parse_article(changed, str(path))
        assert article is not None
        assert problems == []
        assert (article.season, article.role) == (("11", "12", "1"), "steward")
        assert (article.language, article.version_of) == ("qxs", "fallen-wire")
        for key, value in values.items():
            assert with_optional(changed, key, value) == changed
            changed = with_optional(changed, key, [])
        assert changed == text


def test_a_list_of_lines_goes_as_a_whole(library: Library) -> None:
    text = text_of(library)
    listed = with_lines(text, "season:\n  - 11  # 防火\n  - 12")
    assert with_optional(listed, "season", ["11", "12"]) == listed
    assert with_optional(listed, "season", []) == text
    assert "season: [5]\n" in with_optional(listed, "season", ["5"])
    assert "role: steward  # 内部\n" in with_optional(with_lines(text, "role: pupil  # 内部"), "role", ["steward"])
    with pytest.raises(Unwritable):
        with_optional(text, "version_of", ["two\nlines"])


def test_no_file_of_the_library_had_to_change() -> None:
    for path in library_files(Path(__file__).parents[2] / "content"):
        article, _problems = parse_article(path.read_text(encoding="utf-8"), str(path))
        assert article is not None
        assert article.is_answer == (article.role != "steward" and article.language == "zh")
