"""Days as people read them."""

from actions.clock import local_day, utc_now
from web.times import day_text


def test_a_day_of_another_year_is_shown_with_it() -> None:
    today = local_day(utc_now())
    assert day_text(today) == f"{today.month}月{today.day}日 星期{'一二三四五六日'[today.weekday()]}"
    for year in (today.year + 1, today.year - 1, 9999):
        assert day_text(today.replace(year=year, day=1)).startswith(f"{year}年{today.month}月1日 星期")
