"""Reading aloud: heard while it is made, at once the second time, and a failure said in words."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from actions.db.engine import begin, read
from actions.services import clips
from content.load import load_library
from tests.web.serving import ROOT, FakeRasa, Installation


def article_reply(message: dict[str, Any]) -> list[dict[str, Any]]:
    custom = {"kind": "answer", "article_id": "fishing-under-lines", "version": 1, "title": "钓鱼"}
    return [{"text": "线下不能钓鱼。\n\n样稿，待本单位审定", "custom": custom}]


def put(folder: Path, name: str, content: bytes) -> None:
    """As the maker does: written beside, renamed into place."""
    folder.mkdir(exist_ok=True)
    draft = folder / f".{name}.part"
    draft.write_bytes(content)
    draft.rename(folder / name)


def test_an_answer_is_asked_for_without_the_sample_note(phone: Any, house: Installation, rasa: FakeRasa) -> None:
    rasa.says = article_reply
    phone.says("高压线下钓鱼")
    reply = phone.history()[-1]["id"]
    asked = phone.http.post("/api/v1/clips", json={"reply_id": reply}).json()
    assert asked["state"] == "queued"
    assert phone.http.post("/api/v1/clips", json={"reply_id": reply}).json()["hash"] == asked["hash"]
    with read(house.sessions) as session:
        spec = clips.spec_of(session, asked["hash"])
        assert clips.get(session, asked["hash"]).source == "article:fishing-under-lines:1"  # type: ignore[union-attr]
    assert spec is not None
    assert (spec.text, spec.title, spec.preset) == ("线下不能钓鱼。", "钓鱼", "answer")


def test_what_to_do_in_a_danger_is_one_clip_for_everybody(phone: Any, new_phone: Any, house: Installation) -> None:
    names = set()
    for one in (phone, new_phone()):
        (card,) = one.says("快来人，我老汉触电了，倒在地上不动了")
        names.add(one.http.post("/api/v1/clips", json={"reply_id": one.history()[-1]["id"]}).json()["hash"])
    (name,) = names
    danger = load_library(ROOT / "content").emergency.of_kind("electrocution_low")
    assert danger is not None
    with begin(house.sessions) as session:
        spec = clips.spec_of(session, name)
        assert clips.request_card(session, danger, house.settings.tts_engine).hash == name
    assert spec is not None
    assert (spec.text, spec.published) == (card, True)


def test_a_reply_of_somebody_else_cannot_be_heard(phone: Any, new_phone: Any) -> None:
    phone.says("我叫张三，请上门")
    reply = phone.history()[-1]["id"]
    assert new_phone().http.post("/api/v1/clips", json={"reply_id": reply}).status_code == 404


@pytest.mark.parametrize("body", [{}, {"article_id": "x", "reply_id": 1}, {"reply_id": "1"}, {"reply_id": True}, []])
def test_a_wish_that_is_none_is_refused(phone: Any, body: Any) -> None:
    assert phone.http.post("/api/v1/clips", json=body).status_code == 400


def test_the_first_sentence_is_heard_before_the_second_is_made(phone: Any, house: Installation) -> None:
    clip = phone.http.post("/api/v1/clips", json={"article_id": "fishing-under-lines"}).json()
    parts, got = house.settings.clips_dir / f"{clip['hash']}.parts", []

    def listen() -> None:
        with phone.http.stream("GET", clip["url"]) as stream:
            got.append(stream.headers["content-type"])
            got.extend(stream.iter_raw())

    listener = threading.Thread(target=listen)
    listener.start()
    put(parts, "000.mp3", b"one " * 50)
    until = time.monotonic() + 10
    while len(got) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert got[:2] == ["audio/mpeg", b"one " * 50]
    put(parts, "001.mp3", b"two " * 50)
    put(parts, "done", b"")
    listener.join(10)
    assert b"".join(got[1:]) == b"one " * 50 + b"two " * 50


def test_a_finished_clip_is_a_file_with_ranges(phone: Any, house: Installation) -> None:
    clip = phone.http.post("/api/v1/clips", json={"article_id": "fishing-under-lines"}).json()
    sound = bytes(range(256)) * 20
    (house.settings.clips_dir / f"{clip['hash']}.mp3").write_bytes(sound)
    assert phone.http.get(f"/api/v1/clips/{clip['hash']}").json()["state"] == "done"
    whole = phone.http.get(clip["url"])
    assert whole.content == sound
    assert "immutable" in whole.headers["cache-control"]
    part = phone.http.get(clip["url"], headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, sound[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(sound)}"
    assert phone.http.get(clip["url"], headers={"Range": "bytes=5000-"}).content == sound[5000:]
    assert phone.http.get(clip["url"], headers={"Range": "bytes=999999-"}).status_code == 416
    assert phone.http.head(clip["url"]).headers["content-length"] == str(len(sound))


def test_a_failure_is_said_in_words_and_trying_again_is_possible(phone: Any, house: Installation) -> None:
    clip = phone.http.post("/api/v1/clips", json={"article_id": "fishing-under-lines"}).json()
    with begin(house.sessions) as session:
        clips.set_state(session, clip["hash"], "failed_gave_up", "磁盘已满，音频存不下：请清理后再试。")
    state = phone.http.get(f"/api/v1/clips/{clip['hash']}").json()
    assert (state["state"], state["message"]) == ("failed", "磁盘已满，音频存不下：请清理后再试。")
    sound = phone.http.get(clip["url"])
    assert (sound.status_code, sound.json()["error"]["message"]) == (503, "声音没做出来，请您看文字。")
    assert phone.http.post("/api/v1/clips", json={"article_id": "fishing-under-lines"}).json()["state"] == "queued"


@pytest.mark.parametrize("name", ["x", "0" * 32, "../../secrets/field.key", "A" * 32])
def test_a_clip_nobody_asked_for_is_not_there(phone: Any, name: str) -> None:
    assert phone.http.get(f"/api/v1/clips/{name}.mp3").status_code == 404
