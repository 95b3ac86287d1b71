"""Whatever Rasa takes a pasted notice for, its signs are checked, and talk goes on; with the real Rasa."""

from collections.abc import Callable

import pytest

from content.fraud import FILE, load_fraud
from content.load import DEFAULT_ROOT
from tests.villager import Villager

pytestmark = pytest.mark.rasa

Make = Callable[..., Villager]
TEXTS = load_fraud(DEFAULT_ROOT / FILE)[0].texts


@pytest.mark.parametrize(
    "text",
    [
        "【供电所】您好，您家户号欠费，将于2小时后停电，请点击 dl-pay.top 缴纳，报修请回电 400-820-1111",
        "您好！尊敬的客户，您预约的上门检查需先交检查费50元，请扫描二维码付款，取消请回复T",
        "【客服中心】请联系人工客服为您办理电费退款，致电 0571-88123456，需核对银行卡号",
        "谢谢您的支持，尊敬的用户，恭喜您中奖，点击 http://zj.top/1 领取",
        "【课程通知】尊敬的学员，学习兼职课程一单5元，日入300，加老师微信 abc12345",
    ],
)
def test_a_pasted_notice_is_checked(villager: Make, text: str) -> None:
    someone = villager(village="shiyi", group=2)
    someone.says(text).sees("fraud")
    someone.hears(TEXTS["found"], TEXTS["open"], "95598")
    someone.hears_not("http", ".top", "400-820", "0571", "abc12345", "户号")
    someone.says("停电了，石椅村2组").hears_not(TEXTS["found"])


def test_a_message_is_asked_for_and_checked(villager: Make) -> None:
    someone = villager()
    someone.says("帮我看哈这个短信是不是真的").hears(TEXTS["send"])
    someone.says("说我屋头的电表要升级，喊我先交五十块，把卡号报过去").sees("fraud")
    someone.hears(TEXTS["found"])


def test_a_notice_in_the_middle_of_a_booking_is_no_answer_of_it(villager: Make) -> None:
    someone = villager(village="shiyi", group=2)
    someone.says("约上门").says("余德福").hears("哪个电话")
    someone.says("【供电所】您家欠费将停电，速回电13911112222，点击 dl-pay.top").sees("fraud")
    someone.hears("哪个电话")
    someone.says("13900008888").hears_not("13911112222")


def test_a_danger_told_beside_it_comes_first(villager: Make) -> None:
    someone = villager()
    someone.says("我娃儿触电了喊不答应！【客服】点击 dl-pay.top").sees("emergency")
