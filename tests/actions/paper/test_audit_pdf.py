"""The report of the audit on paper: read back, it says everything, and what does not hold it says first."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from actions import clock
from actions.clock import local_day
from actions.db.engine import Sessions, session_factory
from actions.db.models import AuditEvent, LibraryVersion
from actions.keys import Keys
from actions.paper.audit_pdf import audit_pdf
from actions.sealing import Vault
from actions.services import audit, editing, users
from actions.services.audit_report import Report, report
from content.load import DEFAULT_ROOT
from tests.actions.paper.reading import pages_of, text_of
from tests.moment import NOW

COMPANY = "北川供电公司"
ARTICLE = "two-a-day"
DAY = local_day(NOW) - timedelta(days=3)


@pytest.fixture
def sessions(engine: Engine, keys: Keys) -> Sessions:
    """Sessions with the library's own registers."""
    return session_factory(engine, Vault(keys), DEFAULT_ROOT)


def two_versions_on_one_day(session: Session) -> None:
    """The first version is live from the day before, the second from nine o'clock until it is withdrawn at three."""
    source = (DEFAULT_ROOT / "library" / "electricity-safety" / "fishing-under-lines.md").read_text("utf-8")
    by = users.add(session, "bian", "赵编辑", ("editor",), "quiet-river-stone-9")
    for number, title in enumerate(("第一版题目", "第二版题目，电阻不大于4Ω😀"), 1):
        text = source.replace("高压线下为什么不能钓鱼", title)
        editing.save(session, ARTICLE, "electricity-safety", text, by, "写", number - 1 or None)
    checksums = {event.details["version"]: event.details["checksum"] for event in audit.events(session, ARTICLE)}
    session.execute(AuditEvent.__table__.delete())
    session.execute(audit.AuditHead.__table__.delete())

    def event(day: int, hour: int, actor: str, action: str, version: int, state: str, reason: str) -> None:
        told = {"version": version, "state": state, "reason": reason, "checksum": checksums[version]}
        audit.note(session, actor, action, ARTICLE, told, clock.at(DAY + timedelta(days=day), hour))

    event(-1, 8, "anjian", "approve", 1, "published", "核过《条例》第十五条")
    event(0, 9, "yingxiao", "approve", 2, "published", "换了说法")
    event(0, 15, "anjian", "retire", 2, "retired", "下架")
    event(1, 8, "bian", "save", 2, "draft", "后来的事")


def made(session: Session) -> Report:
    return report(session, ARTICLE, DAY, "shenji（周审计）", NOW)


def test_two_versions_of_one_day_stand_with_their_times_reasons_and_texts(session: Session) -> None:
    two_versions_on_one_day(session)
    found = made(session)
    assert [said.spell.number for said in found.said] == [1, 2]
    told, day = text_of(audit_pdf(found, COMPANY)), f"{DAY.year}年{DAY.month}月{DAY.day}日"
    before = f"{DAY.year}年{DAY.month}月{DAY.day - 1}日"
    for text in (
        f"从{before}08:00:00到{day}09:00:00",
        f"从{day}09:00:00到{day}15:00:00",
        f"谁批的：anjian，{before}08:00:00，审定发布（第1条）",
        "批的时候说：核过《条例》第十五条",
        f"谁批的：yingxiao，{day}09:00:00，审定发布（第2条）",
        "样稿，没有人签字",
        "第二版题目，电阻不大于4欧姆〔U+03A9〕〔U+1F600〕",
        "这一天换过文字，村民先后看到2版",
        "由shenji（周审计）做出",
        COMPANY,
    ):
        assert text in told, text
    for said in found.said:
        assert said.article is not None
        assert said.checksum == said.recorded
        assert f"原文指纹（SHA-256）：{said.checksum}和留痕里记的一样" in told
        for part in (said.article.short, said.article.broadcast, said.article.poster):
            assert told.count("".join(part.split())) == 2
        assert all("".join(source.title.split()) in told for source in said.article.sources)
        assert said.facts
        assert all("".join(f"{fact.number}（{fact.grade}级）{fact.text}".split()) in told for fact in said.facts)


def test_the_events_stand_with_their_hashes_up_to_the_day_and_no_further(session: Session) -> None:
    two_versions_on_one_day(session)
    told = text_of(audit_pdf(made(session), COMPANY))
    first, second, third, later = audit.events(session, ARTICLE)
    assert (first.previous, second.previous) == ("", first.hash)
    assert f"指纹{second.hash}前一条{first.hash}" in told
    assert "第3条" in told
    assert third.hash in told
    assert "后来的事" not in told
    assert f"前一条{third.hash}" not in told
    assert later.number == 4


def test_every_page_carries_its_number_and_the_head_of_the_chain(session: Session) -> None:
    two_versions_on_one_day(session)
    count, hash_ = audit.head(session)
    pages = pages_of(audit_pdf(made(session), COMPANY))
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert page[-1] == f"第{number}页，共{len(pages)}页"
        assert page[-2] == f"留痕末条 第{count}条 {hash_}"
    assert "从头核对过：4条留痕一条不少" in "".join(pages[0])


def test_a_broken_chain_is_said_first(session: Session) -> None:
    two_versions_on_one_day(session)
    session.execute(update(AuditEvent).where(AuditEvent.id == 2).values(actor="somebody-else"))
    session.expire_all()
    first = "".join(pages_of(audit_pdf(made(session), COMPANY))[0])
    assert "这份报告不能当作证据" in first
    assert f"第2条（{ARTICLE}）被改过" in first
    assert "没有改动" not in first


def test_a_text_changed_behind_the_chain_is_said_beside_it(session: Session) -> None:
    two_versions_on_one_day(session)
    version = LibraryVersion.article_id == ARTICLE, LibraryVersion.number == 2
    text = next(said.text for said in made(session).said if said.spell.number == 2)
    session.execute(update(LibraryVersion).where(*version).values(text=str(text).replace("不要", "可以")))
    session.expire_all()
    found = made(session)
    told = text_of(audit_pdf(found, COMPANY))
    assert f"和留痕里记的不一样！记的是{found.said[1].recorded}" in told
    assert "不能当作证据" in told


def test_a_day_without_the_article_says_that_villagers_could_not_see_it(session: Session) -> None:
    two_versions_on_one_day(session)
    found = report(session, ARTICLE, DAY + timedelta(days=1), "shenji", NOW)
    assert found.said == ()
    assert "这一天，村民看不到这篇" in text_of(audit_pdf(found, COMPANY))


def test_the_same_report_is_the_same_file_and_another_moment_another_one(session: Session) -> None:
    two_versions_on_one_day(session)
    found = made(session)
    assert audit_pdf(found, COMPANY) == audit_pdf(found, COMPANY)
    assert audit_pdf(replace(found, made_at=NOW + timedelta(seconds=1)), COMPANY) != audit_pdf(found, COMPANY)


def test_a_text_that_is_no_article_and_one_that_is_gone_are_said(session: Session) -> None:
    two_versions_on_one_day(session)
    found = made(session)
    first, second = found.said
    broken = replace(first, article=None, text="# 不是文章\n" + "电" * 3000, facts=())
    gone = replace(second, article=None, text=None, facts=())
    told = text_of(audit_pdf(replace(found, said=(broken, gone)), COMPANY))
    assert "这一版读不成文章" in told
    assert "这一版的原文不见了" in told
    assert told.count("电") >= 3000
