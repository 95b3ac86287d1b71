"""Style sheets, scripts and the vendored component: read once, compressed once, cached by their content."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import raw

STATIC = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class StaticFile:
    """A file as it is sent."""

    body: bytes
    packed: bytes
    tag: str
    type: str


def load_files(root: Path = STATIC) -> dict[str, StaticFile]:
    """Every servable file by its name under /static/."""
    files = {}
    for path in sorted(root.rglob("*")):
        kind = _TYPES.get(path.suffix)
        if kind and path.is_file():
            body = path.read_bytes()
            ready = path.with_name(path.name + ".gz")
            packed = ready.read_bytes() if ready.is_file() else gzip.compress(body, 9, mtime=0)
            tag = hashlib.sha256(body).hexdigest()[:16]
            files[path.relative_to(root).as_posix()] = StaticFile(body, packed, tag, kind)
    return files


def blueprint(files: dict[str, StaticFile]) -> Blueprint:
    """The route for these files."""
    routes = Blueprint("static_files")

    @routes.get("/static/<name:path>", name="file")
    async def get_file(request: Request, name: str) -> HTTPResponse:
        found = files.get(name)
        if found is None:
            raise NotFound()
        headers = {"ETag": f'"{found.tag}"', "Cache-Control": "public, no-cache", "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return raw(b"", status=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return raw(found.packed, headers={**headers, "Content-Encoding": "gzip"}, content_type=found.type)
        return raw(found.body, headers=headers, content_type=found.type)

    return routes
