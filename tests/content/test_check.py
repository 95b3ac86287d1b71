"""An editor hands in anything at all and is told, line by line and in Chinese, what must hold."""

import importlib.util
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.check import RULES, UNREADABLE, blocking, check_article
from content.check_library import LIBRARY_RULES, check_library
from content.load import Library, load_library
from content.registers import Registers

TODAY = date(2026, 11, 24)
DATA = Path(__file__).parent / "data"
spec = importlib.util.spec_from_file_location("awful", Path(__file__).parent / "awful.py")
assert spec is not None
assert spec.loader is not None
awful = importlib.util.module_from_spec(spec)
spec.loader.exec_module(awful)

# A date cannot be past and near, a status not unknown and published: these are shown in the awful library instead.
ELSEWHERE = {
    "danger-numbers", "facts-none", "media-described", "media-many", "media-missing", "review-past", "review-soon",
    "section", "sources-none", "status",
}  # fmt: skip

# A checksum with a hotline, a mobile number and seven days in it.
SHOWN = f"media/{'a119b13812345678c12398d'.ljust(64, '7')}.jpg"
GOOD = """---
title: 断线掉在地上
topic: electricity-safety
section: outdoors
status: published
danger: true
questions: [电线断了啥子办嘛, 电线掉地上了, 断线能不能捡, 断线要离多远, 断线了打哪个电话]
villages: all
valid_from: 2026-01-01
valid_until:
facts: ['4.20', '1.01']
sources:
  - {title: 电力法, number: 2018年修正, article: 第五十二条, in_force: 2018-12-29}
signed_off_by:
signed_off_on:
review_due: 2027-06-30
---

## 简答

断线落地，离断点至少8米，越远越好。看住别人也不要靠近，马上打95598。

## 详解

### 怎么做

- 离断点至少8米，越远越好。
- 打95598。

## 广播稿

各位乡亲，电线掉在地上，不要靠近，也不要去捡。离断点至少8米，越远越好。请看住孩子和牲口，等供电的人来处理。请马上打95598。

## 海报

断线落地，离远打95598
"""


def found(text: str, registers: Registers, path: str = "library/electricity-safety/good.md") -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in check_article(text, path, registers, today=TODAY)]


def test_one_awful_article_is_told_everything(library: Library) -> None:
    text = (DATA / "everything_wrong.md").read_text(encoding="utf-8")
    assert found(text, library.registers, "library/wrong/Everything_Wrong.md") == awful.EVERYTHING_WRONG


def test_one_awful_library_is_told_everything() -> None:
    problems = check_library(DATA / "awful_library", today=TODAY)
    assert [(problem.path, problem.line, problem.code) for problem in problems] == awful.AWFUL_LIBRARY


def test_every_rule_is_shown_failing() -> None:
    in_article = {code for _, code in awful.EVERYTHING_WRONG}
    in_library = {code for _, _, code in awful.AWFUL_LIBRARY}
    codes = {rule.code for rule in RULES}
    assert len(RULES) == len(codes) >= 25
    assert codes - in_article == ELSEWHERE
    assert in_library >= ELSEWHERE
    assert in_library >= set(LIBRARY_RULES)


def test_every_rule_says_what_it_is_and_every_message_is_chinese(library: Library) -> None:
    assert all(rule.text.endswith(".") for rule in RULES)
    text = (DATA / "everything_wrong.md").read_text(encoding="utf-8")
    for problem in check_article(text, "library/x/X.md", library.registers, today=TODAY):
        assert re.search(r"[\u4e00-\u9fff]{2}", problem.message)
        assert problem.message.endswith(("。", "）"))


def test_a_good_article_has_no_problems(library: Library) -> None:
    assert found(GOOD, library.registers) == []


def test_the_starter_library_has_no_errors(library: Library) -> None:
    assert blocking(check_library(library.root, today=TODAY)) == []


