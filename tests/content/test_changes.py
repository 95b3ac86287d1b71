"""What a reviewer has to look at: only what changed, and each number with what it rests on."""

import re
from dataclasses import replace

import pytest

from content.changes import ONLY_LOOKS, Changed, changed_sentences, line_diff, stated_numbers
from content.load import load_library

LIBRARY = load_library()
FALLEN = LIBRARY.article("fallen-wire")
assert FALLEN is not None


def test_only_the_changed_sentence_is_shown() -> None:
    first = FALLEN.short.split("。")[0] + "。"
    after = replace(FALLEN, short=FALLEN.short.replace(first, "断线落地，莫靠近。", 1))
    [changed] = changed_sentences(FALLEN, after)
    assert (changed.part, changed.before, changed.after) == ("简答", (first,), ("断线落地，莫靠近。",))
    assert changed_sentences(FALLEN, FALLEN) == []


def test_a_new_article_is_new_as_a_whole() -> None:
    parts = {changed.part for changed in changed_sentences(None, FALLEN)}
    assert parts >= {"标题", "问法", "简答", "详解", "广播稿", "海报", "依据", "事实"}
    assert all(not changed.before for changed in changed_sentences(None, FALLEN))


def test_a_question_added_and_a_source_removed() -> None:
    after = replace(FALLEN, questions=(*FALLEN.questions, "线子垮下来了咋整"), sources=FALLEN.sources[1:])
    found = {changed.part: changed for changed in changed_sentences(FALLEN, after)}
    assert found["问法"].after == ("线子垮下来了咋整",)
    assert found["依据"].after == ()
    assert len(found) == 2


def test_every_number_stands_once_with_its_facts() -> None:
    numbers = {stated.said: stated for stated in stated_numbers(FALLEN, LIBRARY.registers)}
    assert any(fact.number == "4.20" for fact in numbers["8米"].facts)
    assert [fact.number[:2] for fact in numbers["95598"].facts] == ["1."]
    assert len(numbers["8米"].sentences) > 1


def test_a_telephone_number_is_no_other_number_by_the_word_after_it() -> None:
    asked = replace(FALLEN, short="打95598来人看，有人触电打120多喊几声。", detail="", broadcast="", poster="")
    assert [stated.said for stated in stated_numbers(asked, LIBRARY.registers)] == ["95598", "120"]


def test_a_number_without_a_fact_shows_none() -> None:
    wild = replace(FALLEN, poster="离开17米")
    found = next(stated for stated in stated_numbers(wild, LIBRARY.registers) if stated.said == "17米")
    assert found.facts == ()
    assert found.sentences == (("海报", "离开17米"),)


def test_lines_side_by_side_leave_out_what_is_far_from_a_change() -> None:
    before = "\n".join(f"第{number}行" for number in range(30))
    after = before.replace("第15行", "改过的")
    kinds = [(line.kind, line.text) for line in line_diff(before, after)]
    assert kinds == [
        ("skipped", "13"), ("same", "第13行"), ("same", "第14行"), ("gone", "第15行"), ("new", "改过的"),
        ("same", "第16行"), ("same", "第17行"), ("skipped", "12"),
    ]  # fmt: skip
    assert line_diff(before, before) == []


MARKED = """### 三件事

- [ ] 人走，**莫回头**
- [x] 门关
1. 打95598

| 村 | 电话 |
| --- | --- |
| 七郎村 | 95598；打不通打120 |

[看这里](https://example.org/a)
"""
READ = (
    "【三件事】", "□ 人走，莫回头", "☑ 门关", "1. 打95598", "村｜电话", "村：七郎村；电话：95598；打不通打120",
    "看这里（https://example.org/a）",
)  # fmt: skip


def test_a_reviewer_reads_no_marks() -> None:
    changed = {one.part: one for one in changed_sentences(replace(FALLEN, detail=""), replace(FALLEN, detail=MARKED))}
    assert changed["详解"].after == READ


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("人走，", "人先走，", "□ 人走，莫回头", "□ 人先走，莫回头"),
        ("- [ ] 人走", "- [x] 人走", "□ 人走，莫回头", "☑ 人走，莫回头"),
        ("打不通打120", "打不通打110", READ[5], READ[5].replace("120", "110")),
        ("/a)", "/b)", READ[6], READ[6].replace("/a", "/b")),
        ("### 三件事", "三件事", "【三件事】", "三件事"),
    ],
)
def test_only_what_changed_is_marked_among_what_is_read(old: str, new: str, before: str, after: str) -> None:
    first = replace(FALLEN, detail=MARKED)
    [changed] = changed_sentences(first, replace(first, detail=MARKED.replace(old, new)))
    assert (changed.before, changed.after) == ((before,), (after,))


def test_a_change_of_looks_alone_is_not_called_no_change() -> None:
    first = replace(FALLEN, detail=MARKED)
    [changed] = changed_sentences(first, replace(first, detail=MARKED.replace("**", "")))
    assert changed == Changed("详解", (), (ONLY_LOOKS,))
    assert changed_sentences(first, replace(first, detail=MARKED.replace("\n\n", "\n\n\n"))) == []


def test_no_article_of_the_library_shows_a_mark_to_its_reviewer() -> None:
    for article in LIBRARY.articles:
        said = [line for one in changed_sentences(None, article) if one.part == "详解" for line in one.after]
        assert not [line for line in said if re.search(r"^[#>-] ?|\*\*|\[[ x]\]|\| ?---", line)], article.id
        assert "".join(said).count("95598") == article.detail.count("95598") - article.detail.count("tel:95598")
