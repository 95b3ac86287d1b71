"""An editor changes one thing in a form, and everything else in the file stays as it was, byte for byte."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.document import PARTS, Document, Value, read_document
from content.load import draft_of, library_files
from content.model import Source, Topic
from content.rules_front import KEYS
from content.scaffold import blank_article
from content.writing import LISTS, SCALARS, Unwritable, with_field, with_list, with_part, with_sources

ROOT = Path(__file__).parents[2] / "content"
FILES = [path.read_text(encoding="utf-8") for path in library_files(ROOT)]

ARTICLE = """---
# 开头信息
title: 断线掉在地上
topic: electricity-safety
section: outdoors
status: draft  # 还没审
danger: true
questions:
  # 先写最常见的
  - 电线断了啥子办嘛
  - '95598打不通咋个办'   # 常问
  - "断线: 要离多远"
# 全部的村
villages: all
valid_from: 2026-01-01
valid_until:
facts: ['4.20', '1.01']
sources:
  - {title: 电力法, number: '2018年修正', article: 第五十二条, in_force: 2018-12-29}
  - title: 科普材料
    number: 第一辑
signed_off_by:
signed_off_on:
review_due: 2027-06-30
---

## 简答

断线落地，离断点至少8米。

## 详解

### 怎么做

- 打95598。

## 广播稿

各位乡亲，电线掉在地上，不要靠近。

## 海报

断线落地，离远打95598
"""

NASTY = [
    "", " ", "普通的字", "有：全角冒号", "有: 冒号", "末尾冒号:", "a #b", "#开头", "- 短横", "-", "---", "...", "? 问",
    ": x", ":", "'单引号'", "it's", '"双引号"', "\\n", "[x]", "{x: y}", "x, y", "x]", "x}", ",", "&a", "*a", "!x",
    "!!str x", "|", "> x", "%x", "@x", "`x`", "yes", "No", "true", "null", "~", "Null", "12119", "1.10", "0x1f",
    "1_000", "12:30:00", "2026-01-01", "=", "<<", " 前空格", "后空格 ", "制\t表", "后制表\t", "\t前", "😀👨‍👩‍👧",
    "断线😀: #", "零\u200b宽", "\ufeff头", "铃\x07", "删\x7f", "字" * 5000, "z", "t", "k", "{}", "{0}", "%s", "key: [",
    "a: b: c", "questions: x",
]  # fmt: skip
LINES = ["两\n行", "\n", "回车\r", "\x85", "\u2028", "\u2029", "\ud800"]


def read(text: str) -> Document:
    document = read_document(text, "x.md")
    assert isinstance(document, Document), document
    return document


def plain(value: Value) -> object:
    """A value without its lines."""
    if value.kind == "map":
        return {key: plain(entry) for key, entry in value.entries.items()}
    return [plain(item) for item in value.items] if value.kind == "list" else value.text


def all_but(text: str, name: str) -> tuple[object, ...]:
    """Everything a document says but the key or part of that name."""
    document = read(text)
    fields = {key: plain(value) for key, value in document.fields.items() if key != name}
    return fields, [(part.name, part.text) for part in document.parts if part.name != name], document.doubled


def test_every_value_of_the_library_set_again_leaves_its_file_alone() -> None:
    assert len(FILES) > 100
    for text in FILES:
        document, article = read(text), draft_of(read(text))
        for key in SCALARS:
            assert with_field(text, key, document.scalar(key)) == text
        for key in LISTS:
            assert with_list(text, key, getattr(article, key)) == text
        assert with_sources(text, article.sources) == text
        for part in PARTS:
            assert with_part(text, part, document.body(part)) == text
            assert with_part(text, part, "\r\n\n" + document.body(part).replace("\n", "\r\n") + "\r\n") == text


def test_a_change_and_its_undoing_leave_every_file_of_the_library_as_it_was() -> None:
    for text in FILES:
        article = draft_of(read(text))
        other = with_part(with_field(text, "valid_until", "2031-12-31"), "详解", "别的话。\n\n- 两行")
        other = with_list(other, "facts", ["9.99"])
        assert draft_of(read(other)) == replace(
            article,
            valid_until=date(2031, 12, 31),
            facts=("9.99",),
            detail="别的话。\n\n- 两行",
            checksum=draft_of(read(other)).checksum,
        )
        undone = with_field(other, "valid_until", read(text).scalar("valid_until"))
        assert with_list(with_part(undone, "详解", article.detail), "facts", article.facts) == text


def test_one_field_is_one_line() -> None:
    changed = with_field(ARTICLE, "status", "published")
    assert changed == ARTICLE.replace("status: draft  # 还没审", "status: published  # 还没审")
    assert with_field(ARTICLE, "valid_until", "2027-01-01") == ARTICLE.replace("until:", "until: 2027-01-01")
    assert with_field(ARTICLE, "section", "") == ARTICLE.replace("section: outdoors", "section:")
    assert with_field(ARTICLE, "signed_off_by", "12") == ARTICLE.replace("off_by:", "off_by: '12'")
    assert with_field(ARTICLE, "danger", "false") == ARTICLE.replace("danger: true", "danger: false")


@pytest.mark.parametrize("value", NASTY)
def test_any_line_can_stand_anywhere_and_is_read_back(value: str) -> None:
    for text in (ARTICLE, FILES[0], blank_article(Topic("x", "x"), date(2026, 1, 1))):
        for key in SCALARS:
            changed = with_field(text, key, value)
            assert read(changed).fields[key].text == value
            assert all_but(changed, key) == all_but(text, key)
            assert changed.count("\n") == text.count("\n")
        for key in LISTS:
            for values in ([value, "b"], ["a", value], [*read(text).fields[key].texts(), value]):
                changed = with_list(text, key, values)
                assert read(changed).fields[key].texts() == tuple(values)
                assert all_but(changed, key) == all_but(text, key)
        sources = [Source(value.strip(), value.strip(), value.strip(), date(2026, 1, 1)), *draft_of(read(text)).sources]
        changed = with_sources(text, sources)
        assert draft_of(read(changed)).sources == tuple(sources)
        assert all_but(changed, "sources") == all_but(text, "sources")


@pytest.mark.parametrize("value", LINES)
def test_a_line_break_in_a_value_is_refused_in_chinese(value: str) -> None:
    for write in (
        lambda: with_field(ARTICLE, "title", value),
        lambda: with_list(ARTICLE, "questions", [value]),
        lambda: with_list(ARTICLE, "facts", [value]),
        lambda: with_sources(ARTICLE, [Source(value)]),
    ):
        with pytest.raises(ValueError, match="不能换行"):
            write()


def test_quotes_stand_only_where_they_are_needed() -> None:
    def title(value: str) -> str:
        return with_field(ARTICLE, "title", value).split("\n")[2]

    assert title("高压线下，能不能钓鱼？") == "title: 高压线下，能不能钓鱼？"
    assert title("时间：早上8点") == "title: 时间：早上8点"
    assert title("12398是啥子") == "title: 12398是啥子"
    assert title("12398") == "title: '12398'"
    assert title("yes") == "title: 'yes'"
    assert title("it's: x") == "title: 'it''s: x'"
    assert title('铃\x07"') == 'title: "铃\\u0007\\""'


def test_questions_that_stay_keep_their_lines_and_their_comments() -> None:
    changed = with_list(ARTICLE, "questions", ["新的问法", "95598打不通咋个办", "电线断了啥子办嘛", "- 怪"])
    assert changed == ARTICLE.replace(
        """  # 先写最常见的
  - 电线断了啥子办嘛
  - '95598打不通咋个办'   # 常问
  - "断线: 要离多远"
