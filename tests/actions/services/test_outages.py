"""An outage is entered once and answers whoever asks, village and group by group."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from actions.clock import local_day
from actions.errors import UserFacingError
from actions.services import outages
from actions.services.outages import OutageInfo, Place

HOUR = timedelta(hours=1)


def enter(session: Session, now: datetime, **changes: object) -> OutageInfo:
    places: list[Place] = [("shangcun", None)]
    values: dict[str, object] = {
        "request_id": "o1",
        "kind": "planned",
        "places": places,
        "reason": "线路检修",
        "starts_at": now + 2 * HOUR,
        "expected_end": now + 5 * HOUR,
        "login": "lao-wang",
        "now": now,
    }
    return outages.enter(session, **{**values, **changes})  # type: ignore[arg-type]


def test_a_planned_outage_is_announced_then_off_then_overdue_then_restored(session: Session, now: datetime) -> None:
    entered = enter(session, now)
    assert enter(session, now) == entered

    def seen(at: datetime) -> list[tuple[str, bool]]:
        return [(info.state, info.overdue) for info in outages.for_place(session, "shangcun", 1, at)]

    assert seen(now) == [("announced", False)]
    assert seen(now + 3 * HOUR) == [("off", False)]
    assert seen(now + 6 * HOUR) == [("off", True)]
    assert outages.change_end(session, entered.id, now + 8 * HOUR, "lao-wang").expected_end == now + 8 * HOUR
    assert seen(now + 6 * HOUR) == [("off", False)]
    restored = outages.restore(session, entered.id, "lao-wang", now + 7 * HOUR)
    assert restored.restored_at == now + 7 * HOUR
    assert seen(now + 8 * HOUR) == [("restored", False)]
    assert seen(now + 24 * HOUR) == []


def test_a_group_hears_of_its_own_and_the_whole_villages_outages(session: Session, now: datetime) -> None:
    whole = enter(session, now)
    second = enter(
        session, now, request_id="o2", kind="fault", places=[("shangcun", 2)], starts_at=now - HOUR, expected_end=None
    )
    elsewhere = enter(session, now, request_id="o3", places=[("xiacun", None)])

    def heard(village: str, group: int | None) -> list[int]:
        return [info.id for info in outages.for_place(session, village, group, now)]

    # What is off now comes first.
    assert heard("shangcun", 2) == [second.id, whole.id]
    assert heard("shangcun", 1) == [whole.id]
    assert heard("shangcun", None) == [second.id, whole.id]
    assert heard("xiacun", 1) == [elsewhere.id]
    assert heard("pingcun", None) == []


def test_far_ahead_and_withdrawn_outages_are_not_told(session: Session, now: datetime) -> None:
    enter(session, now, starts_at=now + timedelta(days=8), expected_end=None)
    assert outages.for_place(session, "shangcun", None, now) == []
    soon = enter(session, now, request_id="o2")
    outages.restore(session, soon.id, "lao-wang", now + HOUR)
    assert outages.for_place(session, "shangcun", None, now + HOUR) == []
    assert len(outages.list_(session, now)) == 2


def test_what_was_entered_by_mistake_is_withdrawn(session: Session, now: datetime) -> None:
    entered = enter(session, now, kind="fault", starts_at=now - HOUR, expected_end=None)
    withdrawn = outages.withdraw(session, entered.id, "lao-wang")
    assert withdrawn.withdrawn
    assert outages.get(session, entered.id).withdrawn
    assert outages.for_place(session, "shangcun", None, now) == []


def test_the_same_return_of_the_power_is_told_once(session: Session, now: datetime) -> None:
    for number, minutes in (("o1", 10), ("o2", 30), ("o3", 20)):
        made = enter(session, now, request_id=number, kind="fault", starts_at=now - HOUR, expected_end=None)
        outages.restore(session, made.id, "lao-wang", now - timedelta(minutes=minutes))
    group = enter(session, now, request_id="o4", places=[("shangcun", 2)], starts_at=now - HOUR, expected_end=None)
    outages.restore(session, group.id, "lao-wang", now)

    def told() -> list[tuple[str, str]]:
        found = outages.for_place(session, "shangcun", 2, now)
        return [(info.state, f"{info.restored_at:%M}" if info.restored_at else "") for info in found]

    assert sorted(told()) == [("restored", "00"), ("restored", "50")], "the last one of each place"
    enter(session, now, request_id="o5", kind="fault", starts_at=now - HOUR, expected_end=None)
    assert told() == [("off", ""), ("restored", "00")], "nobody hears that it is back where it is off"


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"places": []}, "outage_needs_place"),
        ({"places": [("nowhere", None)]}, "unknown_village"),
        ({"places": [("shangcun", 9)]}, "unknown_group"),
        ({"starts_at": datetime(1000, 1, 1, tzinfo=UTC)}, "outage_time_unlikely"),
        ({"starts_at": datetime(9999, 1, 1, tzinfo=UTC), "expected_end": None}, "outage_time_unlikely"),
        ({"expected_end": datetime(9999, 1, 1, tzinfo=UTC)}, "outage_time_unlikely"),
    ],
)
def test_nonsense_is_refused(session: Session, now: datetime, changes: dict[str, object], key: str) -> None:
    with pytest.raises(UserFacingError, match=key):
        enter(session, now, **changes)
    with pytest.raises(UserFacingError, match="outage_ends_before_start"):
        enter(session, now, expected_end=now)


def test_for_a_day_to_come_only_what_reaches_into_it(session: Session, now: datetime) -> None:
    enter(session, now, starts_at=now + 24 * HOUR, expected_end=now + 26 * HOUR)
    enter(session, now, request_id="o2", starts_at=now - HOUR, expected_end=now + HOUR)
    tomorrow = local_day(now + 24 * HOUR)

    def days(day: date) -> list[str]:
        return [info.state for info in outages.for_place(session, "shangcun", 1, now, day)]

    assert days(local_day(now)) == ["off", "announced"]
    assert days(tomorrow) == ["announced"]
    assert days(tomorrow + timedelta(days=3)) == []
