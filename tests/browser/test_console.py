"""A steward at the console, on a phone."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

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
