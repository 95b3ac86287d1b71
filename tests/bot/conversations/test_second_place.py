"""Who asks after the power of a second place hears of that one."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from actions.db.engine import begin
from actions.services import outages
from tests.moment import NOW
from tests.villager import Service, Villager

pytestmark = pytest.mark.rasa


@pytest.mark.parametrize("first", ["石椅村1组今天停电不", "五星村停电没得", "石椅村1组停电没得"])
@pytest.mark.parametrize("second", ["石椅村2组今天停电不", "石椅村2组停电没得"])
def test_the_second_place_is_the_one_that_is_told(
    villager: Callable[..., Villager], service: Service, first: str, second: str
) -> None:
    with begin(service.sessions) as session:
        outages.enter(
            session,
            request_id="outage-second",
            kind="planned",
            places=[("shiyi", 2), ("shiyi", 3)],
            reason="检修线路",
            starts_at=NOW + timedelta(hours=1),
            expected_end=NOW + timedelta(hours=4),
            login="qushan",
            now=NOW,
        )
    someone = villager().says(first).hears("没有查到")
    someone.says(second).hears("检修线路")


def test_what_is_planned_for_later_does_not_swallow_what_is_off_now(
    villager: Callable[..., Villager], service: Service
) -> None:
    with begin(service.sessions) as session:
        outages.enter(
            session,
            request_id="outage-later",
            kind="planned",
            places=[("shiyi", 3)],
            reason="检修线路",
            starts_at=NOW + timedelta(hours=5),
            expected_end=NOW + timedelta(hours=8),
            login="qushan",
            now=NOW,
        )
    someone = villager().says("石椅村3组这会儿黑漆漆的没得电了咋个回事").hears("检修线路", "报停电")
    someone.says("报停电").hears("一家没电")
