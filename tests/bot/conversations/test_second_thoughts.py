"""Two numbers, sparks in between, a wrong day, words taken back: what testers said, with the real Rasa."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.villager import Villager

pytestmark = pytest.mark.rasa

Make = Callable[..., Villager]


def test_a_daughter_books_for_her_mother_and_is_called_herself(villager: Make) -> None:
    someone = villager()
    someone.says("帮我妈约个检查，她住石椅村一社，她电话13566667777，你打我电话13511112222").hears("姓名")
    someone.says("王桂芳").says("接电话的人").says("跳过").says("最近的").hears("上门前打：135 1111 2222")
    someone.says("对的").hears("约好了")
    assert someone.has_booking().call_phone == "13511112222"


def test_the_mother_hears_the_result_at_her_own_number(villager: Make) -> None:
    someone = villager()
    someone.says("给我妈约检查，石椅村一社王桂芳，打我13511112222，检查结果打给我妈13566667777")
    someone.says("跳过").says("最近的").hears("上门前打：135 1111 2222", "结果告诉：妈 135 6666 7777")


def test_sparks_between_two_questions_are_warned_of_and_kept(villager: Make) -> None:
    someone = villager(village="shiyi", group=2)
    someone.says("约检查").says("王桂芳").says("我没得电话").hears("村委会", "哪个电话")
    someone.says("我没得电话").hears("村委会").hears_not("没弄明白")
    someone.says("13511112222").hears("结果告诉谁")
    someone.says("插板老是冒火花").hears("先断总闸", "119", "记下了", "结果告诉谁").hears_not("没听明白")
    someone.says("接电话的人").says("12月8号上午").hears("要看的：插板老是冒火花")


@pytest.mark.parametrize("said", ["不对，时间搞错了", "不对"])
def test_a_wrong_day_right_after_booking_is_moved(villager: Make, said: str) -> None:
    someone = villager(village="shiyi", group=2)
    someone.says("约检查").says("王桂芳").says("13511112222").says("接电话的人").says("跳过").says("最近的")
    someone.says("对的").hears("约好了")
    someone.says(said).hears("改")
    someone.says("下周三下午").hears("改好了", "12月2日")
    assert (someone.has_booking().day, someone.has_booking().half) == (date(2026, 12, 2), "pm")


def test_after_a_report_nothing_is_asked_or_advised_again(villager: Make) -> None:
    hazard = villager(village="shiyi", group=2).says("电线吊起好矮").hears("编号H")
    hazard.says("不留电话").hears("不要紧", "编号H").hears_not("找哪一家")
    outage = villager(village="shiyi", group=2).says("停电了").hears("编号T")
    outage.says("有好多家都停了").hears("添到编号T")
    outage.says("啥时候来电").hears("编号T", "还没有消息").hears_not("可以报停电")
    (report,) = outage.reports()
    assert "有好多家都停了" in report.text


def test_words_taken_back_read_nothing_aloud_and_ask_in_a_form_whether_to_stop(villager: Make) -> None:
    villager().says("我刚才说的不算").hears("那就不算").hears_not("读给我听")
    someone = villager(village="shiyi", group=2).says("约检查").says("王桂芳")
    someone.says("我刚才说的不算").sees_buttons("接着办", "不办了")
    someone.presses("接着办").hears("哪个电话")
    someone.says("我刚才说的不算").presses("不办了").hears("不约了")
    someone.has_no_booking()


def test_a_distance_is_looked_up(villager: Make) -> None:
    villager().says("燃放烟花爆竹离电线好远").hears("保护区").hears_not("哪个村")


def test_an_answer_in_words_counts_also_after_another_question(villager: Make) -> None:
    villager(village="shiyi").says("我要学安全用电").says("我选第二个").hears("对了")
    someone = villager(village="shiyi").says("我要学安全用电")
    someone.says("漏保跳了咋办").says("选B").hears("对了").hears_not("想一想")
