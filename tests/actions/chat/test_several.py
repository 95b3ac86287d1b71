"""Two questions in one message get both reviewed answers; a story around one question stays one question."""

import pytest
import yaml
from sqlalchemy import select

from actions.chat.answer import AnswerAction
from actions.chat.booking.form import ValidateBookingForm
from actions.chat.people import AskDirectory
from actions.chat.several import questions_in
from actions.context import Context
from actions.db.engine import begin
from actions.db.models import RefusedQuestion
from content.render import chat_text
from tests.actions.chat.conftest import ROOT, Phone

FISHING, HANDS = "高压线底下能不能钓鱼", "湿手能不能摸开关"


def said(opened: Context, *article_ids: str) -> str:
    """The reviewed texts of these articles, one after the other."""
    found = [opened.live.article(one) for one in article_ids]
    return "\n".join(chat_text(one.article) for one in found if one is not None)


def test_both_are_answered_whole_and_in_their_order(phone: Phone, opened: Context) -> None:
    both, back = said(opened, "fishing-under-lines", "wet-hands"), said(opened, "wet-hands", "fishing-under-lines")
    for between in ("，还有", "？另外，", "。还有个事，", "？", "，", "还有", " 再问一哈 "):
        heard = phone.to(AnswerAction(), f"{FISHING}{between}{HANDS}", "ask_library")
        assert (heard.text, heard.kinds, heard.names) == (both, ["answer", "answer"], []), between
        heard = phone.to(AnswerAction(), f"{HANDS}{between}{FISHING}", "ask_library", message_id="m-2")
        assert heard.text == back, between
        # What is asked next is asked about what was said last.
        assert heard.slot("last_article")["asked"] == FISHING


def test_numbered_and_announced_questions_are_heard_as_well(phone: Phone, opened: Context) -> None:
    heard = phone.to(AnswerAction(), f"小王你好，我想问两个事，第一个{FISHING}，第二个{HANDS}，谢谢哈", "unclear")
    assert heard.text == said(opened, "fishing-under-lines", "wet-hands")


def test_whatever_a_classifier_takes_them_for(phone: Phone, opened: Context) -> None:
    for action, intent in ((AskDirectory(), "ask_directory"), (ValidateBookingForm(), "book_inspection")):
        heard = phone.to(action, f"{FISHING}，还有{HANDS}", intent)
        assert heard.text == said(opened, "fishing-under-lines", "wet-hands"), intent


def test_what_is_only_likely_is_offered_below_the_sure_one(phone: Phone, opened: Context) -> None:
    heard = phone.to(AnswerAction(), f"{FISHING}，还有电动车充电呢", "ask_library")
    assert heard.text == said(opened, "fishing-under-lines")
    assert heard.names == ["utter_suggest_other"]
    assert heard.slot("offered")["what"] == "articles"
    assert heard.buttons


def test_what_is_not_known_is_said_and_kept(phone: Phone, opened: Context) -> None:
    heard = phone.to(AnswerAction(), f"{FISHING}，还有母猪产后不吃食灌啥子药好", "ask_library")
    assert heard.text == said(opened, "fishing-under-lines")
    assert heard.names == ["utter_refused_other"]
    with begin(opened.sessions) as session:
        assert [row.text for row in session.scalars(select(RefusedQuestion))] == ["母猪产后不吃食灌啥子药好"]


def test_the_same_article_is_said_once(phone: Phone, opened: Context) -> None:
    heard = phone.to(AnswerAction(), f"{FISHING}，还有高压线下面钓鱼得不得行", "ask_library")
    assert heard.text == said(opened, "fishing-under-lines")


def test_a_danger_beside_a_question_is_answered_as_a_danger(phone: Phone) -> None:
    heard = phone.to(AnswerAction(), f"我娃儿触电了喊不答应，还有{FISHING}", "ask_library")
    assert heard.kinds[0] == "emergency"


def test_a_wish_beside_a_question_is_still_done(phone: Phone) -> None:
    heard = phone.to(AnswerAction(), f"{FISHING}，还有我要约个师傅上门检查", "book_inspection")
    assert heard.followed_by == "booking_form"


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("条件差一点评不上低保，还有别的路没得", 1),
        ("机器撞到线停电了，第一步做啥子", 1),
        ("停电了咋个办", 1),
        ("屋头老是跳闸，是不是漏保坏了，要不要换", 2),
        ("我昨天去赶场，看到有人在电线底下放风筝，这个要得不", 1),
        ("还有就是电费咋个交", 1),
        ("电费咋个交还有湿手能不能摸开关", 2),
        ("我想问两个事，第一，电费咋个交，第二，湿手能不能摸开关", 2),
        ("", 0),
    ],
)
def test_how_many_questions_a_message_holds(message: str, parts: int) -> None:
    assert len(questions_in(message)[0]) == parts


def test_no_test_question_about_one_thing_gets_two_answers(phone: Phone) -> None:
    two = []
    for path in sorted((ROOT / "tests" / "questions").glob("[!_]*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            for number, text in enumerate(entry["ask"]):
                if len(questions_in(text)[0]) > 1:
                    heard = phone.to(AnswerAction(), text, "ask_library", message_id=f"m-{entry['article']}-{number}")
                    two += [text] if heard.kinds.count("answer") > 1 else []
    assert two == []
