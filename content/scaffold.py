"""Starting a new article: a file that has everything but the words."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from datetime import date
from pathlib import Path

from content.check import local_today
from content.model import Topic

_TEMPLATE = """---
title:
topic: {topic}
section: {section}
status: draft
danger: false
questions: []
villages: all
valid_from: {today}
valid_until:
facts: []
sources: []
signed_off_by:
signed_off_on:
review_due: {review}
---

## 简答

## 详解

## 广播稿

## 海报
"""


class BadName(ValueError):
    """The name asked for cannot be an article; the text says why, in Chinese."""


def new_article(
    root: Path, name: str, topics: Mapping[str, Topic], taken: Container[str], today: date | None = None
) -> Path:
    """Write a draft `topic/id` that passes the checker but for its blanks; never over a file that is there."""
    topic_id, slash, article_id = name.removesuffix(".md").partition("/")
    topic = topics.get(topic_id)
    if not slash or topic is None:
        raise BadName(f"要写成 专题/编号，专题只能是：{'、'.join(topics)}。")
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", article_id):
        raise BadName("编号只能用小写英文字母、数字和短横线，比如 breaker-trips。")
    if article_id in taken:
        raise BadName(f"编号“{article_id}”已经有文章用了，换一个。")
    path = root / "library" / topic_id / f"{article_id}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(blank_article(topic, today))
    return path


def blank_article(topic: Topic, today: date | None = None) -> str:
    """The text of a draft in which everything stands but the words, to be reviewed a year from now."""
    today = today or local_today()
    review = today.replace(year=today.year + 1, day=min(today.day, 28))
    section = topic.sections[0].id if topic.sections else ""
    return _TEMPLATE.format(topic=topic.id, section=section, today=today, review=review)
