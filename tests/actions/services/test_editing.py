"""From draft through review to the villagers: who may do what, and nothing overwritten."""

import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from actions.db.engine import Sessions, begin, read, session_factory
from actions.errors import UserFacingError
from actions.services import audit, editing, library, library_files
from actions.services.editing import ChangedMeanwhile
from actions.services.library import BrokenArticle
from actions.services.live_index import LiveIndex
from actions.services.users import Account
from content.check import local_today
from content.load import DEFAULT_ROOT
from content.writing import with_field, with_part

DANGER, PLAIN, TOPIC = "wet-hands", "unpaid-bill", "services"
EDITOR = Account(1, "bian", "赵编辑", ("editor",), disabled=False)
OTHER = Account(2, "xie", "钱编辑", ("editor",), disabled=False)
SAFETY = Account(3, "anjian", "孙安监", ("editor", "reviewer"), disabled=False, departments=("安监",))
MARKET = Account(4, "yingxiao", "李营销", ("editor", "reviewer"), disabled=False, departments=("营销",))
ADMIN = Account(5, "admin", "管理员", ("admin",), disabled=False)


@pytest.fixture
def sessions(engine: Engine, sessions: Sessions, tmp_path: Path) -> Sessions:
    """A library of two articles, one about a danger, in a folder with the real registers."""
    folder = tmp_path / "content"
    folder.mkdir()
    for path in DEFAULT_ROOT.glob("*.yml"):
        shutil.copy(path, folder)
    for topic, name in (("electricity-safety", DANGER), (TOPIC, PLAIN)):
        (folder / "library" / topic).mkdir(parents=True)
        shutil.copy(DEFAULT_ROOT / "library" / topic / f"{name}.md", folder / "library" / topic)
    made = session_factory(engine, sessions.kw["info"]["vault"], folder)
    with begin(made) as session:
        library_files.import_files(session, folder)
    return made


def newest(sessions: Sessions, article_id: str) -> library.StoredArticle:
    with read(sessions) as session:
        found = library.get_article(session, article_id)
    assert found is not None
    return found


def live_text(sessions: Sessions, article_id: str) -> str:
    with read(sessions) as session:
        found = library.get_live(session, article_id)
    return found.text if found is not None else ""


def save(sessions: Sessions, article_id: str, title: str, by: Account = EDITOR, base: int | None = None) -> int:
    now = newest(sessions, article_id)
    with begin(sessions) as session:
        text = with_field(now.text, "title", title)
        return editing.save(session, article_id, now.topic, text, by, "换题目", now.number if base is None else base)


def submit(sessions: Sessions, article_id: str, by: Account = EDITOR) -> int:
    with begin(sessions) as session:
        return editing.submit(session, article_id, by, newest(sessions, article_id).number)


def approve(sessions: Sessions, article_id: str, by: Account, **more: object) -> int | None:
    with begin(sessions) as session:
        return editing.approve(session, article_id, by, newest(sessions, article_id).number, **more)  # type: ignore[arg-type]


def refused(key: str) -> object:
    return pytest.raises(UserFacingError, match=key)


def test_a_draft_reaches_the_villagers_only_through_review(sessions: Sessions) -> None:
    live = LiveIndex(sessions)
    before = live.article(PLAIN)
    assert before is not None
    save(sessions, PLAIN, "电费欠了会停电吗")
    assert live.article(PLAIN) == before
    assert newest(sessions, PLAIN).state == "draft"
    submit(sessions, PLAIN)
    assert live.article(PLAIN) == before
    assert newest(sessions, PLAIN).state == "in_review"
    approve(sessions, PLAIN, MARKET)
    after = live.article(PLAIN)
    assert after is not None
    assert after.article.title == "电费欠了会停电吗"
    assert after.article.signed_off_by == "李营销（营销）"
    assert not after.article.sample
    with read(sessions) as session:
        assert [one.state for one in library.history(session, PLAIN)] == [
            "published", "in_review", "draft", "published",
        ]  # fmt: skip
        assert audit.verify(session) == []
        assert [(event.actor, event.action) for event in audit.events(session, PLAIN)] == [
            ("files", "import"), ("bian", "save"), ("bian", "submit"), ("yingxiao", "approve"),
        ]  # fmt: skip


def test_only_the_topics_reviewers_approve(sessions: Sessions) -> None:
    save(sessions, PLAIN, "电费欠了会停电吗")
    submit(sessions, PLAIN)
    with refused("not_your_topic"):
        approve(sessions, PLAIN, SAFETY)
    with refused("not_your_topic"):
        approve(sessions, PLAIN, EDITOR)
    assert approve(sessions, PLAIN, ADMIN) == 4
    assert "signed_off_by:\n" in live_text(sessions, PLAIN), "an administrator of no department signs for none"


