"""The pages for villagers, and the headers on everything."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from actions.db.engine import begin
from actions.db.models import LibraryVersion
from actions.services import library
from tests.web.serving import Installation


def danger_article(phone: Any) -> dict[str, Any]:
    articles = phone.http.get("/api/v1/articles").json()["articles"]
    found: dict[str, Any] = next(one for one in articles if one["danger"])
    return found


def test_the_chat_page_runs_no_inline_script_and_remembers_the_visitor(phone: Any) -> None:
    page = phone.http.get("/?v=shiyi")
    assert page.status_code == 200
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert "石椅村" in page.text
    cookies = page.headers.get_list("set-cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {"bbh", "bbh_v"}
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)
    running = re.findall(r"<script(?![^>]*type=\"(?:application/json|text/plain)\")([^>]*)>(.*?)</script>", page.text)
    assert all("src=" in attributes and not body for attributes, body in running)


@pytest.mark.parametrize("path", ["/", "/nowhere", "/api/v1/history", "/static/site.css", "/console/login", "/healthz"])
def test_every_answer_carries_the_security_headers(phone: Any, path: str) -> None:
    headers = phone.http.get(path).headers
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy", "x-frame-options"):
        assert name in headers


def test_an_article_shows_its_text_its_basis_and_that_it_is_a_sample(phone: Any) -> None:
    listed = danger_article(phone)
    article = phone.http.get(f"/api/v1/articles/{listed['id']}").json()
    page = phone.http.get(f"/a/{listed['id']}")
    assert page.status_code == 200
    assert article["short"] in page.text
    assert "样稿，待本单位审定" in page.text
    assert article["sources"][0]["title"] in page.text
    assert 'href="tel:' in page.text


def test_the_poster_has_a_code_that_leads_back_with_the_village(phone: Any, house: Installation) -> None:
    listed = danger_article(phone)
    poster = phone.http.get(f"/a/{listed['id']}/poster?v=shiyi").text
    assert f"/a/{listed['id']}/qr.svg?v=shiyi" in poster
    code = phone.http.get(f"/a/{listed['id']}/qr.svg?v=shiyi")
    assert code.headers["content-type"] == "image/svg+xml"
    assert code.text.startswith("<?xml")


def test_a_village_has_a_sheet_whose_code_carries_it(phone: Any) -> None:
    sheet = phone.http.get("/v/shiyi")
    assert "石椅村" in sheet.text
    assert "/v/shiyi/qr.svg" in sheet.text
    assert phone.http.get("/v/shiyi/qr.svg").headers["content-type"] == "image/svg+xml"
    assert phone.http.get("/v/nowhere").status_code == 404


def test_an_article_that_is_not_published_is_not_there(phone: Any, house: Installation) -> None:
    listed = danger_article(phone)
    with begin(house.sessions) as session:
        stored = library.get_article(session, listed["id"])
        assert stored is not None
        text = stored.text.replace("status: published", "status: retired")
        library.publish(session, stored.id, text, "bian", "旧了")
    assert phone.http.get(f"/a/{listed['id']}").status_code == 404
    assert phone.http.get(f"/api/v1/articles/{listed['id']}").status_code == 404


def test_an_articles_markdown_cannot_bring_html(phone: Any, house: Installation) -> None:
    listed = danger_article(phone)
    with begin(house.sessions) as session:
        # The checker refuses such a text, so it is put into the database behind its back.
        version = session.scalars(select(LibraryVersion).where(LibraryVersion.article_id == listed["id"])).one()
        bad = "## 详解\n\n<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(2)>\n"
        version.text, version.checksum = version.text.replace("## 详解\n", bad, 1), "bad"
    page = phone.http.get(f"/a/{listed['id']}").text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<img src=x" not in page


def test_static_files_are_compressed_and_cached_by_content(phone: Any) -> None:
    first = phone.http.get("/static/vendor/deep-chat.js")
    assert first.headers["content-encoding"] == "gzip"
    again = phone.http.get("/static/vendor/deep-chat.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_the_whole_chat_page_weighs_little(phone: Any) -> None:
    paths = ("/", "/static/site.css", "/static/chat.js", "/static/vendor/deep-chat.js", "/static/icon.svg")
    weight = 0
    for path in paths:
        with phone.http.stream("GET", path) as answer:
            weight += sum(len(part) for part in answer.iter_raw())
    assert weight < 140_000


def test_health_and_readiness(phone: Any, rasa: Any) -> None:
    assert phone.http.get("/healthz").json() == {"status": "ok"}
    assert phone.http.get("/readyz").status_code == 200
    rasa.ready = False
    assert phone.http.get("/readyz").status_code == 503
