"""A steward at the console, on a phone."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from actions.db.engine import begin
from actions.services import emergencies, handoff, messages
from content.emergency_rules import load_rules
from content.load import DEFAULT_ROOT
from tests.web.desk import villager
from tests.web.serving import PASSWORD, Installation

PAGES = ("", "people", "refused", "outages", "announcements", "lessons", "library")


@pytest.fixture
def desk(phone: BrowserContext, house: Installation) -> Page:
    house.account("qushan", "steward", "editor", name="王电管")
    page = phone.new_page()
    page.goto("/console/")
    page.get_by_label("用户名").fill("qushan")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="上门预约")).to_be_visible()
    return page


def test_every_list_opens_and_fits_the_phone(desk: Page) -> None:
    for name in PAGES:
        desk.goto(f"/console/{name}")
        expect(desk.locator("h1")).to_be_visible()
        assert desk.evaluate("document.documentElement.scrollWidth") <= 390, name


def test_an_outage_is_entered_by_hand(desk: Page) -> None:
    desk.goto("/console/outages")
    desk.get_by_label("石椅村").check()
    desk.get_by_label("什么原因").fill("换变压器")
    desk.get_by_role("button", name="登记").click()
    expect(desk.get_by_role("status")).to_contain_text("登记好了")
    expect(desk.locator(".card", has_text="换变压器")).to_contain_text("石椅村")


def test_logging_out_closes_the_console(desk: Page) -> None:
    desk.get_by_role("button", name="退出").click()
    desk.goto("/console/people")
    expect(desk.get_by_role("heading", name="工作人员登录")).to_be_visible()


def test_a_cry_and_a_reply_appear_by_themselves_and_typing_is_kept(desk: Page, house: Installation) -> None:
    person = villager(house)
    with begin(house.sessions) as session:
        handoff.request_person(session, request_id="h1", person_id=person, channel="web", text="我要找人")
        messages.receive(session, "web", "said-0001", person, "我要找人", {})
    desk.goto("/console/people")
    expect(desk).to_have_title("(等1) 要人和反映 · 坝坝会工作台")
    cry(house, person, "alert-1")
    expect(desk.locator(".card.urgent")).to_contain_text("娃儿触电了", timeout=20_000)
    expect(desk.locator(".tabs")).to_contain_text("急1")
    expect(desk).to_have_title("(急1 等1) 要人和反映 · 坝坝会工作台")
    desk.get_by_label("回他").fill("我马上来，您先")
    with begin(house.sessions) as session:
        messages.receive(session, "web", "said-0002", person, "电表箱在冒烟", {})
    bar = desk.get_by_role("button", name="有新的消息，点这里刷新")
    expect(bar).to_be_visible(timeout=20_000)
    expect(desk.locator(".talk")).not_to_contain_text("电表箱在冒烟")
    bar.click()
    expect(desk.locator(".talk")).to_contain_text("电表箱在冒烟")
    expect(desk.get_by_label("回他")).to_have_value("我马上来，您先")
    expect(bar).to_be_hidden()


def test_other_pages_count_a_new_cry_too(desk: Page, house: Installation) -> None:
    desk.goto("/console/outages")
    cry(house, villager(house), "alert-1")
    expect(desk.locator(".tabs")).to_contain_text("急1", timeout=20_000)
    expect(desk).to_have_title("(急1) 停电 · 坝坝会工作台")


def cry(house: Installation, person: int, request_id: str) -> None:
    text = "娃儿触电了，倒在地上"
    found = emergencies.check(text, load_rules(DEFAULT_ROOT / "emergency.yml")[0])
    assert found is not None
    with begin(house.sessions) as session:
        emergencies.alert(session, found, request_id=request_id, person_id=person, village_code=None, text=text)
