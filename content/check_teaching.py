"""Whole-library checks of what is taught and announced: courses and prepared loudspeaker texts."""

from __future__ import annotations

from collections.abc import Iterator

from content.announcements import names_to_fill
from content.load import Library
from content.model import Announcement, Course, Problem, Step
from content.numbers import HOTLINES, backed, quantities
from content.rules_text import BROADCAST_LIMITS, SENTENCE_LIMIT, SENTENCES, SHORT_LIMIT, UNSPEAKABLE

KINDS = ("daily", "important")


def course_is_sound(library: Library) -> Iterator[Problem]:
    """A step is short, rests on a published article whose numbers it repeats, and its quiz has its answer."""
    for course in library.courses:
        if not course.title or not course.steps:
            yield Problem(course.path, 1, "course", "课程要有 title 和 steps。")
        for step in course.steps:
            for message in _step_faults(step, library):
                yield Problem(course.path, step.line, "course", f"“{step.title or step.id}”{message}")
        yield from _doubled_steps(course)


def announcement_is_sound(library: Library) -> Iterator[Problem]:
    """A prepared announcement can be spoken, cites its numbers, and explains every name to fill in."""
    for announcement in library.announcements:
        for message in _announcement_faults(announcement, library):
            yield Problem(announcement.path, 1, "announcement", message)


def _step_faults(step: Step, library: Library) -> Iterator[str]:
    article = library.article(step.article_id)
    if not step.id or not step.text or len(step.text) > SHORT_LIMIT:
        yield f"要有 id 和 text，text 最多 {SHORT_LIMIT} 个字。"
    if article is None or article.status != "published":
        yield f"依据的文章“{step.article_id}”必须是库里已发布的文章。"
        return
    said = "\n".join([step.text, *((step.quiz.right, step.quiz.wrong) if step.quiz else ())])
    yield from _unbacked(said, article.facts, library)
    if step.quiz and not (2 <= len(step.quiz.choices) <= 5 and 1 <= step.quiz.answer <= len(step.quiz.choices)):
        yield "的题要有 2 到 5 个选项，answer 写第几个（从1数起）。"


def _announcement_faults(announcement: Announcement, library: Library) -> Iterator[str]:
    explained = {name for name, _ in announcement.fields}
    text = announcement.text
    if not announcement.title or announcement.kind not in KINDS:
        yield f"要有 title，kind 只能是 {'、'.join(KINDS)}。"
    for name in names_to_fill(text):
        if name not in explained:
            yield f"fields 里要说明“{name}”怎么填。"
        text = text.replace("{" + name + "}", name)
    low, high = BROADCAST_LIMITS
    if not low <= len(text) <= high:
        yield f"广播要有 {low} 到 {high} 个字，现在是 {len(text)} 个。"
    if UNSPEAKABLE.search(text):
        yield f"要念得出来，不能有“{UNSPEAKABLE.findall(text)[0]}”。"
    if any(len(sentence) > SENTENCE_LIMIT + 1 for sentence in SENTENCES.findall(text)):
        yield f"一句话最多 {SENTENCE_LIMIT} 个字。"
    yield from _unbacked(text, announcement.facts, library)


def _unbacked(text: str, facts: tuple[str, ...], library: Library) -> Iterator[str]:
    cited = [library.facts[number] for number in facts if number in library.facts]
    if len(cited) < len(facts) or any(not fact.confirmed for fact in cited):
        yield "只能引用 facts.yml 里 A、B 级的事实。"
    known = [quantity for fact in cited for quantity in quantities(f"{fact.text}\n{fact.basis}")]
    for quantity in quantities(text):
        if not backed(quantity, known):
            phone = quantity.said in HOTLINES
            yield f"“{quantity.said}”在引用的事实里找不到，{'电话' if phone else '数字'}必须有依据。"


def _doubled_steps(course: Course) -> Iterator[Problem]:
    seen: set[str] = set()
    for step in course.steps:
        if step.id in seen:
            yield Problem(course.path, step.line, "course", f"步骤编号“{step.id}”只能用一次。")
        seen.add(step.id)
