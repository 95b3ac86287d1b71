"""What is said beside an answer in the forms: put right, added, or asked about; the neighbours of what people said."""

import pytest

from actions.chat.booking.names import is_like_name
from actions.chat.booking.remarks import remark
from actions.chat.hearing import without_end
from actions.chat.places import sounds_like_place
from actions.chat.report_form import ValidateReportForm
from actions.chat.smalltalk import Stop
from actions.context import Context
from actions.db.engine import begin
from actions.services import emergencies, reports
from content.emergency import Emergency
from tests.actions.chat.booking_talk import Talk
from tests.actions.chat.conftest import Phone


def read_back(phone: Phone) -> Talk:
    """A booking that was read back."""
    talk = Talk(phone).says("约检查", "石椅村二组", "王德福", "13800001111", "接电话的人", "插座松", "12月8号上午")
    assert talk.names == ["utter_booking_question_confirm"]
    return talk


@pytest.mark.parametrize(
    "said",
    [
        "不是，是王得福，得到的得",
        "不对，是王得福",
        "名字错了，是王得福",
        "王得福，得到的得",
        "是王得福不是王德福",
        "不是道德的德，是得到的得",
        "名字不是王德福，是王得福",
        "应该是王得福",
    ],
)
def test_a_name_is_put_right(phone: Phone, said: str) -> None:
    assert Talk(phone).says("约检查", "石椅村二组", "王德福", said)["resident_name"] == "王得福"
    talk = read_back(phone).says(said)
    assert (talk["resident_name"], talk.names[-1]) == ("王得福", "utter_booking_question_confirm")


@pytest.mark.parametrize("said", ["不是13800001111", "电话不是13800001111", "莫打13800001111"])
def test_a_number_that_is_denied_is_asked_again(phone: Phone, said: str) -> None:
    talk = read_back(phone).says(said)
    assert (talk["call_phone"], talk.requested) == (None, "call_phone")
    assert talk.says("13900002222")["call_phone"]["number"] == "13900002222"


@pytest.mark.parametrize("said", ["不是，13900002222", "不是13800001111，是13900002222", "电话错了，13900002222"])
def test_another_number_is_taken(phone: Phone, said: str) -> None:
    assert read_back(phone).says(said)["call_phone"]["number"] == "13900002222"


@pytest.mark.parametrize("said", ["没得错", "没问题", "可以噻", "不改了", "莫改了"])
@pytest.mark.parametrize("field", ["电话", "姓名", "村组", "毛病", "结果告诉谁"])
def test_who_changes_his_mind_finds_it_as_it_was(phone: Phone, field: str, said: str) -> None:
    talk = read_back(phone)
    before = dict(talk.slots)
    talk.says(f"要改{field}").says(said)
    assert talk.names == ["utter_booking_left_as_it_is", "utter_booking_question_confirm"]
    for name in ("village", "group", "resident_name", "call_phone", "result_to", "problem"):
        assert talk[name] == before[name]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("莫忙，还有厕所灯也不亮", "厕所灯也不亮"),
        ("厕所灯也不亮", "厕所灯也不亮"),
        ("对了，灶屋开关也坏了", "灶屋开关也坏了"),
        ("要得，但是我屋头狗凶，喊师傅先打电话", "我屋头狗凶，喊师傅先打电话"),
        ("对的，喊师傅莫走小路", "喊师傅莫走小路"),
        ("记得带梯子", "记得带梯子"),
        ("我屋头有狗", "我屋头有狗"),
    ],
)
def test_what_is_added_at_the_read_back_is_read_back_too(phone: Phone, said: str, kept: str) -> None:
    talk = read_back(phone).says(said)
    assert talk["problem"] == f"插座松；{kept}"
    assert talk["call_phone"]["number"] == "13800001111"
    assert talk.says("没得错").names == ["utter_booking_done"]


