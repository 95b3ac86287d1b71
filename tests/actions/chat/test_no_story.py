"""昨天 and 2月30号 are no place and no matter: asked once more, then taken with a note; nobody is locked in."""

import pytest

from actions.chat.no_story import is_no_story, names_no_day
from actions.chat.report_finish import FinishReport
from actions.chat.report_form import ValidateReportForm
from actions.context import Context
from actions.db.engine import begin
from actions.services import reports
from tests.actions.chat.conftest import Heard, Phone

FORM = ValidateReportForm()
NONSENSE = ("昨天", "2月30号", "上周三", "要得", "12", "13月1号上午")
PLACE = {"village": "shiyi", "group": 1, "said": ""}


def answered(phone: Phone, step: str, said: str, tries: int = 0, **known: object) -> Heard:
    """Answer a question of a hazard's report."""
    kept = {"report_kind": "hazard", "report_text": "电杆歪了", "report_place": PLACE, "report_phone": ""}
    asked = phone.with_slots(**{**kept, step: None, **known}, tries=tries)
    return asked.to(FORM, said, form="report_form", requested=step)


@pytest.mark.parametrize("said", NONSENSE)
def test_no_story(said: str) -> None:
    assert is_no_story(said)


@pytest.mark.parametrize(
    "said", ["蜂子窝", "电表箱头", "昨天电杆倒了", "老学校后头", "门口", "江边", "三家都没得电", "五星村"]
)
def test_a_matter_or_a_place(said: str) -> None:
    assert not is_no_story(said)


def test_days_no_year_has() -> None:
    assert names_no_day("2月30号")
    assert not names_no_day("2月29号")


@pytest.mark.parametrize("said", NONSENSE)
@pytest.mark.parametrize(("step", "words"), [("report_text", "text"), ("report_place", "place")])
def test_the_first_time_it_is_asked_again_and_nothing_is_kept(phone: Phone, step: str, words: str, said: str) -> None:
    heard = answered(phone, step, said)
    assert heard.names == [f"utter_report_wrong_{words}"]
    assert not heard.sets("report_text")
    assert not heard.sets("report_place")
    assert heard.followed_by is None


def test_the_second_time_it_is_taken_and_the_steward_reads_that_it_is_not_clear(phone: Phone, opened: Context) -> None:
    what = answered(phone, "report_text", "2月30号", tries=1, report_place=None).slot("report_text")
    heard = answered(phone, "report_place", "昨天", tries=1, report_text=what)
    assert heard.names == ["utter_report_as_said"]
    assert heard.followed_by == "action_finish_report"
    filled = phone.with_slots(
        report_kind="hazard", report_text=what, report_place=heard.slot("report_place"), report_phone=""
    )
    filled.to(FinishReport(), "昨天")
    with begin(opened.sessions) as session:
        (kept,) = reports.mine(session, phone.person_id)
    assert kept.text == "2月30号，没说清，请再问一声（昨天，没说清，请再问一声）"


def test_instead_of_a_number_it_is_asked_once_and_then_filed_without(phone: Phone) -> None:
    first = answered(phone, "report_phone", "2月30号")
    assert first.names == ["utter_report_wrong_phone"]
    assert not first.sets("report_text")
    second = answered(phone, "report_phone", "昨天", tries=1)
    assert second.names == ["utter_report_without_phone"]
    assert second.slot("report_phone") == ""
    assert second.followed_by == "action_finish_report"


def test_a_number_instead_of_the_matter_is_kept_as_the_number(phone: Phone) -> None:
    heard = answered(phone, "report_text", "13800001234", report_phone=None)
    assert heard.slot("report_phone") == "13800001234"
    assert heard.names == ["utter_report_wrong_text"]


def test_when_a_power_cut_began_is_what_its_question_asks(phone: Phone) -> None:
    assert answered(phone, "report_text", "昨天晚上", report_kind="outage").slot("report_text") == "昨天晚上"
    again = answered(phone, "report_text", "2月30号", report_kind="outage")
    assert again.names == ["utter_report_wrong_text"]
