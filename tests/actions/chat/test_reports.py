"""Reports in the villager's own words, and wishes no classifier may lose."""

from datetime import UTC, datetime, timedelta

import pytest

from actions.chat.answer import AnswerAction
from actions.chat.outage_form import TellOutages, ValidateOutageForm
from actions.chat.report_finish import FinishReport
from actions.chat.report_form import ValidateReportForm
from actions.context import Context
from actions.db.engine import begin
from actions.services import outages, reports
from tests.actions.chat.conftest import Heard, Phone

FORM = ValidateReportForm()


def opens(phone: Phone, said: str, intent: str) -> Heard:
    """Open the form with a sentence."""
    return phone.to(FORM, said, intent)


def cut_off(opened: Context) -> None:
    """石椅村2组 is without power, and was to be back ten minutes ago."""
    now = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    with begin(opened.sessions) as session:
        outages.enter(
            session, request_id="o-1", kind="fault", places=[("shiyi", 2)], reason="树压线路",
            starts_at=now - timedelta(hours=1), expected_end=now - timedelta(minutes=10), login="qushan", now=now,
        )  # fmt: skip


def test_a_hazard_with_a_place_needs_nothing_more(phone: Phone) -> None:
    heard = opens(phone, "石椅村2组有根电线耷起好矮", "report_hazard")
    assert heard.names == ["utter_hazard_first"]
    assert heard.responses[0]["custom"]["dial"] == ["95598"]
    assert heard.slot("report_place")["group"] == 2
    assert heard.followed_by == "action_finish_report"


def test_a_bare_wish_asks_what_it_is(phone: Phone) -> None:
    heard = opens(phone.at("shiyi"), "我要投诉", "complain")
    assert heard.slot("report_text") is None
    assert heard.slot("report_place")["village"] == "shiyi"
    assert heard.followed_by is None


def test_a_complaint_needs_no_place(phone: Phone) -> None:
    heard = opens(phone, "抄表的乱抄，我不服", "complain")
    assert heard.slot("report_text") == "抄表的乱抄，我不服"
    assert heard.slot("report_place")["village"] is None
    assert heard.followed_by == "action_finish_report"


def test_a_report_is_filed_once_with_its_words(phone: Phone, opened: Context) -> None:
    slots = opens(phone, "石椅村2组有根电杆歪起", "report_hazard")
    full = phone.with_slots(
        **{name: slots.slot(name) for name in ("report_kind", "report_text", "report_place", "report_phone")}
    )
    first = full.to(FinishReport(), "石椅村2组有根电杆歪起", message_id="m-5")
    assert full.to(FinishReport(), "石椅村2组有根电杆歪起", message_id="m-5").responses == first.responses
    with begin(opened.sessions) as session:
        (kept,) = reports.mine(session, phone.person_id)
    assert (kept.text, kept.village_code, kept.group_number) == ("石椅村2组有根电杆歪起", "shiyi", 2)


def test_a_form_that_was_left_files_nothing(phone: Phone, opened: Context) -> None:
    assert phone.with_slots(report_kind="outage").to(FinishReport(), "算了").names == []
    with begin(opened.sessions) as session:
        assert reports.mine(session, phone.person_id) == []


def test_what_is_known_is_told_instead_of_filed_again(phone: Phone, opened: Context) -> None:
    cut_off(opened)
    heard = opens(phone.at("shiyi", 2), "屋头停电了", "report_outage")
    assert heard.names == ["utter_outage_known", "utter_outage_overdue"]
    assert heard.responses[1]["place"] == "石椅村2组"
    assert heard.slot("report_text") is None


def test_where_another_group_of_the_village_may_be_dark_the_report_is_kept(phone: Phone, opened: Context) -> None:
    cut_off(opened)
    heard = opens(phone.at("shiyi"), "报停电，一片都没得电", "report_outage")
    assert heard.names == ["utter_outage_known_part", "utter_outage_overdue"]
    assert heard.responses[1]["place"] == "石椅村2组"
    assert heard.slot("report_text") == "报停电，一片都没得电"
    kept = phone.with_slots(report_kind="outage", report_text="一片都没得电", report_phone="")
    later = kept.to(FORM, "石椅村", "unclear", form="report_form", requested="report_place")
    assert later.names == ["utter_outage_known_part", "utter_outage_overdue"]
    assert later.slot("report_place")["village"] == "shiyi"


