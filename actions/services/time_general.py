"""What the dialect layer leaves: jionlp reads the standard ways of naming a time."""

import contextlib
import importlib.util
import io
import logging
import re
import threading
from datetime import date, datetime
from pathlib import Path
from typing import Any

_log = logging.getLogger(__name__)
_LOOKS_LIKE_TIME = re.compile(
    r"[\d一二三四五六七八九十两半].{0,4}[天日号周月年季]|[周节季]|星期|礼拜|月|年|立春|立夏|立秋|立冬"
)
_LAST_UNPACKED = "pornography.txt"
_lock = threading.Lock()


def general_day(said: str, here: datetime) -> tuple[date, bool] | None:
    """The day a text names and whether it is exact; None when there is none or it is past."""
    if not _LOOKS_LIKE_TIME.search(said):
        return None
    with _lock:  # its parser keeps the base time in itself
        try:
            found = _extract(said, here)
        except Exception:  # jionlp raises all sorts of errors on what it cannot read
            _log.debug("jionlp could not read a time", exc_info=True)
            return None
    for entry in found:
        detail = entry.get("detail") or {}
        if detail.get("type") not in ("time_point", "time_span"):
            continue
        try:
            start = datetime.fromisoformat(str(detail["time"][0])).date()
        except (KeyError, IndexError, ValueError):
            continue
        if start >= here.date():
            one_day = str(detail["time"][-1])[:10] == start.isoformat()
            return start, one_day and detail.get("definition") == "accurate"
    return None


def prepare() -> bool:
    """Let jionlp unpack its dictionaries, which it does beside itself at its first import; does nothing afterwards.

    False on a read-only file system, where this has to happen while the image is built.
    """
    spec = importlib.util.find_spec("jionlp")
    places = (spec.submodule_search_locations or []) if spec else []
    if not all((Path(place) / "dictionary" / _LAST_UNPACKED).exists() for place in places):
        try:
            _load()
        except OSError:
            return False
    return True


def _load() -> Any:
    # It greets on standard output, which belongs to our own programs.
    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp
    return jionlp


def _extract(said: str, here: datetime) -> list[dict[str, Any]]:
    # Loaded at the first use: 40 MB and most of a second, which a text in the dialect layer never needs.
    return list(_load().ner.extract_time(said, time_base=here.timestamp(), with_parsing=True))
