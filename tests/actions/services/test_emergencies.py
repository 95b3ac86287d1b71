"""Danger to life is recognised, answered and shown to the steward once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from actions.db.models import EmergencyAlert, InboxMessage
from actions.errors import UserFacingError
from actions.services import emergencies, messages
from content.emergency import detect
from content.emergency_rules import load_rules
from content.load import DEFAULT_ROOT

RULES, _ = load_rules(DEFAULT_ROOT / "emergency.yml")


def test_a_cry_is_recognised_and_written_down_once(session: Session, villager: int) -> None:
    text = "有人触电了，倒在地上喊不答应"
    found = emergencies.check(text, RULES)
    assert found is not None
    assert "120" in found.dial
    first = emergencies.alert(
        session, found, request_id="m1", person_id=villager, village_code="shangcun", text=text, group_number=2
    )
    again = emergencies.alert(session, found, request_id="m1", person_id=villager, village_code=None, text="别的")
    assert again == first
    assert text.encode() not in (session.scalars(select(EmergencyAlert)).one().text_sealed or b"")
    alerts = emergencies.open_alerts(session)
    assert [(one.text, one.village_code, one.group_number) for one in alerts] == [(text, "shangcun", 2)]
    emergencies.mark_seen(session, first, "lao-wang")
    assert emergencies.open_alerts(session) == []


def test_a_question_is_no_emergency() -> None:
    assert emergencies.check("电费好多钱一度", RULES) is None


def keep(session: Session, person: int, *said: str) -> list[str | None]:
    """What each message is answered with as the channel does it: the kind of danger, or None."""
    kinds: list[str | None] = []
    for number, text in enumerate(said):
        message_id = f"k{number}"
        messages.receive(session, "web", message_id, person, text, {})
        found = emergencies.answer_to(session, "web", message_id, person, text, RULES)
        kinds.append(found.kind if found else None)
        if found:
            emergencies.alert(
                session, found, request_id=message_id, person_id=person, village_code=None, text=text, group_number=None
            )
    return kinds


def test_a_wire_down_beside_what_it_costs_is_heard(session: Session, villager: int) -> None:
    assert keep(session, villager, "线断了掉在院坝头，哪个来修，赔不赔") == ["wire_down"]


def test_a_black_socket_told_to_a_form_is_nobody_in_need(session: Session, villager: int) -> None:
    said = ("我要约检查", "石椅村二组", "王桂芳", "13800001111", "接电话的人", "插座发黑")
    assert keep(session, villager, *said) == [None] * len(said)
    assert keep(session, villager, "我妈摸到插座，手都发黑了") == ["electrocution_low"]


def test_another_danger_after_a_wish_to_die_gets_its_own_card(session: Session, villager: int) -> None:
    assert keep(session, villager, "想跳楼", "风筝线挂到高压线，娃儿还扯到起在") == ["despair", "electrocution_high"]


def test_who_threatens_to_jump_from_a_pole_needs_the_police_and_the_power_off() -> None:
    found = emergencies.check("有人在爬电线杆，说要跳", RULES)
    assert found is not None
    assert found.dial == ("110", "95598")
    assert "莫跟着爬" in found.reply


def test_who_wants_to_kill_is_calmed_and_who_is_threatened_is_not() -> None:
    calmed, threatened = emergencies.check("我想把邻居杀了", RULES), emergencies.check("他想把我杀了", RULES)
    assert calmed is not None
    assert calmed.kind == "rage"
    assert threatened is not None
    assert threatened.kind == "other"
    assert emergencies.check("我想杀只鸡，圈头的灯坏了", RULES) is None


def test_the_messages_after_a_shock_lead_to_resuscitation(session: Session, villager: int) -> None:
    kinds = keep(session, villager, "我堂客遭电了", "120打了，在等", "他没得气了咋按", "醒了")
    assert kinds == ["electrocution_low", "electrocution_low", "not_breathing", "not_breathing"]


def test_whoever_is_off_a_high_voltage_line_and_breathes_no_more_is_resuscitated(
    session: Session, villager: int
) -> None:
    said = ("高压线把人打倒了", "人已经拉开了", "还是没得气")
    assert keep(session, villager, *said)[::2] == ["electrocution_high", "not_breathing"]


def test_whoever_asks_how_to_pull_him_off_is_kept_away(session: Session, villager: int) -> None:
    said = ("高压线把人打倒了", "咋个把他拉开", "没得气了")
    assert keep(session, villager, *said)[::2] == ["electrocution_high"] * 2


def test_a_man_on_a_pole_stays_there_whatever_is_said_between(session: Session, villager: int) -> None:
    kinds = keep(session, villager, "娃儿爬电杆遭电了", "120打了", "他没得气了")
    assert kinds == ["child_in_danger"] * 3


def test_what_is_over_is_asked_about_no_more_and_a_new_danger_is_heard(session: Session, villager: int) -> None:
    kinds = keep(session, villager, "房子着火了", "咋个办", "火扑灭了", "现在咋办", "又燃起来了", "咋个办")
    assert kinds == ["fire", "fire", None, None, "fire", "fire"]


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        (("屋头着火了", "没有着火，我打错了", "咋个办"), ["fire", None, None]),
        (("有人触电了", "不是，没得人触电", "咋个办"), ["electrocution_low", None, None]),
        (("有人触电了", "没有着火", "咋个办"), ["electrocution_low", None, "electrocution_low"]),
        (("屋头着火了", "没有着火", "灶房又燃起来了"), ["fire", None, "fire"]),
        (("电线断了", "没得人触电", "咋个办"), ["wire_down", None, "wire_down"]),
        (("屋头着火了", "我说错了，不是屋头，是后山上", "咋个办"), ["fire", "fire", "fire"]),
    ],
)
def test_what_is_denied_ends_the_danger_it_denies_and_no_other(
    session: Session, villager: int, said: tuple[str, ...], kinds: list[str | None]
) -> None:
    assert keep(session, villager, *said) == kinds


def test_whoever_lies_there_again_after_it_was_over_is_helped(session: Session, villager: int) -> None:
    kinds = keep(session, villager, "有人遭电了", "供电所的人来了", "手有点痛", "没得气了")
    assert kinds == ["electrocution_low", None, None, "not_breathing"]


def test_a_message_that_names_its_danger_is_not_read_with_what_was_said_before(session: Session, villager: int) -> None:
    # Together they would be a fire on the hill, and the card would be the wrong one.
    assert keep(session, villager, "我在坡上割草", "插座在冒火星子，铺盖已经燃了") == [None, "fire"]


def test_where_a_rule_hears_a_danger_in_mere_talk_there_is_none(session: Session, villager: int) -> None:
    said = "冬天给猪圈吊个烤灯，隔谷草好高才不得燃起来，一个月电费好多"
    assert detect(said, RULES) is not None
    assert keep(session, villager, said) == [None]


@contextmanager
def reads(session: Session) -> Iterator[list[str]]:
    """The tables the database is asked for while the block runs, one entry per query."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement.split("FROM ")[1].split()[0])

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_what_an_ordinary_question_costs_the_database_is_one_look_at_the_alerts(
    session: Session, villager: int
) -> None:
    # Every message of everybody is heard for danger; what was said before it is read only where it may go on.
    messages.receive(session, "web", "q", villager, "电费好多钱一度", {})
    session.flush()
    with reads(session) as asked:
        assert emergencies.answer_to(session, "web", "q", villager, "电费好多钱一度", RULES) is None
    assert asked == [EmergencyAlert.__tablename__]
    messages.receive(session, "web", "q2", villager, "喊不答应", {})
    session.flush()
    with reads(session) as asked:
        emergencies.answer_to(session, "web", "q2", villager, "喊不答应", RULES)
    assert InboxMessage.__tablename__ in asked


