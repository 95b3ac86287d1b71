"""A conversation is kept sealed, whole or not at all."""

import base64
import os
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from tracker_store import ConversationUnreadable, SealedTrackerStore

PHONE = "13800000000"
POSTGRES = "postgresql://postgres@127.0.0.1:5432/test"


def databases(tmp_path: Path) -> list[str]:
    """SQLite, and PostgreSQL where there is one (under CI there must be)."""
    urls = [f"sqlite:///{tmp_path / 'conversations.sqlite3'}"]
    try:
        sa.create_engine(POSTGRES).connect().close()
        urls.append(POSTGRES)
    except sa.exc.OperationalError:
        if os.environ.get("CI"):
            raise
    return urls


def conversation(sender: str, store: SealedTrackerStore) -> DialogueStateTracker:
    """One person has said a phone number."""
    tracker = store.init_tracker(sender)
    tracker.update(UserUttered(f"打{PHONE}", metadata={"id": "m1"}))
    tracker.update(SlotSet("call_phone", PHONE))
    return tracker


async def test_what_was_said_comes_back(secrets: Path, tmp_path: Path) -> None:
    for url in databases(tmp_path):
        store = SealedTrackerStore(Domain.empty(), url=url)
        sender = f"person-{os.urandom(4).hex()}"
        await store.save(conversation(sender, store))
        again = await SealedTrackerStore(Domain.empty(), url=url).retrieve(sender)
        assert again is not None
        said = [event for event in again.events if isinstance(event, UserUttered)]
        assert [event.text for event in said] == [f"打{PHONE}"]
        assert sender in list(await store.keys())
        with store._engine.begin() as connection:
            connection.execute(sa.text("DELETE FROM conversations WHERE id = :id"), {"id": sender})


async def test_nothing_personal_lies_in_clear(secrets: Path, tmp_path: Path) -> None:
    file = tmp_path / "conversations.sqlite3"
    store = SealedTrackerStore(Domain.empty(), url=f"sqlite:///{file}")
    await store.save(conversation("someone", store))
    body = sqlite3.connect(file).execute("SELECT body FROM conversations").fetchone()[0]
    assert PHONE.encode() not in body
    assert PHONE.encode() not in file.read_bytes()


async def test_a_conversation_that_never_spoke_leaves_no_row(secrets: Path, tmp_path: Path) -> None:
    store = SealedTrackerStore(Domain.empty(), url=f"sqlite:///{tmp_path / 'c.sqlite3'}")
    await store.get_or_create_tracker("silent", append_action_listen=False)
    assert list(await store.keys()) == []


async def test_a_conversation_is_put_back_to_what_it_was(secrets: Path, tmp_path: Path) -> None:
    store = SealedTrackerStore(Domain.empty(), url=f"sqlite:///{tmp_path / 'c.sqlite3'}")
    assert await store.text("someone") is None
    tracker = conversation("someone", store)
    await store.save(tracker)
    before = await store.text("someone")
    tracker.update(UserUttered("再说一句", metadata={"id": "m2"}))
    await store.save(tracker)
    assert "m2" in (await store.text("someone") or "")
    await store.put_back("someone", before)
    assert await store.text("someone") == before
    again = await store.retrieve("someone")
    assert again is not None
    assert len(again.events) == 2
    await store.put_back("someone", None)
    assert await store.text("someone") is None


async def test_a_row_opens_only_with_its_key_and_for_its_person(secrets: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.sqlite3'}"
    store = SealedTrackerStore(Domain.empty(), url=url)
    await store.save(conversation("someone", store))
    with store._engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO conversations SELECT 'other', body FROM conversations"))
    with pytest.raises(ConversationUnreadable):
        await store.retrieve("other")
    (secrets / "conversation.key").write_text(base64.b64encode(os.urandom(32)).decode())
    with pytest.raises(ConversationUnreadable):
        await SealedTrackerStore(Domain.empty(), url=url).retrieve("someone")
