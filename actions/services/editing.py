"""An article's way from draft through review to the villagers and out again: who may do what, nothing overwritten.

Each step is a version whose text says its own status, so that a file, an export and the database never disagree.
Whoever takes a step names the version they saw (`base`); if another one came meanwhile, ChangedMeanwhile shows it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from actions.db.models import AuditEvent, LibraryArticle
from actions.errors import UserFacingError
from actions.services import audit, library, plans, reviewers, signing, users
from actions.services.library import BrokenArticle, Change, StoredArticle
from actions.services.unanswered import no_longer_wanted
from actions.services.users import Account
from content.check import check_article, local_today, unsavable
from content.document import read_document
from content.load import draft_of, parse_article
from content.model import Problem
from content.writing import with_field

_LOOK_BACK = 50


class ChangedMeanwhile(UserFacingError):
    """Somebody else was faster; `newest` is what stands now, and what was meant to be written is still the caller's."""

    def __init__(self, newest: StoredArticle) -> None:
        super().__init__("changed_meanwhile", 409)
        self.newest = newest


@dataclass(frozen=True)
class Signed:
    """What a bulk sign-off did, by article id; `refused` says for each why not."""

    done: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Pressed:
    """What a press of a form's button did: the version it made, and whether it called off a planned publication."""

    number: int
    plan_off: bool


def pressed(session: Session, article_id: str, press: str) -> Pressed | None:
    """What this very press has done already, None when nothing yet; another press waits until this one is over."""
    if not press:
        return None
    session.get(LibraryArticle, article_id, with_for_update=True, populate_existing=True)
    told = audit.events(session, article_id, newest=_LOOK_BACK)
    places = [place for place, event in enumerate(told) if event.details.get("press") == press]
    if not places:
        return None
    plan_off = places[0] > 0 and told[places[0] - 1].action == "plan-off"
    return Pressed(int(told[places[-1]].details["version"]), plan_off)


def save(
    session: Session,
    article_id: str,
    topic: str,
    text: str,
    by: Account,
    reason: str,
    base: int | None,
    press: str = "",
) -> int:
    """Keep a text as the newest draft; what villagers get stays as it is. `base` is None for a new article.

    Raises BrokenArticle for what is no document at all; what is merely unfinished is kept. A planned publication of an
    older text is called off: the newer one must be looked at first.
    """
    _may(by, "editor")
    now = _now(session, article_id, base)
    registers = reviewers.registers(session)
    draft = _unsigned(_with_status(_readable(text, topic, article_id), "draft"))
    path = f"library/{topic}/{article_id}.md"
    problems = unsavable(check_article(draft, path, registers))
    document = read_document(draft, path)
    if problems or isinstance(document, Problem):
        raise BrokenArticle(problems)
    article = draft_of(document)
    if article.topic != topic or not article.title:
        key = "topic" if article.topic != topic else "title"
        raise BrokenArticle([Problem(path, document.line_of(key), key, f"{key} 不能空着，专题也不能在这里换。")])
    if now is not None and now.state == "draft" and now.text == draft:
        return now.number
    plans.call_off(session, article_id, by.login)
    return library.store(session, Change(article, draft, "web", by.login, reason, "save", press))


def submit(session: Session, article_id: str, by: Account, base: int, reason: str = "", press: str = "") -> int:
    """Hand the newest draft in for review; every error of the checker must be mended first."""
    _may(by, "editor")
    now = _there(session, article_id, base)
    if now.state != "draft":
        raise UserFacingError("not_a_draft", 409)
    return _step(session, now, "in_review", by, reason, "submit", press=press)


def send_back(session: Session, article_id: str, by: Account, base: int, reason: str) -> int:
    """Give a text in review back to its editors, with what is to be mended."""
    now = _there(session, article_id, base)
    reviewers.must_review(session, by, now.topic)
    if now.state != "in_review":
        raise UserFacingError("not_in_review", 409)
    if not reason:
        raise UserFacingError("reason_missing", 422)
    plans.call_off(session, article_id, by.login)
    if now.live:
        no_longer_wanted(session, article_id)
    return _step(session, now, "draft", by, reason, "send-back")


