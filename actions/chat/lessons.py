"""Lessons in talk: choose a course, see one step, answer its question, go on where one stopped."""

import json
import re
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet
from sqlalchemy.orm import Session

from actions.chat import courses, danger
from actions.chat.acting import Button, ChatAction, Events, Say, hears_first
from actions.chat.answer import answer_turn, pick
from actions.chat.context import context
from actions.chat.hearing import is_going_on, is_yes, ordinal
from actions.chat.lesson_village import ASKED
from actions.chat.places import where
from actions.chat.turn import Turn
from actions.db.engine import begin, read
from actions.services import lessons
from actions.services.lessons import Progress
from content.model import Course
from content.normalize import bare

_LEAVE = re.compile(r"退订|退课|退出(?:学习|课程|上课)|不想?学|不学|不上课|莫发|别发|不要发")
_NO_MORE = re.compile(
    r"(?:我|那|还是|算了?|就|以后|真的|也|都)*(?:(?:不想|不要|不愿意?|不)再?(?:学习?|上课|听课)|退出(?:学习|课程|上课))"
    r"(?:这门课?|课)?(?:了|嘛|哈|哦|啊|呀|吧|咯|噻|谢谢)*"
)
_CHOICE = re.compile(r"(?<![A-Za-z0-9])([A-Fa-f1-6])(?![A-Za-z0-9])")
_ANSWERS = re.compile(r"^[\W_]*[A-Fa-f1-6一二三四五六]?[\W_]*$|[选答题课学]|第[1-6一二三四五六]|[对是]的?$")
_LETTERS = "ABCDEF"
_AGAIN = re.compile(
    r"(?:我|想|要|那|还|就|可以|能|可不可以|能不能|给我)*(?:从头)?(?:再|重新|重|从头)(?:从头)?(?:来)?学"
    r"(?:习)?(?:一?(?:遍|次|回|盘|[下哈])|起)?(?:这门|那门)?课?(?:嘛|吗|不|哈|吧|噻|了|要得不)*"
)
_PASSES = re.compile(
    r"(?:我|这题|这道题|这个|也|真的|还是|都)*(?:不晓得|不知道|不清楚|不会|不懂|猜不到|答不来|记不到|记不得|搞忘|忘)"
    r"(?:该|要)?(?:选|答|做|填)?(?:哪个|啥子?|什么|咋个选?|怎么选?)?(?:了|咯|哦|嘛|的|啊|呢)*"
)
GIVEN = {"what": "quiz_given"}
"""Offered after an answer: the question is done, the next one not shown yet."""


def learn(turn: Turn, say: Say) -> Events:
    """Go on with the course, start the one that is named, or ask which."""
    if _LEAVE.search(turn.said):
        return _leave(turn, say)
    with begin(context().sessions) as session:
        named = courses.named(turn, lessons.courses(session))
        progress = lessons.current(session, turn.person_id)
        step = str(turn.entities.get("step") or _next_step(turn))
        if progress is not None and step.isdigit():
            progress = lessons.advance(session, turn.person_id, int(step), now=turn.now)
        if named is not None and (progress is None or progress.course_id != named.id):
            return _start(session, turn, say, named)
        if progress is None:
            return _offer(turn, say, lessons.courses(session), session)
        missing = _without_village(session, turn)
    events = _show(say, progress)
    if missing and progress.step is not None:
        say("utter_lesson_village")
        events.append(SlotSet("pending", ASKED))
    return events


def _without_village(session: Session, turn: Turn) -> bool:
    """Whether who wishes to learn, and is in a course, has no village to send him new lessons of; a known one is kept.

    Asked with the wish (我想学) and never with 下一步 or 要得, so that nobody who left it out is pressed.
    """
    wishes = bool(turn.said) and not is_yes(turn.said) and not is_going_on(turn.said)
    if not wishes or turn.slot("pending") or lessons.is_subscribed(session, turn.person_id):
        return False
    place = where(turn)
    if place is not None:
        lessons.subscribe(session, turn.person_id, place.village_code, now=turn.now)
    return place is None


