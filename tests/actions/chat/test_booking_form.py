"""What the booking form lets into its slots, message by message, without Rasa."""

import pytest

from actions.chat.booking.ask import AskConfirm, AskGroup, AskVisitTime
from actions.chat.booking.finish import FinishBooking
from actions.chat.booking.form import ValidateBookingForm
from actions.context import Context
from actions.db.engine import begin
from actions.services import bookings
from tests.actions.chat.booking_talk import Talk
from tests.actions.chat.conftest import Heard, Phone

FORM = ValidateBookingForm()
FILLED = {
    "village": "shiyi",
    "group": 2,
    "resident_name": "张桂英",
    "call_phone": {"number": "13800001234", "whose": "儿子"},
    "result_to": {"how": "here"},
    "problem": "漏保老跳",
    "visit_time": {"day": "2026-11-25", "half": "am", "steward": "曲山电管家"},
}
SLOTS = ("village", "group", "resident_name", "call_phone", "result_to", "problem", "visit_time", "confirm")


def up_to(slot: str) -> dict[str, object]:
    """The slots filled before this one is asked."""
    return {name: FILLED[name] for name in SLOTS[: SLOTS.index(slot)]}


def say(phone: Phone, slot: str, said: str, intent: str = "unclear", **known: object) -> Heard:
    """Answer the question for a slot."""
    kept = phone.with_slots(**{**up_to(slot), **known})
    return kept.to(FORM, said, intent, form="booking_form", requested=slot)


def nothing_filled(heard: Heard) -> bool:
    """Whether no slot of the form got a value."""
    return not any(event["event"] == "slot" and event["name"] in SLOTS and event["value"] for event in heard.events)


@pytest.mark.parametrize(
    ("slot", "said", "value"),
    [
        ("village", "石椅村", "shiyi"),
        ("village", "十一村的", "shiyi"),
        ("group", "二社", 2),
        ("group", "3", 3),
        ("group", "不晓得", "unknown"),
        ("resident_name", "我叫张桂英", "张桂英"),
        ("call_phone", "打我儿子的电话 138 0000 1234", {"number": "13800001234", "whose": "儿子"}),
        ("call_phone", "幺三八零零零零幺二三四", {"number": "13800001234", "whose": ""}),
        ("result_to", "告诉接电话的人", {"how": "caller"}),
        ("result_to", "在这里告诉我", {"how": "here"}),
        ("result_to", "告诉我儿子", {"how": "caller"}),
        ("result_to", "告诉我女儿 13900001111", {"how": "other", "number": "13900001111", "whose": "女儿"}),
        ("result_to", "我儿子赵小四 13700001111", {"how": "other", "number": "13700001111", "whose": "儿子赵小四"}),
        ("result_to", "赵小四13700001111", {"how": "other", "number": "13700001111", "whose": "赵小四"}),
        ("result_to", "打给赵小四，13700001111", {"how": "other", "number": "13700001111", "whose": "赵小四"}),
        ("problem", "跳过", ""),
        ("problem", "随便", ""),
        ("confirm", "嗯", "yes"),
        ("confirm", "嗯嗯", "yes"),
        ("problem", "灯一闪一闪的，是不是坏了？", "灯一闪一闪的，是不是坏了？"),
    ],
)
def test_an_answer_goes_where_it_belongs(phone: Phone, slot: str, said: str, value: object) -> None:
    assert say(phone, slot, said).slot(slot) == value


@pytest.mark.parametrize(
    ("slot", "said"),
    [
        ("village", "大槐树底下"),
        ("group", "九组"),
        ("resident_name", "大槐树底下那家"),
        ("call_phone", "1380000"),
        ("call_phone", "95598"),
        ("visit_time", "那天嘛"),
        ("confirm", "这个那个的"),
    ],
)
def test_what_is_no_answer_fills_nothing(phone: Phone, slot: str, said: str) -> None:
    heard = say(phone, slot, said)
    assert nothing_filled(heard)
    assert heard.slot("tries") == 1
    again = say(phone, slot, said, tries=1)
    assert "utter_too_many_tries" in again.names
    assert nothing_filled(again)


