"""The real Chromium on the real web app; under CI a missing browser fails, elsewhere it skips."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from content.load import load_library
from content.render import chat_text
from tests.once import handlers_read_once, library_read_once
from tests.web.serving import ROOT, FakeRasa, Installation, Served, living_house
from web.app import create_app

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
THREE_BUBBLES = ("先说清楚：您的电话只给上门的师傅看。", "师傅去哪个村？", "说村名就行。")
PHONE = {"width": 390, "height": 844}
STANDS_STILL = """() => {
    const list = document.querySelector('deep-chat').shadowRoot.getElementById('messages')
    const place = list.getBoundingClientRect()
    const where = [list.scrollTop, list.scrollHeight, place.top, place.height].join()
    const since = list.dataset.where === where ? Number(list.dataset.since) : performance.now()
    Object.assign(list.dataset, {where: where, since: since})
    return performance.now() - since > 300
}"""
expect.set_options(timeout=20_000)  # what is waited for comes; a busy machine only takes longer


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package", autouse=True)
def library_once() -> Iterator[None]:
    """Every test opens an app of its own, and library and handlers are the same in nearly all of them."""
    with library_read_once(), handlers_read_once():
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        path = found or playwright.chromium.executable_path
        if not Path(path).exists():
            reason = "没有浏览器：请运行 python tests/browser_setup.py"
            pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


def librarian(message: dict[str, Any]) -> list[dict[str, Any]]:
    """A Rasa that knows one article, one choice, and is honest about the rest."""
    text = message["text"]
    if "钓鱼" in text or text.startswith("/pick_article"):
        article = load_library(ROOT / "content").article("fishing-under-lines")
        assert article is not None
        custom = {
            "kind": "answer", "article_id": article.id, "version": 1, "title": article.title,
            "danger": True, "dial": ["95598", "120"], "sample": True,
        }  # fmt: skip
        return [{"text": chat_text(article), "custom": custom}]
    if "约人" in text:
        return [{"text": line} for line in THREE_BUBBLES]
    if "线" in text:
        button = {"title": "高压线下为什么不能钓鱼", "payload": '/pick_article{"article": "fishing-under-lines"}'}
        return [{"text": "您是不是想问：", "buttons": [button], "custom": {"kind": "suggest"}}]
    return [{"text": message["metadata"]["original"]}]


@pytest.fixture
def rasa() -> FakeRasa:
    return FakeRasa(says=librarian)


@pytest.fixture
def house(tmp_path: Path, rasa: FakeRasa) -> Iterator[Installation]:
    with living_house(tmp_path / "data", rasa) as made:
        yield made


@pytest.fixture
def web(house: Installation) -> Iterator[Served]:
    with Served(create_app(house.settings), house.settings.port) as served:
        yield served


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained about; a test that expects something takes it out."""
    return []


@pytest.fixture
def phone(browser: Browser, web: Served, complaints: list[str]) -> Iterator[BrowserContext]:
    """A villager's phone; anything the browser complains about fails the test."""
    context = browser.new_context(viewport=PHONE, base_url=web.url, has_touch=True, is_mobile=True)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield context
    context.close()
    assert complaints == []


class Chat:
    """The chat page as a villager uses it."""

    def __init__(self, page: Page, address: str = "/") -> None:
        self.page = page
        page.goto(address)
        page.locator("deep-chat #text-input").wait_for()

    def types(self, text: str) -> None:
        self.page.locator("deep-chat #text-input").click()
        self.page.keyboard.insert_text(text)
        self.page.locator("deep-chat .input-button:visible, deep-chat #submit-icon:visible").first.click()

    def heard(self) -> list[str]:
        return self.page.locator("deep-chat .text").all_inner_texts()

    def stands_still(self) -> None:
        """Wait until what came was scrolled to: a finger that meets a moving list presses nothing."""
        self.page.wait_for_function(STANDS_STILL)

    def waits_for(self, text: str, timeout: float = 15_000) -> None:
        self.page.locator("deep-chat .text", has_text=text).last.wait_for(timeout=timeout)


@pytest.fixture
def chat(phone: BrowserContext) -> Chat:
    return Chat(phone.new_page())
