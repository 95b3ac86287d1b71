"""Every clip comes out at the same loudness and never clips."""

import numpy as np
import pytest

from tts_audio.chime import chime
from tts_audio.engines import Samples
from tts_audio.loudness import PEAK_DBTP, TARGET_LUFS, bring_to, measure

RATE = 24_000


def speech_like(level: float, crest: float = 1.0) -> Samples:
    """Syllables of noise with pauses, and a sharp click now and then: harder to limit than a tone."""
    random = np.random.default_rng(7)
    clock = np.arange(RATE * 6) / RATE
    syllables = np.maximum(0.0, np.sin(2 * np.pi * 3 * clock)) * (clock % 2 < 1.6)
    sound = random.normal(0, 0.1, clock.size) * syllables
    sound[:: RATE // 3] += crest * 0.5
    return (level * sound).astype(np.float32)


@pytest.mark.parametrize("level", [0.05, 0.4, 1.5])
@pytest.mark.parametrize("band", [None, (200.0, 6000.0)])
def test_quiet_and_loud_voices_come_out_alike(level: float, band: tuple[float, float] | None) -> None:
    sound, rate = bring_to(speech_like(level), RATE, band=band)
    found = measure(sound, rate)
    assert rate == 44_100
    assert found.integrated == pytest.approx(TARGET_LUFS, abs=0.6)
    assert found.peak <= PEAK_DBTP + 0.05
    assert np.isfinite(sound).all()


def test_a_voice_full_of_sharp_peaks_is_quieter_before_it_is_clipped() -> None:
    sound, rate = bring_to(speech_like(0.05, crest=40.0), RATE)
    assert measure(sound, rate).peak <= PEAK_DBTP + 0.05


def test_silence_stays_silence() -> None:
    sound, rate = bring_to(np.zeros(RATE, np.float32), RATE)
    assert not sound.any()
    assert measure(sound, rate).integrated <= -70.0
    assert measure(np.zeros(0, np.float32), RATE).integrated <= -70.0


def test_a_very_short_sound_can_be_measured() -> None:
    assert -60 < measure(speech_like(1.0)[: RATE // 5], RATE).integrated < 0


def test_the_horn_band_takes_away_what_a_horn_cannot_play() -> None:
    clock = np.arange(RATE * 3) / RATE
    rumble = (0.3 * np.sin(2 * np.pi * 60 * clock) + 0.3 * np.sin(2 * np.pi * 1000 * clock)).astype(np.float32)
    sound, rate = bring_to(rumble, RATE, band=(200, 6000))
    strength = np.abs(np.fft.rfft(sound[rate : 2 * rate]))
    assert strength[60] < strength[1000] / 5


def test_the_chime_rises_before_the_words_and_falls_after_them() -> None:
    rising, falling = chime(RATE), chime(RATE, falling=True)
    assert 2.0 < rising.size / RATE < 3.0

    def first_pitch(sound: Samples) -> int:
        return int(np.argmax(np.abs(np.fft.rfft(sound[: RATE // 2])))) * 2

    assert first_pitch(rising) < first_pitch(falling)
