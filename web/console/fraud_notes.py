"""Several people of a village were met with the same signs of fraud: what its stewards read, without any person."""

from itertools import groupby
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sqlalchemy.orm import Session

from actions.db.engine import begin
from actions.errors import UserFacingError
from actions.services import fraud_notes
from actions.services.fraud_notes import Note
from web.console.common import back_to, field, sees, serves, village_name
from web.console.login import Me, me_of
from web.context import Web, web_of

HERE = "/console/people"
Notes = list[Note]


def blueprint() -> Blueprint:
    """The route of the button."""
    routes = Blueprint("console_fraud_notes", url_prefix="/console/fraud-notes")
    routes.add_route(read_note, "/", methods=["POST"], name="read", strict_slashes=False)
    return routes


def for_steward(session: Session, web: Web, me: Me) -> Notes:
    """The unread notes of the villages this steward serves (of all for the auditor), village by village."""
    notes = [one for one in fraud_notes.unread(session) if sees(web, me, one.village_code)]
    return sorted(notes, key=lambda one: one.village_code)


def cards(web: Web, me: Me, notes: Notes) -> list[dict[str, Any]]:
    """A card for each village: what its people were met with, as the file of signs calls it."""
    rows = []
    for code, found in groupby(notes, key=lambda one: one.village_code):
        of_village = list(found)
        groups = [web.library.fraud.groups.get(one.group, "") for one in of_village]
        rows.append(
            {
                "ids": ",".join(str(one.id) for one in of_village),
                "village": village_name(web, code),
                "acts": serves(web, me, code),
                "groups": [name for name in groups if name],
                "at": max(one.created_at for one in of_village),
            }
        )
    return rows


async def read_note(request: Request) -> HTTPResponse:
    """A steward has read what stood on the card."""
    me, web = me_of(request, "steward"), web_of(request)
    wanted = [int(part) for part in field(request, "ids", 2_000).split(",") if part.isdecimal() and len(part) < 10]

    def act() -> None:
        with begin(web.sessions) as session:
            for number in sorted(set(wanted)):
                if not serves(web, me, fraud_notes.get(session, number).village_code):
                    raise UserFacingError("forbidden", 403)
                fraud_notes.mark_read(session, number, me.login)

    await web.threads.run(act)
    return back_to(HERE, "fraud_note_read")