def test_what_is_known_is_told_also_when_the_place_comes_later(phone: Phone, opened: Context) -> None:
    cut_off(opened)
    kept = phone.with_slots(report_kind="outage", report_text="停电了")
    heard = kept.to(FORM, "石椅村2组的", "unclear", form="report_form", requested="report_place")
    assert heard.names == ["utter_outage_known", "utter_outage_overdue"]
    assert heard.slot("report_text") is None


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("给我妈约个检查，她叫李素华，漏保老跳", "booking_form"),
        ("喊个师傅来看看嘛", "booking_form"),
        ("有根电杆歪起，在石椅村1组路边", "report_form"),
        ("我们这边停电了，黑黢黢的", "report_form"),
        ("退订", "action_learn_lesson"),
    ],
)
def test_clear_words_win_over_an_unsure_classifier(phone: Phone, said: str, form: str) -> None:
    heard = phone.to(AnswerAction(), said, "nlu_fallback", confidence=0.3)
    assert heard.followed_by == form
    assert heard.responses == []


def test_an_outage_is_told_where_the_village_is_known_and_asked_where_not(phone: Phone) -> None:
    known = phone.at("wuxing").to(ValidateOutageForm(), "今天停不停电", "ask_outage")
    assert known.followed_by == "action_tell_outages"
    told = phone.with_slots(outage_place=known.slot("outage_place")).to(TellOutages(), "今天停不停电", "ask_outage")
    assert told.names == ["utter_outage_none"]
    assert told.responses[0]["place"] == "五星村"
    asked = phone.to(ValidateOutageForm(), "今天停不停电", "ask_outage")
    assert asked.slot("outage_place") is None
    assert asked.followed_by is None


def test_more_of_the_story_is_kept_while_the_place_is_asked(phone: Phone) -> None:
    asked = phone.with_slots(report_kind="outage", report_text="屋头停电了", report_phone="")
    heard = asked.to(FORM, "一会儿有一会儿没得，昨晚上开始的", form="report_form", requested="report_place")
    assert heard.slot("report_text") == "屋头停电了；一会儿有一会儿没得，昨晚上开始的"
    lost = asked.to(FORM, "我说不清楚是哪个村", form="report_form", requested="report_place")
    assert lost.names == ["utter_report_place_as_said"]
    assert lost.followed_by == "action_finish_report"


@pytest.mark.parametrize("said", ["喊个真人来", "找人", "转人工嘛", "我要找人"])
def test_a_person_is_wanted_in_so_many_words(phone: Phone, said: str) -> None:
    assert phone.to(AnswerAction(), said, "nlu_fallback", confidence=0.3).followed_by == "action_reach_person"


@pytest.mark.parametrize("said", ["收到短信说我电费欠了要点链接", "有人喊我把银行卡借给他用"])
def test_a_swindle_is_answered_and_never_filed_as_an_outage(phone: Phone, said: str) -> None:
    asked = phone.with_slots(report_kind="outage", report_text="家头莫得电了")
    heard = asked.to(FORM, said, "report_outage", form="report_form", requested="report_place")
    assert heard.text or heard.names == ["utter_suggest"]
    assert not heard.sets("report_text")
    assert heard.followed_by is None
    opened = opens(phone.at("shiyi"), "报停电，" + said, "report_outage")
    assert opened.text or "utter_suggest" in opened.names
    assert not opened.sets("report_text") or opened.slot("report_text") is None


@pytest.mark.parametrize(("said", "kept"), [("不晓得", "蜂子窝"), ("电表箱头", "蜂子窝（电表箱头）")])
def test_a_sentence_that_names_no_place_is_not_read_back_as_one(
    phone: Phone, opened: Context, said: str, kept: str
) -> None:
    asked = phone.with_slots(report_kind="hazard", report_text="蜂子窝", report_phone="", tries=1)
    heard = asked.to(FORM, said, form="report_form", requested="report_place")
    assert heard.followed_by == "action_finish_report"
    done = asked.with_slots(report_place=heard.slot("report_place")).to(FinishReport(), said)
    assert done.responses[0]["place"] == "您说的地方"
    with begin(opened.sessions) as session:
        (report,) = reports.mine(session, phone.person_id)
    assert report.text == kept


@pytest.mark.parametrize("said", ["停电了找哪个", "屋头没电了打哪个电话", "停电归哪个管"])
def test_who_asks_whom_to_call_gets_the_number_and_is_offered_the_form(phone: Phone, said: str) -> None:
    heard = opens(phone, said, "report_outage")
    assert "95598" in str(heard.responses)
    assert heard.names[-1] == "utter_or_report_outage"
    assert not heard.sets("report_text")
    assert heard.slot("requested_slot") is None


