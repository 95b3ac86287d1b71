"""Sealed text opens only in its own row and column, with a key the database never holds."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from actions.db.engine import Sessions, begin, session_factory
from actions.db.models import Person
from actions.errors import OperatorError
from actions.keys import Keys, load_keys, load_token, make_keys
from actions.sealing import SealBroken, Vault
from actions.services import messages, people


def test_what_is_sealed_opens_only_in_its_place(keys: Keys) -> None:
    vault = Vault(keys)
    sealed = vault.seal("张三", "people.name:1")
    assert vault.open(sealed, "people.name:1") == "张三"
    assert vault.seal("张三", "people.name:1") != sealed
    for place in ("people.name:2", "people.phone:1", ""):
        with pytest.raises(SealBroken):
            vault.open(sealed, place)
    for damaged in (b"", sealed[:-1], sealed[:5], sealed[:-1] + bytes([sealed[-1] ^ 1]), bytes([9]) + sealed[1:]):
        with pytest.raises(SealBroken):
            vault.open(damaged, "people.name:1")


@pytest.mark.parametrize("text", ["", "\x00", "😀", "\ud83d", "长" * 10_000])
def test_whatever_people_send_can_be_kept(session: Session, keys: Keys, text: str) -> None:
    vault = Vault(keys)
    assert vault.open(vault.seal(text, "p"), "p") == text
    assert len(vault.index("phone", text)) == 64
    person = people.find_or_create(session, "web", text)
    assert people.find(session, "web", text) == person
    kept = messages.receive(session, "web", "id-1", person, text, {"original": text})
    replies = messages.record_replies(session, kept.inbox_id, [{"text": text}])
    session.expire_all()
    assert messages.since(session, person) == replies


def test_a_new_key_seals_and_the_old_one_still_opens(keys: Keys) -> None:
    old = Vault(keys)
    new = Vault(replace(keys, fields={**keys.fields, 2: b"n" * 32}))
    before, after = old.seal("旧", "p"), new.seal("新", "p")
    assert (before[0], after[0]) == (1, 2)
    assert new.open(before, "p") == "旧"
    with pytest.raises(SealBroken):
        old.open(after, "p")


def test_equal_values_have_equal_blind_indexes_within_a_kind(keys: Keys) -> None:
    vault = Vault(keys)
    assert vault.index("phone", "13800000000") == vault.index("phone", "13800000000")
    assert vault.index("phone", "13800000000") != vault.index("name", "13800000000")
    assert vault.index("phone", "13800000000") != Vault(replace(keys, index=b"i" * 32)).index("phone", "13800000000")


def test_a_sealed_value_moved_to_another_row_does_not_open(sessions: Sessions) -> None:
    with begin(sessions) as session:
        session.add_all([Person(id=1001, name="张三"), Person(id=1002, name="李四")])
    with begin(sessions) as session:
        stolen = session.scalars(select(Person.name_sealed).where(Person.id == 1001)).one()
        session.execute(update(Person).where(Person.id == 1002).values(name_sealed=stolen))
    with begin(sessions) as session, pytest.raises(SealBroken):
        _ = session.get_one(Person, 1002).name


def test_a_name_can_be_changed_and_forgotten(session: Session) -> None:
    person = Person(name="张三")
    assert person.name == "张三"
    session.add(person)
    session.flush()
    person.name = "李四"
    session.flush()
    session.expire(person)
    assert person.name == "李四"
    person.name = None
    session.flush()
    assert (person.name, person.name_sealed) == (None, None)


def test_without_keys_nothing_personal_is_written(sessions: Sessions) -> None:
    bare = session_factory(sessions.kw["bind"])
    with pytest.raises(RuntimeError, match="without keys"), begin(bare) as session:
        session.add(Person(name="张三"))


def test_keys_are_made_once_and_only_for_their_owner(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    assert len(make_keys(folder)) == 5
    first = load_keys(folder)
    assert make_keys(folder) == []
    assert load_keys(folder) == first
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert len({first.fields[1], first.index, first.session, first.conversation}) == 4
    assert first.token == load_token(folder)
    assert first.token not in repr(first)


def test_a_missing_or_damaged_key_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="setup"):
        load_keys(tmp_path)
    make_keys(tmp_path)
    for text in ("", "no base64!", "c2hvcnQ="):
        (tmp_path / "index.key").write_text(text)
        with pytest.raises(OperatorError, match=r"index\.key"):
            load_keys(tmp_path)