""",
        """  - 新的问法
  - '95598打不通咋个办'   # 常问
  # 先写最常见的
  - 电线断了啥子办嘛
  - '- 怪'
""",
    )
    less = with_list(ARTICLE, "questions", ["断线: 要离多远"])
    assert less == ARTICLE.replace("  # 先写最常见的\n  - 电线断了啥子办嘛\n  - '95598打不通咋个办'   # 常问\n", "")


def test_a_list_written_another_way_is_written_the_house_way_when_it_changes() -> None:
    flow = ARTICLE.replace("facts: ['4.20', '1.01']", "facts:\n- '4.20'\n- 1.01\n# 后面")
    assert with_list(flow, "facts", ["4.20", "1.01"]) == flow
    assert "facts: ['4.20']\n# 后面\nsources:" in with_list(flow, "facts", ["4.20"])
    unindented = ARTICLE.replace("\n  - 电", "\n- 电").replace("\n  - '", "\n- '").replace('\n  - "', '\n- "')
    changed = with_list(unindented, "questions", ["x", "断线: 要离多远"])
    assert 'questions:\n- x\n- "断线: 要离多远"\n# 全部的村\n' in changed
    bracketed = with_list(FILES[0], "questions", [])
    assert "questions: []\n" in bracketed
    assert "questions:\n  - a\n  - b\nvillages: all\n" in with_list(bracketed, "questions", ["a", "b"])


def test_villages_are_the_word_all_or_codes_in_brackets() -> None:
    some = with_list(ARTICLE, "villages", ["shiyi", "yes"])
    assert some == ARTICLE.replace("villages: all", "villages: [shiyi, 'yes']")
    assert with_list(some, "villages", ["all"]) == ARTICLE


def test_sources_that_stay_keep_their_lines_and_new_ones_are_written_in_braces() -> None:
    law, material = draft_of(read(ARTICLE)).sources
    new = Source("消防法", "2021年修正", in_force=date(2021, 4, 29))
    changed = with_sources(ARTICLE, [new, material])
    assert changed == ARTICLE.replace(
        "  - {title: 电力法, number: '2018年修正', article: 第五十二条, in_force: 2018-12-29}\n",
        "  - {title: 消防法, number: 2021年修正, article: , in_force: 2021-04-29}\n",
    )
    assert (
        with_sources(with_sources(ARTICLE, []), [material]).count("- {title: 科普材料, number: 第一辑, article: , ")
        == 1
    )
    assert with_sources(ARTICLE, [material, law]) != ARTICLE


@pytest.mark.parametrize("key", KEYS)
def test_a_missing_key_is_put_in_its_order(key: str) -> None:
    bare = "---\nstatus: draft\nfacts: []\n---\n\n## 简答\n\n话。\n"
    lines = ARTICLE.split("\n")
    first = read(ARTICLE).line_of(key) - 1
    until = next((number for number in range(first + 1, len(lines)) if lines[number][:1] not in (" ", "#")), 0)
    for text in (bare, "\n".join(lines[:first] + lines[until:])):
        if key in read(text).fields:
            continue
        changed = (
            with_sources(text, [Source("x")])
            if key == "sources"
            else with_list(text, key, ["x"]) if key in LISTS else with_field(text, key, "x")
        )  # fmt: skip
        assert plain(read(changed).fields[key]) in (
            "x",
            ["x"],
            [{"title": "x", "number": "", "article": "", "in_force": ""}],
        )
        assert all_but(changed, key) == all_but(text, key)
        present = list(read(changed).fields)
        assert present == sorted(present, key=KEYS.index)


def test_one_part_changes_and_the_others_stay() -> None:
    changed = with_part(ARTICLE, "详解", "\n\n新的话。  \r\n\r\n---\r\n## 不是新的部分\n### 小标题\n")
    new = "新的话。  \n\n---\n### 不是新的部分\n### 小标题"
    assert changed == ARTICLE.replace("### 怎么做\n\n- 打95598。", new)
    assert with_part(changed, "详解", "### 怎么做\n\n- 打95598。") == ARTICLE
    assert with_part(ARTICLE, "海报", "一\n二\n三").endswith("## 海报\n\n一\n二\n三\n")


def test_parts_are_emptied_filled_and_added_where_they_belong() -> None:
    blank = blank_article(Topic("x", "x"), date(2026, 1, 1))
    text = blank
    for part in ("海报", "简答", "广播稿", "详解"):
        text = with_part(text, part, f"{part}的话。")
    assert text.endswith("---\n\n" + "\n".join(f"## {part}\n\n{part}的话。\n" for part in PARTS))
    for part in PARTS:
        emptied = with_part(text, part, " \n ")
        assert with_part(emptied, part, f"{part}的话。") == text
        gone = text.replace(f"## {part}\n\n{part}的话。\n", "").replace("\n\n\n", "\n\n").rstrip("\n") + "\n"
        assert with_part(gone, part, f"{part}的话。") == text
        assert [known.name for known in read(with_part(gone, part, "")).parts].count(part) == 1 or not read(gone).parts
    for part in PARTS:
        text = with_part(text, part, "")
    assert text == blank


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(PARTS), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=80)
)
def test_any_text_can_be_a_part(part: str, body: str) -> None:
    changed = with_part(ARTICLE, part, body)
    assert all_but(changed, part) == all_but(ARTICLE, part)
    assert with_part(changed, part, read(changed).body(part)) == changed


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Zl", "Zp"], exclude_characters="\n\r\x85"), max_size=40))
def test_any_text_of_one_line_can_be_a_value(value: str) -> None:
    assert read(with_field(ARTICLE, "title", value)).fields["title"].text == value
    assert read(with_list(ARTICLE, "questions", ["a", value])).fields["questions"].texts() == ("a", value)
    assert read(with_list(ARTICLE, "facts", [value, "b"])).fields["facts"].texts() == (value, "b")
    assert draft_of(read(with_sources(ARTICLE, [Source(value.strip(), "x")]))).sources[0].title == value.strip()


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda: with_field("没有开头信息", "title", "x"), "第一行必须是"),
        (lambda: with_field("---\n{title: x}\n---\n", "title", "y"), "写法太特别"),
        (lambda: with_part(ARTICLE, "详解", "字" * 30_000), "不能超过"),
        (lambda: with_part(ARTICLE, "详解", "空\x00字"), "控制字符"),
        (lambda: with_list(ARTICLE, "questions", ["问"] * 4000), "太多"),
    ],
)
def test_what_cannot_be_written_is_said_in_chinese(write: Callable[[], str], said: str) -> None:
    with pytest.raises(Unwritable, match=said):
        write()


def test_what_is_no_field_list_or_part_is_misuse() -> None:
    for write in (
        lambda: with_field(ARTICLE, "questions", "x"),
        lambda: with_list(ARTICLE, "title", ["x"]),
        lambda: with_part(ARTICLE, "别的", "x"),
    ):
        with pytest.raises(ValueError, match="is none of"):
            write()


def test_windows_line_ends_become_unix_ones() -> None:
    assert with_field(ARTICLE.replace("\n", "\r\n"), "status", "draft") == ARTICLE
    assert with_part(ARTICLE.replace("\n", "\r\n"), "海报", "一\r\n二") == with_part(ARTICLE, "海报", "一\n二")
