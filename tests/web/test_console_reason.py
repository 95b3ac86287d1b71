"""Why a text was changed is asked for at its field, in the field's own words, and known for a first version."""

import html
import re
from typing import Any

import pytest

from tests.web.editor_form import HERE, filled, send
from tests.web.serving import Installation

SAID = "“为什么改”还空着，请写明原因"


def reason_of(page: str) -> str:
    found = re.search(r'<input name="reason"[^>]* value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


@pytest.mark.parametrize(("do", "given"), [("save", ""), ("save", "　 "), ("submit", ""), ("submit", "   ")])
def test_an_empty_reason_is_said_at_its_field_and_above_with_a_link_to_it(
    desk: Any, office: Installation, do: str, given: str
) -> None:
    bian = desk("bian")
    page = send(bian, filled(bian), do, reason=given, poster="线下不甩竿")
    field = page.split('id="f-reason"')[1].split("</label>")[0]
    assert field.startswith(">为什么改<")
    assert f'id="reason-said" role="alert" data-empty="{SAID}' in field
    assert f">{SAID}" in field
    assert 'aria-invalid="true"' in field
    assert f'<a href="#f-reason" data-field="reason">{SAID}' in page.split("<form method")[-2] + page
    assert "线下不甩竿" in page, "nothing of what was typed is lost"


def test_a_reason_that_is_too_long_is_said_there_too(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    page = send(bian, filled(bian), "save", reason="改" * 201)
    assert "“为什么改”最多200个字，您写了201个字" in page.split('id="f-reason"')[1].split("</label>")[0]


def test_only_looking_and_only_checking_ask_for_no_reason(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    for page in (bian.http.get(HERE).text, send(bian, filled(bian), "check", reason="")):
        assert re.search(r'id="reason-said"[^>]* hidden>', page)


def test_a_first_version_says_that_it_is_new_and_a_changed_one_asks(desk: Any, office: Installation) -> None:
    bian, here = desk("bian"), "/console/library"
    made = bian.submit(here, f"{here}/new", title="晾衣杆碰到电线咋办", topic="electricity-safety")
    address = str(made.url).split("?")[0].removeprefix(str(bian.http.base_url).rstrip("/"))
    assert reason_of(made.text) == "新写的"
    saved = send(bian, filled(bian, address), "save", address, reason="新写的", poster="衣杆离电线远些")
    assert "草稿存好了" in saved
    assert reason_of(saved) == ""
    assert reason_of(bian.http.get(HERE).text) == "", "an article that villagers read was not just begun"
