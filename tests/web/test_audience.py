"""An editor ticks for whom an article is, and villagers, stewards and pupils each meet what is theirs."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from actions.clock import local_day, utc_now
from actions.db.engine import begin, read
from actions.services import clips, library
from content.writing import with_field, with_list, with_optional, with_part
from tests.web.editor_form import HERE, checked, filled, send, text_of
from tests.web.serving import FakeRasa, Installation, Served, living_house
from tts_audio.audio import write_wav
from web.app import create_app

ARTICLE = "fishing-under-lines"
GREETING = "别的话问好。"


def publish(house: Installation, article_id: str, **lines: list[str]) -> None:
    """The article as it is, with these lines among its front matter."""
    text = text_of(house, article_id)
    for key, values in lines.items():
        text = with_optional(text, key, values)
    with begin(house.sessions) as session:
        library.publish(session, article_id, text, "bian", "给谁看")


def publish_greeting(house: Installation, words: str = GREETING, article_id: str = "greeting") -> None:
    """A version of the article in another language, in the folder of its original."""
    text = text_of(house)
    for key, value in (("title", "羌语怎么说不能钓鱼"), ("danger", "false")):
        text = with_field(text, key, value)
    for key in ("questions", "facts"):
        text = with_list(text, key, [])
    for part, said in (("简答", words), ("详解", ""), ("广播稿", ""), ("海报", "")):
        text = with_part(text, part, said)
    text = with_optional(with_optional(text, "language", ["qxs"]), "version_of", [ARTICLE])
    with begin(house.sessions) as session:
        library.publish(session, article_id, text, "bian", "羌语")


@pytest.fixture
def recorded(tmp_path: Path, rasa: FakeRasa) -> Iterator[tuple[Installation, httpx.Client]]:
    """A house in which somebody read the greeting aloud."""
    folder = tmp_path / "models" / "recordings"
    folder.mkdir(parents=True)
    write_wav(folder / "greeting.wav", np.sin(np.arange(24_000) / 8).astype(np.float32) * 0.3, 24_000)
    (folder / "greeting.txt").write_text(GREETING, encoding="utf-8")
    models = str(tmp_path / "models")
    with (
        living_house(tmp_path / "house", rasa, BABAHUI_TTS_MODEL_DIR=models) as house,
        Served(create_app(house.settings), house.settings.port) as web,
        httpx.Client(base_url=web.url) as http,
    ):
        yield house, http


def test_what_is_ticked_is_written_and_what_is_unticked_goes(desk: Any, staff: Installation) -> None:
    bian, before = desk("bian"), text_of(staff)
    fields = filled(bian)
    send(bian, fields, "save", reason="给谁看", season=["1", "11", "12"], role="pupil")
    text = text_of(staff)
    assert text == before.replace("status: published", "status: draft").replace(
        "villages: all\n", "villages: all\nseason: [1, 11, 12]\nrole: pupil\n"
    )
    shown = bian.http.get(HERE).text
    assert re.findall(r'name="season" value="(\d+)" checked', shown) == ["1", "11", "12"]
    assert '<option value="pupil" selected>' in shown
    again = filled(bian)
    send(bian, again, "save", reason="没改", season=["1", "11", "12"], role="pupil")
    assert text_of(staff) == text
    send(bian, filled(bian), "save", reason="又给所有人看", role="villager", language="zh")
    assert text_of(staff) == before.replace("status: published", "status: draft")


def test_a_season_written_in_its_own_order_is_left_as_it_is(desk: Any, staff: Installation) -> None:
    publish(staff, ARTICLE, season=["11", "12", "1"])
    bian = desk("bian")
    send(bian, filled(bian), "save", reason="没改", season=["1", "11", "12"])
    assert "season: [11, 12, 1]\n" in text_of(staff)


def test_a_version_of_nothing_is_said_and_what_was_typed_stays(desk: Any, staff: Installation) -> None:
    bian = desk("bian")
    wrong = {**filled(bian), "language": "qxs", "version_of": "no-such-article"}
    problems = checked(bian, wrong)["problems"]
    assert [one["field"] for one in problems if "“对应哪篇汉语文章”" in one["message"]] == ["version_of"]
    assert 'value="no-such-article"' in send(bian, wrong, "submit", reason="羌语")


def test_the_list_says_season_and_readers(desk: Any, staff: Installation) -> None:
    month = local_day(utc_now()).month
    publish(staff, ARTICLE, season=[str(month)], role=["steward"])
    publish(staff, "fallen-wire", season=[str(month % 12 + 1)])
    bian = desk("bian")
    rows = {
        article_id: bian.http.get("/console/library/", params={"q": article_id}).text.split("<tbody>")[1]
        for article_id in (ARTICLE, "fallen-wire", "night-rate")
    }
    assert '<span class="tag">应季</span> <span class="tag">只给电管家</span>' in rows[ARTICLE]
    assert '<span class="tag">过季</span>' in rows["fallen-wire"]
    assert not re.search("应季|过季|只给电管家", rows["night-rate"])
    narrowed = bian.http.get("/console/library/", params={"kind": "steward"}).text
    assert "一共 1 篇" in narrowed
    assert f'href="/console/library/{ARTICLE}"' in narrowed


def test_what_is_for_stewards_is_read_at_the_console_only(desk: Any, staff: Installation, phone: Any) -> None:
    assert phone.http.get(f"/a/{ARTICLE}").status_code == 200
    publish(staff, ARTICLE, role=["steward"])
    for path in (f"/a/{ARTICLE}", f"/a/{ARTICLE}/poster", f"/a/{ARTICLE}/qr.svg", f"/api/v1/articles/{ARTICLE}"):
        assert phone.http.get(path).status_code == 404, path
    assert phone.http.post("/api/v1/clips", json={"article_id": ARTICLE}).status_code == 404
    listed = [one["id"] for one in phone.http.get("/api/v1/articles").json()["articles"]]
    assert ARTICLE not in listed
    assert len(listed) > 100
    page = desk("qushan").http.get(HERE).text
    assert "村民看不到" in page
    assert f'href="/a/{ARTICLE}"' not in page
    assert desk("qushan").http.get(f"{HERE}/preview").status_code == 200
    bian = desk("bian")
    fields = {**filled(bian), "role": "steward", "try": "高压线底下能不能钓鱼"}
    tried = checked(bian, fields)["tried"]
    assert tried["hits"][0]["mine"], "whoever writes for stewards tries it as one"


def test_a_version_is_a_link_on_its_articles_page(staff: Installation, phone: Any) -> None:
    assert "别的话怎么说" not in phone.http.get(f"/a/{ARTICLE}").text
    publish_greeting(staff)
    page = phone.http.get(f"/a/{ARTICLE}").text
    assert '<a href="/a/greeting">羌语（南部）：羌语怎么说不能钓鱼</a>' in page
    assert 'id="read"' in page
    version = phone.http.get("/a/greeting").text
    assert f'<p class="lead" lang="qxs">{GREETING}</p>' in version
    assert f'href="/a/{ARTICLE}"' in version
    assert 'id="read"' not in version, "nobody recorded it, and the Mandarin voice is not let at it"
    refused = phone.http.post("/api/v1/clips", json={"article_id": "greeting"})
    assert refused.status_code == 404
    assert refused.json()["error"]["message"] == "这篇还没有人录音，请看文字。"
    with begin(staff.sessions) as session:
        text = library.get_article(session, "greeting")
        assert text is not None
        library.publish(session, "greeting", text.text.replace("status: published", "status: retired"), "bian", "下架")
    assert "别的话怎么说" not in phone.http.get(f"/a/{ARTICLE}").text


def test_a_version_somebody_recorded_can_be_heard(recorded: tuple[Installation, httpx.Client]) -> None:
    house, http = recorded
    publish_greeting(house)
    page = http.get("/a/greeting").text
    assert 'id="read"' in page
    assert "真人录音" in page
    asked = http.post("/api/v1/clips", json={"article_id": "greeting"}).json()
    assert asked["state"] == "queued"
    with read(house.sessions) as session:
        spec = clips.spec_of(session, asked["hash"])
    assert spec is not None
    assert (spec.engine, spec.text) == ("folder", GREETING)
    other = http.post("/api/v1/clips", json={"article_id": ARTICLE}).json()
    with read(house.sessions) as session:
        spec = clips.spec_of(session, other["hash"])
    assert spec is not None
    assert spec.engine == house.settings.tts_engine
