"""The file of sentence vectors: records that are only ever added, by any number of processes.

A header of 32 bytes names the format and the length of a vector. Each record is the text's key (12 bytes), a CRC-32 of
the rest and the vector in half precision, little-endian. What a killed process left half written is cut off by the
next one that adds.
"""

from __future__ import annotations

import fcntl
import os
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from content.grams import Floats

Halves = npt.NDArray[np.float16]
KEY_BYTES = 12
_HEADER = 32


class VectorFile:
    """One file of vectors of one model; a file of another format or length counts as empty and is begun anew."""

    def __init__(self, path: Path, dimensions: int) -> None:
        """Nothing is read or made yet."""
        self._path = path
        self._header = f"babahui vectors 1 {dimensions}\n".encode("ascii").ljust(_HEADER, b"\0")
        self._record = np.dtype([("key", f"V{KEY_BYTES}"), ("crc", "<u4"), ("row", "<f2", (dimensions,))])
        self._read = 0
        self._inode = 0

    def more(self) -> tuple[list[bytes], Halves]:
        """The records that have come in since the last call, all of them the first time; damaged ones are left out."""
        try:
            with self._path.open("rb") as file:
                if file.read(_HEADER) != self._header:
                    return [], self._rows([])
                status = os.fstat(file.fileno())
                if status.st_ino != self._inode:
                    self._inode, self._read = status.st_ino, 0
                file.seek(_HEADER + self._read * self._record.itemsize)
                count = (status.st_size - file.tell()) // self._record.itemsize
                found = np.fromfile(file, self._record, max(count, 0))
        except OSError:
            return [], self._rows([])
        self._read += len(found)
        whole = found[_sums(found) == found["crc"]]
        return [key.tobytes() for key in whole["key"]], np.ascontiguousarray(whole["row"])

    def add(self, keys: Sequence[bytes], rows: Floats) -> None:
        """Add records; raises OSError where the folder cannot be written."""
        records = np.zeros(len(keys), self._record)
        records["key"] = np.frombuffer(b"".join(keys), f"V{KEY_BYTES}")
        records["row"] = rows
        records["crc"] = _sums(records)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            size = os.fstat(file.fileno()).st_size
            if file.read(_HEADER) != self._header:
                size = 0
            else:
                size -= (size - _HEADER) % self._record.itemsize
            file.truncate(size)
            file.write((b"" if size else self._header) + records.tobytes())

    def _rows(self, rows: list[Any]) -> Halves:
        return np.array(rows, np.float16).reshape(-1, self._record["row"].shape[0])


def _sums(records: npt.NDArray[Any]) -> npt.NDArray[np.uint32]:
    parts = zip(records["key"], records["row"], strict=True)
    return np.array([zlib.crc32(row.tobytes(), zlib.crc32(key.tobytes())) for key, row in parts], np.uint32)
