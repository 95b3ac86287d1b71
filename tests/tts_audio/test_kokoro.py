"""The real offline voice: it speaks, it is not silent, and it stays small."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tts_audio.article import read_article
from tts_audio.engines.kokoro import KokoroEngine
from tts_audio.engines.kokoro_text import phonemes
from tts_audio.errors import EngineUnavailable, SpeechError
from tts_audio.normalize import speakable

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def engine(model_dir: Path) -> Iterator[KokoroEngine]:
    made = KokoroEngine(model_dir)
    yield made
    made.close()


def test_words_become_the_phonemes_of_mandarin() -> None:
    assert phonemes("停电了，请打电话。").count(",") == 1
    assert phonemes("，。") == ""
    assert phonemes("，停电") == phonemes("停电")


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("树倒了", "倒下"),
        ("用棍子挑", "挑战"),
        ("赶快还钱", "还给"),
        ("手擦干", "干净"),
        ("教娃儿", "教书"),
    ],
)
def test_a_word_that_the_dictionary_misreads_is_put_right(text: str, like: str) -> None:
    """The syllable in question sounds as in a word that nobody misreads."""
    shared = next(char for char in text if char in like)
    right = phonemes(like).split()[0] if like[0] == shared else phonemes(like)
    assert right[:4] in phonemes(text).replace(" ", "")


def test_the_digits_of_a_hotline_are_words_of_their_own() -> None:
    assert phonemes("再打幺二三九八").count(" ") == 6


def test_de_is_light_behind_a_verb_and_must_behind_a_person() -> None:
    assert "tei↓" in phonemes("您得打电话")
    assert "tei↓" not in phonemes("走得远，离得至少八米")


def test_the_whole_library_stays_within_the_models_phonemes() -> None:
    known = json.loads((ROOT / "tts_audio" / "engines" / "kokoro_vocab.json").read_text(encoding="utf-8"))
    for path in sorted((ROOT / "content" / "library").glob("*/*.md")):
        strange = set(phonemes(speakable(read_article(path, "广播稿").text))) - set(known)
        assert not strange, f"{path.name}: {strange}"


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
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seconds, megabytes = (float(value) for value in done.stdout.split()[-2:])
    assert seconds > 8
    assert megabytes < 650


CLIP_MAKER = r"""
import re, sys
from pathlib import Path
from tts_audio.clip import ClipSpec, make_clip
from tts_audio.engines import make_engine
sentence = "雷雨天不要在大树下面躲雨，不要扛着铁锄头在田坎上走，也不要站在电杆拉线和变压器旁边打电话聊天。"
clip = make_clip(ClipSpec(sentence), Path(sys.argv[2]), make_engine("kokoro", Path(sys.argv[1])))
# Not ru_maxrss: a process inherits the peak of the one that started it.
peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text()).group(1)
print(clip.duration, int(peak) / 1024)
"""
