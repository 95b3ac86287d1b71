"""Rules about the pictures, sound and video of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.media import MOST, name_in
from content.render import images_in, media_in
from content.rule import Draft, Found, rule

_IMAGE = re.compile(r"!\[[^\]\n]*\]\(\s*<?([^)\s>]*)[^)\n]*\)")
_PART = "详解"


@rule("media-described")
def medium_is_described(draft: Draft) -> Iterator[Found]:
    """Every picture, sound and video says in words what is on it."""
    for line, said, _name in _media(draft):
        if not said.strip():
            yield line, "图、声音、视频都要写是什么：在 ![ 和 ] 中间写一句，看不见、打不开的人就靠这一句。"


@rule("media-elsewhere")
def medium_is_ours(draft: Draft) -> Iterator[Found]:
    """Only media that were uploaded here stand in the text, and only in the 详解."""
    part = draft.document.part(_PART)
    inside = range(part.start, part.start + part.text.count("\n") + 1) if part else range(0)
    # As the page reads them, and what only looks like an image to people.
    targets = {(part.start + line, target) for line, _said, target in images_in(part.text)} if part else set()
    for number, text in enumerate(draft.document.text.split("\n"), 1):
        if number >= draft.document.body_line:
            targets |= {(number, match.group(1)) for match in _IMAGE.finditer(text)}
    for number, target in sorted(targets):
        if not name_in(target):
            yield (
                number,
                f"别处的图放不进来（“{target[:40]}”）。先存到手机或者电脑上，"
                "再在工作台这篇文章的“详解”下面点“插一张图”传上来。",
            )
        elif number not in inside:
            yield number, "图、声音、视频只能放在详解里。"


@rule("media-missing")
def medium_is_there(draft: Draft) -> Iterator[Found]:
    """Every medium the text shows is there."""
    for line, said, name in _media(draft):
        if name not in draft.registers.media:
            yield line, f"这里没有“{said[:20] or name[:8]}”的文件，请在工作台重新传一次，或者把它放进 media 文件夹。"


@rule("media-many", "warning")
def media_are_few(draft: Draft) -> Iterator[Found]:
    """An article has at most six media: each costs a phone data and patience."""
    found = list(_media(draft))
    if len(found) > MOST:
        yield (
            found[MOST][0],
            f"一篇最多放 {MOST} 个图、声音、视频，现在有 {len(found)} 个，手机打开会慢，请留要紧的。",
        )


RULES = (medium_is_described, medium_is_ours, medium_is_there, media_are_few)


def _media(draft: Draft) -> Iterator[tuple[int, str, str]]:
    part = draft.document.part(_PART)
    if part is not None:
        for line, said, name in media_in(part.text):
            yield part.start + line, said, name
