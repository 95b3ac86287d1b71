"""What people could not find, as editors see it: in groups, counted, without phone numbers."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.db.engine import Sessions, begin, read
from actions.db.models import RefusedQuestion
from actions.errors import UserFacingError
from actions.services import unanswered
from content.load import DEFAULT_ROOT, Library, load_library


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library(DEFAULT_ROOT)


def refuse(session: Session, text: str, village: str | None, at: datetime, **more: object) -> RefusedQuestion:
    number = len(session.scalars(select(RefusedQuestion.id)).all())
    row = RefusedQuestion(
        request_id=f"refused-{number}", village_code=village, channel="web", created_at=at, text=text, **more
    )
    session.add(row)
    session.flush()
    return row


def test_what_sounds_like_a_danger_comes_first(sessions: Sessions, shipped: Library, now: datetime) -> None:
    with begin(sessions) as session:
        for _time in range(3):
            refuse(session, "光伏划算不", "pingcun", now)
        refuse(session, "我姑爷在楼顶抬铁梯子，突然就撂翻了", None, now)
    with read(sessions) as session:
        found = unanswered.groups(session, shipped.terms)
    assert [(group.text[:3], group.dangerous) for group in found] == [("我姑爷", True), ("光伏划", False)]


def test_groups_are_counted_by_village_and_week_the_biggest_first(
    sessions: Sessions, shipped: Library, now: datetime
) -> None:
    with begin(sessions) as session:
        refuse(session, "路灯坏了找谁", None, now)
        refuse(session, "光伏划算不", "pingcun", now - timedelta(days=8))
        refuse(session, "装光伏划不划算", "pingcun", now)
        refuse(session, "光伏划算不？", "shangcun", now)
        refuse(session, "屋顶光伏划算吗", None, now, article_id="rooftop-solar")
    with read(sessions) as session:
        first, second = unanswered.groups(session, shipped.terms)
    assert (first.count, second.count) == (4, 1)
    assert first.text == "光伏划算不"
    assert sorted(wording.text for wording in first.wordings) == ["光伏划算不", "屋顶光伏划算吗", "装光伏划不划算"]
    assert first.wordings[0].ids == (first.ids[0], first.ids[2]), "the same words in other signs are one wording"
    assert first.villages == (("pingcun", 2), ("shangcun", 1), (None, 1))
    assert first.weeks == (((2026, 48), 3), ((2026, 47), 1))
    assert first.no_help == (("rooftop-solar", 1),)
    assert (first.first, first.last) == (now - timedelta(days=8), now)


def test_editors_see_no_phone_numbers_and_no_commands(session: Session, shipped: Library, now: datetime) -> None:
    refuse(session, "/affirm", None, now)
    refuse(session, "我是13812345678，\n光伏咋个装，打95598没人接", None, now)
    (group,) = unanswered.groups(session, shipped.terms)
    assert group.text == "我是138******78， 光伏咋个装，打95598没人接"


def test_closing_says_why_and_later_is_not_forgotten(session: Session, shipped: Library, now: datetime) -> None:
    asked = refuse(session, "毛猪好多钱一斤", None, now)
    other = refuse(session, "光伏划算不", None, now)
    assert unanswered.close(session, [asked.id], "unrelated", "bian") == 1
    assert (asked.state, asked.closed_by) == ("unrelated", "bian")
    unanswered.close(session, [other.id], "later", "bian")
    assert unanswered.groups(session, shipped.terms) == []
    (group,) = unanswered.groups(session, shipped.terms, "later")
    assert group.ids == (other.id,)
    with pytest.raises(UserFacingError, match="unknown_question"):
        unanswered.close(session, [asked.id], "known", "bian")


def test_a_new_article_starts_from_a_group(session: Session, shipped: Library, now: datetime) -> None:
    asked = [refuse(session, text, None, now).id for text in ("光伏划算不", "装光伏划不划算", "光伏划算不")]
    text = unanswered.start_article(session, asked, shipped.topics["services"])
    assert "title: 光伏划算不\ntopic: services\n" in text
    assert "questions:\n  - 光伏划算不\n  - 装光伏划不划算\nvillages" in text
    assert "status: draft" in text


def test_two_thousand_questions_are_grouped_alike_every_time(
    sessions: Sessions, shipped: Library, now: datetime
) -> None:
    asked = [question for article in shipped.articles for question in article.questions][: unanswered.LIMIT]
    with begin(sessions) as session:
        session.add_all(
            RefusedQuestion(request_id=f"many-{number}", channel="web", created_at=now, text=text)
            for number, text in enumerate(asked)
        )
    with read(sessions) as session:
        found = unanswered.groups(session, shipped.terms)
    assert sum(group.count for group in found) == len(asked) == 2000
    with read(sessions) as session:
        assert unanswered.groups(session, shipped.terms) == found