@pytest.mark.parametrize("said", ["对的", "好，谢谢你", "明天上午", "石椅村二组", "好久来", "不对", "就这样约"])
def test_these_add_nothing(said: str) -> None:
    assert remark(said) is None


def test_who_is_called_said_again_changes_no_number(phone: Phone) -> None:
    talk = read_back(phone).says("接电话的人")
    assert talk["call_phone"]["number"] == "13800001111"
    assert talk.names[-1] == "utter_booking_question_confirm"


@pytest.mark.parametrize("said", ["要给好多钱", "这个要收钱不", "收费不", "价钱是好多", "免费的不"])
@pytest.mark.parametrize("asked", [("约检查", "石椅村二组"), ("约检查",)])
def test_what_a_visit_costs_is_answered(phone: Phone, said: str, asked: tuple[str, ...]) -> None:
    talk = Talk(phone).says(*asked, said)
    assert "utter_refused" not in talk.names


@pytest.mark.parametrize("name", ["周三娃", "李初一", "张明天", "王晚霞"])
def test_a_name_is_no_day(phone: Phone, name: str) -> None:
    talk = Talk(phone).says("约检查", "石椅村二组", "周三娃")
    assert (talk["resident_name"], talk["visit_time"]) == ("周三娃", None)
    assert is_like_name(name)


@pytest.mark.parametrize("said", ["你猜", "猜一哈", "电线", "不晓得"])
def test_these_are_no_names(phone: Phone, said: str) -> None:
    assert Talk(phone).says("约检查", "石椅村二组").says(said, intent="report_hazard")["resident_name"] is None


def test_a_rare_name_is_asked_about(phone: Phone) -> None:
    talk = Talk(phone).says("约检查", "石椅村二组", "月亮")
    assert (talk["resident_name"], talk.names) == (None, ["utter_booking_is_that_the_name"])
    assert talk.says("对")["resident_name"] == "月亮"
    assert Talk(phone).says("约检查", "石椅村二组", "拉姆", "拉姆")["resident_name"] == "拉姆"
    assert Talk(phone).says("约检查", "石椅村二组", "月亮", "王桂芳")["resident_name"] == "王桂芳"


@pytest.mark.parametrize(
    ("said", "kept"), [("插座松，就这些", "插座松"), ("灯不亮 就这样嘛", "灯不亮"), ("没得电", "没得电")]
)
def test_the_end_is_no_part_of_the_story(said: str, kept: str) -> None:
    assert without_end(said) == kept


def test_gnawed_wires_are_looked_at(phone: Phone) -> None:
    talk = Talk(phone).says("约检查", "石椅村3组", "老鼠把线咬了", intent="report_hazard")
    assert talk.names[:2] == ["utter_hazard_first_home", "utter_booking_noted"]
    assert talk["problem"] == "老鼠把线咬了"


@pytest.mark.parametrize("said", ["明天晚黑7点", "明天晚黑"])
def test_an_evening_is_no_morning(phone: Phone, said: str) -> None:
    talk = Talk(phone).says("约检查", "石椅村3组", "王桂芳", "13800001111", "接电话的人", "跳过", said)
    assert talk["visit_time"] is None


def test_a_group_the_village_lacks_leaves_the_village(phone: Phone) -> None:
    talk = Talk(phone).says("约检查", "石椅村3组", "王桂芳", "等一下，组错了，是四组")
    assert (talk["village"], talk["group"]) == ("shiyi", None)
    assert talk.names == ["utter_booking_no_such_group", "utter_booking_question_group"]


@pytest.mark.parametrize("said", ["那就明天上午9点", "就在我屋头", "是的", "13800001111"])
def test_a_hazard_beside_a_booking_takes_its_place(phone: Phone, said: str) -> None:
    booking = phone.with_slots(village="shiyi", group=3, resident_name="王桂芳")
    told = booking.with_slots(report_kind="hazard", report_text="电杆歪了", report_phone="")
    heard = told.to(ValidateReportForm(), said, form="report_form", requested="report_place")
    assert heard.names == ["utter_report_place_of_visit"]
    assert (heard.slot("report_place")["village"], heard.slot("report_place")["group"]) == ("shiyi", 3)


