"""The questions of the report form, and its end: filed once per message, then back to what was under way."""

from typing import cast

from rasa_sdk.events import FollowupAction

from actions.chat import after_report, hazards, my_reports
from actions.chat.acting import ChatAction, Events, Say
from actions.chat.context import context
from actions.chat.form_steps import LISTEN, is_quiet, over
from actions.chat.going_on import goes_on
from actions.chat.places import Where
from actions.chat.report_form import FOR_BOOKING, FORM, THEN_BOOK, Kind, books_now
from actions.chat.turn import Turn
from actions.chat.wording import UNNAMED_PLACE
from actions.db.engine import begin
from actions.services import reports
from actions.services.reports import Report


class AskReportText(ChatAction):
    """Asks what it is about."""

    called = "action_ask_report_form_report_text"

    def act(self, turn: Turn, say: Say) -> Events:
        """Ask in the words of the kind."""
        if not is_quiet(turn):
            say(f"utter_report_question_{turn.slot('report_kind')}")
        return []


class AskReportPlace(ChatAction):
    """Asks where."""

    called = "action_ask_report_form_report_place"

    def act(self, turn: Turn, say: Say) -> Events:
        """Ask."""
        if not is_quiet(turn):
            say("utter_report_question_place")
        return []


class AskReportPhone(ChatAction):
    """Asks whom to call back."""

    called = "action_ask_report_form_report_phone"

    def act(self, turn: Turn, say: Say) -> Events:
        """Ask."""
        if not is_quiet(turn):
            say("utter_report_question_phone")
        return []


class FinishReport(ChatAction):
    """Files the report."""

    called = "action_finish_report"

    def act(self, turn: Turn, say: Say) -> Events:
        """File what is complete, once per message; nothing when the form was left."""
        kind, text, place = turn.slot("report_kind"), turn.slot("report_text"), turn.slot("report_place")
        phone = turn.slot("report_phone")
        if not kind or not text or place is None or phone is None:
            return [LISTEN]
        words = text if place["said"] in ("", text) else f"{text}（{place['said']}）"
        where_ = Where(place["village"], place["group"]) if place["village"] else None
        known = after_report.same_outage(turn, say, where_, words, phone) if kind == "outage" else None
        if known is not None:
            return _after(turn, known)
        with begin(context().sessions) as session:
            report = reports.file_report(
                session,
                cast(Kind, kind),
                turn.request_id,
                turn.person_id,
                place["village"],
                place["group"],
                words,
                phone or None,
                now=turn.now,
            )
        dial = ["95598", "12398"] if kind == "complaint" else ["95598"]
        custom = {"kind": "report", "number": report.number, "dial": dial}
        fishing = kind == "hazard" and hazards.sort_of(text) == "fishing"
        if fishing:
            custom["dial"] = ["110"]
        say(
            f"utter_report_done_{'fishing' if fishing else kind}",
            {"number": report.number, "place": where_.words if where_ else UNNAMED_PLACE},
            custom=custom,
        )
        return _after(turn, report)


def _after(turn: Turn, report: Report) -> Events:
    """What the form leaves behind, and on with the booking it interrupted."""
    waiting = (turn.slot("pending") or {}).get("what")
    if not books_now(turn) and waiting != THEN_BOOK["what"]:
        return [*over(FORM), my_reports.filed(report)]
    # What comes next is most likely the answer to the booking's open question.
    return [
        *over(FORM)[:-1],
        goes_on("booking_form", answers=waiting == FOR_BOOKING["what"]),
        FollowupAction("booking_form"),
    ]
