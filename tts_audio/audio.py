"""Samples to files and back, through PyAV: MP3, WAV, AMR-NB, resampling. Samples are mono float32 within ±1."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream

from tts_audio.engines import Samples
from tts_audio.errors import SpeechError

MP3_RATE = 44_100
MP3_BITS = 96_000
WAV_RATE = 16_000
# LAME plays everything down by this factor; measured as 0.45 dB in every file it makes.
_LAME_SCALE = 0.95
AMR_RATE = 8_000
AMR_BITS = 12_200


def write_mp3(path: Path, samples: Samples, rate: int, *, tag: bytes = b"") -> None:
    """Write a mono MP3; with a tag also the header that makes its length exact, without it bare frames to join."""
    options = {"write_xing": "1" if tag else "0", "id3v2_version": "0"}
    louder = (samples / np.float32(_LAME_SCALE)).astype(np.float32)
    _encode(path, louder, rate, form="mp3", codec="libmp3lame", out_rate=MP3_RATE, bits=MP3_BITS, options=options)
    if tag:
        path.write_bytes(tag + path.read_bytes())


def write_wav(path: Path, samples: Samples, rate: int) -> None:
    """Write 16 bit mono PCM at 16 kHz, which every speaker box takes."""
    _encode(path, samples, rate, form="wav", codec="pcm_s16le", out_rate=WAV_RATE, bits=0, options={})


def write_amr(path: Path, samples: Samples, rate: int) -> None:
    """Write AMR-NB at 8 kHz, the voice message of WeChat."""
    _encode(path, samples, rate, form="amr", codec="libopencore_amrnb", out_rate=AMR_RATE, bits=AMR_BITS, options={})


WRITERS = {".mp3": write_mp3, ".wav": write_wav, ".amr": write_amr}


def read_audio(path: Path) -> tuple[Samples, int]:
    """Decode any audio file to mono samples at its own rate; a file that is not audio is a ``SpeechError``."""
    try:
        with av.open(str(path)) as container:
            stream = container.streams.audio[0]
            rate = stream.rate
            mono = AudioResampler(format="flt", layout="mono", rate=rate)
            frames = [part.to_ndarray()[0] for frame in container.decode(stream) for part in mono.resample(frame)]
            frames += [part.to_ndarray()[0] for part in mono.resample(None)]
    except (av.error.FFmpegError, IndexError) as error:
        raise SpeechError(f"音频文件读不出来：{path.name}。") from error
    return (np.concatenate(frames).astype(np.float32) if frames else np.zeros(0, np.float32)), rate


def resample(samples: Samples, rate: int, to_rate: int) -> Samples:
    """The same sound at another sampling rate."""
    if rate == to_rate or not samples.size:
        return samples
    resampler = AudioResampler(format="flt", layout="mono", rate=to_rate)
    parts = [part for frame in frames_of(samples, rate) for part in resampler.resample(frame)]
    parts += resampler.resample(None)
    return np.concatenate([part.to_ndarray()[0] for part in parts]).astype(np.float32)


def frames_of(samples: Samples, rate: int, size: int = 8192) -> Iterator[AudioFrame]:
    """Samples as PyAV frames with time stamps; filters and encoders read their clock from them."""
    for start in range(0, samples.size, size):
        chunk = np.ascontiguousarray(samples[start : start + size], dtype=np.float32)
        frame = AudioFrame.from_ndarray(chunk.reshape(1, -1), format="flt", layout="mono")
        frame.sample_rate = rate
        frame.pts = start
        yield frame


def _encode(
    path: Path, samples: Samples, rate: int, *, form: str, codec: str, out_rate: int, bits: int, options: dict[str, str]
) -> None:
    clean = np.clip(resample(samples, rate, out_rate), -1.0, 1.0)
    with av.open(str(path), "w", format=form, options=options) as container:
        stream = cast(AudioStream, container.add_stream(codec, rate=out_rate, layout="mono"))
        if bits:
            stream.bit_rate = bits
        context = stream.codec_context
        size = context.frame_size or 0
        resampler = AudioResampler(format=context.format, layout="mono", rate=out_rate, frame_size=size)
        for frame in frames_of(clean, out_rate):
            for part in resampler.resample(frame):
                container.mux(stream.encode(part))
        for part in resampler.resample(None):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