def test_an_administrator_of_no_department_takes_no_signature_away(sessions: Sessions) -> None:
    save(sessions, PLAIN, "电费欠了会停电吗")
    submit(sessions, PLAIN)
    approve(sessions, PLAIN, MARKET)
    signed = live_text(sessions, PLAIN)
    assert "signed_off_by: 李营销（营销）" in signed
    save(sessions, PLAIN, "电费欠了会停电吗")
    submit(sessions, PLAIN)
    with read(sessions) as session:
        assert not editing.stays_sample(session, newest(sessions, PLAIN), ADMIN)
    approve(sessions, PLAIN, ADMIN)
    assert live_text(sessions, PLAIN) == signed, "nothing was changed, so what was signed is signed still"
    with begin(sessions) as session:
        done = editing.sign_all(session, [PLAIN], ADMIN, "看过")
    assert done.refused == ((PLAIN, "no_department"),)
    assert live_text(sessions, PLAIN) == signed
    save(sessions, PLAIN, "欠了电费停不停电")
    submit(sessions, PLAIN)
    with read(sessions) as session:
        assert editing.stays_sample(session, newest(sessions, PLAIN), ADMIN)
    approve(sessions, PLAIN, ADMIN)
    assert "signed_off_by:\n" in live_text(sessions, PLAIN), "a changed text is nobody's signed text"


def test_the_author_of_a_danger_article_cannot_approve_it(sessions: Sessions) -> None:
    save(sessions, DANGER, "手湿莫碰开关", by=SAFETY)
    submit(sessions, DANGER, by=EDITOR)
    with refused("own_danger_article"):
        approve(sessions, DANGER, SAFETY)
    save(sessions, PLAIN, "电费欠了会停电吗", by=MARKET)
    submit(sessions, PLAIN, by=MARKET)
    assert approve(sessions, PLAIN, MARKET), "where nobody's body is at stake one person is enough"


def test_what_is_not_dangerous_any_more_is_still_the_danger_article_it_was(sessions: Sessions) -> None:
    now = newest(sessions, DANGER)
    with begin(sessions) as session:
        tamed = with_field(now.text, "danger", "false")
        editing.save(session, DANGER, now.topic, tamed, SAFETY, "不算危险", now.number)
    submit(sessions, DANGER)
    with refused("own_danger_article"):
        approve(sessions, DANGER, SAFETY)


def test_the_second_of_two_editors_is_shown_what_the_first_wrote(sessions: Sessions) -> None:
    base = newest(sessions, PLAIN).number
    save(sessions, PLAIN, "电费欠了会停电吗", by=EDITOR, base=base)
    with pytest.raises(ChangedMeanwhile) as caught:
        save(sessions, PLAIN, "没交电费要不要停电", by=OTHER, base=base)
    assert caught.value.newest.title == "电费欠了会停电吗"
    assert newest(sessions, PLAIN).title == "电费欠了会停电吗"


def test_a_draft_may_be_unfinished_but_not_broken(sessions: Sessions) -> None:
    now = newest(sessions, PLAIN)
    with begin(sessions) as session:
        short = with_part(now.text, "简答", "电费" * 80)
        editing.save(session, PLAIN, now.topic, short, EDITOR, "写了一半", now.number)
    with pytest.raises(BrokenArticle) as unfinished:
        submit(sessions, PLAIN)
    assert [problem.code for problem in unfinished.value.problems] == ["short-long"]
    kept = newest(sessions, PLAIN)
    for bad in (
        "没有开头信息",
        kept.text.replace("topic: services", "topic: ../../etc"),
        kept.text + "<script>x</script>\n",
    ):
        with begin(sessions) as session, pytest.raises(BrokenArticle):
            editing.save(session, PLAIN, now.topic, bad, EDITOR, "", kept.number)
    assert newest(sessions, PLAIN) == kept


def test_sent_back_with_a_reason(sessions: Sessions) -> None:
    save(sessions, PLAIN, "电费欠了会停电吗")
    submit(sessions, PLAIN)
    base = newest(sessions, PLAIN).number
    with begin(sessions) as session, refused("reason_missing"):
        editing.send_back(session, PLAIN, MARKET, base, "")
    with begin(sessions) as session:
        editing.send_back(session, PLAIN, MARKET, base, "简答第二句看不懂")
    assert newest(sessions, PLAIN).state == "draft"
    with read(sessions) as session:
        assert library.history(session, PLAIN)[0].reason == "简答第二句看不懂"