@pytest.mark.parametrize(
    ("said", "response"),
    [
        ("昨天上午", "utter_booking_past_time"),
        ("后天上午", "utter_booking_market_day"),
        ("星期天", "utter_booking_sunday"),
        ("周五", "utter_booking_which_half"),
        ("明年3月1号上午", "utter_booking_too_far"),
    ],
)
def test_a_day_that_cannot_be(phone: Phone, said: str, response: str) -> None:
    heard = say(phone, "visit_time", said)
    assert response in heard.names
    assert nothing_filled(heard)


def test_a_half_day_after_its_day(phone: Phone) -> None:
    waiting = say(phone, "visit_time", "周五").slot("pending")
    heard = say(phone, "visit_time", "下午", pending=waiting)
    assert heard.slot("visit_time") == {"day": "2026-11-27", "half": "pm", "steward": "曲山电管家"}


def test_an_offered_time_is_taken_by_its_button_or_its_place(phone: Phone) -> None:
    asked = phone.with_slots(**up_to("visit_time")).to(AskVisitTime(), "漏保老跳")
    assert asked.buttons[:2] == ["11月24日 周二 下午", "11月25日 周三 上午"]
    offered = asked.slot("offered")
    for said in (asked.buttons[1], "第二个"):
        heard = say(phone, "visit_time", said, offered=offered)
        assert (heard.slot("visit_time")["day"], heard.slot("visit_time")["half"]) == ("2026-11-25", "am")


@pytest.mark.parametrize(
    ("said", "slot", "value"),
    [
        ("不对，是五星村", "village", "wuxing"),
        ("电话错了，36收尾", "call_phone", {"number": "13800001236", "whose": "儿子"}),
        ("名字写错了，叫张桂芳", "resident_name", "张桂芳"),
        ("时间改到周六下午", "visit_time", {"day": "2026-11-28", "half": "pm", "steward": "曲山电管家"}),
        ("不对，是三组", "group", 3),
        ("要改电话", "call_phone", None),
        ("在这里告诉我", "result_to", {"how": "here"}),
        ("就在这里告诉我", "result_to", {"how": "here"}),
        ("告诉我女儿 13700001111", "result_to", {"how": "other", "number": "13700001111", "whose": "女儿"}),
        ("不对，通知我女儿 13700001111", "result_to", {"how": "other", "number": "13700001111", "whose": "女儿"}),
    ],
)
def test_a_correction_changes_only_what_it_names(phone: Phone, said: str, slot: str, value: object) -> None:
    heard = say(phone, "confirm", said)
    assert heard.slot(slot) == value
    assert heard.slot("confirm") is None
    assert not heard.sets("problem")


def test_another_village_asks_for_its_group_and_keeps_the_time_that_is_free_there(phone: Phone) -> None:
    heard = say(phone, "confirm", "不对，是五星村")
    assert heard.slot("group") is None
    assert (heard.slot("visit_time")["day"], heard.slot("visit_time")["half"]) == ("2026-11-25", "am")
    assert heard.names == ["utter_booking_changed"]


@pytest.mark.parametrize(("slot", "said"), [("confirm", "不对，是五星村"), ("group", "五星村"), ("village", "五星村")])
def test_a_time_that_the_other_village_does_not_have_is_asked_again_and_said_why(
    phone: Phone, slot: str, said: str
) -> None:
    its_market = {"day": "2026-11-27", "half": "am", "steward": "曲山电管家"}
    heard = say(phone, slot, said, visit_time=its_market)
    assert heard.names[-1] == "utter_booking_time_again"
    assert heard.slot("visit_time") is None


def test_the_time_waits_while_the_village_is_put_right(phone: Phone) -> None:
    heard = say(phone, "confirm", "要改村组")
    assert heard.slot("village") is None
    assert not heard.sets("visit_time")


def test_stopping_clears_everything(phone: Phone) -> None:
    heard = say(phone, "call_phone", "算了，不约了")
    assert heard.names == ["utter_booking_stopped"]
    assert all(heard.slot(name) is None for name in SLOTS)
    assert heard.slot("requested_slot") is None
    assert heard.followed_by == "action_finish_booking"