def _leave(turn: Turn, say: Say) -> Events:
    with begin(context().sessions) as session:
        lessons.unsubscribe(session, turn.person_id, now=turn.now)
        lessons.stop(session, turn.person_id)
    say("utter_lesson_unsubscribed")
    return [SlotSet("offered", None), SlotSet("quiz_open", None)]


def answer_quiz(turn: Turn, say: Say) -> Events:
    """Take an answer, say whether it was right and why, and offer the next step."""
    choice = _choice(turn)
    with begin(context().sessions) as session:
        result = lessons.taken(session, turn.request_id)
        if result is None:
            progress = lessons.current(session, turn.person_id)
            step = progress.step if progress is not None else None
            # A button of an earlier step, pressed again, must not answer the question that is open now.
            # What is typed counts only for the question that was shown last, whatever was asked in between.
            meant = str(turn.entities.get("step") or _offered(turn).get("step") or _still_open(turn))
            quiz = step.quiz if step is not None and meant == step.id else None
            if quiz is None or choice is None or not 1 <= choice <= len(quiz.choices):
                return _no_quiz(turn, say, progress)
            result = lessons.answer(session, turn.person_id, choice, turn.request_id, now=turn.now)
    say.words(result.explanation)
    if result.progress.step is None:
        return [*_show(say, result.progress), SlotSet("quiz_open", None)]
    say("utter_lesson_next")
    return [SlotSet("offered", GIVEN), SlotSet("quiz_open", None)]


@hears_first
def _not_known(turn: Turn, say: Say) -> Events | None:
    """不晓得, 忘了 while the question of a lesson waits: it is shown once more, with its step, and no haste."""
    waits = _offered(turn).get("what") == "quiz" or (not _offered(turn) and turn.slot("quiz_open") is not None)
    if not waits or _PASSES.fullmatch(bare(turn.said)) is None or danger.told_lately(turn) is not None:
        return None
    with read(context().sessions) as session:
        progress = lessons.current(session, turn.person_id)
    if progress is None or progress.step is None or progress.step.quiz is None:
        return None
    say("utter_take_your_time")
    return _show(say, progress)


@hears_first
def _no_more(turn: Turn, say: Say) -> Events | None:
    """不想学了, as the text of a course puts it, ends the lessons whatever a classifier takes it for."""
    return _leave(turn, say) if _NO_MORE.fullmatch(bare(turn.said)) else None


@hears_first
def _once_more(turn: Turn, say: Say) -> Events | None:
    """再学一遍 wishes for a course, not for reading aloud: the one that is open, or the list of them."""
    return learn(turn, say) if _AGAIN.fullmatch(bare(turn.said)) else None


def _start(session: Session, turn: Turn, say: Say, course: Course) -> Events:
    place = where(turn)
    if place is not None:
        lessons.subscribe(session, turn.person_id, place.village_code, now=turn.now)
    progress = lessons.enrol(session, turn.person_id, course.id, now=turn.now)
    say("utter_lesson_subscribed", {"course": course.title})
    events = _show(say, progress)
    if place is None and progress.step is not None:
        say("utter_lesson_village")
        events.append(SlotSet("pending", ASKED))
    return events


def _offer(turn: Turn, say: Say, found: list[Course], session: Session) -> Events:
    if not found:
        say("utter_lesson_none")
        return []
    if len(found) == 1:
        return _start(session, turn, say, found[0])
    payload = "/learn_lesson"
    say(
        "utter_lesson_which",
        buttons=[{"title": one.title, "payload": payload + json.dumps({"course": one.id})} for one in found],
    )
    shown = SlotSet("offered", {"what": "courses", "ids": [one.id for one in found]})
    # 订阅课程, then a village alone: that is whose new lessons are wanted.
    return [shown, SlotSet("pending", ASKED)] if "订" in turn.said and where(turn) is None else [shown]


