"""详解 written as it will look, or pasted from Word and WPS: under our policy, and nothing untouched changes."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from actions.db.engine import read
from actions.services import library
from content.render import detail_html
from tests.browser.clipboard import ONE_WORD, WEB, WEB_CLEAN, WORD, WORD_CLEAN, WPS, WPS_CLEAN
from tests.web.serving import PASSWORD, Installation, Served

ARTICLE = "fishing-under-lines"
DESK = {"width": 1200, "height": 900}
PASTED = """(field, [html, plain]) => {
  const board = new DataTransfer();
  board.setData('text/html', html);
  board.setData('text/plain', plain);
  field.focus();
  field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: board, bubbles: true, cancelable: true }));
}"""

# Everything Vditor 4 writes anew when it gets the chance.
PICKY = """### 标题
紧跟的字。  
第二行，前面有两个空格。


| 村 | 电话 |
|---|:-:|
| 七郎村|95598 |

* 星号一
* 星号二

1) 甲
2) 乙

最后一段。"""  # noqa: W291 (two spaces at the end of a line are what this is about)


@pytest.fixture
def page(browser: Browser, web: Served, house: Installation, complaints: list[str]) -> Iterator[Page]:
    """An editor at a computer; whatever the browser complains about or asks of another server fails the test."""
    house.account("bian", "editor", name="赵编辑")
    context = browser.new_context(viewport=DESK, base_url=web.url)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    context.on("request", lambda asked: None if asked.url.startswith(web.url) else complaints.append(asked.url))
    made = context.new_page()
    made.goto("/console/login")
    made.get_by_label("用户名").fill("bian")
    made.get_by_label("密码").fill(PASSWORD)
    made.get_by_role("button", name="登录").click()
    yield made
    context.close()
    # A picture of the clipboard that would run something is refused a second time, by our policy.
    assert [text for text in complaints if not text.startswith("Executing inline event handler")] == []


@pytest.fixture
def stored(house: Installation) -> Callable[[], str]:
    def text() -> str:
        with read(house.sessions) as session:
            found = library.get_article(session, ARTICLE)
        assert found is not None
        return found.text

    return text


def plain_field(page: Page) -> Locator:
    return page.locator("textarea[name=detail]")


def visual_field(page: Page) -> Locator:
    return page.locator("#detail-visual .vditor-wysiwyg [contenteditable]")


def opened(page: Page, how: str = "直接写文字") -> Page:
    page.goto(f"/console/library/{ARTICLE}")
    page.get_by_role("button", name=how).click()
    expect(visual_field(page) if how == "所见即所得" else plain_field(page)).to_be_visible(timeout=30_000)
    return page


def save(page: Page) -> None:
    page.get_by_label("为什么改").fill("试试")
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_role("status").first).to_contain_text("存好")


@pytest.mark.parametrize(("html", "clean"), [(WORD, WORD_CLEAN), (WPS, WPS_CLEAN), (WEB, WEB_CLEAN)])
def test_pasted_text_keeps_headings_lists_and_tables(page: Page, html: str, clean: str) -> None:
    field = plain_field(opened(page))
    field.fill("")
    field.evaluate(PASTED, [html, "没有格式的字"])
    assert field.input_value() == clean
    assert page.evaluate("window.ran") is None, "nothing of what was pasted runs"


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>先<b>断电</b>再<strong>救人</strong>。</p>", "先**断电**再**救人**。"),
        ("<p><b>“莫碰线！”</b>喊人</p>", "“**莫碰线**！”喊人"),
        ("<p>离<span style='font-weight:700'>8米</span>以外</p>", "离**8米**以外"),
        ("<p><b>先断电<br>再救人</b></p>", "**先断电**\n\n**再救人**"),
        ("<ul><li><b>1</b>号线</li><li><b>。</b>停</li></ul>", "- **1**号线\n- 。停"),
        ("<p><b>· 先看线</b></p><p><b>2. 再问</b></p>", "- **先看线**\n\n2. **再问**"),
        ("<p><b style='font-weight:normal'>不粗</b></p>", "不粗"),
        ("<h2><b>小标题</b></h2><p>字</p>", "### 小标题\n\n字"),
        (
            "<table><tr><th><b>村</b></th><th>话</th></tr><tr><td><b>七郎</b><br>石椅</td><td>停</td></tr></table>",
            "| 村   | 话   |\n| --- | --- |\n| **七郎**；石椅 | 停   |",
        ),
    ],
)
def test_bold_stays_where_it_was_and_no_star_is_left_over(page: Page, html: str, clean: str) -> None:
    field = plain_field(opened(page))
    field.fill("")
    field.evaluate(PASTED, [html, "没有格式的字"])
    assert field.input_value() == clean
    assert "*" not in detail_html(clean)


def test_pasted_blocks_stand_apart_and_can_be_taken_back(page: Page) -> None:
    field = plain_field(opened(page))
    field.fill("上面。")
    field.evaluate(PASTED, ["<ul><li>一</li></ul>", "一"])
    assert field.input_value() == "上面。\n\n- 一"
    page.keyboard.press("Control+z")
    assert field.input_value() == "上面。"


def test_a_word_without_a_paragraph_is_left_to_the_browser(page: Page) -> None:
    field = plain_field(opened(page))
    taken = field.evaluate(f"(field, data) => {{ let out = true; field.addEventListener('paste', "
                           f"event => {{ out = event.defaultPrevented; }}); ({PASTED})(field, data); return out; }}",
                           [ONE_WORD, "一句话"])  # fmt: skip
    assert taken is False


@pytest.mark.parametrize(("html", "clean"), [(WORD, WORD_CLEAN), (WPS, WPS_CLEAN)])
def test_pasting_where_no_markdown_is_seen(page: Page, html: str, clean: str) -> None:
    plain_field(opened(page)).fill("")
    page.get_by_role("button", name="所见即所得").click()
    field = visual_field(page)
    field.click()
    field.evaluate(PASTED, [html, "没有格式的字"])
    expect(field.locator("h3")).to_have_count(1)
    expect(field.locator("table tr")).to_have_count(clean.count("\n| ") - 1)
    assert field.locator("[style*=font], [class^=Mso], font, script, img, a").count() == 0
    save(page)
    shown = plain_field(opened(page)).input_value()
    assert "".join(shown.split()).replace("-", "") == "".join(clean.split()).replace("-", "")


def test_a_word_pasted_where_no_markdown_is_seen_brings_no_colour(page: Page) -> None:
    field = visual_field(opened(page, "所见即所得"))
    field.get_by_text("先抬头看线").click()
    page.keyboard.press("End")
    field.evaluate(PASTED, [ONE_WORD, "一句话"])
    expect(field).to_contain_text("一句话")
    assert field.locator("span[style]").count() == 0
    assert "一句话" in plain_field(page).input_value()


def test_looking_changes_nothing(page: Page, stored: Callable[[], str]) -> None:
    before = stored()
    opened(page, "所见即所得")
    save(page)
    assert stored() == before.replace("status: published", "status: draft")


def test_one_changed_paragraph_leaves_every_other_byte(page: Page, stored: Callable[[], str]) -> None:
    plain_field(opened(page)).fill(PICKY)
    save(page)
    before = stored()
    assert PICKY in before
    field = visual_field(opened(page, "所见即所得"))
    field.get_by_text("最后一段").click()
    page.keyboard.press("End")
    page.keyboard.insert_text("加一句。")
    assert "| 七郎村 | 95598 |" in plain_field(page).input_value(), "the editor does write the rest anew"
    save(page)
    assert stored() == before.replace("最后一段。", "最后一段。加一句。")
    changed = page.locator("#saved")
    expect(changed.locator("ins")).to_have_text(["最后一段。加一句。"])
    expect(changed.locator("del")).to_have_text(["最后一段。"])


def test_what_was_written_survives_the_switch_and_a_fast_save(page: Page, stored: Callable[[], str]) -> None:
    field = visual_field(opened(page, "所见即所得"))
    field.get_by_text("先抬头看线").click()
    page.keyboard.press("End")
    page.keyboard.insert_text("写在图里。")
    page.get_by_role("button", name="直接写文字").click()
    expect(field).to_be_hidden()
    assert "写在图里。" in plain_field(page).input_value()
    page.get_by_role("button", name="所见即所得").click()
    visual_field(page).get_by_text("先抬头看线").click()
    page.keyboard.press("End")
    page.keyboard.insert_text("再写一句。")
    save(page)
    assert "再写一句。" in stored()
    assert "写在图里。" in stored()


def test_a_heading_and_a_list_are_written_where_they_are_seen(page: Page, stored: Callable[[], str]) -> None:
    before = stored()
    field = visual_field(opened(page, "所见即所得"))
    field.get_by_text("先抬头看线").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("带什么")
    page.locator("#detail-visual [data-type=headings]").first.click()
    page.locator("#detail-visual button[data-tag=h3]").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("带塑料竿")
    page.locator("#detail-visual [data-type=list]").first.click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("带救生衣")
    save(page)
    new = "### 带什么\n\n* 带塑料竿\n* 带救生衣\n\n### 法律怎么说"
    assert stored() == before.replace("status: published", "status: draft").replace("### 法律怎么说", new)


def test_where_the_editor_does_not_load_the_text_field_stays(page: Page, complaints: list[str]) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/vditor/**", refuse)
    page.goto(f"/console/library/{ARTICLE}")
    page.get_by_role("button", name="所见即所得").click()
    expect(page.get_by_text("所见即所得没有打开")).to_be_visible()
    expect(plain_field(page)).to_be_visible()
    plain_field(page).fill("### 还能写\n\n直接写的字。")
    save(page)
    # The page after saving asks for the editor again; nothing of that may come later than this.
    page.goto("about:blank")
    complaints[:] = [text for text in complaints if "ERR_FAILED" not in text]


def test_a_phone_fetches_the_big_editor_only_when_asked(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    fetched: list[str] = []
    page.on("request", lambda asked: fetched.append(asked.url))
    page.goto(f"/console/library/{ARTICLE}")
    expect(plain_field(page)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert not any("vditor" in url for url in fetched)
    page.get_by_role("button", name="所见即所得").click()
    expect(visual_field(page)).to_be_visible(timeout=30_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_message_leads_to_the_visual_field(page: Page) -> None:
    field = visual_field(opened(page, "所见即所得"))
    field.get_by_text("先抬头看线").click()
    page.keyboard.press("End")
    page.keyboard.insert_text("离线至少17米。")
    problems = page.locator("#problems")
    expect(problems).to_contain_text("17米")
    problems.get_by_role("link", name="17米").first.click()
    assert page.evaluate("document.activeElement.closest('#detail-visual') !== null")
