"""An editor who has never seen Markdown puts an article in front of every villager, with a second person's eyes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from actions.db.engine import begin, read
from actions.services import library, users
from actions.services.live_index import LiveIndex
from content.render import chat_text
from content.search import search
from tests.browser.conftest import PHONE, Chat
from tests.web.serving import PASSWORD, FakeRasa, Installation, Served

ASKED = (
    "雨天修房顶能不能上去",
    "下雨天房顶漏水咋个修",
    "落雨的时候爬房子要得不",
    "雨天上房顶要注意啥子",
    "房顶漏了急着修，要不要等雨停",
)
SHORT = "雨停了、瓦面干了再上房顶。手湿不碰开关插头。房顶边上有电线，先打95598问。"
SPOKEN = (
    "各位乡亲，下雨天不要上房顶。雨停了，瓦面干了，再上去修。手是湿的，不要碰开关和插头。"
    "房顶边上有电线的，先打95598问一声，再动手修。"
)
ARTICLE = "/console/library/fishing-under-lines"


@pytest.fixture
def office(house: Installation, rasa: FakeRasa) -> Installation:
    """An editor, a reviewer, and a bot that answers from the live library as the real one does."""
    house.account("bian", "editor", name="赵编辑")
    with begin(house.sessions) as session:
        users.add(session, "anjian", "孙安监", ("reviewer",), PASSWORD, ("安监",))
    live = LiveIndex(house.sessions)

    def answer(message: dict[str, Any]) -> list[dict[str, Any]]:
        index, articles, _version = live.get()
        hits = search(index, message["metadata"]["original"]).hits
        return [{"text": chat_text(articles[hits[0].article_id].article) if hits else "库里没有"}]

    rasa.says = answer
    return house


@pytest.fixture
def sit(browser: Browser, web: Served, office: Installation) -> Iterator[Callable[[str], Page]]:
    """Somebody at the console on a phone of their own."""
    open_: list[BrowserContext] = []

    def login(name: str) -> Page:
        open_.append(browser.new_context(viewport=PHONE, base_url=web.url, has_touch=True, is_mobile=True))
        page = open_[-1].new_page()
        page.goto("/console/login")
        page.get_by_label("用户名").fill(name)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    yield login
    for context in open_:
        context.close()


def fill_in(page: Page, short: str, broadcast: str) -> None:
    """Everything a new article needs."""
    page.get_by_label("简答").fill(short)
    asked = (
        "雨天修房顶能不能上去",
        "下雨天房顶漏水咋个修",
        "落雨的时候爬房子要得不",
        "雨天上房顶要注意啥子",
        "房顶漏了急着修，要不要等雨停",
    )
    page.get_by_label("大家怎么问").fill("\n".join(asked))
    page.get_by_label("详解").fill(
        "### 等雨停\n\n- 雨停了，瓦面干了，再上去。\n- 手湿的时候不碰开关、插头。\n- 房顶边上有电线的，先打95598问。"
    )
    page.get_by_label("广播稿").fill(broadcast)
    page.get_by_label("海报").fill("雨停了再上房")
    page.get_by_label("引用的事实").fill("1.01 4.13")
    page.locator("[name=law_0]").select_option(label="消防部门安全提示（科普材料）")
    page.get_by_label("为什么改").fill("雨季到了，问的人多")


def test_ten_minutes_from_a_title_to_every_villager(sit: Callable[[str], Page], chat: Chat) -> None:
    question = ASKED[3]
    page = sit("bian")
    page.goto("/console/library")
    page.get_by_text("写一篇新的").click()
    page.get_by_label("题目").fill("雨天修房顶要注意什么")
    page.locator(".card").get_by_label("专题").select_option("electricity-safety")
    page.get_by_role("button", name="开始写").click()
    expect(page.get_by_role("heading", name="雨天修房顶要注意什么")).to_be_visible()

    fill_in(page, SHORT + "离电线至少17米。", SPOKEN + "请打ABC。")
    problems = page.locator("#problems")
    expect(problems).to_contain_text("17米")
    expect(problems).to_contain_text("送审以前要改好")
    page.get_by_role("button", name="存好并送审").click()
    expect(page.get_by_role("alert").first).to_contain_text("提示")
    assert page.get_by_label("广播稿").input_value().endswith("请打ABC。"), "nothing of what was typed is lost"
    fill_in(page, SHORT, SPOKEN)
    expect(problems).to_contain_text("可以送审")
    page.get_by_role("button", name="存好并送审").click()
    expect(page.get_by_role("status").first).to_contain_text("送审了")
    address = page.url.split("?")[0]

    chat.types(question)
    expect(chat.page.locator("deep-chat .text")).to_have_count(2, timeout=30_000)
    assert not any(SHORT in text for text in chat.heard()), "nobody has signed it yet"

    reviewer = sit("anjian")
    reviewer.goto(address + "/review")
    expect(reviewer.locator("table.numbers")).to_contain_text("95598")
    reviewer.get_by_role("button", name="审过了，签字发布").click()
    expect(reviewer.get_by_role("status").first).to_contain_text("签好了")
    chat.types(question)
    chat.waits_for(SHORT)


def test_a_problem_leads_to_its_words(sit: Callable[[str], Page]) -> None:
    page = sit("bian")
    page.goto(ARTICLE)
    asked = page.get_by_label("大家怎么问")
    asked.fill(asked.input_value() + "\n高压线下头能不能甩竿子，隔" + "好远" * 30)
    page.get_by_label("为什么改").fill("试试")
    with page.expect_event("load"):
        page.get_by_role("button", name="检查").click()
    problem = page.locator("#problems a[data-field=questions]").first
    chosen = "t => t.value.slice(t.selectionStart, t.selectionEnd)"
    problem.click()
    expect(asked).to_be_focused()
    assert asked.evaluate(chosen).endswith("好远好远")
    page.goto(ARTICLE + "?mode=text")
    whole = page.get_by_label("原文")
    whole.fill(whole.input_value().replace("review_due: ", "review_due: 明天"))
    broken = page.locator("#problems a").filter(has_text="第").first
    broken.click()
    expect(whole).to_be_focused()
    assert "明天" in whole.evaluate(chosen)


def test_a_line_that_is_pressed_while_a_check_comes_back_still_leads_to_its_words(sit: Callable[[str], Page]) -> None:
    page = sit("bian")
    page.goto(ARTICLE)
    asked = page.get_by_label("大家怎么问")
    asked.fill(asked.input_value() + "\n高压线下头能不能甩竿子，隔" + "好远" * 30)
    problem = page.locator("#problems a[data-field=questions]").first
    expect(problem).to_be_visible()
    with page.expect_response(lambda answer: "/check" in answer.url):
        asked.evaluate("t => { t.value += '\\n' + t.value; t.dispatchEvent(new Event('input', { bubbles: true })); }")
        problem.hover()
        page.mouse.down()
    page.wait_for_timeout(200)
    page.mouse.up()
    expect(asked).to_be_focused()


def test_a_fact_is_found_by_words_and_cited(sit: Callable[[str], Page]) -> None:
    page = sit("bian")
    page.goto(ARTICLE)
    cited = page.get_by_label("引用的事实")
    before = cited.input_value()
    expect(page.locator("#facts-cited li").first).to_contain_text(before.split()[0])
    page.get_by_label("在事实登记册里找").fill("风筝 300米")
    found = page.locator("#facts-found li").filter(has_text="2.05")
    found.get_by_role("button", name="引用这条").click()
    expect(cited).to_have_value(before + " 2.05")
    expect(page.locator("#facts-cited")).to_contain_text("300米")
    expect(found).to_have_count(0)
    cited.fill("9.99 1.21")
    expect(page.locator("#facts-cited")).to_contain_text("登记册里没有这条")
    expect(page.locator("#facts-cited")).to_contain_text("待核实")


def test_what_was_typed_and_never_sent_is_offered_again(sit: Callable[[str], Page]) -> None:
    page = sit("bian")
    page.goto(ARTICLE)
    page.get_by_label("海报").fill("线下不甩竿")
    page.goto("/console/library")
    page.goto(ARTICLE)
    expect(page.get_by_text("上次写的还没存")).to_be_visible()
    assert page.get_by_label("海报").input_value() != "线下不甩竿"
    page.get_by_role("button", name="接着写").click()
    assert page.get_by_label("海报").input_value() == "线下不甩竿"


def test_an_empty_line_the_check_took_away_is_nothing_unsaved(sit: Callable[[str], Page]) -> None:
    page = sit("bian")
    page.goto(ARTICLE)
    questions = page.get_by_label("大家怎么问")
    asked = questions.input_value().split("\n")
    questions.fill("\n".join(["", asked[0], " ", *asked[1:], "线下头钓得鱼不 "]))
    page.get_by_label("海报").fill(" 线下不甩竿 ")
    page.get_by_role("button", name="检查", exact=True).click()
    expect(page.locator("#problems > *")).not_to_have_count(0)
    page.wait_for_load_state()
    assert page.get_by_label("大家怎么问").input_value() == "\n".join([*asked, "线下头钓得鱼不"])
    expect(page.get_by_text("上次写的还没存")).to_have_count(0)


def test_a_double_click_keeps_one_version(sit: Callable[[str], Page], office: Installation) -> None:
    page = sit("bian")
    page.goto(ARTICLE)
    page.get_by_label("海报").fill("线下不甩竿")
    page.get_by_label("为什么改").fill("改海报")
    page.get_by_role("button", name="存草稿").dblclick()
    expect(page.get_by_role("status").first).to_contain_text("草稿存好了")
    press = "new Event('submit', {cancelable: true, bubbles: true})"
    twice = f"form => [form.dispatchEvent({press}), form.dispatchEvent({press})]"
    assert page.locator("form.editor").evaluate(twice) == [True, False], "the page itself sends it once"
    with read(office.sessions) as session:
        assert [one.number for one in library.history(session, "fishing-under-lines")] == [2, 1]


def test_a_message_leads_to_its_field(sit: Callable[[str], Page]) -> None:
    page = sit("bian")
    page.goto(ARTICLE)
    page.get_by_label("海报").fill("这一行海报写得实在是太长太长了，超过了二十四个字，一眼看不完")
    problems = page.locator("#problems")
    expect(problems).to_contain_text("海报")
    problems.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "poster"


def test_the_editor_fits_the_phone(sit: Callable[[str], Page]) -> None:
    page = sit("bian")
    for part in ("", "/review", "/history", "?mode=text"):
        page.goto(ARTICLE + part)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, part


def test_for_whom_an_article_is_is_ticked_and_chosen(sit: Callable[[str], Page]) -> None:
    page = sit("bian")
    page.goto(ARTICLE)
    page.get_by_text("什么时候、给谁、哪种话").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("11月").check()
    page.get_by_label("哪种话").select_option("羌语（南部）")
    problems = page.locator("#problems")
    expect(problems).to_contain_text("对应哪篇汉语文章")
    problems.get_by_role("link", name="对应哪篇汉语文章").click()
    assert page.evaluate("document.activeElement.name") in ("language", "version_of")
    page.get_by_label("哪种话").select_option("汉语")
    page.get_by_label("给谁看").select_option("写给学生的")
    page.get_by_label("为什么改").fill("给学生的")
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_label("11月")).to_be_checked()
    expect(page.get_by_label("给谁看")).to_have_value("pupil")


def test_the_whole_text_stands_in_its_box_and_goes_back_as_it_was(
    sit: Callable[[str], Page], office: Installation
) -> None:
    page = sit("bian")
    with begin(office.sessions) as session:
        before = library.get_article(session, "fishing-under-lines")
    assert before is not None
    page.goto(ARTICLE)
    page.get_by_role("link", name="看整篇原文").click()
    box = page.get_by_label("原文")
    expect(box).to_be_visible()
    assert box.input_value() == before.text
    page.get_by_label("为什么改").fill("只是看看")
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_text("草稿存好了")).to_be_visible()
    with begin(office.sessions) as session:
        after = library.get_article(session, "fishing-under-lines")
    assert after is not None
    assert after.text == before.text.replace("status: published", "status: draft")


def test_more_than_can_be_sent_is_told_before_it_is_sent(sit: Callable[[str], Page]) -> None:
    page = sit("bian")
    page.goto(ARTICLE)
    endless = "很长的话。" * 60_000
    page.evaluate("text => { document.querySelector('[name=detail]').value = text; }", endless)
    page.get_by_label("为什么改").fill("加内容")
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_text("写得太长了，没有存：一格最多20000个字")).to_be_visible()
    assert page.locator("[name=detail]").input_value() == endless
    page.evaluate("document.querySelector('[name=detail]').value = '### 短的\\n\\n莫靠近。'")
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_text("草稿存好了")).to_be_visible()


def test_what_was_chosen_and_what_is_proposed_is_read_in_full_on_a_narrow_phone(sit: Callable[[str], Page]) -> None:
    page = sit("bian")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(ARTICLE)
    row = page.locator(".sources .row").first
    chosen = row.locator("select option:checked").inner_text()
    expect(row.locator(".chosen")).to_have_text(chosen)
    expect(row.locator(".chosen")).to_be_visible()
    empty = page.locator(".sources .row").last
    expect(empty.locator(".chosen")).to_have_text("")
    empty.locator("select").select_option(index=1)
    expect(empty.locator(".chosen")).to_have_text(empty.locator("select option:checked").inner_text())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_example_of_an_announcement_is_not_cut(sit: Callable[[str], Page], office: Installation) -> None:
    office.account("qushan", "steward", name="王电管")
    page = sit("qushan")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/console/announcements")
    line = page.locator("input[name=line]")
    line.fill(line.get_attribute("placeholder") or "")
    assert line.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_the_reason_is_asked_for_where_it_is_written(sit: Callable[[str], Page]) -> None:
    page = sit("bian")
    page.goto(ARTICLE)
    page.get_by_label("海报").fill("线下不甩竿")
    said = page.locator("#reason-said")
    expect(said).to_be_hidden()
    for button in ("存草稿", "存好并送审"):
        page.get_by_role("button", name=button).click()
        expect(said).to_contain_text("“为什么改”还空着")
        expect(said).to_be_in_viewport()
        assert page.evaluate("document.activeElement.name") == "reason"
    page.get_by_role("button", name="检查").click()
    expect(page.get_by_role("status").first).to_contain_text("可以送审")
    expect(said).to_be_hidden()
    page.get_by_label("为什么改").fill("改海报")
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_role("status").first).to_contain_text("草稿存好了")


REFUSALS = {"too large": 413, "nobody there": 502, "logged out": 401}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_what_was_sent_and_not_kept_comes_back(sit: Callable[[str], Page], refusal: str) -> None:
    page = sit("bian")
    page.goto(ARTICLE)
    long = "很长的话。" * 3000
    page.get_by_label("海报").fill("线下不甩竿")
    page.get_by_label("广播稿").fill(long)
    page.get_by_label("为什么改").fill("加内容")

    def refuse(route: Route) -> None:
        wrong = {"status": REFUSALS[refusal], "content_type": "text/html; charset=utf-8", "body": "不行"}
        route.fulfill(**wrong) if route.request.method == "POST" else route.continue_()

    page.route(f"**{ARTICLE}", refuse)
    page.get_by_role("button", name="存草稿").click()
    expect(page.locator("body")).to_have_text("不行")
    page.unroute(f"**{ARTICLE}")
    page.goto(ARTICLE)
    page.get_by_role("button", name="接着写").click()
    assert page.get_by_label("广播稿").input_value() == long
    assert page.get_by_label("海报").input_value() == "线下不甩竿"
    page.get_by_label("广播稿").fill("线下不甩竿。" * 12)
    page.get_by_label("为什么改").fill("加内容")
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_text("草稿存好了")).to_be_visible()
    page.goto(ARTICLE)
    expect(page.get_by_text("上次写的还没存")).to_have_count(0)


def test_a_megabyte_in_several_fields_is_told_before_it_is_sent_and_is_there_after_a_reload(
    sit: Callable[[str], Page],
) -> None:
    page = sit("bian")
    page.goto(ARTICLE)
    much = "很长的话。" * 3900
    for field in ("简答", "大家怎么问", "详解", "广播稿"):
        page.get_by_label(field).fill(much)
    page.get_by_label("为什么改").fill("加内容")
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_text("加起来写得太长了，没有存")).to_be_visible()
    assert page.get_by_label("简答").input_value() == much
    page.goto("/console/library")
    page.goto(ARTICLE)
    page.get_by_role("button", name="接着写").click()
    assert page.get_by_label("详解").input_value() == much


def test_what_is_written_after_saving_is_kept_through_a_reload(sit: Callable[[str], Page]) -> None:
    page = sit("bian")
    page.goto(ARTICLE)
    page.get_by_label("海报").fill("线下不甩竿")
    page.get_by_label("为什么改").fill("改海报")
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_text("草稿存好了")).to_be_visible()
    expect(page.get_by_text("上次写的还没存")).to_have_count(0)
    page.get_by_label("海报").fill("抬头看线再甩竿")
    page.reload()
    page.get_by_role("button", name="接着写").click()
    assert page.get_by_label("海报").input_value() == "抬头看线再甩竿"
