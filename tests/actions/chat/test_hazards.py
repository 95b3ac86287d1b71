"""Hazards told in plain words are taken, whatever Rasa makes of them; questions about such things are not."""

import pytest

from actions.chat import hazards
from actions.chat.answer import AnswerAction
from actions.chat.booking.form import ValidateBookingForm
from actions.chat.outage_form import ValidateOutageForm
from actions.chat.people import AskDirectory, VisitorAtDoor
from actions.chat.report_finish import FinishReport
from actions.chat.report_form import ValidateReportForm
from actions.context import Context
from actions.db.engine import begin
from actions.services import reports
from tests.actions.chat.conftest import Phone

FORM = ValidateReportForm()
LONG = (
    "我给你们反映个事情嘛我们五星村三组老学校后头那根电线杆是木头的都好多年了下头都朽完了前几天落雨过后就越来越歪"
    "现在都靠到李家的房子上去了李家屋头还有两个娃儿你们再不来弄要出事的我叫王大富电话13512345678"
)


@pytest.mark.parametrize(
    ("said", "sort"),
    [
        ("路边上有根线吊起好矮 拉谷草的车都过不到", "wire"),
        ("电线遭大车挂了 现在矮得很 人伸手都摸得到", "wire"),
        ("树倒在电线上了", "wire"),
        ("有根电线耷到田头好矮", "wire"),
        ("电表箱遭娃儿砸烂了 盖盖都没得了", "box"),
        ("配电箱门都没得了 娃儿伸手进去耍", "box"),
        ("电杆下头遭雨水冲空了 有点斜 要不要紧", "pole"),
        ("后头那根电杆快倒了 咋办", "pole"),
        ("隔壁电杆歪了 顺便帮我约个检查", "pole"),
        (LONG, "pole"),
        ("修房子的吊车离高压线好近哦 只有一两米", "works"),
        ("变压器嗡嗡嗡响得凶 吵得睡不着", "transformer"),
        ("隔壁在山上拉了电网打野猪 我怕打到人", "trap"),
        ("河头有人在电鱼 举报", "fishing"),
    ],
)
def test_a_thing_of_the_grid_in_a_bad_state_is_a_hazard(said: str, sort: str) -> None:
    assert hazards.tells(said) == sort


@pytest.mark.parametrize(
    "said",
    [
        # asked, not told
        *("电杆歪了归哪个管", "电杆歪了咋办", "高压线离房子多远", "电线老化怎么办", "吊车在高压线下干活行不行"),
        *("变压器响是啥原因", "能不能拉电网防野猪", "电鱼犯不犯法", "咋个用电瓶电鱼", "拉线能不能拴牛"),
        # planned, supposed, heard, over, or fine
        *("我想在高压线底下修房子", "要是电线断了咋办", "听说隔壁村电杆倒了", "电杆昨天扶正了", "电杆没歪"),
        # other things, other matters
        *("网线断了", "手机充电线断了", "电饭煲的电线烂了", "毛线掉了", "电线要好多钱一米", "变压器容量小了带不动"),
        *("断线了，毛线不够打毛衣", "打毛衣的线断了", "前年涨大水，把电杆都冲倒了", "那年雪灾电杆断了好几根"),
        *("电费短信说电线掉了喊我转账", "约师傅来看下 电表箱烂了", "屋头停电了", "低保户断电了咋办", "石椅村二组"),
    ],
)
def test_questions_plans_and_other_things_are_none(said: str) -> None:
    assert hazards.tells(said) is None


@pytest.mark.parametrize("action", [AnswerAction(), AskDirectory(), VisitorAtDoor()])
def test_whatever_rasa_took_it_for_the_report_form_opens(phone: Phone, action: AnswerAction) -> None:
    said = "门口路边的电线遭大车挂了 现在矮得很"
    assert phone.to(action, said, "unclear").followed_by == "report_form"
    assert phone.to(ValidateOutageForm(), said, "ask_outage").followed_by == "report_form"


@pytest.mark.parametrize("intent", ["report_outage", "complain", "need_power", "nlu_fallback"])
def test_it_is_a_hazard_with_its_advice_first_and_text_and_place_kept(phone: Phone, intent: str) -> None:
    heard = phone.to(FORM, LONG, intent)
    assert heard.names == ["utter_hazard_first"]
    assert (heard.slot("report_kind"), heard.slot("report_text")) == ("hazard", LONG)
    assert (heard.slot("report_place")["village"], heard.slot("report_place")["group"]) == ("wuxing", 3)
    assert heard.slot("report_phone") == "13512345678"
    assert heard.followed_by == "action_finish_report"


@pytest.mark.parametrize(
    ("said", "advice", "dial"),
    [
        ("河头有人在电鱼 举报", "utter_hazard_first_fishing", "110"),
        ("隔壁在山上拉了电网打野猪 我怕打到人", "utter_hazard_first_trap", "110"),
        ("修房子的吊车离高压线好近哦 只有一两米", "utter_hazard_first_works", "95598"),
        ("有根电线耷到田头好矮", "utter_hazard_first", "95598"),
    ],
)
def test_the_advice_fits_the_danger(phone: Phone, said: str, advice: str, dial: str) -> None:
    heard = phone.to(FORM, said, "report_hazard")
    assert heard.names == [advice]
    assert dial in heard.responses[0]["custom"]["dial"]
    assert heard.slot("report_text") == said


