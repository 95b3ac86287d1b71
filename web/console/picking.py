"""An article as somebody names it who picks one: its title, a part of it, or its id."""

from collections.abc import Sequence

_SHOWN = 20


def picked(titles: Sequence[tuple[str, str]], typed: str) -> tuple[str, list[tuple[str, str]]]:
    """The id of the article that is meant, and, where what was typed fits several titles or one in part, those.

    What fits nothing is taken for an id: an article that is gone has left its traces under it.
    """
    if not typed or any(typed == article_id for article_id, _title in titles):
        return typed, []
    exact = [one for one in titles if one[1] == typed]
    if len(exact) == 1:
        return exact[0][0], []
    words = typed.casefold().split()
    near = exact or [one for one in titles if all(word in f"{one[1]} {one[0]}".casefold() for word in words)]
    if len(near) == 1:
        return near[0][0], []
    return ("", near[:_SHOWN]) if near else (typed, [])
