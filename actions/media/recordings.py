"""Sound is written anew as MP3, video that old phones play is packed anew, both without the notes they carried."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import av.error
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from actions.errors import UserFacingError
from actions.media.made import MOST_BYTES, Made

MOST_SOUND_BYTES = 20_000_000
MOST_VIDEO_BYTES = MOST_BYTES
MOST_SECONDS = 600
MOST_SIDE = 1920
SOUND_RATE = 44_100
SOUND_BITS = 64_000
_PLAYED = ("yuv420p", "yuvj420p")
_BROKEN = (av.error.FFmpegError, ValueError, IndexError, OverflowError, MemoryError)
_QUARTER = 90
# FFmpeg's flag for files without the writer's version and the day: the same story is the same file.
_BITEXACT = 1024
_LEAST_SECONDS = 0.3


@dataclass(frozen=True)
class Recording:
    """What is in an upload: its first sound, and its film unless that is only the cover of a song."""

    container: InputContainer
    sound: AudioStream | None
    film: VideoStream | None


def write_anew(upload: Path, form: str, target: Path) -> Made:
    """Write the sound or video of an upload in the container `form` below `target`, with its ending.

    Raises UserFacingError for what cannot be played, is too long, too large or of a kind old phones do not play.
    """
    with _opened(upload, form) as found:
        if found.film is None:
            if upload.stat().st_size > MOST_SOUND_BYTES:
                raise UserFacingError("sound_too_big", 413)
            path = target.with_suffix(".mp3")
            return Made(path, "mp3", seconds=_write_sound(found, path))
        _must_play(found, found.film)
        if upload.stat().st_size > MOST_VIDEO_BYTES:
            raise UserFacingError("video_too_big", 413)
        path = target.with_suffix(".mp4")
        seconds = _pack(found, found.film, path)
        width, height = _upright(path)
        return Made(path, "mp4", width, height, seconds)


def look(path: Path, ending: str) -> Made:
    """What a medium is that was written anew before; raises UserFacingError for anything else."""
    with _opened(path, ending) as found:
        film = found.film
        noted = found.container.metadata.keys() - {"major_brand", "minor_version", "compatible_brands"}
        if noted or (film is None) != (ending == "mp3"):
            raise UserFacingError("medium_not_ours", 422)
        if film is not None:
            _must_play(found, film)
        seconds = 0.0
        for packet in found.container.demux([stream for stream in (found.sound, film) if stream is not None]):
            seconds = max(seconds, _end_of(packet))
            if packet.stream is found.sound:
                packet.decode()
    if film is None:
        return Made(path, ending, seconds=seconds)
    return Made(path, ending, *_upright(path), seconds)


@contextmanager
def _opened(path: Path, form: str) -> Iterator[Recording]:
    # Read as the one kind its first bytes say it is, from an open file: a list of addresses would be followed.
    video = form == "mp4"
    try:
        with path.open("rb") as file, av.open(file, "r", format=form) as container:
            films = [one for one in container.streams.video if not one.disposition & Disposition.attached_pic]
            sounds = container.streams.audio
            if len(films) > 1 or not (films or sounds):
                raise UserFacingError("video_broken" if video else "sound_broken", 422)
            yield Recording(container, sounds[0] if sounds else None, films[0] if films else None)
    except _BROKEN:
        raise UserFacingError("video_broken" if video else "sound_broken", 422) from None


def _write_sound(found: Recording, path: Path) -> float:
    samples = 0
    with av.open(str(path), "w", format="mp3", options={"write_xing": "1", "id3v2_version": "0"}) as container:
        container.flags |= _BITEXACT
        stream = container.add_stream("libmp3lame", rate=SOUND_RATE, layout="mono")
        stream.bit_rate = SOUND_BITS
        context = stream.codec_context
        mono = AudioResampler(context.format, "mono", SOUND_RATE, frame_size=context.frame_size or 0)
        for frame in _frames(found):
            for part in mono.resample(frame):
                part.pts, part.time_base = samples, Fraction(1, SOUND_RATE)
                samples += part.samples
                container.mux(stream.encode(part))
            if samples > MOST_SECONDS * SOUND_RATE:
                raise UserFacingError("sound_too_long", 422)
        container.mux(stream.encode(None))
    if samples < SOUND_RATE * _LEAST_SECONDS:
        raise UserFacingError("sound_broken", 422)
    return samples / SOUND_RATE


def _frames(found: Recording) -> Iterator[AudioFrame | None]:
    """The sound frame by frame, None last; here and there a torn one is left out, mostly torn ones are no sound."""
    good = bad = 0
    for packet in found.container.demux(found.sound):
        try:
            for frame in packet.decode():
                good += 1
                yield cast(AudioFrame, frame)
        except av.error.InvalidDataError:
            bad += 1
    if bad > good:
        raise UserFacingError("sound_broken", 422)
    yield None


def _must_play(found: Recording, film: VideoStream) -> None:
    """Raise for what old phones do not play."""
    played = film.codec_context.name == "h264" and film.codec_context.pix_fmt in _PLAYED
    if not played or (found.sound is not None and found.sound.codec_context.name != "aac"):
        raise UserFacingError("video_kind", 422)
    if max(film.codec_context.width, film.codec_context.height) > MOST_SIDE:
        raise UserFacingError("video_side", 422)


def _pack(found: Recording, film: VideoStream, path: Path) -> float:
    """Put the same film and sound into a new MP4 that begins to play before all of it is there; returns seconds."""
    seconds, turned = 0.0, None
    streams: list[Stream] = [film] if found.sound is None else [film, found.sound]
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        container.flags |= _BITEXACT
        new = {one.index: container.add_stream_from_template(one) for one in streams}
        for packet in found.container.demux(streams):
            if packet.dts is None:
                continue
            seconds = max(seconds, _end_of(packet))
            if seconds > MOST_SECONDS:
                raise UserFacingError("video_too_long", 422)
            if packet.stream is film and turned is None:
                # Whether anything can be seen; a phone held upright says in the film how to turn it.
                turned = next((cast(VideoFrame, frame).rotation for frame in packet.decode()), None)
                if turned:
                    cast(VideoStream, new[film.index]).set_display_rotation(turned)
            packet.stream = new[packet.stream.index]
            container.mux(packet)
    if turned is None or seconds < _LEAST_SECONDS:
        raise UserFacingError("video_broken", 422)
    return seconds


def _end_of(packet: "Packet[Any]") -> float:
    if packet.pts is None or packet.time_base is None:
        return 0.0
    return float((packet.pts + (packet.duration or 0)) * packet.time_base)


def _upright(path: Path) -> tuple[int, int]:
    """The width and height a film is seen with."""
    with av.open(str(path), format="mp4") as container:
        frame = next(container.decode(video=0))
        sides = (frame.width, frame.height)
        return sides[::-1] if frame.rotation % (2 * _QUARTER) else sides
