"""The register of facts: what articles may say, by number, grade and basis."""

from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json as json_response

from actions.services import library
from content.fact_search import find_facts
from content.model import Fact
from web.console.common import console_page
from web.console.library import HERE as LIBRARY
from web.console.library import READERS
from web.console.login import me_of
from web.context import web_of

HERE = "/console/facts"
_LONGEST = 100
_SHOWN = 12


def blueprint() -> Blueprint:
    """The routes of the register."""
    routes = Blueprint("console_facts", url_prefix=HERE)
    routes.add_route(show, "/", name="show", strict_slashes=False)
    routes.add_route(find, "/find", name="find")
    return routes


async def show(request: Request) -> HTTPResponse:
    """The whole register, or what a search finds in it."""
    me, asked = me_of(request, *READERS), (request.args.get("q") or "").strip()[:_LONGEST]
    facts = await _facts(request)
    found = find_facts(facts, asked, len(facts)) if asked else list(facts.values())
    return console_page(request, me, "facts.html", LIBRARY, facts=found, asked=asked, total=len(facts))


async def find(request: Request) -> HTTPResponse:
    """As JSON: the facts of the numbers in `numbers`, in that order, and those that `q` finds."""
    me_of(request, *READERS)
    facts = await _facts(request)
    numbers = (request.args.get("numbers") or "")[:1000].split()
    asked = (request.args.get("q") or "").strip()[:_LONGEST]
    cited = [_told(facts[one]) if one in facts else {"number": one} for one in dict.fromkeys(numbers)]
    found = [_told(one) for one in find_facts(facts, asked, _SHOWN)]
    return json_response({"cited": cited, "found": found}, ensure_ascii=False)


def _told(fact: Fact) -> dict[str, Any]:
    return {"number": fact.number, "text": fact.text, "basis": fact.basis, "confirmed": fact.confirmed}


async def _facts(request: Request) -> dict[str, Fact]:
    web = web_of(request)
    return (await web.threads.run(library.registers_in_files, web.settings.content_dir)).facts
