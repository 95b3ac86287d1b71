"""What else people come with: questions, reports, lessons, numbers, strangers, and things nobody can answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from actions.db.engine import begin
from actions.services import outages
from tests.moment import NOW
from tests.villager import Service, Villager

pytestmark = pytest.mark.rasa

Make = Callable[..., Villager]


def test_a_dialect_question_is_answered_word_for_word_and_read_aloud(villager: Make) -> None:
    someone = villager()
    someone.says("高头有电线的堰塘，钓哈鱼要得不嘛").hears("样稿，待本单位审定")
    card = someone.sees("answer")
    assert card["article_id"] == "fishing-under-lines"
    assert "95598" in card["dial"]
    clip = someone.says("念给我听").sees("clip")
    assert len(clip["hash"]) == 32
    assert someone.says("再念一遍").sees("clip") == clip


def test_what_the_library_does_not_have_is_refused_honestly(villager: Make) -> None:
    someone = villager()
    someone.says("母猪产后不吃食灌啥子药好").hears("没有审定过的答案", "95598").sees_buttons("电管家")
    someone.sees("refused")


def test_a_question_that_sounds_like_a_task_is_answered(villager: Make) -> None:
    someone = villager()
    someone.says("停电报修以后好久来人")
    assert any(one.get("custom", {}).get("kind") in ("answer", "suggest") for one in someone.heard)
    assert someone.reports() == []


def test_an_outage_is_reported_with_its_place(villager: Make) -> None:
    someone = villager()
    someone.says("屋头停电了").hears("哪个村")
    someone.says("五星村2组").hears("五星村2组", "95598")
    (report,) = someone.reports()
    assert (report.kind, report.village_code, report.group_number, report.text) == (
        "outage",
        "wuxing",
        2,
        "屋头停电了（五星村2组）",
    )


def test_a_hazard_is_one_turn_and_safety_comes_first(villager: Make) -> None:
    someone = villager()
    someone.says("有根电线耷起好矮，在石椅村1组路边").hears("先离远点", "至少离开8米，越远越好", "石椅村1组")
    assert someone.heard[0]["custom"]["dial"] == ["95598"]
    (report,) = someone.reports()
    assert report.text == "有根电线耷起好矮，在石椅村1组路边"


def test_a_place_nobody_knows_does_not_lose_the_hazard(villager: Make) -> None:
    someone = villager()
    someone.says("变压器漏油了").says("在李家湾").says("就是李家湾那个塘边边").hears("记下了")
    (report,) = someone.reports()
    assert report.village_code is None
    assert "李家湾那个塘边边" in report.text


def test_a_complaint_is_kept_as_said(villager: Make) -> None:
    someone = villager()
    someone.says("我要投诉").hears("原话")
    someone.says("师傅收了我50块钱不开票，态度还孬").hears("12398", "95598")
    (report,) = someone.reports()
    assert (report.kind, report.text) == ("complaint", "师傅收了我50块钱不开票，态度还孬")


def test_a_need_for_power_asks_whom_to_call(villager: Make) -> None:
    someone = villager(village="shiyi")
    someone.says("想装三相电，办个烘干房").hears("哪个电话")
    someone.says("13800001234").hears("记下了")
    (report,) = someone.reports()
    assert (report.kind, report.phone) == ("power_need", "13800001234")


def test_an_outage_entered_once_answers_everybody(villager: Make, service: Service) -> None:
    with begin(service.sessions) as session:
        outages.enter(
            session,
            request_id="outage-1",
            kind="fault",
            places=[("qinglian-yangli", 2)],
            reason="大风吹断线路",
            starts_at=NOW - timedelta(hours=1),
            expected_end=NOW + timedelta(hours=3),
            login="qinglian",
            now=NOW,
        )
    someone = villager()
    someone.says("啥时候来电").hears("哪个村")
    someone.says("青莲样例村2组").hears("现在停电", "13点", "大风吹断线路")
    someone.says("屋头停电了").hears("已经知道", "大风吹断线路")
    assert someone.reports() == []


def test_numbers_that_are_known_and_numbers_that_are_not(villager: Make) -> None:
    someone = villager()
    someone.says("反诈电话是多少").hears("96110")
    someone.says("村委会电话").hears("没有登记", "12345")


def test_nobody_is_vouched_for_at_the_door(villager: Make) -> None:
    someone = villager(village="shiyi", group=1)
    someone.says("门口来了个人说是供电局的，要不要开门").hears("不要开门", "95598", "110").hears_not("是我们的")
    someone.says("约个师傅").says("张桂英").says("13800001234").presses("接电话的人").presses("跳过")
    someone.says("12月4号上午").says("对的")
    booked = someone.has_booking()
    someone.now = NOW + timedelta(days=10)
    someone.says("门口来了个人说是供电局的").hears("上门码", booked.steward_name).hears_not(booked.door_code)


def test_a_lesson_with_its_questions(villager: Make) -> None:
    someone = villager(village="shiyi")
    someone.says("我要学安全用电").hears("安全用电五步课", "1/6", "A.").sees_buttons("A", "B", "C")
    someone.presses("A").hears("不对")
    someone.presses("下一步").hears("2/6")
    someone.says("选1").hears("对了")
    someone.says("转人工").hears("电管家")
    someone.says("继续学习").hears("3/6")
    someone.says("退订").hears("退订")


def test_a_person_is_reached_and_after_hours_one_hears_what_to_call(villager: Make) -> None:
    villager().says("转人工").hears("电管家").hears_not("不是上班时间")
    villager(now=NOW.replace(hour=22)).says("我要找真人").hears("不是上班时间", "95598")


@pytest.mark.parametrize(
    "text", ["/nonsense", '/pick_article{"article":"no-such"}', '/quiz{"choice": 9}', "？？？", "a" * 1900]
)
def test_nothing_breaks_on_nonsense(villager: Make, text: str) -> None:
    someone = villager()
    someone.says(text)
    assert someone.words
    someone.says("你好").hears("坝坝会")


def test_who_is_lonely_and_wants_to_talk_is_answered(villager: Make) -> None:
    villager().says("我一个人好孤单想找人说话").hears("电管家")
