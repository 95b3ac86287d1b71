"""Who wrote a version of an article and who approved it, as the audit tells it."""

from sqlalchemy.orm import Session

from actions.services import audit, library
from actions.services.audit import Event
from actions.services.library import StoredArticle
from content.document import read_document
from content.load import draft_of
from content.model import Problem

_WRITING = ("save", "publish", "import", "begin")
_APPROVING = ("approve", "publish-planned")
_MADE_LIVE = (*_APPROVING, "sign", "publish", "roll-back")


def authors_of(session: Session, article: StoredArticle) -> set[str]:
    """Who wrote on this text since the last version before it that was signed; returning or signing is no writing.

    A version from the files begins anew too. A text that was only signed or brought back is still its writers'.
    """
    told = [event for event in audit.events(session, article.id) if "state" in event.details]
    number = _written_as(told, article)
    before = [event for event in told if event.details["state"] == "published" and _version(event) < number]
    ends = {_version(event) for event in before if event.action not in _APPROVING or _is_signed(session, event)}
    for end in (*sorted(ends, reverse=True), 0):
        wrote = {event.actor for event in told if event.action in _WRITING and end < _version(event) <= number}
        if wrote:
            return wrote
    return {article.author}


def approval_of(session: Session, article: StoredArticle) -> Event | None:
    """The event that made this version live, or approved it for a day that is still to come; None when none did."""
    told = audit.events(session, article.id)
    planned = article.due_number == article.number
    wanted = ("plan",) if planned else _MADE_LIVE
    found = [event for event in told if event.action in wanted and event.details.get("version") == article.number]
    return found[-1] if found else None


def _written_as(told: list[Event], article: StoredArticle) -> int:
    """The version this text was written as: an earlier one where it was brought back."""
    made = next((event for event in told if _version(event) == article.number), None)
    if made is None or made.action != "roll-back":
        return article.number
    return min(_version(event) for event in told if event.details.get("checksum") == made.details.get("checksum"))


def _version(event: Event) -> int:
    return int(event.details["version"])


def _is_signed(session: Session, event: Event) -> bool:
    stored = library.get_article(session, event.subject, _version(event))
    document = read_document(stored.text, f"{event.subject}.md") if stored is not None else None
    return document is not None and not isinstance(document, Problem) and not draft_of(document).sample
