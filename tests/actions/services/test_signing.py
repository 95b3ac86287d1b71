"""Who signs for which topic, who wrote and who signed, and on which days something may be published."""

from datetime import date, timedelta

import pytest

from actions.db.engine import Sessions, begin, read
from actions.errors import UserFacingError
from actions.services import audit, authorship, editing, library, plans, reviewers
from actions.services.users import Account
from content.check import local_today
from content.writing import with_field
from tests.actions.services.test_editing import (
    ADMIN,
    DANGER,
    EDITOR,
    MARKET,
    OTHER,
    PLAIN,
    SAFETY,
    approve,
    live_text,
    newest,
    refused,
    save,
    sessions,
    submit,
)

__all__ = ["sessions"]

LAW = Account(6, "fawu", "吴法务", ("reviewer",), disabled=False, departments=("法务",))
DOCTOR = Account(7, "yiwu", "郑医务", ("reviewer",), disabled=False, departments=("医务",))
PARTY = Account(8, "dangjian", "冯党建", ("reviewer",), disabled=False, departments=("党建",))


@pytest.mark.parametrize(
    ("topic", "danger", "signers"),
    [
        ("electricity-safety", True, [SAFETY]),
        ("electricity-safety", False, [SAFETY]),
        ("wildfire", False, [SAFETY, LAW]),
        ("wildfire", True, [SAFETY]),
        ("emergency", True, [SAFETY, DOCTOR]),
        ("emergency", False, [SAFETY, DOCTOR]),
        ("fraud", True, [MARKET, LAW]),
        ("civility", True, [LAW, PARTY]),
        ("services", True, [MARKET]),
        ("no-such-topic", True, []),
    ],
)
def test_one_department_is_enough_but_a_danger_needs_who_knows_it(
    sessions: Sessions, topic: str, danger: bool, signers: list[Account]
) -> None:
    everybody = [SAFETY, MARKET, LAW, DOCTOR, PARTY, EDITOR, ADMIN]
    with read(sessions) as session:
        assert [one for one in everybody if reviewers.department(session, one, topic, danger)] == signers
        assert [one for one in everybody if (topic, danger) in reviewers.signs_for(session, one)] == signers


def test_a_danger_of_a_topic_of_two_departments_is_signed_by_safety(sessions: Sessions) -> None:
    topics = sessions.kw["info"]["content_dir"] / "topics.yml"
    told = topics.read_text("utf-8").replace("department: 安监\n    also: []", "department: 法务\n    also: [安监]", 1)
    topics.write_text(told, "utf-8")
    save(sessions, DANGER, "湿手莫碰开关")
    submit(sessions, DANGER)
    with refused("needs_safety"):
        approve(sessions, DANGER, LAW)
    with refused("needs_safety"):
        approve(sessions, DANGER, LAW, on=local_today() + timedelta(days=2))
    with begin(sessions) as session:
        editing.send_back(session, DANGER, LAW, newest(sessions, DANGER).number, "条文号写错了")
    submit(sessions, DANGER)
    approve(sessions, DANGER, SAFETY)
    assert "signed_off_by: 孙安监（安监）" in live_text(sessions, DANGER)
    save(sessions, DANGER, "湿手莫要碰开关")
    submit(sessions, DANGER)
    approve(sessions, DANGER, SAFETY)
    with begin(sessions) as session, refused("needs_safety"):  # type: ignore[attr-defined]
        editing.roll_back(session, DANGER, 1, LAW, newest(sessions, DANGER).number, "换回去")


def test_samples_of_danger_are_signed_in_bulk_by_safety_only(sessions: Sessions) -> None:
    topics = sessions.kw["info"]["content_dir"] / "topics.yml"
    topics.write_text(topics.read_text("utf-8").replace("also: []", "also: [法务]"), "utf-8")
    with begin(sessions) as session:
        signed = editing.sign_all(session, [DANGER, PLAIN], LAW, "看过")
        assert (signed.done, signed.refused) == ((PLAIN,), ((DANGER, "needs_safety"),))
        assert editing.sign_all(session, [DANGER], SAFETY, "看过").done == (DANGER,)


def overdue(sessions: Sessions, article_id: str, due: date) -> None:
    now = newest(sessions, article_id)
    with begin(sessions) as session:
        text = with_field(now.text, "review_due", due.isoformat())
        editing.save(session, article_id, now.topic, text, EDITOR, "换日子", now.number)


@pytest.mark.parametrize("days", [1, 30, 4000])
def test_what_should_have_been_reviewed_again_is_not_handed_in(sessions: Sessions, days: int) -> None:
    overdue(sessions, PLAIN, local_today() - timedelta(days=days))
    with pytest.raises(library.BrokenArticle) as told:
        submit(sessions, PLAIN)
    (problem,) = told.value.problems
    assert "已经过了" in problem.message
    assert newest(sessions, PLAIN).text.split("\n")[problem.line - 1].startswith("review_due:")
    overdue(sessions, PLAIN, local_today())
    submit(sessions, PLAIN)
    assert approve(sessions, PLAIN, MARKET)


