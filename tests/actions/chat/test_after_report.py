"""After a report: more of the same, the place put right, nobody to come any more, and its number again."""

from datetime import timedelta

import pytest

from actions.chat.answer import AnswerAction
from actions.chat.my_bookings import CancelBooking, CheckBooking
from actions.chat.outage_form import TellOutages, ValidateOutageForm
from actions.chat.people import AskDirectory
from actions.chat.report_finish import FinishReport
from actions.chat.report_form import ValidateReportForm
from actions.chat.smalltalk import Correct, Stop
from actions.context import Context
from actions.db.engine import begin
from actions.services import reports
from actions.services.reports import Report
from tests.actions.chat.conftest import Heard, Phone
from tests.moment import NOW

FORM = ValidateReportForm()
HAZARD, OUTAGE, COMPLAINT = "电线吊起了 离地一人高", "我们石椅村停电了", "收费的乱收我五十块钱"


def filed(phone: Phone, kind: str, text: str) -> Phone:
    """The person after this report, in 石椅村3组."""
    place = {"village": "shiyi", "group": 3, "said": ""}
    full = phone.with_slots(report_kind=kind, report_text=text, report_place=place, report_phone="")
    done = full.to(FinishReport(), text, message_id="m-0")
    return phone.with_slots(pending=done.slot("pending"), known_place={"village": "shiyi", "group": 3})


def kept(phone: Phone, opened: Context) -> list[Report]:
    """What this person reported, the newest first."""
    with begin(opened.sessions) as session:
        return reports.mine(session, phone.person_id)


@pytest.mark.parametrize(
    ("kind", "text", "said", "intent"),
    [
        ("hazard", HAZARD, "就在放学走的那条路上", "report_hazard"),
        ("hazard", HAZARD, "那根电线越吊越矮", "report_hazard"),
        ("outage", OUTAGE, "都停了三个小时了", "report_outage"),
        ("complaint", COMPLAINT, "我要投诉他", "complain"),
    ],
)
def test_a_further_sentence_about_the_same_is_no_second_report(
    phone: Phone, opened: Context, kind: str, text: str, said: str, intent: str
) -> None:
    heard = filed(phone, kind, text).to(FORM, said, intent, message_id="m-1")
    (report,) = kept(phone, opened)
    assert report.text == f"{text}；{said}"
    assert any(name.startswith("utter_report_words_added") for name in heard.names)
    # Beside a hazard the advice is said again, before the number; a child jumping at the wire is a danger before that.
    names = [name for name in heard.names if name != "utter_may_be_danger"]
    assert (names[0] == "utter_hazard_first") == (kind == "hazard")
    assert "utter_may_be_danger" not in heard.names


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("变压器也在冒油", "report_hazard"),
        ("另外还有一根电线耷起好矮", "report_hazard"),
        ("五星村一组的电表箱遭砸烂了", "report_hazard"),
        ("报隐患", "report_hazard"),
        ("我们停电了", "report_outage"),
    ],
)
def test_another_thing_another_place_another_kind_is_a_report_of_its_own(phone: Phone, said: str, intent: str) -> None:
    heard = filed(phone, "hazard", HAZARD).to(FORM, said, intent, message_id="m-1")
    assert heard.slot("report_kind") == ("outage" if intent == "report_outage" else "hazard")


def test_what_comes_hours_later_is_a_report_of_its_own(phone: Phone) -> None:
    later = Phone(phone.person_id, phone.known, filed(phone, "outage", OUTAGE).slots, now=NOW.replace(hour=15))
    assert later.to(FORM, "都停了三个小时了", "report_outage").slot("report_kind") == "outage"


@pytest.mark.parametrize("said", ["他骂人", "是个姓刘的"])
def test_short_words_belong_to_the_complaint_before(phone: Phone, opened: Context, said: str) -> None:
    assert filed(phone, "complaint", COMPLAINT).to(AnswerAction(), said).names == ["utter_report_words_added_complaint"]
    (report,) = kept(phone, opened)
    assert report.text.endswith(said)
    assert "utter_report_words_added_complaint" not in phone.to(AnswerAction(), said, message_id="m-2").names


@pytest.mark.parametrize(
    ("said", "intent"),
    [("还要约个师傅上门检查", "book_inspection"), ("他们好久上班", "unclear"), ("谢谢", "thank")],
)
def test_a_wish_of_its_own_is_not_swallowed(phone: Phone, opened: Context, said: str, intent: str) -> None:
    filed(phone, "complaint", COMPLAINT).to(AnswerAction(), said, intent)
    (report,) = kept(phone, opened)
    assert said not in report.text


@pytest.mark.parametrize("said", ["全组都没得", "隔壁也没得", "都黑了一个多钟头"])
def test_more_of_an_outage_is_added(phone: Phone, opened: Context, said: str) -> None:
    assert filed(phone, "outage", OUTAGE).to(AnswerAction(), said).names == ["utter_report_words_added"]


