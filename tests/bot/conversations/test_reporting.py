"""Reports as people make them: in plain words, in several messages, with second thoughts."""

from collections.abc import Callable

import pytest

from actions.db.engine import begin
from actions.services import handoff
from tests.villager import Service, Villager

pytestmark = pytest.mark.rasa

Make = Callable[..., Villager]


@pytest.mark.parametrize(
    "said",
    [
        "路边上有根线吊起好矮 拉谷草的车都过不到",
        "电线遭大车挂了 现在矮得很 人伸手都摸得到",
        "电表箱遭娃儿砸烂了 盖盖都没得了",
        "电杆下头遭雨水冲空了 有点斜 要不要紧",
        "修房子的吊车离高压线好近哦 只有一两米",
        "变压器嗡嗡嗡响得凶 吵得睡不着",
        "隔壁在山上拉了电网打野猪 我怕打到人",
        "河头有人在电鱼 举报",
    ],
)
def test_a_hazard_in_plain_words_is_filed_with_its_advice_first(villager: Make, said: str) -> None:
    someone = villager().says(said).hears("离", "几组")
    someone.sees("hazard")
    someone.says("石椅村二组").hears("编号H")
    (report,) = someone.reports()
    assert (report.kind, report.village_code, report.group_number) == ("hazard", "shiyi", 2)
    assert report.text.startswith(said)


def test_a_question_about_such_a_thing_is_answered(villager: Make) -> None:
    someone = villager().says("电杆歪了归哪个管").hears("样稿，待本单位审定")
    someone.says("高压线离房子多远")
    assert someone.reports() == []


@pytest.mark.parametrize("said", ["高压线底下钓鱼得行不", "电线底下放风筝要得不"])
def test_who_asks_leave_is_asked_for_no_village(villager: Make, said: str) -> None:
    someone = villager().says(said)
    someone.hears("线").hears_not("几组")
    assert someone.reports() == []


def test_a_hazard_beside_a_wish_for_a_visit(villager: Make) -> None:
    someone = villager().says("隔壁电杆歪了 顺便帮我约个检查").hears("先离远点")
    someone.says("石椅村二组").hears("编号H", "师傅去哪个村")
    assert [one.kind for one in someone.reports()] == ["hazard"]


def test_a_hazard_in_the_middle_of_a_booking_is_asked_where(villager: Make) -> None:
    someone = villager().says("约检查").says("石椅村一组").says("我还要报个隐患 电杆歪了").hears("在哪个村几组")
    someone.says("石椅村二组").hears("编号H", "石椅村2组", "我们接着约", "姓名")
    assert someone.reports()[0].group_number == 2


def test_an_outage_told_in_pieces_is_one_report(villager: Make) -> None:
    someone = villager().says("我们石椅村停电了").hears("编号T")
    someone.says("都停了三个小时了").hears("添到编号T")
    someone.says("三组").hears("石椅村3组")
    someone.says("不对 是二组").hears("石椅村2组")
    someone.says("编号是好多").hears("已经记下")
    someone.says("来电了 不用来了").hears("来电了就好", "编号T")
    (report,) = someone.reports()
    assert report.group_number == 2


def test_a_hazard_told_further_is_one_report(villager: Make) -> None:
    someone = villager().says("五星村四组 电线吊起了 离地一人高").hears("编号H")
    someone.says("就在小学校大门边上").hears("添到编号H")
    someone.says("取消嘛 我看错了").hears("报的人说不用来了")
    assert len(someone.reports()) == 1


def test_a_child_at_the_hazard_is_a_danger(villager: Make) -> None:
    someone = villager().says("五星村四组 电线吊起了 离地一人高").hears("编号H")
    someone.says("娃儿在下头跳起摸").hears("别靠近", "120", "95598")


def test_a_complaint_told_in_pieces_is_one(villager: Make) -> None:
    someone = villager().says("你们那个收费的乱收我五十块钱").says("我要投诉他").says("他骂人").says("是个姓刘的")
    (report,) = someone.reports()
    assert all(words in report.text for words in ("五十块", "骂人", "姓刘"))


def test_the_place_of_an_outage_comes_in_two_messages(villager: Make) -> None:
    someone = villager().says("明天是不是要停电哦").says("四组").hears("是哪个村")
    someone.says("五星村").hears("五星村4组11月25日")
    someone.says("星期六呢").hears("五星村4组11月28日")
    other = villager().says("今天咋个又没得电").hears("哪个村").says("石椅村").hears("没有查到石椅村")
    other.says("二组").hears("石椅村2组")


def test_number_and_matter_reach_the_steward(villager: Make, service: Service) -> None:
    someone = villager().says("莫跟机器说了 给我接人工").hears("电话留一个")
    someone.says("我姓唐 我们屋头电费一个月五百多 不正常").hears("记给电管家")
    someone.says("电话15812341234").hears("158 1234 1234")
    someone.says("石椅村二组").hears("记给电管家")
    with begin(service.sessions) as session:
        (wish,) = [one for one in handoff.list_(session) if one.person_id == someone.person_id]
    assert all(words in wish.text for words in ("姓唐", "15812341234", "石椅村二组"))


@pytest.mark.parametrize("said", ["我老公喝了酒在河头洗澡 找不到人了", "妈一个人在屋头 电话打不通 三天了 我在外头打工"])
def test_a_cry_is_no_call_back(villager: Make, said: str) -> None:
    villager().says(said).hears("110").hears_not("已经告诉电管家", "已经记下")


def test_who_it_is_and_when_somebody_reads(villager: Make) -> None:
    someone = villager().says("你是哪个哦 是真人还是机器").hears("不是真人")
    someone.says("几点上班").hears("95598")
    someone.says("对不起 我着急").hears("慢慢说")


@pytest.mark.parametrize("between", ["啥时候来电", "谢谢", "我要学安全用电"])
def test_a_household_that_is_dark_has_one_number(villager: Make, between: str) -> None:
    someone = villager().says("停电了").says("石椅村一组").hears("编号T").says(between)
    someone.says("就我一家没得电").hears("也添到编号T")
    assert len(someone.reports()) == 1


def test_a_need_in_few_words_is_taken_with_what_it_is_for(villager: Make) -> None:
    someone = villager().says("我要增容").hears("哪个村").says("石椅村").says("跳过").hears("编号N")
    someone.says("开加工厂").hears("也添到编号N")
    assert [one.text for one in someone.reports()] == ["我要增容（石椅村）；开加工厂"]
