"""Somebody should come: said in a breath, with a story around it, or only asked about."""

import pytest

from actions.chat.answer import AnswerAction
from actions.chat.booking.form import ValidateBookingForm
from actions.chat.move_form import ValidateMoveForm
from actions.chat.wishes import books
from tests.actions.chat.booking_talk import Talk
from tests.actions.chat.conftest import Phone
from tests.actions.chat.test_booking_twice import booked, read_back

STORY = (
    "我给你说嘛我们屋头这个电啊从去年子过年那阵开始就不对头了一到晚上七八点钟灯就红彤彤的电视也打不开电饭煲煮饭煮一个多钟头"
    "都煮不熟我喊了村上的老刘来看他说是线太细了要换我说换要好多钱他说要一千多我莫得那么多钱我儿子在浙江打工过年才得回来我跟"
    "我老伴两个人在屋头七十多岁了哪个来管我们嘛你们供电公司的能不能派个人来给我们看一哈嘛我住在五星村二组我叫何玉珍电话是"
    "13812121212随便哪天都可以"
)


@pytest.mark.parametrize(
    "said",
    [
        STORY,
        "明天下午来嘛 我屋头灯不亮",
        "麻烦派个师傅来石椅村1组看哈漏保 我姓赵 电话13522228888 12月8号上午",
        "我们屋头的灯老是闪 能不能请个师傅来一趟嘛",
        "今天能不能来人 我屋头一开灯就跳 黑灯瞎火的",
        "我要约检查 还有我想问哈漏保跳了咋办",
        "灯老是闪是不是坏了 请个师傅来看哈嘛",
        "喊个电工来五星村三组修插座",
    ],
)
def test_a_wish_in_free_words_opens_the_booking(phone: Phone, said: str) -> None:
    assert books(said)
    assert phone.to(AnswerAction(), said, "nlu_fallback", confidence=0.3).followed_by == "booking_form"


@pytest.mark.parametrize(
    "said",
    [
        "上门要好多钱",
        "咋个预约",
        "喊师傅来屋头看线要好多钱",
        "派人来检查收费不",
        "明天下午来电不",
        "今天来不来电 屋头灯不亮",
        "明天来人换电表要钱不",
        "有人喊师傅来屋头看电表 是不是骗子",
        "昨天师傅来看了灯还是闪",
        "打了报修电话师傅好久来",
        "电线断了 快点派人来",
        "停电了 派个人来看哈",
        "灯不亮咋办",
        "我喊了村上的老刘来看灯",
        "我老汉儿明天来城里看病 屋头没人",
    ],
)
def test_what_only_asks_or_tells_books_nothing(said: str) -> None:
    assert not books(said)


def test_a_story_in_one_breath_fills_all_it_holds(phone: Phone) -> None:
    heard = phone.to(ValidateBookingForm(), STORY, "unclear")
    assert heard.names == ["utter_booking_consent"]
    assert (heard.slot("village"), heard.slot("group"), heard.slot("resident_name")) == ("wuxing", 2, "何玉珍")
    assert heard.slot("call_phone") == {"number": "13812121212", "whose": ""}
    trouble = heard.slot("problem")
    assert "电视也打不开" in trouble
    assert "13812121212" not in trouble
    assert "何玉珍" not in trouble
    assert not heard.sets("visit_time")


def test_a_request_with_place_name_number_and_day(phone: Phone) -> None:
    said = "麻烦派个师傅来石椅村1组看哈漏保 我姓赵 电话13522228888 12月8号上午"
    heard = phone.to(ValidateBookingForm(), said, "unclear")
    assert (heard.slot("village"), heard.slot("group"), heard.slot("resident_name")) == ("shiyi", 1, "赵")
    assert heard.slot("call_phone")["number"] == "13522228888"
    assert (heard.slot("visit_time")["day"], heard.slot("visit_time")["half"]) == ("2026-12-08", "am")


def test_the_trouble_and_the_day_alone_begin_one(phone: Phone) -> None:
    heard = phone.at("shiyi").to(ValidateBookingForm(), "明天下午来嘛 我屋头灯不亮", "unclear")
    assert heard.slot("problem") == "我屋头灯不亮"
    assert (heard.slot("visit_time")["day"], heard.slot("visit_time")["half"]) == ("2026-11-25", "pm")