def test_waiting_fills_nothing_and_asks_nothing(phone: Phone) -> None:
    heard = say(phone, "resident_name", "等一哈，我想想")
    assert heard.names == ["utter_take_your_time"]
    assert heard.slot("hush") == "m-1"
    assert nothing_filled(heard)


def test_danger_closes_the_form_and_keeps_what_was_said(phone: Phone) -> None:
    heard = say(phone, "call_phone", "我老汉儿遭电打倒了快来")
    assert "120" in heard.text
    assert heard.slot("requested_slot") is None
    assert not heard.sets("resident_name")


def test_a_child_does_not_book(phone: Phone) -> None:
    assert phone.to(FORM, "我12岁，想约个师傅", "book_inspection").names == ["utter_booking_minor"]


def test_the_group_is_offered_from_the_register(phone: Phone) -> None:
    assert phone.with_slots(village="shiyi").to(AskGroup(), "石椅村").buttons == ["1组", "2组", "3组"]


def test_everything_is_read_back(phone: Phone) -> None:
    heard = phone.with_slots(**FILLED).to(AskConfirm(), "明天上午")
    read = heard.responses[0]
    assert read["place"] == "石椅村2组"
    assert read["phone"] == "138 0000 1234（儿子）"
    assert read["day"] == "11月25日，星期三，农历十月十七"
    assert read["steward"] == "曲山电管家"


def test_booked_once_however_often_the_message_comes(phone: Phone, opened: Context) -> None:
    full = phone.with_slots(**FILLED, confirm="yes")
    first = full.to(FinishBooking(), "对的", message_id="m-9")
    again = full.to(FinishBooking(), "对的", message_id="m-9")
    assert first.responses == again.responses
    with begin(opened.sessions) as session:
        (booked,) = bookings.mine(session, phone.person_id)
    assert first.responses[0]["number"] == booked.number
    assert first.responses[0]["door_code"] == booked.door_code
    assert all(first.slot(name) is None for name in SLOTS)


def test_nothing_is_booked_without_a_yes(phone: Phone, opened: Context) -> None:
    assert phone.with_slots(**FILLED).to(FinishBooking(), "算了").names == []
    with begin(opened.sessions) as session:
        assert bookings.mine(session, phone.person_id) == []


def test_a_taken_time_sends_back_to_the_question(phone: Phone, neighbour: Phone) -> None:
    for place in range(3):
        neighbour.with_slots(**FILLED, confirm="yes").to(FinishBooking(), "对的", message_id=f"faster-{place}")
    heard = phone.with_slots(**FILLED, confirm="yes").to(FinishBooking(), "对的")
    assert heard.names == ["utter_booking_taken"]
    assert heard.followed_by == "booking_form"
    assert heard.slot("visit_time") is None


def test_a_phone_said_with_the_name_is_not_asked_again(phone: Phone) -> None:
    heard = say(phone, "resident_name", "张三，13800001234")
    assert heard.slot("resident_name") == "张三"
    assert heard.slot("call_phone")["number"] == "13800001234"


def test_a_village_nobody_knows_is_not_taken_silently(phone: Phone) -> None:
    heard = say(phone, "group", "不对，是黄家坝村")
    assert heard.names == ["utter_booking_wrong_village"]
    assert heard.slot("village") is None
    assert say(phone, "group", "村错了").names == []


def test_whoever_is_called_hears_the_result_after_two_misses(phone: Phone) -> None:
    first = say(phone, "result_to", "随便哪个都行嘛")
    assert (first.names, first.slot("tries")) == (["utter_booking_wrong_result_to"], 1)
    assert nothing_filled(first)
    heard = say(phone, "result_to", "随便哪个都行嘛", tries=1)
    assert heard.slot("result_to") == {"how": "caller"}
    assert heard.responses[0]["value"] == "结果告诉接电话的人"


def test_what_is_said_too_early_is_kept(phone: Phone) -> None:
    heard = say(phone, "result_to", "漏保老跳")
    assert (heard.slot("problem"), heard.slot("tries"), heard.names) == ("漏保老跳", 0, ["utter_booking_noted"])
    later = say(phone, "result_to", "明天上午", tries=1)
    assert later.slot("visit_time")["day"] == "2026-11-25"
    assert not later.sets("result_to")


