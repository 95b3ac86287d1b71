"""Lessons: how many would get it, send it, see how it went."""

from typing import Any

from sanic import Blueprint, HTTPResponse, Request

from actions.clock import is_night, utc_now
from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import lesson_results, lessons
from web.console.common import (
    back_to,
    console_page,
    field,
    new_request_id,
    refused,
    request_id,
    seen_choices,
    serves,
    village_name,
)
from web.console.login import me_of
from web.context import web_of
from web.words import words

HERE = "/console/lessons"


def blueprint() -> Blueprint:
    """The routes of the lessons."""
    routes = Blueprint("console_lessons", url_prefix=HERE)
    routes.add_route(show, "/", name="show", strict_slashes=False)
    routes.add_route(push, "/", methods=["POST"], name="push", strict_slashes=False)
    return routes


async def show(request: Request) -> HTTPResponse:
    """Courses, the count before sending, and the results."""
    me, web = me_of(request, "steward", "auditor"), web_of(request)
    course, village = request.args.get("course") or "", request.args.get("village") or ""
    offered = seen_choices(web, me)

    def load() -> dict[str, Any]:
        with read(web.sessions) as session:
            courses = lessons.courses(session)
            titles = {one.id: one.title for one in courses}
            chosen = course in titles and village in dict(offered)
            return {
                "courses": courses,
                "course_title": titles.get(course, ""),
                "subscribed": len(lessons.subscribers(session, village)) if chosen else 0,
                "count": len(lessons.audience(session, course, village)) if chosen else None,
                "waiting": chosen and lessons.is_waiting(session, course, village),
                "results": [
                    {"course": titles.get(r.course_id, r.course_id),
                     "village": village_name(web, r.village_code) or words()["console"]["village_not_said"],
                     "active": r.active, "done": r.finished, "answered": r.answers, "correct": r.correct}
                    for r in lesson_results.results(session)
                ],
            }  # fmt: skip

    return console_page(
        request, me, "lessons.html", HERE,
        course=course, village=village, village_name=village_name(web, village),
        villages=offered, request_id=new_request_id(),
        night=is_night(utc_now()), can_push=me.may("steward"), **await web.threads.run(load),
    )  # fmt: skip


async def push(request: Request) -> HTTPResponse:
    """Send a course to the subscribers of a village."""
    me, web = me_of(request, "steward"), web_of(request)
    course, village, once = field(request, "course", 64), field(request, "village", 64), request_id(request)

    def act() -> None:
        if not serves(web, me, village):
            raise UserFacingError("forbidden", 403)
        with begin(web.sessions) as session:
            lessons.push(session, course, village, me.login, once)

    try:
        await web.threads.run(act)
    except UserFacingError as error:
        return refused(HERE, error)
    return back_to(HERE, "lesson_pushed_night" if is_night(utc_now()) else "lesson_pushed")
