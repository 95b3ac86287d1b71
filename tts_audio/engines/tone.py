"""A test and diagnostic engine: one short beep per character, the same for the same text; it is not speech."""

import os
import time
import zlib
from typing import Literal

import numpy as np

from tts_audio.engines import Samples
from tts_audio.errors import SpeechError

RATE = 24_000
_BEEP_SECONDS = 0.08
_PAUSE_CHARS = frozenset("，。、；：！？,.;:!? ")


class ToneEngine:
    """Beeps at once; ``BABAHUI_TONE_DELAY`` (seconds per sentence) makes it as slow as a real voice."""

    name = "tone"
    version = "tone-1"
    unit: Literal["sentence", "text"] = "sentence"
    remote = False

    def voices(self) -> tuple[str, ...]:
        """The one tone there is."""
        return ("tone",)

    def synthesize(self, text: str, voice: str, speed: float) -> tuple[Samples, int]:
        """Beep once per character, pause at punctuation; a text with 〔坏〕 in it fails, to try failures out."""
        if "〔坏〕" in text:
            raise SpeechError("测试用的提示音引擎按要求失败了。")
        time.sleep(float(os.environ.get("BABAHUI_TONE_DELAY", "0") or "0"))
        beep = np.arange(int(RATE * _BEEP_SECONDS / speed), dtype=np.float32) / RATE
        envelope = np.hanning(beep.size).astype(np.float32)
        silence = np.zeros(beep.size, dtype=np.float32)
        pieces = [
            silence if char in _PAUSE_CHARS else (0.3 * envelope * np.sin(2 * np.pi * _pitch(char) * beep))
            for char in text
        ]
        return np.concatenate([*pieces, silence]).astype(np.float32), RATE


def _pitch(char: str) -> float:
    return 220.0 * 2 ** (zlib.crc32(char.encode()) % 25 / 12)