def test_going_on_is_no_wrong_try(phone: Phone) -> None:
    heard = say(phone, "call_phone", "继续预约", "book_inspection")
    assert heard.names == []
    assert heard.slot("tries") == 0


def test_a_correction_of_who_hears_the_result_leaves_the_number_to_call(phone: Phone) -> None:
    for said in ("告诉我女儿 13700001111", "结果告诉我女儿 13700001111", "在这里告诉我"):
        assert not say(phone, "confirm", said).sets("call_phone")


def test_a_yes_to_which_day_shows_the_days_again(phone: Phone) -> None:
    heard = say(phone, "visit_time", "对")
    assert heard.names == ["utter_booking_choose_time"]
    assert heard.slot("tries") == 0
    assert nothing_filled(heard)


def test_another_half_of_the_day_keeps_the_day(phone: Phone) -> None:
    heard = say(phone, "confirm", "改成下午")
    assert heard.slot("visit_time") == {"day": "2026-11-25", "half": "pm", "steward": "曲山电管家"}


@pytest.mark.parametrize("said", ["等我问一哈我老汉儿", "等我看哈户口本", "等我喊我娃儿", "等我儿子回来再说"])
def test_who_asks_somebody_first_is_waited_for(phone: Phone, said: str) -> None:
    heard = say(phone, "group", said)
    assert "utter_booking_wrong_group" not in heard.names
    assert nothing_filled(heard)


def test_a_group_said_after_waiting_words_counts(phone: Phone) -> None:
    assert say(phone, "group", "等我看哈，三组").slot("group") == 3


def test_who_goes_on_after_all_has_named_nobody(phone: Phone) -> None:
    heard = say(phone, "result_to", "算了，我还是想约", tries=1)
    assert not heard.sets("result_to")
    assert heard.names == []


def test_what_is_assumed_is_said_to_be_assumed(phone: Phone) -> None:
    heard = say(phone, "result_to", "随便哪个都行嘛", tries=1)
    assert heard.names == ["utter_booking_result_assumed"]
    early = say(phone, "result_to", "外后天打早", tries=1)
    assert early.names == ["utter_booking_noted"]
    assert early.slot("visit_time")["day"] == "2026-11-27"


@pytest.mark.parametrize("slot", ["visit_time", "confirm"])
def test_moving_before_anything_is_booked_means_this_visit(phone: Phone, slot: str) -> None:
    heard = say(phone, slot, "改到逢场天", "change_booking")
    assert heard.names == ["utter_booking_market_day"]
    assert not heard.sets("requested_slot")
    assert not heard.sets("resident_name")


def test_wanting_to_move_in_the_middle_does_not_lose_the_booking(phone: Phone) -> None:
    heard = say(phone, "call_phone", "帮我把预约改个日子", "change_booking")
    assert heard.followed_by is None
    assert not heard.sets("requested_slot")


def test_several_answers_in_one_sentence_are_all_taken(phone: Phone) -> None:
    heard = say(phone, "village", "石椅村3组，张桂兰，13800138000，明天上午，漏保老跳")
    assert heard.slot("village") == "shiyi"
    assert heard.slot("group") == 3
    assert heard.slot("resident_name") == "张桂兰"
    assert heard.slot("call_phone")["number"] == "13800138000"
    assert heard.slot("visit_time")["day"] == "2026-11-25"
    assert heard.slot("problem") == "漏保老跳"


def test_what_was_answered_before_is_not_overwritten_in_passing(phone: Phone) -> None:
    heard = say(phone, "call_phone", "13800138000，李桂兰接", problem="漏保老跳")
    assert heard.slot("call_phone")["number"] == "13800138000"
    assert not heard.sets("resident_name")
    assert not heard.sets("problem")


def test_a_group_the_village_does_not_have_is_told(phone: Phone) -> None:
    heard = say(phone, "village", "石椅村9组")
    assert heard.slot("village") == "shiyi"
    assert heard.slot("group") is None
    assert heard.names == ["utter_booking_no_such_group"]


