"""A clip: the same words, voice and preset are one file for ever, named by their hash, never half written."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from tts_audio import master
from tts_audio.audio import MP3_RATE, write_mp3
from tts_audio.engines import Engine
from tts_audio.errors import EngineUnavailable, NothingToSay, NotSpeakable, SpeechError
from tts_audio.finishing import keep_clip
from tts_audio.normalize import speakable
from tts_audio.presets import Preset, preset
from tts_audio.sentences import split
from tts_audio.spec import RECIPE, ClipSpec, clip_hash
from tts_audio.storage import ClipFile, find_clip, put

RECORDED = "folder"
# The first piece is short, so that a listener hears something after a second or two.
_FIRST_CHARS = 16


def make_clip(spec: ClipSpec, folder: Path, engine: Engine) -> ClipFile:
    """Make the clip in ``folder``, or find it there; a ``SpeechError`` says in Chinese why there is none.

    Finished sentences appear as ``<hash>.parts/000.mp3 …`` while it works, and ``<hash>.parts/done`` at the end.
    """
    name = clip_hash(spec)
    ready = find_clip(folder, name)
    if ready is not None:
        return ready
    if engine.name != spec.engine:
        raise EngineUnavailable(f"要用的语音引擎是“{spec.engine}”，现在装的是“{engine.name}”。")
    if engine.remote and not spec.published:
        raise EngineUnavailable("这段文字还没有公开发布，不能送到外面的在线语音服务去合成。")
    if not 0.5 <= spec.speed <= 2.0:
        raise SpeechError("语速要在 0.5 到 2.0 之间。")
    how, words = _how(spec, engine), _words(spec.text, engine)
    pieces = split(words, first=_FIRST_CHARS) if engine.unit == "sentence" else [words]
    if not any(char.isalnum() for char in words):
        raise NothingToSay
    parts = folder / f"{name}.parts"
    with _told_in_chinese(parts):
        folder.mkdir(parents=True, exist_ok=True)
        parts.mkdir(exist_ok=True)
        opening, label = split(speakable(how.opening)), split(speakable(how.label)) if how.label else []
        said = _said_aloud(spec, how, [*opening, *pieces, *label], parts, engine)
        first, last = len(opening), len(opening) + len(pieces)
        made = keep_clip(folder, name, how, said[:first], said[first:last], said[last:], _facts(spec, engine, words))
        put(parts / "done", lambda path: path.write_text(made.path.name, encoding="utf-8"))
    return made


def _how(spec: ClipSpec, engine: Engine) -> Preset:
    """The preset; a person who read aloud is not announced as made by a computer."""
    how = preset(spec.preset)
    return replace(how, label="") if engine.name == RECORDED else how


def _words(text: str, engine: Engine) -> str:
    """The words as the engine is given them; a recording is in whatever language it is, and nothing is read out."""
    try:
        return speakable(text)
    except NotSpeakable:
        if engine.name != RECORDED:
            raise
        return text


def _said_aloud(spec: ClipSpec, how: Preset, texts: list[str], parts: Path, engine: Engine) -> list[master.Spoken]:
    """Speak opening, words and label; each finished sentence can be heard before the next one is begun."""
    said: list[master.Spoken] = []
    for text in texts:
        said.append(_say(engine, spec, text, how.gap))
        put(parts / f"{len(said) - 1:03}.mp3", partial(write_mp3, samples=master.part(said[-1], how), rate=MP3_RATE))
    return said


def _say(engine: Engine, spec: ClipSpec, text: str, gap: float) -> master.Spoken:
    samples, rate = engine.synthesize(text, spec.voice or engine.voices()[0], spec.speed)
    if not samples.size or not bool(np.isfinite(samples).all()) or float(np.abs(samples).max()) < 1e-3:
        raise SpeechError("语音引擎没有发出声音，请换一个声音或稍后再试。")
    return master.spoken(samples, rate, text, gap)


def _facts(spec: ClipSpec, engine: Engine, words: str) -> dict[str, object]:
    """What the sidecar tells about the making; the words only where anybody may read them."""
    told: dict[str, object] = {"text": spec.text, "spoken": words} if spec.published else {}
    return {
        **told,
        "title": spec.title,
        "voice": spec.voice or engine.voices()[0],
        "engine": engine.name,
        "engine_version": engine.version,
        "preset": spec.preset,
        "speed": spec.speed,
        "recipe": RECIPE,
        "published": spec.published,
    }


@contextmanager
def _told_in_chinese(parts: Path) -> Iterator[None]:
    """A failure leaves no parts behind, and a full or read-only disk is said in words."""
    try:
        yield
    except OSError as error:
        shutil.rmtree(parts, ignore_errors=True)
        raise SpeechError(_disk_sentence(error)) from error
    except BaseException:
        shutil.rmtree(parts, ignore_errors=True)
        raise


def _disk_sentence(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "磁盘已满，音频存不下：请清理后再试。"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "音频文件夹不能写：请管理员检查权限。"
    return f"音频文件写不进去（{error.strerror or '未知原因'}）。"


__all__ = ["ClipFile", "ClipSpec", "clip_hash", "find_clip", "make_clip"]