def approve(
    session: Session, article_id: str, by: Account, base: int, reason: str = "", on: date | None = None
) -> int | None:
    """Sign a text in review: live at the next message, or (None) on the day it is planned for.

    The author of a danger article cannot approve it, and only a reviewer of the topic's departments can sign. What is
    to be reviewed again by a day already past, or past on the day it is planned for, is not published.
    """
    today = local_today()
    planned = on is not None and on > today
    if not planned:
        library.raise_version(session)  # its lock comes before the article's, as in an import
    now = _there(session, article_id, base)
    department = signing.must_sign(session, by, now)
    if now.state != "in_review":
        raise UserFacingError("not_in_review", 409)
    signing.must_be_another(session, by, now)
    if on is None or not planned:
        return _publish(session, now, by, department, reason, "approve")
    _may_plan(session, now, on, today)
    library.checked(session, f"library/{now.topic}/{article_id}.md", _as_signed(session, now, by, department, today))
    row = session.get_one(LibraryArticle, article_id)
    row.due_number, row.due_on = now.number, on
    session.flush()
    details = {"version": now.number, "checksum": now.checksum, "publish_on": str(on), "department": department}
    audit.note(session, by.login, "plan", article_id, {**details, "reason": reason})
    return None


def call_off(session: Session, article_id: str, by: Account, base: int) -> None:
    """Take back the planned publication of a text; it stays in review."""
    now = _there(session, article_id, base)
    reviewers.must_review(session, by, now.topic)
    if now.due_on is None:
        raise UserFacingError("not_planned", 409)
    plans.call_off(session, article_id, by.login)


def is_due(session: Session, today: date) -> bool:
    """Whether something was approved for this day or an earlier one and is not live yet."""
    return bool(session.scalar(select(exists().where(LibraryArticle.due_on <= today))))


def publish_due(session: Session, today: date) -> list[str]:
    """Make live what was approved for this day or an earlier one; returns the ids."""
    due = select(LibraryArticle.id).where(LibraryArticle.due_on <= today).order_by(LibraryArticle.id)
    ids = list(session.scalars(due))
    if not ids:
        return []
    library.raise_version(session)
    done = []
    for article_id in ids:
        row = session.get_one(LibraryArticle, article_id, with_for_update=True)
        number = row.due_number
        row.due_number, row.due_on = None, None
        planned = library.get_article(session, article_id, number) if number else None
        plan = next((one for one in reversed(audit.events(session, article_id)) if one.action == "plan"), None)
        if planned is None or plan is None:
            continue
        signer = _signer(session, plan.actor)
        department = str(plan.details.get("department") or "")
        try:
            _publish(session, planned, signer, department, str(plan.details.get("reason") or ""), "publish-planned")
        except BrokenArticle as error:
            # A law may have been repealed since: the text stays in review, with the reason in its history.
            details = {"version": planned.number, "reason": error.problems[0].message}
            audit.note(session, signer.login, "plan-failed", article_id, details)
            continue
        done.append(article_id)
    return done


def published_as_planned(session: Session, since: datetime) -> list[tuple[str, str]]:
    """The articles that went live by their plan from a moment on, each with who had approved it."""
    found = select(AuditEvent.subject, AuditEvent.actor).where(
        AuditEvent.action == "publish-planned", AuditEvent.at >= since
    )
    return [(row.subject, row.actor) for row in session.execute(found.order_by(AuditEvent.id))]


def retire(session: Session, article_id: str, by: Account, base: int, reason: str) -> int:
    """Take an article from the villagers; its texts and history stay."""
    library.raise_version(session)
    now = _there(session, article_id, base)
    reviewers.must_review(session, by, now.topic)
    if not reason:
        raise UserFacingError("reason_missing", 422)
    plans.call_off(session, article_id, by.login)
    return _step(session, now, "retired", by, reason, "retire", check=False)


def roll_back(session: Session, article_id: str, number: int, by: Account, base: int, reason: str) -> int:
    """Bring an older version back: what was published goes live again for a reviewer, anything else becomes a draft."""
    old = library.get_article(session, article_id, number)
    if old is None:
        raise UserFacingError("unknown_version", 404)
    if old.state != "published" or not reviewers.may_review(session, by, old.topic):
        return save(session, article_id, old.topic, old.text, by, reason, base)
    if not reason:
        raise UserFacingError("reason_missing", 422)
    library.raise_version(session)
    _there(session, article_id, base)
    signing.must_sign(session, by, old)
    plans.call_off(session, article_id, by.login)
    no_longer_wanted(session, article_id)
    article = library.checked(session, f"library/{old.topic}/{article_id}.md", old.text)
    return library.store(session, Change(article, old.text, "web", by.login, reason, "roll-back"))


def sign(session: Session, article_id: str, by: Account, base: int, reason: str = "") -> None:
    """Sign one live sample as it stands, the version that was read."""
    library.raise_version(session)
    _sign(session, _there(session, article_id, base), by, reason)


