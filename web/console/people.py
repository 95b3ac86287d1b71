"""Emergencies, people who want a person, and reports."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json
from sqlalchemy.orm import Session

from actions.clock import utc_now
from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import emergencies, handoff, messages, reports, transcripts, users
from web.console import cards, fraud_notes, urgent
from web.console.common import (
    back_to,
    console_page,
    field,
    record_reading,
    refused,
    request_id,
    sees,
    serves,
    steward_name,
)
from web.console.login import Me, me_of
from web.context import Web, web_of
from web.words import words

HERE = "/console/people"
_FINISHED = 10
_SEEN_FOR = timedelta(days=1)
_REPORT_DONE = {"doing": "report_changed", "done": "report_finished", "undo": "report_reopened"}


def blueprint() -> Blueprint:
    """The routes of what came in."""
    routes = Blueprint("console_people", url_prefix="/console")
    routes.add_route(show, "/people", name="show")
    routes.add_route(news, "/people/news", name="news")
    routes.add_route(see_alert, "/people/alert/<alert_id:id>", methods=["POST"], name="alert")
    routes.add_route(reopen_alert, "/people/alert/<alert_id:id>/back", methods=["POST"], name="alert_back")
    routes.add_route(answer_person, "/people/handoff/<handoff_id:id>", methods=["POST"], name="handoff")
    routes.add_route(change_report, "/people/report/<report_id:id>", methods=["POST"], name="report")
    return routes


async def show(request: Request) -> HTTPResponse:
    """What waits for a person, the dangerous first."""
    me, web = me_of(request, "steward", "auditor"), web_of(request)
    await record_reading(request, me)
    everything = request.args.get("all") == "1"

    def load() -> dict[str, Any]:
        with read(web.sessions) as session:
            waiting = _waiting(session, web, me)
            names = {account.login: account.name for account in users.list_(session) if not account.disabled}
            cries = emergencies.together(waiting.alerts)
            rows = [cards.of_cry(web, session, me, cry, names) for cry in cries[: urgent.looked_at(everything)]]
            return {
                **urgent.shown(rows, len(cries), everything),
                "mark": waiting.mark(session),
                "people": emergencies.count_open(session),
                "seen": cards.of_seen(web, session, me, waiting.seen, names),
                "handoffs": [cards.of_wish(web, session, me, one) for one in waiting.wishes],
                "reports": [_report(web, me, one) for one in waiting.reports],
                "fraud": fraud_notes.cards(web, me, waiting.notes),
                "finished": [
                    _report(web, me, one)
                    for one in reversed(reports.list_(session, state="done"))
                    if _may_read(web, me, one)
                ][:_FINISHED],
            }

    return console_page(request, me, "people.html", HERE, **await web.threads.run(load))


async def news(request: Request) -> HTTPResponse:
    """The counts for a page that stands open; with `mark`, also whether its list is still the newest."""
    me, web = me_of(request, "steward"), web_of(request)
    counts: dict[str, Any] = {"alerts": me.alerts, "waiting": me.waiting}

    def look() -> str:
        with read(web.sessions) as session:
            return _waiting(session, web, me).mark(session)

    if request.args.get("mark"):
        counts["mark"] = await web.threads.run(look)
    return json(counts)


async def see_alert(request: Request, alert_id: int) -> HTTPResponse:
    """A steward has read the alert, and with it the earlier ones of the same card."""
    me, web, now = me_of(request, "steward"), web_of(request), utc_now()
    wanted = _card_ids(request, alert_id)

    def act() -> None:
        with begin(web.sessions) as session:
            found = _card(session, wanted)
            if not cards.may_act(web, session, me, found):
                raise UserFacingError("alert_not_your_village", 403)
            for one in found:
                emergencies.mark_seen(session, one.id, me.login, now)

    await web.threads.run(act)
    return back_to(HERE, "alert_seen")


async def reopen_alert(request: Request, alert_id: int) -> HTTPResponse:
    """Whoever said that he has seen it was mistaken."""
    me, web = me_of(request, "steward"), web_of(request)
    wanted = _card_ids(request, alert_id)

    def act() -> None:
        with begin(web.sessions) as session:
            for one in _card(session, wanted):
                emergencies.take_back(session, one.id, me.login)

    await web.threads.run(act)
    return back_to(HERE, "alert_back")


async def answer_person(request: Request, handoff_id: int) -> HTTPResponse:
    """Take over and write, or give the conversation back to the bot."""
    me, web = me_of(request, "steward"), web_of(request)
    do, text, once = field(request, "do", 10), field(request, "text", 1000), request_id(request)
    if do not in ("reply", "close") or (do == "reply" and not text):
        return refused(HERE, UserFacingError("empty_text"))

    def act() -> None:
        with begin(web.sessions) as session:
            wish = next((one for one in handoff.list_(session) if one.id == handoff_id), None)
            if wish is None or not serves(web, me, wish.village_code):
                raise UserFacingError("forbidden", 403)
            if text:
                handoff.take(session, handoff_id, me.login)
                payload = {"text": words()["person_says"].format(name=steward_name(me.name), text=text), "buttons": [],
                           "custom": {"kind": "person", "name": me.name}}  # fmt: skip
                handoff.say(session, handoff_id, me.login, payload, once)
            if do == "close":
                handoff.close(session, handoff_id, me.login)
                back = {"text": words()["bot_again"], "buttons": [], "custom": {"kind": "person"}}
                messages.push(session, wish.person_id, back, f"bot-again:{handoff_id}")

    try:
        await web.threads.run(act)
    except UserFacingError as error:
        return refused(HERE, error)
    return back_to(HERE, "handoff_closed" if do == "close" else "reply_sent")


async def change_report(request: Request, report_id: int) -> HTTPResponse:
    """Take a report up, finish it, or take that back; whoever reported hears of it."""
    me, web = me_of(request, "steward"), web_of(request)
    do, said, once = field(request, "do", 10), field(request, "result", 300), request_id(request)
    if do not in _REPORT_DONE:
        raise UserFacingError("bad_request", 400)

    def act() -> None:
        with begin(web.sessions) as session:
            known = reports.get(session, report_id)
            if not _may_handle(web, me, known):
                raise UserFacingError("forbidden", 403)
            # Told once: whoever clicks after a colleague changes nothing.
            if do == "done" and known.state != "done":
                reports.set_state(session, report_id, "done", me.login)
                _tell_reporter(session, me, known, "report_done" if said else "report_done_bare", once, said)
            elif do == "undo" and known.state == "done":
                reports.set_state(session, report_id, "doing", me.login)
                _tell_reporter(session, me, known, "report_not_done", once)
            elif do == "doing" and known.state == "open":
                reports.set_state(session, report_id, "doing", me.login)
                _tell_reporter(session, me, known, "report_taken", once)

    await web.threads.run(act)
    return back_to(HERE, _REPORT_DONE[do])


def _tell_reporter(session: Session, me: Me, report: reports.Report, key: str, once: str, said: str = "") -> None:
    # A complaint is no steward's to answer.
    who = words()["staff"] if report.kind == "complaint" else steward_name(me.name)
    text = words()[key].format(number=report.number, steward=who, said=said)
    payload = {"text": text, "buttons": [], "custom": {"kind": "report", "number": report.number}}
    messages.push(session, report.person_id, payload, f"{key}:{report.id}:{once}")


@dataclass(frozen=True)
class _Waiting:
    """What waits for this steward."""

    alerts: list[emergencies.Alert]
    seen: list[emergencies.Alert]
    wishes: list[handoff.HandoffInfo]
    reports: list[reports.Report]
    notes: fraud_notes.Notes

    def mark(self, session: Session) -> str:
        """Another value whenever something on the page would read differently."""
        parts: list[tuple[Any, ...]] = [("alert", one.id) for one in self.alerts]
        parts += [("seen", one.id) for one in self.seen]
        parts += [
            ("wish", one.id, one.state, one.taken_by, *transcripts.newest_ids(session, one.person_id))
            for one in self.wishes
        ]
        parts += [("report", one.id, one.state) for one in self.reports]
        parts += [("note", one.id) for one in self.notes]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _waiting(session: Session, web: Web, me: Me) -> _Waiting:
    wishes = [one for one in handoff.list_(session) if sees(web, me, one.village_code)]
    seen = emergencies.seen_alerts(session, utc_now() - _SEEN_FOR)
    rest = (wishes, _open_reports(session, web, me), fraud_notes.for_steward(session, web, me))
    return _Waiting(emergencies.open_alerts(session), seen, *rest)


def _open_reports(session: Session, web: Web, me: Me) -> list[reports.Report]:
    open_ones = [*reports.list_(session, state="open"), *reports.list_(session, state="doing")]
    return [one for one in sorted(open_ones, key=lambda one: one.id) if _may_read(web, me, one)]


def _may_handle(web: Web, me: Me, report: reports.Report) -> bool:
    # Nobody handles a complaint about himself: that is the administrator's.
    return me.may("admin") if report.kind == "complaint" else serves(web, me, report.village_code)


def _may_read(web: Web, me: Me, report: reports.Report) -> bool:
    # A complaint may be about the steward who reads it, whatever else he is.
    audits = me.may("auditor") and (report.kind != "complaint" or not me.may("steward"))
    return audits or _may_handle(web, me, report)


def _report(web: Web, me: Me, report: reports.Report) -> dict[str, Any]:
    return {**cards.of_report(web, report), "acts": _may_handle(web, me, report)}


def _card_ids(request: Request, alert_id: int) -> list[int]:
    # Only what stood on the card he read: what came meanwhile stays open.
    parts = field(request, "ids", 20_000).split(",")
    return sorted({alert_id, *(int(part) for part in parts if part.isdecimal() and len(part) < 10)}, reverse=True)


def _card(session: Session, ids: list[int]) -> list[emergencies.Alert]:
    """The alerts of one card, newest first; a card is one person's."""
    found = [emergencies.get(session, number) for number in ids]
    if len({one.person_id for one in found}) != 1:
        raise UserFacingError("bad_request", 400)
    return found
