"""An answer is an article's own words; what cannot be answered is kept, sealed, once."""

from datetime import datetime

import pytest
from sqlalchemy import select

from actions.db.engine import CONTENT_DIR, Sessions, begin, read
from actions.db.models import RefusedQuestion
from actions.errors import UserFacingError
from actions.services import answers, library, library_files
from actions.services.live_index import LiveIndex
from content.load import DEFAULT_ROOT
from content.render import chat_text

QUESTION = "插座发黑了还能不能用"


@pytest.fixture
def live(sessions: Sessions) -> LiveIndex:
    """The starter library, live."""
    with begin(sessions) as session:
        library_files.import_files(session, DEFAULT_ROOT)
    return LiveIndex(sessions)


def ask(
    sessions: Sessions, live: LiveIndex, text: str, request_id: str, now: datetime, person_id: int = 1
) -> answers.Answer:
    with begin(sessions) as session:
        return answers.answer(
            session, live, text, request_id=request_id, person_id=person_id, village_code=None, channel="web", now=now
        )


def test_an_articles_own_question_gets_its_words(sessions: Sessions, live: LiveIndex, now: datetime) -> None:
    found = live.article("rcd-trip-and-test")
    assert found is not None
    answer = ask(sessions, live, found.article.questions[0], "m1", now)
    assert (answer.kind, answer.article_id, answer.article_version) == ("answer", "rcd-trip-and-test", 1)
    assert answer.text == chat_text(found.article)
    assert answer.sample
    assert answer == answers.article(None, live, "rcd-trip-and-test").__class__(
        **{**answers.article(None, live, "rcd-trip-and-test").__dict__, "score": answer.score}
    )


def test_a_danger_article_ends_with_numbers_to_call(live: LiveIndex) -> None:
    dangerous = [one for one in live.get()[1].values() if one.article.danger]
    assert dangerous
    for one in dangerous:
        answer = answers.article(None, live, one.article.id)
        assert answer.danger
        assert answer.dial, one.article.id
        assert all(number in answer.text for number in answer.dial)


@pytest.mark.parametrize("lines", ["role: steward", "language: qxs\nversion_of: night-rate"])
def test_what_is_not_for_villagers_is_not_said_to_them(
    sessions: Sessions, live: LiveIndex, now: datetime, lines: str
) -> None:
    found = live.article("rcd-trip-and-test")
    assert found is not None
    text = found.text.replace("villages: all\n", f"villages: all\n{lines}\n")
    with begin(sessions) as session:
        session.info[CONTENT_DIR] = DEFAULT_ROOT
        library.publish(session, "rcd-trip-and-test", text, "bian", "不给村民")
    answer = ask(sessions, live, found.article.questions[0], "m1", now)
    assert answer.article_id != "rcd-trip-and-test"
    assert "rcd-trip-and-test" not in [article_id for article_id, _title in answer.suggestions]
    with pytest.raises(UserFacingError, match="article_gone"):
        answers.article(None, live, "rcd-trip-and-test")


def test_a_refusal_is_kept_sealed_and_once(sessions: Sessions, live: LiveIndex, villager: int, now: datetime) -> None:
    nonsense = "我想订一张去火星的飞船票，张三"
    for _twice in range(2):
        assert ask(sessions, live, nonsense, "m1", now, villager).kind == "refuse"
    with read(sessions) as session:
        row = session.scalars(select(RefusedQuestion)).one()
        assert "张三".encode() not in (row.text_sealed or b"")
        assert (row.text, row.person_id, row.state) == (nonsense, villager, "open")


def test_each_question_of_a_message_is_kept_and_each_once(
    sessions: Sessions, live: LiveIndex, villager: int, now: datetime
) -> None:
    questions = ("阿依古丽的马要几岁才能骑去草原比赛", "月亮上头的嫦娥今年好多岁了")
    for text in (*questions, *questions):
        assert ask(sessions, live, text, "m1", now, villager).kind == "refuse"
    assert ask(sessions, live, questions[0], "m11", now, villager).kind == "refuse"
    with read(sessions) as session:
        rows = session.scalars(select(RefusedQuestion).order_by(RefusedQuestion.id)).all()
        assert [(row.request_id, row.text) for row in rows] == [
            ("m1", questions[0]), ("m1#q2", questions[1]), ("m11", questions[0]),
        ]  # fmt: skip


def test_an_article_that_is_gone_says_so(live: LiveIndex) -> None:
    with pytest.raises(UserFacingError, match="article_gone"):
        answers.article(None, live, "no-such-article")