@pytest.mark.parametrize("said", ["隔壁停电了没得", "你们那边来电没有", "是不是全村都停电了", "停电了吗"])
def test_who_asks_whether_there_is_power_reports_nothing(phone: Phone, said: str) -> None:
    assert opens(phone, said, "report_outage").followed_by == "outage_form"


@pytest.mark.parametrize("said", ["停电了", "停电了，你们派人来看一下嘛", "一会儿有电一会儿没得"])
def test_who_tells_that_the_power_is_off_reports_it(phone: Phone, said: str) -> None:
    assert opens(phone, said, "report_outage").slot("report_text") == said


def test_a_place_alone_is_no_description(phone: Phone) -> None:
    asked = phone.with_slots(report_kind="hazard", report_phone="")
    heard = asked.to(FORM, "五星村二组的", form="report_form", requested="report_text")
    assert heard.slot("report_place")["village"] == "wuxing"
    assert not heard.sets("report_text")
    assert heard.followed_by is None


@pytest.mark.parametrize("said", ["电线矮得很，归哪个管", "路边的拉线断了股，问哪个"])
def test_whoever_asks_whom_to_call_about_a_hazard_is_first_told_to_keep_away(phone: Phone, said: str) -> None:
    heard = opens(phone, said, "report_hazard")
    assert heard.names[0] == "utter_hazard_first"
    assert heard.slot("report_text") == said


@pytest.mark.parametrize("said", ["1组，哦不，2组", "石椅村1组，不对不对，是石椅村2组", "不是1组，是2组"])
def test_a_place_put_right_in_the_same_sentence_is_the_one_reported(phone: Phone, said: str) -> None:
    known = phone.at("shiyi").with_slots(report_kind="hazard", report_text="电杆歪了")
    assert known.to(FORM, said, form="report_form", requested="report_place").slot("report_place")["group"] == 2
    form, asked = ValidateOutageForm(), {"what": "outage", "asked": "好久来电"}
    place = phone.at("shiyi").with_slots(pending=asked).to(form, said, form="outage_form", requested="outage_place")
    assert place.slot("outage_place") == {"village": "shiyi", "group": 2}


def test_a_number_put_right_in_the_same_sentence_is_the_one_reported(phone: Phone) -> None:
    known = phone.with_slots(report_kind="power_need", report_text="要扩容", report_place={"village": "shiyi"})
    heard = known.to(FORM, "13712345678，哦不，是13712345670", form="report_form", requested="report_phone")
    assert heard.slot("report_phone") == "13712345670"


def test_a_number_in_a_report_is_not_ended_by_the_group(phone: Phone) -> None:
    known = phone.with_slots(report_kind="power_need", report_text="要扩容", report_place={"village": "shiyi"})
    said = "13712345678，不对，是2组学校后面那根"
    assert known.to(FORM, said, form="report_form", requested="report_phone").slot("report_phone") == "13712345678"


@pytest.mark.parametrize(
    "said",
    [
        "没有，别个那边停了，我就问哈",
        "我就问一哈",
        "不是，我只是问问",
        "我们屋头有电，我就是问一下",
        "隔壁停电，我随便问问",
    ],
)
@pytest.mark.parametrize("asked", ["report_text", "report_place"])
def test_who_only_asked_about_a_power_cut_reports_none(phone: Phone, asked: str, said: str) -> None:
    reporting = phone.with_slots(report_kind="outage", report_text="停电了" if asked == "report_place" else None)
    heard = reporting.to(FORM, said, "report_outage", confidence=0.77, form="report_form", requested=asked)
    assert heard.names == ["utter_stopped"]
    assert (heard.slot("report_text"), heard.slot("requested_slot")) == (None, None)


@pytest.mark.parametrize("said", ["别个那边停了", "我问一哈", "全村都停了，我就问哈好久来", "没有电，我就问哈好久修"])
def test_who_tells_of_a_power_cut_still_reports_it(phone: Phone, said: str) -> None:
    reporting = phone.with_slots(report_kind="outage", report_text="停电了")
    heard = reporting.to(FORM, said, "unclear", form="report_form", requested="report_place")
    assert "utter_stopped" not in heard.names


def test_a_hazard_is_not_left_by_who_only_asks(phone: Phone) -> None:
    reporting = phone.with_slots(report_kind="hazard", report_text="电杆歪了")
    heard = reporting.to(FORM, "没有，我就问哈", "unclear", form="report_form", requested="report_place")
    assert "utter_stopped" not in heard.names
