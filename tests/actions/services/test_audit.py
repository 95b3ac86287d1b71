"""The audit chain: what was done stays told, and nobody alters it unnoticed."""

import threading

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from actions.db.engine import Sessions, begin, read, snapshot
from actions.db.models import AuditEvent, AuditHead
from actions.services import audit


def three(session: Session) -> None:
    for number in (1, 2, 3):
        audit.note(session, "bian", "save", "wet-hands", {"reason": f"第{number}次"})


def kinds(session: Session) -> list[tuple[str, int]]:
    return [(fault.kind, fault.number) for fault in audit.verify(session)]


def test_an_untouched_chain_holds(session: Session) -> None:
    assert audit.verify(session) == []
    three(session)
    assert audit.verify(session) == []
    assert [event.details["reason"] for event in audit.events(session, "wet-hands")] == ["第1次", "第2次", "第3次"]
    assert audit.events(session, "something-else") == []
    assert audit.head(session)[0] == 3


def test_many_events_at_once_are_chained_like_single_ones(session: Session) -> None:
    three(session)
    audit.note_all(session, "files", "import", [(f"a-{number}", {}) for number in range(50)])
    audit.note(session, "bian", "save", "wet-hands", {})
    assert audit.verify(session) == []
    assert audit.head(session)[0] == 54


def test_a_changed_word_is_noticed(session: Session) -> None:
    three(session)
    session.execute(update(AuditEvent).where(AuditEvent.id == 2).values(actor="somebody-else"))
    assert kinds(session) == [("changed", 2)]


def test_a_chain_redone_without_the_key_is_noticed(session: Session) -> None:
    three(session)
    session.execute(update(AuditEvent).where(AuditEvent.id == 3).values(actor="somebody-else"))
    row = session.scalars(select(AuditEvent).where(AuditEvent.id == 3).execution_options(populate_existing=True)).one()
    row.hash = audit._hash(row)
    session.flush()
    session.execute(update(AuditHead).values(hash=row.hash))
    assert kinds(session) == [("seal", 3)]


def test_a_missing_event_and_a_cut_end_are_noticed(session: Session) -> None:
    three(session)
    session.execute(delete(AuditEvent).where(AuditEvent.id == 2))
    assert ("missing", 2) in kinds(session)
    session.execute(delete(AuditEvent).where(AuditEvent.id == 3))
    assert ("cut", 1) in kinds(session)


def test_what_is_written_while_the_chain_is_checked_is_no_fault(sessions: Sessions) -> None:
    with begin(sessions) as session:
        three(session)
    with snapshot(sessions) as session:
        assert audit.head(session)[0] == 3
        with begin(sessions) as meanwhile:
            audit.note(meanwhile, "bian", "save", "wet-hands", {})
        assert audit.verify(session) == []
        assert audit.head(session)[0] == 3
    with snapshot(sessions) as session:
        assert audit.head(session)[0] == 4


def test_two_processes_write_one_chain(sessions: Sessions) -> None:
    def write(who: str) -> None:
        for _time in range(20):
            with begin(sessions) as session:
                audit.note(session, who, "save", "wet-hands", {})

    writers = [threading.Thread(target=write, args=(f"editor-{number}",)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with read(sessions) as session:
        assert audit.head(session)[0] == 80
        assert audit.verify(session) == []