def test_who_sent_a_text_back_may_sign_it_when_it_is_mended(sessions: Sessions) -> None:
    reviewer = Account(6, "shen", "周安监", ("reviewer",), disabled=False, departments=("安监",))
    save(sessions, DANGER, "手湿莫碰开关")
    submit(sessions, DANGER)
    with begin(sessions) as session:
        editing.send_back(session, DANGER, reviewer, newest(sessions, DANGER).number, "题目再短点")
    save(sessions, DANGER, "湿手莫碰开关")
    submit(sessions, DANGER)
    assert approve(sessions, DANGER, reviewer)


def test_a_planned_text_goes_live_on_its_day_and_not_before(sessions: Sessions) -> None:
    day = local_today() + timedelta(days=3)
    save(sessions, PLAIN, "电费欠了会停电吗")
    submit(sessions, PLAIN)
    assert approve(sessions, PLAIN, MARKET, on=day) is None
    assert newest(sessions, PLAIN).due_on == day
    with begin(sessions) as session:
        assert editing.publish_due(session, day - timedelta(days=1)) == []
    assert "title: 电费欠了会停电吗" not in live_text(sessions, PLAIN)
    with begin(sessions) as session:
        assert editing.publish_due(session, day) == [PLAIN]
        assert editing.publish_due(session, day) == []
    assert "title: 电费欠了会停电吗" in live_text(sessions, PLAIN)
    with read(sessions) as session:
        assert audit.events(session, PLAIN)[-1].action == "publish-planned"


def test_what_is_no_longer_right_on_its_day_is_not_published(sessions: Sessions) -> None:
    day = local_today() + timedelta(days=3)
    save(sessions, PLAIN, "电费欠了会停电吗")
    submit(sessions, PLAIN)
    approve(sessions, PLAIN, MARKET, on=day)
    laws = sessions.kw["info"]["content_dir"] / "laws.yml"
    laws.write_text(laws.read_text("utf-8").replace("title: 电力供应与使用条例", "title: 另一部条例", 1), "utf-8")
    with begin(sessions) as session:
        assert editing.publish_due(session, day) == []
        assert editing.publish_due(session, day) == []
        assert [event.action for event in audit.events(session, PLAIN)][-2:] == ["plan", "plan-failed"]
    assert "title: 电费欠了会停电吗" not in live_text(sessions, PLAIN)
    assert newest(sessions, PLAIN).state == "in_review"


def test_a_new_draft_calls_a_planned_publication_off(sessions: Sessions) -> None:
    day = local_today() + timedelta(days=3)
    save(sessions, PLAIN, "电费欠了会停电吗")
    submit(sessions, PLAIN)
    approve(sessions, PLAIN, MARKET, on=day)
    save(sessions, PLAIN, "没交电费要不要停电")
    with begin(sessions) as session:
        assert editing.publish_due(session, day) == []


def test_retired_and_brought_back(sessions: Sessions) -> None:
    live = LiveIndex(sessions)
    with begin(sessions) as session:
        editing.retire(session, PLAIN, MARKET, 1, "条例修订了")
    assert live.article(PLAIN) is None
    with begin(sessions) as session:
        editing.roll_back(session, PLAIN, 1, MARKET, 2, "修订还没施行")
    assert live.article(PLAIN) is not None
    with begin(sessions) as session:
        number = editing.roll_back(session, PLAIN, 1, EDITOR, 3, "想从头再改")
    assert newest(sessions, PLAIN).state == "draft"
    assert number == 4
    assert live.article(PLAIN) is not None


def test_samples_are_signed_many_at_once(sessions: Sessions) -> None:
    save(sessions, DANGER, "手湿莫碰开关")
    with begin(sessions) as session:
        signed = editing.sign_all(session, [PLAIN, DANGER, "no-such"], MARKET, "逐篇看过")
    assert signed.done == (PLAIN,)
    assert dict(signed.refused) == {DANGER: "has_newer_draft", "no-such": "has_newer_draft"}
    assert "signed_off_by: 李营销（营销）" in live_text(sessions, PLAIN)


def test_a_new_article_is_made_once(sessions: Sessions) -> None:
    text = newest(sessions, PLAIN).text.replace("title: 欠电费会不会停电", "title: 欠费多久停电")
    with begin(sessions) as session:
        assert editing.save(session, "arrears-days", TOPIC, text, EDITOR, "新写", None) == 1
    with begin(sessions) as session, pytest.raises(ChangedMeanwhile):
        editing.save(session, "arrears-days", TOPIC, text, OTHER, "新写", None)
    assert live_text(sessions, "arrears-days") == ""
    with begin(sessions) as session, pytest.raises(BrokenArticle):
        editing.save(session, "../etc/passwd", TOPIC, text, EDITOR, "", None)


