"""昨天, 2月30号, 要得, 12: what tells neither what has happened nor where, however often it is said."""

import re

from actions.chat.hearing import is_no, is_thanks, is_yes
from content.normalize import bare
from content.nothing import says_nothing

_NUMBER = r"[0-9零〇一二三四五六七八九十两廿百]"
_DAY = (
    r"(?:今天?|昨天?|前天?|明天?|后天?|外前天|大前天|外后天|今儿|昨儿|那天|当天|有一?天|二天|改天)|早上?|晚上?|早晨|夜[里头]?|"
    r"刚刚|刚才|将才|才将|现在|这阵儿?|前(?:几|两)天|前段时间|上个?(?:周|月|礼拜|星期)|去年|今年|"
    rf"{_NUMBER}{{1,4}}年|{_NUMBER}{{1,3}}月(?:{_NUMBER}{{1,3}}(?![号日]|{_NUMBER}))?|{_NUMBER}{{1,3}}[号日]|{_NUMBER}{{1,3}}(?:点钟?|[:：]\d{{2}})半?|"
    r"(?:上|这|下)?个?(?:周|星期|礼拜)[一二三四五六日天末]|正月|腊月|冬月|初[一二三四五六七八九十]|"
    r"上午|下午|中午|晌午|晚黑|半夜|凌晨|天亮|逢场天?|赶场天?|过年|五一|十一|国庆|中秋|端午|清明"
)
_TIME = re.compile(
    rf"(?:就|是|在|从|大概|大约|可能|好像|应该|那个|差不多|我记得|的)*(?:(?:{_DAY})(?:的|那|左右|多|过|份|时候|开始)*)+(?:嘛|哈|哦|了|吧|的|啊|呀)*"
)
_DIGITS = re.compile(rf"{_NUMBER}{{1,6}}(?:个|号)?")
_DATE = re.compile(r"(?<!\d)(\d{1,2})月份?(\d{1,2})[号日]")
_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LONGEST = 20


def names_no_day(said: str) -> bool:
    """Whether a day is named that no year has: 2月30号, 13月1号."""
    return any(
        not 1 <= int(month) <= len(_LONGEST_MONTH) or not 1 <= int(day) <= _LONGEST_MONTH[int(month) - 1]
        for month, day in _DATE.findall(said)
    )


def is_only_time(said: str) -> bool:
    """Whether a short answer says when and nothing else: 昨天, 12月3号上午."""
    words = bare(said)
    return 0 < len(words) <= _LONGEST and _TIME.fullmatch(words) is not None


def is_no_story(said: str) -> bool:
    """Whether a short answer tells neither a matter nor a place: a time, a number, yes or no alone."""
    words = bare(said)
    if len(words) > _LONGEST:
        return False
    small = any(says(said) for says in (is_yes, is_no, is_thanks, says_nothing))
    return small or is_only_time(said) or _DIGITS.fullmatch(words) is not None