@pytest.mark.parametrize(
    ("day", "response"),
    [("后天上午", "utter_booking_market_day"), ("星期天", "utter_booking_sunday"), ("周五", "utter_booking_noted")],
)
def test_a_day_in_the_first_sentence_that_cannot_be_is_told(phone: Phone, day: str, response: str) -> None:
    heard = phone.to(FORM, f"约个师傅，石椅村2组，叫余德福，13900008888，漏保老跳，{day}", "book_inspection")
    assert heard.names == ["utter_booking_consent", response]
    assert not heard.sets("visit_time") or heard.slot("visit_time") is None


@pytest.mark.parametrize("said", ["随便", "哪天都行", "你们定嘛", "越快越好", "最早的那个"])
def test_who_has_no_wish_is_offered_the_first_free_half_day(phone: Phone, said: str) -> None:
    heard = say(phone, "visit_time", said)
    assert (heard.slot("visit_time")["day"], heard.slot("visit_time")["half"]) == ("2026-11-24", "pm")
    waiting = say(phone, "visit_time", "周五").slot("pending")
    friday = say(phone, "visit_time", said, pending=waiting)
    assert (friday.slot("visit_time")["day"], friday.slot("visit_time")["half"]) == ("2026-11-27", "am")


@pytest.mark.parametrize("said", ["后天大后天都行", "随便哪个都行嘛，反正我屋头天天有人，莫得啥子事"])
def test_what_names_days_or_tells_a_story_chooses_nothing(phone: Phone, said: str) -> None:
    assert nothing_filled(say(phone, "visit_time", said))


def test_no_wish_to_another_question_chooses_no_day(phone: Phone) -> None:
    assert not say(phone, "result_to", "随便").sets("visit_time")


def test_a_classifier_alone_calls_nobody_out_of_a_form(phone: Phone) -> None:
    heard = say(phone, "group", "我在外头打工", "reach_person")
    assert heard.names == ["utter_booking_wrong_group"]
    assert "utter_booking_waits" in say(phone, "group", "还是喊电管家跟我说嘛", "reach_person").names


def test_what_is_put_right_in_one_sentence_is_kept_at_every_question(phone: Phone) -> None:
    talk = Talk(phone).says("约检查", "石椅村", "1组，哦不，2组", "叫王五，说错了，叫王六")
    talk.says("13712345678，不对，是13712345670", "告诉接电话的人，不对，就在这里告诉我", "跳过")
    talk.says("明天上午，哦不，27号下午")
    assert (talk["village"], talk["group"], talk["resident_name"]) == ("shiyi", 2, "王六")
    assert talk["call_phone"] == {"number": "13712345670", "whose": ""}
    assert talk["result_to"] == {"how": "here"}
    assert (talk["visit_time"]["day"], talk["visit_time"]["half"]) == ("2026-11-27", "pm")


@pytest.mark.parametrize(
    ("slot", "said", "value"),
    [
        ("group", "3组，不对不对，是2组", 2),
        ("group", "不是一组，是二组", 2),
        ("group", "1，哦不，3", 3),
        ("resident_name", "王五，哦不，王六", "王六"),
        ("resident_name", "王桂芳，13712345678，哦不，13712345670", "王桂芳"),
        ("call_phone", "不是13712345678，是13712345670", {"number": "13712345670", "whose": ""}),
        (
            "result_to",
            "告诉我儿子13712345678，哦不，是13712345670",
            {"how": "other", "number": "13712345670", "whose": "儿子"},
        ),
        ("call_phone", "打我儿子的13712345678，打错了，13712345670", {"number": "13712345670", "whose": "儿子"}),
    ],
)
def test_the_last_value_counts(phone: Phone, slot: str, said: str, value: object) -> None:
    assert say(phone, slot, said).slot(slot) == value


def test_a_number_beside_the_name_is_the_one_it_was_put_right_to(phone: Phone) -> None:
    heard = say(phone, "resident_name", "王桂芳，13712345678，哦不，13712345670")
    assert heard.slot("call_phone")["number"] == "13712345670"


def test_another_half_of_the_day_just_said(phone: Phone) -> None:
    heard = say(phone, "visit_time", "27号上午，不对，下午")
    assert (heard.slot("visit_time")["day"], heard.slot("visit_time")["half"]) == ("2026-11-27", "pm")


