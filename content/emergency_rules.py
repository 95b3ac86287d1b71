"""Reading emergency.yml: the kinds of danger, the words of each, and everything in the file that cannot be used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from content.document import Value, read_text, read_yaml
from content.emergency import Afterwards, EmergencyRule, EmergencyRules
from content.model import Problem

# A group of words of emergency.yml, by its Chinese name, in a pattern.
_GROUP = re.compile(r"<([\u3400-\u9fff]+)>")


def load_rules(path: Path, shown: str = "emergency.yml") -> tuple[EmergencyRules, list[Problem]]:
    """The rules of emergency.yml and everything in it that cannot be used."""
    text = read_text(path, shown)
    tree = text if isinstance(text, Problem) else read_yaml(text, shown, max_events=20_000)
    if isinstance(tree, Problem):
        return EmergencyRules(), [tree]
    problems: list[Problem] = []
    closing = tree.get("closing").text
    groups = _groups(tree.get("words"), shown, problems)
    if not tree.get("kinds").items:
        problems.append(Problem(shown, 1, "no-kinds", "这里一种险情都没有写，喊救命的人会没人应。"))
    kinds = tuple(_rule(item, closing, groups, shown, problems) for item in tree.get("kinds").items)
    lists = {
        name: _patterns(tree.get(name), groups, shown, problems)
        for name in ("only_feared", "unless_everywhere", "unless_in_clause", "laughter", "beside", "everyday")
    }
    misheard = tuple((written, value.text) for written, value in tree.get("misheard").entries.items())
    lists |= {
        name: _patterns(tree.get(name), groups, shown, problems)
        for name in ("goes_on", "acts", "asks_on", "other_matter", "own_way", "harmless")
    }
    after = {name: _afterwards(value, groups, shown, problems) for name, value in tree.get("after").entries.items()}
    states = {
        name: _patterns(value, groups, shown, problems) for name, value in tree.get("after_shock").entries.items()
    }
    return EmergencyRules(kinds, misheard=misheard, after=after, after_shock=states, **lists), problems


def _groups(words: Value, shown: str, problems: list[Problem]) -> dict[str, str]:
    """The groups by name; one may stand in the words of another that is written below it."""
    groups: dict[str, str] = {}
    for name, value in words.entries.items():
        text = f"(?:{'|'.join(value.texts())})"
        unknown = [one for one in _GROUP.findall(text) if one not in groups]
        if unknown:
            problems.append(Problem(shown, value.line, "pattern", f"这组词用到的“{unknown[0]}”要写在它前头。"))
        groups[name] = _GROUP.sub(lambda found: groups.get(found.group(1), ""), text)
    return groups


def _rule(item: Value, closing: str, groups: Mapping[str, str], shown: str, problems: list[Problem]) -> EmergencyRule:
    lines = [*item.get("reply").texts(), *([closing] if closing else [])]
    return EmergencyRule(
        kind=item.get("id").text,
        title=item.get("title").text,
        article_id=item.get("article").text,
        dial=item.get("dial").texts(),
        reply="\n".join(lines),
        patterns=_patterns(item.get("patterns"), groups, shown, problems),
        unless=_patterns(item.get("unless"), groups, shown, problems),
        line=item.line,
        himself="\n".join([*item.get("himself").get("reply").texts(), *([closing] if closing else [])]),
        of_himself=_patterns(item.get("himself").get("patterns"), groups, shown, problems),
        stay=item.get("stay").texts(),
        over=item.get("over").text,
    )


def _afterwards(value: Value, groups: Mapping[str, str], shown: str, problems: list[Problem]) -> Afterwards:
    return Afterwards(
        lines=value.get("lines").texts(),
        remaining=value.get("remaining").text,
        closing=value.get("closing").text,
        kinds=value.get("kinds").texts(),
        patterns=_patterns(value.get("patterns"), groups, shown, problems),
        unless=_patterns(value.get("unless"), groups, shown, problems),
    )


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Half a second for all of them, more than `re` keeps: whoever reads the rules again shares them."""
    return re.compile(pattern)


def _patterns(
    value: Value, groups: Mapping[str, str], shown: str, problems: list[Problem]
) -> tuple[re.Pattern[str], ...]:
    compiled = []
    for item in value.items:
        unknown = [name for name in _GROUP.findall(item.text) if name not in groups]
        if unknown:
            problems.append(Problem(shown, item.line, "pattern", f"words 里没有“{unknown[0]}”这组词。"))
            continue
        try:
            compiled.append(_compiled(_GROUP.sub(lambda found: groups[found.group(1)], item.text)))
        except (re.error, OverflowError, RecursionError):
            problems.append(Problem(shown, item.line, "pattern", "这一行的写法（正则表达式）不对，程序读不懂。"))
    return tuple(compiled)
