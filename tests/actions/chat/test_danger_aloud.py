"""读给我听 after a danger reads its card, not the answer of before."""

from datetime import timedelta

import pytest

from actions.chat.answer import AnswerAction
from actions.chat.audio import PlayAloud
from actions.context import Context
from actions.db.engine import begin, read
from actions.services import clips
from content.load import Library
from tests.actions.chat.conftest import Heard, Phone
from tests.actions.chat.test_after_danger import cry
from tests.moment import NOW
from tts_audio.normalize import speakable


def asks_aloud(phone: Phone) -> Heard:
    return phone.to(PlayAloud(), "读给我听", "play_aloud")


def words_of(heard: Heard, opened: Context) -> str:
    with read(opened.sessions) as session:
        spec = clips.spec_of(session, heard.responses[0]["custom"]["hash"])
    assert spec is not None
    return spec.text


def test_the_card_of_the_danger_is_read_word_for_word(phone: Phone, opened: Context, registers: Library) -> None:
    cry(phone, opened, "电线断了 掉在我们村口")
    heard = asks_aloud(phone)
    card = registers.emergency.of_kind("wire_down")
    assert card is not None
    assert heard.names == ["utter_danger_clip_making"]
    assert heard.responses[0]["custom"]["dial"] == ["95598", "120"]
    assert words_of(heard, opened) == card.reply
    with begin(opened.sessions) as session:
        clips.set_state(session, heard.responses[0]["custom"]["hash"], "done")
    assert asks_aloud(phone).names == ["utter_danger_clip_ready"]


def test_what_was_said_last_is_read(phone: Phone, opened: Context) -> None:
    answered = phone.to(AnswerAction(), "高压线底下能不能钓鱼", "ask_library").slot("last_article")
    cry(phone, opened, "电线断了 掉在我们村口", ago=timedelta(minutes=-1))
    assert asks_aloud(phone.with_slots(last_article=answered)).names == ["utter_danger_clip_making"]
    earlier = {**answered, "at": (NOW + timedelta(minutes=2)).isoformat()}
    heard = asks_aloud(phone.with_slots(last_article=earlier))
    assert heard.names == ["utter_clip_making"]
    assert "鱼竿" in words_of(heard, opened)


def test_a_danger_of_this_morning_is_no_longer_read(phone: Phone, opened: Context) -> None:
    cry(phone, opened, "电线断了 掉在我们村口", ago=timedelta(minutes=31))
    assert asks_aloud(phone).names == ["utter_nothing_to_read"]


def test_every_card_can_be_spoken(registers: Library) -> None:
    for card in registers.emergency.kinds:
        assert speakable(card.reply), card.kind


@pytest.fixture
def silent_card(phone: Phone, opened: Context) -> str:
    cry(phone, opened, "电线断了 掉在我们村口")
    name: str = asks_aloud(phone).responses[0]["custom"]["hash"]
    return name


def test_a_card_that_found_no_voice_is_tried_again(phone: Phone, opened: Context, silent_card: str) -> None:
    with begin(opened.sessions) as session:
        clips.set_state(session, silent_card, "failed_gave_up", "磁盘已满")
    assert asks_aloud(phone).names == ["utter_danger_clip_making"]
    with read(opened.sessions) as session:
        found = clips.get(session, silent_card)
    assert found is not None
    assert (found.state, found.attempt) == ("queued", 1)
