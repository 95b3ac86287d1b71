"""The stewards' console: plain pages for what came in and what goes out."""

from sanic import Blueprint

from web.console import (
    announcements,
    article,
    auditing,
    bookings,
    facts,
    fraud_notes,
    lessons,
    library,
    listening,
    login,
    media,
    outages,
    people,
    preview,
    refused,
    review,
    sheets,
    why,
)


def blueprints() -> list[Blueprint]:
    """The routes of the console, made anew for each app."""
    modules = (
        login,
        bookings,
        people,
        fraud_notes,
        refused,
        outages,
        announcements,
        lessons,
        library,
        article,
        facts,
        media,
        preview,
        listening,
        review,
        sheets,
        auditing,
        why,
    )
    return [module.blueprint() for module in modules]
