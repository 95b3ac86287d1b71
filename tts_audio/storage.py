"""Clips on disk: written beside and renamed into place, described by a sidecar, found again, tidied up."""

import json
import os
import shutil
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tts_audio import master
from tts_audio.audio import MP3_RATE, read_audio, write_amr, write_mp3, write_wav
from tts_audio.engines import Samples
from tts_audio.id3 import id3_tag
from tts_audio.loudness import measure
from tts_audio.presets import Preset

MAKER = "坝坝会语音"
_TEMPORARY = ".making-"


@dataclass(frozen=True)
class ClipFile:
    """A finished clip: its MP3, the sidecar, seconds, LUFS, dBTP, and every file that belongs to it."""

    hash: str
    path: Path
    sidecar: Path
    duration: float
    loudness: float
    peak: float
    files: tuple[Path, ...]


def find_clip(folder: Path, name: str) -> ClipFile | None:
    """The finished clip of that hash, or None; the sidecar is written last, so a clip that has one is whole."""
    sidecar = folder / f"{name}.json"
    try:
        row = json.loads(sidecar.read_text(encoding="utf-8"))
        files = tuple(folder / file for file in row["files"])
        clip = ClipFile(
            hash=name,
            path=folder / f"{name}.mp3",
            sidecar=sidecar,
            duration=float(row["duration"]),
            loudness=float(row["loudness_lufs"]),
            peak=float(row["true_peak_dbtp"]),
            files=files,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return clip if all(file.is_file() and file.stat().st_size for file in files) else None


def ready_parts(folder: Path, name: str) -> tuple[list[Path], bool]:
    """The sentences that can be heard already, in order, and whether they are all there is."""
    parts = folder / f"{name}.parts"
    return sorted(parts.glob("[0-9][0-9][0-9].mp3")), (parts / "done").exists()


def keep_clip(
    folder: Path,
    name: str,
    how: Preset,
    opening: list[master.Spoken],
    words: list[master.Spoken],
    label: list[master.Spoken],
    facts: dict[str, object],
) -> ClipFile:
    """Master the sentences, write every format of the preset and the measured sidecar, and return the clip."""
    sound = master.whole(how, opening, words, label)
    tag = id3_tag(
        title=str(facts["title"]) or name, comment=how.label, version=f"{MAKER} {facts['engine_version']}", artist=MAKER
    )
    mp3 = folder / f"{name}.mp3"
    files = [mp3]
    if "wav" in how.formats:
        files.append(_put_sound(folder / f"{name}.wav", write_wav, sound))
    if "amr" in how.formats:
        for number, message in enumerate(master.messages(how, words, label), start=1):
            suffix = ".amr" if number == 1 else f".{number}.amr"
            files.append(_put_sound(folder / f"{name}{suffix}", write_amr, message))
    put(mp3, lambda path: write_mp3(path, sound, MP3_RATE, tag=tag))
    # Measured on the decoded file, since that is what a speaker box plays.
    heard, rate = read_audio(mp3)
    found = measure(heard, rate)
    row = {
        "hash": name,
        **facts,
        "label": how.label,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "duration": round(heard.size / rate, 3),
        "loudness_lufs": found.integrated,
        "true_peak_dbtp": found.peak,
        "files": [file.name for file in files],
        "approval": None,
    }
    sidecar = folder / f"{name}.json"
    put(sidecar, lambda path: path.write_text(json.dumps(row, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"))
    clip = find_clip(folder, name)
    if clip is None:
        raise OSError(0, "写好的文件不见了")
    return clip


def put(path: Path, write: Callable[[Path], object]) -> Path:
    """Write a whole file or none: beside its place first, synced, then renamed."""
    beside = path.with_name(f"{_TEMPORARY}{uuid.uuid4().hex}{path.suffix}")
    try:
        write(beside)
        with beside.open("rb") as handle:
            os.fsync(handle.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def tidy(folder: Path, *, older_than_seconds: float = 3600.0) -> int:
    """Remove parts of finished clips and leftovers of killed makers; returns how many were removed."""
    before, removed = time.time() - older_than_seconds, 0
    for leftover in folder.glob(f"**/{_TEMPORARY}*"):
        if leftover.stat().st_mtime < before:
            leftover.unlink(missing_ok=True)
            removed += 1
    for done in folder.glob("*.parts/done"):
        if done.stat().st_mtime < before:
            shutil.rmtree(done.parent, ignore_errors=True)
            removed += 1
    return removed


def _put_sound(path: Path, write: Callable[[Path, Samples, int], None], sound: Samples) -> Path:
    return put(path, lambda place: write(place, sound, MP3_RATE))
