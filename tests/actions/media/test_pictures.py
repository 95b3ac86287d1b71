"""A photo from somebody's phone becomes a picture that tells nothing but what can be seen on it."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from actions.errors import UserFacingError
from actions.media.making import look, make
from tests.actions.media.uploads import photo


def made(tmp_path: Path, data: bytes) -> Image.Image:
    upload = tmp_path / "upload"
    upload.write_bytes(data)
    found = make(upload, tmp_path / "target")
    with Image.open(found.path) as image:
        image.load()
        assert image.format == {"jpg": "JPEG", "png": "PNG"}[found.ending]
        assert image.size == (found.width, found.height)
        assert look(found.path, found.ending).width == found.width
        return image


def refusal(tmp_path: Path, data: bytes) -> str:
    upload = tmp_path / "upload"
    upload.write_bytes(data)
    with pytest.raises(UserFacingError) as told:
        make(upload, tmp_path / "target")
    assert told.value.status in (413, 422)
    assert [path.name for path in tmp_path.iterdir()] == ["upload"], "nothing half-made is left"
    return told.value.user_text_key


def test_the_place_the_words_and_the_comment_are_gone(tmp_path: Path) -> None:
    data = photo()
    with Image.open(BytesIO(data)) as before:
        assert before.getexif().get_ifd(0x8825)
        assert before.info["comment"]
    after = made(tmp_path, data)
    assert not after.getexif()
    assert not after.info.keys() & {"exif", "comment", "xmp", "icc_profile"}
    assert "李家院子".encode() not in (tmp_path / "target.jpg").read_bytes()


def test_a_photo_held_sideways_stands_upright(tmp_path: Path) -> None:
    assert made(tmp_path, photo(400, 300, turn=6)).size == (300, 400)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_is_shrunk_and_a_small_one_left_as_large_as_it_is(tmp_path: Path, form: str) -> None:
    assert made(tmp_path, photo(2600, 1300, form)).size == (1280, 640)
    assert made(tmp_path, photo(300, 200, form)).size == (300, 200)


def saved(image: Image.Image, **how: object) -> bytes:
    data = BytesIO()
    image.save(data, "PNG", **how)  # type: ignore[arg-type]
    return data.getvalue()


def test_a_drawing_stays_sharp_and_what_one_sees_through_becomes_white(tmp_path: Path) -> None:
    drawing = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    drawing.paste((200, 0, 0, 255), (20, 20, 120, 120))
    after = made(tmp_path, saved(drawing))
    assert after.format == "PNG"
    assert after.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert after.convert("RGB").getpixel((50, 50)) == (200, 0, 0)


def test_greys_of_sixteen_bits_and_palettes_are_pictures_too(tmp_path: Path) -> None:
    grey = Image.new("I;16", (40, 40), 40_000)
    assert abs(made(tmp_path, saved(grey)).convert("L").getpixel((3, 3)) - 156) < 3  # type: ignore[operator]
    palette = Image.new("RGB", (2000, 40), (10, 200, 30)).quantize(4)
    assert made(tmp_path, saved(palette, transparency=3)).size == (1280, 26)


def test_the_same_photo_is_the_same_picture(tmp_path: Path) -> None:
    made(tmp_path, photo())
    once = (tmp_path / "target.jpg").read_bytes()
    made(tmp_path, photo())
    assert (tmp_path / "target.jpg").read_bytes() == once


def test_what_hides_behind_a_photo_does_not_come_along(tmp_path: Path) -> None:
    hidden = b"<script>alert(1)</script>PK\x03\x04"
    made(tmp_path, photo() + hidden)
    assert b"<script" not in (tmp_path / "target.jpg").read_bytes()


def bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(9_000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("width", "height"), [(6_400, 6_400), (50_000, 50_000), (2_000_000_000, 2_000_000_000)])
def test_a_bomb_is_refused_by_its_size(tmp_path: Path, width: int, height: int) -> None:
    assert refusal(tmp_path, bomb(width, height)) == "picture_pixels"


def test_a_webp_unfolds_more_and_may_hold_less(tmp_path: Path) -> None:
    data = BytesIO()
    Image.new("RGB", (4_100, 4_100)).save(data, "WEBP", method=0)
    assert refusal(tmp_path, data.getvalue()) == "picture_pixels"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "medium_empty"),
        (SVG, "medium_unknown"),
        (b"<?xml version='1.0'?>" + SVG, "medium_unknown"),
        (b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", "picture_gif"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(50), "picture_heic"),
        (b"%PDF-1.4\n" + photo(), "medium_unknown"),
        (b"MZ" + bytes(100), "medium_unknown"),
        (photo()[:3000], "picture_broken"),
        (photo(form="PNG")[:3000], "picture_broken"),
        (photo(form="WEBP")[:2000], "picture_broken"),
        (b"\xff\xd8\xff" + bytes(1000), "picture_broken"),
        (photo() + bytes(15_000_000), "picture_too_big"),
    ],
)
def test_everything_else_is_told_in_a_sentence(tmp_path: Path, data: bytes, key: str) -> None:
    assert refusal(tmp_path, data) == key


def test_what_was_not_written_here_is_not_taken_in_as_it_is(tmp_path: Path) -> None:
    for data in (photo(), photo(1400, 200, gps=False)):
        (tmp_path / "x.jpg").write_bytes(data)
        with pytest.raises(UserFacingError) as told:
            look(tmp_path / "x.jpg", "jpg")
        assert told.value.user_text_key == "medium_not_ours"
