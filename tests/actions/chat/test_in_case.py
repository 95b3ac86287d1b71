"""A danger nobody wrote a rule for is at least told whom to call, beside whatever else is said."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from actions.chat.answer import AnswerAction
from actions.chat.context import context
from actions.chat.in_case import name_the_numbers
from actions.chat.people import ReachPerson
from actions.chat.report_form import ValidateReportForm
from actions.db.engine import begin, read
from actions.services import emergencies, people
from actions.services.emergencies import check
from content.distress import Distress
from content.emergency import detect
from tests.actions.chat.conftest import Phone

UNHEARD = yaml.safe_load((Path(__file__).parents[2] / "content" / "data" / "unheard.yml").read_text("utf-8"))["unheard"]
NET, LOUD = "utter_in_case", "utter_may_be_danger"


@pytest.mark.parametrize("said", ["表叔去关泵站的闸，一道光，脸都熏黑了", "山上那个鸟打机在漏电，狗儿死在那儿"])
def test_a_refusal_or_a_list_of_titles_names_the_numbers_first(phone: Phone, said: str) -> None:
    heard = phone.to(AnswerAction(), said, "ask_library")
    assert heard.names[0] in (NET, LOUD)
    assert len(heard.names) > 1, "it stands beside what is said and takes nothing away"


def test_most_of_what_was_not_heard_gets_the_numbers_now(phone: Phone) -> None:
    helped = 0
    for said in UNHEARD:
        with begin(context().sessions) as session:  # nobody's second message: after a danger more is heard
            somebody = replace(phone, person_id=people.find_or_create(session, "web", said))
        cards = [one.get("custom") or {} for one in somebody.to(AnswerAction(), said, "ask_library").responses]
        helped += any({"119", "120", "110"} & set(card.get("dial") or ()) for card in cards)
    assert helped >= 0.8 * len(UNHEARD)


def test_who_is_taken_to_want_a_person_gets_the_numbers_too(phone: Phone) -> None:
    heard = phone.to(ReachPerson(), "电表转起来有火星子溅", "reach_person")
    assert heard.names[0] == LOUD


def test_where_a_rule_hears_a_danger_in_what_is_like_none_the_answer_comes_with_the_numbers(phone: Phone) -> None:
    said = "冬天给猪圈吊个烤灯，隔谷草好高才不得燃起来，一个月电费好多"
    assert detect(said, context().emergencies) is not None
    assert check(said, context().emergencies) is None
    heard = phone.to(AnswerAction(), said, "ask_library")
    assert heard.names[0] == NET or any("dial" in (one.get("custom") or {}) for one in heard.responses)


def test_what_sounds_very_much_like_a_danger_is_shown_to_the_steward(phone: Phone) -> None:
    said = "屋头燃炭火，全家都打瞌睡"
    heard = phone.to(AnswerAction(), said, "ask_library")
    assert heard.names[0] == LOUD
    with read(context().sessions) as session:
        alert = emergencies.latest(session, phone.person_id, phone.now - emergencies.JUST_NOW)
    assert alert is not None
    assert said in alert.text
    asked = phone.to(AnswerAction(), said + "，咋个回事", "ask_library", message_id="m2")
    assert LOUD not in asked.names, "a question alone alarms nobody"


def test_in_a_form_it_comes_before_the_next_question(phone: Phone) -> None:
    form = phone.with_slots(report_kind="hazard")
    said = "爷爷摔断腿了"
    heard = form.to(ValidateReportForm(), said, "inform", form="report_form", requested="report_text")
    assert heard.names[:1] == [LOUD]


@pytest.mark.parametrize("said", ["电费好多钱一度", "咋个过户", "王小二", "明天下午", "啥"])
def test_an_ordinary_message_hears_no_word_of_it(phone: Phone, said: str) -> None:
    assert not {NET, LOUD} & set(phone.to(AnswerAction(), said, "ask_library").names)


@pytest.mark.parametrize(
    "said",
    [
        "看到那个价钱我都触电了一样",
        "今天生意火爆，人都倒了一大片（笑死）",
        "电压低得很，电灯都是红的",
        "我婆娘一天到黑火气大得很",
        "有人打电话说我欠电费要停电，喊我点链接",
    ],
)
def test_no_line_of_the_wounded_stands_before_an_ordinary_answer(phone: Phone, said: str) -> None:
    assert not {NET, LOUD} & set(phone.to(AnswerAction(), said, "ask_library").names)


@pytest.mark.parametrize(
    ("likelihood", "names"),
    [
        (0.3, [NET, "utter_refused_in_case"]),
        (0.7, [LOUD, "utter_refused_in_danger"]),
        (0.0, ["utter_refused"]),
    ],
)
def test_under_the_numbers_nobody_hears_first_what_the_library_lacks(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, likelihood: float, names: list[str]
) -> None:
    monkeypatch.setattr(Distress, "likeliest", lambda *_: ("other", likelihood, likelihood))
    heard = phone.to(AnswerAction(), "母猪产后不吃食", "ask_library")
    assert heard.names[:2] == names


def test_what_is_said_under_the_numbers_sends_to_them_and_listens_on(phone: Phone) -> None:
    for name in ("utter_refused_in_case", "utter_refused_in_danger"):
        (said,) = phone.known[name]
        assert "请先打这些电话" in said["text"]
        assert "我再听" in said["text"]
        assert "不敢乱说" not in said["text"]


def test_it_is_heard_by_every_action() -> None:
    from actions.chat import acting

    assert name_the_numbers in acting._BESIDE