def test_when_somebody_comes_is_answered_from_the_report(phone: Phone) -> None:
    someone = filed(phone, "outage", OUTAGE)
    for said in ("好久来修嘛", "好久来", "咋还不来人"):
        assert someone.to(AnswerAction(), said).names == ["utter_my_report_open"], said
    assert someone.to(AnswerAction(), "好久来电").names != ["utter_my_report_open"]
    assert phone.to(AnswerAction(), "预约号Y1125-26459").followed_by == "action_check_booking"


@pytest.mark.parametrize("said", ["不对 是二组", "说错了 是二组", "错了，应该是石椅村二组", "二组"])
@pytest.mark.parametrize("action", [AnswerAction(), Correct()])
def test_the_place_is_put_right(phone: Phone, opened: Context, action: AnswerAction, said: str) -> None:
    assert filed(phone, "outage", OUTAGE).to(action, said, "correct").names == ["utter_report_place_changed"]
    (report,) = kept(phone, opened)
    assert (report.village_code, report.group_number) == ("shiyi", 2)


def test_not_right_alone_is_asked_and_with_words_is_kept(phone: Phone, opened: Context) -> None:
    someone = filed(phone, "outage", OUTAGE)
    assert someone.to(Correct(), "不对", "correct").names == ["utter_report_what_wrong"]
    assert someone.to(Correct(), "不对 是提灌站旁边那个", "correct").names == ["utter_report_words_added"]
    assert kept(phone, opened)[0].text.endswith("提灌站旁边那个")
    assert phone.to(Correct(), "不对", "correct").names == ["utter_nothing_to_correct"]


@pytest.mark.parametrize("said", ["取消嘛 我看错了", "不用来了", "已经弄好了", "算了"])
@pytest.mark.parametrize("action", [AnswerAction(), CancelBooking(), Stop()])
def test_nobody_needs_to_come_is_written_into_the_report_which_stays_open(
    phone: Phone, opened: Context, action: AnswerAction, said: str
) -> None:
    heard = filed(phone, "hazard", HAZARD).to(action, said)
    assert heard.names == ["utter_report_withdrawn"]
    (report,) = kept(phone, opened)
    assert (report.state, said in report.text) == ("open", True)


def test_the_power_is_back(phone: Phone, opened: Context) -> None:
    assert phone.to(AnswerAction(), "来电了").names == ["utter_power_back"]
    someone = filed(phone, "outage", OUTAGE)
    assert someone.to(CancelBooking(), "来电了 不用来了").names == ["utter_report_power_back"]
    assert "来电了 不用来了" in kept(phone, opened)[0].text
    for said in ("来电了没得", "来电了又停了", "来电话了"):
        assert "utter_report_power_back" not in someone.to(AnswerAction(), said, message_id=said).names, said


def test_its_number_is_told_again(phone: Phone, neighbour: Phone, opened: Context) -> None:
    filed(phone, "hazard", HAZARD)
    (report,) = kept(phone, opened)
    for said in (report.number, f"编号{report.number}咋样了", "我的报修编号忘了", "编号是好多"):
        assert phone.to(AnswerAction(), said).names == ["utter_my_report_open"], said
    assert phone.to(CheckBooking(), "我报的那个隐患咋样了", "check_booking").names == ["utter_my_report_open"]
    for said in (report.number, "我的报修编号忘了"):
        assert neighbour.to(AnswerAction(), said).names == ["utter_no_report_here"], said


@pytest.mark.parametrize("said", ["不留电话", "没得电话", "我莫得手机", "不想留电话"])
@pytest.mark.parametrize("action", [AnswerAction(), AskDirectory()])
def test_a_report_without_a_number_is_fine(phone: Phone, opened: Context, action: AnswerAction, said: str) -> None:
    someone = filed(phone, "hazard", HAZARD)
    heard = someone.to(action, said, "ask_directory")
    assert heard.names == ["utter_report_no_phone"]
    assert heard.responses[0]["number"] == kept(phone, opened)[0].number
    # The report stays the last one: what comes next still belongs to it.
    after = someone.with_slots(pending=heard.slot("pending")).to(AnswerAction(), "13812345678", message_id="m-2")
    assert after.names == ["utter_report_phone_added"]


@pytest.mark.parametrize("said", ["有好多家都停了", "好多户都没得电", "附近全黑了", "周围也停了"])
def test_how_many_are_without_power_is_added(phone: Phone, opened: Context, said: str) -> None:
    someone = filed(phone, "outage", OUTAGE)
    heard = someone.to(AnswerAction(), said)
    if heard.followed_by == "report_form":
        heard = someone.to(FORM, said)
    assert heard.names[0] == "utter_report_words_added"
    assert kept(phone, opened)[0].text == f"{OUTAGE}；{said}"


@pytest.mark.parametrize("said", ["好多家停了嘛？", "有啥子办法", "是不是都停了"])
def test_a_question_is_added_to_no_report(phone: Phone, opened: Context, said: str) -> None:
    filed(phone, "outage", OUTAGE).to(AnswerAction(), said)
    assert kept(phone, opened)[0].text == OUTAGE


