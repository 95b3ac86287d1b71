"""那晚上呢, 好多钱嘛, 为啥子: what is asked further is understood together with what was answered before it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from actions.chat import follow
from actions.chat.acting import ChatAction
from actions.chat.answer import AnswerAction, PickArticle
from actions.chat.audio import PlayAloud
from actions.chat.elliptic import core, leaves_out, put_into, wants_it_again
from actions.chat.people import AskDirectory
from actions.chat.smalltalk import Affirm, Deny, Help
from actions.chat.turn import Turn
from actions.context import Context
from actions.db.engine import begin
from actions.db.models import AnswerRating, RefusedQuestion
from actions.services import emergencies, messages
from content.emergency import Emergency
from content.render import chat_text
from tests.actions.chat.conftest import Heard, Phone
from tests.actions.chat.test_answers import refused
from tests.moment import NOW

FISHING = "高压线底下能不能钓鱼"


def after(phone: Phone, question: str = FISHING) -> Phone:
    """The same phone after a question was answered."""
    heard = phone.to(AnswerAction(), question, "ask_library")
    return phone.with_slots(last_article=heard.slot("last_article"))


def asks(phone: Phone, said: str, **known: Any) -> Heard:
    return phone.to(AnswerAction(), said, message_id="m-2", **known)


@pytest.mark.parametrize(
    "said",
    [
        *(
            "那晚上呢",
            "多少钱",
            "好多钱嘛",
            "为啥子",
            "那要是下雨呢",
            "老人家呢",
            "要好久",
            "要带啥子",
            "在哪儿办",
            "打哪个电话",
        ),
        *(
            "还有呢",
            "那娃儿呢",
            "租房子的呢",
            "那咋个办",
            "找哪个",
            "要得不",
            "收费不",
            "犯法不",
            "罚好多",
            "有没得危险",
            "然后呢",
        ),
        *("那冬天也一样吗", "哦，那晚上呢？", "请问好多钱嘛，谢谢哈", "好久能办好", "网上办得不", "具体咋个弄"),
    ],
)
def test_these_leave_out_what_they_are_about(said: str) -> None:
    assert leaves_out(said)


@pytest.mark.parametrize(
    "said",
    [
        *(
            "电费咋个交",
            "你好",
            "谢谢",
            "要得",
            "好",
            "有",
            "没得",
            "还有",
            "晓得了",
            "算了",
            "继续",
            "第一个",
            "95598",
            "找人",
        ),
        *(
            "屋头停电了",
            "停电了呢",
            "我的预约呢",
            "师傅呢",
            "好久来电",
            "我报的那个呢",
            "换表的要我扫码交两百，咋个办",
            "转人工",
            "",
        ),
    ],
)
def test_these_stand_alone_or_are_about_something_of_ones_own(said: str) -> None:
    assert not leaves_out(said)


def test_what_is_added_is_put_into_the_question_before() -> None:
    assert core("那晚上呢") == "晚上"
    assert core("为啥子") == "为啥子"
    assert put_into(FISHING, "那放风筝呢") == "高压线底下能不能放风筝"
    assert put_into(FISHING, "为啥子") is None
    assert put_into("电费咋个交", "那晚上呢") is None


def test_where_there_is_no_more_that_is_said_and_nothing_repeated(phone: Phone, opened: Context) -> None:
    answered = after(phone)
    for said in ("为啥子", "好多钱嘛", "那晚上呢"):
        heard = asks(answered, said)
        assert (heard.names[0], heard.text) == ("utter_follow_same", ""), said
        card = heard.responses[0]["custom"]
        assert (card["kind"], card["article_id"]) == ("same", "fishing-under-lines")
        assert "95598" in card["dial"]
        # The talk goes on about it.
        answered = phone.with_slots(last_article=heard.slot("last_article"))
    assert refused(opened) == 0


def test_titles_found_in_plainer_words_are_offered_and_none_is_lost(phone: Phone) -> None:
    last = {"article_id": "wet-hands", "title": "", "at": NOW.isoformat()}
    for subject, said, first in (("电费凶", "为啥子", "meter-check"), ("师傅来屋头", "好多钱嘛", "book-a-visit")):
        heard = asks(phone.with_slots(last_article={**last, "asked": subject}), said)
        assert heard.names == ["utter_suggest"], subject
        assert heard.buttons, "a list of nothing helps nobody"
        assert heard.slot("offered")["ids"][0] == first


def test_another_thing_at_the_same_place_gets_its_own_answer(phone: Phone, opened: Context) -> None:
    heard = asks(after(phone), "那堆柴呢")
    live = opened.live.article("power-line-protection-zone")
    assert live is not None
    assert heard.text == chat_text(live.article)
    assert heard.slot("last_article")["asked"] == "高压线底下能不能堆柴"
    kites = asks(after(phone), "那放风筝呢")
    assert kites.responses[0]["custom"]["article_id"] == "kites-and-balloons"
    likely = asks(after(phone), "那砍树呢")
    offered = likely.slot("offered")["ids"]
    assert "trees-near-lines" in offered
    assert "fishing-under-lines" not in offered


def test_without_an_answer_before_it_or_long_after_nothing_is_inherited(phone: Phone) -> None:
    assert "utter_follow_same" not in asks(phone, "那晚上呢").names
    answered = after(phone)
    assert "utter_follow_same" not in asks(replace(answered, now=NOW + timedelta(minutes=40)), "那晚上呢").names


def test_what_stands_alone_inherits_nothing(phone: Phone, opened: Context) -> None:
    heard = asks(after(phone), "湿手能不能摸开关")
    assert heard.responses[0]["custom"]["article_id"] == "wet-hands"
    assert heard.slot("last_article")["asked"] == "湿手能不能摸开关"


def test_a_danger_comes_first_and_what_follows_it_is_about_the_danger(phone: Phone, opened: Context) -> None:
    answered = after(phone)
    assert asks(answered, "那娃儿触电了呢").kinds == ["emergency"]
    with begin(opened.sessions) as session:
        emergencies.alert(
            session,
            Emergency("wire_down", "wire-down", ("95598",), ""),
            request_id="m-1b",
            person_id=phone.person_id,
            village_code=None,
            text="电线断了掉地上了",
            now=NOW + timedelta(minutes=1),
        )
    assert "utter_follow_same" not in asks(replace(answered, now=NOW + timedelta(minutes=2)), "为啥子").names


def test_who_plans_what_kills_is_stopped(phone: Phone) -> None:
    heard = asks(after(phone), "那我自己爬上去取鱼线呢")
    assert heard.names[0] == "utter_do_not"


def test_a_form_that_asks_is_not_answered_from_the_library(phone: Phone) -> None:
    answered = after(phone)
    tracker = answered.tracker("好多钱", "unclear", 0.9, "m-2", "booking_form", "call_phone")
    assert follow.taken(Turn.of(tracker), None) is None  # type: ignore[arg-type]


def test_what_was_done_in_between_ends_the_talk_about_it(phone: Phone) -> None:
    last = {"event": "slot", "name": "last_article", "value": {"article_id": "fishing-under-lines"}}
    user, listen = {"event": "user"}, {"event": "action", "name": "action_listen"}

    def since(*events: dict[str, Any]) -> tuple[str, ...]:
        tracker = phone.tracker("那晚上呢", "unclear", 0.9, "m-2", None, None)
        tracker.events = [user, {"event": "action", "name": "action_answer"}, last, *events, listen, user]
        return Turn.of(tracker).since_answer

    assert since() == ()
    assert since({"event": "action", "name": "action_finish_booking"}) == ()  # the end of what was only asked
    assert since(listen, user, {"event": "action", "name": "action_thank"}) == ("action_thank", "action_listen")
    assert "booking_form" in since(listen, user, {"event": "action", "name": "booking_form"})


def test_whatever_a_classifier_takes_it_for(phone: Phone) -> None:
    answered = after(phone)
    for action, said, intent in (
        (AskDirectory(), "打哪个电话", "ask_directory"),
        (Deny(), "可以不", "deny"),
        (Affirm(), "要得不", "affirm"),
        (PlayAloud(), "还有呢", "play_aloud"),
    ):
        assert answered.to(action, said, intent, message_id="m-2").names[0] == "utter_follow_same", said


def test_who_wants_to_read_it_again_gets_it_again(phone: Phone, opened: Context) -> None:
    assert wants_it_again("没看清")
    assert wants_it_again("没听懂，说简单点")
    assert wants_it_again("我听不懂")
    assert not wants_it_again("听不懂他在电话里说啥子")
    assert not wants_it_again("没听清")  # that is heard
    live = opened.live.article("fishing-under-lines")
    assert live is not None
    assert asks(after(phone), "我没看清楚，再说一遍").text == chat_text(live.article)


def test_after_a_button_the_title_is_what_was_asked(phone: Phone) -> None:
    heard = phone.to(PickArticle(), '/pick_article{"article": "fishing-under-lines"}', "pick_article")
    assert heard.slot("last_article")["asked"] == ""
    assert asks(phone.with_slots(last_article=heard.slot("last_article")), "为啥子").names[0] == "utter_follow_same"


def test_what_the_library_has_not_is_kept_with_what_it_was_about(phone: Phone, opened: Context) -> None:
    # The answer stands for one whose text has gone from what is asked now as far as it can.
    last = {"article_id": "wet-hands", "title": "", "asked": "母猪产后不吃食", "at": NOW.isoformat()}
    assert asks(phone.with_slots(last_article=last), "为啥子").names == ["utter_refused"]
    with begin(opened.sessions) as session:
        assert [row.text for row in session.scalars(select(RefusedQuestion))] == ["母猪产后不吃食，为啥子"]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("没帮上", "bad"),
        ("没得用", "bad"),
        ("有帮助", "good"),
        ("有用", "good"),
        ("没帮上忙", "bad"),
        ("很有帮助，谢谢", "good"),
    ],
)
def test_words_right_after_an_answer_rate_it(phone: Phone, opened: Context, said: str, value: str) -> None:
    answered = phone.to(AnswerAction(), FISHING, "ask_library")
    with begin(opened.sessions) as session:
        message = messages.receive(session, "web", "m-1", phone.person_id, FISHING, {})
        messages.record_replies(session, message.inbox_id, answered.responses)
    known = phone.with_slots(last_article=answered.slot("last_article"))
    assert known.to(Help(), said, "ask_help", message_id="m-2").names == [f"utter_rated_{value}"]
    with begin(opened.sessions) as session:
        assert session.scalars(select(AnswerRating)).one().value == value


def test_a_rating_without_an_answer_is_none(phone: Phone) -> None:
    assert phone.to(Help(), "有帮助", "ask_help").names == ["utter_ask_help"]
    assert phone.to(AnswerAction(), "没帮上").names == ["utter_say_again"]
    assert "utter_say_again" not in phone.to(AnswerAction(), "没得用").names
    assert asks(after(phone), "插座没得用了咋个办").names != ["utter_rated_bad"]


SUGGESTED = {"what": "articles", "ids": ["wet-hands", "fishing-under-lines"]}


@pytest.mark.parametrize(
    "said", ["都不是", "都不是的", "没得我要问的", "不是这些", "这些都不是", "一个都不是", "我问的不是这个", "不是"]
)
@pytest.mark.parametrize("action", [Deny(), AnswerAction()])
def test_none_of_the_suggestions_is_asked_in_other_words(phone: Phone, action: ChatAction, said: str) -> None:
    heard = phone.with_slots(offered=SUGGESTED).to(action, said, "deny")
    assert heard.names == ["utter_say_again"]
    assert heard.slot("offered") is None
    assert "utter_say_again" not in phone.to(action, said, "deny").names


def test_a_no_to_what_was_asked_since_is_none_to_the_suggestions(phone: Phone) -> None:
    known = phone.with_slots(offered=SUGGESTED, pending={"what": "cancel", "booking": 1})
    assert known.to(Deny(), "不是", "deny").names == ["utter_cancel_kept"]
    filed = phone.with_slots(offered=SUGGESTED, pending={"what": "filed", "report": 1})
    assert filed.to(Deny(), "都不是", "deny").names == ["utter_say_again"]
    assert filed.to(Deny(), "不是", "deny").names == ["utter_nothing_to_deny"]
    question = phone.with_slots(offered=SUGGESTED).to(AnswerAction(), "是不是都不是免费的")
    assert "utter_say_again" not in question.names


def test_no_help_where_nothing_can_be_rated_is_asked_in_other_words(phone: Phone) -> None:
    assert phone.with_slots(offered=SUGGESTED).to(AnswerAction(), "没帮上").names == ["utter_say_again"]
    # A second thought, after something else was done.
    later = replace(after(phone), now=NOW + timedelta(hours=1))
    assert later.to(AnswerAction(), "还是没帮上", message_id="m-2").names == ["utter_say_again"]


@pytest.mark.parametrize(("said", "value"), [("没帮上", "bad"), ("有帮助", "good")])
def test_nobody_is_thanked_for_a_rating_that_is_not_kept(phone: Phone, opened: Context, said: str, value: str) -> None:
    tapped = '/pick_article{"article": "wire-on-the-ground"}'
    answered = phone.to(PickArticle(), tapped, "pick_article")
    with begin(opened.sessions) as session:
        message = messages.receive(session, "web", "m-1", phone.person_id, tapped, {})
        messages.record_replies(session, message.inbox_id, answered.responses)
    known = phone.with_slots(last_article=answered.slot("last_article"))
    heard = known.to(Help(), said, "ask_help", message_id="m-2").names
    assert heard
    assert f"utter_rated_{value}" not in heard
    # No reply that was kept gave the answer that this talk is about.
    assert f"utter_rated_{value}" not in after(phone).to(Help(), said, "ask_help", message_id="m-3").names
    with begin(opened.sessions) as session:
        assert session.scalars(select(AnswerRating)).all() == []
