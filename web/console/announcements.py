"""Announcements for the loudspeaker: written by one, approved by another, then a file to download."""

import re
from collections.abc import Callable
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sqlalchemy.orm import Session

from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import announcements, clips, users
from web.clips import send_sound
from web.console.common import (
    back_to,
    console_page,
    field,
    fields,
    new_request_id,
    place_names,
    refused,
    request_id,
    serves,
    text_of,
    village_choices,
    written,
)
from web.console.login import Me, me_of
from web.context import Web, web_of
from web.words import error_text

HERE = "/console/announcements"
_WRITERS = ("steward", "editor", "approver")
_READERS = (*_WRITERS, "auditor")
_TITLE = 24
_MOST = {"title": announcements.LONGEST_TITLE, "text": announcements.LONGEST_TEXT}
_LONGEST_LINE = 500
_GREETING = re.compile(
    r"(?:各位|大家|全体|亲爱的)?(?:乡亲|村民|父老|朋友|好)(?:们|父老|朋友|好)*|注意|通知|请注意|大家好"
)
# A clause of nothing but a time says when, not what.
_WHEN = re.compile(r"[今明后大前天早上中下午晚夜凌晨周星期日月号一二三四五六七八九十零两0-9点时半刻分到至从起、~—-]+")
_QUICK = re.compile(r"^\s*广播\s*[:：,，]?\s*")


def blueprint() -> Blueprint:
    """The routes of the announcements."""
    routes = Blueprint("console_announcements", url_prefix=HERE)
    routes.add_route(show, "/", name="show", strict_slashes=False)
    routes.add_route(create, "/", methods=["POST"], name="create", strict_slashes=False)
    routes.add_route(quick, "/quick", methods=["POST"], name="quick")
    routes.add_route(show_one, "/<number:id>", name="show_one")
    routes.add_route(edit, "/<number:id>", methods=["POST"], name="edit")
    routes.add_route(decide, "/<number:id>/decide", methods=["POST"], name="decide")
    routes.add_route(sound, "/<number:id>/clip.mp3", methods=["GET", "HEAD"], name="sound")
    return routes


async def show(request: Request) -> HTTPResponse:
    """All announcements and the form for a new one."""
    chosen = next((one for one in web_of(request).library.announcements if one.id == request.args.get("from")), None)
    draft = {
        "title": chosen.title if chosen else "",
        "text": chosen.text if chosen else "",
        "kind": chosen.kind if chosen else "daily",
        "fields": chosen.fields if chosen else (),
        "villages": [],
    }
    return await _page(request, draft, new_request_id(), chosen=chosen.id if chosen else "")


async def create(request: Request) -> HTTPResponse:
    """Write an announcement and hand it in."""
    title, text, kind = written(request, "title"), written(request, "text"), field(request, "kind", 12)
    villages = fields(request, "village")
    return await _draft(request, title, text, kind, villages)


async def quick(request: Request) -> HTTPResponse:
    """广播 and what is to be said, in one line, for all villages this steward serves."""
    me, web = me_of(request, *_WRITERS), web_of(request)
    line = written(request, "line")
    text = _QUICK.sub("", line)
    mine = [village.code for village in web.villages.values() if village.steward == me.login]
    everywhere = [announcements.ALL] if _may_write_for(web, me, announcements.ALL) else []
    if len(line) > _LONGEST_LINE:
        draft = {"title": _title_of(text), "text": text, "kind": "daily", "fields": (), "villages": mine}
        return await _page(request, draft, request_id(request), UserFacingError("line_too_long", 422))
    return await _draft(request, _title_of(text), text, "daily", mine or everywhere)


async def show_one(request: Request, number: int) -> HTTPResponse:
    """One announcement, its approval and its clip."""
    return await _one_page(request, number)


