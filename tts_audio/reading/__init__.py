"""How written things are read aloud, one module per kind; each reader rewrites a text and leaves the rest alone."""

from collections.abc import Callable

from tts_audio.reading import clean, codes, dates, marks, money, numbers, phones, times, units, words

# The order matters: what is a telephone number must be gone before ranges and plain numbers are looked for.
READERS: tuple[Callable[[str], str], ...] = (
    clean.tidy,
    words.read,
    phones.read,
    codes.read,
    dates.read,
    times.read,
    money.read,
    units.read,
    marks.read,
    numbers.read,
)

finish = clean.finish

__all__ = ["READERS", "finish"]
