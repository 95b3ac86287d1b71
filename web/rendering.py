"""Templates to pages: everything escaped, nothing cached by a browser that should not be."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sanic import HTTPResponse
from sanic.response import html

from web.times import day_text, full_moment_text, moment_text

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """The templates with autoescape on and unknown names refused."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["day"] = day_text
    env.filters["moment"] = moment_text
    env.filters["full_moment"] = full_moment_text
    return env


def page(template: str, status: int = 200, **values: Any) -> HTTPResponse:
    """A rendered page."""
    return html(environment().get_template(template).render(**values), status=status)