def sign_all(session: Session, article_ids: list[str], by: Account, reason: str) -> Signed:
    """Sign live samples as they stand, many at once; what has a newer draft or is not this reviewer's is refused."""
    library.raise_version(session)
    done, refused = [], []
    for article_id in article_ids:
        now = library.get_article(session, article_id)
        try:
            _sign(session, now, by, reason)
            done.append(article_id)
        except UserFacingError as error:
            refused.append((article_id, error.user_text_key))
    return Signed(tuple(done), tuple(refused))


def stays_sample(session: Session, now: StoredArticle, by: Account) -> bool:
    """Whether a text would still be nobody's signed text after this account approved it."""
    department = signing.department(session, by, now)
    return library.parsed(_as_signed(session, now, by, department, local_today()), now.id).sample


def _sign(session: Session, now: StoredArticle | None, by: Account, reason: str) -> None:
    if now is None or now.live != now.number:
        raise UserFacingError("has_newer_draft", 409)
    department = signing.must_sign(session, by, now)
    if not department:
        raise UserFacingError("no_department", 403)
    signing.must_be_another(session, by, now)
    due = library.parsed(now.text, now.id).review_due
    if due is not None and due < local_today():
        raise UserFacingError("review_past", 422)
    _publish(session, now, by, department, reason, "sign")


def _publish(session: Session, now: StoredArticle, by: Account, department: str, reason: str, action: str) -> int:
    path = f"library/{now.topic}/{now.id}.md"
    library.checked(session, path, _with_status(now.text, "in_review"))  # more is asked of it than of what is live
    text = _as_signed(session, now, by, department, local_today())
    article = library.checked(session, path, text)
    row = session.get_one(LibraryArticle, now.id)
    row.due_number, row.due_on = None, None
    return library.store(session, Change(article, text, "web", by.login, reason, action))


def _step(
    session: Session,
    now: StoredArticle,
    status: str,
    by: Account,
    reason: str,
    action: str,
    check: bool = True,
    press: str = "",
) -> int:
    text = _with_status(now.text, status)
    path = f"library/{now.topic}/{now.id}.md"
    article = library.checked(session, path, text) if check and status == "in_review" else library.parsed(text, path)
    return library.store(session, Change(article, text, "web", by.login, reason, action, press))


def _readable(text: str, topic: str, article_id: str) -> str:
    """The text with Unix line ends and one at its end; raises BrokenArticle when no field of it could be set."""
    whole = text.replace("\r\n", "\n").rstrip("\n") + "\n"
    article, problems = parse_article(whole, f"library/{topic}/{article_id}.md")
    if article is None and any(problem.code != "missing" for problem in problems):
        raise BrokenArticle(problems)
    return whole


def _with_status(text: str, status: str) -> str:
    return with_field(text, "status", status)


def _unsigned(text: str) -> str:
    """A changed text is nobody's signed text any more."""
    return with_field(with_field(text, "signed_off_by", ""), "signed_off_on", "")


def _as_signed(session: Session, now: StoredArticle, by: Account, department: str, day: date) -> str:
    """The text as it goes live; who signs for no department leaves the signature an unchanged text has already."""
    text = _with_status(now.text, "published")
    if not department:
        live = library.get_live(session, now.id)
        same = live is not None and _unsigned(live.text) == _unsigned(text)
        return live.text if live is not None and same else _unsigned(text)
    return with_field(with_field(text, "signed_off_by", f"{by.name}（{department}）"), "signed_off_on", day.isoformat())


def _now(session: Session, article_id: str, base: int | None) -> StoredArticle | None:
    """The newest version, locked against other editors; raises ChangedMeanwhile when it is not the one seen."""
    session.get(LibraryArticle, article_id, with_for_update=True, populate_existing=True)
    now = library.get_article(session, article_id)
    if now is not None and now.number != base:
        raise ChangedMeanwhile(now)
    if now is None and base:
        raise UserFacingError("article_not_found", 404)
    return now


def _there(session: Session, article_id: str, base: int) -> StoredArticle:
    now = _now(session, article_id, base)
    if now is None:
        raise UserFacingError("article_not_found", 404)
    return now


def _may_plan(session: Session, now: StoredArticle, on: date, today: date) -> None:
    due = library.checked(session, f"library/{now.topic}/{now.id}.md", now.text).review_due
    if on > today + plans.FARTHEST:
        raise UserFacingError("day_too_far", 422)
    if due is not None and due < on:
        raise UserFacingError("review_before_plan", 422)


def _may(by: Account, *roles: str) -> None:
    if not any(by.may(role) for role in roles):
        raise UserFacingError("forbidden", 403)


def _signer(session: Session, login: str) -> Account:
    found = next((account for account in users.list_(session) if account.login == login), None)
    return found or Account(0, login, login, (), disabled=True)
