"""A refusal has words, a fault fails the call: nobody is told that something worked which did not."""

import asyncio
import importlib
import pkgutil
from dataclasses import replace
from pathlib import Path

import pytest
from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

import actions.chat as package
from actions.chat import context as chat
from actions.chat.acting import ChatAction, Events, Say
from actions.chat.answer import PickArticle
from actions.chat.my_bookings import CheckBooking
from actions.chat.people import ReachPerson
from actions.chat.turn import Turn
from actions.context import Context
from actions.errors import UserFacingError
from tests.actions.chat.conftest import Phone
from tests.moment import NOW


class Refuses(ChatAction):
    """Says something, then is refused."""

    called = "test_refuses"

    def act(self, turn: Turn, say: Say) -> Events:
        """Be refused."""
        say("utter_bye")
        raise UserFacingError("day_is_past", 422)


class Faults(ChatAction):
    """Meets a service that says: try again."""

    called = "test_faults"

    def act(self, turn: Turn, say: Say) -> Events:
        """Fail on the server's side."""
        raise UserFacingError("try_again", 503)


def test_a_refusal_is_said_and_what_was_said_before_is_not(phone: Phone) -> None:
    assert phone.to(Refuses(), "昨天来").names == ["utter_error_day_is_past"]


def test_a_refusal_inside_a_form_keeps_the_form(phone: Phone) -> None:
    heard = phone.with_slots(tries=1).to(Refuses(), "昨天来", form="booking_form", requested="visit_time")
    assert heard.slot("tries") == 1


def test_two_actions_that_send_each_other_on_come_to_an_end() -> None:
    action = CheckBooking()
    heard = [{"event": "user", "text": "找人抬高"}, {"event": "action", "name": action.name()}]
    tracker = Tracker("1", {}, {"text": "找人抬高"}, [*heard, {"event": "followup"}], False, None, {}, "action_listen")
    said = CollectingDispatcher()
    events = asyncio.run(action.run(said, tracker, {}))
    assert events == [FollowupAction("action_listen")]
    assert [one["response"] for one in said.messages] == ["utter_unclear"], "nobody is left without an answer"
    tracker.events = [*heard, {"event": "bot", "text": "已经告诉电管家了"}, {"event": "followup"}]
    answered = CollectingDispatcher()
    asyncio.run(action.run(answered, tracker, {}))
    assert answered.messages == []
    tracker.events = [*heard, {"event": "user", "text": "再说一句"}]
    assert not action._ran_already(tracker)


def test_a_fault_of_the_server_is_no_answer(phone: Phone) -> None:
    with pytest.raises(UserFacingError):
        phone.to(Faults(), "昨天来")


def test_without_a_database_the_action_fails(phone: Phone, opened: Context) -> None:
    opened.close()
    Path(opened.settings.database_url.removeprefix("sqlite:///")).write_bytes(b"no database" * 1000)
    with pytest.raises(SQLAlchemyError):
        phone.to(CheckBooking(), "我约的是哪天", "check_booking")


def test_an_article_that_is_gone_has_words(phone: Phone) -> None:
    assert phone.to(PickArticle(), '/pick_article{"article": "nonsense"}').names == ["utter_error_article_gone"]


def test_a_message_without_the_gateways_metadata_is_a_fault(phone: Phone) -> None:
    tracker = phone.tracker("你好", "greet", 1.0, "m", None, None)
    tracker.latest_message["metadata"] = {}
    with pytest.raises(KeyError):
        Turn.of(tracker)


def test_every_action_has_its_own_name() -> None:
    for module in pkgutil.walk_packages(package.__path__, "actions.chat."):
        importlib.import_module(module.name)
    kinds = [kind for kind in ChatAction.__subclasses__() if kind.__module__.startswith("actions.chat")]
    names = [kind().name() for kind in kinds]
    assert len(set(names)) == len(names) == len(kinds) > 30


def test_the_context_is_made_once(opened: Context) -> None:
    assert chat.context() is chat.context()


def test_office_hours_decide_what_is_promised(phone: Phone) -> None:
    asks = "utter_person_place_and_number"
    assert phone.to(ReachPerson(), "转人工", "reach_person").names == ["utter_person_called", asks]
    for night in (NOW.replace(hour=22), NOW.replace(day=29)):  # the 29th is a Sunday
        late = replace(phone, now=night)
        heard = late.to(ReachPerson(), "转人工", "reach_person", message_id=str(night))
        assert heard.names == ["utter_person_called_after_hours", asks]
        assert heard.responses[0]["custom"]["dial"] == ["95598"]
