"""The editor's form and the review page as a browser would send them."""

import html
import re
import time
from typing import Any

from actions.db.engine import read
from actions.services import library
from tests.web.desk import Desk, hidden
from tests.web.serving import Installation

ARTICLE = "fishing-under-lines"
HERE = f"/console/library/{ARTICLE}"


def filled(desk: Desk, page: str = HERE) -> dict[str, Any]:
    """Every field of the editor's form as the browser would send it."""
    shown = desk.http.get(page).text
    form = next(f for f in re.findall(r"<form.*?</form>", shown, re.S) if 'class="form editor"' in f)
    fields: dict[str, Any] = dict(re.findall(r'<input(?: type="(?:hidden|date)")? name="(\w+)" value="([^"]*)"', form))
    for name, value in re.findall(r'<textarea name="(\w+)"[^>]*>(.*?)</textarea>', form, re.S):
        fields[name] = html.unescape(value)
    fields["title"] = html.unescape(re.search(r'name="title" value="([^"]*)"', form)[1])  # type: ignore[index]
    # A topic without sections has no list of them.
    listed = form.split('<select name="section"')[1:]
    section = re.search(r'<option value="([^"]*)" selected>', listed[0].split("</select>")[0]) if listed else None
    fields["section"] = section[1] if section else ""
    for name, options in re.findall(r'<select name="(law_\d+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    if 'name="danger" value="true" checked' in form:
        fields["danger"] = "true"
    fields["village"] = re.findall(r'name="village" value="([^"]*)" checked', form)
    return fields


def text_of(house: Installation, article_id: str = ARTICLE) -> str:
    """The text of the newest version."""
    with read(house.sessions) as session:
        stored = library.get_article(session, article_id)
    assert stored is not None
    return stored.text


def send(desk: Desk, fields: dict[str, Any], do: str, page: str = HERE, **changed: Any) -> str:
    """Send the editor's form with this button pressed."""
    return desk.http.post(page, data={**fields, "do": do, **changed}).text


def checked(desk: Desk, fields: dict[str, Any], page: str = HERE) -> dict[str, Any]:
    """What the check says once the comparison with the whole library is ready."""
    until = time.monotonic() + 60
    while True:
        found: dict[str, Any] = desk.http.post(f"{page}/check", data=fields).json()
        if not found["preparing"]:
            return found
        assert time.monotonic() < until
        time.sleep(0.1)


def decide(desk: Desk, do: str, article_id: str = ARTICLE, **fields: Any) -> str:
    """Press a button of the review page."""
    page = f"/console/library/{article_id}/review"
    shown = desk.http.get(page).text
    given = {"csrf": hidden(shown, "csrf"), "base": re.findall(r"第(\d+)版，指纹", shown)[0]}
    return desk.http.post(page, data={**given, "do": do, **fields}).text
