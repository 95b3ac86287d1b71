"""The attention tone before a village announcement: made from sums of sines, so nobody's recording is needed."""

import numpy as np

from tts_audio.engines import Samples

_RISING = (523.25, 659.25, 783.99)
_NOTE_SECONDS = 0.7
_OVERTONES = ((1.0, 1.0), (2.0, 0.35), (3.0, 0.12))


def chime(rate: int, *, falling: bool = False) -> Samples:
    """Three bell notes, about 2.4 s, rising before the words and falling after them."""
    notes = tuple(reversed(_RISING)) if falling else _RISING
    length = int(rate * (_NOTE_SECONDS * (len(notes) - 1) + 1.0))
    sound = np.zeros(length, dtype=np.float32)
    for position, pitch in enumerate(notes):
        start = int(rate * _NOTE_SECONDS * position)
        bell = _bell(pitch, length - start, rate)
        sound[start:] += bell
    return np.asarray(0.5 * sound / np.abs(sound).max(), dtype=np.float32)


def _bell(pitch: float, size: int, rate: int) -> Samples:
    clock = np.arange(size, dtype=np.float32) / rate
    attack = np.minimum(clock / 0.01, 1.0)
    wave = sum(level * np.sin(2 * np.pi * pitch * factor * clock) for factor, level in _OVERTONES)
    return np.asarray(attack * np.exp(-3.2 * clock) * wave, dtype=np.float32)
