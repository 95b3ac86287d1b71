"""Kokoro-82M v1.0 (int8 ONNX) on this machine's processor: the default voice, with no network at all."""

import gc
import json
import logging
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from tts_audio.engines import Samples
from tts_audio.engines.kokoro_files import MODEL, VOICE_NAMES, require, voice_file
from tts_audio.engines.kokoro_text import phonemes
from tts_audio.errors import EngineUnavailable, SpeechError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

RATE = 24_000
# The voice table has one style per length, and the model takes no more phonemes than this in one go.
_MAX_PHONEMES = 500
_VOICE_SHAPE = (510, 256)
_THREADS = 2


class KokoroEngine:
    """Speaks Mandarin offline; loads the model at the first sentence and keeps one copy, one sentence at a time."""

    name = "kokoro"
    version = "kokoro-82m-v1.0-int8"
    unit: Literal["sentence", "text"] = "sentence"
    remote = False

    def __init__(self, model_dir: Path) -> None:
        """Look for the model and the voices in ``model_dir`` when the first sentence comes."""
        self._dir = model_dir
        self._session: InferenceSession | None = None
        self._styles: dict[str, Samples] = {}
        self._one_at_a_time = threading.Lock()

    def voices(self) -> tuple[str, ...]:
        """Mandarin voices, best understood first: zf are women, zm are men."""
        return VOICE_NAMES

    def synthesize(self, text: str, voice: str, speed: float) -> tuple[Samples, int]:
        """Speak one sentence; a missing model, an unknown voice or text without words raise ``SpeechError``."""
        if voice not in VOICE_NAMES:
            raise EngineUnavailable(f"没有叫“{voice}”的声音，可用的有：{'、'.join(VOICE_NAMES)}。")
        with self._one_at_a_time:
            session, style = self._load(), self._style(voice)
            sounds = [self._speak(session, style, piece, speed) for piece in _fitting(phonemes(text))]
        if not sounds:
            raise SpeechError("这句话里没有可以朗读的字。")
        return np.clip(np.concatenate(sounds), -1.0, 1.0).astype(np.float32), RATE

    def close(self) -> None:
        """Give the model's memory back; the next sentence loads it again."""
        with self._one_at_a_time:
            self._session = None
            self._styles.clear()
            gc.collect()

    def _speak(self, session: "InferenceSession", style: Samples, piece: str, speed: float) -> Samples:
        tokens = [_vocabulary()[symbol] for symbol in piece]
        inputs: dict[str, Any] = {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": style[min(len(tokens), len(style) - 1)].reshape(1, -1),
            "speed": np.array([speed], dtype=np.float32),
        }
        try:
            (sound, *_) = session.run(None, inputs, _run_options())
        except Exception as error:
            raise SpeechError("本机语音合成时出错，音频没有做成，请稍后再试。") from error
        return np.asarray(sound, dtype=np.float32).ravel()

    def _load(self) -> "InferenceSession":
        if self._session is None:
            require(self._dir)
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = _THREADS
            options.inter_op_num_threads = 1
            # Measured: a sentence of 7 s peaks at 1.4 GB without the arena and at 0.36 GB with it.
            options.enable_cpu_mem_arena = True
            options.enable_mem_pattern = False
            options.log_severity_level = 3
            try:
                self._session = onnxruntime.InferenceSession(
                    str(self._dir / MODEL), sess_options=options, providers=["CPUExecutionProvider"]
                )
            except Exception as error:
                raise EngineUnavailable("语音模型打不开，请运行 python -m tts_audio setup 重新取一次。") from error
            logging.getLogger(__name__).info("Kokoro loaded from %s", self._dir)
        return self._session

    def _style(self, voice: str) -> Samples:
        if voice not in self._styles:
            table = np.fromfile(voice_file(self._dir, voice), dtype=np.float32)
            self._styles[voice] = table.reshape(_VOICE_SHAPE)
        return self._styles[voice]


def _fitting(text: str) -> list[str]:
    """Phonemes the model knows, in pieces it can take, cut at spaces."""
    known = "".join(symbol for symbol in text if symbol in _vocabulary()).strip()
    pieces: list[str] = []
    while known:
        cut = len(known) if len(known) <= _MAX_PHONEMES else known.rfind(" ", 1, _MAX_PHONEMES)
        cut = cut if cut > 0 else _MAX_PHONEMES
        pieces.append(known[:cut].strip())
        known = known[cut:].strip()
    return [piece for piece in pieces if any(symbol.isalpha() for symbol in piece)]


def _run_options() -> Any:
    import onnxruntime

    options = onnxruntime.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options


@cache
def _vocabulary() -> dict[str, int]:
    table: dict[str, int] = json.loads(Path(__file__).with_name("kokoro_vocab.json").read_text(encoding="utf-8"))
    return table
