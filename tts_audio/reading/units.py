"""Quantities: a number, a range or a tolerance with its unit, and units that stand alone in brackets or after 单位."""

import re
from functools import cache
from pathlib import Path

import yaml

from tts_audio.reading.digits import counted, number

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_MANY = r"(?:[百千万亿]+多?|多|余|几)?"
_PER_WORDS = (
    r"分钟?|小时|秒|天|日|周|月|年|人|次|户|度|千瓦时|平方米|立方米|千克|公斤|斤|升|吨|亩|个|只|台|件|份|手|页|公里|米"
)
_COLD = frozenset({"摄氏度", "华氏度"})


def read(text: str) -> str:
    """Read 220V, 10～15米, ±5%, 2-8℃, 0.6元/kWh, -7.5°C; numbers with Chinese measure words are left alone."""
    patterns = _patterns()
    text = patterns.quantity.sub(_quantity, text)
    text = patterns.percent.sub(_percent, text)
    text = patterns.per_chinese.sub(lambda found: f"每{found[1]}", text)
    text = patterns.per_unit.sub(lambda found: f"每{_units()[found[1]]}", text)
    return patterns.alone.sub(_alone, text)


class _Patterns:
    """Built once from the table of units."""

    def __init__(self, names: list[str]) -> None:
        unit = "(?:" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + ")"
        # 4A级景区 and A座 are names, not currents.
        end = r"(?![A-Za-zμΩ²³]|(?<=A)[级景座股栋区楼类])"
        sign = r"(?P<sign>[-+±]\s?)?"
        self.quantity = re.compile(
            rf"(?<![A-Za-z\d.]){sign}(?P<first>{_NUMBER})(?P<many>{_MANY})\s?(?:(?P<first_unit>{unit}){end})?"
            rf"(?:\s?(?P<join>[-~至到/、]|×|\+)\s?(?P<minus>-)?(?P<last>{_NUMBER})(?P<last_many>{_MANY}))?"
            rf"\s?(?P<unit>{unit}){end}(?:\s?/\s?(?P<per>{unit}{end}|{_PER_WORDS}))?"
        )
        self.percent = re.compile(
            rf"(?<![A-Za-z\d.]){sign}(?P<first>{_NUMBER})(?P<mark>[%‰])?"
            rf"(?:\s?(?P<join>[-~至到])\s?(?P<last>{_NUMBER}))?(?P<end>[%‰])(?:\s?/\s?(?P<per>{_PER_WORDS}))?"
        )
        self.per_chinese = re.compile(
            rf"(?<=[\u4e00-\u9fff])\s?/\s?({_PER_WORDS})(?=$|[^\u4e00-\u9fff]|[左右以的，。；）])"
        )
        self.per_unit = re.compile(rf"(?<=[\u4e00-\u9fff])\s?/\s?({unit}){end}")
        # One letter in brackets is more often a figure's or a paragraph's name than a unit.
        self.alone = re.compile(
            rf"(?P<open>单位[:：为是]?\s?|[（(](?=[A-Za-zμ°²³]{{2,}}|[℃Ω㎡]))(?P<unit>{unit})(?:/(?P<per>{unit}))?{end}"
        )


def _quantity(found: re.Match[str]) -> str:
    unit = _units()[found["unit"]]
    join = found["join"]
    words = _sign(found["sign"], unit) + _amount(found["first"], found["many"], alone=join is None)
    if join:
        if found["first_unit"] and (join in "/、" or found["first_unit"] != found["unit"]):
            words += _units()[found["first_unit"]]
        between = {"×": "乘", "+": "加", "至": "至", "/": "、", "、": "、"}.get(join, "到")
        words += between + ("负" if found["minus"] else "") + _amount(found["last"], found["last_many"], alone=False)
    per = found["per"]
    return words + unit + (f"每{_units().get(per, per)}" if per else "")


def _percent(found: re.Match[str]) -> str:
    part = {"%": "百分之", "‰": "千分之"}[found["end"]]
    words = _sign(found["sign"], "") + part + number(found["first"])
    if found["last"]:
        words += ("至" if found["join"] == "至" else "到") + part + number(found["last"])
    return words + (f"每{found['per']}" if found["per"] else "")


def _alone(found: re.Match[str]) -> str:
    per = found["per"]
    return found["open"] + _units()[found["unit"]] + (f"每{_units()[per]}" if per else "")


def _sign(sign: str | None, unit: str) -> str:
    """Below zero people say 零下 for the weather and 负 for everything else."""
    mark = (sign or "").strip()
    if mark == "-":
        return "零下" if unit in _COLD else "负"
    return {"+": "正", "±": "正负"}.get(mark, "")


def _amount(value: str, many: str, *, alone: bool) -> str:
    return (counted(value) if alone or many else number(value)) + many


@cache
def _units() -> dict[str, str]:
    table: dict[str, str] = yaml.safe_load(Path(__file__).with_name("units.yml").read_text(encoding="utf-8"))
    return table


@cache
def _patterns() -> _Patterns:
    return _Patterns(list(_units()))
