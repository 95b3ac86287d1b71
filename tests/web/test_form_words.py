"""What the checker says in the article form names the fields as the form does."""

import ast
import re
from pathlib import Path

import content.rules_facts
import content.rules_front
import content.rules_text
from web.console.form_words import labelled


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


def test_what_the_editor_wrote_stays() -> None:
    assert labelled("“questions 和 all”写了两次，留一个就行。") == "“questions 和 all”写了两次，留一个就行。"
