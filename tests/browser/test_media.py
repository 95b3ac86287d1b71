"""On the way home an editor photographs a breaker, and the same phone puts it into the article."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from actions.db.engine import read
from actions.services import library
from tests.actions.media.uploads import photo, sound, video
from tests.web.serving import PASSWORD, Installation, Served

ARTICLE = "fishing-under-lines"
HERE = f"/console/library/{ARTICLE}"
NARROW = {"width": 360, "height": 740}
LINE = re.compile(r"!\[配电箱里漏保的样子\]\(media/[0-9a-f]{64}\.jpg\)")


@pytest.fixture
def sit(browser: Browser, web: Served, house: Installation, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """The editor at the console on a narrow phone; anything the browser complains about fails the test."""
    house.account("bian", "editor", name="赵编辑")
    open_: list[BrowserContext] = []

    def login(**how: Any) -> Page:
        mobile = {"viewport": NARROW, "has_touch": True, "is_mobile": True, **how}
        context = browser.new_context(base_url=web.url, **mobile)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        open_.append(context)
        page = context.new_page()
        page.goto("/console/login")
        page.get_by_label("用户名").fill("bian")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.goto(HERE)
        return page

    yield login
    for context in open_:
        context.close()
    assert complaints == []


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_2026.jpg"
    path.write_bytes(photo(1600, 1200, turn=6))
    return path


def upload(page: Page, path: Path, said: str = "配电箱里漏保的样子") -> None:
    page.locator(".media [type=file]").set_input_files(path)
    page.get_by_label("上面是什么").fill(said)
    page.get_by_role("button", name="放进详解").click()


def newest(house: Installation) -> str:
    with read(house.sessions) as session:
        stored = library.get_article(session, ARTICLE)
    assert stored is not None
    return stored.text


def looks(page: Page, name: str) -> None:
    """A picture of the page for who wants to look at it."""
    if os.environ.get("BABAHUI_TEST_SHOTS"):
        page.screenshot(path=f"{os.environ['BABAHUI_TEST_SHOTS']}/{name}.png", full_page=True)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_photo_goes_in_at_the_cursor_and_is_seen_in_the_preview(
    sit: Callable[..., Page], house: Installation, picture: Path
) -> None:
    page = sit()
    area = page.get_by_label("详解")
    before = area.input_value()
    first = before.split("\n\n")[0]
    area.evaluate("(area, at) => { area.focus(); area.setSelectionRange(at, at); }", len(first))
    page.get_by_role("button", name="放进详解").click()
    expect(page.locator("#media-told")).to_contain_text("请先选一个文件")
    upload(page, picture, "")
    expect(page.locator("#media-told")).to_contain_text("请写一句是什么")
    upload(page, picture)
    expect(page.locator("#media-told")).to_contain_text("放进详解了")
    line = LINE.search(area.input_value())
    assert line
    assert area.input_value() == before.replace(first, f"{first}\n\n{line[0]}", 1)
    expect(page.locator("#problems")).to_contain_text("可以送审")
    page.locator(".media").scroll_into_view_if_needed()
    assert fits(page)
    looks(page, "form")

    page.get_by_label("为什么改").fill("放一张图")
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_role("status").first).to_contain_text("草稿存好了")
    assert line[0] in newest(house)
    page.goto(f"{HERE}/preview")
    shown = page.get_by_alt_text("配电箱里漏保的样子")
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("naturalWidth", 960)
    expect(shown).to_have_js_property("naturalHeight", 1280)
    box = shown.bounding_box()
    assert box
    assert box["width"] <= NARROW["width"]
    assert box["height"] == pytest.approx(box["width"] * 4 / 3, rel=0.02), "upright, and not squeezed"
    assert fits(page)
    looks(page, "preview")


def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(
    sit: Callable[..., Page], tmp_path: Path, complaints: list[str]
) -> None:
    page = sit()
    page.get_by_label("海报").fill("线下不甩竿")
    drawing = tmp_path / "a.svg"
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    upload(page, drawing)
    expect(page.locator("#media-told")).to_contain_text("这个文件放不进文章")
    assert page.get_by_label("上面是什么").input_value() == "配电箱里漏保的样子"
    assert page.get_by_label("海报").input_value() == "线下不甩竿"
    assert [line for line in complaints if "422" not in line] == []
    complaints.clear()


def test_the_visual_editor_shows_it_and_leaves_the_rest_byte_for_byte(
    sit: Callable[..., Page], house: Installation, picture: Path, tmp_path: Path
) -> None:
    before = newest(house)
    page = sit(viewport={"width": 1100, "height": 800}, has_touch=False, is_mobile=False)
    expect(page.locator("#detail-visual")).to_be_visible()
    upload(page, picture)
    expect(page.locator("#media-told")).to_contain_text("放进详解了")
    shown = page.locator("#detail-visual img[alt='配电箱里漏保的样子']")
    expect(shown).to_have_js_property("naturalWidth", 960)
    page.locator("#detail-visual .vditor-wysiwyg [contenteditable] h3").first.click()
    story = tmp_path / "李师傅.mp3"
    sound(story)
    upload(page, story, "李师傅自己讲")
    expect(page.get_by_label("上面是什么")).to_have_value("")
    looks(page, "visual")
    page.get_by_label("为什么改").fill("放一张图")
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_role("status").first).to_contain_text("草稿存好了")
    after = newest(house)
    blocks = after.partition("## 详解\n\n")[2].partition("\n\n## 广播稿")[0].split("\n\n")
    assert LINE.fullmatch(blocks[-1]), "nobody had written yet: at the end"
    assert blocks[1].startswith("![李师傅自己讲](media/"), "below the heading somebody was in"
    kept = [one for one in after.split("\n") if not one.startswith("![")]
    assert [one for one in kept if one] == [
        one for one in before.replace("status: published", "status: draft").split("\n") if one
    ]


def test_eighteen_files_hang_nothing_and_no_sound_or_video_is_fetched_to_be_written_beside(
    sit: Callable[..., Page], tmp_path: Path
) -> None:
    page = sit(viewport={"width": 1100, "height": 800}, has_touch=False, is_mobile=False)
    expect(page.locator("#detail-visual")).to_be_visible()
    fetched: list[tuple[str, int]] = []
    page.on("response", lambda got: fetched.append((got.url, got.status)))
    story, film, still = tmp_path / "a.mp3", tmp_path / "b.mp4", tmp_path / "c.jpg"
    sound(story)
    video(film)
    still.write_bytes(photo(turn=6))
    for number in range(18):
        upload(page, (story, film, still)[number % 3], f"第{number}个")
        expect(page.get_by_label("上面是什么")).to_have_value("")
    assert page.screenshot(full_page=True, timeout=30_000)
    played = [status for url, status in fetched if url.endswith((".mp3", ".mp4"))]
    assert played
    assert set(played) == {204}
    fetched.clear()
    page.wait_for_timeout(2500)
    assert len(fetched) < 4, "the page comes to rest"
    expect(page.locator("#detail-visual img[alt='第16个']")).to_have_attribute("src", re.compile(r"[.]mp4$"))


def test_without_a_script_the_same_button_works(sit: Callable[..., Page], picture: Path) -> None:
    page = sit(java_script_enabled=False)
    page.get_by_label("海报").fill("线下不甩竿")
    upload(page, picture)
    expect(page.get_by_role("status").first).to_contain_text("传好了，放在“详解”最后")
    assert LINE.search(page.get_by_label("详解").input_value())
    assert page.get_by_label("海报").input_value() == "线下不甩竿"
