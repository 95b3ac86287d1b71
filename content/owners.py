"""A question has one owner: what makes two questions one, and what is said where somebody else owns it."""

from __future__ import annotations

from content.model import Problem
from content.normalize import Terms, bare, normalize


def question_key(question: str, terms: Terms) -> str:
    """What makes two questions one: how the search sees them."""
    return bare(normalize(question, terms))


def has_owner(path: str, line: int, question: str, title: str) -> Problem:
    """What is said of a question that the article of this title owns already."""
    message = f"“{question}”已经是《{title}》的问法，一个问法只能归一篇文章。"
    return Problem(path, line, "question-two-owners", message)
