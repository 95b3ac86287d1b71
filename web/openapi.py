"""The description of the API, written by hand in openapi.yml and served as JSON."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json

DESCRIPTION = Path(__file__).parent / "openapi.yml"


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    loaded: dict[str, Any] = yaml.safe_load(DESCRIPTION.read_text("utf-8"))
    return loaded


def blueprint() -> Blueprint:
    """The route of the description."""
    routes = Blueprint("openapi")

    @routes.get("/api/openapi.json", name="document")
    async def get_document(request: Request) -> HTTPResponse:
        return json(document())

    return routes
