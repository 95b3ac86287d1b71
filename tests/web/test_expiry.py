"""A text that is over, or not due yet, is read by nobody, whatever code or link leads to it; staff still see it."""

from datetime import timedelta
from typing import Any

import pytest

from actions.db.engine import begin
from actions.services import library
from content.writing import with_field
from tests.web.editor_form import ARTICLE, HERE, text_of
from tests.web.serving import Installation
from web.times import today

OVER, EARLY = "这篇已经过期", "这篇还没到用的时候"
WAYS = [f"/a/{ARTICLE}", f"/a/{ARTICLE}/poster", f"/a/{ARTICLE}/long.png", f"/a/{ARTICLE}/qr.svg",
        f"/api/v1/articles/{ARTICLE}"]  # fmt: skip


def valid(house: Installation, key: str, days: int, article_id: str = ARTICLE) -> str:
    """Publish the article as valid from or until so many days from today; returns the first words of its 简答."""
    text = with_field(text_of(house, article_id), key, (today() + timedelta(days=days)).isoformat())
    with begin(house.sessions) as session:
        library.publish(session, article_id, text, "bian", "只管一阵子")
    return library.parsed(text, f"{article_id}.md").short[:12]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("key", "days", "status", "said"), [("valid_until", -1, 410, OVER), ("valid_from", 1, 404, EARLY)]
)
def test_what_is_not_valid_today_is_told_with_a_number_to_call(
    phone: Any, house: Installation, way: str, key: str, days: int, status: int, said: str
) -> None:
    words = valid(house, key, days)
    answer = phone.http.get(way)
    assert answer.status_code == status
    assert said in answer.text
    assert "95598" in answer.text
    assert words not in answer.text


@pytest.mark.parametrize("key", ["valid_until", "valid_from"])
def test_the_first_and_the_last_day_count(phone: Any, house: Installation, key: str) -> None:
    words = valid(house, key, 0)
    assert words in phone.http.get(f"/a/{ARTICLE}").text
    assert ARTICLE in phone.http.get("/api/v1/articles").text


def test_it_stands_in_no_list_and_is_read_aloud_to_nobody(phone: Any, house: Installation) -> None:
    valid(house, "valid_until", -1)
    assert ARTICLE not in [one["id"] for one in phone.http.get("/api/v1/articles").json()["articles"]]
    answer = phone.http.post("/api/v1/clips", json={"article_id": ARTICLE})
    assert (answer.status_code, answer.json()["error"]["code"]) == (410, "article_over")


def test_staff_still_see_it(desk: Any, house: Installation) -> None:
    words = valid(house, "valid_until", -1)
    assert words in desk("bian").http.get(HERE).text