def test_two_editors_saving_at_once_lose_no_version(sessions: Sessions) -> None:
    saved: list[tuple[str, int]] = []
    outdone: list[str] = []

    def write(who: Account) -> None:
        for time in range(100):
            try:
                saved.append((f"{who.login}第{time}次", save(sessions, PLAIN, f"{who.login}第{time}次写的", by=who)))
            except ChangedMeanwhile:
                outdone.append(who.login)

    writers = [threading.Thread(target=write, args=(who,)) for who in (EDITOR, OTHER)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(saved) + len(outdone) == 200
    numbers = [number for _title, number in saved]
    assert sorted(numbers) == list(range(2, len(saved) + 2)), "each save that was not refused is its own version"
    with read(sessions) as session:
        kept = {one.number for one in library.history(session, PLAIN)}
        assert kept == {1, *numbers}
        for title, number in saved:
            version = library.get_article(session, PLAIN, number)
            assert version is not None
            assert f"title: {title}写的" in version.text
        assert audit.verify(session) == []


SHARED = "电费晚交七天要不要罚钱"
"""A question that a second article would like to answer too."""


def asks_too(sessions: Sessions, article_id: str, question: str = SHARED) -> None:
    """Put a question into an article and hand it in."""
    now = newest(sessions, article_id)
    with begin(sessions) as session:
        text = now.text.replace("questions:\n", f"questions:\n  - {question}\n", 1)
        number = editing.save(session, article_id, now.topic, text, EDITOR, "加问法", now.number)
        editing.submit(session, article_id, EDITOR, number)


def has_an_owner(title: str) -> object:
    return pytest.raises(BrokenArticle, match=f"“{SHARED}”已经是《{title}》的问法")


def test_of_two_drafts_with_one_question_only_the_first_goes_live(sessions: Sessions) -> None:
    asks_too(sessions, PLAIN)
    asks_too(sessions, DANGER)
    approve(sessions, PLAIN, MARKET)
    with has_an_owner("欠电费会不会停电"):
        approve(sessions, DANGER, SAFETY)
    assert SHARED not in live_text(sessions, DANGER)


def test_in_other_signs_and_in_dialect_it_is_the_same_question(sessions: Sessions) -> None:
    asks_too(sessions, PLAIN, "欠了电费什么时候停电")
    approve(sessions, PLAIN, MARKET)
    with pytest.raises(BrokenArticle, match="“欠了电费，好久停电？”已经是《欠电费会不会停电》的问法"):
        asks_too(sessions, DANGER, "欠了电费，好久停电？")


def test_a_question_is_free_again_when_its_article_is_retired(sessions: Sessions) -> None:
    asks_too(sessions, PLAIN)
    approve(sessions, PLAIN, MARKET)
    number = newest(sessions, PLAIN).number
    with begin(sessions) as session:
        editing.retire(session, PLAIN, MARKET, number, "条例修订了")
    asks_too(sessions, DANGER)
    approve(sessions, DANGER, SAFETY)
    with has_an_owner("手湿的时候能不能碰开关插头"), begin(sessions) as session:
        editing.roll_back(session, PLAIN, number, MARKET, number + 1, "修订还没施行")
    assert live_text(sessions, PLAIN) == ""


def test_a_planned_text_whose_question_got_an_owner_meanwhile_stays_in_review(sessions: Sessions) -> None:
    day = local_today() + timedelta(days=3)
    asks_too(sessions, DANGER)
    approve(sessions, DANGER, SAFETY, on=day)
    asks_too(sessions, PLAIN)
    approve(sessions, PLAIN, MARKET)
    with begin(sessions) as session:
        assert editing.publish_due(session, day) == []
        told = audit.events(session, DANGER)[-1]
    assert (told.action, "《欠电费会不会停电》" in told.details["reason"]) == ("plan-failed", True)


def test_two_reviewers_at_once_give_a_question_to_one(sessions: Sessions) -> None:
    asks_too(sessions, PLAIN)
    asks_too(sessions, DANGER)
    start, outdone = threading.Barrier(2), []

    def work(article_id: str, by: Account) -> None:
        start.wait()
        try:
            approve(sessions, article_id, by)
        except BrokenArticle:
            outdone.append(article_id)

    both = [threading.Thread(target=work, args=one) for one in ((PLAIN, MARKET), (DANGER, SAFETY))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(outdone) == 1
    assert [SHARED in live_text(sessions, one) for one in (PLAIN, DANGER)].count(True) == 1
