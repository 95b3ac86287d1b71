"""Who asks after the power of a second place hears of that one. In a village of its own: the service is shared."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from actions.db.engine import begin
from actions.services import outages
from tests.moment import NOW
from tests.villager import Service, Villager

pytestmark = pytest.mark.rasa


def plan(service: Service, group: int, hours: int) -> None:
    """Enter work on the line of one group, so many hours from now and three hours long."""
    with begin(service.sessions) as session:
        outages.enter(
            session,
            request_id=f"outage-planned-{group}",
            kind="planned",
            places=[("xiaojian-yangli", group)],
            reason="检修线路",
            starts_at=NOW + timedelta(hours=hours),
            expected_end=NOW + timedelta(hours=hours + 3),
            login="xiaojian",
            now=NOW,
        )


@pytest.mark.parametrize("first", ["小枧样例村1组今天停电不", "小枧样例村1组停电没得"])
@pytest.mark.parametrize("second", ["小枧样例村2组今天停电不", "小枧样例村2组停电没得"])
def test_the_second_place_is_the_one_that_is_told(
    villager: Callable[..., Villager], service: Service, first: str, second: str
) -> None:
    plan(service, group=2, hours=1)
    someone = villager().says(first).hears("没有查到")
    someone.says(second).hears("检修线路")


def test_what_is_planned_for_later_does_not_swallow_what_is_off_now(
    villager: Callable[..., Villager], service: Service
) -> None:
    plan(service, group=3, hours=5)
    someone = villager().says("小枧样例村3组这会儿黑漆漆的没得电了咋个回事").hears("检修线路", "报停电")
    someone.says("报停电").hears("一家没电")