def _show(say: Say, progress: Progress | None) -> Events:
    if progress is None or progress.step is None:
        if progress is None:
            say("utter_lesson_none")
        else:
            values = {"course": progress.course_title, "total": progress.answered, "right": progress.correct}
            say("utter_lesson_finished", values)
        return []
    step = progress.step
    position = {"course": progress.course_title, "position": progress.number, "total": progress.total}
    custom: dict[str, Any] = {"kind": "lesson", "course": progress.course_id, "article_id": step.article_id}
    say("utter_lesson_step", {**position, "words": step.text, "title": step.title}, custom=custom)
    if step.quiz is None:
        say("utter_lesson_go_on", {"payload": "/learn_lesson" + json.dumps({"step": str(progress.number)})})
        return [SlotSet("offered", {"what": "lesson_step", "step": str(progress.number)})]
    choices = "\n".join(f"{_LETTERS[place]}. {words}" for place, words in enumerate(step.quiz.choices))
    say(
        "utter_lesson_quiz",
        {"question": step.quiz.question, "choices": choices},
        buttons=[_choose(place, step.id) for place in range(len(step.quiz.choices))],
        custom={"kind": "quiz", "course": progress.course_id, "step": step.id, "choices": list(step.quiz.choices)},
    )
    return [SlotSet("offered", {"what": "quiz", "step": step.id}), SlotSet("quiz_open", step.id)]


def _choose(place: int, step_id: str) -> Button:
    return {"title": _LETTERS[place], "payload": "/quiz" + json.dumps({"choice": place + 1, "step": step_id})}


def _no_quiz(turn: Turn, say: Say, progress: Progress | None) -> Events:
    if _offered(turn).get("what") == "articles" and ordinal(turn.said) is not None:
        return pick(turn, say)
    if courses.chosen(turn):
        return learn(turn, say)
    if _offered(turn) == GIVEN and not turn.button:
        # The first answer counts; another letter after it must neither be graded nor count for what comes next.
        say("utter_lesson_next")
        return []
    if progress is not None and progress.step is not None and progress.step.quiz is not None:
        return _show(say, progress)
    if not turn.button and _ANSWERS.search(turn.said) is None:
        return [FollowupAction("action_answer")]  # affirm{"a": has a letter in it and answers nothing
    say("utter_lesson_no_question")
    return []


def _next_step(turn: Turn) -> str:
    """The step that was shown last and is left by a yes, where it ends with no question."""
    offered = _offered(turn)
    agrees = not turn.button and (is_yes(turn.said) or is_going_on(turn.said))
    return str(offered["step"]) if agrees and offered.get("what") == "lesson_step" else ""


def _still_open(turn: Turn) -> str:
    """The step whose question was shown and not answered, where the words can mean nothing else that is offered."""
    elsewhere = _offered(turn) == GIVEN or (_offered(turn) and ordinal(turn.said) is not None)
    return "" if turn.button or elsewhere else str(turn.slot("quiz_open") or "")


def _offered(turn: Turn) -> dict[str, Any]:
    return turn.slot("offered") or {}


def _choice(turn: Turn) -> int | None:
    given = turn.entities.get("choice")
    if given is not None:
        return int(given) if str(given).isdigit() else None
    match = _CHOICE.search(turn.said)
    if match:
        mark = match.group(1).upper()
        return int(mark) if mark.isdigit() else _LETTERS.index(mark) + 1
    place = ordinal(turn.said)
    return place + 1 if place is not None and place >= 0 else None


class LearnLesson(ChatAction):
    """Somebody wants to learn."""

    called = "action_learn_lesson"

    def act(self, turn: Turn, say: Say) -> Events:
        """Show the next step and listen; nothing follows a 要得 that another action handed on."""
        asked = turn.said and not _offered(turn) and courses.only_sounds_like_learning(turn.said)
        if asked and not courses.chosen(turn) and not is_yes(turn.said) and not is_going_on(turn.said):
            # Answered by this action, so that a cry for help a classifier took for this still hears whom to call.
            events = answer_turn(turn, say)
            handed_on = any(event["event"] == "followup" for event in events)
            return events if handed_on else [*events, FollowupAction("action_listen")]
        return [*learn(turn, say), FollowupAction("action_listen")]


class Quiz(ChatAction):
    """Somebody answers."""

    called = "action_quiz"

    def act(self, turn: Turn, say: Say) -> Events:
        """Take the answer and listen; nothing follows a letter that another action handed on."""
        events = answer_quiz(turn, say)
        handed_on = any(event["event"] == "followup" for event in events)
        return events if handed_on else [*events, FollowupAction("action_listen")]