def test_an_opening_sentence_that_puts_itself_right(phone: Phone) -> None:
    talk = Talk(phone).says("约检查，石椅村1组，不对，2组，我叫王五，说错了，我叫王六，13712345670")
    assert (talk["village"], talk["group"], talk["resident_name"]) == ("shiyi", 2, "王六")
    assert talk["call_phone"]["number"] == "13712345670"


@pytest.mark.parametrize(("said", "intent"), [("对", "affirm"), ("约检查", "book_inspection")])
def test_that_there_is_no_such_group_is_said_only_where_one_was_named(phone: Phone, said: str, intent: str) -> None:
    heard = say(phone, "group", said, intent)
    assert heard.names == ["utter_booking_wrong_group"]
    assert "没有这个组" not in phone.known["utter_booking_wrong_group"][0]["text"]
    for named in ("99组", "99"):
        assert say(phone, "group", named).names == ["utter_booking_no_such_group"]


@pytest.mark.parametrize("said", ["就是那个厨房头插座有点烫", "插座滚烫", "电线烫得很"])
def test_heat_told_to_another_question_is_kept_as_the_trouble(phone: Phone, said: str) -> None:
    heard = say(phone, "result_to", said, problem=None)
    assert heard.slot("problem") == said
    assert heard.slot("tries") == 0


@pytest.mark.parametrize("said", ["是的，对", "昨天"])
def test_what_answers_another_question_uses_up_no_try(phone: Phone, said: str) -> None:
    heard = say(phone, "result_to", said, tries=1)
    assert not heard.sets("result_to")
    assert (heard.names, heard.slot("tries")) == (["utter_booking_wrong_result_to"], 1)


def test_what_was_read_back_is_put_right_twice_in_one_sentence(phone: Phone) -> None:
    assert say(phone, "confirm", "名字改成王五，哦不，王六").slot("resident_name") == "王六"
    assert say(phone, "confirm", "改成1组，不对，是3组").slot("group") == 3
    heard = say(phone, "visit_time", "上午，哦不，下午")
    assert heard.names == ["utter_booking_half_noted"]
    assert heard.slot("pending")["half"] == "pm"


@pytest.mark.parametrize("said", ["对", "要得", "好嘛", "对头 要得", "昨天"])
def test_who_says_yes_to_whom_again_and_again_comes_to_the_next_question(phone: Phone, said: str) -> None:
    talk = Talk(phone, {**up_to("result_to"), "problem": None}, "result_to", opened=True).says(said)
    assert (talk["result_to"], talk.names[0]) == (None, "utter_booking_wrong_result_to")
    talk.says(said)
    assert talk.names[0] == "utter_booking_result_assumed"
    assert (talk["result_to"], talk["pending"], talk.requested) == ({"how": "caller"}, {"what": "result"}, "problem")


def test_a_yes_to_whom_keeps_the_day_that_waits(phone: Phone) -> None:
    talk = Talk(phone, up_to("result_to"), "result_to", opened=True).says("明天", "要得", "要得", "漏保老跳")
    assert (talk["result_to"], talk["problem"]) == ({"how": "caller"}, "漏保老跳")
    assert talk.names == ["utter_booking_which_half"]
    assert talk.says("下午")["visit_time"]["day"] == "2026-11-25"


def test_whom_is_still_taken_after_a_yes(phone: Phone) -> None:
    talk = Talk(phone, up_to("result_to"), "result_to", opened=True).says("对", "就在这里告诉我")
    assert talk["result_to"] == {"how": "here"}


@pytest.mark.parametrize("step", ["visit_time", "confirm"])
@pytest.mark.parametrize("said", ["不对，最后那3间屋", "不对，屋头有2个插座"])
def test_digits_in_other_words_change_no_number(phone: Phone, step: str, said: str) -> None:
    assert not say(phone, step, said).sets("call_phone")


@pytest.mark.parametrize("slot", ["village", "group"])
def test_a_village_put_right_keeps_its_group(phone: Phone, slot: str) -> None:
    heard = say(phone, slot, "我们2组，应该是石椅村", village="wuxing" if slot == "group" else None)
    assert (heard.slot("village"), heard.slot("group")) == ("shiyi", 2)
