"""A draft as everybody will meet it, seen and heard before it is live."""

from typing import Any

import yaml

from actions.db.engine import begin, read
from actions.services import clips
from tests.web.desk import hidden
from tests.web.editor_form import ARTICLE, HERE, filled, send, text_of
from tests.web.serving import ROOT, Installation
from web.console.article_form import article_of_text
from web.words import words

SHORT = "线下不钓鱼，莫甩竿。有人触电打95598和120。"


def listen(desk: Any, part: str, version: int) -> str:
    """Press 听一听; the page that comes back."""
    form = {"csrf": hidden(desk.http.get(f"{HERE}/preview").text, "csrf"), "part": part, "v": str(version)}
    return str(desk.http.post(f"{HERE}/preview/listen", data=form).text)


def hash_of(house: Installation) -> str:
    """The clip of the draft's answer."""
    article = article_of_text(text_of(house), ARTICLE)
    assert article is not None
    return clips.article_hash(article, house.settings.tts_engine)


def test_a_draft_is_heard_before_it_is_live_and_leaves_the_machine_only_after(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    send(bian, filled(bian), "save", reason="改", short=SHORT)
    address = f"{HERE}/preview/sound/short.mp3"
    assert bian.http.get(address, params={"v": "2"}).status_code == 404, "nobody asked for it yet"
    page = listen(bian, "short", 2)
    assert f'src="{address}?v=2"' in page
    name = hash_of(office)
    with read(office.sessions) as session:
        spec, info = clips.spec_of(session, name), clips.get(session, name)
    assert spec is not None
    assert info is not None
    assert (spec.text, spec.published, info.priority) == (SHORT, False, clips.NORMAL)
    office.settings.clips_dir.mkdir(exist_ok=True)
    (office.settings.clips_dir / f"{name}.mp3").write_bytes(b"sound")
    assert bian.http.get(address, params={"v": "2"}).content == b"sound"
    assert bian.http.get(address).content == b"sound", "without a number it is the newest version"
    with begin(office.sessions) as session:
        clips.request_clip(session, text=SHORT, title=spec.title, source=f"article:{ARTICLE}:2", engine=spec.engine)
    with read(office.sessions) as session:
        assert clips.spec_of(session, name).published  # type: ignore[union-attr]


def test_what_is_typed_is_seen_before_it_is_saved(desk: Any, office: Installation) -> None:
    bian, before = desk("bian"), text_of(office)
    fields = {
        **filled(bian),
        "short": SHORT,
        "detail": "### 先看线\n\n<script>alert(1)</script>",
        "broadcast": "请打SOS",
    }
    shown = bian.http.post(f"{HERE}/preview", data=fields).text
    assert f'<p class="bubble">{SHORT}' in shown
    assert "先看线</h" in shown
    assert "<script" not in shown
    assert "读不出来" in shown
    assert "听一听" not in shown, "only what was saved is read aloud"
    assert text_of(office) == before
    broken = bian.http.post(f"{HERE}/preview", data={**fields, "mode": "text", "text": "---\n: : :\n"})
    assert broken.status_code == 200
    assert "读不成文章" in broken.text
    assert desk("qushan").http.post(f"{HERE}/preview", data={**fields}).status_code == 403


def test_why_a_draft_cannot_be_heard_is_said(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    listen(bian, "short", 1)
    with begin(office.sessions) as session:
        clips.set_state(session, hash_of(office), "failed_gave_up", "磁盘已满，音频存不下：请清理后再试。")
    shown = bian.http.get(f"{HERE}/preview", params={"v": "1", "heard": "short"}).text
    assert "磁盘已满" in shown
    assert "<audio" not in shown
    assert "<audio" in listen(bian, "short", 1), "asked for again it is tried again"
    send(bian, filled(bian), "save", reason="改", broadcast="")
    assert "没有可念的" in listen(bian, "broadcast", 2)
    assert "没有可念的" in listen(bian, "poster", 2)


def test_who_may_not_read_a_draft_may_not_hear_it(desk: Any, phone: Any) -> None:
    assert phone.http.get(f"{HERE}/preview/sound/short.mp3").status_code in (302, 303, 401, 403)
    assert phone.http.post(f"{HERE}/preview/listen", data={"part": "short"}).status_code in (302, 303, 401, 403)


def test_the_preview_words_a_lesson_step_as_the_chat_does() -> None:
    domain = yaml.safe_load((ROOT / "bot" / "domain" / "lessons.yml").read_text("utf-8"))["responses"]
    told = words()["lesson_step"]
    assert domain["utter_lesson_step"][0]["text"] == told["step"]
    assert domain["utter_lesson_quiz"][0]["text"] == f"{told['quiz']}\n{{choices}}"