def test_a_danger_no_rule_knows_hides_none_that_has_a_card(session: Session, villager: int) -> None:
    keep(session, villager, "有人遭电了")
    unnamed = emergencies.check("救命", RULES)
    assert unnamed is not None
    emergencies.alert(session, unnamed, request_id="x", person_id=villager, village_code=None, text="救命")
    messages.receive(session, "web", "y", villager, "他断气了", {})
    found = emergencies.answer_to(session, "web", "y", villager, "他断气了", RULES)
    assert found is not None
    assert found.kind == "not_breathing"


def test_a_seen_alert_says_who_and_when_and_is_taken_back(
    session: Session, villager: int, neighbour: int, now: datetime
) -> None:
    def cry(request_id: str, person: int, minutes: int, village: str | None = "shangcun") -> int:
        found, at = emergencies.check("有人触电了", RULES), now - timedelta(minutes=minutes)
        assert found is not None
        return emergencies.alert(
            session, found, request_id=request_id, person_id=person, village_code=village, text="有人触电了", now=at
        )

    old, early = cry("m0", villager, 200), cry("m1", villager, 20, village=None)
    other, late = cry("m2", neighbour, 15), cry("m3", villager, 10)
    elsewhere = cry("m4", villager, 5, village="xiacun")
    groups = [[one.id for one in group] for group in emergencies.together(emergencies.open_alerts(session))]
    assert groups == [[elsewhere], [late, early], [other], [old]]
    assert emergencies.count_open(session) == 2, "people, not alerts"
    emergencies.mark_seen(session, late, "lao-wang", now)
    emergencies.mark_seen(session, late, "lao-li", now + timedelta(minutes=1))
    (seen,) = emergencies.seen_alerts(session, now - timedelta(days=1))
    assert (seen.id, seen.seen_by, seen.seen_at) == (late, "lao-wang", now)
    assert emergencies.seen_alerts(session, now + timedelta(seconds=1)) == []
    with pytest.raises(UserFacingError, match="alert_seen_by_other"):
        emergencies.take_back(session, late, "lao-li")
    emergencies.take_back(session, late, "lao-wang")
    assert (emergencies.get(session, late).state, emergencies.get(session, late).seen_at) == ("open", None)
