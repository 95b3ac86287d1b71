"""Recordings that an operator brings: a human voice for texts that somebody has really read aloud."""

from contextlib import suppress
from pathlib import Path
from typing import Literal

import numpy as np

from tts_audio.audio import MP3_RATE, read_audio, resample
from tts_audio.engines import Samples
from tts_audio.errors import EngineUnavailable, NotSpeakable
from tts_audio.normalize import speakable
from tts_audio.sentences import split

SOUNDS = (".wav", ".mp3", ".m4a", ".ogg", ".flac", ".amr")


class FolderEngine:
    """Plays ``<anything>.wav`` (or another sound file) for exactly the words in ``<anything>.txt`` beside it.

    Looks for the whole text first, then for each of its sentences; one that nobody recorded is an error naming it.
    """

    name = "folder"
    version = "folder-1"
    unit: Literal["sentence", "text"] = "text"
    remote = False

    def __init__(self, recordings: Path) -> None:
        """Take recordings from this folder; it is read at every call, so new ones count at once."""
        self._recordings = recordings

    def voices(self) -> tuple[str, ...]:
        """Whoever read the texts."""
        return ("recorded",)

    def synthesize(self, text: str, voice: str, speed: float) -> tuple[Samples, int]:
        """Return the recording of the text, or its sentences joined, at 44.1 kHz; the speed is the reader's own."""
        known = self._known()
        if _key(text) in known:
            return _sound(known[_key(text)]), MP3_RATE
        sounds: list[Samples] = []
        for sentence in split(text, max_chars=10_000, breath=10_000):
            if _key(sentence) not in known:
                raise EngineUnavailable(f"录音文件夹里没有这句话的录音：“{sentence}”。请补录，或改用本机语音。")
            sounds += [_sound(known[_key(sentence)]), np.zeros(int(0.3 * MP3_RATE), np.float32)]
        return np.concatenate(sounds), MP3_RATE

    def has(self, text: str) -> bool:
        """True when somebody recorded the whole text; a missing folder has nothing."""
        return self._recordings.is_dir() and _key(text) in self._known()

    def _known(self) -> dict[str, Path]:
        if not self._recordings.is_dir():
            raise EngineUnavailable(
                "还没有录音：请在语音模型目录下建 recordings 文件夹，放入录音和同名的文字稿（.txt）。"
            )
        known: dict[str, Path] = {}
        for script in sorted(self._recordings.glob("*.txt")):
            sound = next((script.with_suffix(end) for end in SOUNDS if script.with_suffix(end).is_file()), None)
            if sound is not None:
                known[_key(script.read_text(encoding="utf-8"))] = sound
        return known


def _key(text: str) -> str:
    """Words without marks: how a script is punctuated does not decide whether it was read."""
    with suppress(NotSpeakable):
        text = speakable(text)
    return "".join(char for char in text if char.isalnum())


def _sound(path: Path) -> Samples:
    samples, rate = read_audio(path)
    return resample(samples, rate, MP3_RATE)
