"""Outages: entered once, answered everywhere."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sqlalchemy.orm import Session

from actions.clock import local, utc_now
from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import outages
from web.console.common import (
    back_to,
    console_page,
    field,
    fields,
    group_text,
    new_request_id,
    own_choices,
    request_id,
    serves,
    text_of,
    village_name,
)
from web.console.login import Me, me_of
from web.context import Web, web_of
from web.times import from_form
from web.words import error_text

HERE = "/console/outages"
_TYPED = ("kind", "groups", "reason", "starts_at", "expected_end")


def blueprint() -> Blueprint:
    """The routes of the outages."""
    routes = Blueprint("console_outages", url_prefix="/console/outages")
    routes.add_route(show, "/", name="show", strict_slashes=False)
    routes.add_route(enter, "/", methods=["POST"], name="enter", strict_slashes=False)
    routes.add_route(restore, "/<outage_id:id>/restore", methods=["POST"], name="restore")
    routes.add_route(withdraw, "/<outage_id:id>/withdraw", methods=["POST"], name="withdraw")
    return routes


async def show(request: Request) -> HTTPResponse:
    """All outages, newest first, and the form for a new one."""
    return await _page(request, {**dict.fromkeys(_TYPED, ""), "starts_at": _in_form(utc_now())}, [], new_request_id())


async def enter(request: Request) -> HTTPResponse:
    """Enter an outage."""
    me, web = me_of(request, "steward"), web_of(request)
    starts, ends = from_form(field(request, "starts_at", 30)), from_form(field(request, "expected_end", 30))
    kind, reason, once = field(request, "kind", 10), field(request, "reason", 200), request_id(request)
    villages = fields(request, "village")

    def act() -> None:
        if starts is None or not reason or kind not in ("planned", "fault"):
            raise UserFacingError("bad_request", 422)
        if not all(serves(web, me, code) for code in villages):
            raise UserFacingError("outage_not_your_village", 403)
        with begin(web.sessions) as session:
            outages.enter(
                session,
                request_id=once,
                kind="planned" if kind == "planned" else "fault",
                places=_places(villages, field(request, "groups", 40)),
                reason=reason,
                starts_at=starts,
                expected_end=ends,
                login=me.login,
            )

    try:
        await web.threads.run(act)
    except UserFacingError as error:
        # What was typed stands again in the form, beside the reason.
        typed = {name: field(request, name, 200) for name in _TYPED}
        return await _page(request, typed, villages, once, error)
    return back_to(HERE, "outage_entered")


async def _page(
    request: Request, typed: dict[str, str], chosen: list[str], once: str, error: UserFacingError | None = None
) -> HTTPResponse:
    me, web = me_of(request, "steward", "auditor"), web_of(request)

    def load() -> list[dict[str, Any]]:
        with read(web.sessions) as session:
            return [_row(web, me, one) for one in outages.list_(session, limit=50)]

    extra: dict[str, Any] = {"problem": error_text(error.user_text_key), "status": error.status} if error else {}
    return console_page(
        request, me, "outages.html", HERE,
        rows=await web.threads.run(load), villages=own_choices(web, me), first=_in_form(utc_now() - outages.LATE),
        last=_in_form(utc_now() + outages.EARLY), can_enter=me.may("steward"),
        given={**typed, "villages": chosen, "request_id": once}, **extra,
    )  # fmt: skip


async def restore(request: Request, outage_id: int) -> HTTPResponse:
    """The power is back."""
    return await _change(request, outage_id, outages.restore, "outage_restored")


async def withdraw(request: Request, outage_id: int) -> HTTPResponse:
    """It was entered by mistake: villagers hear nothing of it any more."""
    return await _change(request, outage_id, outages.withdraw, "outage_withdrawn")


async def _change(
    request: Request, outage_id: int, change: Callable[[Session, int, str], outages.OutageInfo], ok: str
) -> HTTPResponse:
    me, web = me_of(request, "steward"), web_of(request)

    def act() -> None:
        with begin(web.sessions) as session:
            if not _is_mine(web, me, outages.get(session, outage_id)):
                raise UserFacingError("outage_not_your_village", 403)
            change(session, outage_id, me.login)

    await web.threads.run(act)
    return back_to(HERE, ok)


def _is_mine(web: Web, me: Me, outage: outages.OutageInfo) -> bool:
    # Whoever says that the power is back says it to everybody of the outage.
    return me.may("steward") and all(serves(web, me, code) for code, _group in outage.places)


def _in_form(moment: datetime) -> str:
    return local(moment).strftime("%Y-%m-%dT%H:%M")


def _places(villages: list[str], groups: str) -> list[outages.Place]:
    numbers = [
        int(part) for part in groups.replace("，", ",").replace("、", ",").split(",") if part.strip().isdecimal()
    ]
    if groups and (len(villages) != 1 or not numbers):
        raise UserFacingError("groups_need_one_village", 422)
    if numbers:
        return [(villages[0], number) for number in numbers]
    return [(code, None) for code in villages]


def _row(web: Web, me: Me, outage: outages.OutageInfo) -> dict[str, Any]:
    places = "、".join(f"{village_name(web, code) or code}{group_text(group)}" for code, group in outage.places)
    return {
        "id": outage.id,
        "kind_text": text_of("outage_kind", outage.kind),
        "now_text": text_of("outage_state", _state(outage)),
        "state": _state(outage),
        "mine": _is_mine(web, me, outage),
        "still_told": outage.restored_at is None or outage.restored_at > utc_now() - outages.TELL_RESTORED_FOR,
        "places": places,
        "reason": outage.reason,
        "starts_at": outage.starts_at,
        "expected_end": outage.expected_end,
        "restored_at": outage.restored_at,
    }


def _state(outage: outages.OutageInfo) -> str:
    if outage.withdrawn:
        return "withdrawn"
    return "overdue" if outage.overdue else outage.state
