"""Which thing to do is offered below an answer: only one that the words speak of, whatever a classifier guesses."""

import json
import re

from actions.chat.acting import Button, Say
from actions.chat.at_the_door import speaks_of_visitor
from actions.chat.courses import speaks_of_learning
from actions.chat.turn import Turn

_SPEAK_OF = {
    "book_inspection": r"约|上门|师傅|检查|看|修|电|线|灯|插|闸|闪|跳",
    "check_booking": r"约|上门|师傅|检查|来看|来修|码|单",
    "change_booking": r"改|换|时间|提前|推|挪|早点|晚点|约",
    "cancel_booking": r"取消|不约|莫约|退|不[用要消]?来|莫来|不要了",
    "report_outage": r"停电|[没莫]得?电|没有电|断电|不来电|来电|跳闸|黑|灯.{0,3}(?:熄|不亮)",
    "report_hazard": r"线|杆|变压器|表箱|电箱|漏电|打火|冒|倒|断|垂|吊|隐患|危险|拉线|闸|触电|麻",
    "ask_outage": r"停|[没莫]得?电|没有电|断电|来电|检修|送电|有电",
    "complain": r"投诉|举报|意见|建议|反映|态度|乱收|不满|骂|凶|告(?!诉)|不管|不负责|推来推去|没人管|没得人管",
    "need_power": r"装|接电|拉电|用电|电表|增容|三相|动力|加大|充电桩|烘|抽水|机|厂|销户|过户",
    "ask_directory": r"电话|号码|打|找|联系|哪个管|谁管|问哪个|问谁|归",
    "reach_person": r"人|师傅|电管家|客服|电话|打|找|喊|联系",
}
_OF_A_VISIT = ("check_booking", "change_booking", "cancel_booking")
_PATTERNS = {intent: re.compile(words) for intent, words in _SPEAK_OF.items()}


def fits(intent: str, said: str) -> bool:
    """Whether the words speak of what would be offered: 要取消预约 has no place below a fallen wire.

    Words that speak of nothing (那个那个咋个说嘛) leave it to the classifier's guess.
    """
    if intent == "visitor_at_door":
        return speaks_of_visitor(said)
    if intent == "learn_lesson":
        return speaks_of_learning(said)
    pattern = _PATTERNS.get(intent)
    if pattern is None or pattern.search(said):
        return True
    return intent not in _OF_A_VISIT and not any(other.search(said) for other in _PATTERNS.values())


def pick_button(article_id: str, title: str) -> Button:
    """The button that says an article."""
    return {"title": title, "payload": "/pick_article" + json.dumps({"article": article_id})}


def offer(turn: Turn, say: Say, intent: str) -> None:
    """Offer to do it, where the words speak of it."""
    if fits(intent, turn.said):
        say(f"utter_or_{intent}")
