"""What is still a number: counted things, ordinals, and plain figures."""

import re

from tts_audio.reading.digits import counted, digits, number

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
# What two of is called 两; 月 日 号 楼 年级 and the like order things instead of counting them.
_MEASURES = (
    r"个|位|名|户|家|人|只|头|匹|条|根|棵|株|台|辆|架|艘|座|栋|间|层|扇|块|片|张|本|册|页|份|件|套|双|对|副|把|支|枝|瓶|杯|碗|袋|箱|盒|"
    r"桶|包|次|遍|回|趟|场|顿|步|下|种|样|类|项|点|分钟|分(?!之)|秒|小时|天|周|星期|年(?!级)|岁|米|厘米|毫米|公里|千米|公斤|斤|千克|克|吨|升|毫升|亩|"
    r"平方|立方|伏|千伏|安|毫安|瓦|千瓦|度|倍|折|元|块钱|毛|万|亿|千|成|半|盏|滴|粒|颗|句|段|封|笔|桩|起|宗|批|排|圈|口|"
    r"刻|股|丈|尺|里"
)
_ORDINAL = re.compile(rf"(?<=第)\s?({_NUMBER})")
_COUNTED = re.compile(rf"(?<![\d.,])2\s?(?={_MEASURES})")
_PLAIN = re.compile(_NUMBER)
_YEAR_NAME = re.compile(r"(?<![\d.,])(20[0-4]\d|19\d\d)(?=届|级|款|版|财年|学年|年度)")


def read(text: str) -> str:
    """Read every figure that is left, so that no digit reaches a voice."""
    text = _ORDINAL.sub(lambda found: number(found[1]), text)
    text = _YEAR_NAME.sub(lambda found: digits(found[1]), text)
    text = _COUNTED.sub(lambda found: counted("2"), text)
    return _PLAIN.sub(lambda found: number(found[0]), text)
