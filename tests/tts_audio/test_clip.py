"""A clip is made once, heard while it is made, measured, and never half there."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from mutagen.id3 import ID3

from tts_audio.audio import read_audio
from tts_audio.clip import ClipSpec, clip_hash, make_clip
from tts_audio.engines import Samples, make_engine
from tts_audio.engines.tone import ToneEngine
from tts_audio.errors import EngineUnavailable, NothingToSay, NotSpeakable, SpeechError
from tts_audio.loudness import measure
from tts_audio.storage import find_clip, ready_parts, tidy

TEXT = "高压线下不能钓鱼，鱼竿碰到线会触电。请离远一点。出了事请打95598或120。"
SPEC = ClipSpec(TEXT, engine="tone", title="高压线下不能钓鱼", published=True)


class RemoteTone(ToneEngine):
    """A voice that would send the text away; it keeps what it was given."""

    remote = True

    def __init__(self) -> None:
        self.sent: list[str] = []

    def synthesize(self, text: str, voice: str, speed: float) -> tuple[Samples, int]:
        self.sent.append(text)
        return super().synthesize(text, voice, speed)


class BrokenTone(ToneEngine):
    """A voice that gives what it is told to give at the second sentence."""

    def __init__(self, second: Samples | Exception) -> None:
        self.second = second
        self.calls = 0

    def synthesize(self, text: str, voice: str, speed: float) -> tuple[Samples, int]:
        self.calls += 1
        if self.calls < 2:
            return super().synthesize(text, voice, speed)
        if isinstance(self.second, Exception):
            raise self.second
        return self.second, 24_000


class WholeTone(ToneEngine):
    """A voice that wants the whole text, as recordings do."""

    unit: Literal["sentence", "text"] = "text"


def test_the_name_is_made_of_all_that_can_be_heard() -> None:
    names = {
        clip_hash(SPEC),
        clip_hash(replace(SPEC, text=TEXT + "。")),
        clip_hash(replace(SPEC, voice="other")),
        clip_hash(replace(SPEC, engine="kokoro")),
        clip_hash(replace(SPEC, preset="village")),
        clip_hash(replace(SPEC, speed=0.9)),
        clip_hash(replace(SPEC, title="别的题目")),
    }
    assert len(names) == 7
    assert clip_hash(replace(SPEC, published=False)) == clip_hash(SPEC)
    assert all(len(name) == 32 and set(name) <= set("0123456789abcdef") for name in names)


def test_an_answer_is_said_once_labelled_measured_and_tagged(tmp_path: Path) -> None:
    clip = make_clip(SPEC, tmp_path, make_engine("tone", tmp_path))
    assert clip.path == tmp_path / f"{clip_hash(SPEC)}.mp3"
    sound, rate = read_audio(clip.path)
    assert np.isfinite(sound).all()
    assert float(np.abs(sound).max()) < 1.0
    assert sound.size / rate == pytest.approx(clip.duration, abs=0.01)
    assert 4.0 < clip.duration < 9.0
    assert clip.loudness == pytest.approx(-14.0, abs=0.5)
    assert clip.peak <= -1.0
    assert measure(sound, rate).integrated == pytest.approx(clip.loudness, abs=0.1)
    tag = ID3(clip.path)
    assert str(tag["TIT2"]) == "高压线下不能钓鱼"
    assert "本音频由语音合成" in str(tag["COMM::chi"])
    told = json.loads(clip.sidecar.read_text(encoding="utf-8"))
    assert told["spoken"].endswith("出了事请打九五五九八或幺二零。")
    assert told["engine_version"] == "tone-1"
    assert told["loudness_lufs"] == clip.loudness
    assert told["label"] == "本音频由语音合成。"


def test_sentences_can_be_heard_one_by_one_in_order(tmp_path: Path) -> None:
    clip = make_clip(SPEC, tmp_path, make_engine("tone", tmp_path))
    parts, done = ready_parts(tmp_path, clip.hash)
    assert [part.name for part in parts] == ["000.mp3", "001.mp3", "002.mp3", "003.mp3", "004.mp3"]
    assert done
    heard = sum(sound.size / rate for sound, rate in map(read_audio, parts))
    assert heard == pytest.approx(clip.duration, abs=0.8), "who listens at once hears the label too"
    first, rate = read_audio(parts[0])
    assert 0.5 < first.size / rate < 2.0, "the first piece ends at the first comma"
    assert measure(first, rate).integrated == pytest.approx(-14.0, abs=1.0)


def test_the_first_sentence_is_there_long_before_the_last(tmp_path: Path) -> None:
    name = clip_hash(SPEC)
    making = subprocess.Popen(
        [sys.executable, "-c", MAKER, str(tmp_path)], env={**os.environ, "BABAHUI_TONE_DELAY": "0.5"}
    )
    seen: list[int] = []
    while making.poll() is None:
        seen.append(len(ready_parts(tmp_path, name)[0]))
        for part in ready_parts(tmp_path, name)[0]:
            assert read_audio(part)[0].size, "what can be seen can be played"
        time.sleep(0.02)
    assert making.returncode == 0
    assert {1, 2, 3} <= set(seen)
    assert find_clip(tmp_path, name) is not None


MAKER = f"""
import sys
from pathlib import Path
from tts_audio.clip import ClipSpec, make_clip
from tts_audio.engines import make_engine
spec = ClipSpec({TEXT!r}, engine="tone", title="高压线下不能钓鱼", published=True)
make_clip(spec, Path(sys.argv[1]), make_engine("tone", Path(sys.argv[1])))
"""


def test_the_second_time_it_is_there_at_once_and_unchanged(tmp_path: Path) -> None:
    first = make_clip(SPEC, tmp_path, make_engine("tone", tmp_path))
    made = first.path.stat().st_mtime_ns
    again = make_clip(SPEC, tmp_path, BrokenTone(SpeechError("不该再合成")))
    assert again == first
    assert first.path.stat().st_mtime_ns == made


def test_a_killed_maker_leaves_no_half_clip_and_the_next_one_finishes(tmp_path: Path) -> None:
    name = clip_hash(SPEC)
    for moment in (0.0, 0.3, 0.6, 0.9):
        making = subprocess.Popen(
            [sys.executable, "-c", MAKER, str(tmp_path)], env={**os.environ, "BABAHUI_TONE_DELAY": "0.15"}
        )
        while making.poll() is None and not (tmp_path / f"{name}.parts").exists():
            time.sleep(0.01)
        time.sleep(moment)
        making.send_signal(signal.SIGKILL)
        making.wait()
        clip = find_clip(tmp_path, name)
        for file in tmp_path.glob(f"{name}.mp3"):
            assert read_audio(file)[0].size / 44_100 > 4.0, "a file with its final name is whole"
        if clip is not None:
            assert clip.duration > 4.0
    assert make_clip(SPEC, tmp_path, make_engine("tone", tmp_path)).duration > 4.0
    assert tidy(tmp_path, older_than_seconds=-1) >= 1
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".json", ".mp3"]


@pytest.mark.parametrize(
    "second",
    [
        SpeechError("声音坏了。"),
        np.zeros(0, np.float32),
        np.zeros(2400, np.float32),
        np.full(2400, np.nan, np.float32),
    ],
    ids=["error", "nothing", "silence", "not a number"],
)
def test_a_failure_in_the_middle_leaves_nothing_and_says_so(tmp_path: Path, second: Samples | Exception) -> None:
    with pytest.raises(SpeechError, match="。"):
        make_clip(SPEC, tmp_path, BrokenTone(second))
    assert list(tmp_path.iterdir()) == []


def test_a_clip_whose_file_was_lost_is_made_again(tmp_path: Path) -> None:
    clip = make_clip(SPEC, tmp_path, make_engine("tone", tmp_path))
    clip.path.write_bytes(b"")
    assert find_clip(tmp_path, clip.hash) is None
    assert make_clip(SPEC, tmp_path, make_engine("tone", tmp_path)).path.stat().st_size > 10_000


def test_text_that_is_not_published_never_leaves_the_machine(tmp_path: Path) -> None:
    engine = RemoteTone()
    with pytest.raises(EngineUnavailable, match="没有公开发布"):
        make_clip(replace(SPEC, published=False), tmp_path, engine)
    assert engine.sent == []
    make_clip(SPEC, tmp_path, engine)
    assert engine.sent


def test_the_sidecar_of_an_unpublished_text_does_not_repeat_it(tmp_path: Path) -> None:
    clip = make_clip(replace(SPEC, published=False, title=""), tmp_path, make_engine("tone", tmp_path))
    assert "高压线" not in clip.sidecar.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("spec", "error", "says"),
    [
        (replace(SPEC, text="看ABC灯"), NotSpeakable, "ABC"),
        (replace(SPEC, text="……！"), NothingToSay, "没有可以朗读的内容"),
        (replace(SPEC, text=""), NothingToSay, "没有可以朗读的内容"),
        (replace(SPEC, preset="horn"), SpeechError, "answer、village、wechat"),
        (replace(SPEC, engine="kokoro"), EngineUnavailable, "tone"),
        (replace(SPEC, speed=9.0), SpeechError, "语速"),
    ],
)
def test_what_cannot_be_made_is_said_before_anything_is_written(
    tmp_path: Path, spec: ClipSpec, error: type[SpeechError], says: str
) -> None:
    with pytest.raises(error, match=says):
        make_clip(spec, tmp_path / "clips", make_engine("tone", tmp_path))
    assert not (tmp_path / "clips").exists()


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "clips").write_text("a file where the folder should be")
    with pytest.raises(SpeechError, match="音频文件写不进去"):
        make_clip(SPEC, tmp_path / "clips", make_engine("tone", tmp_path))


def test_the_village_hears_chime_opening_and_everything_twice(tmp_path: Path) -> None:
    answer = make_clip(SPEC, tmp_path, make_engine("tone", tmp_path))
    village = make_clip(replace(SPEC, preset="village"), tmp_path, make_engine("tone", tmp_path))
    assert village.duration > 2 * (answer.duration - 1.5) + 2 + 2 * 2.4
    assert village.loudness == pytest.approx(-14.0, abs=0.5)
    assert {file.suffix for file in village.files} == {".mp3", ".wav"}
    sound, rate = read_audio(tmp_path / f"{village.hash}.wav")
    assert rate == 16_000
    assert sound.size / rate == pytest.approx(village.duration, abs=0.1)


def test_wechat_gets_voice_messages_of_at_most_a_minute(tmp_path: Path) -> None:
    long = replace(SPEC, preset="wechat", text=TEXT * 15)
    clip = make_clip(long, tmp_path, make_engine("tone", tmp_path))
    messages = [file for file in clip.files if file.suffix == ".amr"]
    assert len(messages) > 1
    assert messages[0].name == f"{clip.hash}.amr"
    lengths = []
    for message in messages:
        sound, rate = read_audio(message)
        lengths.append(sound.size / rate)
        assert message.stat().st_size < 2_000_000
    assert max(lengths) <= 60.0
    assert sum(lengths) >= clip.duration - 1.0, "nothing is cut away"


def test_an_engine_that_wants_the_whole_text_gets_it(tmp_path: Path) -> None:
    clip = make_clip(SPEC, tmp_path, WholeTone())
    assert len(ready_parts(tmp_path, clip.hash)[0]) == 2, "the text and the label"