def test_a_question_beside_the_wish_is_answered_and_the_booking_begins(phone: Phone) -> None:
    heard = phone.to(ValidateBookingForm(), "我要约检查 还有我想问哈漏保跳了咋办", "book_inspection")
    assert "漏保" in heard.text or heard.names[0] == "utter_suggest"
    assert heard.names[-1] == "utter_booking_consent"
    assert not heard.sets("requested_slot")
    assert not heard.sets("problem")


def test_a_day_said_before_the_village_is_kept_until_it_is_known(phone: Phone) -> None:
    talk = Talk(phone).says("明天下午来嘛 我屋头灯不亮", "石椅村一组 张桂英 13800001234")
    assert (talk["visit_time"]["day"], talk["visit_time"]["half"]) == ("2026-11-25", "pm")
    later = Talk(phone).says("约个师傅", "明天上午", "石椅村一组")
    assert (later["visit_time"]["day"], later["visit_time"]["half"]) == ("2026-11-25", "am")
    market = Talk(phone).says("后天上午来看哈嘛 灯不亮", "石椅村一组")
    assert "utter_booking_market_day" in market.names
    assert market["visit_time"] is None
    whole_day = Talk(phone).says("明天来看哈嘛 灯不亮", "石椅村一组 张桂英 13800001234", "接电话的人")
    assert whole_day.names == ["utter_booking_which_half"]


AGAIN = "再约一次，石椅村二组，李四，0816-1234567，今天下午"


def test_one_more_visit_with_its_place_is_a_booking_whatever_rasa_takes_it_for(phone: Phone) -> None:
    assert phone.to(AnswerAction(), AGAIN, "nlu_fallback", confidence=0.3).followed_by == "booking_form"
    assert phone.to(ValidateMoveForm(), AGAIN, "change_booking").followed_by == "booking_form"
    booked(read_back(phone), "b-1")
    assert phone.to(ValidateMoveForm(), AGAIN, "change_booking").followed_by == "booking_form"
    talk = Talk(phone).says(AGAIN)
    assert (talk["village"], talk["group"], talk["resident_name"]) == ("shiyi", 2, "李四")
    assert (talk["visit_time"]["day"], talk["visit_time"]["half"]) == ("2026-11-24", "pm")
    # The number is none, and is asked for.
    assert talk.requested == "call_phone"


@pytest.mark.parametrize("said", ["再约一次，后天上午", "再约一次", "再约一次要钱不，石椅村二组"])
def test_once_more_without_a_place_moves_what_is_booked_as_before(phone: Phone, said: str) -> None:
    booked(read_back(phone), "b-1")
    assert phone.to(ValidateMoveForm(), said, "change_booking").followed_by != "booking_form"


def test_the_day_that_is_put_right_before_the_village_is_kept(phone: Phone) -> None:
    said = "我要约明天，不，后天，请人来检查线路"
    assert phone.to(AnswerAction(), said, "nlu_fallback", confidence=0.3).followed_by == "booking_form"
    talk = Talk(phone).says(said)
    assert talk["pending"]["day"] == "2026-11-26"
    assert "utter_booking_market_day" in talk.says("石椅村二组").names
    assert Talk(phone).says("我要约后天，不，明天，请人来检查线路")["pending"]["day"] == "2026-11-25"


@pytest.mark.parametrize("said", ["我想约人来装空调", "请个师傅来安装热水器", "约个人来移一下空调", "喊人来清洗油烟机"])
def test_who_wants_an_appliance_fitted_hears_that_this_is_not_done_here(phone: Phone, said: str) -> None:
    heard = phone.to(ValidateBookingForm(), said, "book_inspection")
    assert heard.names == ["utter_booking_no_installing"]
    assert heard.slot("requested_slot") is None


@pytest.mark.parametrize(
    "said", ["装了空调就跳闸，约人来看", "想装空调，约个人来检查线够不够大", "请师傅来装个灯", "约人来装插座"]
)
def test_what_an_appliance_needs_of_the_lines_is_still_looked_at(phone: Phone, said: str) -> None:
    assert "utter_booking_consent" in phone.to(ValidateBookingForm(), said, "book_inspection").names
