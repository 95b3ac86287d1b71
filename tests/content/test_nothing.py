"""What says nothing gets no article, however long it is; what says something twice still does."""

import pytest

from content.index import Index
from content.nothing import says_nothing
from content.search import search

NOTHING = [
    "长" * 2000,
    "哈哈哈哈哈",
    "11111",
    "啊啊啊啊",
    "嘻嘻哈哈嘻嘻哈哈",
    "12121212",
    "AAAAAAAA",
    "电费" * 200,
    "电费 " * 200,
    "高龄补贴" * 200,
    "？？？！！！",
    "。" * 300,
    "\u0001\u0002\u0007",
]
SOMETHING = [
    "电费电费",
    "停电停电",
    "电费咋交电费咋交",
    "110",
    "95598",
    "哈哈哈 电费咋交",
    "谢谢您了",
    "a b c",
    "13800138000",
]


@pytest.mark.parametrize("said", NOTHING, ids=lambda said: said[:6].encode("unicode_escape").decode())
def test_what_says_nothing_gets_no_article(index: Index, said: str) -> None:
    assert says_nothing(said)
    assert search(index, said).kind == "refuse"


@pytest.mark.parametrize("said", SOMETHING)
def test_what_says_something_is_looked_up(said: str) -> None:
    assert not says_nothing(said)


def test_the_wording_of_an_editor_is_found_whatever_it_looks_like(index: Index) -> None:
    wordings = [wording for wording in index.exact if says_nothing(wording)]
    assert all(search(index, wording).kind == "answer" for wording in wordings)
