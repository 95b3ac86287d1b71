"""Answers word for word, suggestions as buttons, refusals that are kept, and questions that only look like wishes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from actions.chat.answer import AnswerAction, DefaultFallback, PickArticle
from actions.chat.audio import PlayAloud
from actions.chat.booking.form import ValidateBookingForm
from actions.chat.people import AskDirectory, VisitorAtDoor
from actions.chat.wishes import asks_to_know
from actions.clock import local_day
from actions.context import Context
from actions.db.engine import begin
from actions.db.models import Person, RefusedQuestion
from actions.services import library
from content.render import chat_text
from content.writing import with_field
from tests.actions.chat.conftest import Phone
from tests.moment import NOW


def refused(opened: Context) -> int:
    """How many questions are kept for the editors."""
    with begin(opened.sessions) as session:
        return session.scalar(select(func.count()).select_from(RefusedQuestion)) or 0


def last_day(opened: Context, article_id: str) -> None:
    """Publish an article whose last day is that of the tests."""
    with begin(opened.sessions) as session:
        stored = library.get_article(session, article_id)
        assert stored is not None
        text = with_field(stored.text, "valid_until", local_day(NOW).isoformat())
        library.publish(session, article_id, text, "bian", "只管到今天")


def test_whoever_asks_waits_for_nobody_who_writes(opened: Context, phone: Phone) -> None:
    # SQLite has one writer at a time, and whoever waits for it may be overtaken again and again.
    with begin(opened.sessions) as somebody:
        somebody.add(Person())
        somebody.flush()
        heard = phone.to(AnswerAction(), "跳闸了咋个办", "ask")
    assert heard.text or heard.buttons


def later(phone: Phone) -> Phone:
    """The same phone on the day after."""
    return replace(phone, now=NOW + timedelta(days=1))


def test_an_answer_is_the_reviewed_text(phone: Phone, opened: Context) -> None:
    heard = phone.to(AnswerAction(), "高压线底下能不能钓鱼", "ask_library")
    live = opened.live.article("fishing-under-lines")
    assert live is not None
    assert heard.text == chat_text(live.article)
    card = heard.responses[0]["custom"]
    assert (card["kind"], card["article_id"], card["version"]) == ("answer", "fishing-under-lines", live.number)
    assert heard.slot("last_article")["article_id"] == "fishing-under-lines"
    assert refused(opened) == 0


def test_a_refusal_is_kept_once_for_the_editors(phone: Phone, opened: Context) -> None:
    for _time in range(2):
        heard = phone.to(AnswerAction(), "母猪产后不吃食灌啥子药好", "ask_library", message_id="m-3")
        assert heard.names[0] == "utter_refused"
    assert refused(opened) == 1


@pytest.mark.parametrize("said", ["啊", "???", "哦豁", "等一哈"])
def test_a_grunt_is_not_kept_as_a_question(phone: Phone, opened: Context, said: str) -> None:
    assert phone.to(AnswerAction(), said).names in (["utter_unclear"], ["utter_take_your_time"])
    assert refused(opened) == 0


def test_beside_a_refusal_stands_what_may_be_wanted(phone: Phone) -> None:
    heard = phone.to(AnswerAction(), "那个那个我屋头那个咋个说嘛就是那个", "complain", confidence=0.35)
    assert heard.names == ["utter_refused", "utter_or_complain"]


def test_a_suggestion_is_picked_by_its_place(phone: Phone) -> None:
    offered = {"what": "articles", "ids": ["wet-hands", "fishing-under-lines"]}
    heard = phone.with_slots(offered=offered).to(PickArticle(), "第二个", "pick_article")
    assert heard.slot("last_article")["article_id"] == "fishing-under-lines"
    assert phone.to(PickArticle(), "第二个", "pick_article").names == ["utter_nothing_offered"]


@pytest.mark.parametrize(
    "said", ["预约收钱不", "停电了咋个报修", "约师傅要准备啥子", "投诉了好久有回音", "上门检查要不要钱"]
)
def test_these_ask_to_know(said: str) -> None:
    assert asks_to_know(said)


@pytest.mark.parametrize("said", ["能不能派个人来看看", "我想约个师傅", "可不可以帮我登记一下", "麻烦安排人来修"])
def test_these_want_it_done(said: str) -> None:
    assert not asks_to_know(said)


def test_a_question_taken_for_a_booking_is_answered_and_the_booking_offered(phone: Phone) -> None:
    heard = phone.to(ValidateBookingForm(), "高压线底下能不能钓鱼", "book_inspection")
    assert heard.responses[0]["custom"]["article_id"] == "fishing-under-lines"
    assert heard.names == ["utter_or_book_inspection"]
    assert heard.slot("requested_slot") is None
    assert heard.followed_by == "action_finish_booking"


def test_the_fallback_answers_and_listens(phone: Phone) -> None:
    heard = phone.to(DefaultFallback(), "高压线底下能不能钓鱼", "nonsense")
    assert heard.followed_by == "action_listen"


def test_nothing_is_read_aloud_before_an_answer(phone: Phone) -> None:
    assert phone.to(PlayAloud(), "读给我听", "play_aloud").names == ["utter_nothing_to_read"]


def test_the_last_answer_is_one_clip_for_everybody(phone: Phone, neighbour: Phone) -> None:
    last = {"article_id": "fishing-under-lines", "version": 1, "title": ""}
    hashes = {
        one.with_slots(last_article=last).to(PlayAloud(), "读给我听", "play_aloud").responses[0]["custom"]["hash"]
        for one in (phone, neighbour)
    }
    assert len(hashes) == 1


def test_a_number_that_is_not_known_is_not_invented(phone: Phone) -> None:
    heard = phone.to(AskDirectory(), "村委会电话是多少", "ask_directory")
    assert heard.names == ["utter_directory_missing"]
    assert phone.to(AskDirectory(), "反诈电话", "ask_directory").responses[0]["phone"] == "96110"


def test_a_stranger_is_never_vouched_for(phone: Phone) -> None:
    heard = phone.to(VisitorAtDoor(), "门口来了个人说是你们的", "visitor_at_door")
    assert heard.names == ["utter_visitor_none"]
    assert heard.responses[0]["custom"]["dial"] == ["95598", "110"]


@pytest.mark.parametrize("number", ["110", "95598"])
def test_a_number_to_dial_is_given_as_a_button(phone: Phone, number: str) -> None:
    heard = phone.to(AnswerAction(), number, "nlu_fallback", confidence=0.2)
    assert heard.names == ["utter_dial_yourself"]
    assert heard.responses[0]["custom"]["dial"] == [number]


def test_a_refusal_sends_to_the_power_company_only_with_what_is_about_power(phone: Phone) -> None:
    (refused,) = phone.known["utter_refused"]
    assert "急的话打95598" not in refused["text"]  # the price of maize is no emergency of theirs
    assert "用电上有急事打95598" in refused["text"]
    assert "人有危险，打120、110" in refused["text"]


@pytest.mark.parametrize("said", ["1", "1.", "1。", "选1", "一", "１", "第一"])
def test_a_bare_number_picks_a_suggestion(phone: Phone, said: str) -> None:
    offered = {"what": "articles", "ids": ["wet-hands", "fishing-under-lines"]}
    picked = phone.with_slots(offered=offered).to(AnswerAction(), said)
    assert picked.slot("last_article")["article_id"] == "wet-hands"
    assert phone.with_slots(offered=offered).to(PickArticle(), "2", "pick_article").slot("last_article")[
        "article_id"
    ] == "fishing-under-lines"  # fmt: skip


def test_a_number_that_is_not_in_the_list_picks_nothing(phone: Phone) -> None:
    offered = {"what": "articles", "ids": ["wet-hands"]}
    for known in (phone.with_slots(offered=offered), phone):
        assert not known.to(AnswerAction(), "5").sets("last_article")
    assert not phone.to(AnswerAction(), "1").sets("last_article")


def test_a_title_picked_after_its_text_is_over_is_said_to_nobody(phone: Phone, opened: Context) -> None:
    last_day(opened, "fishing-under-lines")
    pick = '/pick_article{"article": "fishing-under-lines"}'
    assert phone.to(PickArticle(), pick).kinds == ["answer"]
    assert later(phone).to(PickArticle(), pick).names == ["utter_error_article_gone"]


def test_what_was_said_yesterday_is_neither_said_again_nor_read_aloud(phone: Phone, opened: Context) -> None:
    last_day(opened, "fishing-under-lines")
    heard = phone.to(PickArticle(), '/pick_article{"article": "fishing-under-lines"}')
    kept = later(phone).with_slots(last_article=heard.slot("last_article"))
    assert kept.to(PlayAloud(), "读给我听", "play_aloud").names == ["utter_nothing_to_read"]
