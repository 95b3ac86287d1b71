"""What decided travels with the answer, out of the villager's sight, whatever kind of answer it is."""

from typing import Any

from actions.chat.answer import AnswerAction, PickArticle
from actions.chat.booking.form import ValidateBookingForm
from actions.chat.emergency import EmergencyAction
from actions.chat.fraud import SENDS
from actions.chat.smalltalk import Thank
from actions.context import Context
from actions.services.traces import TRACE
from content.trace import Trace
from tests.actions.chat.conftest import Heard, Phone
from tests.actions.chat.test_follow import after, asks
from tests.actions.chat.test_fraud_check import ARREARS


def why(heard: Heard) -> dict[str, Any]:
    """What the first thing said carries."""
    cards = [one.get("custom") or {} for one in heard.responses]
    assert not any(TRACE in card for card in cards[1:])
    found: dict[str, Any] = cards[0].get(TRACE, {})
    return found


def searches(heard: Heard) -> list[Trace]:
    """The searches the answer carries, in their order."""
    return [Trace.of(one) for one in why(heard)["search"]]


def only(heard: Heard) -> dict[str, Any]:
    """The one search the answer carries."""
    (found,) = why(heard)["search"]
    return dict(found)


def test_an_answer_carries_the_version_that_was_said(phone: Phone, opened: Context) -> None:
    heard = phone.to(AnswerAction(), "高压线底下能不能钓鱼", "ask_library")
    trace = Trace.of(only(heard))
    live = opened.live.article("fishing-under-lines")
    assert live is not None
    assert (trace.candidates[0].id, trace.candidates[0].version) == ("fishing-under-lines", live.number)
    assert trace.library == opened.live.get()[2]
    assert TRACE not in str(heard.events), "Rasa's slots need none of it"


def test_titles_and_a_refusal_carry_what_was_weighed(phone: Phone) -> None:
    heard = phone.to(AnswerAction(), "屋头漏保老是跳闸咋个办嘛", "ask_library")
    trace = Trace.of(only(heard))
    assert trace.kind == "suggest"
    offered = [one.title for one in trace.candidates if one.offered]
    assert set(offered) <= set(heard.buttons)
    refused = phone.to(AnswerAction(), "母猪产后不吃食灌啥子药好", "ask_library", message_id="m-2")
    assert Trace.of(only(refused)).kind == "refuse"


def test_a_question_put_in_plainer_words_says_so(phone: Phone) -> None:
    for said in ("那个偷了电有啥子", "师傅来屋头要好多钱哦", "电费凶得很"):
        for kept in why(phone.to(AnswerAction(), said, "ask_library", message_id=said)).get("search", ()):
            if kept.get("reworded"):
                assert kept["kind"] == "suggest"
                return
    raise AssertionError("none of these was reworded")


def test_a_picked_title_was_searched_for_by_nobody(phone: Phone) -> None:
    heard = phone.to(PickArticle(), '/pick_article{"article": "fishing-under-lines"}')
    assert why(heard) == {
        "picked": {"id": "fishing-under-lines", "title": "高压线下为什么不能钓鱼", "version": 1},
    }


def test_what_was_not_understood_and_small_talk_claim_no_search(phone: Phone) -> None:
    assert why(phone.to(AnswerAction(), "嗯哼哈", "unclear")) == {"unclear": True}
    assert why(phone.to(Thank(), "谢谢你哈", "thank", message_id="m-2")) == {}


def test_a_question_inside_a_form_carries_its_own_search(phone: Phone) -> None:
    heard = phone.to(
        ValidateBookingForm(), "高压线底下能不能钓鱼", "ask_library", form="booking_form", requested="resident_name"
    )
    assert only(heard)["candidates"][0]["id"] == "fishing-under-lines"


def test_a_danger_that_reaches_the_actions_names_its_rule(phone: Phone) -> None:
    heard = phone.to(AnswerAction(), "快来人，有人触电了倒在地上", "ask_library")
    assert heard.kinds[0] == "emergency"
    assert why(heard)["danger"]["by"] == "rule"
    assert why(heard)["danger"]["words"]


