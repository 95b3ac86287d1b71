"""The real offline voice: it speaks, it is not silent, and it stays small."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tts_audio.engines.kokoro import KokoroEngine
from tts_audio.engines.kokoro_text import phonemes
from tts_audio.errors import EngineUnavailable, SpeechError


@pytest.fixture(scope="module")
def engine(model_dir: Path) -> Iterator[KokoroEngine]:
    made = KokoroEngine(model_dir)
    yield made
    made.close()


def test_words_become_the_phonemes_of_mandarin() -> None:
    assert phonemes("停电了，请打电话。").count(",") == 1
    assert phonemes("，。") == ""
    assert phonemes("，停电") == phonemes("停电")


def test_a_sentence_is_spoken_at_a_speed_people_can_follow(engine: KokoroEngine) -> None:
    sound, rate = engine.synthesize("停电了，请打九五五九八。", "zf_xiaobei", 1.0)
    assert rate == 24_000
    assert sound.dtype == np.float32
    assert 2.0 < sound.size / rate < 6.0
    assert np.isfinite(sound).all()
    assert 0.1 < float(np.abs(sound).max()) <= 1.0


def test_slower_is_longer_and_the_same_sentence_is_the_same_sound(engine: KokoroEngine) -> None:
    once, _ = engine.synthesize("别碰电线。", "zf_xiaobei", 1.0)
    again, _ = engine.synthesize("别碰电线。", "zf_xiaobei", 1.0)
    slow, _ = engine.synthesize("别碰电线。", "zf_xiaobei", 0.8)
    assert np.array_equal(once, again)
    assert slow.size > once.size * 1.1


def test_another_voice_sounds_different_and_an_unknown_one_is_refused(engine: KokoroEngine) -> None:
    she, _ = engine.synthesize("别碰电线。", "zf_xiaobei", 1.0)
    he, _ = engine.synthesize("别碰电线。", "zm_yunyang", 1.0)
    assert she.size != he.size
    with pytest.raises(EngineUnavailable, match="zf_xiaobei"):
        engine.synthesize("别碰电线。", "af_heart", 1.0)


def test_marks_alone_are_no_speech(engine: KokoroEngine) -> None:
    with pytest.raises(SpeechError, match="没有可以朗读的字"):
        engine.synthesize("，。！", "zf_xiaobei", 1.0)


def test_a_process_that_makes_clips_stays_under_650_mb_and_needs_no_network(model_dir: Path, tmp_path: Path) -> None:
    """Memory grows with the longest sentence, not with the clip, so one of the longest is spoken here."""
    done = subprocess.run(
        [sys.executable, "-c", CLIP_MAKER, str(model_dir), str(tmp_path)],
        capture_output=True,
        text=True,
        env={"PATH": "", "HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"},
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seconds, megabytes = (float(value) for value in done.stdout.split()[-2:])
    assert seconds > 8
    assert megabytes < 650


CLIP_MAKER = """
import resource, sys
from pathlib import Path
from tts_audio.clip import ClipSpec, make_clip
from tts_audio.engines import make_engine
sentence = "雷雨天不要在大树下面躲雨，不要扛着铁锄头在田坎上走，也不要站在电杆拉线和变压器旁边打电话聊天。"
clip = make_clip(ClipSpec(sentence), Path(sys.argv[2]), make_engine("kokoro", Path(sys.argv[1])))
print(clip.duration, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