def test_years_later_the_library_still_goes_live_and_the_overdue_reviews_are_named(library: Library) -> None:
    later = check_library(library.root, today=date(2031, 1, 1))
    assert blocking(later) == []
    assert len([problem for problem in later if problem.code == "review-past"]) == len(library.articles)


@pytest.mark.parametrize(("due", "codes"), [("2026-11-23", ["review-over"]), ("2020-01-01", ["review-over"])])
def test_what_is_handed_in_is_to_be_reviewed_again_later(library: Library, due: str, codes: list[str]) -> None:
    overdue = GOOD.replace("review_due: 2027-06-30", f"review_due: {due}")
    for status, wanted in (("in_review", codes), ("published", ["review-past"]), ("draft", []), ("retired", [])):
        told = [code for _, code in found(overdue.replace("status: published", f"status: {status}"), library.registers)]
        assert told == wanted, status
    today = GOOD.replace("review_due: 2027-06-30", f"review_due: {TODAY}").replace(
        "status: published", "status: in_review"
    )
    assert [code for _, code in found(today, library.registers)] == ["review-soon"], "the day itself is not over"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("至少8米，越远越好。看住", "至少12米，越远越好。看住"), "number-fact"),
        (("至少8米，越远越好。看住", "至少八十米，越远越好。看住"), "number-fact"),
        (("至少8米，越远越好。看住", "至少8小时，越远越好。看住"), "number-fact"),
        (("马上打95598。\n\n## 详解", "打12398、95598。\n\n## 详解"), "hotline-fact"),
        (("facts: ['4.20', '1.01']", "facts: ['4.20', '1.01', '3.09']"), "fact-unconfirmed"),
        (("2018年修正", "2015年修正"), "source-unknown"),
        (("断线要离多远, ", ""), "questions-few"),
        (("啥子办嘛", "怎么办"), "questions-dialect"),
        (("review_due: 2027-06-30", "review_due: 2026-11-23"), "review-past"),
        (("review_due: 2027-06-30", "review_due: 2026-12-24"), "review-soon"),
        (("等供电的人来处理", "等APP通知"), "broadcast-speakable"),
        (("### 怎么做", "[去看](no-such.md)"), "link-unknown"),
        (("- 打95598。", "- 打95598，<br>"), "html"),
        (("- 打95598。", "- 打95598，电话没查到。"), "unconfirmed-word"),
        (("- 打95598。", "- 打95598,快点。"), "typography"),
        (("- 打95598。", "- 打95598。\n\n![断线](wire.png)"), "media-elsewhere"),
        (("- 打95598。", "- 打95598。\n\n![断线][一]\n\n[一]: wire.png"), "media-elsewhere"),
        (("- 打95598。", "- 打95598。\n\n![断线](data:image/png,AAAA)"), "media-elsewhere"),
        (("- 打95598。", f"- 打95598。\n\n![断线](media/{'0' * 64}.jpg)"), "media-missing"),
        (("- 打95598。", f"- 打95598。\n\n![]({SHOWN})"), "media-described"),
        (("- 打95598。", f"- 打95598。\n\n![离它12米]({SHOWN})"), "number-fact"),
        (("- 打95598。", "- 打95598。" + f"\n\n![断线]({SHOWN})" * 7), "media-many"),
    ],
)
def test_one_slip_is_one_problem(library: Library, change: tuple[str, str], code: str) -> None:
    text = GOOD.replace(*change)
    assert text != GOOD
    registers = replace(library.registers, media=frozenset({SHOWN.removeprefix("media/")}))
    assert [name for _, name in found(text, registers)] == [code]


