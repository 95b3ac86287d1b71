"""That is all, nothing is the matter, good-bye: said in the middle of something, with the real Rasa."""

from collections.abc import Callable

import pytest

from tests.villager import Villager

pytestmark = pytest.mark.rasa

Make = Callable[..., Villager]


@pytest.mark.parametrize("said", ["好，就这样", "就这样嘛", "就这些了", "没事了", "没别的事了", "拜拜"])
def test_a_booking_loses_nothing(villager: Make, said: str) -> None:
    someone = villager(village="shiyi", group=2).says("约检查").says("王桂芳")
    someone.says(said).hears_not("清掉了")
    someone.says("接着约").hears("哪个电话")


@pytest.mark.parametrize("said", ["就这些", "就这样", "没得别的了"])
def test_what_was_read_back_is_booked(villager: Make, said: str) -> None:
    someone = villager(village="shiyi", group=2)
    someone.says("约检查").says("王桂芳").says("13511112222").says("接电话的人").says("插座松，就这些").says("最近的")
    someone.hears("要看的：插座松\n").says(said).hears("约好了")


@pytest.mark.parametrize("said", ["就这些了", "就这样嘛", "没得说的了", "拜拜"])
def test_a_hazard_is_filed_and_its_place_may_follow(villager: Make, said: str) -> None:
    someone = villager().says("学校那边电线垂得矮").hears("几组")
    someone.says(said).hears("编号H", "哪个村")
    someone.says("石椅村三组").hears("石椅村3组")
    (report,) = someone.reports()
    assert (report.text, report.group_number) == ("学校那边电线垂得矮", 3)
