"""Voices behind one small Protocol; each engine is imported only when somebody asks for it by name."""

from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from tts_audio.errors import EngineUnavailable

Samples = NDArray[np.float32]

# `tone` is a test and diagnostic engine: beeps, never speech. It is used only when it is configured by name.
ENGINE_NAMES = ("kokoro", "gtts", "folder", "tone")


class Engine(Protocol):
    """Speaks normalised Mandarin; fails with a ``SpeechError``, never with silence."""

    name: str
    version: str
    # `text`: the engine wants the whole text at once (a recording), `sentence`: it speaks piece by piece.
    unit: Literal["sentence", "text"]
    # True where the text leaves this machine: then only published text may be spoken.
    remote: bool

    def voices(self) -> tuple[str, ...]:
        """Names that ``synthesize`` takes as voice, the preferred one first."""
        ...

    def synthesize(self, text: str, voice: str, speed: float) -> tuple[Samples, int]:
        """Speak one piece of text: mono float32 samples within ±1 and their rate in Hz."""
        ...


def make_engine(name: str, model_dir: Path, *, allowed: bool = False) -> Engine:
    """Make the named engine; cheap, since models are loaded at the first sentence.

    ``allowed`` must be True for engines that send text to other people's machines (``gtts``).
    """
    if name == "kokoro":
        from tts_audio.engines.kokoro import KokoroEngine

        return KokoroEngine(model_dir)
    if name == "gtts":
        if not allowed:
            raise EngineUnavailable("在线语音（gTTS）没有开启：请管理员设置 BABAHUI_ALLOW_GTTS=true 后再用。")
        from tts_audio.engines.google import GoogleEngine

        return GoogleEngine()
    if name == "folder":
        from tts_audio.engines.folder import FolderEngine

        return FolderEngine(model_dir / "recordings")
    if name == "tone":
        from tts_audio.engines.tone import ToneEngine

        return ToneEngine()
    raise EngineUnavailable(f"没有叫“{name}”的语音引擎，可用的有：{'、'.join(ENGINE_NAMES)}。")
