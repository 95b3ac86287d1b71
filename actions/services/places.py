"""The register of villages as the services need it: stewards and market days."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from actions.db.engine import CONTENT_DIR
from actions.errors import UserFacingError
from actions.services.lunar import lunar_of
from content.load import DEFAULT_ROOT
from content.model import Market, Village
from content.registers import load_registers


@dataclass(frozen=True)
class Places:
    """All villages by code."""

    villages: dict[str, Village]

    def village(self, code: str) -> Village:
        """The village of a code; raise UserFacingError for one nobody knows."""
        found = self.villages.get(code)
        if found is None:
            raise UserFacingError("unknown_village", 404, code)
        return found


def places_of(session: Session) -> Places:
    """The villages this session works with; the file is read again when it changed."""
    return load_places(session.info.get(CONTENT_DIR) or DEFAULT_ROOT)


def load_places(root: Path) -> Places:
    """The villages of a content folder."""
    stamp = (root / "villages.yml").stat()
    return _load(root, stamp.st_mtime_ns, stamp.st_size)


def market_of(session: Session, village_code: str | None) -> Market | None:
    """The market of the village's town, if one is known."""
    village = places_of(session).villages.get(village_code or "")
    return village.market if village else None


def is_market_day(market: Market | None, day: date) -> bool:
    """Whether the town holds its market on that day, by the solar or the lunar calendar."""
    if market is None:
        return False
    number = lunar_of(day)[1] if market.calendar == "lunar" else day.day
    return number % 10 in market.days


@lru_cache(maxsize=4)
def _load(root: Path, _changed: int, _size: int) -> Places:
    registers, _problems = load_registers(root)
    return Places({village.code: village for village in registers.villages})
