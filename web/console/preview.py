"""A version of an article as everybody will meet it: chat, page, lesson, loudspeaker, wall, a picture in a group."""

from dataclasses import dataclass

from sanic import Blueprint, HTTPResponse, Request

from actions.db.engine import read
from actions.errors import UserFacingError
from actions.services import lessons, media
from content.media import Sizes
from content.render import detail_html, source_line
from web import long_picture
from web.console.article import stored_article, typed_text
from web.console.article_form import article_of_text
from web.console.common import console_page
from web.console.library import HERE, READERS
from web.console.listening import HEARD, LISTENERS, clip_of
from web.console.login import me_of
from web.console.review import field_number
from web.context import Web, web_of
from web.picture_layout import handout_of
from web.rendering import page
from web.words import error_text, words

_LETTERS = "ABCDEF"


@dataclass(frozen=True)
class LessonStep:
    """A step of a course that rests on an article, as the chat sends it; `choices` are those of its question."""

    course: str
    said: str
    question: str = ""
    choices: tuple[str, ...] = ()


def blueprint() -> Blueprint:
    """The route of the preview."""
    routes = Blueprint("console_preview", url_prefix=HERE)
    routes.add_route(show, "/<article_id:str>/preview", name="show")
    routes.add_route(typed, "/<article_id:str>/preview", methods=["POST"], name="typed")
    routes.add_route(picture, "/<article_id:str>/preview/long.png", name="picture")
    return routes


async def show(request: Request, article_id: str) -> HTTPResponse:
    """All outputs of the newest version, or of the one asked for, side by side."""
    me, web = me_of(request, *READERS), web_of(request)
    stored = await stored_article(request, article_id, field_number(request.args.get("v")) or None)
    article = article_of_text(stored.text, article_id)
    room = await web.threads.run(_room, web, article.detail if article else "")
    spoken, problem = await web.threads.run(_spoken, article.broadcast if article else "")
    heard = part if (part := request.args.get("heard") or "") in HEARD else ""
    clip = await web.threads.run(clip_of, web, article, heard) if article and heard else None
    steps = await web.threads.run(_steps, web, article_id)
    pictured = article is not None and await web.threads.run(long_picture.is_offered, article)
    return console_page(
        request, me, "preview.html", HERE, stored=stored, article=article, steps=steps,
        spoken=spoken, unspeakable=problem,
        detail=detail_html(article.detail, room) if article else "",
        sources=[source_line(source) for source in article.sources] if article else [],
        address=f"{web.settings.public_url}/a/{article_id}",
        heard=heard if clip else "", silent=clip.problem if clip and clip.state == "failed_gave_up" else "",
        pictured=pictured, typed=False, can_listen=me.may(*LISTENERS),
    )  # fmt: skip


async def typed(request: Request, article_id: str) -> HTTPResponse:
    """The outputs of the form as it is filled in now, as a piece of a page; nothing is kept."""
    me_of(request, "editor")
    web, stored = web_of(request), await stored_article(request, article_id)
    text, unwritable = typed_text(request, stored.text, article_id)
    article = None if unwritable else article_of_text(text, article_id)
    if article is None:
        return page("console/preview_broken.html", problem=unwritable)
    room = await web.threads.run(_room, web, article.detail)
    spoken, problem = await web.threads.run(_spoken, article.broadcast)
    return page(
        "console/preview_outputs.html", stored=stored, article=article, spoken=spoken, unspeakable=problem, typed=True,
        detail=detail_html(article.detail, room), sources=[source_line(source) for source in article.sources],
        company=web.settings.company, address=f"{web.settings.public_url}/a/{article_id}", pictured=False, steps=[],
    )  # fmt: skip


async def picture(request: Request, article_id: str) -> HTTPResponse:
    """The long picture of the newest version, or of the one asked for, which says so when it is not for villagers."""
    me_of(request, *READERS)
    web, told = web_of(request), words()["long_picture"]
    stored = await stored_article(request, article_id, field_number(request.args.get("v")) or None)
    article = article_of_text(stored.text, article_id)
    if article is None:
        raise UserFacingError("not_readable", 422)
    notes = () if stored.live == stored.number else (told["draft"],)
    notes += () if article.is_public else (told["steward"],)
    address = f"{web.settings.public_url}/a/{article_id}"
    handout = handout_of(article, stored.number, web.settings.company, address, notes)
    return await long_picture.send_picture(request, article, handout)


def _steps(web: Web, article_id: str) -> list[LessonStep]:
    """The steps of all courses that rest on this article."""
    told = words()["lesson_step"]
    with read(web.sessions) as session:
        courses = lessons.courses(session)
    found = []
    for course in courses:
        for position, step in enumerate(course.steps, 1):
            if step.article_id == article_id:
                values = {"title": step.title, "position": position, "total": len(course.steps), "words": step.text}
                question = told["quiz"].format(question=step.quiz.question) if step.quiz else ""
                offered = zip(_LETTERS, step.quiz.choices if step.quiz else (), strict=False)
                choices = tuple(f"{letter}. {choice}" for letter, choice in offered)
                found.append(LessonStep(course.title, told["step"].format(**values), question, choices))
    return found


def _room(web: Web, detail: str) -> Sizes:
    with read(web.sessions) as session:
        return media.sizes(session, detail)


def _spoken(text: str) -> tuple[str, str]:
    """What the voice reads out for a text, and why it cannot where it cannot."""
    from tts_audio.errors import SpeechError
    from tts_audio.normalize import speakable

    try:
        return (speakable(text) if text.strip() else ""), ""
    except SpeechError:
        return "", error_text("not_speakable")
