"""What all actions of one process share, made when the first action needs it; nothing happens at import."""

import threading
from dataclasses import dataclass

from actions.context import Context as Opened
from actions.context import open_context
from actions.db.engine import Sessions
from actions.services import learning
from actions.services.live_index import LiveIndex
from actions.settings import Settings, load_settings
from content.emergency import EmergencyRules
from content.fraud import FraudRules
from content.load import library_in_use
from content.model import Village
from content.vectors import open_store


@dataclass(frozen=True)
class Context:
    """Settings, database, live library and the registers that change only with the files."""

    settings: Settings
    sessions: Sessions
    live: LiveIndex
    villages: tuple[Village, ...]
    emergencies: EmergencyRules
    fraud: FraudRules

    def village(self, code: str | None) -> Village | None:
        """The village of a code, or None."""
        return next((village for village in self.villages if village.code == code), None)


_lock = threading.Lock()
_made: Context | None = None


def of(opened: Opened) -> Context:
    """The context of an installation that is open already, with an index that may use sentence vectors."""
    settings = opened.settings
    library = library_in_use(settings.content_dir)
    live = LiveIndex(opened.sessions, open_store(settings.data_dir / "vectors"), settings.data_dir / learning.NAME)
    return Context(settings, opened.sessions, live, library.villages, library.emergency, library.fraud)


def context() -> Context:
    """The context of this process."""
    global _made
    if _made is None:
        with _lock:
            if _made is None:
                _made = of(open_context(load_settings()))
    return _made


def use(made: Context | None) -> None:
    """Work with this context from now on; None makes the next use read the settings again."""
    global _made
    with _lock:
        _made = made
