"""Loudness as broadcasters measure it (EBU R 128), and bringing speech to it without clipping."""

import re
from dataclasses import dataclass
from itertools import pairwise

import av.filter
import numpy as np
from av.audio.frame import AudioFrame
from av.error import BlockingIOError as FilterHungry
from av.error import EOFError as FilterDone

from tts_audio.audio import MP3_RATE, frames_of, resample
from tts_audio.engines import Samples

TARGET_LUFS = -14.0
PEAK_DBTP = -1.5
# MP3 coding moves peaks a little and the limiter sees samples, not the wave between them.
_ROOM_DB = 0.3
_SILENCE_LUFS = -70.0
_MOST_EXTRA_DB = 8.0


@dataclass(frozen=True)
class Loudness:
    """Integrated loudness in LUFS and true peak in dBTP."""

    integrated: float
    peak: float


def measure(samples: Samples, rate: int) -> Loudness:
    """Measure with FFmpeg's ebur128; a sound under 0.4 s or silence measures −70 LUFS."""
    if not samples.size:
        return Loudness(_SILENCE_LUFS, _SILENCE_LUFS)
    padded = np.concatenate([samples, np.zeros(max(0, int(0.5 * rate) - samples.size), np.float32)])
    values: dict[str, float] = {}
    for frame in _filtered(padded, rate, [("ebur128", "metadata=1:peak=true")]):
        for key, value in frame.metadata.items():
            if key == "lavfi.r128.I":
                values["integrated"] = float(value)
            elif re.fullmatch(r"lavfi\.r128\.true_peak(s_ch0)?", key):
                values["peak"] = max(values.get("peak", 0.0), float(value))
    peak = max(values.get("peak", 0.0), float(np.abs(samples).max()))
    return Loudness(round(values.get("integrated", _SILENCE_LUFS), 2), round(_decibel(peak), 2))


def bring_to(
    samples: Samples,
    rate: int,
    *,
    target: float = TARGET_LUFS,
    peak: float = PEAK_DBTP,
    band: tuple[float, float] | None = None,
) -> tuple[Samples, int]:
    """Band-limit, bring to the target loudness and limit last: never above ``peak``; returns samples at 44.1 kHz."""
    sound = resample(samples, rate, MP3_RATE)
    if band is not None and sound.size:
        low, high = band
        graph = [("highpass", f"f={low:g}"), ("lowpass", f"f={high:g}"), ("acompressor", _COMPRESSOR)]
        sound = _joined(_filtered(sound, MP3_RATE, graph), sound.size)
    found = measure(sound, MP3_RATE)
    if found.integrated <= _SILENCE_LUFS:
        return _limited(sound, peak - _ROOM_DB), MP3_RATE
    gain, ceiling = target - found.integrated, peak - _ROOM_DB
    result, now = sound, found
    for _ in range(8):
        result = _limited(_gained(sound, gain), ceiling)
        now = measure(result, MP3_RATE)
        if abs(now.integrated - target) <= 0.15 and now.peak <= peak:
            break
        # The limiter takes away loudness: a little more gain, but never so much that speech turns into a buzz.
        gain = min(gain + (target - now.integrated), target - found.integrated + _MOST_EXTRA_DB)
        ceiling -= max(0.0, now.peak - peak + 0.05)
    return _gained(result, min(0.0, peak - now.peak)), MP3_RATE


_COMPRESSOR = "threshold=0.1:ratio=2.5:attack=8:release=120:makeup=1"


def _limited(sound: Samples, ceiling_db: float) -> Samples:
    """``level=0``: FFmpeg's limiter would otherwise pull everything up to full scale again."""
    if not sound.size:
        return sound
    limit = 10 ** (ceiling_db / 20)
    arguments = f"limit={limit:.5f}:attack=5:release=60:level=0:latency=1"
    return _joined(_filtered(sound, MP3_RATE, [("alimiter", arguments)]), sound.size)


def _gained(sound: Samples, gain_db: float) -> Samples:
    return (sound * np.float32(10 ** (gain_db / 20))).astype(np.float32)


def _joined(frames: list[AudioFrame], size: int) -> Samples:
    joined = np.concatenate([frame.to_ndarray().reshape(-1) for frame in frames]).astype(np.float32)
    return joined[:size]


def _filtered(samples: Samples, rate: int, chain: list[tuple[str, str]]) -> list[AudioFrame]:
    graph = av.filter.Graph()
    source = graph.add_abuffer(format="flt", layout="mono", sample_rate=rate)
    nodes = [source, *(graph.add(name, arguments) for name, arguments in chain)]
    nodes.append(graph.add("aformat", "sample_fmts=flt:channel_layouts=mono"))
    nodes.append(graph.add("abuffersink"))
    for before, after in pairwise(nodes):
        before.link_to(after)
    graph.configure()
    out: list[AudioFrame] = []
    for frame in [*frames_of(samples, rate), None]:
        graph.push(frame)
        while True:
            try:
                out.append(graph.pull())  # type: ignore[arg-type]
            except (FilterHungry, FilterDone):
                break
    return out


def _decibel(value: float) -> float:
    return 20 * float(np.log10(max(value, 1e-4)))
