"""返回, 上一步 in the middle of a form: the question before the open one is asked again."""

import re

from rasa_sdk.events import SlotSet

from actions.chat.acting import Events, Say
from actions.chat.form_steps import Form, stay
from actions.chat.turn import Turn
from content.normalize import bare

_BACK = re.compile(
    r"(?:我|我们|要|想|再|帮我|给我|跟我|请|麻烦|能不能|可不可以|咋个?|怎么|等一?[下哈]|不对|错了|先|就)*"
    r"(?:(?:返回|退回|倒回|倒转|转回|后退|撤回)(?:去|来|到|转去|转来)*(?:一步|一[下哈]|一格)?"
    r"(?:(?:上|前)(?:头|面)?(?:那)?(?:一)?(?:步|个|题|项|页|样|格)?(?:问题)?(?:去)?)?|"
    r"(?:退|倒|回|返)(?:去|到|转去)*(?:一步|一格|(?:上|前)(?:头|面)?(?:那)?(?:一)?(?:步|个|题|项|页|样|格)(?:问题)?)|"
    r"(?:上|前)(?:一)?(?:步|个问题|一?题|一项|一页|一样)|(?:上|前)(?:头|面)那(?:一)?(?:个|步|题|样)(?:问题)?)"
    r"(?:去|来)?(?:重新?(?:说|填|来)|再说一遍)?(?:了|嘛|哈|吧|啊|呀|噻|一下|一哈|得不|不|吗)*"
)
_LONGEST = 20


def goes_back(said: str) -> bool:
    """Whether the message only asks for the question before: 返回, 上一步, 退回去."""
    words = bare(said)
    return 0 < len(words) <= _LONGEST and _BACK.fullmatch(words) is not None


def back(turn: Turn, say: Say, form: Form) -> Events | None:
    """Empty the answer before the open question, so that it is asked again; the first question has none before it."""
    if turn.button or not goes_back(turn.said):
        return None
    here = form.asked.index(turn.requested) if turn.requested in form.asked else 0
    before = next((name for name in reversed(form.asked[:here]) if turn.slot(name) not in (None, form.unasked)), None)
    if before is None:
        say("utter_form_first_question")
        return stay(turn, tries=int(turn.slot("tries") or 0))
    say("utter_form_back")
    events = [SlotSet(before, None), SlotSet("offered", None)]
    if form.keeps_answers:
        # 不改了 puts the answer back that was given before.
        events.append(SlotSet("pending", {"what": "was", "was": {before: turn.slot(before)}}))
    return stay(turn, *events)
