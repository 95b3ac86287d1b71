"""What a correction makes of a trouble or a name that was said before."""

import re

from actions.chat.booking.words import TROUBLE

LONGEST_PROBLEM = 500
_CHANGED = re.compile(
    r"(?:毛病|问题|要看的)(?:要|都|也|应该)*(?:改成|改为|换成|说成|写成|错了|不对|是|改一?[下哈])+"
    r"[，,：: ]*(?:应该)?(?:是)?(.{2,})$"
)
_INSTEAD = re.compile(r"(.{2,})(?:改成|换成)[，,：: ]*(.{2,})$|不是(.{2,}?)[，,。 ]+(?:而)?是(.{2,})$")
_ADDED = re.compile(
    r"(?:再|还要?|另外|也|又)(?:要|想|给我|帮我)*(?:加|添|看|补)(?:上|到|一?(?:个|样|条|处|点)|一?[下哈])*"
    r"[，,：:。 ]*(.{2,})$"
    r"|^(?:对|哦|嗯|好|那个|等一?[下哈]|对了|对头|要得|可以|莫忙|莫慌|慢点|[，,。 ])*"
    r"(?:还有|另外|加上|再有)(?:一?(?:个|样|处))?"
    r"[，,：: ]*(.{2,})$"
)
_TOGETHER = re.compile(
    r"[，,。 ]*(?:也?(?:一起|一路|顺便|一并|都)(?:帮我)?(?:看|检查|修|弄)(?:一?[下哈]|看)?|也(?:看|检查)一?[下哈])"
    r"[嘛哈吧噻了]*$"
)
_CHARACTER = re.compile(
    r"([\u3400-\u9fff])字?(?:应该|就)?(?:是|写成?|要写成?)([\u3400-\u9fff]{1,4})的([\u3400-\u9fff])字?[嘛哈哦呢]*$"
)
_NOT_THIS_ONE = re.compile(
    r"不是(?:[\u3400-\u9fff]{1,4}的)?([\u3400-\u9fff])字?[，,。 ]*(?:而|应该)?"
    r"是([\u3400-\u9fff]{1,4})的([\u3400-\u9fff])字?[嘛哈哦呢]*$"
)


def another_trouble(said: str, before: str) -> str | None:
    """The trouble after a correction: another one, or one more beside it; None where the sentence is about neither."""
    said = said.strip().rstrip("。.!！")
    more = added_trouble(said)
    if more is not None:
        return f"{before}；{more}"[:LONGEST_PROBLEM] if before else more
    match, instead = _CHANGED.search(said), _INSTEAD.search(said)
    if match is not None:
        return match.group(1)[:LONGEST_PROBLEM]
    if instead is not None and TROUBLE.search(instead.group(1) or instead.group(3)):
        # 漏保跳改成插座烧了 names the trouble by its own words.
        return (instead.group(2) or instead.group(4))[:LONGEST_PROBLEM]
    return None


def added_trouble(said: str) -> str | None:
    """The trouble that is to be looked at too: 再加一个 插座松了, 还有插座也坏了 一起看哈; None where none is added."""
    match = _ADDED.search(said.strip())
    alone = _TOGETHER.sub("", said.strip())
    if match is not None:
        words = _TOGETHER.sub("", match.group(1) or match.group(2)).strip()
    elif alone != said.strip():
        words = alone
    else:
        return None
    return words[:LONGEST_PROBLEM] if TROUBLE.search(words) else None


def another_character(said: str, name: str) -> str | None:
    """The name with one character put right: 红是鸿雁的鸿 makes 陈小红 陈小鸿; None where none is meant."""
    said = said.strip().rstrip("。.!！")
    instead = _NOT_THIS_ONE.search(said)
    if instead is not None and instead.group(1) in name and instead.group(3) in instead.group(2):
        return name.replace(instead.group(1), instead.group(3), 1)
    match = _CHARACTER.search(said)
    if match is None or match.group(1) not in name or match.group(3) not in match.group(2):
        return None
    return name.replace(match.group(1), match.group(3), 1)
