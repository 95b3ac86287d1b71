"""Files as phones make them: pictures, sound and video, with what nobody should be told."""

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import numpy as np
from PIL import Image, TiffImagePlugin

RATE = 16_000


def photo(width: int = 400, height: int = 300, form: str = "JPEG", turn: int = 0, gps: bool = True) -> bytes:
    """A photo of many colours; held sideways where `turn` says so, with the place where it was taken."""
    across = np.linspace(0, 255, width, dtype=np.uint8)[None, :].repeat(height, axis=0)
    down = np.linspace(0, 255, height, dtype=np.uint8)[:, None].repeat(width, axis=1)
    grain = np.random.default_rng(3).integers(0, 60, (height, width), dtype=np.uint8)
    image = Image.fromarray(np.dstack([across, down, grain]))
    exif = Image.Exif()
    exif[0x010E] = "李家院子"
    if turn:
        exif[0x0112] = turn
    if gps:
        exif[0x8825] = {1: "N", 2: (TiffImagePlugin.IFDRational(31), 46, 12), 3: "E", 4: (104, 27, 3)}
    data = BytesIO()
    image.save(data, form, exif=exif.tobytes(), comment=b"made at home") if form == "JPEG" else image.save(data, form)
    return data.getvalue()


def sound(
    path: Path,
    seconds: float = 2.0,
    form: str = "mp3",
    codec: str = "libmp3lame",
    rate: int = RATE,
    quiet: bool = False,
) -> bytes:
    """A tone with a title and a place."""
    with av.open(str(path), "w", format=form) as container:
        container.metadata.update({"title": "李师傅", "comment": "+31.77+104.45/"})
        stream = container.add_stream(codec, rate=rate, layout="mono")
        size = stream.codec_context.frame_size or 1024
        wave = np.sin(np.arange(int(seconds * rate)) * (0 if quiet else 0.2)).astype(np.float32) * 0.4
        resampler = av.AudioResampler(stream.codec_context.format, "mono", rate, frame_size=size)
        for start in range(0, wave.size, size):
            frame = av.AudioFrame.from_ndarray(wave[None, start : start + size], format="flt", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
            for part in resampler.resample(frame):
                container.mux(stream.encode(part))
        for part in resampler.resample(None):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return path.read_bytes()


def video(
    path: Path, seconds: float = 2.0, codec: str = "libx264", sides: tuple[int, int] = (160, 120), turn: int = 0,
    voice: str = "aac", per_second: int = 10, pixels: str = "yuv420p",
) -> bytes:  # fmt: skip
    """A film with sound, the phone's name and the place; held upright where `turn` says so."""
    with av.open(str(path), "w", format="mp4") as container:
        container.metadata.update({"location": "+31.77+104.45/", "comment": "Huawei"})
        film = container.add_stream(codec, rate=per_second)
        film.width, film.height, film.pix_fmt = *sides, pixels
        if turn:
            film.set_display_rotation(turn)
        spoken = container.add_stream(voice, rate=RATE, layout="mono") if voice else None
        for number in range(int(seconds * per_second)):
            image = np.full((sides[1], sides[0], 3), number * 9 % 256, np.uint8)
            container.mux(film.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(film.encode(None))
        if spoken is not None:
            size = spoken.codec_context.frame_size or 1024
            for start in range(0, int(seconds * RATE), size):
                wave = np.zeros((1, size), np.float32)
                frame = av.AudioFrame.from_ndarray(wave, format="fltp", layout="mono")
                frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
                container.mux(spoken.encode(frame))
            container.mux(spoken.encode(None))
    return path.read_bytes()
