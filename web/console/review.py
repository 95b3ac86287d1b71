"""What a reviewer looks at: only what changed, every number with what it rests on; history, and what can be undone."""

from dataclasses import replace
from datetime import date
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sqlalchemy.orm import Session

from actions.clock import local, utc_now
from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import audit, authorship, editing, late_answers, library, media, plans, reviewers, signing, users
from content.changes import PLACES, Changed, changed_sentences, line_diff, shown_media, stated_numbers
from content.check import check_article
from content.load import parse_article
from content.media import written
from content.model import ALL_VILLAGES, Article, Topic
from content.render import detail_html
from content.writing import with_field
from web.console.article import stored_article
from web.console.article_form import article_of_text
from web.console.common import back_to, console_page, field, refused, register_names, text_of
from web.console.form_words import in_form_words, lines_in_form_words
from web.console.library import HERE, READERS
from web.console.login import Me, me_of
from web.context import Web, web_of
from web.rendering import page
from web.times import today
from web.words import words

_DONE = {
    "approve": "article_approved", "send_back": "article_sent_back", "retire": "article_retired",
    "roll_back": "article_rolled_back", "call_off": "article_plan_off",
    "sign": "sample_signed",
}  # fmt: skip


def blueprint() -> Blueprint:
    """The routes of review and history."""
    routes = Blueprint("console_review", url_prefix=HERE)
    routes.add_route(card, "/<article_id:str>/review", name="card")
    routes.add_route(decide, "/<article_id:str>/review", methods=["POST"], name="decide")
    routes.add_route(sheet, "/<article_id:str>/sheet", name="sheet")
    routes.add_route(history, "/<article_id:str>/history", name="history")
    return routes


async def card(request: Request, article_id: str) -> HTTPResponse:
    """The changed sentences against the live text, the numbers with their facts, and the decision."""
    me = me_of(request, *READERS)
    return console_page(request, me, "review.html", HERE, **await _card(request, me, article_id))


async def sheet(request: Request, article_id: str) -> HTTPResponse:
    """The whole text on paper with who wrote and who signed it, to be signed by hand where nobody has: 审签单."""
    me = me_of(request, *READERS)
    values = await _card(request, me, article_id)
    company, signatures = web_of(request).settings.company, _signatures(values)
    return page("console/review_sheet.html", company=company, printed=utc_now(), signatures=signatures, **values)


async def decide(request: Request, article_id: str) -> HTTPResponse:
    """Approve (now or on a day), take that day back, sign a live sample, send back, retire, or bring a version back."""
    me, web = me_of(request, "reviewer", "editor"), web_of(request)
    do, reason, base = field(request, "do", 10), field(request, "reason", 200), field(request, "base", 10)
    number, day = field(request, "number", 10), field(request, "on", 20)
    on = _day(day)
    if do not in _DONE or not base.isdigit() or (do == "roll_back" and not number.isdigit()):
        raise UserFacingError("bad_request", 400)
    if do == "approve" and day and (on is None or on < today()):
        return refused(f"{HERE}/{article_id}/review", UserFacingError("bad_day"))
    if do == "approve" and on is not None and on > today() + plans.FARTHEST:
        return refused(f"{HERE}/{article_id}/review", UserFacingError("day_too_far"))
    here = f"{HERE}/{article_id}/{'history' if do == 'roll_back' else 'review'}"

    def act() -> str:
        unsigned = False
        with begin(web.sessions) as session:
            if do == "approve":
                seen = library.get_article(session, article_id)
                unsigned = seen is not None and editing.stays_sample(session, seen, me.account)
                if editing.approve(session, article_id, me.account, int(base), reason, on) is not None:
                    # Who asked in these words before there was an answer is told that there is one.
                    late_answers.settle(session, [article_id], login=me.login)
            elif do == "send_back":
                editing.send_back(session, article_id, me.account, int(base), reason)
            elif do == "call_off":
                editing.call_off(session, article_id, me.account, int(base))
            elif do == "sign":
                editing.sign(session, article_id, me.account, int(base), reason)
                late_answers.settle(session, [article_id], login=me.login)
            elif do == "retire":
                editing.retire(session, article_id, me.account, int(base), reason)
            else:
                editing.roll_back(session, article_id, int(number), me.account, int(base), reason)
                newest = library.get_article(session, article_id)
                if newest is not None and newest.state == "draft":
                    return "article_saved"
                late_answers.settle(session, [article_id], login=me.login)
        if on is not None and on > today():
            return "article_planned_unsigned" if unsigned else "article_planned"
        return "article_published_unsigned" if unsigned else _DONE[do]

    try:
        done = await web.threads.run(act)
    except library.BrokenArticle as error:
        # What is wrong with the text is said as its form says it: the field first.
        values = await _card(request, me, article_id)
        shown = await stored_article(request, article_id, int(number)) if do == "roll_back" else values["stored"]
        told = in_form_words(error.problems, shown.text)
        said = "".join(dict.fromkeys(problem.message for problem in told))
        return console_page(request, me, "review.html", HERE, status=422, problem=said, **values)
    except UserFacingError as error:
        return refused(here, error)
    return back_to(f"{HERE}/{article_id}", done)