@pytest.mark.parametrize("said", ["胜利村", "石岩村", "胜利村三组", "我是胜利村的", "黄家坝村"])
def test_a_village_nobody_registered_is_said_to_be_none(phone: Phone, said: str) -> None:
    assert Talk(phone).says("约检查", said).names[0] == "utter_booking_unknown_village"
    told = phone.with_slots(report_kind="hazard", report_text="电杆歪了", report_phone="")
    heard = told.to(ValidateReportForm(), said, form="report_form", requested="report_place")
    assert heard.slot("report_place")["said"] == said


@pytest.mark.parametrize("said", ["你那儿有哪些村", "啥子村嘛你那儿有哪些村", "哪几个村可以约"])
def test_the_villages_are_listed(phone: Phone, said: str) -> None:
    assert Talk(phone).says("约检查", said).names[0] == "utter_booking_villages"


@pytest.mark.parametrize("said", ["哪个村", "我们村", "这个村", "隔壁村", "大槐树底下", "曲山镇"])
def test_these_name_no_village(said: str) -> None:
    assert not sounds_like_place(said)


def test_days_that_are_none_or_too_far(phone: Phone) -> None:
    asked = ("约检查", "石椅村3组", "王桂芳", "13800001111", "接电话的人", "跳过")
    assert Talk(phone).says(*asked, "2月30号上午").names[0] == "utter_booking_no_such_day"
    assert Talk(phone).says(*asked, "11月31号").names[0] == "utter_booking_no_such_day"
    assert Talk(phone).says(*asked, "明年正月初五上午").names[0] == "utter_booking_too_far"
    assert Talk(phone).says(*asked, "礼拜二上午8点半").names[0] == "utter_booking_this_or_next"


@pytest.mark.parametrize("said", ["没有了，刚刚停了", "没冒烟了", "火灭了"])
def test_a_danger_that_is_over_is_no_power_cut(phone: Phone, opened: Context, said: str) -> None:
    with begin(opened.sessions) as session:
        emergencies.alert(
            session, Emergency("wire_down", "wire-down", (), ""), request_id="cry", person_id=phone.person_id,
            village_code=None, text="那个线在冒火了", now=phone.now,
        )  # fmt: skip
    assert phone.to(ValidateReportForm(), said, "report_outage").names == ["utter_danger_stopped"]
    assert phone.to(ValidateReportForm(), "停电了", "report_outage").names != ["utter_danger_stopped"]


@pytest.mark.parametrize("said", ["我家也停了", "我们屋头也没得", "隔壁也停了", "邻居家也遭了"])
def test_more_of_an_outage_belongs_to_it(phone: Phone, opened: Context, said: str) -> None:
    with begin(opened.sessions) as session:
        filed = reports.file_report(
            session, "outage", "r-1", phone.person_id, "shiyi", 2, "停电了", None, now=phone.now
        )
    after = phone.with_slots(pending={"what": "filed", "report": filed.id})
    assert after.to(Stop(), said, "stop").names == ["utter_report_words_added"]


@pytest.mark.parametrize("said", ["看错了，不是电杆", "说错了，是变压器", "看错了，不是电线是光缆"])
def test_another_thing_takes_no_report_back(phone: Phone, opened: Context, said: str) -> None:
    with begin(opened.sessions) as session:
        filed = reports.file_report(
            session, "hazard", "r-1", phone.person_id, "shiyi", 2, "电杆歪了", None, now=phone.now
        )
    after = phone.with_slots(pending={"what": "filed", "report": filed.id})
    assert "utter_report_words_added" in after.to(Stop(), said, "stop").names
    assert after.to(Stop(), "看错了", "stop", message_id="m-2").names == ["utter_report_withdrawn"]