@pytest.mark.parametrize("said", ["啥时候来电", "好久来电嘛", "几点钟才来电"])
def test_when_the_power_comes_back_is_asked_about_what_was_just_reported(
    phone: Phone, opened: Context, said: str
) -> None:
    someone = filed(phone, "outage", OUTAGE)
    heard = asks_for_the_power(someone, said)
    assert heard.names == ["utter_outage_reported"]
    assert heard.responses[0]["number"] == kept(phone, opened)[0].number


def test_the_power_elsewhere_and_of_others_is_not_what_was_reported(phone: Phone, neighbour: Phone) -> None:
    someone = filed(phone, "outage", OUTAGE)
    assert asks_for_the_power(someone, "五星村啥时候来电").names == ["utter_outage_none"]
    assert asks_for_the_power(neighbour.at("shiyi", 3), "啥时候来电").names == ["utter_outage_none"]
    next_day = Phone(phone.person_id, phone.known, someone.slots, now=NOW + timedelta(days=1))
    assert asks_for_the_power(next_day, "啥时候来电").names == ["utter_outage_none"]


def test_a_report_of_a_place_without_a_name_is_noted_too(phone: Phone) -> None:
    nowhere = {"village": None, "group": None, "said": "大槐树底下"}
    full = phone.with_slots(report_kind="outage", report_text="停电了", report_place=nowhere, report_phone="")
    full.to(FinishReport(), "大槐树底下", message_id="m-0")
    assert asks_for_the_power(phone, "啥时候来电").names == ["utter_outage_reported"]


def asks_for_the_power(phone: Phone, said: str) -> Heard:
    """Ask for the power, as Rasa hands the question through the form that looks for the place."""
    opened = phone.to(ValidateOutageForm(), said, "ask_outage", message_id=said)
    if not opened.sets("outage_place") or opened.names:
        return opened
    return phone.with_slots(outage_place=opened.slot("outage_place")).to(TellOutages(), said, message_id=said)


def of_one_household(phone: Phone, minutes: int = 40) -> Phone:
    """Somebody in 石椅村3组 who reported a power cut a while ago and spoke of something else since."""
    dark = filed(phone, "outage", "停电了")
    return Phone(
        phone.person_id, phone.known, {"known_place": dark.slots["known_place"]}, now=NOW + timedelta(minutes=minutes)
    )


@pytest.mark.parametrize(
    "said",
    ["就我一家没得电", "屋头还是停电了嘛", "石椅村三组没得电 电话13812345678", "我要报修 屋头停电了", "一片都没得电了"],
)
@pytest.mark.parametrize("minutes", [2, 40, 200])
def test_a_household_that_is_dark_is_reported_once(phone: Phone, opened: Context, said: str, minutes: int) -> None:
    heard = of_one_household(phone, minutes).to(FORM, said, "report_outage", message_id="m-1")
    (report,) = kept(phone, opened)
    assert report.text == f"停电了；{said}"
    assert heard.names == ["utter_report_words_added", "utter_report_another"]
    assert report.phone == ("13812345678" if "138" in said else None)


@pytest.mark.parametrize(
    "said", ["另外还有 五星村我妈屋头也停电了", "石椅村一组停电了", "五星村一组停电了", "另外我老汉屋头也没得电了"]
)
def test_another_household_or_place_is_a_report_of_its_own(phone: Phone, opened: Context, said: str) -> None:
    heard = of_one_household(phone).to(FORM, said, "report_outage", message_id="m-1")
    assert heard.slot("report_kind") == "outage"
    slots = {event["name"]: event["value"] for event in heard.events if event["event"] == "slot"}
    of_one_household(phone).with_slots(**slots).to(FinishReport(), said, message_id="m-2")
    assert len(kept(phone, opened)) == 2


@pytest.mark.parametrize("end", ["来电了", "不用来了"])
def test_a_power_cut_after_the_first_was_over_is_a_second_one(phone: Phone, opened: Context, end: str) -> None:
    filed(phone, "outage", "停电了").to(AnswerAction(), end, message_id="m-1")
    assert (
        of_one_household(phone).to(FORM, "又停电了", "report_outage", message_id="m-2").slot("report_kind") == "outage"
    )


def test_a_report_whose_place_is_asked_for_finds_the_one_that_stands(phone: Phone, opened: Context) -> None:
    filed(phone, "outage", "停电了")
    place = {"village": "shiyi", "group": 3, "said": ""}
    full = phone.with_slots(
        report_kind="outage", report_text="一家没电", report_place=place, report_phone="13812345678"
    )
    heard = full.to(FinishReport(), "石椅村三组", message_id="m-2")
    (report,) = kept(phone, opened)
    assert heard.names == ["utter_report_same_outage", "utter_report_another"]
    assert (report.text, report.phone) == ("停电了；一家没电", "13812345678")


def test_the_same_message_sent_again_is_answered_as_the_first_time(phone: Phone, opened: Context) -> None:
    filed(phone, "outage", "停电了")
    place = {"village": "shiyi", "group": 3, "said": ""}
    full = phone.with_slots(report_kind="outage", report_text="停电了", report_place=place, report_phone="")
    assert full.to(FinishReport(), "停电了", message_id="m-0").names == ["utter_report_done_outage"]
    assert len(kept(phone, opened)) == 1
