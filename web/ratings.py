"""One tap under an answer, as the chat page sends it."""

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json

from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import people, ratings
from web.api import check_speed, json_body
from web.context import web_of
from web.conversation import CHANNEL
from web.identity import person_value


def blueprint() -> Blueprint:
    """The route under /api/v1/ratings."""
    routes = Blueprint("ratings", url_prefix="/api/v1/ratings")
    routes.add_route(post_rating, "/", methods=["POST"], name="post_rating", strict_slashes=False)
    return routes


async def post_rating(request: Request) -> HTTPResponse:
    """Keep whether an answer helped the person it was given to; the last tap counts."""
    web, body, person = web_of(request), json_body(request), person_value(request)
    reply_id, given = body.get("reply_id"), body.get("value")
    if not isinstance(reply_id, int) or isinstance(reply_id, bool) or not 0 < reply_id < 2**31:
        raise UserFacingError("bad_request", 400)
    if given not in ("good", "bad"):
        raise UserFacingError("bad_request", 400)
    value: ratings.Value = "good" if given == "good" else "bad"
    if person is None:
        raise UserFacingError("reply_not_found", 404)
    check_speed(request, person)

    def known() -> int | None:
        with read(web.sessions) as session:
            return people.find(session, CHANNEL, person)

    def keep(person_id: int) -> None:
        with begin(web.sessions) as session:
            ratings.rate(session, person_id, reply_id, value)

    person_id = await web.threads.run(known)
    if person_id is None:
        raise UserFacingError("reply_not_found", 404)
    await web.threads.write(keep, person_id)
    return json({"reply_id": reply_id, "value": value})
