"""A villager on a phone 390 pixels wide."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from actions.db.engine import begin
from actions.services import clips, messages
from content.load import load_library
from tests.browser.conftest import THREE_BUBBLES, Chat
from tests.web.serving import ROOT, FakeRasa, Installation
from tests.web.test_messages import person_ids, wait_for


def test_a_question_is_answered_word_for_word_with_numbers_to_dial(chat: Chat) -> None:
    article = load_library(ROOT / "content").article("fishing-under-lines")
    assert article is not None
    chat.types("高压线底下钓鱼得行不")
    chat.waits_for(article.short)
    answer = chat.page.locator("deep-chat .bbh-slot", has_text=article.short)
    expect(answer.locator("a.dial").first).to_have_attribute("href", "tel:95598")
    expect(answer.locator(".sample")).to_have_text("样稿，待本单位审定")
    expect(answer.get_by_text("看全文")).to_have_attribute("href", "/a/fishing-under-lines")
    size = answer.locator(".text p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size >= 20


def test_one_tap_says_whether_an_answer_helped_and_is_remembered(chat: Chat) -> None:
    chat.types("高压线底下钓鱼得行不")
    rating = chat.page.locator("deep-chat .rating")
    bad = rating.get_by_role("button", name="没帮上")
    bad.wait_for()
    chat.stands_still()
    box = bad.bounding_box()
    assert box is not None
    assert box["height"] >= 48
    bad.click()
    expect(rating.get_by_role("status")).to_contain_text("记下了")
    with chat.page.expect_response("**/api/v1/ratings"):
        rating.get_by_role("button", name="有用").click()
    expect(rating.get_by_role("status")).to_contain_text("谢谢")
    chat.page.reload()
    expect(rating.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "true")
    expect(rating.get_by_role("button", name="没帮上")).to_have_attribute("aria-pressed", "false")
    chat.types("快来人，我老汉触电了，倒在地上不动了")
    expect(chat.page.locator("deep-chat .dials").last).to_be_visible()
    expect(rating).to_have_count(1)


def test_a_suggestion_is_picked_with_a_tap(chat: Chat, rasa: FakeRasa) -> None:
    chat.types("线的事")
    chat.page.locator("deep-chat .choice", has_text="高压线下为什么不能钓鱼").click()
    chat.waits_for("鱼竿")
    assert rasa.texts()[-1].startswith("/pick_article")
    said = chat.page.locator("deep-chat .user-message-text").all_inner_texts()
    assert said[-1] == "高压线下为什么不能钓鱼"


def test_an_answer_of_several_bubbles_keeps_its_order(chat: Chat) -> None:
    asked = "我要约人来看线路"
    for times in (1, 2):
        chat.types(asked)
        expect(chat.page.locator("deep-chat .text", has_text=THREE_BUBBLES[0])).to_have_count(times)
        assert everything_said(chat)[-4 * times :] == [asked, *THREE_BUBBLES] * times
    chat.page.reload()
    expect(chat.page.locator("deep-chat .text", has_text=THREE_BUBBLES[-1])).to_have_count(2)
    assert everything_said(chat)[-8:] == [asked, *THREE_BUBBLES] * 2


def everything_said(chat: Chat) -> list[str]:
    """Both sides of the conversation as they stand on the screen, from top to bottom."""
    lines = ".user-message-text:not(:has(.said)), .said, .text"
    return chat.page.locator("deep-chat").locator(lines).all_inner_texts()


def test_what_people_type_is_shown_as_text(chat: Chat) -> None:
    rough = "<img src=x onerror=alert(1)> **粗** [点我](javascript:alert(1)) <script>alert(2)</script>"
    chat.types(rough)
    chat.waits_for(rough)
    assert chat.page.locator("deep-chat img[src=x], deep-chat strong, deep-chat a[href^=javascript]").count() == 0
    chat.page.reload()
    chat.waits_for(rough)
    assert chat.page.locator("deep-chat img[src=x], deep-chat strong, deep-chat a[href^=javascript]").count() == 0


def test_the_page_closed_in_the_middle_is_answered_when_it_is_open_again(
    phone: BrowserContext, rasa: FakeRasa, complaints: list[str]
) -> None:
    rasa.delay = 2.0
    first = Chat(phone.new_page())
    first.types("停电了咋个办")
    first.page.wait_for_timeout(400)
    first.page.close()
    rasa.delay = 0.0
    again = Chat(phone.new_page())
    again.waits_for("停电了咋个办")
    said = again.page.locator("deep-chat .said").all_inner_texts()
    assert said.count("停电了咋个办") == 1
    assert [message["text"] for message in rasa.heard].count(rasa.heard[0]["text"]) == 1
    wait_for(lambda: again.page.evaluate("localStorage.getItem('bbh.pending')") == "[]")
    complaints.clear()


def test_a_message_written_without_network_goes_out_when_it_is_back(
    phone: BrowserContext, chat: Chat, complaints: list[str]
) -> None:
    phone.set_offline(True)
    chat.types("没得网了")
    chat.waits_for("存在手机里")
    phone.set_offline(False)
    chat.page.locator("deep-chat .text", has_text="没得网了").wait_for(timeout=20_000)
    complaints.clear()


def test_rasa_down_is_said_and_the_answer_comes_by_itself(chat: Chat, rasa: FakeRasa) -> None:
    rasa.fail = 1
    chat.types("漏保跳了")
    chat.waits_for("已经记下了")
    chat.page.locator("deep-chat .text p", has_text="漏保跳了").wait_for(timeout=20_000)
    assert chat.heard()[-1].strip() == "漏保跳了"


def test_a_first_message_whose_answer_was_lost_is_answered_to_whoever_it_is_now(
    phone: BrowserContext, complaints: list[str]
) -> None:
    page = phone.new_page()
    page.route("**/api/v1/events**", lambda route: route.abort())  # nothing comes by itself either
    chat = Chat(page)

    def lose(route: Route) -> None:
        route.fetch()
        phone.clear_cookies()
        route.abort()

    chat.page.route("**/api/v1/messages", lose, times=1)
    chat.types("高压线底下钓鱼得行不")
    expect(chat.page.locator("deep-chat .dials").last).to_be_visible()
    complaints.clear()  # of the request that was lost, and of the 409


def test_what_a_steward_sends_appears_on_the_open_page(chat: Chat, house: Installation) -> None:
    chat.types("你好")
    chat.waits_for("你好")
    with begin(house.sessions) as session:
        messages.push(session, person_ids(house)[0], {"text": "我是王电管，下午三点到"}, "push-1")
    chat.waits_for("下午三点到")


def test_the_newest_of_several_messages_is_seen_or_told(chat: Chat, house: Installation) -> None:
    chat.page.set_viewport_size({"width": 360, "height": 740})
    chat.types("我想问一下，师傅啥子时候来")
    chat.waits_for("师傅啥子时候来")
    for number in range(1, 5):
        push(house, number)
        chat.waits_for(f"第{number}条")
        expect(chat.page.locator("deep-chat .text", has_text=f"第{number}条")).to_be_in_viewport(ratio=0.95)
        expect(chat.page.get_by_role("log")).to_contain_text(f"第{number}条")
    chat.stands_still()
    chat.page.locator("deep-chat #messages").evaluate("list => { list.scrollTop = 0; }")
    push(house, 5)
    more = chat.page.get_by_role("button", name="下面还有↓")
    expect(more).to_be_visible()
    expect(chat.page.locator("deep-chat .text", has_text="第5条")).not_to_be_in_viewport()
    more.click()
    expect(chat.page.locator("deep-chat .text", has_text="第5条")).to_be_in_viewport(ratio=0.95)
    expect(more).to_be_hidden()


def test_two_that_come_at_once_are_shown_from_the_first(chat: Chat, house: Installation) -> None:
    chat.page.set_viewport_size({"width": 360, "height": 740})
    chat.types("我想问一下，师傅啥子时候来")
    chat.waits_for("师傅啥子时候来")
    chat.stands_still()
    long = "第一条\n" + "请把电表箱门口的东西挪开。\n" * 30
    with begin(house.sessions) as session:
        messages.push(session, person_ids(house)[0], {"text": long}, "at-once-1")
        messages.push(session, person_ids(house)[0], {"text": "第二条，家里留一个大人"}, "at-once-2")
    chat.waits_for("第二条")
    expect(chat.page.locator("deep-chat .text p", has_text="第一条")).to_be_in_viewport()
    expect(chat.page.get_by_role("button", name="下面还有↓")).to_be_visible()


def test_an_answer_that_came_by_itself_before_its_response_leaves_no_empty_bubble(chat: Chat) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    chat.page.route("**/api/v1/messages", hold, times=1)
    chat.types("漏保跳了")
    chat.page.wait_for_timeout(300)
    response = held[0].fetch()
    came = chat.page.locator("deep-chat .text p", has_text="漏保跳了")
    expect(came).to_be_visible()
    held[0].fulfill(response=response)
    chat.page.locator("deep-chat .input-button").first.wait_for()
    chat.stands_still()
    chat.types("还在不")
    chat.page.locator("deep-chat .text p", has_text="还在不").wait_for()
    shown = chat.page.locator("deep-chat .ai-message.html-message:visible").all_inner_texts()
    assert all(text.strip() for text in shown)
    assert sum("漏保跳了" in text for text in shown) == 1


BIG_TYPE = """document.addEventListener('DOMContentLoaded', () =>
    document.documentElement.style.setProperty('font-size', '%dpx', 'important'))"""
ROOM = """lines => {
    const list = document.querySelector('deep-chat').shadowRoot.getElementById('messages')
    return list.clientHeight / parseFloat(getComputedStyle(list).fontSize) / 1.6 >= lines
}"""
"""So many lines can be read; the page makes room as soon as it has measured itself."""


@pytest.mark.parametrize(
    ("width", "height", "root_px", "lines"),
    [(320, 568, 27, 5), (360, 640, 27, 6), (320, 568, 18, 10), (320, 480, 36, 2.5)],
)
def test_big_type_on_a_small_phone_leaves_room_to_read(
    phone: BrowserContext, width: int, height: int, root_px: int, lines: float
) -> None:
    page = phone.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(BIG_TYPE % root_px)
    chat = Chat(page)
    page.wait_for_function(ROOM, arg=lines)
    for number in ("95598", "119", "120", "110"):
        expect(page.locator(f'body > * a[href="tel:{number}"]').first).to_be_in_viewport(ratio=1)
    chat.types("高压线底下钓鱼得行不")
    expect(page.locator("deep-chat .dials").last).to_be_in_viewport(ratio=0.5)
    expect(page.locator("deep-chat #text-input")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_type_made_bigger_while_reading_leaves_room_too(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.set_viewport_size({"width": 390, "height": 760})
    Chat(page)
    page.wait_for_function("() => !document.body.classList.contains('tight')")
    page.evaluate("document.documentElement.style.setProperty('font-size', '36px', 'important')")
    page.wait_for_function("() => document.body.classList.contains('tight')")
    page.wait_for_function(ROOM, arg=5)
    page.evaluate("document.documentElement.style.removeProperty('font-size')")
    page.wait_for_function("() => !document.body.classList.contains('tight')")


def test_turning_the_phone_makes_room_and_takes_it_back(chat: Chat) -> None:
    foot = chat.page.locator(".foot .roomy")
    expect(foot).to_be_visible()
    chat.page.set_viewport_size({"width": 740, "height": 330})
    expect(foot).to_be_hidden()
    chat.page.set_viewport_size({"width": 390, "height": 844})
    expect(foot).to_be_visible()
    place = chat.page.locator("deep-chat #text-input")
    expect(place).to_have_attribute("deep-chat-placeholder-text", "在这里写您想问的")


def test_a_question_of_many_lines_does_not_hide_its_answer(chat: Chat) -> None:
    chat.types("我跟你说嘛，" * 60 + "高压线底下钓鱼得行不")
    expect(chat.page.locator("deep-chat .dials").last).to_be_in_viewport(ratio=0.95)


def test_who_cannot_see_the_end_is_told_and_reads_on_by_pages(chat: Chat) -> None:
    chat.page.set_viewport_size({"width": 360, "height": 480})
    chat.types("高压线底下钓鱼得行不")
    end = chat.page.locator("deep-chat .rating").last
    end.wait_for()
    more = chat.page.locator("#newest")
    expect(more).to_be_visible()
    expect(end).not_to_be_in_viewport()
    for _page in range(12):
        more.evaluate("button => { if (!button.hidden) button.click(); }")
        chat.page.wait_for_timeout(150)
    expect(more).to_be_hidden()
    expect(end).to_be_in_viewport(ratio=0.9)


def push(house: Installation, number: int) -> None:
    text = f"第{number}条：我是王电管，下午三点到您家，请把电表箱门口的东西挪开，家里留一个大人"
    with begin(house.sessions) as session:
        messages.push(session, person_ids(house)[0], {"text": text}, f"push-{number}")


def test_danger_puts_the_numbers_first(chat: Chat) -> None:
    chat.types("快来人，我老汉触电了，倒在地上不动了")
    dial = chat.page.locator("deep-chat .bbh-slot").last.locator("> *").first
    expect(dial).to_have_class("dials")
    expect(dial.locator("a").first).to_have_attribute("href", "tel:120")


@pytest.mark.parametrize("root_px", [18, 27])
@pytest.mark.parametrize("cry", ["快来人，我老汉触电了，倒在地上不动了", "山火把我们围到起了，跑不出去"])
def test_what_to_do_in_a_danger_is_read_without_scrolling(phone: BrowserContext, root_px: int, cry: str) -> None:
    page = phone.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.add_init_script(BIG_TYPE % root_px)
    chat = Chat(page)
    chat.types(cry)
    card = page.locator("deep-chat .bbh-slot").last
    lines = card.locator(".text p")
    expect(lines).to_have_count(4)
    for number in range(4):
        expect(lines.nth(number)).to_be_in_viewport(ratio=1)
    for control in card.locator(".tool").all():
        expect(control).to_be_in_viewport(ratio=1)
    expect(page.locator("#newest")).to_be_hidden()
    expect(page.locator(".foot")).to_be_hidden()
    tops = card.locator(".dial").evaluate_all("links => links.map(link => link.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    page.set_viewport_size({"width": 360, "height": 330})
    expect(card.locator(".dial").first).to_be_in_viewport(ratio=1)
    expect(lines.first).to_be_in_viewport(ratio=1)
    page.reload()
    page.set_viewport_size({"width": 360, "height": 740})
    expect(lines.nth(3)).to_be_in_viewport(ratio=1)


def test_the_page_is_the_usual_one_again_when_something_else_is_asked(chat: Chat) -> None:
    foot = chat.page.locator(".foot")
    chat.types("快来人，我老汉触电了，倒在地上不动了")
    expect(foot).to_be_hidden()
    chat.types("高压线底下钓鱼得行不")
    chat.waits_for("鱼竿")
    expect(foot).to_be_visible()
    expect(foot.locator('a[href="tel:119"]')).to_be_in_viewport(ratio=1)


def test_the_answer_is_read_aloud_and_a_failure_is_said(chat: Chat, house: Installation, complaints: list[str]) -> None:
    chat.types("高压线底下钓鱼得行不")
    chat.page.locator("deep-chat .read").click()
    clip = wait_for(lambda: waiting_clip(house))
    with begin(house.sessions) as session:
        clips.set_state(session, clip.hash, "failed_gave_up", "这段声音没做出来，请看文字。")
    chat.page.locator("deep-chat .note", has_text="请看文字").wait_for(timeout=20_000)
    expect(chat.page.locator("deep-chat .read")).to_be_enabled()
    complaints.clear()


def test_what_to_do_in_a_danger_can_be_heard_too(chat: Chat, house: Installation) -> None:
    chat.types("快来人，我老汉触电了，倒在地上不动了")
    card = chat.page.locator("deep-chat .bbh-slot").last
    read = card.get_by_role("button", name="读给我听")
    expect(read).to_be_in_viewport(ratio=1)
    with chat.page.expect_response("**/api/v1/clips"):
        read.click()
    assert wait_for(lambda: waiting_clip(house)).source == "emergency:electrocution_low"
    expect(card.locator(".rating")).to_have_count(0)


def waiting_clip(house: Installation) -> Any:
    with begin(house.sessions) as session:
        found = clips.due(session)
        return found[0] if found else None


def test_the_scanned_code_names_the_village_and_a_question_can_be_carried_along(phone: BrowserContext) -> None:
    chat = Chat(phone.new_page(), "/?v=shiyi&ask=%E5%81%9C%E7%94%B5")
    expect(chat.page.locator(".brand span")).to_have_text("石椅村")
    expect(chat.page.locator("deep-chat #text-input")).to_have_text("停电")


def test_nothing_is_wider_than_the_phone(chat: Chat, phone: BrowserContext) -> None:
    chat.types("高压线底下钓鱼得行不")
    chat.waits_for("鱼竿")
    for address in ("", "/a/fishing-under-lines", "/a/fishing-under-lines/poster", "/console/login"):
        if address:
            chat.page.goto(address)
        assert chat.page.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_a_text_that_is_too_long_is_refused_in_words_and_never_cut(
    chat: Chat, rasa: FakeRasa, complaints: list[str]
) -> None:
    chat.types("电费的事我说不清楚" * 240)
    chat.waits_for("写得太长了")
    assert not any("我说不清楚" in text for text in rasa.texts())
    complaints[:] = [text for text in complaints if "413" not in text]