def test_numbers_said_beside_an_answer_carry_the_likeness(phone: Phone) -> None:
    heard = phone.to(AnswerAction(), "表叔去关泵站的闸，一道光，脸都熏黑了", "ask_library")
    kept = why(heard)
    assert 0 < kept["beside"] <= 1
    assert only(heard)["kind"] in ("refuse", "suggest")


def test_a_classifier_that_is_overruled_leaves_the_search_to_explain(phone: Phone) -> None:
    heard = phone.to(EmergencyAction(), "高压线底下能不能钓鱼", "emergency")
    assert only(heard)["candidates"][0]["id"] == "fishing-under-lines"


def test_no_trace_is_no_reason_to_leave_a_question_unanswered(phone: Phone, monkeypatch: Any) -> None:
    def broken(*_arguments: object, **_more: object) -> None:
        raise RuntimeError("an explanation that fails")

    monkeypatch.setattr("actions.services.answers.explain", broken)
    heard = phone.to(AnswerAction(), "高压线底下能不能钓鱼", "ask_library")
    assert heard.kinds == ["answer"]


def test_two_answers_in_one_message_carry_both_searches(phone: Phone) -> None:
    heard = phone.to(AnswerAction(), "高压线底下能不能钓鱼，还有湿手能不能摸开关", "ask_library")
    assert [one.candidates[0].id for one in searches(heard)] == ["fishing-under-lines", "wet-hands"]
    unknown = phone.to(
        AnswerAction(), "高压线底下能不能钓鱼，还有母猪产后不吃食灌啥子药好", "ask_library", message_id="m-2"
    )
    assert [one.kind for one in searches(unknown)] == ["answer", "refuse"]


def test_questions_beside_the_wish_for_a_visit_carry_each_its_search(phone: Phone) -> None:
    said = "我要约检查，另外高压线底下能不能钓鱼，还有湿手能不能摸开关"
    heard = phone.to(ValidateBookingForm(), said, "book_inspection", form="booking_form")
    assert [one.candidates[0].id for one in searches(heard)] == ["fishing-under-lines", "wet-hands"]


def test_what_is_asked_further_carries_its_search_whatever_came_of_it(phone: Phone) -> None:
    no_more = asks(after(phone), "为啥子")
    assert no_more.names[0] == "utter_follow_same"
    assert why(no_more)["same"] == "高压线下为什么不能钓鱼"
    assert searches(no_more)[-1].candidates[0].id == "fishing-under-lines"
    near = no_more.slot("offered")["ids"] if no_more.slot("offered") else []
    assert {one.id for one in searches(no_more)[-1].candidates if one.offered} == set(near)
    titles = asks(after(phone), "那砍树呢")
    assert {one.id for one in searches(titles)[-1].candidates if one.offered} == set(titles.slot("offered")["ids"])


def test_who_wants_to_read_it_again_picked_nothing(phone: Phone) -> None:
    kept = why(asks(after(phone), "我没看清楚，再说一遍"))
    assert kept["again"]
    assert kept["picked"]["id"] == "fishing-under-lines"


def test_a_check_for_fraud_carries_the_signs_and_its_search(phone: Phone) -> None:
    pasted = why(phone.to(AnswerAction(), ARREARS, "ask_library"))
    assert {"link", "own_number"} <= set(pasted["fraud"]["signs"])
    assert "search" not in pasted, "a notice is checked at once"
    told = phone.to(
        AnswerAction(), "有个说是供电公司的加我微信，喊我扫码领电费补贴，点了要填银行卡号", "unclear", message_id="m-2"
    )
    assert told.kinds == ["fraud"]
    assert why(told)["fraud"]["signs"]
    offered = {one.id for one in searches(told)[0].candidates if one.offered}
    assert offered == set(told.slot("offered")["ids"])
    wished = phone.to(AnswerAction(), "帮我看哈这个短信是不是真的", "unclear", message_id="m-3")
    assert wished.slot("offered")["what"] == SENDS
    assert why(wished)["fraud"] == {"asked": True}
    assert searches(wished)
