"""The JSON API under the chat page: messages, history, events, articles."""

import asyncio
import hmac
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json

from actions.db.engine import read
from actions.errors import UserFacingError
from actions.keys import TOKEN_HEADER
from actions.services import emergencies, messages, people, ratings, transcripts
from content.normalize import cut
from web.addresses import limited_address
from web.buttons import Titles
from web.context import Web, web_of
from web.conversation import CHANNEL, Conversations, Incoming, shown, shown_reply
from web.events import Hub
from web.identity import ensure_person, person_value, remember, village_of
from web.library import Published, all_published, readable
from web.texts import MAX_TEXT, is_id, whole
from web.times import today

_STATUS = {"answered": 200, "person": 200, "waiting": 202}
_KEEPALIVE = 15.0


def blueprint() -> Blueprint:
    """The routes under /api/v1 that need no file."""
    api = Blueprint("api", url_prefix="/api/v1")
    api.add_route(post_message, "/messages", methods=["POST"], name="post_message")
    api.add_route(get_history, "/history", name="history")
    api.add_route(get_events, "/events", name="events")
    api.add_route(list_articles, "/articles", name="articles")
    api.add_route(get_article, "/articles/<article_id:str>", name="article")
    return api


async def post_message(request: Request) -> HTTPResponse:
    """Take one message of a villager."""
    web, body = web_of(request), json_body(request)
    message_id, text, village = body.get("id"), body.get("text"), body.get("village")
    if not isinstance(message_id, str) or not is_id(message_id):
        raise UserFacingError("bad_message_id", 400)
    if not isinstance(text, str) or not isinstance(village, str | None):
        raise UserFacingError("bad_request", 400)
    text = whole(text)
    if not text.strip():
        raise UserFacingError("empty_text", 400)
    # A cry for help is answered however long it is and however much was written before it.
    danger = emergencies.check(text, web.library.emergency)
    if len(text) > MAX_TEXT:
        if danger is None:
            raise UserFacingError("text_too_long", 413)
        text = cut(text, MAX_TEXT)
    person = ensure_person(request)
    if danger is None:
        check_speed(request, person)
    conversations: Conversations = request.app.ctx.conversations
    outcome = await conversations.take(Incoming(person, message_id, text, village_of(request, village), danger))
    response = json({"state": outcome.state, "replies": outcome.replies}, status=_STATUS[outcome.state])
    return remember(request, response)


async def get_history(request: Request) -> HTTPResponse:
    """The conversation so far, or what came after an outbox id."""
    web, person, after = web_of(request), person_value(request), _number(request, "after")
    items = await web.threads.run(_history, web, person, after) if person else []
    last = max((item["id"] for item in items if item["role"] == "bot"), default=after)
    return json({"items": items, "last": last})


async def get_events(request: Request) -> None:
    """Late answers and pushes as they come (SSE); Last-Event-ID is the last outbox id the page has."""
    web, hub = web_of(request), request.app.ctx.hub
    person = person_value(request)
    seen = request.headers.get("last-event-id", "")
    after = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else _number(request, "after")
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    response = await request.respond(content_type="text/event-stream; charset=utf-8", headers=headers)
    await response.send("retry: 3000\n: ready\n\n")
    person_id = await _wait_for_person(web, hub, person, response)
    with hub.listen(person_id) as bell:
        await _follow(web, hub, response, bell, person_id, after)


async def list_articles(request: Request) -> HTTPResponse:
    """The published library, without the long texts."""
    web = web_of(request)

    def load() -> list[dict[str, Any]]:
        with read(web.sessions) as session:
            return [_summary(one) for one in all_published(session, today())]

    return json({"articles": await web.threads.run(load)})


