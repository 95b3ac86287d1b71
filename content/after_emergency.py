"""What is said after a danger was told: the call is made, nobody answers, he has no breath, it is over."""

from collections.abc import Sequence

from content.distress import beside
from content.emergency import (
    Afterwards,
    Emergency,
    EmergencyRules,
    asked_of,
    asks_on,
    detect,
    detect_after,
    spoken,
)

# A message that only says how it stands is short; a long one says everything itself.
_AT_MOST = 40
_OVER_AT_MOST = 36
_LEFT_AT_MOST = 16
_BREATHLESS = "not_breathing"
_LOW, _HIGH = frozenset(("electrocution_low", "child_in_danger", _BREATHLESS)), "electrocution_high"
_GENERAL = "other"
_VEHICLE, _VEHICLE_FIRE, _FIRE = "vehicle_on_line", "vehicle_fire", "fire"
_WORSE = (_HIGH, _VEHICLE, _VEHICLE_FIRE, _FIRE, "oil_fire", "gas")
_POLICE = "110"
BETWEEN = "；"
"""What stands between the messages that told of a danger."""

_ENDS = ("false_alarm", "over")
_DENIED = "denied"
_NONE = Afterwards()
_WAYS = ("reported", "unreachable", "called", "better")


def is_over(text: str, rules: EmergencyRules, kind: str = "") -> bool:
    """Whether a short message says that a danger is past, help has come or it was none: 火扑灭了, 虚惊一场.

    Whether one of this `kind` is past, where that is known: 没有着火 ends a fire, and no shock.
    """
    said = spoken(text)
    ends = _ends_of(kind, rules)
    if not 0 < len(said) <= _OVER_AT_MOST or not any(_fits(said, way) for way in ends):
        return False
    rest = _beside(said, ends)
    if not _fits(said, rules.after.get("over", _NONE)):
        # Nobody came and nothing was done: what else is said may be the danger as it really is (不是触电，是摔倒了).
        if not kind:
            rest = _beside(rest, _denials(rules))
        for pattern in rules.harmless:
            rest = pattern.sub("", rest)
        return not rest
    # What is left may thank or ask what to do now; another danger in it is no end.
    return len(rest) <= _LEFT_AT_MOST and detect(rest, rules) is None


def is_false_alarm(text: str, rules: EmergencyRules, kind: str = "") -> bool:
    """Whether it is over because there never was a danger: 看错了, 哄你的; that nobody was hurt is none."""
    return is_over(text, rules, kind) and _fits(spoken(text), rules.after.get("false_alarm", _NONE))


def denies(text: str, rules: EmergencyRules) -> bool:
    """Whether a short message denies a danger of whatever kind, told before or not: 没有着火, 不是，没得人触电."""
    return any(_fits(spoken(text), way) and is_over(text, rules, way.kinds[0]) for way in _denials(rules))


def is_called(text: str, rules: EmergencyRules) -> bool:
    """Whether a short message says that help is called or on its way: 120打了，在等."""
    return len(spoken(text)) <= _AT_MOST and _fits(spoken(text), rules.after.get("called", _NONE))


def cannot_call(text: str, rules: EmergencyRules) -> bool:
    """Whether a short message says that help cannot be reached by telephone: 没得信号打不出去120."""
    said = spoken(text)
    named = any(number in said for number in ("120", "119", "110", "急救", "救护车"))
    return named and len(said) <= _AT_MOST and _fits(said, rules.after.get("unreachable", _NONE))


def follow(text: str, kind: str, told: str, before: Sequence[str], rules: EmergencyRules) -> Emergency | None:
    """What is said to a message after a danger of this kind, told in these words; None where it is something else.

    `before` are the messages said before it, the oldest first. A danger of its own wins, the graver state of the one
    told before comes next, then how far the call is.
    """
    if is_over(text, rules, kind):
        return None
    said = spoken(text)
    if kind not in (*_LOW, _HIGH) and _is(said, "breathless", rules):
        kind = _shock_in(told, rules) or kind  # the socket burns too by now, he still has no breath
    shocked = kind in (*_LOW, _HIGH)
    stuck = shocked and _is(said, "on_current", rules)
    if _says(said, kind, rules.after.get("eased", _NONE)):
        return _on_the_way(said, kind, rules.after["eased"], rules)
    alone = detect(text, rules) or detect(_beside(said, _ends_of("", rules)), rules) or beside(text, rules)
    if alone is not None and alone.kind == "wire_down" and shocked and _is(said, "off_current", rules):
        alone = None  # 我把线扯脱了 tells of him, not of a wire that fell
    burning = _burning_on_a_line(text, kind, told, alone, rules)
    if burning is not None:
        return burning
    of_him = (kind, _GENERAL, *(_LOW if shocked else ()))
    if alone is not None and alone.kind not in of_him and (not stuck or alone.kind in _WORSE):
        return alone
    now = _state(said, kind, BETWEEN.join((told, *before)), rules)
    way = next(
        (name for name in _WAYS if len(said) <= _AT_MOST and _says(said, now, rules.after.get(name, _NONE))), None
    )
    if way == "better" and now == _BREATHLESS and kind != _BREATHLESS:
        way = None
    if way is not None:
        return _on_the_way(said, now, rules.after[way], rules)
    if now != kind:
        return rules.of_kind(now)
    if alone is not None and (stuck or (shocked and _is(said, "breathless", rules))):
        return rules.of_kind(kind)  # still on the current: the general card does not say what keeps the helper alive
    if alone is not None:
        return alone
    joined = detect_after(text, before, rules)
    if joined is not None and joined.kind != kind:
        return joined
    if joined is None and not asks_on(text, rules):
        return None
    found = asked_of(kind, text, rules)
    near = stuck or (shocked and _is(said, "hands_on", rules))
    return again(kind, rules) if found is not None and found.kind == kind and not near else found


