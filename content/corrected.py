"""1组，哦不，2组: what somebody puts right in the same sentence; what stands after the last such word counts."""

from __future__ import annotations

import re

_LONGEST = 500
_BREAK = r"\s,，。.;；、!！"
# 电压不对, 电费错了 tell of a trouble: such a word corrects only by itself, or right behind a number or a group.
_APART = rf"(?:^|(?<=[{_BREAK}0-9零一二三四五六七八九幺组社队村哦噢豁啊嗯哎呃了对头]))"
# 不对头 tells that something is wrong; it corrects only where the other value follows it: 3组，不对头，是2组.
_WRONG = rf"不对(?:头[哈哦嘛啊了]?(?=[{_BREAK}]+(?:是|应该|[0-9一二三四五六七八九十幺]))|(?!头|劲|的话))"
_WORD = re.compile(
    rf"(?:哦豁?|噢|喔|啊|哎|呃|诶|嗯)[{_BREAK}]?(?:{_WRONG}|不是?)"
    r"(?!对|晓得|知道|清楚|用|要|消|行|得|好|想|约|在|留|说|给|告|通|打|能|会|方)"
    rf"|{_APART}(?:{_WRONG}|错[了咯啦](?!的话)|不(?=[{_BREAK}])|不(?:得)?是(?=[{_BREAK}是]))"
    # 2组，哦豁，3组: between two values and alone; 哦豁，停电了 only cries.
    rf"|(?<=[0-9组社队村][{_BREAK}])哦豁(?=[{_BREAK}]+(?:是|[0-9一二三四五六七八九十幺]))"
    r"|(?<![没莫别不])(?:说|讲|写|打|搞|弄|整|记|报|填|输|按|念)(?:错|反|拐)了?(?!的话)"
    r"|应该是|(?:改|换)(?:成|为)"
    rf"|(?<!是)(?:不是|莫是)[^{_BREAK}是]{{1,24}}[{_BREAK}]?是"
)
"""不是一组，是二组 names what is wrong itself; 不是 alone corrects what was said before it."""
_EDGES = " \t\n,，。.;；、!！:：了咯啦哈嘛哦是"


def put_right(said: str) -> tuple[str, str] | None:
    """What stands before the last word of correction in a sentence and what after it; None without such a word."""
    text = said[:_LONGEST]
    last = None
    for found in _WORD.finditer(text):
        if text[found.end() :].strip(_EDGES):
            last = found
    return (text[: last.start()], text[last.end() :].lstrip(_EDGES)) if last is not None else None


def said_last(said: str) -> tuple[str, ...]:
    """The readings of a sentence in the order they are tried: after the last word of correction, then all of it."""
    cut = put_right(said)
    return (cut[1], said) if cut is not None else (said,)
