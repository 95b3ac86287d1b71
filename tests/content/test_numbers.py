"""A number in an article is held against the facts it cites."""

from decimal import Decimal

import pytest

from content.numbers import backed, han_value, hotlines, quantities


def stated(text: str) -> list[tuple[str, str]]:
    return [(format(quantity.value.normalize(), "f"), quantity.unit) for quantity in quantities(text)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("至少8米", [("8", "米")]),
        ("罚300到5000元", [("300", "元"), ("5000", "元")]),
        ("3—7年有期徒刑", [("3", "年"), ("7", "年")]),
        ("罚5万—20万元", [("50000", "元"), ("200000", "元")]),
        ("罚1000—1万元", [("1000", "元"), ("10000", "元")]),
        ("停电8个小时", [("8", "小时")]),
        ("师傅来收一百块", [("100", "元")]),
        ("三个钟头就到", [("3", "小时")]),
        ("停电八个小时", [("8", "小时")]),
        ("罚3—10万元", [("30000", "元"), ("100000", "元")]),
        ("0.5224元一度", [("0.5224", "元")]),
        ("1,000元", [("1000", "元")]),
        ("10千伏线", [("10", "千伏")]),
        ("2026-01-01起", [("2026", "年"), ("1", "月"), ("1", "日")]),
        ("2026年1月1日起", [("2026", "年"), ("1", "月"), ("1", "日")]),
        ("三十六岁", [("36", "岁")]),
        ("离开八米", [("8", "米")]),
        ("等半个小时再进", [("0.5", "小时")]),
        ("半小时", [("0.5", "小时")]),
        ("等两个钟头", [("2", "小时")]),
        ("一个半小时、两个半钟头、1个半小时", [("1.5", "小时"), ("2.5", "小时"), ("1.5", "小时")]),
        ("离线两丈", [("2", "丈")]),
        ("至少三尺，5尺更好", [("3", "尺"), ("5", "尺")]),
        ("走一里路，再走两里地", [("1", "里"), ("2", "里")]),
        ("二十斤、三斤半、半斤", [("20", "斤"), ("3.5", "斤"), ("0.5", "斤")]),
        ("五亩田，半亩塘", [("5", "亩"), ("0.5", "亩")]),
        ("罚两百块", [("200", "元")]),
        ("罚两万元", [("20000", "元")]),
        ("留两米", [("2", "米")]),
        ("等了半天，大半个小时，几个钟头，几尺，后半夜，小时候半斤八两", []),
        ("五里坡、家里、三里村", []),
        ("第1步，先拉闸", []),
        ("记住3句话", []),
        ("过两天再说，一天也不等", []),
        ("1. 先拉闸\n2. 再打电话", []),
    ],
)
def test_what_a_text_states(text: str, numbers: list[tuple[str, str]]) -> None:
    assert stated(text) == numbers


def test_times_are_found_by_either_way_of_counting() -> None:
    fact = quantities("每天23:00—次日7:00")
    for said in ("晚上11点", "23点", "早上7点"):
        assert all(backed(quantity, fact) for quantity in quantities(said))


def test_the_unit_must_agree_where_both_have_one() -> None:
    fact = quantities("至少8米")
    assert backed(quantities("8米")[0], fact)
    assert not backed(quantities("8小时")[0], fact)
    assert not backed(quantities("9米")[0], fact)


def test_half_an_hour_is_thirty_minutes() -> None:
    for fact in ("30分钟内", "0.5小时内", "半个钟头内"):
        assert all(backed(said, quantities(fact)) for said in quantities("半个小时，30分钟"))
    assert not backed(quantities("半个小时")[0], quantities("30小时，0.5分钟"))
    assert backed(quantities("两个钟头")[0], quantities("120分钟"))


def test_old_measures_are_compared_with_themselves_only() -> None:
    facts = quantities("至少3米，500米，1公斤，667平方千米，2尺")
    assert not any(backed(said, facts) for said in quantities("三丈，一里路，两斤，一亩，三尺"))
    assert backed(quantities("两尺")[0], facts)


def test_the_number_of_a_paragraph_backs_no_quantity() -> None:
    basis = quantities("条例第3条")
    assert not any(backed(quantity, basis) for quantity in quantities("3个工作日内答复") if quantity.unit)
    assert backed(quantities("23点")[0], quantities("每天23:00"))


def test_110_kilovolts_is_no_telephone_number() -> None:
    assert hotlines("110千伏的线，打110和95598") == [("110", 9), ("95598", 13)]


def test_chinese_numerals() -> None:
    assert [han_value(text) for text in ("十", "十二", "二十", "三百零五", "一千二百", "甲")] == [
        10,
        12,
        20,
        305,
        1200,
        None,
    ]
    assert quantities("一百二十元")[0].value == Decimal(120)