async def get_article(request: Request, article_id: str) -> HTTPResponse:
    """One published article."""
    web = web_of(request)

    def load() -> Published:
        with read(web.sessions) as session:
            return readable(session, article_id, today())

    found = await web.threads.run(load)
    article = found.article
    sources = [
        {"title": s.title, "number": s.number, "article": s.article, "in_force": s.in_force and s.in_force.isoformat()}
        for s in article.sources
    ]
    texts = {"short": article.short, "detail": article.detail, "broadcast": article.broadcast, "poster": article.poster}
    return json({**_summary(found), **texts, "sources": sources})


def json_body(request: Request) -> dict[str, Any]:
    """The JSON object of a request; anything else is refused in one sentence."""
    if not request.headers.get("content-type", "").lower().startswith("application/json"):
        raise UserFacingError("bad_json", 400)
    try:
        body = request.json
    except Exception as error:
        raise UserFacingError("bad_json", 400) from error
    if not isinstance(body, dict):
        raise UserFacingError("bad_json", 400)
    return body


def is_ours(request: Request) -> bool:
    """True for our own processes, and for everybody while a load test has the limits off."""
    if not web_of(request).settings.rate_limit:
        return True
    return hmac.compare_digest(request.headers.get(TOKEN_HEADER, "").encode(), web_of(request).keys.token.encode())


def check_speed(request: Request, person: str) -> None:
    """Refuse a person or an address that writes faster than people do."""
    limits, address = web_of(request).limits, limited_address(request)
    if is_ours(request):
        return
    if (address and not limits.address.allow(address)) or not limits.person.allow(person):
        raise UserFacingError("too_many", 429)


async def _wait_for_person(web: Web, hub: Hub, person: str | None, response: Any) -> int:
    """The person's id; a page may be open long before the first message makes its person known."""
    while True:
        person_id = await web.threads.run(_person_id, web, person) if person else None
        if person_id is not None:
            return person_id
        await hub.arrival(person or "", _KEEPALIVE)
        await response.send(": wait\n\n")


async def _follow(web: Web, hub: Hub, response: Any, bell: asyncio.Event, person_id: int, after: int) -> None:
    while True:
        bell.clear()
        for reply in await web.threads.run(_since, web, person_id, after):
            after = max(after, reply["id"])
            data = json(reply).body
            assert data is not None  # noqa: S101 - json() always has a body
            await response.send(b"id: %d\nevent: reply\ndata: %s\n\n" % (reply["id"], data))
        try:
            await asyncio.wait_for(bell.wait(), _KEEPALIVE)
        except TimeoutError:
            await response.send(": still here\n\n")


def _person_id(web: Web, person: str) -> int | None:
    with read(web.sessions) as session:
        return people.find(session, CHANNEL, person)


def _since(web: Web, person_id: int, after: int) -> list[dict[str, Any]]:
    with read(web.sessions) as session:
        return [shown_reply(reply) for reply in messages.since(session, person_id, after)]


def _history(web: Web, person: str, after: int) -> list[dict[str, Any]]:
    with read(web.sessions) as session:
        person_id = people.find(session, CHANNEL, person)
        if person_id is None:
            return []
        titles, items = Titles(), []
        lines = transcripts.history(session, person_id, after_id=after, limit=60)
        rated = ratings.given(session, person_id, [line.id for line in lines if not line.mine])
        for line in lines:
            at = line.at.isoformat()
            if line.mine:
                items.append(
                    {
                        "role": "user",
                        "id": line.id,
                        "message_id": line.message_id,
                        "text": titles.shown(line.text),
                        "at": at,
                    }
                )
            else:
                titles.offered(line.payload)
                said = {"rated": rated[line.id]} if line.id in rated else {}
                items.append({"role": "bot", **shown(line.payload, reply_id=line.id), "at": at, **said})
        return items


def _summary(found: Published) -> dict[str, Any]:
    article = found.article
    return {
        "id": article.id,
        "title": article.title,
        "topic": article.topic,
        "section": article.section,
        "danger": article.danger,
        "sample": article.sample,
        "version": found.version,
        "url": f"/a/{article.id}",
    }


def _number(request: Request, name: str) -> int:
    text = request.args.get(name) or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
