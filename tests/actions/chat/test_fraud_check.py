"""A pasted notice, a told call: which signs stand in it and what to do now; never a verdict, nothing repeated."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from actions.chat.answer import AnswerAction
from actions.chat.booking.form import ValidateBookingForm
from actions.chat.fraud import SENDS
from actions.chat.outage_form import ValidateOutageForm
from actions.chat.people import ReachPerson, VisitorAtDoor
from actions.chat.report_form import ValidateReportForm
from actions.chat.smalltalk import Stop
from actions.context import Context
from actions.db.engine import begin
from actions.db.models import FraudNote, FraudSighting
from content.fraud import NUMBERS, FraudRules
from content.load import Library
from content.render import SAMPLE_NOTE
from tests.actions.chat.conftest import Heard, Phone

ARREARS = (
    "【国网缴费】尊敬的客户，您的电费已逾期，请点击 http://dw-95.top/a1 缴纳，"
    "如不缴纳将于今日18时停电，客服400-123-4567"
)
OWN_CODE = "【网上国网】您的验证码是482913，5分钟内有效，请勿告诉他人"


@pytest.fixture
def rules(registers: Library) -> FraudRules:
    return registers.fraud


def card(heard: Heard) -> dict[str, Any]:
    """What a client is told of the check."""
    return next(one["custom"] for one in heard.responses if one["custom"]["kind"] == "fraud")


def only_official(heard: Heard) -> bool:
    """Whether no number is said or dialled but the official ones, and no link."""
    return {*re.findall(r"\d{3,}", heard.text), *card(heard)["dial"]} <= NUMBERS and not re.search(
        r"http|www|\.(?:com|cn|top)", heard.text
    )


def test_a_pasted_notice_gets_its_signs_and_what_to_do(phone: Phone, rules: FraudRules) -> None:
    heard = phone.to(AnswerAction(), ARREARS, "ask_library")
    assert heard.kinds == ["fraud"]
    for sign in rules.signs:
        if sign.id in ("link", "own_number"):
            assert sign.says in heard.text
    for text in ("found", "open", "never", "now", "gone"):
        assert rules.texts[text] in heard.text
    assert heard.text.endswith(SAMPLE_NOTE)


def test_nothing_of_the_message_is_repeated_and_nobody_is_judged(phone: Phone) -> None:
    heard = phone.to(AnswerAction(), ARREARS, "ask_library")
    assert only_official(heard)
    assert card(heard)["dial"] == ["95598", "96110", "110"]
    assert not re.search(r"(?:这|肯定|一定)是(?:诈骗|骗子|真的|假的)", heard.text)
    assert "户号" not in heard.text


@pytest.mark.parametrize("action", [AnswerAction(), Stop(), ReachPerson()])
def test_whatever_a_classifier_takes_it_for_it_is_checked(phone: Phone, action: AnswerAction) -> None:
    assert phone.to(action, ARREARS, "unclear").kinds == ["fraud"]


@pytest.mark.parametrize(
    ("form", "intent"),
    [
        (ValidateReportForm(), "report_outage"),
        (ValidateBookingForm(), "book_inspection"),
        (ValidateOutageForm(), "ask_outage"),
    ],
)
def test_it_opens_no_form(phone: Phone, form: ValidateReportForm, intent: str) -> None:
    heard = phone.to(form, ARREARS, intent, form=f"{form.called.removeprefix('validate_')}")
    assert heard.kinds == ["fraud"]
    assert heard.slot("requested_slot") is None
    assert not heard.sets("report_text")


def test_without_a_sign_it_says_so_and_that_this_proves_nothing(phone: Phone, rules: FraudRules) -> None:
    heard = phone.to(AnswerAction(), "【社区通知】尊敬的居民，本周六上午九点在活动室举办老年人健康讲座，欢迎参加")
    assert heard.kinds == ["fraud"]
    assert rules.texts["none"] in heard.text
    assert "证明不了" in rules.texts["none"]
    assert "95598" in heard.text
    assert rules.texts["found"] not in heard.text


def test_a_code_is_not_repeated_and_is_for_nobody(phone: Phone, rules: FraudRules) -> None:
    heard = phone.to(AnswerAction(), OWN_CODE)
    assert rules.texts["code"] in heard.text
    assert "482913" not in heard.text


@pytest.mark.parametrize(
    "said",
    [
        "快递喊的客服说包裹搞落了赔双倍，要我开啥子共享",
        "接到个警官的电话，喊我莫挂，还不准跟屋头人讲",
        "他说要扫码才能把钱退给我",
        "电话头说我开了抖音会员，不关就月月扣八百，真的假的",
        "孙子要钱",
    ],
)
def test_a_told_call_is_checked_too(phone: Phone, said: str) -> None:
    heard = phone.to(AnswerAction(), said, "ask_library")
    assert heard.kinds[-1] == "fraud"
    assert only_official(heard)


@pytest.mark.parametrize("said", ["遭哄了，钱都打过去了，第一个该找哪个嘛"])
def test_gone_money_comes_first(phone: Phone, rules: FraudRules, said: str) -> None:
    heard = phone.to(AnswerAction(), said, "ask_library")
    assert heard.kinds[-1] == "fraud"
    assert heard.text.startswith(rules.texts["gone"])
    assert card(heard)["dial"][0] == "110"
    assert rules.texts["none"] not in heard.text


def test_who_only_asks_for_a_look_is_asked_for_the_words(phone: Phone, rules: FraudRules) -> None:
    asked = phone.to(AnswerAction(), "帮我看哈这个短信是不是真的")
    assert rules.texts["send"] in asked.text
    waiting = phone.with_slots(offered=asked.slot("offered"))
    sent = waiting.to(AnswerAction(), "您家的用电资料要年审了，叫我们下午去办")
    assert rules.texts["none"] in sent.text
    assert phone.to(AnswerAction(), "您家的用电资料要年审了，叫我们下午去办").kinds != ["fraud"]


@pytest.mark.parametrize("said", ["停电了好久来", "漏保跳闸了咋办", "要得"])
def test_what_is_said_instead_is_no_message_to_check(phone: Phone, said: str) -> None:
    offered = {"what": SENDS, "at": phone.now.isoformat()}
    assert "fraud" not in phone.with_slots(offered=offered).to(AnswerAction(), said).kinds


@pytest.mark.parametrize(
    ("said", "article"),
    [
        ("手机收到短信说今天不交电费就停电", "sms-arrears-link"),
        ("电话喊我加微信处理电费", "caller-says-power-company"),
        ("接到个电话说我用电违规要交罚款，信得不", "caller-says-power-company"),
        ("手机上说我电费欠费要停电，叫我点链接", "sms-arrears-link"),
    ],
)
def test_what_the_library_answers_stays_word_for_word(phone: Phone, opened: Context, said: str, article: str) -> None:
    live = opened.live.article(article)
    assert live is not None
    heard = phone.to(AnswerAction(), said, "ask_library")
    assert heard.kinds == ["answer"]
    assert live.article.short in heard.text


def test_titles_the_library_would_have_offered_stay_below(phone: Phone) -> None:
    heard = phone.to(AnswerAction(), "有个说是供电公司的加我微信，喊我扫码领电费补贴，点了要填银行卡号", "ask_library")
    assert heard.kinds == ["fraud"]
    assert heard.buttons
    assert heard.slot("offered")["what"] == "articles"


def test_somebody_at_the_door_is_answered_with_how_to_check_him(phone: Phone) -> None:
    heard = phone.to(VisitorAtDoor(), "门口来了个人说查电表，喊我扫码交钱", "visitor_at_door")
    assert heard.names == ["utter_visitor_none"]


@pytest.mark.parametrize(
    "said",
    [
        "队长在群里说明天停电，是不是真的",
        "【停电通知】因线路检修，计划明天8点到18点石椅村停电，请相互转告",
        "刚才有人打电话给我说屋头停电了",
    ],
)
def test_news_of_a_power_cut_is_no_matter_of_fraud(phone: Phone, said: str) -> None:
    assert "fraud" not in phone.to(AnswerAction(), said, "ask_outage").kinds


def test_a_danger_in_it_comes_first(phone: Phone) -> None:
    heard = phone.to(AnswerAction(), f"我娃儿触电了，喊不答应。{ARREARS}")
    assert heard.kinds == ["emergency"]


def test_in_a_form_the_notice_is_checked_and_the_question_stays(phone: Phone) -> None:
    heard = phone.to(ValidateBookingForm(), ARREARS, "ask_library", form="booking_form", requested="call_phone")
    assert heard.kinds == ["fraud"]
    assert not heard.sets("call_phone")
    assert not heard.sets("requested_slot")


def test_the_words_of_a_complaint_stay_a_complaint(phone: Phone) -> None:
    telling = phone.with_slots(report_kind="complaint")
    heard = telling.to(
        ValidateReportForm(), f"有人发这个给我：{ARREARS}", "complain", form="report_form", requested="report_text"
    )
    assert "fraud" not in heard.kinds
    assert heard.slot("report_text").startswith("有人发这个给我")


def counted(opened: Context, table: type[FraudSighting] | type[FraudNote]) -> int:
    with begin(opened.sessions) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_who_was_met_with_it_is_counted_where_the_village_is_known(phone: Phone, opened: Context) -> None:
    phone.to(AnswerAction(), ARREARS, message_id="m-1")
    assert counted(opened, FraudSighting) == 0
    phone.at("shiyi").to(AnswerAction(), ARREARS, message_id="m-2")
    before = counted(opened, FraudSighting)
    assert before > 0
    phone.at("shiyi").to(AnswerAction(), ARREARS, message_id="m-2")
    assert counted(opened, FraudSighting) == before
    phone.at("shiyi").to(AnswerAction(), "刷单兼职是不是骗局", message_id="m-3")
    assert counted(opened, FraudSighting) == before
    assert counted(opened, FraudNote) == 0


@pytest.mark.parametrize("said", ["约人来看看灯，打我儿子的电话13900008881", "有人在屋头，约师傅上门，联系13900008881"])
def test_a_number_given_with_a_wish_is_no_sign(phone: Phone, said: str) -> None:
    heard = phone.to(ValidateBookingForm(), said, "book_inspection", form="booking_form")
    assert "fraud" not in heard.kinds
    assert heard.slot("call_phone")["number"] == "13900008881"
