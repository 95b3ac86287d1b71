"""A form with a file in it, taken in piece by piece: the file goes to the disk and is never whole in memory."""

import mmap
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

from sanic import Request
from sanic.headers import parse_content_header
from sanic.http import Http
from sanic.request import RequestParameters

from actions.errors import UserFacingError
from web.context import web_of

# What may stand beside the file: as much as any other form of the console.
MOST_WRITTEN = 512 * 1024
# So many times what is allowed is read to its end all the same: what was typed beside a file that is too large comes
# back, and a browser that is cut off shows no sentence of ours.
_PATIENCE = 3
_PIECE = 1 << 20
_TEMPORARY = ".making-"


@asynccontextmanager
async def received(request: Request, folder: Path, most: int) -> AsyncIterator[Path]:
    """The file of a form, until the end; its other fields become the request's form. An empty file where none came.

    Raises UserFacingError for a file above `most` bytes, when the fields can be read all the same, and for what is no
    such form.
    """
    web = web_of(request)
    kind, options = parse_content_header(request.headers.get("content-type", ""))
    boundary = str(options.get("boundary") or "")
    if kind != "multipart/form-data" or not 0 < len(boundary) <= 100 or not boundary.isascii():
        raise UserFacingError("bad_request", 400)
    # In the folder of the finished files: in a container /tmp is memory. Leftovers of a kill are tidied by their name.
    body, file = (folder / f"{_TEMPORARY}{uuid.uuid4().hex}" for _ in range(2))
    try:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            await _take(request, body, (most + MOST_WRITTEN) * _PATIENCE)
            fields, fits = await web.threads.run(_apart, body, boundary.encode(), file, most)
        except OSError as error:
            raise UserFacingError("medium_not_kept", 503) from error
        request.parsed_form = RequestParameters(fields)
        if not fits:
            raise UserFacingError("medium_too_big", 413)
        yield file
    finally:
        for path in (body, file):
            path.unlink(missing_ok=True)


async def _take(request: Request, body: Path, most: int) -> None:
    web, stream = web_of(request), request.stream
    assert isinstance(stream, Http)  # noqa: S101 - tells the type: nothing here speaks HTTP/3
    stream.request_max_size = most
    pieces, waiting = bytearray(), True
    with body.open("wb") as file:
        while waiting:
            piece = await request.stream.read()  # type: ignore[union-attr]
            waiting = piece is not None
            pieces += piece or b""
            if len(pieces) >= _PIECE or not waiting:
                await web.threads.run(file.write, bytes(pieces))
                pieces.clear()


def _apart(body: Path, boundary: bytes, target: Path, most: int) -> tuple[dict[str, list[str]], bool]:
    """The written fields of a form, and whether its file, which goes to `target`, is not above `most` bytes."""
    fields: dict[str, list[str]] = {}
    target.touch()
    left, fits = MOST_WRITTEN, True
    if not body.stat().st_size:
        return fields, fits
    with body.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for start, end in _parts(data, boundary):
            head = data.find(b"\r\n\r\n", start, end)
            if head < 0:
                continue
            name, is_file = _named(data[start:head].decode("utf-8", "replace"))
            begin = head + 4
            if is_file:
                fits = fits and end - begin <= most
                if begin < end <= begin + most:
                    with target.open("wb") as found:
                        file.seek(begin)
                        _copy(file, found, end - begin)
            elif name:
                left -= end - begin
                if left < 0:
                    raise UserFacingError("body_too_large", 413)
                fields.setdefault(name, []).append(data[begin:end].decode("utf-8", "replace"))
    return fields, fits


def _parts(data: mmap.mmap, boundary: bytes) -> Iterator[tuple[int, int]]:
    """Where the parts between the boundaries begin and end."""
    mark = b"--" + boundary
    place = data.find(mark)
    while place >= 0:
        start = place + len(mark)
        if data[start : start + 2] != b"\r\n":
            return
        place = data.find(b"\r\n" + mark, start)
        if place < 0:
            return
        yield start, place
        place += 2


def _copy(source: BinaryIO, target: BinaryIO, size: int) -> None:
    while size:
        piece = source.read(min(size, _PIECE))
        target.write(piece)
        size -= len(piece)


def _named(head: str) -> tuple[str, bool]:
    for line in head.split("\r\n"):
        key, _, value = line.partition(":")
        if key.strip().lower() == "content-disposition":
            _kind, options = parse_content_header(value.strip())
            return str(options.get("name") or ""), "filename" in options or "filename*" in options
    return "", False
