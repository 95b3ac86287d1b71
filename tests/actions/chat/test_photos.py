"""Who has a picture is told honestly that none can be sent here, and what helps instead; nothing else changes."""

import pytest

from actions.chat.acting import ChatAction
from actions.chat.answer import AnswerAction
from actions.chat.booking.form import ValidateBookingForm
from actions.chat.outage_form import ValidateOutageForm
from actions.chat.people import AskDirectory
from actions.chat.photos import asks
from actions.chat.report_form import ValidateReportForm
from tests.actions.chat.conftest import Phone

FORM = ValidateReportForm()


@pytest.mark.parametrize(
    "said",
    [
        *("有照片咋个发给你", "我拍了照片咋个发", "能不能发图片", "照片发哪里", "我发个视频给你看嘛", "我拍张照给你看"),
        *("要不要我拍个照片", "咋个上传图片", "我手机里有照片", "[图片]", "我给你发张图", "这里能发图不", "我照了相的"),
        *("照片要不要得", "拍了视频的，传给哪个"),
    ],
)
def test_a_picture_to_show_us(said: str) -> None:
    assert asks(said)


@pytest.mark.parametrize(
    "said",
    [
        *("喊我发身份证照片是不是骗子", "有人发视频给我", "收到一张图片说退电费", "他们让我拍照发过去", "抖音咋个拍"),
        *("娃儿照片遭人发到网上了", "高压铁塔能不能爬上去拍照", "拍照片会不会遭打雷", "按照规定给我看看", "照你说的办"),
        *("照顾老人的政策给我看看", "看一下我的预约", "发个短信给我"),
    ],
)
def test_pictures_of_others_and_other_words(said: str) -> None:
    assert not asks(said)


@pytest.mark.parametrize(
    ("action", "intent"),
    [
        (AnswerAction(), "ask_library"),
        (FORM, "report_hazard"),
        (ValidateOutageForm(), "ask_outage"),
        (AskDirectory(), "ask_directory"),
    ],
)
def test_told_honestly_whatever_rasa_made_of_it(phone: Phone, action: ChatAction, intent: str) -> None:
    assert phone.to(action, "有照片咋个发给你", intent).names == ["utter_no_photos"]


@pytest.mark.parametrize("step", ["report_text", "report_place", "report_phone"])
def test_in_the_middle_of_a_report_the_question_comes_again(phone: Phone, step: str) -> None:
    kept = {"report_kind": "hazard", "report_text": "电杆歪了", "report_place": {"village": "shiyi"}, step: None}
    heard = phone.with_slots(**kept, tries=1).to(FORM, "有照片咋个发给你", form="report_form", requested=step)
    assert heard.names == ["utter_no_photos_go_on"]
    assert heard.slot("tries") == 1
    assert not heard.sets(step)


def test_the_hazard_told_with_the_picture_is_taken_and_the_danger_said_first(phone: Phone) -> None:
    heard = phone.to(AnswerAction(), "电杆歪了，我拍了照片发给你", "ask_library")
    assert heard.followed_by == "report_form"
    told = phone.to(FORM, "电杆歪了，我拍了照片发给你", "ask_library")
    assert told.names == ["utter_hazard_first", "utter_no_photos_go_on"]
    assert told.slot("report_text") == "电杆歪了，我拍了照片发给你"
    later = phone.with_slots(report_kind="hazard", report_phone="")
    heard = later.to(FORM, "电杆歪了，我拍了照片发给你", form="report_form", requested="report_text")
    assert heard.slot("report_text") == "电杆歪了，我拍了照片发给你"


def test_a_trouble_told_with_the_picture_stays_in_the_booking(phone: Phone) -> None:
    booking = phone.with_slots(village="shiyi", group=1, resident_name="王", call_phone={"number": "13800001234"})
    said = "插座烧了，我拍了照片发给你"
    heard = booking.to(ValidateBookingForm(), said, form="booking_form", requested="problem")
    assert heard.slot("problem") == said
    assert "utter_no_photos_go_on" in heard.names
