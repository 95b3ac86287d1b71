"""People say what comes to mind: other answers first, everything at once, a person in between; with the real Rasa."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from actions.db.engine import begin
from actions.services import emergencies, handoff, outages
from tests.moment import NOW
from tests.villager import Service, Villager

pytestmark = pytest.mark.rasa

Make = Callable[..., Villager]


def test_a_person_in_between_and_on_with_the_booking(villager: Make, service: Service) -> None:
    someone = villager(village="shiyi", group=2)
    someone.says("约上门").says("余德福")
    someone.says("我要找人").hears("已经告诉电管家", "接着约")
    with begin(service.sessions) as session:
        (wish,) = [one for one in handoff.list_(session) if one.person_id == someone.person_id]
    assert (wish.village_code, wish.text) == ("shiyi", "我要找人（石椅村2组）")
    someone.says("继续").hears("哪个电话")
    someone.says("13900008888").says("找人")
    someone.says("接着说").hears("结果告诉谁")
    someone.says("星期天上午").hears("星期天师傅不上门", "结果告诉谁")
    someone.says("在这里告诉我").hears("什么毛病")
    someone.says("明天晚上十点").hears("晚上不上门", "什么毛病")
    someone.says("对的，就这样约").hears("没听明白")
    someone.says("跳过").hears("上午还是下午")
    someone.says("可以").hears("11月25日", "上午还是下午")
    someone.says("灯泡老是闪").hears("记下了", "上午还是下午")
    someone.says("下午").hears("灯泡老是闪", "下午", "对不对")
    someone.says("毛病改成插座烧黑了").hears("插座烧黑了", "对不对")
    someone.says("对头").hears("约好了")
    assert someone.has_booking().problem == "插座烧黑了"
    someone.says("我想改到12月2号下午").hears("改好了", "12月2日")
    assert someone.has_booking().day == date(2026, 12, 2)
    someone.says("我的预约").hears("12月2日")
    someone.says("取消").hears("要取消12月2日")
    someone.says("对头").hears("已经取消")
    someone.has_no_booking()


def test_a_booking_in_one_sentence(villager: Make) -> None:
    someone = villager()
    someone.says("我是石椅村二组的王桂芳，电话13812345679，屋头插座松了，想约外后天打早来看哈").hears("结果告诉谁")
    someone.presses("接电话的人").hears("石椅村2组", "王桂芳", "138 1234 5679", "屋头插座松了", "11月27日", "上午")
    someone.presses("对的").hears("约好了")
    villager().says("我不想约上门检查了").hears_not("哪个村", "姓名")


def test_the_village_said_before_reaches_the_steward_with_the_alert(villager: Make, service: Service) -> None:
    someone = villager()
    someone.says("石椅村2组停电了吗").hears("石椅村2组")
    someone.says("有人触电了，电话13900008888").hears("120")
    with begin(service.sessions) as session:
        (alert,) = [one for one in emergencies.open_alerts(session) if one.person_id == someone.person_id]
    assert (alert.village_code, alert.group_number) == ("shiyi", 2)
    assert "13900008888" in alert.text


def test_lessons_go_on_with_a_yes_and_are_chosen_in_words(villager: Make) -> None:
    someone = villager(village="shiyi")
    someone.says("我要学习").hears("哪一门")
    someone.says("第二个").hears("电费和办电服务课", "1/7").hears_not("没听明白")
    someone.says("选B").hears("接着学吗")
    someone.says("要得").hears("2/7").hears_not("没听明白")
    someone.says("山火与野外用火课").hears("山火与野外用火课", "1/7").hears_not("120")


def test_a_report_and_what_comes_after_it(villager: Make, service: Service) -> None:
    someone = villager()
    someone.says("五星村3组停电了").hears("记下了")
    someone.says("13900008888").hears("139 0000 8888")
    someone.says("办得咋样了").hears("已经记下")
    (report,) = someone.reports()
    assert report.phone == "13900008888"
    with begin(service.sessions) as session:
        outages.enter(
            session, request_id="outage-2", kind="fault", places=[("wuxing", None)], reason="树压线路",
            starts_at=NOW - timedelta(hours=1), expected_end=NOW + timedelta(hours=3), login="leigu", now=NOW,
        )  # fmt: skip
    other = villager()
    other.says("报停电").says("五星村3组").hears("已经知道", "树压线路")
    assert other.reports() == []


@pytest.mark.parametrize(
    "said", ["停电要补偿不", "停电好久会补偿", "冰箱坏了停电害的", "隔壁偷我屋的电", "师傅来屋头要给钱不"]
)
def test_a_question_opens_no_form(villager: Make, said: str) -> None:
    someone = villager()
    someone.says(said).hears_not("去哪个村", "在哪个村", "问哪个村")
    assert any(one.get("custom", {}).get("kind") in ("answer", "suggest") for one in someone.heard)
    assert someone.reports() == []


def test_the_question_whether_to_cancel_is_answered_once(villager: Make) -> None:
    someone = villager(village="shiyi")
    someone.says("约个师傅，石椅村2组，叫余德福，13900008888，漏保老跳，下周三上午").hears("结果告诉谁")
    someone.says("我儿子赵小四 13700001111").hears("儿子赵小四 137 0000 1111", "12月2日")
    someone.says("不对，是五星村").hears("几组")
    someone.says("3组").hears("五星村3组", "12月2日，星期三", "上午", "擂鼓镇电管家")
    someone.says("就在这里告诉我").hears("在这里告诉约的人", "139 0000 8888")
    someone.says("对的").hears("约好了")
    someone.says("取消预约").hears("要取消")
    someone.says("确认取消").hears("已经取消").hears_not("没听明白")
    someone.has_no_booking()


def test_who_wants_a_person_is_asked_once_where_he_is_and_what_to_call(villager: Make, service: Service) -> None:
    someone = villager()
    someone.says("我要找人").hears("您在哪个村哪个组", "电话留一个")
    assert told(service, someone) == [(None, "我要找人")], "it is written before anything is answered"
    someone.says("石椅村2组").hears("记给电管家").hears_not("您在哪个村")
    someone.says("13900007777").hears("139 0000 7777")
    assert told(service, someone) == [("shiyi", "我要找人；石椅村2组；13900007777")]
    other = villager()
    other.says("我要找人").says("漏保跳闸了咋办").hears("漏保").hears_not("您在哪个村")
    other.says("找人").hears("已经告诉电管家")
    assert [village for village, _text in told(service, other)] == [None, None]


def told(service: Service, someone: Villager) -> list[tuple[str | None, str]]:
    """What the stewards read of this person's wishes."""
    with begin(service.sessions) as session:
        return [(one.village_code, one.text) for one in handoff.list_(session) if one.person_id == someone.person_id]
