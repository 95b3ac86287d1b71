"""What must still be filled in, reviewed and signed before a village is opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from content.check import local_today
from content.document import read_text, read_yaml
from content.fraud import FILE
from content.load import Library
from content.model import Problem

SOON = timedelta(days=60)


def todo_lines(library: Library, today: date | None = None) -> Iterator[str]:
    """The open points as lines, the largest groups first counted, then one by one."""
    today = today or local_today()
    yield from _signatures(library)
    yield from _before_opening(library)
    yield from _fraud_check(library, today)
    yield from _reviews(library, today)
    yield from _directory(library)
    yield from _places(library)
    drafts = [article for article in library.articles if article.status == "draft"]
    if drafts:
        yield f"草稿 {len(drafts)} 篇：{'、'.join(article.id for article in drafts)}"
    unconfirmed = [fact.number for fact in library.facts.values() if not fact.confirmed]
    if unconfirmed:
        yield f"待核实的事实 {len(unconfirmed)} 条，核实前文章里不能用：{'、'.join(unconfirmed)}"


def _signatures(library: Library) -> Iterator[str]:
    waiting = [article for article in library.articles if article.status == "published" and article.sample]
    by_topic = Counter(article.topic for article in waiting)
    if waiting:
        yield f"等单位审定的样稿 {len(waiting)} 篇："
    for topic_id, count in by_topic.most_common():
        topic = library.topics.get(topic_id)
        name, department = (topic.name, topic.department) if topic else (topic_id, "")
        yield f"  {name} {count} 篇，请{department or '主管部门'}审"


def _before_opening(library: Library) -> Iterator[str]:
    for article in library.articles:
        topic = library.topics.get(article.topic)
        if topic and topic.opening and article.status == "published" and article.sample:
            yield f"开通前（{topic.opening}）：{article.title}"


def _fraud_check(library: Library, today: date) -> Iterator[str]:
    rules = library.fraud
    if rules.sample:
        yield f"等单位审定的防骗核对用语（{FILE}），请{rules.department or '主管部门'}审"
    if rules.todo:
        yield f"防骗核对：{rules.todo}"
    if rules.review_due and rules.review_due <= today + SOON:
        yield f"要复审：防骗核对用语（{FILE}），期限 {rules.review_due}"


def _reviews(library: Library, today: date) -> Iterator[str]:
    for article in sorted(library.articles, key=lambda one: one.review_due or date.max):
        if article.status == "published" and article.review_due and article.review_due <= today + SOON:
            yield f"要复审：{article.id}（{article.title}），期限 {article.review_due}"


def _directory(library: Library) -> Iterator[str]:
    text = read_text(library.root / "directory.yml", "directory.yml")
    tree = text if isinstance(text, Problem) else read_yaml(text, "directory.yml")
    if isinstance(tree, Problem):
        return
    for entry in tree.get("entries").items:
        if entry.get("todo").text:
            yield f"号码本：{entry.get('name').text}，{entry.get('todo').text}"


def _places(library: Library) -> Iterator[str]:
    for town in library.registers.towns:
        if town.market and town.market.example:
            yield f"村组登记：{town.name}的赶场日是样例，要换成真的"
    for village in library.villages:
        groups = sum(group.example for group in village.groups)
        if village.example:
            yield f"村组登记：{village.name}是样例村，要换成真的"
        elif groups:
            yield f"村组登记：{village.name}有 {groups} 个组是样例，要核对"
        if not village.coordinator:
            yield f"村组登记：{village.name}还没写网协员"
