"""Wordings of one question come together, others stay apart, the same way every time."""

import itertools

from content.grouping import alike, form_of
from content.load import Library

ASKED = (
    ("光伏划算不", "装光伏划不划算", "屋顶光伏划算吗"),
    ("养老保险怎么交", "养老保险咋个交", "社保养老保险在哪里交"),
    ("路灯不亮了找谁", "村上的路灯坏了找哪个", "路灯坏了咋个办"),
)


def grouped(library: Library, texts: list[str]) -> set[frozenset[str]]:
    forms = [form_of(text, library.terms) for text in texts]
    return {frozenset(texts[place] for place in group) for group in alike(forms, [1] * len(forms))}


def test_what_asks_the_same_comes_together_in_any_order(library: Library) -> None:
    wanted = {frozenset(group) for group in ASKED}
    for order in itertools.permutations(ASKED):
        assert grouped(library, [text for group in order for text in group]) == wanted
        assert grouped(library, [text for texts in zip(*order, strict=True) for text in texts]) == wanted


def test_two_questions_alone_are_enough_to_see_that_they_are_alike(library: Library) -> None:
    assert grouped(library, ["光伏划算不", "装光伏划不划算"]) == {frozenset(("光伏划算不", "装光伏划不划算"))}
    assert len(grouped(library, ["光伏划算不", "路灯坏了找谁"])) == 2


def test_the_first_of_a_group_is_the_one_most_like_the_others() -> None:
    forms = ["光伏板坏屋顶漏雨", "光伏板坏", "光伏板坏修"]
    assert alike(forms, [1, 1, 1], least=0.1)[0][0] == 1
    assert alike(forms, [9, 1, 1], least=0.1)[0][0] == 0, "what is said most often weighs most"


def test_nothing_and_empty_wordings_are_no_trouble() -> None:
    assert alike([], []) == []
    assert sorted(alike(["", "？！", "光伏"], [1, 1, 1])) == [[0], [1], [2]]
