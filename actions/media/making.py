"""An upload told apart by its first bytes, whatever it is called, and written anew by whoever knows its kind."""

from pathlib import Path

from actions.errors import UserFacingError
from actions.media import pictures
from actions.media.made import Made
from content.media import TYPES

_HEAD = 64
_STARTS = {
    b"\xff\xd8\xff": "jpg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF8": "gif",
    b"ID3": "mp3",
    b"OggS": "ogg",
    b"#!AMR": "amr",
}
_PICTURES = ("jpg", "png", "webp")
_STILLS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")


def make(upload: Path, target: Path) -> Made:
    """Write what was uploaded anew below `target`, with the ending it gets; raises UserFacingError that says why not.

    Only the picture or the sound and film themselves are kept: no note of who took it where, and nothing hidden in it.
    """
    try:
        return _made(upload, target)
    except BaseException:
        for ending in TYPES:
            target.with_suffix(f".{ending}").unlink(missing_ok=True)
        raise


def look(path: Path, ending: str) -> Made:
    """What a file is that this program is said to have written; raises UserFacingError where it cannot have."""
    if ending in _PICTURES:
        return pictures.look(path, ending)
    from actions.media import recordings  # FFmpeg's libraries, which most processes never need

    return recordings.look(path, ending)


def _made(upload: Path, target: Path) -> Made:
    size = upload.stat().st_size
    if not size:
        raise UserFacingError("medium_empty", 422)
    with upload.open("rb") as file:
        form = _form(file.read(_HEAD))
    if form in _PICTURES:
        if size > pictures.MOST_BYTES:
            raise UserFacingError("picture_too_big", 413)
        return pictures.write_anew(upload, target)
    if form in ("heic", "gif"):
        raise UserFacingError(f"picture_{form}", 422)
    if not form:
        raise UserFacingError("medium_unknown", 422)
    from actions.media import recordings  # as above

    return recordings.write_anew(upload, form, target)


def _form(head: bytes) -> str:
    found = next((form for start, form in _STARTS.items() if head.startswith(start)), "")
    if found:
        return found
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in _STILLS else "mp4"
    if head[:4] == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(head[8:12], "")
    # Sound without a head begins with a frame: MP3 with eleven set bits, a version and a layer that exist, AAC with
    # twelve and no layer.
    second = head[1] if len(head) > 1 and head[0] == 0xFF else 0
    if second & 0xF6 == 0xF0:
        return "aac"
    return "mp3" if second & 0xE6 in (0xE2, 0xE4, 0xE6) else ""