async def history(request: Request, article_id: str) -> HTTPResponse:
    """Every version: who, when, why, and what changed against the one before."""
    me, web = me_of(request, *READERS), web_of(request)
    stored = await stored_article(request, article_id)
    chosen = field_number(request.args.get("v")) or stored.number

    def load() -> dict[str, Any]:
        with read(web.sessions) as session:
            versions = library.history(session, article_id)
            shown = library.get_article(session, article_id, chosen) or stored
            before = library.get_article(session, article_id, shown.number - 1)
            if before is not None and shown.state == "in_review" and _same_words(before, shown):
                # 存好并送审 makes two versions: what was written stands in the draft just before.
                before = library.get_article(session, article_id, before.number - 1)
            return {
                "versions": versions,
                "names": {account.login: account.name for account in users.list_(session)},
                "shown": shown,
                "diff": lines_in_form_words(line_diff(before.text if before else "", shown.text), register_names(web)),
                "can_review": reviewers.may_review(session, me.account, stored.topic),
            }

    found = await web.threads.run(load)
    return console_page(
        request, me, "history.html", HERE, stored=stored, state_of=lambda state: text_of("article_state", state),
        can_write=me.may("editor"), **found,
    )  # fmt: skip


def _same_words(one: library.StoredArticle, other: library.StoredArticle) -> bool:
    return one.state == "draft" and with_field(one.text, "status", other.state) == other.text


def field_number(text: str | None) -> int:
    """A positive number of the address, 0 when it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


async def _card(request: Request, me: Me, article_id: str) -> dict[str, Any]:
    web, stored = web_of(request), await stored_article(request, article_id)

    def load() -> dict[str, Any]:
        with read(web.sessions) as session:
            live = library.get_live(session, article_id)
            registers = library.registers_of(session, web.settings.content_dir)
            path = f"library/{stored.topic}/{article_id}.md"
            count, hash_ = audit.head(session)
            article = parse_article(stored.text, path)[0]
            approval = authorship.approval_of(session, stored)
            danger = article is not None and signing.is_danger(session, stored)
            shown = shown_media(_article(live) if live else None, article) if article else []
            room = media.sizes(session, article.detail) if article else {}
            return {
                "shown": [(one, detail_html(written(one.name, one.said), room)) for one in shown],
                "article": _article(stored), "live": live,
                "problems": in_form_words(
                    check_article(stored.text, path, registers), stored.text, register_names(web)
                ),
                "registers": registers, "authors": _names(session, authorship.authors_of(session, stored)),
                "approval": approval, "approver": _name(session, approval.actor) if approval else "",
                "danger": danger,
                "barred": article is not None
                and not (me.may("admin") or signing.department(session, me.account, stored)),
                "detail": detail_html(article.detail, room) if article else "",
                "can_review": reviewers.may_review(session, me.account, stored.topic), "audit": (count, hash_[:16]),
                "unsigned": article is not None and editing.stays_sample(session, stored, me.account),
            }  # fmt: skip

    found = await web.threads.run(load)
    article, live = found["article"], found["live"]
    registers = found.pop("registers")
    topic = registers.topics.get(stored.topic)
    return {
        **found,
        "stored": stored,
        "topic": topic,
        "changed": _named(web, changed_sentences(_article(live) if live else None, article)) if article else [],
        "numbers": stated_numbers(article, registers) if article else [],
        "departments": "、".join(reviewers.departments(topic)),
        "who_signs": _who_signs(topic, found["danger"]),
        "first_day": today(),
        "last_day": today() + plans.FARTHEST,
        "plan": stored.due_on if stored.due_number == stored.number else None,
        "state_text": text_of("article_state", stored.state),
    }


def _named(web: Web, changed: list[Changed]) -> list[Changed]:
    """The villages by their names: a reviewer signs for people, not for codes."""
    names = {**register_names(web), ALL_VILLAGES[0]: str(words()["console"]["review_all_villages"])}

    def called(codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(code, code) for code in codes)

    return [
        replace(one, before=called(one.before), after=called(one.after)) if one.part == PLACES else one
        for one in changed
    ]


def _names(session: Session, logins: set[str]) -> list[str]:
    """Who wrote, as people call them; what was read in from the folder nobody wrote at the console."""
    known = {account.login: account.name for account in users.list_(session)}
    known["files"] = words()["console"]["from_files"]
    return sorted(known.get(login, login) for login in logins)


def _name(session: Session, login: str) -> str:
    return _names(session, {login})[0]


def _who_signs(topic: Topic | None, danger: bool) -> str:
    """Whose signature is needed, in a sentence: of several departments one is enough."""
    named, needed = reviewers.departments(topic), reviewers.signing(topic, danger)
    told: dict[str, str] = words()["console"]["who_signs"]
    if not named:
        return ""
    said = told["any" if len(named) > 1 else "one"].format(all="、".join(named))
    return said + (told["danger"].format(needed="或者".join(needed)) if needed != named else "")


def _signatures(values: dict[str, Any]) -> list[dict[str, str]]:
    """The boxes of the paper, one a department: filled in where somebody of it has signed, empty where nobody has."""
    article, approval = values["article"], values["approval"]
    signed = article.signed_off_by if article is not None else ""
    day = str(article.signed_off_on or "") if signed else ""
    if not signed and values["plan"] is not None and approval is not None and approval.details.get("department"):
        signed = f"{values['approver']}（{approval.details['department']}）"
        day = local(approval.at).date().isoformat()
    said = str(approval.details.get("reason") or "") if approval is not None else ""
    rows = [{"department": name, "said": "", "signed": "", "day": ""} for name in values["departments"].split("、")]
    mine = [row for row in rows if row["department"] and signed.endswith(f"（{row['department']}）")]
    if signed and not mine:
        mine = [{"department": ""}]
        rows = [*mine, *rows]
    for row in mine:
        row |= {"said": said, "signed": signed, "day": day}
    return rows


def _article(stored: library.StoredArticle) -> Article | None:
    return article_of_text(stored.text, stored.id)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
