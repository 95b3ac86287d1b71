"""The last answer read aloud, or what to do in the danger told after it."""

from datetime import datetime
from typing import Any

from actions.chat import first
from actions.chat.acting import ChatAction, Events, Say
from actions.chat.after_danger import just_told
from actions.chat.context import context
from actions.chat.turn import Turn
from actions.clock import local_day
from actions.db.engine import begin
from actions.services import clips
from content.emergency import Emergency


def play(turn: Turn, say: Say) -> None:
    """Ask for the clip of the last answer; the page plays it sentence by sentence while it is being made."""
    last: dict[str, Any] = turn.slot("last_article") or {}
    card = _card_since(turn, last.get("at"))
    if card is not None:
        _play_card(card, turn, say)
        return
    live = context().live.article(str(last.get("article_id"))) if last else None
    if live is None or not live.article.is_valid_on(local_day(turn.now)):
        say("utter_nothing_to_read")
        return
    article = live.article
    # The same text, preset and engine as the page's own button: one clip, whoever asks first.
    with begin(context().sessions) as session:
        clip = clips.request_clip(
            session,
            text=article.short,
            title=article.title,
            source=f"article:{article.id}:{live.number}",
            engine=context().settings.tts_engine,
            preset="answer",
            now=turn.now,
        )
    if clip.state == "failed_gave_up":
        say("utter_clip_failed")
        return
    response = "utter_clip_ready" if clip.state == "done" else "utter_clip_making"
    say(response, {"title": article.title}, custom={"kind": "clip", "hash": clip.hash})


def _card_since(turn: Turn, answered_at: str | None) -> Emergency | None:
    """The card of the danger told a moment ago, None where there is none or something was answered after it."""
    told = just_told(turn)
    if told is None or (answered_at and told.created_at < datetime.fromisoformat(answered_at)):
        return None
    return context().emergencies.of_kind(told.kind)


def _play_card(card: Emergency, turn: Turn, say: Say) -> None:
    with begin(context().sessions) as session:
        clip = clips.request_card(session, card, context().settings.tts_engine, turn.now)
    response = "utter_danger_clip_ready" if clip.state == "done" else "utter_danger_clip_making"
    say(response, custom={"kind": "clip", "hash": clip.hash, "dial": list(card.dial)})


class PlayAloud(ChatAction):
    """The answer is to be heard."""

    called = "action_play_aloud"

    def act(self, turn: Turn, say: Say) -> Events:
        """Ask for the clip; 我刚才说的不算 only sounds like a wish to hear it."""
        told = first.instead(turn, say)
        if told is not None:
            return told
        play(turn, say)
        return []
