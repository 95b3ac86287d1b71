"""Small words decide in a form before any classifier does."""

import pytest

from actions.chat import hearing
from actions.chat.booking.names import parse_name
from actions.chat.booking.parts import digits_in, lone_number, trouble_in, whose


@pytest.mark.parametrize(
    "said", ["算了", "算了，不约了", "我不约了", "取消", "停", "算了嘛不搞了", "改天再说嘛", "那就算了"]
)
def test_these_stop(said: str) -> None:
    assert hearing.is_stop(said)


@pytest.mark.parametrize(
    "said", ["电费算错了", "不要跳闸", "取消掉那个开关", "我约个师傅", "电费算了好多次不对", "停电了"]
)
def test_these_do_not_stop(said: str) -> None:
    assert not hearing.is_stop(said)


@pytest.mark.parametrize("said", ["等一哈", "我想想", "等等", "你等一下我找找号码", "等一哈，我找找号码", "让我想一下"])
def test_these_want_time(said: str) -> None:
    assert hearing.is_wait(said)


@pytest.mark.parametrize("said", ["等一哈来嘛", "明天上午", "想约个师傅", "等13800001234"])
def test_these_do_not(said: str) -> None:
    assert not hearing.is_wait(said)


@pytest.mark.parametrize("said", ["要得", "对的，就这样约", "对头", "好的", "嗯嗯", "可以", "没问题", "是的"])
def test_these_are_a_yes(said: str) -> None:
    assert hearing.is_yes(said)
    assert not hearing.is_no(said)


@pytest.mark.parametrize("said", ["对的但是时间改下", "好久来", "要得不", "不对", "可以改时间不"])
def test_these_are_none(said: str) -> None:
    assert not hearing.is_yes(said)


@pytest.mark.parametrize(
    "said", ["不对，是石椅村", "电话错了，36收尾", "时间改到后天下午", "名字写错了", "说错了", "要改电话"]
)
def test_these_take_something_back(said: str) -> None:
    assert hearing.is_correction(said)


@pytest.mark.parametrize("said", ["漏保不对劲", "石椅村", "对的", "插座错位"])
def test_these_take_nothing_back(said: str) -> None:
    assert not hearing.is_correction(said)


@pytest.mark.parametrize("said", ["我12岁", "我今年十三岁", "我读三年级", "我是小学生", "我是个小娃儿", "我才9岁"])
def test_a_child_is_heard(said: str) -> None:
    assert hearing.is_minor(said)


@pytest.mark.parametrize("said", ["我62岁", "我十四岁", "我家娃12岁", "我妈72岁", "我是小学老师", "我娃儿今年三十三岁"])
def test_nobody_else_is_taken_for_a_child(said: str) -> None:
    assert not hearing.is_minor(said)


@pytest.mark.parametrize(
    ("said", "place"),
    [("第一个", 0), ("看第二条", 1), ("最后那个", -1), ("头一条", 0), ("第三个嘛", 2), ("明天", None)],
)
def test_a_place_in_a_list(said: str, place: int | None) -> None:
    assert hearing.ordinal(said) == place


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("张桂英", "张桂英"),
        ("我叫张桂英", "张桂英"),
        ("就写张三嘛", "张三"),
        ("我妈叫李素华，电话138", "李素华"),
        ("阿依·扎西", "阿依·扎西"),
        ("姓王", "王"),
        ("叫王小明。", "王小明"),
        ("欧阳娜娜", "欧阳娜娜"),
        ("预约收钱不", None),
        ("明天上午", None),
        ("算了", None),
        ("等一哈", None),
        ("漏保跳闸", None),
        ("不晓得", None),
        ("石椅村", None),
        ("13800001234", None),
        ("<script>", None),
        ("", None),
    ],
)
def test_a_name_and_what_is_none(said: str, name: str | None) -> None:
    assert parse_name(said) == name


@pytest.mark.parametrize(
    ("said", "relation"),
    [("打我儿子的电话 138", "儿子"), ("找我婆婆", "婆婆"), ("告诉隔壁", "隔壁"), ("13800001234", ""), ("打这个", "")],
)
def test_whose_phone_it_is(said: str, relation: str) -> None:
    assert whose(said) == relation


def test_parts_of_a_long_sentence() -> None:
    said = "给我妈约个检查，她叫李素华，电话13900001111，漏保老跳"
    assert trouble_in(said) == "漏保老跳"
    assert digits_in(said) == "电话13900001111"
    assert whose(digits_in(said)) == ""


@pytest.mark.parametrize(
    ("said", "number"), [("二", 2), ("2组", 2), ("第三社", 3), ("十二队", 12), ("两个", None), ("二楼", None)]
)
def test_a_lone_number(said: str, number: int | None) -> None:
    assert lone_number(said) == number


@pytest.mark.parametrize("said", ["我刚才说的不算", "刚才讲的都不算", "前面说的作废", "当我没说", "刚才的不算"])
def test_these_take_all_back(said: str) -> None:
    assert hearing.takes_all_back(said)


@pytest.mark.parametrize("said", ["你说的不算", "电费算错了", "说的不清楚", "读给我听", "他说的不算数咋办", "不算贵"])
def test_these_take_back_nothing_that_was_said(said: str) -> None:
    assert not hearing.takes_all_back(said)