@pytest.mark.parametrize(
    ("filled", "empty", "code"),
    [
        ("facts: ['4.20', '1.01']", "facts: []", "facts-none"),
        ("\n  - {title: 电力法, number: 2018年修正, article: 第五十二条, in_force: 2018-12-29}", " []", "sources-none"),
        ("[电线断了啥子办嘛, 电线掉地上了, 断线能不能捡, 断线要离多远, 断线了打哪个电话]", "[]", "questions-few"),
    ],
)
def test_what_is_missing_is_said_once(library: Library, filled: str, empty: str, code: str) -> None:
    assert filled in GOOD
    codes = [name for _, name in found(GOOD.replace(filled, empty), library.registers)]
    assert codes.count(code) == 1
    assert "key-empty" not in codes


@pytest.mark.parametrize(
    ("words", "flagged"),
    [
        *(
            (words, True)
            for words in (
                "老人家，",
                "亲，",
                "亲 ",
                "亲！",
                "亲您好，",
                "各位亲，",
                "您好亲：",
                "亲们，",
                "宝，",
                "宝贝，",
            )
        ),
        *(
            (words, False)
            for words in ("乡亲们，", "父亲、母亲，", "亲戚，", "亲自看一眼，", "宝贵的", "亲人在，", "母亲请")
        ),
    ],
)
def test_people_are_addressed_as_nin(library: Library, words: str, flagged: bool) -> None:
    begin = "各位乡亲，电线掉在地上"
    text = GOOD.replace(begin, f"{words}电线掉在地上")
    assert text != GOOD
    assert ("banned-word" in [code for _, code in found(text, library.registers)]) == flagged


def test_a_checksum_is_no_telephone_and_no_number(library: Library) -> None:
    text = GOOD.replace("- 打95598。", f"- 打95598。\n\n![断线]({SHOWN})\n\n看：![断线]({SHOWN})")
    registers = replace(library.registers, media=frozenset({SHOWN.removeprefix("media/")}))
    assert found(text, registers) == []


def test_a_draft_may_be_unfinished_but_not_untrue(library: Library) -> None:
    draft = GOOD.replace("published", "draft").replace("facts: ['4.20', '1.01']", "facts: ['1.01']")
    codes = {code for _, code in found(draft.replace("断线要离多远, ", ""), library.registers)}
    assert codes == {"number-fact"}


def test_thirty_days_before_the_review_is_a_warning_only(library: Library) -> None:
    text = GOOD.replace("review_due: 2027-06-30", "review_due: 2026-12-24")
    problems = check_article(text, "library/electricity-safety/good.md", library.registers, today=TODAY)
    assert [problem.severity for problem in problems] == ["warning"]
    assert blocking(problems) == []


BOMB = "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no-front-matter"),
        ("---\ntitle: x\n", "no-front-matter"),
        ("---\ntitle: [x\n---\n", "yaml"),
        ("---\n- x\n---\n", "yaml"),
        (BOMB, "yaml"),
        ("---\na: " + "[" * 3000 + "]" * 3000 + "\n---\n", "yaml"),
        ("---\na: [" + "x, " * 9000 + "x]\n---\n", "yaml"),
        ("---\nx: !!python/object/apply:os.system [echo]\n---\n", "yaml"),
        ("x" * 70_000, "too-big"),
        ("---\ntitle: x\x00\n---\n", "encoding"),
    ],
)
def test_what_cannot_be_read_is_said_not_raised(library: Library, text: str, code: str) -> None:
    problems = found(text, library.registers)
    assert code in [name for _, name in problems]
    if code in UNREADABLE:
        assert len(problems) == 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.integers(0, len(GOOD) - 1), st.integers(0, 40))
def test_no_text_makes_the_checker_raise(junk: str, place: int, length: int) -> None:
    registers = Registers()
    assert isinstance(check_article(junk, "library/a/b.md", registers, today=TODAY), list)
    torn = GOOD[:place] + junk + GOOD[place + length :]
    assert isinstance(check_article(torn, "library/a/b.md", registers, today=TODAY), list)


def test_an_empty_folder_is_a_library_with_missing_registers(tmp_path: Path) -> None:
    assert load_library(tmp_path).articles == ()
    assert {problem.code for problem in check_library(tmp_path, today=TODAY)} == {"unreadable"}
