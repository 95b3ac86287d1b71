"""The pictures, sound and video of articles as phones fetch them: once for good, sound and video in ranges."""

from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.handlers import ContentRangeHandler
from sanic.response import raw

from content.media import NAME, is_name, kind_of, type_of
from web.context import Web, web_of

_KEEP = "public, max-age=31536000, immutable"
_PIECE = 256 * 1024
PATTERN = rf"<name:{NAME}>"


def blueprint() -> Blueprint:
    """The route under /media/."""
    routes = Blueprint("media", url_prefix="/media")
    routes.add_route(get_file, f"/{PATTERN}", methods=["GET", "HEAD"], name="file")
    return routes


async def get_file(request: Request, name: str) -> HTTPResponse | None:
    """A medium by its name; the bytes of a name never change."""
    web = web_of(request)
    path = web.settings.media_dir / name
    if not is_name(name) or not path.is_file():
        raise NotFound()
    stat, kind = path.stat(), type_of(name)
    headers = {"Cache-Control": _KEEP, "Accept-Ranges": "bytes"}
    if request.method == "HEAD":
        return HTTPResponse(content_type=kind, headers={**headers, "Content-Length": str(stat.st_size)})
    if kind_of(name) == "picture":
        return raw(await web.threads.run(path.read_bytes), content_type=kind, headers=headers)
    if "range" not in request.headers:
        await _send(request, web, path, (0, stat.st_size), 200, headers)
        return None
    wanted = ContentRangeHandler(request, stat)
    part = (int(wanted.start or 0), int(wanted.size or 0))
    await _send(request, web, path, part, 206, {**headers, **wanted.headers})
    return None


async def _send(
    request: Request, web: Web, path: Path, part: tuple[int, int], status: int, headers: dict[str, str]
) -> None:
    start, left = part
    file = await web.threads.run(path.open, "rb")
    try:
        file.seek(start)
        response = await request.respond(
            status=status, content_type=type_of(path.name), headers={**headers, "Content-Length": str(left)}
        )
        while left and (piece := await web.threads.run(file.read, min(left, _PIECE))):
            left -= len(piece)
            await response.send(piece)
        await response.eof()
    finally:
        file.close()
