"""gTTS: Google's online voice, only where the operator allows it and only for published text."""

import io
import tempfile
import threading
from pathlib import Path
from typing import Literal

from tts_audio.audio import read_audio
from tts_audio.engines import Samples
from tts_audio.errors import EngineUnavailable

REQUEST_SECONDS = (4.0, 8.0)
WHOLE_SECONDS = 20.0
_NO_ANSWER = "在线语音没有回应（网络不通或对方拒绝）：音频没有做成，请稍后再试或改用本机语音。"


class GoogleEngine:
    """Mandarin over the network: each request and each whole call is bounded, a failure is a sentence, never a file."""

    name = "gtts"
    version = "gtts"
    unit: Literal["sentence", "text"] = "sentence"
    remote = True

    def __init__(self, whole_seconds: float = WHOLE_SECONDS) -> None:
        """Bound every ``synthesize`` call by ``whole_seconds``."""
        self._whole_seconds = whole_seconds

    def voices(self) -> tuple[str, ...]:
        """The language codes that speak Mandarin."""
        return ("zh-CN", "zh-TW")

    def synthesize(self, text: str, voice: str, speed: float) -> tuple[Samples, int]:
        """Ask Google for an MP3 and decode it; the service knows only normal and slow (under 0.8)."""
        if voice not in self.voices():
            raise EngineUnavailable(f"在线语音没有“{voice}”这个声音，可用的有：{'、'.join(self.voices())}。")
        answer: list[bytes] = []
        failure: list[Exception] = []

        def ask() -> None:
            try:
                answer.append(_fetch(text, voice, slow=speed < 0.8))
            except Exception as error:
                failure.append(error)

        # The library bounds only the wait between two bytes; a thread that is left behind bounds the whole.
        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(self._whole_seconds)
        if not answer or not answer[0]:
            raise EngineUnavailable(_NO_ANSWER) from (failure[0] if failure else None)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "answer.mp3"
            file.write_bytes(answer[0])
            return read_audio(file)


def _fetch(text: str, voice: str, *, slow: bool) -> bytes:
    from gtts import gTTS

    # Without our tokenizer gTTS cuts at every comma: twenty-six requests for one announcement.
    speech = gTTS(text, lang=voice, slow=slow, lang_check=False, timeout=REQUEST_SECONDS, tokenizer_func=_pieces)
    buffer = io.BytesIO()
    speech.write_to_fp(buffer)
    return buffer.getvalue()


def _pieces(text: str) -> list[str]:
    return [text[start : start + 90] for start in range(0, len(text), 90)]