def _burning_on_a_line(
    text: str, kind: str, told: str, alone: Emergency | None, rules: EmergencyRules
) -> Emergency | None:
    """The card of a burning vehicle on a line, told in two messages: that of a house fire would let him step out."""
    kinds = {kind, alone.kind if alone is not None else kind}
    if kind == _VEHICLE_FIRE:
        return rules.of_kind(kind) if kinds <= {kind, _VEHICLE, _FIRE} and alone is not None else None
    if not kinds <= {_VEHICLE, _VEHICLE_FIRE, _FIRE} or kinds == {_FIRE}:
        return None
    both = detect(f"{told}，{text}", rules)
    return both if both is not None and both.kind == _VEHICLE_FIRE else None


def again(kind: str, rules: EmergencyRules) -> Emergency | None:
    """What is said of a danger of this kind the second time: after a shock the next step, else its card once more."""
    way = rules.after.get("again", _NONE)
    return _on_the_way("", kind, way, rules) if kind in way.kinds else rules.of_kind(kind)


def relapse(text: str, kind: str, told: str, rules: EmergencyRules) -> Emergency | None:
    """What is said when a shock that was over is not: somebody lies there without breath again; None otherwise."""
    if is_over(text, rules, kind) or _state(spoken(text), kind, told, rules) == kind:
        return None
    return rules.of_kind(_BREATHLESS) if _is(spoken(text), "breathless", rules) else None


def what_is_over(kind: str, rules: EmergencyRules) -> str:
    """What still counts when a danger of this kind is past, empty for a kind no rule has."""
    return next((rule.over for rule in rules.kinds if rule.kind == kind), "")


def _shock_in(told: str, rules: EmergencyRules) -> str | None:
    found = [detect(one, rules) for one in told.split(BETWEEN)]
    return next((one.kind for one in reversed(found) if one is not None and one.kind in (*_LOW, _HIGH)), None)


def _state(said: str, kind: str, told: str, rules: EmergencyRules) -> str:
    """The kind as it stands now: who was shocked and has no breath, or is off the current, needs resuscitation."""
    if kind not in (*_LOW, _HIGH) or len(said) > _AT_MOST or _is(said, "on_current", rules):
        return kind
    if _fits(said, rules.after.get("better", _NONE)):
        return kind
    breathless, off = _is(said, "breathless", rules), _is(said, "off_current", rules)
    before = spoken(told)
    still_on = kind == _HIGH or (_is(before, "on_current", rules) and not _is(before, "off_current", rules))
    away = _is(said, "away", rules) or any(_is(spoken(one), "was_away", rules) for one in told.split(BETWEEN))
    needs = breathless and away if still_on else breathless or off
    return _BREATHLESS if needs else kind


def _is(said: str, state: str, rules: EmergencyRules) -> bool:
    return any(pattern.search(said) for pattern in rules.after_shock.get(state, ()))


def _ends_of(kind: str, rules: EmergencyRules) -> list[Afterwards]:
    """What ends a danger of this kind: what ends any, and what denies one of its kind."""
    denied = [way for way in _denials(rules) if kind in way.kinds]
    return [*(rules.after.get(name, _NONE) for name in _ENDS), *denied]


def _denials(rules: EmergencyRules) -> list[Afterwards]:
    return [way for name, way in rules.after.items() if name.startswith(_DENIED) and way.kinds]


def _beside(said: str, ends: Sequence[Afterwards]) -> str:
    """What is said beside that it is over."""
    for way in ends:
        for pattern in way.patterns:
            said = pattern.sub("", said)
    return said


def _says(said: str, kind: str, way: Afterwards) -> bool:
    return (not way.kinds or kind in way.kinds) and _fits(said, way)


def _fits(said: str, way: Afterwards) -> bool:
    return any(one.search(said) for one in way.patterns) and not any(one.search(said) for one in way.unless)


def _on_the_way(said: str, kind: str, way: Afterwards, rules: EmergencyRules) -> Emergency | None:
    """The lines of the way around those that count until help comes; the numbers are those not called yet."""
    rule = next((one for one in rules.kinds if one.kind == kind), None)
    if rule is None:
        return None
    left = [number for number in rule.dial if number not in said]
    if "{numbers}" in "".join(way.lines):
        left = [*rule.dial, *([] if _POLICE in rule.dial else [_POLICE])]
    numbers = "、".join(left)
    lines = [*way.lines, *rule.stay, *([way.remaining] if left else []), way.closing]
    reply = "\n".join(line.replace("{numbers}", numbers) for line in lines if line)
    return Emergency(rule.kind, rule.article_id, rule.dial, reply)
