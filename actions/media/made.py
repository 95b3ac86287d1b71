"""A file written anew from what was uploaded."""

from dataclasses import dataclass
from pathlib import Path

# The largest of all uploads, a video.
MOST_BYTES = 60_000_000


@dataclass(frozen=True)
class Made:
    """A finished file under a passing name: its ending, pixels of width and height, seconds; None where it has none."""

    path: Path
    ending: str
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
