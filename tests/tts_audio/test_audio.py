"""Sound goes into files and comes back as the same sound."""

from pathlib import Path

import numpy as np
import pytest
from mutagen.id3 import ID3

from tts_audio.audio import WRITERS, read_audio, resample, write_mp3
from tts_audio.engines import Samples
from tts_audio.errors import SpeechError
from tts_audio.id3 import id3_tag


def hum(seconds: float, rate: int = 24_000, pitch: float = 440.0) -> Samples:
    clock = np.arange(int(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * pitch * clock)).astype(np.float32)


@pytest.mark.parametrize(("suffix", "rate"), [(".mp3", 44_100), (".wav", 16_000), (".amr", 8_000)])
def test_a_written_file_has_the_length_the_pitch_and_the_level_of_the_sound(
    tmp_path: Path, suffix: str, rate: int
) -> None:
    file = tmp_path / f"hum{suffix}"
    WRITERS[suffix](file, hum(2.0), 24_000)
    heard, heard_rate = read_audio(file)
    assert heard_rate == rate
    assert heard.size / rate == pytest.approx(2.0, abs=0.08)
    assert np.isfinite(heard).all()
    middle = heard[rate // 2 : rate // 2 + rate]
    loudest = np.argmax(np.abs(np.fft.rfft(middle)))
    assert loudest == pytest.approx(440, abs=2)
    assert float(np.abs(middle).max()) == pytest.approx(0.5, abs=0.06)


def test_the_tag_tells_title_language_and_that_it_is_a_synthetic_voice(tmp_path: Path) -> None:
    file = tmp_path / "tagged.mp3"
    tag = id3_tag(title="高压线下不能钓鱼", comment="本音频由语音合成。", version="v1", artist="坝坝会语音")
    write_mp3(file, hum(3.0), 24_000, tag=tag)
    read = ID3(file)
    assert str(read["TIT2"]) == "高压线下不能钓鱼"
    assert str(read["COMM::chi"]) == "本音频由语音合成。"
    assert str(read["TLAN"]) == "chi"
    heard, rate = read_audio(file)
    assert heard.size / rate == pytest.approx(3.0, abs=0.01), "the header makes the length exact"


def test_parts_without_tags_can_be_joined_byte_by_byte(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_mp3(tmp_path / f"{name}.mp3", hum(1.0), 24_000)
    joined = tmp_path / "joined.mp3"
    joined.write_bytes((tmp_path / "a.mp3").read_bytes() + (tmp_path / "b.mp3").read_bytes())
    heard, rate = read_audio(joined)
    assert heard.size / rate == pytest.approx(2.0, abs=0.15)


def test_what_is_no_audio_is_said_in_words(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(b"")
    with pytest.raises(SpeechError, match="读不出来"):
        read_audio(broken)


def test_resampling_keeps_the_length() -> None:
    assert resample(hum(1.0), 24_000, 44_100).size == pytest.approx(44_100, abs=40)
    assert resample(np.zeros(0, np.float32), 24_000, 44_100).size == 0
