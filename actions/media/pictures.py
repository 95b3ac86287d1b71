"""Photos and drawings: decoded within limits, turned upright, shrunk, and written anew without anything else."""

import struct
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from actions.errors import UserFacingError
from actions.media.made import Made

MOST_BYTES = 15_000_000
# A WebP unfolds four times over while it is read: six hundred megabytes for what a PNG does with three.
MOST_PIXELS = {"JPEG": 40_000_000, "PNG": 40_000_000, "WEBP": 16_000_000}
SIDE = 1280
_QUALITY = 82
# So many colours at most make a drawing or a screenshot, which PNG may keep sharper in fewer bytes.
_FEW = 4096
_BYTE = 256


def write_anew(upload: Path, target: Path) -> Made:
    """Write a picture's pixels, and nothing else of it, below `target` with the ending that suits them.

    Raises UserFacingError for what is no picture, broken or too large.
    """
    try:
        with Image.open(upload, formats=tuple(MOST_PIXELS)) as opened:
            # Only the head was read so far: a bomb never unfolds.
            if opened.width * opened.height > MOST_PIXELS.get(opened.format or "", MOST_PIXELS["JPEG"]):
                raise UserFacingError("picture_pixels", 422)
            opened.draft("RGB", (SIDE, SIDE))
            seen, see_through = _seen(opened)
    except Image.DecompressionBombError:
        raise UserFacingError("picture_pixels", 422) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, OverflowError):
        raise UserFacingError("picture_broken", 422) from None
    data, ending = _bytes(seen, see_through)
    path = target.with_suffix(f".{ending}")
    path.write_bytes(data)
    return Made(path, ending, seen.width, seen.height)


def look(path: Path, ending: str) -> Made:
    """The size of a picture that was written anew before, decoded as a whole; raises UserFacingError for any other."""
    try:
        with Image.open(path, formats=("JPEG" if ending == "jpg" else "PNG",)) as opened:
            if max(opened.size) > SIDE:
                raise UserFacingError("medium_not_ours", 422)
            opened.load()
            if opened.getexif() or opened.info.keys() & {"exif", "xmp", "comment", "icc_profile", "photoshop"}:
                raise UserFacingError("medium_not_ours", 422)
            return Made(path, ending, opened.width, opened.height)
    except Image.DecompressionBombError:
        raise UserFacingError("medium_not_ours", 422) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, OverflowError):
        raise UserFacingError("picture_broken", 422) from None


def _seen(opened: Image.Image) -> tuple[Image.Image, bool]:
    """The picture as people see it: upright, on white, small enough; and whether one could see through it."""
    image: Image.Image = opened
    image.load()
    with suppress(ValueError, KeyError, TypeError, AttributeError, SyntaxError, struct.error):
        # In its place: a second copy of forty million pixels is memory for nothing. A broken note leaves it as it is.
        ImageOps.exif_transpose(image, in_place=True)
    see_through = "A" in image.getbands() or "transparency" in image.info
    if image.mode == "P":
        image = image.convert("RGBA" if see_through else "RGB")
    elif image.mode.startswith("I;16") or image.mode == "I":
        image = image.convert("I").point(lambda value: value / _BYTE).convert("L")
    image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    # A new picture has no comment, no profile and no place where it was taken.
    seen = Image.new("RGB", image.size, "white")
    if see_through:
        layer = image.convert("RGBA")
        seen.paste(layer, mask=layer.getchannel("A"))
    else:
        seen.paste(image.convert("RGB"))
    return seen, see_through


def _bytes(seen: Image.Image, see_through: bool) -> tuple[bytes, str]:
    photo, few = BytesIO(), seen.getcolors(_FEW)
    seen.save(photo, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    if few is None and not see_through:
        return photo.getvalue(), "jpg"
    drawing = BytesIO()
    exact = seen.quantize(_BYTE, dither=Image.Dither.NONE) if few and len(few) <= _BYTE else seen
    exact.save(drawing, "PNG", optimize=True)
    if len(drawing.getvalue()) <= len(photo.getvalue()):
        return drawing.getvalue(), "png"
    return photo.getvalue(), "jpg"
