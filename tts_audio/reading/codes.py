"""Numbers that name something instead of counting it: accounts, identity cards, order numbers, postcodes."""

import re

from tts_audio.reading.digits import one_by_one

_NAMED = re.compile(
    r"(?P<name>身份证|证件|护照|编号|编码|单号|订单|户号|表号|账号|帐号|账户|卡号|尾号|学号|工号|行号|车牌|牌号|房号|门牌号|号码|"
    r"邮编|邮政编码|代码|密码|验证码|口令|序列号|流水号|批号|批次|注册号|专利号|信用代码)"
    r"(?P<between>[^\d，。；;！？\n.%¥$]{0,8})(?P<digits>\d(?:[\d]|[ -](?=\d)){2,})(?![\d.]*\s?[%元米年月度])"
)
_POSTCODE = re.compile(r"(?<=[区市县州旗镇乡村省])\s?(\d{6})(?=$|[\s，。；、）)])")
_LONG = re.compile(r"(?<![\d.,第])\d{9,}(?![\d.,]*\d|\s?[元人次户只个吨米万亿])")
# A figure with nothing around it counts; it names something only where the text says so.
_BARE = re.compile(r"\s*第?[1-9]\d*(?:,\d{3})*(?:\.\d+)?\s*")
_LEADING_ZERO = re.compile(r"(?<![\d.,:/-])0\d+(?![\d.:/-]|\s?[月日号])")
_BEFORE_NUMBER_WORD = re.compile(r"(?<![\d.,第])\d{5,}(?=\s?号(?!线))")
_LETTERED = re.compile(r"(?<=[A-Za-z])(-?)(\d{3,})(?![\d.]*\d|\s?%)")
# People say 五零一室 and 一零八国道.
_ROOM = re.compile(r"(?<![\d.,])\d{3,4}(?=\s?(?:室|房间|国道|省道|县道))")
# Days and events that are named by their date: 5·12, 3·15.
_DAY_NAME = re.compile(r"(?<![\d.])(\d{1,2})[·•](\d{1,2})(?![\d.])")
_ADDRESS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")


def read(text: str) -> str:
    """Tell such numbers digit by digit with 幺."""
    if _BARE.fullmatch(text):
        return text
    text = _NAMED.sub(lambda found: found["name"] + found["between"] + one_by_one(found["digits"]), text)
    text = _ADDRESS.sub(lambda found: "点".join(one_by_one(part) for part in found[0].split(".")), text)
    text = _POSTCODE.sub(lambda found: one_by_one(found[1]), text)
    text = _LETTERED.sub(lambda found: one_by_one(found[2]), text)
    for pattern in (_DAY_NAME, _ROOM, _LONG, _BEFORE_NUMBER_WORD, _LEADING_ZERO):
        text = pattern.sub(lambda found: one_by_one(found[0]), text)
    return text
