"""Danger to life is recognised, answered and shown to the steward once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.db.models import EmergencyAlert
from actions.services import emergencies
from content.emergency import load_rules
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
