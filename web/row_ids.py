"""Ids in addresses: a number no row can have is a page that does not exist, not a fault of the database."""

from web.context import App

LABEL = "id"
# PostgreSQL's integer; SQLite would take more, but no table counts that far.
LARGEST = 2**31 - 1


def row_id(text: str) -> int:
    """The id written in an address; the router answers 404 where this refuses."""
    number = int(text)
    if not 0 < number <= LARGEST:
        raise ValueError(text)
    return number


def install(app: App) -> None:
    """Let routes say `<number:id>`; before any route is added."""
    app.router.register_pattern(LABEL, row_id, r"[0-9]{1,10}")
