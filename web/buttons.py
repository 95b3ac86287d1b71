"""Which buttons a person was offered: only those may speak to Rasa in commands."""

from typing import Any

from sqlalchemy.orm import Session

from actions.services import transcripts


def title_of(session: Session, person_id: int, payload: str) -> str | None:
    """The title of the newest button with this payload that the person was shown, or None."""
    for line in reversed(transcripts.history(session, person_id, limit=60)):
        for button in line.payload.get("buttons") or ():
            if button.get("payload") == payload:
                return str(button.get("title"))
    return None


class Titles:
    """Turns payloads back into titles while a conversation is read from its beginning."""

    def __init__(self) -> None:
        """Know no button yet."""
        self._known: dict[str, str] = {}

    def offered(self, payload: dict[str, Any]) -> None:
        """Remember the buttons of a reply."""
        for button in payload.get("buttons") or ():
            self._known[str(button.get("payload"))] = str(button.get("title"))

    def shown(self, text: str) -> str:
        """What the person saw of their own message."""
        return self._known.get(text, text)
