"""What a message gets that the library may answer: what was asked before it, what else it may want, the answer."""

from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.interfaces import Tracker

from actions.chat import after_danger, caution, courses, first, footers, my_reports, outages, own_village
from actions.chat import in_case as in_case  # it speaks beside what is said here
from actions.chat import rated as rated  # its ear hears whether an answer was of help
from actions.chat.acting import ChatAction, Events, Say, hears_first, ran_before
from actions.chat.context import context
from actions.chat.finding import look_up, peek, recall, tell, why
from actions.chat.going_on import LEARN, go_on
from actions.chat.hearing import is_question, is_wait, listed, ordinal
from actions.chat.lesson_village import take_lesson_village
from actions.chat.nothing import has_no_word, means_nothing
from actions.chat.sent import dial_yourself, number_to_call
from actions.chat.turn import Turn
from actions.chat.wishes import answers_quiz, asks_to_know, books, moves, wish_of
from actions.services import answers
from content.after_emergency import denies
from content.normalize import bare

VERY_SURE = 0.9
OFFER = 0.2
"""From this confidence on something to do is offered beside a refusal."""
TASKS = frozenset(
    (
        *("book_inspection", "check_booking", "change_booking", "cancel_booking"),
        *("report_outage", "report_hazard", "complain", "need_power", "ask_outage"),
        *("reach_person", "ask_directory", "visitor_at_door", "learn_lesson"),
    )
)
_SHORT, _SMALL, _STORY = 2, 5, 8


def answer_instead(turn: Turn, say: Say) -> Events | None:
    """Answer a question that Rasa took for something to do, and offer to do it; None when it is no such question."""
    cut = answer_outage(turn, say)
    if cut is not None:
        return cut
    if turn.button:
        return None
    if my_reports.asks_progress(turn.said):
        return [FollowupAction("action_check_booking")]
    own = first.instead(turn, say)
    if own is not None:
        return own
    if not asks_to_know(turn.said):
        return None
    found = peek(turn)
    if found is None:
        return None
    events = tell(found, say, turn.said)
    footers.offer(turn, say, turn.meant)
    return events


def answer_outage(turn: Turn, say: Say) -> Events | None:
    """Tell of the power of a place that is asked about by name; None when the sentence asks something else."""
    place = outages.asked_of(turn)
    if place is None:
        return None
    outages.tell(turn, say, place)
    return [place.remembered(), SlotSet("offered", None)]


def answer_if_sure(turn: Turn, say: Say) -> Events | None:
    """Answer a longer story that Rasa took for something to do where the library is very sure of it; else None."""
    if turn.button or len(bare(turn.said)) < _STORY:
        return None
    found = peek(turn, least=VERY_SURE)
    if found is None:
        return None
    events = tell(found, say, turn.said)
    footers.offer(turn, say, turn.meant)
    return events


def pick(turn: Turn, say: Say) -> Events:
    """Say the article that was picked by button or by its place in the list."""
    article_id = turn.entities.get("article")
    offered: dict[str, Any] = turn.slot("offered") or {}
    place = ordinal(turn.said)
    if not article_id and offered.get("what") == "articles" and place is not None:
        ids = offered["ids"]
        article_id = ids[place] if -1 <= place < len(ids) else None
    if not article_id and answers_quiz(turn):
        return [FollowupAction("action_quiz")]
    if not article_id and courses.chosen(turn):
        return [FollowupAction(LEARN)]
    if not article_id:
        if turn.said and place is None:
            return answer_turn(turn, say)
        say("utter_nothing_offered")
        return []
    return tell(answers.article(None, context().live, str(article_id), turn.now), say)


@hears_first
def _picked(turn: Turn, say: Say) -> Events | None:
    """1, 选1, 一 right below suggestions is the first of them, whatever Rasa takes a bare number for."""
    offered: dict[str, Any] = turn.slot("offered") or {}
    number = listed(turn.said)
    if offered.get("what") != "articles" or number is None or not 0 < number <= len(offered["ids"]):
        return None
    return tell(answers.article(None, context().live, str(offered["ids"][number - 1]), turn.now), say)


