"""Greetings, addresses, thanks and good wishes around a question: they say nothing of what is asked."""

from __future__ import annotations

import re

from content.normalize import bare, clean

READ_AT_MOST = 2_000
_LAST = 80
"""So far from the end thanks and wishes are looked for."""
_FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤母席"
)
_RANK = (
    r"师傅|老师|同志|主任|站长|所长|经理|书记|队长|组长|村长|支书|领导|老板|大哥|大姐|大爷|大叔|大娘|大妈|叔叔|阿姨|嬢嬢|幺妹儿?|妹儿|妹妹|妹子|"
    r"兄弟|哥老倌|哥|姐|娃儿|老表|老师傅|老乡|美女|帅哥|小姐姐|小哥|工"
)
_WHO = (
    rf"(?>(?:(?:我们?|尊敬的|亲爱的)*(?:电管家|网协员|客服|坝坝会|供电[局所公司]*|电力[局公司]*|工作人员|机器人|小助手|助手|"
    rf"[小老][{_FAMILY}]|[{_FAMILY}](?:{_RANK})|{_RANK}|各位|大家(?!好|辛苦)|你们(?!好|辛苦))们?)+)"
)
_TAIL = r"(?:了(?!解)|哈(?!尔)|哦|啊|呀|嘛|呢|哟|噻|吧|哒|咯|的)*+"
_ONCE = r"(?:一?哈(?:儿(?![子女童]))?|一下(?![午雨])|一声|一句|下(?![午雨面乡周次个]))"
_MATTER = r"(?:[你您]们?)?(?:[一两二三几]?[个件点]|点)(?:事情?|问题|情况)儿?"
_ASKS = (
    rf"(?:我|俺|就)*(?:想|要|来|先)*(?:麻烦|请|跟|向|找)?(?:[你您]们?)?(?:请教|咨询|打听|问)(?:[你您]们?)?(?:{_ONCE}(?:{_MATTER})?|{_MATTER})"
    rf"|请问(?:{_ONCE})?|我(?:就|还)?想问|想问问?|我问问"
)
_HELLO = (
    r"(?:(?:[你您]们?|大家|早上|上午|中午|下午|晚上|早晨|节日|新年|过年)好|hello|哈喽|哈罗|嗨+|"
    r"在(?:吗|不在|没在|没有|不)|有没[有得]人在?(?![\u3400-\u9fff]{3})|有人在?(?:吗|没得|没有|不(?![\u3400-\u9fff]))|听得到[不吗]|"
    rf"(?:多有|又来|又|来)?打扰(?:[你您]们?|大家)?(?:{_ONCE}|了)|(?:要|想)?麻烦(?:[你您]们?|大家)?(?:{_ONCE}|了)|"
    rf"不好意思|对不[起住]|(?:[你您]们?|大家)?辛苦(?:[你您]们?|大家)?了|反映[一]?[个件点](?:事情?|问题|情况)|{_ASKS})"
)
_THANKS = (
    r"(?:(?:先|那|就|多|太|非常|十分|万分|好|真的?|实在)*(?:谢谢|感谢|多谢|谢了|谢咯|谢过)(?:[你您]们?|大家|各位|师傅|老师|同志|领导|电管家)*+|"
    r"麻烦(?:[你您]们?|大家)了|辛苦(?:[你您]们?|大家)?了|打扰(?:[你您]们?|大家)?了|拜托(?:[你您]们?)?了?|"
    r"(?:也|再)?祝(?:愿|福)?(?:[你您]们?|大家|各位|全家)?[\u3400-\u9fff]{0,8}(?:健康|平安|快乐|顺利|愉快|幸福|如意|发财|安康|长寿|顺心|吉祥|万事如意)|"
    r"[，,、]?(?:身体健康|工作顺利|万事如意|[阖合]家(?:幸福|欢乐|安康)|生意兴隆|好人一生平安)|拜拜|再见)"
)
_INTRODUCTION = (
    rf"我(?:们?就)?是(?:[\u3400-\u9fff]{{1,6}}[镇乡村]|[0-9一二三四五六七八九十]{{1,3}}[组社队])(?:[0-9一二三四五六七八九十]{{1,3}}[组社队])?的?"
    rf"(?:村民|老百姓|老年人|老人家|[小老][{_FAMILY}]|[{_FAMILY}](?:{_RANK}|某某?|婆婆|大爷|老汉儿?))?"
)
_MARK = r"[^\w\u3400-\u9fff]"
_SOFT = r"[\s,、。.~]"
_OPENING = re.compile(
    rf"(?:{_MARK}|(?:{_WHO})?{_HELLO}{_TAIL}|(?:{_WHO}好?|{_THANKS}|{_INTRODUCTION}|喂+|hi|早|那个|哎呀?|诶|唉){_TAIL}(?={_MARK}|$)|喂+(?=[你您请]))++",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    rf"(?:{_SOFT}*{_THANKS}{_TAIL}(?:{_WHO})?{_MARK}*+|(?:{_SOFT}+|(?<={_MARK}))(?:{_WHO}|(?:{_WHO})?{_HELLO}|{_INTRODUCTION}){_TAIL}{_MARK}*+)+$",
    re.IGNORECASE,
)


def without_courtesy(text: str) -> str:
    """The message without what is said around it for politeness, as it was where there is nothing else.

    Only at its two ends, and only what cannot be part of a question: 师傅来了要不要开门 keeps its 师傅.
    """
    if len(text) > READ_AT_MOST:
        return text
    said = clean(text)
    opening = _OPENING.match(said)
    rest = said[opening.end() :] if opening else said
    tail = max(0, len(rest) - _LAST)
    closing = _CLOSING.search(rest, tail)
    if closing is not None:
        rest = rest[: closing.start()]
    return rest if len(rest) < len(said) and bare(rest) else text