async def _one_page(
    request: Request, number: int, given: dict[str, str] | None = None, error: UserFacingError | None = None
) -> HTTPResponse:
    me, web = me_of(request, *_READERS), web_of(request)

    def load() -> tuple[announcements.Announcement, clips.ClipInfo | None, dict[str, str]]:
        with read(web.sessions) as session:
            one = announcements.get(session, number)
            return one, clips.get(session, one.clip_hash) if one.clip_hash else None, _names(session)

    one, clip, names = await web.threads.run(load)
    extra: dict[str, Any] = {"problem": error_text(error.user_text_key), "status": error.status} if error else {}
    row, made = _row(web, one, names), _clip(web, clip)
    if made["state"] == "done" and request.args.get("ok") == "approved":
        extra["note"] = ""  # that it is being made is no longer true after a reload
    return console_page(
        request, me, "announcement.html", HERE,
        row=row, given=given or row, most=_MOST, clip=made,
        can_decide=_can_decide(me, one),
        can_edit=me.may("admin") or (one.author == me.login and me.may(*_WRITERS)), wrote=me.login in one.writers,
        **extra,
    )  # fmt: skip


async def edit(request: Request, number: int) -> HTTPResponse:
    """Change the text; it must be approved again."""
    me = me_of(request, *_WRITERS)
    title, text = written(request, "title"), written(request, "text")
    revision = field(request, "revision", 10)
    web = web_of(request)

    def act() -> None:
        _check_speakable(web, text)
        with begin(web.sessions) as session:
            one = announcements.get(session, number)
            if one.author != me.login and not me.may("admin"):
                raise UserFacingError("forbidden", 403)
            if str(one.revision) != revision:
                raise UserFacingError("changed_meanwhile", 409)
            kind = "important" if one.kind == "important" else "daily"
            announcements.edit(
                session, number, title=title, text=text, kind="important" if kind == "important" else "daily",
                village_codes=one.village_codes, by=me.login,
            )  # fmt: skip

    try:
        await web.threads.run(act)
    except UserFacingError as error:
        if error.status == 403:
            raise
        return await _one_page(request, number, {"title": title, "text": text}, error)
    return back_to(f"{HERE}/{number}", "announcement_changed_ok")


async def decide(request: Request, number: int) -> HTTPResponse:
    """Approve or reject what somebody else wrote."""
    me, web = me_of(request, "approver"), web_of(request)
    do, reason, revision = field(request, "do", 10), field(request, "reason", 200), field(request, "revision", 10)

    def act() -> None:
        with begin(web.sessions) as session:
            if do == "approve" and revision.isdecimal():
                announcements.approve(session, number, me.login, int(revision), engine=web.settings.tts_engine)
            elif do == "reject" and reason:
                announcements.reject(session, number, me.login, reason)
            else:
                raise UserFacingError("reason_missing", 422)

    return await _tried(request, f"{HERE}/{number}", act, "approved" if do == "approve" else "rejected")


async def sound(request: Request, number: int) -> HTTPResponse | None:
    """The clip of an approved announcement."""
    me_of(request, *_READERS)
    web = web_of(request)

    def load() -> clips.ClipInfo | None:
        with read(web.sessions) as session:
            one = announcements.get(session, number)
            return clips.get(session, one.clip_hash) if one.clip_hash and one.state == "approved" else None

    info = await web.threads.run(load)
    if info is None:
        raise UserFacingError("not_approved", 404)
    if not (web.settings.clips_dir / f"{info.hash}.mp3").is_file():
        raise UserFacingError("clip_not_ready", 409)  # half an announcement is nothing to hand over
    answer = await send_sound(request, web, info)
    if answer is not None and request.args.get("download"):
        answer.headers["Content-Disposition"] = f'attachment; filename="guangbo-{number}.mp3"'
    return answer


def _title_of(text: str) -> str:
    """The first clause that says something, with the time before it, so that a list of titles reads as was written."""
    clauses = [part for part in re.finditer(r"[^，。！？；：,!?;:\s]+", text) if not _GREETING.fullmatch(part[0])]
    said = next((part for part in clauses if not _WHEN.fullmatch(part[0])), None)
    first = text[clauses[0].start() : (said or clauses[-1]).end()] if clauses else text
    return first if len(first) <= _TITLE else first[: _TITLE - 1] + "…"