def answer_turn(turn: Turn, say: Say) -> Events:
    """Answer whatever was said from the library; beside a refusal offer what Rasa thinks might be wanted."""
    done = take_lesson_village(turn, say)
    if done is not None:
        return done
    cut = answer_outage(turn, say)
    if cut is not None:
        return cut
    earlier = go_on(turn) or first.instead(turn, say)
    if earlier is not None:
        return earlier
    lives = own_village.kept(turn, say)
    if lives is not None:
        return lives
    # 我挨一下插孔看有没得电 names no outage to be reported: whoever plans that is stopped.
    knows = (asks_to_know(turn.said) and not books(turn.said) and not moves(turn)) or caution.wants_to(turn.said)
    wish = None if turn.button or knows else wish_of(turn)
    if wish is None and my_reports.asks_progress(turn.said) and not turn.button:
        wish = "action_check_booking"
    if wish is not None:
        return [FollowupAction(wish)]
    if turn.said and is_wait(turn.said):
        say("utter_take_your_time")
        return []
    # Nothing the library could answer.
    denied = after_danger.take_denial(turn, say) if denies(turn.said, context().emergencies) else None
    if denied is not None:
        return denied
    if (number := number_to_call(turn.said)) is not None:
        dial_yourself(number, say)
        return []
    length = len(bare(turn.said))
    small = length <= _SMALL and not is_question(turn.said)
    # What holds no word is kept for no editor: AAAA, affirm{.
    only_recalled = small or has_no_word(turn.said)
    nothing = length < _SHORT or means_nothing(turn.said)
    found = None if nothing else recall(turn) if only_recalled else look_up(turn, turn.said)
    if found is None:
        done = after_danger.take_words(turn, say)
        if done is None and not caution.warn(turn.said, say):
            say("utter_unclear")
            say.because(unclear=True)
        return done or []
    say.because(**why(found))
    more = after_danger.take_words(turn, say) if found.kind != "answer" else None
    if more is not None and found.kind == "suggest" and is_question(turn.said):
        return tell(found, say, turn.said)  # what to do was said first; one of the titles may say the rest
    if more is None and found.kind == "refuse":
        more = my_reports.take_words(turn, say)
    if more is not None:
        say.because(instead=True)
        return more
    warned = found.kind != "answer" and caution.warn(turn.said, say)
    if warned and found.kind == "refuse":
        say.because(instead=True)
        return [SlotSet("offered", None)]
    events = tell(found, say, turn.said)
    if found.kind != "answer" and not warned:
        likely = next((name for name, sure in turn.ranking[:2] if name in TASKS and sure >= OFFER), None)
        if likely:
            footers.offer(turn, say, likely)
    return events


class AnswerAction(ChatAction):
    """Questions, what is unclear, and what Rasa is unsure of."""

    called = "action_answer"

    def act(self, turn: Turn, say: Say) -> Events:
        """Answer from the library."""
        return answer_turn(turn, say)


class PickArticle(ChatAction):
    """One of the suggestions."""

    called = "action_pick_article"

    def act(self, turn: Turn, say: Say) -> Events:
        """Say the article that was picked."""
        return pick(turn, say)


class DefaultFallback(ChatAction):
    """Where no rule applies, for instance after an unknown command: answer from the library and listen again."""

    called = "action_default_fallback"

    def _ran_already(self, tracker: Tracker) -> bool:
        """Whether another action of ours answered: what one hands on to another has no rule for what comes after."""
        return any(name.startswith("action_") and name != "action_listen" for name in ran_before(tracker))

    def act(self, turn: Turn, say: Say) -> Events:
        """Answer from the library; Rasa's own fallback would take the message back, and with it its id."""
        events = answer_turn(turn, say)
        if any(event["event"] == "followup" for event in events):
            return events
        return [*events, FollowupAction("action_listen")]
