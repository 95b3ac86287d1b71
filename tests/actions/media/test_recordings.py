"""A role model tells his story into a phone: every phone in the village plays it, and it says nothing else."""

from pathlib import Path
from typing import Any

import av
import pytest

from actions.errors import UserFacingError
from actions.media import recordings
from actions.media.making import look, make
from tests.actions.media.uploads import photo, sound, video

RECORDERS = [("mp3", "libmp3lame", 16_000), ("ipod", "aac", 16_000), ("wav", "pcm_s16le", 16_000),
             ("ogg", "libopus", 48_000), ("amr", "libopencore_amrnb", 8_000), ("adts", "aac", 16_000)]  # fmt: skip


def refusal(tmp_path: Path, data: bytes) -> str:
    (tmp_path / "upload").write_bytes(data)
    with pytest.raises(UserFacingError) as told:
        make(tmp_path / "upload", tmp_path / "target")
    assert not list(tmp_path.glob("target*")), "nothing half-made is left"
    return told.value.user_text_key


@pytest.mark.parametrize(("form", "codec", "rate"), RECORDERS)
def test_whatever_recorded_it_becomes_one_mp3_without_a_name(tmp_path: Path, form: str, codec: str, rate: int) -> None:
    before = sound(tmp_path / "upload", 2.0, form, codec, rate)
    made = make(tmp_path / "upload", tmp_path / "target")
    assert made.ending == "mp3"
    assert made.seconds == pytest.approx(2.0, abs=0.15)
    with av.open(str(made.path)) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.channels, container.metadata) == ("mp3float", 1, {})
    after = made.path.read_bytes()
    assert form in ("ogg", "amr", "adts") or b"104.45" in before
    assert b"104.45" not in after
    assert "李师傅".encode() not in after
    assert look(made.path, "mp3").seconds == pytest.approx(2.0, abs=0.2)


def test_the_same_story_is_the_same_file(tmp_path: Path) -> None:
    sound(tmp_path / "upload")
    once = make(tmp_path / "upload", tmp_path / "a").path.read_bytes()
    assert make(tmp_path / "upload", tmp_path / "b").path.read_bytes() == once


def test_a_torn_frame_is_left_out(tmp_path: Path) -> None:
    data = bytearray(sound(tmp_path / "upload", 3.0))
    data[5000:5400] = bytes(400)
    (tmp_path / "upload").write_bytes(data)
    assert make(tmp_path / "upload", tmp_path / "target").seconds == pytest.approx(3.0, abs=0.5)


@pytest.mark.parametrize("turn", [0, 90])
def test_a_film_plays_on_old_phones_upright_from_the_first_bytes(tmp_path: Path, turn: int) -> None:
    assert b"Huawei" in video(tmp_path / "upload", turn=turn)
    made = make(tmp_path / "upload", tmp_path / "target")
    assert (made.ending, made.width, made.height) == ("mp4", *((120, 160) if turn else (160, 120)))
    data = made.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert b"Huawei" not in data
    assert look(made.path, "mp4").seconds == pytest.approx(2.0, abs=0.2)


def test_a_film_may_be_silent(tmp_path: Path) -> None:
    video(tmp_path / "upload", voice="")
    assert make(tmp_path / "upload", tmp_path / "target").ending == "mp4"


@pytest.mark.parametrize(
    ("how", "key"),
    [
        ({"codec": "mpeg4"}, "video_kind"),
        ({"voice": "libmp3lame"}, "video_kind"),
        ({"pixels": "yuv444p"}, "video_kind"),
        ({"sides": (1922, 64)}, "video_side"),
        ({"seconds": 601, "per_second": 1, "voice": ""}, "video_too_long"),
    ],
)
def test_a_film_old_phones_do_not_play_is_told(tmp_path: Path, how: dict[str, Any], key: str) -> None:
    assert refusal(tmp_path, video(tmp_path / "made", **how)) == key


def test_ten_minutes_are_enough(tmp_path: Path) -> None:
    data = sound(tmp_path / "made", 601, rate=8_000, form="amr", codec="libopencore_amrnb", quiet=True)
    assert refusal(tmp_path, data) == "sound_too_long"


def test_what_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "MOST_SOUND_BYTES", 5_000)
    monkeypatch.setattr(recordings, "MOST_VIDEO_BYTES", 2_000)
    assert refusal(tmp_path, sound(tmp_path / "made")) == "sound_too_big"
    assert refusal(tmp_path, video(tmp_path / "made")) == "video_too_big"


def test_what_only_begins_like_sound_or_video_is_told(tmp_path: Path) -> None:
    film = video(tmp_path / "made")
    for data in (film[:2000], b"\x00\x00\x00\x18ftypisom" + bytes(500)):
        assert refusal(tmp_path, data) == "video_broken"
    for data in (b"ID3" + bytes(2000), b"OggS" + bytes(500), b"\xff\xfb" + b"<script>" * 200, b"#!AMR\n"):
        assert refusal(tmp_path, data) == "sound_broken"


def test_a_list_of_addresses_is_followed_nowhere(tmp_path: Path) -> None:
    secret = tmp_path / "secret.mp3"
    sound(secret)
    for data in (f"ffconcat version 1.0\nfile '{secret}'\n", f"#EXTM3U\n#EXTINF:2,\n{secret}\n#EXT-X-ENDLIST\n"):
        assert refusal(tmp_path, data.encode()) == "medium_unknown"
        assert refusal(tmp_path, b"ID3" + data.encode()) == "sound_broken"


def test_what_was_not_written_here_is_not_taken_in_as_it_is(tmp_path: Path) -> None:
    sound(tmp_path / "x.mp3")
    (tmp_path / "y.mp3").write_bytes(photo())
    for name, ending in (("x.mp3", "mp3"), ("y.mp3", "mp3"), ("x.mp3", "mp4")):
        with pytest.raises(UserFacingError) as told:
            look(tmp_path / name, ending)
        assert told.value.user_text_key in ("medium_not_ours", "sound_broken", "video_broken")