def test_what_became_overdue_since_is_neither_published_nor_signed(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(sessions, PLAIN, "电费欠了会停电吗")
    submit(sessions, PLAIN)
    approve(sessions, PLAIN, MARKET, on=local_today() + timedelta(days=300 if local_today() < date(2026, 8, 1) else 3))
    later = date(2031, 1, 1)
    for place in ("actions.services.editing.local_today", "content.check.local_today"):
        monkeypatch.setattr(place, lambda: later)
    with begin(sessions) as session:
        assert editing.publish_due(session, later) == []
        assert audit.events(session, PLAIN)[-1].action == "plan-failed"
    with pytest.raises(library.BrokenArticle, match="已经过了"):
        approve(sessions, PLAIN, MARKET)
    assert "title: 电费欠了会停电吗" not in live_text(sessions, PLAIN)
    assert live_text(sessions, PLAIN), "what is live stays live"
    with begin(sessions) as session:
        assert editing.sign_all(session, [DANGER], SAFETY, "看过").refused == ((DANGER, "review_past"),)


def test_a_plan_is_for_a_year_at_most_and_for_before_the_next_review(sessions: Sessions) -> None:
    overdue(sessions, PLAIN, local_today() + timedelta(days=900))
    submit(sessions, PLAIN)
    for far in (date(9999, 12, 31), local_today() + plans.FARTHEST + timedelta(days=1)):
        with refused("day_too_far"):
            approve(sessions, PLAIN, MARKET, on=far)
    assert approve(sessions, PLAIN, MARKET, on=local_today() + plans.FARTHEST) is None
    overdue(sessions, PLAIN, local_today() + timedelta(days=10))
    submit(sessions, PLAIN)
    with refused("review_before_plan"):
        approve(sessions, PLAIN, MARKET, on=local_today() + timedelta(days=11))
    assert approve(sessions, PLAIN, MARKET, on=local_today() + timedelta(days=10)) is None


def test_a_plan_is_taken_back_by_who_reviews(sessions: Sessions) -> None:
    save(sessions, PLAIN, "电费欠了会停电吗")
    number = submit(sessions, PLAIN)
    day = local_today() + timedelta(days=3)

    def off(by: Account, base: int = number) -> None:
        with begin(sessions) as session:
            editing.call_off(session, PLAIN, by, base)

    with refused("not_planned"):
        off(MARKET)
    approve(sessions, PLAIN, MARKET, on=day)
    for by in (EDITOR, SAFETY):
        with refused("not_your_topic"):
            off(by)
    with refused("changed_meanwhile"):
        off(MARKET, number - 1)
    off(ADMIN)
    assert newest(sessions, PLAIN).due_on is None
    assert newest(sessions, PLAIN).state == "in_review"
    with begin(sessions) as session:
        assert editing.publish_due(session, day) == []
        assert [one.day for one in plans.called_off(session, MARKET.login)] == [day]
        event = audit.events(session, PLAIN)[-1]
        assert (event.action, event.details["publish_on"]) == ("plan-off", day.isoformat())


def authors(sessions: Sessions, article_id: str, number: int | None = None) -> set[str]:
    with read(sessions) as session:
        stored = library.get_article(session, article_id, number)
        assert stored is not None
        return authorship.authors_of(session, stored)


def signer(sessions: Sessions, article_id: str, number: int | None = None) -> str:
    with read(sessions) as session:
        stored = library.get_article(session, article_id, number)
        assert stored is not None
        found = authorship.approval_of(session, stored)
        return f"{found.actor} {found.action}" if found else ""


def test_who_signed_did_not_write(sessions: Sessions) -> None:
    assert (authors(sessions, PLAIN), signer(sessions, PLAIN)) == ({"files"}, "")
    save(sessions, PLAIN, "电费欠了会停电吗")
    save(sessions, PLAIN, "电费欠了会停电不", OTHER)
    submit(sessions, PLAIN, OTHER)
    assert (authors(sessions, PLAIN), signer(sessions, PLAIN)) == ({"bian", "xie"}, "")
    approve(sessions, PLAIN, MARKET)
    assert (authors(sessions, PLAIN), signer(sessions, PLAIN)) == ({"bian", "xie"}, "yingxiao approve")
    save(sessions, PLAIN, "电费欠了好久停电", OTHER)
    assert (authors(sessions, PLAIN), signer(sessions, PLAIN)) == ({"xie"}, "")
    assert authors(sessions, PLAIN, 5) == {"bian", "xie"}, "an older version is its own writers' still"
    submit(sessions, PLAIN, OTHER)
    approve(sessions, PLAIN, MARKET, on=local_today() + timedelta(days=2))
    assert (authors(sessions, PLAIN), signer(sessions, PLAIN)) == ({"xie"}, "yingxiao plan")


def test_a_text_nobody_signed_is_its_writers_until_somebody_does(sessions: Sessions) -> None:
    save(sessions, DANGER, "湿手莫碰开关", SAFETY)
    submit(sessions, DANGER, SAFETY)
    approve(sessions, DANGER, ADMIN)
    assert authors(sessions, DANGER) == {"anjian"}
    with begin(sessions) as session:
        told = editing.sign_all(session, [DANGER], SAFETY, "看过")
        assert told.refused == ((DANGER, "own_danger_article"),), "publishing it unsigned made him no stranger to it"
    save(sessions, DANGER, "湿手不要碰开关", OTHER)
    assert authors(sessions, DANGER) == {"anjian", "xie"}


def test_a_sample_that_was_signed_or_brought_back_is_its_writers(sessions: Sessions) -> None:
    with begin(sessions) as session:
        editing.sign_all(session, [PLAIN], MARKET, "看过")
    assert (authors(sessions, PLAIN), signer(sessions, PLAIN)) == ({"files"}, "yingxiao sign")
    save(sessions, PLAIN, "电费欠了会停电吗")
    submit(sessions, PLAIN)
    approve(sessions, PLAIN, MARKET)
    with begin(sessions) as session:
        editing.roll_back(session, PLAIN, 2, MARKET, newest(sessions, PLAIN).number, "换回去")
    assert (authors(sessions, PLAIN), signer(sessions, PLAIN)) == ({"files"}, "yingxiao roll-back")


def test_an_unknown_refusal_is_none_of_these(sessions: Sessions) -> None:
    with begin(sessions) as session, pytest.raises(UserFacingError, match="article_not_found"):
        editing.call_off(session, "no-such", MARKET, 1)