def _may_write_for(web: Web, me: Me, code: str) -> bool:
    """A steward writes for the villages he serves; an editor or approver who is no steward for every one."""
    if me.may("admin") or not me.may("steward"):
        return True
    return code != announcements.ALL and serves(web, me, code)


def _can_decide(me: Me, one: announcements.Announcement) -> bool:
    # Nobody approves what he wrote himself.
    return one.state == "draft" and me.login not in one.writers and me.may("approver")


async def _draft(request: Request, title: str, text: str, kind: str, villages: list[str]) -> HTTPResponse:
    me, web, once = me_of(request, *_WRITERS), web_of(request), request_id(request)

    def act() -> None:
        if not all(_may_write_for(web, me, code) for code in villages):
            raise UserFacingError("announcement_not_your_village", 403)
        _check_speakable(web, text)
        with begin(web.sessions) as session:
            announcements.draft(
                session, request_id=once, title=title, text=text,
                kind="important" if kind == "important" else "daily", village_codes=villages, author=me.login,
            )  # fmt: skip

    try:
        await web.threads.run(act)
    except UserFacingError as error:
        # What was written stands again in the form, beside the reason.
        draft = {"title": title, "text": text, "kind": kind, "fields": (), "villages": villages}
        return await _page(request, draft, once, error)
    return back_to(HERE, "announcement_handed_in")


async def _page(
    request: Request,
    draft: dict[str, Any],
    once: str,
    error: UserFacingError | None = None,
    chosen: str = "",
) -> HTTPResponse:
    me, web = me_of(request, *_READERS), web_of(request)

    def load() -> list[dict[str, Any]]:
        with read(web.sessions) as session:
            names = _names(session)
            return [
                {**_row(web, one, names), "can_decide": _can_decide(me, one)} for one in announcements.list_(session)
            ]

    extra: dict[str, Any] = {"problem": error_text(error.user_text_key), "status": error.status} if error else {}
    return console_page(
        request, me, "announcements.html", HERE,
        rows=await web.threads.run(load), ready=web.library.announcements, chosen=chosen, draft=draft,
        can_write=me.may(*_WRITERS),
        villages=[(code, name) for code, name in village_choices(web) if _may_write_for(web, me, code)],
        request_id=once.removesuffix("-q"), most=_MOST, **extra,
    )  # fmt: skip


async def _tried(request: Request, path: str, act: Callable[[], None], ok: str) -> HTTPResponse:
    try:
        await web_of(request).threads.run(act)
    except UserFacingError as error:
        return refused(path, error)
    return back_to(path, ok)


def _check_speakable(web: Web, text: str) -> None:
    """What cannot be spoken is sent back to its writer, not to the loudspeaker."""
    from tts_audio.errors import SpeechError
    from tts_audio.normalize import speakable

    if len(text) > announcements.LONGEST_TEXT:
        raise UserFacingError("announcement_length", 422)
    if "{" in text or "}" in text:
        raise UserFacingError("blanks_left", 422)
    try:
        speakable(text)
    except SpeechError as error:
        raise UserFacingError("not_speakable", 422, str(error)) from error


def _names(session: Session) -> dict[str, str]:
    return {account.login: account.name for account in users.list_(session)}


def _row(web: Web, one: announcements.Announcement, names: dict[str, str]) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in one.__dataclass_fields__},
        "kind_text": text_of("announcement_kind", one.kind),
        "state_text": text_of("announcement_state", one.state),
        "author_name": names.get(one.author, one.author),
        "changed_names": "、".join(names.get(login, login) for login in one.changed_by),
        "approver_name": names.get(one.approver or "", one.approver),
        "places": place_names(web, one.village_codes),
    }


def _clip(web: Web, clip: clips.ClipInfo | None) -> dict[str, str]:
    if clip is None:
        return {"state": "none", "problem": ""}
    if clip.state == "failed_gave_up":
        return {"state": "failed", "problem": clip.problem or error_text("clip_failed")}
    ready = (web.settings.clips_dir / f"{clip.hash}.mp3").is_file()
    return {"state": "done" if ready else "making", "problem": ""}
