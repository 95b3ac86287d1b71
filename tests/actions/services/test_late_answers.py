"""A wording joins an article, and those who once asked so are told, each once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.clock import local_day
from actions.db.engine import CONTENT_DIR, Sessions, begin, read
from actions.db.models import RefusedQuestion
from actions.errors import UserFacingError
from actions.services import editing, late_answers, library, messages, people, ratings, unanswered, users
from content.load import DEFAULT_ROOT

ARTICLE, RESCUE = "farm-price", "electric-shock-low-voltage"


@pytest.fixture
def sessions(sessions: Sessions) -> Sessions:
    """The starter library in a database of its own."""
    sessions.configure(info={**sessions.kw["info"], CONTENT_DIR: DEFAULT_ROOT})
    with begin(sessions) as session:
        for topic, name in (("services", ARTICLE), ("emergency", RESCUE)):
            text = (DEFAULT_ROOT / "library" / topic / f"{name}.md").read_text("utf-8")
            library.publish(session, name, text, "bian", "first")
    return sessions


def refuse(session: Session, person: int | None, text: str, at: datetime, **more: object) -> int:
    number = len(session.scalars(select(RefusedQuestion.id)).all())
    given = {"channel": "web", **more}
    row = RefusedQuestion(request_id=f"refused-{number}", person_id=person, created_at=at, text=text, **given)
    session.add(row)
    session.flush()
    if person is not None:
        messages.conversation_of(session, person, "web")
    return row.id


def add(session: Session, article_id: str, wordings: list[str], ids: list[int]) -> late_answers.LateAnswer:
    return late_answers.add_wordings(session, article_id, wordings, ids, login="bian", reason="加问法")


def publish(session: Session, change: tuple[str, str]) -> None:
    """Publish the article with one thing changed."""
    live = library.get_live(session, ARTICLE)
    assert live is not None
    assert change[0] in live.text
    library.publish(session, ARTICLE, live.text.replace(*change), "bian", "换了")


def told(session: Session, person: int) -> list[str]:
    return [reply.payload["text"] for reply in messages.since(session, person)]


def test_who_asked_is_told_once_with_the_articles_own_words(
    sessions: Sessions, villager: int, neighbour: int, now: datetime
) -> None:
    with begin(sessions) as session:
        ids = [refuse(session, person, "泥鳅塘打氧的电算哪样", now) for person in (villager, villager, neighbour, None)]
        done = add(session, ARTICLE, ["泥鳅塘打氧的电算哪样"], ids)
    assert done == late_answers.LateAnswer(number=2, told=2)
    with begin(sessions) as session:
        stored = library.get_article(session, ARTICLE)
        assert stored is not None
        assert "  - 泥鳅塘打氧的电算哪样\n" in stored.text
        assert {row.state for row in session.scalars(select(RefusedQuestion))} == {"answered"}
        for person in (villager, neighbour):
            (text,) = told(session, person)
            assert text.startswith("您问过“泥鳅塘打氧的电算哪样”，现在有答案了：\n农业用电价格按保本")
            assert "样稿，待本单位审定" in text
        add(session, ARTICLE, ["泥鳅塘打氧的电算哪样"], ids)
        assert len(told(session, villager)) == 1
        (sent,) = messages.since(session, villager)
        assert sent.payload["custom"]["article_id"] == ARTICLE
        ratings.rate(session, villager, sent.id, "bad", now)
        again = session.scalars(select(RefusedQuestion).where(RefusedQuestion.state == "open")).one()
        assert again.text == "泥鳅塘打氧的电算哪样", "an answer that comes late can be rated too"


def test_what_the_checker_refuses_changes_nothing_and_says_which_wording(
    sessions: Sessions, villager: int, now: datetime
) -> None:
    story = "我养了三十几头猪" * 9
    with begin(sessions) as session:
        ids = [refuse(session, villager, story, now)]
    with pytest.raises(library.BrokenArticle) as refused, begin(sessions) as session:
        add(session, ARTICLE, [story], ids)
    (problem,) = refused.value.problems
    assert problem.message.startswith(f"“{story}”：每个问法是一行话")
    with read(sessions) as session:
        assert session.scalars(select(RefusedQuestion.state)).all() == ["open"]
        assert [one.number for one in library.history(session, ARTICLE)] == [1]
        assert told(session, villager) == []


def test_no_villager_is_told_what_is_for_stewards(sessions: Sessions, villager: int, now: datetime) -> None:
    with begin(sessions) as session:
        ids = [refuse(session, villager, "打氧机的电", now)]
        stored = library.get_article(session, ARTICLE)
        assert stored is not None
        text = stored.text.replace("villages: all\n", "villages: all\nrole: steward\n")
        text = text.replace("questions:\n", "questions:\n  - 打氧机的电\n")
        library.publish(session, ARTICLE, text, "bian", "只给电管家")
        assert late_answers.settle(session, [ARTICLE], login="bian") == 0
    with pytest.raises(UserFacingError, match="not_for_villagers"), begin(sessions) as session:
        add(session, ARTICLE, ["打氧的电"], ids)
    with read(sessions) as session:
        assert told(session, villager) == []
        assert session.scalars(select(RefusedQuestion.state)).all() == ["open"]


def test_nobody_is_told_what_does_not_concern_him(
    sessions: Sessions, villager: int, neighbour: int, now: datetime
) -> None:
    with begin(sessions) as session:
        had_it = refuse(session, villager, "打氧机的电", now, article_id=ARTICLE)
        elsewhere = refuse(session, neighbour, "打氧机的电", now, channel="phone")
        stranger = people.find_or_create(session, "phone", "13800000000")
        unreachable = refuse(session, None, "打氧机的电", now)
        session.get_one(RefusedQuestion, unreachable).person_id = stranger
        assert add(session, ARTICLE, ["打氧机的电"], [had_it, elsewhere, unreachable]).told == 0
        shock = refuse(session, neighbour, "遭电麻倒在地上咋个整才要得", now)
        assert add(session, RESCUE, ["遭电麻倒在地上咋个整才要得"], [shock]).told == 0, "no talk of emergencies later"
        assert told(session, villager) == told(session, neighbour) == []


def test_who_was_helped_meanwhile_is_left_in_peace(sessions: Sessions, villager: int, now: datetime) -> None:
    card = {"kind": "answer", "article_id": "night-rate", "version": 1}
    with begin(sessions) as session:
        ids = []
        for number, value in enumerate(("bad", "good")):
            kept = messages.receive(session, "web", f"message-{number}", villager, "打氧机的电", {})
            (reply,) = messages.record_replies(session, kept.inbox_id, [{"text": "回答", "custom": card}])
            at = now + timedelta(minutes=number)
            ratings.rate(session, villager, reply.id, "bad" if value == "bad" else "good", at)
        ids = list(session.scalars(select(RefusedQuestion.id)))
        assert len(ids) == 1
        assert add(session, ARTICLE, ["打氧机的电"], ids).told == 0


def test_a_new_article_settles_what_waits_in_its_own_words(
    sessions: Sessions, villager: int, neighbour: int, now: datetime
) -> None:
    with begin(sessions) as session:
        refuse(session, villager, "浇地的电，贵不贵！", now)
        refuse(session, neighbour, "光伏划算不", now)
        assert late_answers.settle(session, [ARTICLE], login="bian") == 1
        assert len(told(session, villager)) == 1
        assert told(session, neighbour) == []
        states = session.scalars(select(RefusedQuestion.state).order_by(RefusedQuestion.id)).all()
        assert states == ["answered", "open"]
        assert late_answers.settle(session, ["no-such", ARTICLE, ARTICLE], login="bian") == 0, "once, and for all"
        assert len(told(session, villager)) == 1


def test_another_village_is_not_told_what_is_not_for_it(
    sessions: Sessions, villager: int, neighbour: int, now: datetime
) -> None:
    with begin(sessions) as session:
        at_home = refuse(session, villager, "打氧机的电", now, village_code="shiyi")
        elsewhere = refuse(session, neighbour, "打氧机的电", now, village_code="wuxing")
        people.set_village(session, neighbour, "shiyi")
        unknown = refuse(session, None, "打氧机的电", now)
        publish(session, ("villages: all\n", "villages: [shiyi]\n"))
        assert add(session, ARTICLE, ["打氧机的电"], [at_home, elsewhere, unknown]).told == 1
        assert len(told(session, villager)) == 1
        assert told(session, neighbour) == []
        states = session.scalars(select(RefusedQuestion.state).order_by(RefusedQuestion.id)).all()
        assert states == ["answered", "open", "open"], "where it is not for, there is still no answer"
        publish(session, ("villages: [shiyi]\n", "villages: all\n"))
        assert late_answers.settle(session, [ARTICLE], login="bian") == 1
        assert len(told(session, neighbour)) == 1


def test_nobody_is_told_what_is_over_and_what_is_not_due_yet_is_told_on_its_day(
    sessions: Sessions, villager: int, now: datetime
) -> None:
    tomorrow = now + timedelta(days=1)
    with begin(sessions) as session:
        ids = [refuse(session, villager, "打氧机的电", now)]
        publish(session, ("valid_from: 2026-01-01\n", f"valid_from: {local_day(tomorrow)}\n"))
        done = late_answers.add_wordings(session, ARTICLE, ["打氧机的电"], ids, login="bian", reason="加问法", now=now)
        assert done.told == 0
        assert late_answers.settle(session, [ARTICLE], login="bian", now=now) == 0
        assert late_answers.settle(session, [ARTICLE], login="bian", now=tomorrow) == 1
        publish(session, ("valid_until:\n", f"valid_until: {local_day(tomorrow)}\n"))
        ids = [refuse(session, villager, "鱼塘增氧的电", now)]
        after = tomorrow + timedelta(days=1)
        assert late_answers.settle(session, [ARTICLE], login="bian", now=after) == 0
        with pytest.raises(UserFacingError, match="wording_of_the_past"):
            late_answers.add_wordings(session, ARTICLE, ["鱼塘"], ids, login="bian", reason="加问法", now=after)


def test_who_asked_for_what_was_then_written_is_told_whatever_its_words_are(
    sessions: Sessions, villager: int, neighbour: int, now: datetime
) -> None:
    with begin(sessions) as session:
        ids = [refuse(session, villager, "毛猪好多钱一斤", now), refuse(session, neighbour, "毛猪啥子价", now)]
        unanswered.wanted_for(session, ids, ARTICLE)
        unanswered.close(session, ids[1:], "unrelated", "bian")
        assert late_answers.settle(session, [RESCUE], login="bian") == 0
        assert late_answers.settle(session, [ARTICLE], login="bian") == 1
        (text,) = told(session, villager)
        assert text.startswith("您问过“毛猪好多钱一斤”，现在有答案了：")
        assert told(session, neighbour) == []
        assert late_answers.settle(session, [ARTICLE], login="bian") == 0


def test_who_asked_is_not_told_of_an_article_his_words_were_kept_out_of(
    sessions: Sessions, villager: int, now: datetime
) -> None:
    with begin(sessions) as session:
        writer = users.add(session, "writer", "写的人", ("editor",), "a-long-password")
        doctor = users.add(session, "doctor", "医务", ("reviewer",), "a-long-password", ("医务",))
        ids = [refuse(session, villager, "喝了农药咋个救", now)]
        number = late_answers.hand_in(session, RESCUE, ["喝了农药咋个救"], ids, by=writer, reason="加问法")
        editing.send_back(session, RESCUE, doctor, number, "这不是触电")
        assert late_answers.settle(session, [RESCUE], login="doctor") == 0
        assert told(session, villager) == []
        assert session.get_one(RefusedQuestion, ids[0]).state == "open"


def test_a_wording_that_another_article_owns_is_not_added(sessions: Sessions, villager: int, now: datetime) -> None:
    with begin(sessions) as session:
        ids = [refuse(session, villager, "打氧机的电", now)]
        live = library.get_live(session, RESCUE)
        assert live is not None
        text = live.text.replace("questions:\n", "questions:\n  - 打氧机的电\n", 1)
        library.publish(session, RESCUE, text, "bian", "放错了地方")
    with pytest.raises(library.BrokenArticle) as refused, begin(sessions) as session:
        add(session, ARTICLE, ["打氧机的电"], ids)
    (problem,) = refused.value.problems
    assert problem.message == f"“打氧机的电”已经是《{live.title}》的问法，一个问法只能归一篇文章。"


def test_what_somebody_is_writing_is_not_buried(sessions: Sessions) -> None:
    with begin(sessions) as session:
        editor = users.add(session, "bian", "赵编辑", ("editor",), users.random_password())
        live = library.get_live(session, ARTICLE)
        assert live is not None
        text = live.text.replace("## 海报", "## 海报\n\n新的一句")
        editing.save(session, ARTICLE, "services", text, editor, "改海报", live.number)
    with begin(sessions) as session, pytest.raises(UserFacingError, match="has_newer_draft"):
        add(session, ARTICLE, ["打氧机的电费"], [])


def test_only_a_published_article_can_learn(sessions: Sessions, now: datetime) -> None:
    with begin(sessions) as session, pytest.raises(UserFacingError, match="article_not_found"):
        add(session, "no-such", ["打氧机的电"], [])


def test_two_editors_lose_no_wording(sessions: Sessions) -> None:
    import threading

    start = threading.Barrier(2)

    def work(wording: str) -> None:
        start.wait()
        with begin(sessions) as session:
            add(session, ARTICLE, [wording], [])

    threads = [threading.Thread(target=work, args=(wording,)) for wording in ("打氧机的电费", "泥鳅塘的电费")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with read(sessions) as session:
        stored = library.get_article(session, ARTICLE)
    assert stored is not None
    assert stored.number == 3
    assert all(wording in stored.text for wording in ("打氧机的电费", "泥鳅塘的电费"))
