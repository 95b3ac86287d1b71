"""What waits for a person as the steward reads it: a cry for help, a wish for somebody, a report; and who may act."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from actions.services import emergencies, handoff, reports, transcripts, whereabouts
from actions.services.masking import without_numbers, without_secrets
from content.villages import find_place
from web.buttons import Titles
from web.console.common import group_text, new_request_id, serves, text_of, village_name
from web.console.login import Me
from web.context import Web
from web.words import words

_LINES = 12
_CODE = re.compile(r"上门码[：:]?\s*\S+")


def of_cry(
    web: Web, session: Session, me: Me, cry: Sequence[emergencies.Alert], names: dict[str, str]
) -> dict[str, Any]:
    """What one person cried in one go; name and number of a village are for those who serve it."""
    known = _reached(web, session, cry)
    acts = _serves_all(web, me, known, cry)
    mine = acts or me.may("auditor")
    village = web.villages.get(known.village_code or "")
    # A number he wrote is for those who serve the village, as the one he left.
    shown = [(one, (without_secrets if mine else without_numbers)(one.text)) for one in cry]
    row = {
        "id": cry[0].id,
        "ids": ",".join(str(one.id) for one in cry),
        "title": _title_of(web, cry[0].kind),
        "text": shown[0][1],
        "at": cry[0].created_at,
        "earlier": [{"title": _title_of(web, one.kind), "text": text, "at": one.created_at} for one, text in shown[1:]],
        "mine": mine,
        "acts": acts,
        "steward": names.get((village.steward if village else None) or "", ""),
        **_reach(web, known),
    }
    return row if mine else {**row, "phone": None}


def of_seen(
    web: Web, session: Session, me: Me, alerts: list[emergencies.Alert], names: dict[str, str]
) -> list[dict[str, Any]]:
    """What was seen since yesterday, one line for one press of the button."""
    rows = []
    for (_person, login, at), found in groupby(alerts, key=lambda one: (one.person_id, one.seen_by, one.seen_at)):
        row = of_cry(web, session, me, sorted(found, key=lambda one: -one.id), names)
        own = login == me.login and me.may("steward")
        rows.append({**row, "by": names.get(login or "", login), "seen_at": at, "own": own})
    return rows


def may_see(web: Web, session: Session, me: Me, cry: Sequence[emergencies.Alert]) -> bool:
    """Whether the alerts of one card are his to read with their numbers: those he acts on, and for the auditor all."""
    return me.may("auditor") or may_act(web, session, me, cry)


def may_act(web: Web, session: Session, me: Me, cry: Sequence[emergencies.Alert]) -> bool:
    """Whether the alerts of one card are his to act on: those of his villages, and of a village nobody knows."""
    return _serves_all(web, me, _reached(web, session, cry), cry)


def _serves_all(web: Web, me: Me, known: whereabouts.Reach, cry: Sequence[emergencies.Alert]) -> bool:
    told = {known.village_code, *(one.village_code for one in cry)} - {None}
    return me.may("steward") and all(serves(web, me, code) for code in told)


def _title_of(web: Web, kind: str) -> str:
    return next((rule.title for rule in web.library.emergency.kinds if rule.kind == kind), kind)


def _reached(web: Web, session: Session, cry: Sequence[emergencies.Alert]) -> whereabouts.Reach:
    """Where the person is and how to ring him: what one of the alerts says of the place stands for all of them."""
    placed = next((one for one in cry if one.village_code), cry[0])
    return whereabouts.reach(
        session, cry[0].person_id, list(web.villages.values()), request_id=cry[0].request_id, at=cry[0].created_at,
        village_code=placed.village_code, group_number=placed.group_number,
    )  # fmt: skip


def of_wish(web: Web, session: Session, me: Me, wish: handoff.HandoffInfo) -> dict[str, Any]:
    """Who wants a person, where he is, and what was said to him last."""
    titles, villages = Titles(), list(web.villages.values())
    lines: list[dict[str, Any]] = []
    acts = serves(web, me, wish.village_code)
    # The group known from the conversation stands in the wish's own words.
    own = find_place(wish.text, villages, hint=wish.village_code) if wish.village_code else None
    known = whereabouts.reach(
        session, wish.person_id, villages, request_id=wish.request_id, at=wish.created_at,
        village_code=wish.village_code,
        group_number=own.group_number if own and own.village_code == wish.village_code else None,
    )  # fmt: skip
    for line in transcripts.history(session, wish.person_id, limit=_LINES):
        if line.mine:
            lines.append({"role": "user", "text": without_secrets(titles.shown(line.text)), "why": None})
        else:
            titles.offered(line.payload)
            # The bot reads back what it was told.
            said = without_secrets(str(line.payload.get("text") or ""))
            text = said if acts else _CODE.sub("上门码：****", said)
            lines.append({"role": "bot", "text": text, "why": line.inbox_id})
    return {
        "id": wish.id,
        "acts": acts,
        **_reach(web, known),
        "state_text": text_of("handoff_state", wish.state),
        "at": wish.created_at,
        "text": "" if wish.text.startswith("/") else without_secrets(wish.text),
        "lines": [line for line in lines[-_LINES:] if line["text"]],
        "request_id": new_request_id(),
    }


def _reach(web: Web, known: whereabouts.Reach) -> dict[str, Any]:
    place = village_name(web, known.village_code) + group_text(known.group_number)
    return {
        "village": place + (words()["console"]["told_later"] if place and known.place_later else ""),
        "phone": known.phone,
        "phone_later": words()["console"]["told_later"] if known.phone_later else "",
    }


def of_report(web: Web, report: reports.Report) -> dict[str, Any]:
    """What was reported, by whom it can be asked after, and how far it is."""
    return {
        "id": report.id,
        "number": report.number,
        "kind_text": text_of("report_kind", report.kind),
        "state": report.state,
        "state_text": text_of("report_state", report.state),
        "text": without_secrets(report.text),
        "phone": report.phone,
        "at": report.created_at,
        "village": village_name(web, report.village_code),
        "group": group_text(report.group_number),
        "request_id": new_request_id(),
    }