def test_electro_fishing_is_filed_in_words_of_its_own(phone: Phone, opened: Context) -> None:
    place = {"village": "shiyi", "group": 2, "said": ""}
    full = phone.with_slots(report_kind="hazard", report_text="河头有人在电鱼", report_place=place, report_phone="")
    heard = full.to(FinishReport(), "石椅村二组")
    assert heard.names == ["utter_report_done_fishing"]
    assert heard.responses[0]["custom"]["dial"] == ["110"]


def test_a_hazard_told_beside_a_wish_for_a_visit_is_filed_and_then_the_visit_is_booked(
    phone: Phone, opened: Context
) -> None:
    said = "石椅村二组电杆歪了 顺便帮我约个检查"
    assert phone.to(AnswerAction(), said, "book_inspection").followed_by == "report_form"
    heard = phone.to(FORM, said, "book_inspection")
    kept = {name: heard.slot(name) for name in ("report_kind", "report_text", "report_place", "report_phone")}
    done = phone.with_slots(**kept, pending=heard.slot("pending")).to(FinishReport(), said)
    assert done.names == ["utter_report_done_hazard"]
    assert done.followed_by == "booking_form"
    with begin(opened.sessions) as session:
        assert [one.kind for one in reports.mine(session, phone.person_id)] == ["hazard"]


def test_a_hazard_seen_while_a_visit_is_booked_is_asked_where(phone: Phone) -> None:
    booking = phone.with_slots(village="shiyi", group=1, known_place={"village": "shiyi", "group": 1})
    heard = booking.to(FORM, "我还要报个隐患 电杆歪了", "report_hazard")
    assert heard.slot("report_place") is None
    assert heard.followed_by is None
    outside = phone.with_slots(known_place={"village": "shiyi", "group": 1})
    assert outside.to(FORM, "电杆歪了", "report_hazard").slot("report_place")["group"] == 1


@pytest.mark.parametrize(
    ("requested", "said", "leaves"),
    [
        ("resident_name", "等哈 路边的电杆朽了 有点歪", True),
        ("visit_time", "河头有人在电鱼", True),
        ("problem", "门口的电线掉下来了", False),
        ("resident_name", "屋头的电线皮烂了", False),
        ("resident_name", "电表箱烂了", False),
        ("resident_name", "王电杆", False),
    ],
)
def test_a_hazard_outdoors_comes_before_the_question_of_a_booking(
    phone: Phone, requested: str, said: str, leaves: bool
) -> None:
    booking = phone.with_slots(village="shiyi", group=1)
    heard = booking.to(ValidateBookingForm(), said, form="booking_form", requested=requested)
    assert (heard.followed_by == "report_form") == leaves


@pytest.mark.parametrize(
    "said", ["燃放烟花爆竹离电线好远", "放风筝要离高压线多远", "修房子离电线好远才可以", "种树隔电线要多少米"]
)
def test_how_far_away_is_a_question_for_the_library(phone: Phone, said: str) -> None:
    heard = phone.to(FORM, said, "report_hazard")
    assert not heard.sets("report_kind")
    assert not any(name.startswith("utter_hazard_first") for name in heard.names)
    assert heard.text or heard.names[0] in ("utter_suggest", "utter_refused")


@pytest.mark.parametrize("said", ["高压线底下钓鱼得行不", "高压线旁边放风筝得不得行", "电线底下修房子准不准"])
def test_asking_leave_is_no_report_and_gets_what_keeps_one_alive_with_an_answer(phone: Phone, said: str) -> None:
    heard = phone.to(FORM, said, "report_hazard")
    assert not heard.sets("report_kind")
    assert heard.text or "utter_suggest" in heard.names[1:]
    if not heard.text:
        assert heard.names[0] in ("utter_hazard_first_near_lines", "utter_do_not")


def test_anglers_below_a_line_are_a_report_in_words_that_need_no_machine(phone: Phone) -> None:
    heard = phone.to(FORM, "有个老汉在高压线底下钓鱼", "report_hazard")
    assert heard.names == ["utter_hazard_first_near_lines"]
    assert heard.slot("report_kind") == "hazard"


@pytest.mark.parametrize("said", ["有根电线耷到田头好矮，离我屋没得好远", "树子离电线只有几米了", "吊车离高压线好近哦"])
def test_a_hazard_with_its_distance_stays_a_hazard(phone: Phone, said: str) -> None:
    assert phone.to(FORM, said, "report_hazard").slot("report_kind") == "hazard"


@pytest.mark.parametrize("said", ["断线了，毛线不够打毛衣", "前年涨大水，把电杆都冲倒了"])
def test_yarn_and_years_ago_open_no_report_whatever_rasa_took_them_for(phone: Phone, said: str) -> None:
    heard = phone.to(FORM, said, "report_hazard")
    assert "utter_hazard_first" not in heard.names
    assert not heard.sets("report_kind")
    assert heard.followed_by != "report_form"


@pytest.mark.parametrize("said", ["前年就歪了的电杆现在还没修", "去年遭撞松的电杆又歪了"])
def test_what_began_years_ago_and_stands_there_still_is_a_hazard(said: str) -> None:
    assert hazards.tells(said) == "pole"


@pytest.mark.parametrize("said", ["电线发烫", "灶屋头那根线摸起烫手", "线路发热得凶"])
def test_a_hot_wire_at_home_gets_the_advice_for_the_home(said: str) -> None:
    assert hazards.advice(said) == "utter_hazard_first_home"
    assert hazards.advice("高压线发烫") == "utter_hazard_first"
