"""What the console's pages share: the frame, forms, villages and their stewards."""

import hashlib
import json
import uuid
from typing import Any

from sanic import HTTPResponse, Request
from sanic.response import redirect

from actions.db.engine import begin
from actions.errors import UserFacingError
from actions.services import audit
from web.console.login import Me, form_value
from web.context import Web, web_of
from web.rendering import page
from web.texts import is_id, whole
from web.words import error_text, words


def console_page(request: Request, me: Me, template: str, here: str, status: int = 200, **values: Any) -> HTTPResponse:
    """A page of the console with its tabs and, after a form, what came of it."""
    values.setdefault("note", words()["console"]["done"].get(request.args.get("ok") or "", ""))
    values.setdefault("problem", error_text(request.args.get("no") or "") if request.args.get("no") else "")
    company = web_of(request).settings.company
    return page(f"console/{template}", status=status, me=me, here=here, company=company, **values)


def back_to(path: str, ok: str) -> HTTPResponse:
    """After a form: the page again, saying what was done."""
    return redirect(f"{path}?ok={ok}", status=303)


def refused(path: str, error: UserFacingError) -> HTTPResponse:
    """After a form that could not be done: the page again, saying why."""
    return redirect(f"{path}?no={error.user_text_key}", status=303)


class TooLong(UserFacingError):
    """A field holds more than it may: said and given back, never cut, because nobody reads again what was saved."""

    def __init__(self, name: str, most: int, count: int) -> None:
        super().__init__("field_too_long", 422)
        self.name, self.most, self.count = name, most, count


def written(request: Request, name: str) -> str:
    """A field of the form as it was written, trimmed, however long; empty when it is missing."""
    return whole(form_value(request, name)).replace("\r\n", "\n").strip()


def field(request: Request, name: str, longest: int = 2000) -> str:
    """A field of the form, trimmed; empty when it is missing. Raises TooLong for more than `longest` characters."""
    text = written(request, name)
    if len(text) > longest:
        raise TooLong(name, longest, len(text))
    return text


def fields(request: Request, name: str) -> list[str]:
    """All values of a field that may be chosen more than once."""
    return [str(value) for value in request.form.getlist(name, [])] if request.form else []


def request_id(request: Request) -> str:
    """The id the form was given when it was shown, so that a double click writes once."""
    given = field(request, "request_id", 64)
    if not is_id(given):
        raise UserFacingError("bad_request", 400)
    return given


def press_of(request: Request) -> str:
    """What one press of this form's button is known by: the same for a second press, another once anything is changed.

    Empty for a form that was shown without an id of its own.
    """
    if not is_id(field(request, "request_id", 64)) or request.form is None:
        return ""
    sent = sorted((name, value) for name in request.form if name != "csrf" for value in fields(request, name))
    told = json.dumps(sent, ensure_ascii=False).encode("utf-8", "replace")
    return hashlib.sha256(told).hexdigest()[:32]


def new_request_id() -> str:
    """An id for a form that is about to be shown."""
    return f"console:{uuid.uuid4().hex}"


def text_of(kind: str, value: str) -> str:
    """The Chinese word for a value of the database."""
    table: dict[str, str] = words()["console"][kind]
    return table.get(value, value)


def village_choices(web: Web) -> list[tuple[str, str]]:
    """The villages of the register by code and name."""
    return [(village.code, village.name) for village in web.villages.values()]


def own_choices(web: Web, me: Me) -> list[tuple[str, str]]:
    """The villages this steward may enter something for."""
    return [(code, name) for code, name in village_choices(web) if serves(web, me, code)]


def seen_choices(web: Web, me: Me) -> list[tuple[str, str]]:
    """The villages this account may read of: a steward's own, all for the auditor and the administrator."""
    return [(code, name) for code, name in village_choices(web) if sees(web, me, code)]


def village_name(web: Web, code: str | None) -> str:
    """A village's name, empty when it is not known."""
    village = web.villages.get(code or "")
    return village.name if village else ""


def register_names(web: Web) -> dict[str, str]:
    """What topics, their sections and the villages are called, by their ids."""
    names = dict(village_choices(web))
    for topic in web.library.topics.values():
        names |= {topic.id: topic.name, **{section.id: section.name for section in topic.sections}}
    return names


def place_names(web: Web, codes: tuple[str, ...]) -> str:
    """The names of villages in one line."""
    if codes == ("all",):
        return str(words()["console"]["all_villages"])
    return "、".join(village_name(web, code) or code for code in codes)


def group_text(number: int | None) -> str:
    """3组, empty when the group is not known."""
    return f"{number}组" if number else ""


def steward_name(name: str) -> str:
    """How a villager reads who writes: 电管家王电管, without saying it twice where the name already has it."""
    title: str = words()["steward_title"]
    return name if title in name else title + name


def serves(web: Web, me: Me, code: str | None) -> bool:
    """True when this steward is responsible for the village; what belongs to no village is every steward's."""
    village = web.villages.get(code or "")
    mine = village is None or not village.steward or village.steward == me.login
    return me.may("admin") or (mine and me.may("steward"))


def sees(web: Web, me: Me, code: str | None) -> bool:
    """True when this account may read what concerns the village: its steward, and the auditor of all."""
    return me.may("auditor") or serves(web, me, code)


async def record_reading(request: Request, me: Me) -> None:
    """Write into the audit that an auditor opened a page with names or numbers of people; of nobody else."""
    if not me.audits:
        return
    web, page_read = web_of(request), whole(f"{request.path}?{request.query_string}".rstrip("?"))[:200]

    def write() -> None:
        with begin(web.sessions) as session:
            audit.note(session, me.login, "read", me.login, {"page": page_read})

    await web.threads.run(write)
