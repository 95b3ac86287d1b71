"""What the checker says in the article form names the fields as the form does."""

import ast
import re
from pathlib import Path

import content.rules_facts
import content.rules_front
import content.rules_text
from content.changes import DiffLine, line_diff
from content.load import Library, load_library
from content.model import Problem
from web.console.form_words import in_form_words, labelled, lines_in_form_words


def messages() -> list[str]:
    """Every sentence of the checker's rules, with 8 for what is put in."""
    found = []
    for module in (content.rules_facts, content.rules_front, content.rules_text):
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [one.value if isinstance(one, ast.Constant) else "8" for one in node.values]
                found.append("".join(map(str, parts)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
    return [one for one in found if re.search("[一-鿿]{4}", one) and one.endswith("。")]


def test_no_message_names_a_key() -> None:
    assert len(messages()) > 40
    for message in messages():
        outside = re.sub("“[^”]*”", "", labelled(message))
        left = set(re.findall(r"[a-z_]{3,}(?:[.]yml)?", outside)) - {"fishing", "under", "wires", "https", "http"}
        assert not left, (message, labelled(message))


def test_labels_read_as_the_form_does() -> None:
    assert labelled("questions 至少要写 5 种问法。") == "“大家怎么问”至少要写 5 种问法。"
    assert labelled("facts.yml 里必须有这条事实，没有“9.9”。") == "事实登记册里必须有这条事实，没有“9.9”。"
    assert labelled("valid_until（到哪天止）不能早于 valid_from（从哪天起）。") == "“到哪天止”不能早于“从哪天起”。"
    assert labelled("每个依据都要有 title（名称）和 number（文号）。") == "每个依据都要有“名称”和“文号”。"


def test_the_field_is_named_instead_of_a_line_the_form_has_not() -> None:
    text = "---\ntitle: 钓鱼\nfacts: [9.9]\n---\n\n## 简答\n\n亲，莫钓。\n"
    found = [Problem("x.md", line, "x", said) for line, said in ((8, "别用“亲”。"), (3, "没有这条。"), (1, "太短。"))]
    found += [Problem("x.md", 3, "x", "facts 里有写错的编号。"), Problem("x.md", 8, "x", "简答最多 120 个字。")]
    assert [one.message for one in in_form_words(found, text)] == [
        "简答：别用“亲”。", "引用的事实：没有这条。", "太短。", "“引用的事实”里有写错的编号。", "简答最多 120 个字。",
    ]  # fmt: skip


def test_what_the_editor_wrote_stays() -> None:
    assert labelled("“questions 和 all”写了两次，留一个就行。") == "“questions 和 all”写了两次，留一个就行。"


def registered() -> tuple[Library, dict[str, str]]:
    library = load_library()
    names = {village.code: village.name for village in library.villages}
    for topic in library.topics.values():
        names |= {one.id: one.name for one in topic.sections} | {topic.id: topic.name}
    return library, names


def test_what_changed_is_called_as_the_form_calls_it() -> None:
    library, names = registered()
    before = (library.root / "library" / "electricity-safety" / "fishing-under-lines.md").read_text("utf-8")
    after = before.replace("status: published", "status: draft").replace("villages: all", "villages: [shiyi, wuxing]")
    after = after.replace("section: outdoors\n", "section: home\n").replace(
        "第七条, in_force: }", "第八条, in_force: }"
    )
    found = lines_in_form_words(line_diff(before, after), names)
    assert [line.text for line in found if line.kind == "gone"] == [
        "分类：户外和电力线路", "状态：已发布", "只给几个村：所有村",
        "  - 四川省长江流域禁捕水域休闲垂钓管理办法（四川省发布）第七条",
    ]  # fmt: skip
    assert "状态：草稿" in [line.text for line in found if line.kind == "new"]
    assert "只给几个村：石椅村、五星村" in [line.text for line in found]
    whole = lines_in_form_words(line_diff("", before), names)
    left = [line.text for line in whole if re.search("^[a-z_]+:|^---|[a-z_]+: ", line.text)]
    assert left == [], "no key of the file is shown to anybody"
    assert "专题：安全用电" in [line.text for line in whole]
    assert "谁审定：" in [line.text for line in whole]


def test_a_line_of_the_text_that_is_no_key_stays() -> None:
    lines = [DiffLine("new", text) for text in ("  - 线下钓鱼", "注意: 莫靠近", "title: [没写完", "- 一条", "{", "")]
    assert [line.text for line in lines_in_form_words(lines, {})] == [
        "  - 线下钓鱼", "注意: 莫靠近", "题目：[没写完", "- 一条", "{", "",
    ]  # fmt: skip


def test_the_whole_text_is_told_of_in_the_same_words_with_its_keys_beside_them() -> None:
    text = "---\ntitle: 钓鱼\nsection: x\nquestions: []\n---\n\n## 简答\n\n亲，莫钓。\n"
    names = {"home": "家里用电", "outdoors": "户外和电力线路"}
    found = [
        Problem("x.md", 4, "x", "questions 至少要写 5 种问法。"),
        Problem("x.md", 3, "x", "这个专题的 section 只能是：home、outdoors。"),
        Problem("x.md", 1, "x", "facts.yml 里必须有这条事实，没有“9.9”。"),
        Problem("x.md", 1, "x", "status 只能是 draft、in_review。"),
        Problem("x.md", 9, "x", "别用“亲”。"),
    ]
    assert [one.message for one in in_form_words(found, text, names, whole=True)] == [
        "“大家怎么问”（questions）至少要写 5 种问法。",
        "这个专题的“分类”（section）只能是：家里用电（home）、户外和电力线路（outdoors）。",
        "事实登记册里必须有这条事实，没有“9.9”。",
        "“状态”（status）只能是草稿（draft）、在审（in_review）。",
        "简答：别用“亲”。",
    ]
    assert [one.message for one in in_form_words(found, text, names)][1] == (
        "这个专题的“分类”只能是：家里用电、户外和电力线路。"
    )


def test_no_message_on_the_whole_text_names_a_key_alone() -> None:
    for message in messages():
        said = re.sub("“[^”]*”|（[^（）]*）", "", labelled(message, whole=True))
        left = set(re.findall(r"[a-z_]{3,}(?:[.]yml)?", said)) - {"fishing", "under", "wires", "https", "http"}
        assert not left, (message, labelled(message, whole=True))
