"""What staff may not read of what a villager wrote: the one place that hides it."""

import re

from actions.services.phones import is_short_number

_PHONE = re.compile(r"(?<!\d)\d{7,12}(?!\d)")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SPOKEN = "零〇一二三四五六七八九幺两"
_FIGURE = rf"[\d{_SPOKEN}]"
_IDENTITY = re.compile(
    rf"(?<!{_FIGURE})(?:{_FIGURE}{{17}}[XxＸｘ]|(?:{_FIGURE}{{15,19}}|{_FIGURE}{{31,}})(?!{_FIGURE}))"
    r"|(?<!\d)(?:\d{6}[ \-](?:\d{8}|\d{4}[ \-]\d{4})[ \-]\d{3}(?:\d(?!\d)|[XxＸｘ])"
    r"|\d{4}(?:[ \-]\d{4}){3}(?:[ \-]?\d{1,3})?(?!\d))"
)
"""Numbers of identity and bank cards, whole or in groups; 20 to 30 figures are the number of a meter, or two phones."""
_LABEL = r"(?:密码|口令|验证码|校验码|动态码)"
_SIGNS = r"A-Za-z0-9Ａ-Ｚａ-ｚ０-９@#$%^&*_!+"
_VALUE = (
    r"(?:[0-9]{1,4}(?: [0-9]{1,4})+(?![0-9年月日号点块元万])"
    rf"|[A-Za-z0-9Ａ-Ｚａ-ｚ０-９@#$&*][{_SIGNS}]*+(?:[.\-][{_SIGNS}]++)*+|[{_SPOKEN}]{{4,}})"
)
_SECRET = re.compile(
    rf"(?P<label>{_LABEL})(?P<between>(?:[是为叫:：=＝\s“”\"'‘’「」『』【】（）()就都我你您他她的设改成了填写输入给发来报]"
    rf"|号码?|告诉|收到|过来|出来|[,，]\s*(?=是))*+)(?P<value>{_VALUE})"
)
_SECRET_FIRST = re.compile(
    r"(?<![A-Za-z0-9])(?P<value>[A-Za-z0-9]{4,20})"
    rf"(?=\s*(?:就?[是为]|[（(])[我你您他她们的本次登录支付银行卡微信取款动态]*+{_LABEL})"
)
_SAYS = re.compile(r"[是为叫:：=＝成]")
_UNITS = frozenset("年月块元万位个度次遍秒天")
_HIDDEN = "****"


def masked(number: str) -> str:
    """The number as it may be shown: the middle hidden."""
    return number[:3] + "*" * max(len(number) - 5, 0) + number[-2:]


def without_secrets(text: str) -> str:
    """The text as staff may read it: no number of a card or an identity, no password, no code; phone numbers stay."""
    text = _SECRET.sub(_hidden, text)
    text = _SECRET_FIRST.sub(lambda found: found.group() if _is_to_call(found["value"]) else _HIDDEN, text)
    return _IDENTITY.sub(lambda found: masked(re.sub(r"[ \-]", "", found.group())), text)


def without_numbers(text: str) -> str:
    """The text as people may read whom its phone numbers are no business of; service numbers such as 95598 stay."""
    return _PHONE.sub(lambda found: masked(found.group()), without_secrets(text))


def _hidden(found: re.Match[str]) -> str:
    value, says = found["value"], _SAYS.search(found["between"]) is not None
    figures = sum(character.isdigit() or character in _SPOKEN for character in value)
    # 密码app, 密码3次, 密码2019年改的: words about a password, and no password.
    about = len(value) < (3 if says else 4) or not (figures or (says and len(value) > 3))
    counted = figures == len(value) and found.string[found.end() : found.end() + 1] in _UNITS
    # 验证码是95598发来的: who sent it. A code is never so long as a mobile number; a password may be one.
    sender = _is_to_call(value) and not (says and found["label"] in ("密码", "口令"))
    return found.group() if about or counted or sender else found["label"] + found["between"] + _HIDDEN


def _is_to_call(value: str) -> bool:
    return (is_short_number(value) and value.isdigit()) or _MOBILE.fullmatch(value) is not None
