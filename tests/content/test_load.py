"""Files become values, and what is wrong with them becomes problems."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from content.announcements import names_to_fill
from content.load import BrokenRegister, Library, checksum, library_in_use, load_library, parse_article

DATA = Path(__file__).parent / "data"


def test_the_starter_library_is_whole(library: Library) -> None:
    assert library.problems == ()
    assert len([article for article in library.articles if article.status == "published"]) >= 60
    assert {article.topic for article in library.articles} == set(library.topics)
    assert len({article.id for article in library.articles}) == len(library.articles)
    assert library.courses
    assert library.announcements
    assert all(article.sample for article in library.articles)


def test_an_article_keeps_every_word(library: Library) -> None:
    path = library.root / "library" / "electricity-safety" / "fishing-under-lines.md"
    text = path.read_text(encoding="utf-8")
    article, problems = parse_article(text, path)
    assert problems == []
    assert article is not None
    assert article.id == "fishing-under-lines"
    assert article.short in text
    assert article.detail in text
    assert article.villages == ("all",)
    assert article.review_due == date(2027, 6, 30)
    assert article.checksum == checksum(text)
    windows, _ = parse_article(text.replace("\n", "\r\n"), path)
    assert windows == article


def test_numbers_of_facts_stay_text() -> None:
    text = "---\ntitle: 标题标题\ntopic: t\nstatus: draft\nfacts: [3.10, '1.01']\n---\n\n## 简答\n\n话。\n"
    article, _ = parse_article(text, "t/x.md")
    assert article is not None
    assert article.facts == ("3.10", "1.01")


def test_what_is_missing_is_said_and_makes_no_article() -> None:
    article, problems = parse_article("---\ntitle: 标题\nreview_due: 2026-02-30\n---\n", "t/x.md")
    assert article is None
    assert [(problem.line, problem.code) for problem in problems] == [
        (1, "missing"),
        (1, "missing"),
        (5, "missing"),
        (3, "date"),
    ]


def test_a_bad_file_does_not_keep_the_others_away() -> None:
    library = load_library(DATA / "awful_library")
    assert len(library.articles) == 5
    assert {problem.path for problem in library.problems} >= {
        "library/wildfire/no-front-matter.md",
        "library/wildfire/wrong-encoding.md",
    }


def test_a_course_is_steps_with_a_quiz(library: Library) -> None:
    course = library.courses[0]
    step = course.steps[0]
    assert step.text
    assert step.quiz is not None
    assert 1 <= step.quiz.answer <= len(step.quiz.choices)
    assert step.quiz.right


def test_an_announcement_names_what_to_fill_in(library: Library) -> None:
    outage = next(one for one in library.announcements if one.id == "planned-outage")
    assert set(names_to_fill(outage.text)) == {name for name, _ in outage.fields}
    assert outage.kind == "important"


def test_people_are_only_given_what_is_for_them_and_in_time(library: Library) -> None:
    text = (library.root / "library" / "electricity-safety" / "fishing-under-lines.md").read_text(encoding="utf-8")
    text = text.replace("villages: all", "villages: [shiyi]").replace("valid_until:", "valid_until: 2026-12-31")
    article, _ = parse_article(text, "electricity-safety/x.md")
    assert article is not None
    assert article.is_for("shiyi")
    assert not article.is_for("wuxing")
    assert not article.is_for(None)
    assert article.is_valid_on(date(2026, 12, 31))
    assert not article.is_valid_on(date(2027, 1, 1))


def test_a_village_of_a_town_nobody_registered_is_told_with_its_line(tmp_path: Path) -> None:
    shutil.copytree(DATA.parents[2] / "content", tmp_path / "content", ignore=shutil.ignore_patterns("*.py", "*.md"))
    register = tmp_path / "content" / "villages.yml"
    text = register.read_text("utf-8").replace("    town: 擂鼓镇", "    town: 没有镇", 1)
    register.write_text(text, "utf-8")
    (told,) = [one for one in library_in_use(tmp_path / "content").problems if one.path == "villages.yml"]
    assert text.split("\n")[told.line - 1] == "    town: 没有镇"
    assert told.severity == "warning"
    assert "五星村的镇“没有镇”没有登记" in told.message


def test_a_register_that_is_not_there_has_no_first_line_to_be_wrong(tmp_path: Path) -> None:
    shutil.copytree(DATA.parents[2] / "content", tmp_path / "content", ignore=shutil.ignore_patterns("*.py", "*.md"))
    (tmp_path / "content" / "facts.yml").unlink()
    with pytest.raises(BrokenRegister) as refused:
        library_in_use(tmp_path / "content")
    assert str(refused.value) == "登记文件 facts.yml 有错，不能启动：读不了这个文件：没有这个文件。"
    (tmp_path / "content" / "facts.yml").mkdir()
    with pytest.raises(BrokenRegister, match="它是一个文件夹，不是文件"):
        library_in_use(tmp_path / "content")
