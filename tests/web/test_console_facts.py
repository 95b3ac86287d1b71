"""The register of facts at the console: read whole, searched, and asked by the article form."""

from typing import Any

import pytest

from tests.web.editor_form import HERE, filled, send


def test_the_register_is_read_and_searched(desk: Any, office: Any) -> None:
    bian = desk("bian")
    whole = bian.http.get("/console/facts").text
    assert "导线两侧各300米内不得放风筝" in whole
    assert "待核实" in whole
    some = bian.http.get("/console/facts", params={"q": "风筝 300米"}).text
    assert "导线两侧各300米内不得放风筝" in some
    assert "12348" not in some
    assert "没有找到" in bian.http.get("/console/facts", params={"q": "🙂🙂🙂<script>"}).text
    assert "/console/facts" in bian.http.get("/console/library").text


def test_the_form_shows_what_is_cited_and_what_is_found(desk: Any, office: Any) -> None:
    said = desk("bian").http.get("/console/facts/find", params={"numbers": "2.05 9.99 1.21 2.05", "q": "放风筝"}).json()
    assert [one["number"] for one in said["cited"]] == ["2.05", "9.99", "1.21"]
    assert [one.get("confirmed") for one in said["cited"]] == [True, None, False]
    assert "2.05" in [one["number"] for one in said["found"]]
    page = desk("bian").http.get(HERE).text
    assert 'id="facts-cited"><li><strong>' in page


def test_who_is_not_logged_in_asks_in_vain(phone: Any) -> None:
    assert phone.http.get("/console/facts/find", params={"q": "风筝"}).status_code in (302, 303, 401, 403)


def test_the_reviewer_goes_from_the_list_to_the_review(desk: Any, office: Any) -> None:
    bian = desk("bian")
    send(bian, filled(bian), "submit", reason="送审")
    link = f'<a href="{HERE}/review">审稿</a>'
    assert link in desk("anjian").http.get("/console/library").text
    assert link not in bian.http.get("/console/library").text


@pytest.mark.parametrize("length", [1000, 3000, 7000])
@pytest.mark.parametrize("where", ["/console/facts", "/console/library"])
def test_a_search_of_thousands_of_characters_is_told_about_the_search(
    desk: Any, office: Any, where: str, length: int
) -> None:
    answer = desk("bian").http.get(where, params={"q": "断" * length})
    assert answer.status_code == 413
    assert "要找什么，写几个字就行" in answer.text
    assert "分几次发" not in answer.text


def test_a_long_search_that_can_be_read_finds_or_finds_nothing(desk: Any, office: Any) -> None:
    answer = desk("bian").http.get("/console/facts", params={"q": "断线" * 100})
    assert answer.status_code == 200
    assert "太大" not in answer.text
