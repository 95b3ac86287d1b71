"""An editor puts a picture into an article from a phone, and villagers see it, hear it and fetch it only once."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from actions.db.engine import begin, read
from actions.db.models import Medium
from actions.services import library
from tests.actions.media.uploads import photo, sound, video
from tests.web.desk import Desk, hidden
from tests.web.serving import Installation
from web.console import media as console_media

ARTICLE = "fishing-under-lines"
HERE = f"/console/library/{ARTICLE}"
THERE = f"{HERE}/media"
JSON = {"Accept": "application/json"}
LINE = re.compile(r"!\[([^\]]*)\]\(media/([0-9a-f]{64}\.(?:jpg|png|mp3|mp4))\)")


def send(one: Desk, data: bytes, said: str = "漏保跳了的样子", name: str = "IMG.jpg", **more: Any) -> httpx.Response:
    form = {"csrf": hidden(one.http.get(HERE).text, "csrf"), "media_words": said, **more}
    return one.http.post(THERE, data=form, files={"media": (name, data)}, headers=JSON)


def name_of(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    found = LINE.fullmatch(answer.json()["line"])
    assert found, answer.text
    return found[2]


def rows(house: Installation) -> list[Medium]:
    with read(house.sessions) as session:
        return list(session.scalars(select(Medium)))


def left(house: Installation) -> list[str]:
    return sorted(path.name for path in house.settings.media_dir.glob("*"))


def test_a_photo_is_uploaded_once_and_seen_by_everybody(desk: Any, staff: Installation, phone: Any) -> None:
    bian = desk("bian")
    name = name_of(send(bian, photo(2000, 1500)))
    assert name_of(send(bian, photo(2000, 1500), "别的说法")) == name
    (row,) = rows(staff)
    assert (row.name, row.kind, row.width, row.height, row.uploaded_by) == (name, "picture", 1280, 960, "bian")
    assert left(staff) == [name]
    got = phone.http.get(f"/media/{name}")
    assert (got.status_code, got.headers["content-type"]) == (200, "image/jpeg")
    assert got.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert len(got.content) == row.bytes
    assert b"Exif" not in got.content
    assert bian.http.get(f"/console/library/media/{name}").content == got.content, "the visual editor asks here"


@pytest.mark.parametrize(("make", "ending"), [(sound, "mp3"), (video, "mp4")])
def test_the_visual_editor_fetches_no_sound_and_no_video_to_show_nothing_of_it(
    desk: Any, staff: Installation, phone: Any, tmp_path: Path, make: Any, ending: str
) -> None:
    bian = desk("bian")
    name = name_of(send(bian, make(tmp_path / f"a.{ending}")))
    beside = bian.http.get(f"/console/library/media/{name}")
    assert (beside.status_code, beside.content) == (204, b"")
    assert len(phone.http.get(f"/media/{name}").content) > 1000


def test_the_draft_the_preview_the_review_and_the_page_show_it(desk: Any, office: Installation, phone: Any) -> None:
    bian = desk("bian")
    answer = send(bian, photo(800, 600), "线断了掉在地上的样子")
    line, name = answer.json()["line"], name_of(answer)
    with read(office.sessions) as session:
        stored = library.get_article(session, ARTICLE)
    assert stored is not None
    text = stored.text.replace("\n\n## 广播稿", f"\n\n{line}\n\n## 广播稿")
    form = {"csrf": hidden(bian.http.get(HERE).text, "csrf"), "base": "1", "mode": "text", "reason": "放图"}
    saved = bian.http.post(HERE, data={**form, "text": text, "do": "submit"})
    assert "送审了" in saved.text
    shown = f'<img src="/media/{name}" alt="线断了掉在地上的样子" width="800" height="600" loading="lazy">'
    assert shown in bian.http.get(f"{HERE}/preview").text
    reviewer = desk("anjian")
    review = reviewer.http.get(f"{HERE}/review").text
    assert shown in review
    assert "新放的：线断了掉在地上的样子" in review
    assert name not in phone.http.get(f"/a/{ARTICLE}").text
    reviewer.submit(f"{HERE}/review", f"{HERE}/review", do="approve")
    page = phone.http.get(f"/a/{ARTICLE}")
    assert shown in page.text
    assert "img-src 'self'" in page.headers["content-security-policy"]
    assert "没有换：线断了掉在地上的样子" in reviewer.http.get(f"{HERE}/review").text


def test_sound_and_video_come_in_the_pieces_a_phone_asks_for(
    desk: Any, staff: Installation, phone: Any, tmp_path: Path
) -> None:
    bian = desk("bian")
    for data, kind, given in (
        (sound(tmp_path / "a.m4a", form="ipod", codec="aac"), "audio/mpeg", "录音.m4a"),
        (video(tmp_path / "v.mp4"), "video/mp4", "V.mp4"),
    ):
        name = name_of(send(bian, data, "李师傅自己讲", given))
        whole = phone.http.get(f"/media/{name}")
        assert whole.headers["content-type"] == kind
        assert int(whole.headers["content-length"]) == len(whole.content)
        part = phone.http.get(f"/media/{name}", headers={"Range": "bytes=100-299"})
        assert part.status_code == 206
        assert part.headers["content-range"] == f"bytes 100-299/{len(whole.content)}"
        assert part.content == whole.content[100:300]
        first = phone.http.head(f"/media/{name}")
        assert (first.headers["accept-ranges"], int(first.headers["content-length"])) == ("bytes", len(whole.content))
        beyond = phone.http.get(f"/media/{name}", headers={"Range": "bytes=99999999-"})
        assert 400 <= beyond.status_code < 500
    assert {row.kind for row in rows(staff)} == {"sound", "video"}
    assert all(row.seconds and row.seconds > 1 for row in rows(staff))


@pytest.mark.parametrize("name", ["x.jpg", "../secrets/keys", "0" * 64 + ".jpg", "0" * 64 + ".svg", "A" * 64 + ".jpg"])
def test_nothing_else_lies_there(phone: Any, name: str) -> None:
    assert phone.http.get(f"/media/{name}").status_code == 404


def test_without_a_script_the_form_comes_back_with_everything_typed(desk: Any, staff: Installation) -> None:
    bian = desk("bian")
    page = bian.http.get(HERE).text
    fields = dict(re.findall(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>', page))
    form = {
        **fields, "csrf": hidden(page, "csrf"), "base": "1", "title": "高压线下为啥不能钓鱼", "poster": "我刚打的字",
        "media_words": "漏保的样子", "reason": "放一张图",
    }  # fmt: skip
    back = bian.http.post(THERE, data=form, files={"media": ("a.jpg", photo())})
    assert back.status_code == 200
    assert "传好了，放在“详解”最后" in back.text
    (name,) = left(staff)
    assert f"![漏保的样子](media/{name})</textarea>" in back.text
    assert "我刚打的字" in back.text
    assert 'value="放一张图"' in back.text
    refused = bian.http.post(THERE, data=form, files={"media": ("a.svg", b"<svg/>")})
    assert refused.status_code == 422
    assert "这个文件放不进文章" in refused.text
    assert "我刚打的字" in refused.text
    with read(staff.sessions) as session:
        assert len(library.history(session, ARTICLE)) == 1, "nothing is kept but the file"


@pytest.mark.parametrize(
    ("data", "said", "sentence"),
    [
        (b"", "图", "请先选一个文件"),
        (b"<svg onload='alert(1)'/>", "图", "放不进文章"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "图", "转成 JPG 再传"),
        (photo()[:2000], "图", "打不开"),
        (photo(), "  ", "请写一句"),
        (photo(), "长" * 61, "最多60个字"),
    ],
)
def test_what_cannot_be_taken_is_told_in_a_sentence(
    desk: Any, staff: Installation, data: bytes, said: str, sentence: str
) -> None:
    answer = send(desk("bian"), data, said)
    assert answer.status_code == 422
    assert sentence in answer.json()["problem"]
    assert (rows(staff), left(staff)) == ([], [])


def test_too_large_is_said_after_it_was_sent(desk: Any, staff: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_media, "MOST_BYTES", 1_000_000)
    bian = desk("bian")
    for size in (1_000_001, 3_000_000):
        answer = send(bian, bytes(size))
        assert answer.status_code == 413
        assert "文件太大了" in answer.json()["problem"]
    assert send(bian, bytes(6_000_000)).status_code == 413
    page = bian.http.get(HERE).text
    form = {"csrf": hidden(page, "csrf"), "base": "1", "title": "高压线下", "poster": "我刚打的字"}
    back = bian.http.post(THERE, data=form, files={"media": ("a.mp4", bytes(1_100_000))})
    assert "文件太大了" in back.text
    assert "我刚打的字" in back.text
    assert left(staff) == []


def test_more_than_a_form_holds_fits_only_here(desk: Any, staff: Installation) -> None:
    bian = desk("bian")
    large = photo(1600, 1200, "PNG")
    assert len(large) > 600_000
    assert name_of(send(bian, large)) in left(staff)
    form = {"csrf": hidden(bian.http.get(HERE).text, "csrf"), "media_words": "字" * 300_000}
    assert bian.http.post(THERE, data=form, files={"media": ("a.jpg", photo())}, headers=JSON).status_code == 413
    sheet = bian.http.post("/console/library/sheet/questions", data=form, files={"sheet": ("a.xlsx", large)})
    assert sheet.status_code == 413


def test_only_an_editor_with_his_token_uploads(desk: Any, office: Installation, phone: Any) -> None:
    bian = desk("bian")
    form, files = {"csrf": "x", "media_words": "图"}, {"media": ("a.jpg", photo())}
    assert bian.http.post(THERE, data=form, files=files, headers=JSON).status_code == 403
    for login in ("anjian", "qushan", "shenji"):
        assert desk(login).http.post(THERE, data=form, files=files).status_code == 403
    assert phone.http.post(THERE, data=form, files=files).status_code == 302
    assert bian.http.post("/console/library/no-such/media", data=form, files=files).status_code == 404
    assert left(office) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=csrf"),
        ("multipart/form-data; boundary=x", b"--x--\r\n" + bytes(100)),
        ("application/x-www-form-urlencoded", b"csrf=1"),
        ("application/octet-stream", bytes(50)),
    ],
)
def test_a_torn_form_is_no_fault_of_ours(desk: Any, staff: Installation, kind: str, body: bytes) -> None:
    answer = desk("bian").http.post(THERE, content=body, headers={"Content-Type": kind})
    assert answer.status_code in (400, 403)
    assert left(staff) == []


def test_the_checker_knows_what_is_there(desk: Any, staff: Installation) -> None:
    bian = desk("bian")
    name = name_of(send(bian, photo()))
    form = {"csrf": hidden(bian.http.get(HERE).text, "csrf"), "mode": "text"}
    with begin(staff.sessions) as session:
        stored = library.get_article(session, ARTICLE)
    assert stored is not None
    for line, told in (
        (f"![样子](media/{name})", ""),
        (f"![](media/{name})", "都要写是什么"),
        ("![样子](media/" + "0" * 64 + ".jpg)", "这里没有"),
        ("![样子](https://example.com/x.jpg)", "再在工作台这篇文章的“详解”下面点"),
    ):
        text = stored.text.replace("\n\n## 广播稿", f"\n\n{line}\n\n## 广播稿")
        said = bian.http.post(f"{HERE}/check", data={**form, "text": text}).json()["problems"]
        errors = [one["message"] for one in said if one["error"]]
        assert (told in "".join(errors)) if told else not errors, (line, said)
