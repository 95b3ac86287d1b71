"""Clips on disk: written beside and renamed into place, described by a sidecar, found again, tidied up."""

import json
import os
import shutil
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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
