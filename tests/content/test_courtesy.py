"""What is said around a question for politeness changes nothing of its answer, and nothing of the question is lost."""

from datetime import date

import pytest

from content.courtesy import READ_AT_MOST, without_courtesy
from content.index import Index
from content.search import search
from tests.content.test_search import held_back

TODAY = date(2026, 11, 24)
AROUND = [
    ("小王你好，", ""),
    ("你好请问一下", ""),
    ("打扰一哈，", ""),
    ("电管家同志，", ""),
    ("老师你好，我想问哈，", ""),
    ("喂，你好你好，我是石椅村的老张，", "，麻烦你了哈"),
    ("有没有人在哦，", "，谢谢你们"),
    ("不好意思，又来打扰你了，", "。辛苦了！"),
    ("领导您好，反映个事情，", ""),
    ("", "，谢谢哈"),
    ("", "，祝你身体健康"),
    ("李师傅，", "，祝你们工作顺利，万事如意！"),
]


def said_to(index: Index, text: str) -> tuple[str, list[str]]:
    result = search(index, text, today=TODAY)
    return result.kind, [hit.article_id for hit in result.hits]


@pytest.fixture(scope="module")
def plain(index: Index) -> dict[str, tuple[str, list[str]]]:
    """What some of the test questions get without any courtesy."""
    return {text: said_to(index, text) for text, _right in held_back()[::29]}


@pytest.mark.parametrize(("before", "after"), AROUND)
def test_the_answer_is_the_same_with_and_without(
    index: Index, plain: dict[str, tuple[str, list[str]]], before: str, after: str
) -> None:
    different = [asked for asked, got in plain.items() if said_to(index, f"{before}{asked}{after}") != got]
    assert different == []


@pytest.mark.parametrize(
    "said",
    [
        "师傅来了要不要开门",
        "老师傅触电了",
        "喂猪的电费咋个算",
        "有人在剪电线咋个办",
        "王师傅说要换表是真的吗",
        "客服打电话说退钱",
        "供电所的人来收钱",
        "早上停电了",
        "我是低保户有免费电吗",
        "谢谢",
        "你好",
        "喂，你好，在吗",
        "有没得人管这个事",
        "",
    ],
)
def test_what_belongs_to_the_question_stays_and_so_does_what_is_all(said: str) -> None:
    assert without_courtesy(said) == said


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("请问下午停不停电", "下午停不停电"),
        ("我想问哈儿子的电费", "儿子的电费"),
        ("请问了解电价找哪个", "了解电价找哪个"),
        ("电费咋个交？，麻烦你了哈", "电费咋个交?"),
        ("電費怎麼交？謝謝！", "电费怎么交?"),
    ],
)
def test_only_the_polite_word_is_taken(said: str, asked: str) -> None:
    assert without_courtesy(said) == asked


@pytest.mark.parametrize("said", ["你好" * 5000, "谢谢，" * 5000, "祝" * 5000, "我是" * 5000, "。" * 9000])
def test_a_message_too_long_to_be_read_stays_as_it_is(said: str) -> None:
    assert without_courtesy(said) == said


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("哥" * 60 + "要", "哥" * 60 + "要"),
        ("各位" * 60 + "要", "各位" * 60 + "要"),
        ("电费" + "谢谢，" * 25 + "要", "电费" + "谢谢，" * 25 + "要"),
        ("谢谢师傅" * 30 + "好多钱", "谢谢师傅" * 30 + "好多钱"),
        ("你好" * 900 + "电费好多", "电费好多"),
        ("电费好多" + "，谢谢" * 20, "电费好多"),
    ],
)
def test_politeness_that_repeats_itself_is_read_to_its_end(said: str, rest: str) -> None:
    assert len(said) < READ_AT_MOST
    assert without_courtesy(said) == rest
