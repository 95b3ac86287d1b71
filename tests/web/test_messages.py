"""A villager's message: answered once, in order, and never lost."""

import threading
import time
import uuid
from typing import Any

import pytest

from actions.db.engine import begin, read
from actions.services import handoff, messages, people
from tests.web.serving import FakeRasa, Installation, Served
from web.app import create_app


def wait_for(what: Any, seconds: float = 15.0) -> Any:
    """What `what()` gives as soon as it is true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come")


def person_ids(house: Installation) -> list[int]:
    from sqlalchemy import select

    from actions.db.models import Person

    with read(house.sessions) as session:
        return list(session.scalars(select(Person.id).order_by(Person.id)))


def test_a_question_is_answered_and_stays_in_the_history(phone: Any, rasa: FakeRasa) -> None:
    assert phone.says("屋头跳闸了咋个办") == ["您说的是：" + rasa.heard[0]["text"]]
    assert [role for role, _text in phone.lines()] == ["user", "bot"]
    assert phone.lines()[0] == ("user", "屋头跳闸了咋个办")


def test_rasa_hears_the_normalised_text_and_keeps_the_original(phone: Any, rasa: FakeRasa) -> None:
    phone.says("９５５９８　係啥子電話😀")
    heard = rasa.heard[0]
    assert "95598" in heard["text"]
    assert "😀" not in heard["text"]
    assert heard["metadata"]["original"] == "９５５９８　係啥子電話😀"
    assert heard["metadata"]["channel"] == "web"
    assert isinstance(heard["metadata"]["person_id"], int)


def test_the_same_id_again_gives_the_same_replies_and_rasa_hears_it_once(phone: Any, rasa: FakeRasa) -> None:
    message_id = str(uuid.uuid4())
    first, again = phone.send("你好", message_id), phone.send("你好", message_id)
    assert first.json() == again.json()
    assert rasa.calls == 1


def test_an_id_of_somebody_else_gives_nothing_away(phone: Any, new_phone: Any) -> None:
    message_id = str(uuid.uuid4())
    phone.send("我屋头没电", message_id)
    other = new_phone().send("我屋头没电", message_id)
    assert other.status_code == 409
    assert "您说的是" not in other.text


def test_two_messages_at_once_reach_rasa_one_after_the_other(phone: Any, rasa: FakeRasa) -> None:
    phone.says("第一句")
    rasa.delay = 0.4
    answers: list[Any] = []
    threads = [threading.Thread(target=lambda n=n: answers.append(phone.send(f"第{n}句"))) for n in range(2, 6)]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200] * 4
    assert rasa.together_per_sender == 1
    assert rasa.texts() == ["第一句", "第2句", "第3句", "第4句", "第5句"]


def test_two_people_are_answered_at_the_same_time(new_phone: Any, rasa: FakeRasa) -> None:
    rasa.delay = 0.5
    threads = [threading.Thread(target=new_phone().says, args=("你好",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rasa.together > 1


def test_rasa_fails_the_person_is_told_and_the_answer_follows(phone: Any, rasa: FakeRasa) -> None:
    rasa.fail = 2
    told = phone.send("高压线下能不能钓鱼")
    assert told.status_code == 202
    assert told.json()["state"] == "waiting"
    assert "记下了" in told.json()["replies"][0]["text"]
    later = wait_for(lambda: [line for line in phone.lines() if line[0] == "bot"])
    assert later == [("bot", "您说的是：高压线下能不能钓鱼")]
    assert rasa.calls == 3


def test_what_waits_is_answered_in_the_order_it_was_written(phone: Any, rasa: FakeRasa) -> None:
    rasa.fail = 3
    for text in ("一", "二", "三"):
        assert phone.send(text).status_code in (200, 202)
    wait_for(lambda: len(rasa.heard) == 3)
    assert rasa.texts() == ["一", "二", "三"]


def test_who_writes_again_while_rasa_fails_is_told_at_once(
    phone: Any, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.conversation._PATIENCE", 600)
    rasa.fail = 99
    assert phone.send("一").status_code == 202
    assert phone.send("二").status_code == 202


def test_a_late_answer_comes_on_the_open_stream_and_only_once(phone: Any, rasa: FakeRasa) -> None:
    phone.says("你好")
    last = phone.http.get("/api/v1/history").json()["last"]
    rasa.fail = 1
    got: list[str] = []

    def listen() -> None:
        with phone.http.stream("GET", "/api/v1/events", headers={"Last-Event-ID": str(last)}) as stream:
            for line in stream.iter_lines():
                got.append(line)
                if line.startswith("data:"):
                    return

    listener = threading.Thread(target=listen)
    listener.start()
    time.sleep(0.3)
    assert phone.send("啥时候来电").status_code == 202
    listener.join(15)
    data = [line for line in got if line.startswith("data:")]
    assert len(data) == 1
    assert "您说的是" in data[0]
    assert f"id: {last + 1}" in got


def test_a_reply_that_nobody_asked_for_reaches_the_page(phone: Any, house: Installation) -> None:
    phone.says("你好")
    last = phone.http.get("/api/v1/history").json()["last"]
    with begin(house.sessions) as session:
        messages.push(session, person_ids(house)[0], {"text": "明天坝坝会学一课"}, "push:1")
    with phone.http.stream("GET", f"/api/v1/events?after={last}") as stream:
        line = next(line for line in stream.iter_lines() if line.startswith("data:"))
    assert "明天坝坝会学一课" in line


def test_an_empty_answer_of_rasa_counts_as_a_failure(phone: Any, rasa: FakeRasa) -> None:
    rasa.says = lambda _message: []
    assert phone.send("你好").status_code == 202
    rasa.says = lambda _message: [{"text": "好了"}]
    assert wait_for(lambda: [line for line in phone.lines() if line[0] == "bot"]) == [("bot", "好了")]


def test_a_message_rasa_can_never_take_does_not_block_the_next(phone: Any, rasa: FakeRasa) -> None:
    rasa.fail, rasa.status = 2, 400
    assert phone.send("这句话有毒").status_code == 202
    wait_for(lambda: [line for line in phone.lines() if line[0] == "bot"])
    assert "换个说法" in phone.lines()[-1][1]
    assert phone.says("下一句") == ["您说的是：下一句"]


@pytest.mark.parametrize("code", ["empty", "endless"])
def test_a_message_rasa_has_no_word_for_is_given_up_soon(phone: Any, rasa: FakeRasa, code: str) -> None:
    """Found by killing processes: one such message held up everything its person wrote after it."""
    rasa.fail, rasa.code = 5, code
    assert phone.send("这句话绕不出来").status_code == 202
    wait_for(lambda: [line for line in phone.lines() if line[0] == "bot"], 60)
    rasa.fail = 0
    assert "换个说法" in phone.lines()[-1][1]
    assert phone.says("下一句") == ["您说的是：下一句"]


@pytest.mark.parametrize("rasa_is", ["up", "down"])
def test_danger_is_answered_at_once_with_numbers_to_dial(phone: Any, rasa: FakeRasa, rasa_is: str) -> None:
    if rasa_is == "down":
        rasa.fail = 99
    answer = phone.send("快来人啊，我老汉触电了，倒在地上不动了")
    assert answer.status_code == 200
    reply = answer.json()["replies"][0]
    assert reply["custom"]["kind"] == "emergency"
    assert "120" in reply["custom"]["dial"]
    assert "已派人" not in reply["text"]
    assert rasa.calls == 0


def test_a_danger_told_in_pieces_is_answered_with_the_last_piece(phone: Any, rasa: FakeRasa) -> None:
    phone.says("我要报隐患，变压器门没锁")
    phone.says("小枧样例村二组")
    reply = phone.send("有娃儿钻进去了").json()["replies"][0]
    assert reply["custom"]["kind"] == "emergency"
    assert "别用手拉" in reply["text"]
    reply = phone.send("在里头叫了一声就没声了").json()["replies"][0]
    assert reply["custom"]["kind"] == "emergency"
    assert rasa.calls == 2


@pytest.mark.parametrize("said", ["我要不要去拉他", "然后呢", "你们快点来", "老人在里头"])
def test_what_is_asked_after_a_danger_is_answered_with_what_to_do(phone: Any, rasa: FakeRasa, said: str) -> None:
    told = phone.send("屋头着火了").json()["replies"][0]
    assert phone.send(said).json()["replies"][0]["text"] == told["text"]
    assert rasa.calls == 0
    phone.says("电费好多钱一度")
    assert rasa.calls == 1


def test_a_call_that_is_made_is_taken_and_no_breath_gets_the_card_of_resuscitation(phone: Any, rasa: FakeRasa) -> None:
    phone.send("我堂客遭电了")
    waiting = phone.send("120打了，在等").json()["replies"][0]
    assert waiting["text"].startswith("打了就好")
    assert waiting["custom"]["kind"] == "emergency"
    assert "听120指导" in phone.send("他没得心跳了").json()["replies"][0]["text"]
    assert rasa.calls == 0


def test_what_is_over_is_for_the_bot_and_not_the_card_again(phone: Any, rasa: FakeRasa) -> None:
    phone.send("屋头着火了")
    assert "kind" not in phone.send("火扑灭了，现在咋办").json()["replies"][0]["custom"]
    assert "kind" not in phone.send("现在咋办").json()["replies"][0]["custom"]
    assert rasa.calls == 2
    assert phone.send("又燃起来了").json()["replies"][0]["custom"]["kind"] == "emergency"


def test_whoever_stood_at_the_door_and_is_inside_is_answered_at_once(phone: Any, rasa: FakeRasa) -> None:
    phone.says("门口有个人说是查电表的")
    assert phone.send("他进来了").json()["replies"][0]["custom"]["dial"][0] == "110"


def test_without_a_danger_the_same_words_are_for_the_bot(phone: Any, rasa: FakeRasa) -> None:
    phone.says("你们快点来")
    assert rasa.calls == 1


def test_whoever_is_in_danger_hears_what_to_do_also_where_a_steward_has_the_word(
    phone: Any, house: Installation, rasa: FakeRasa
) -> None:
    phone.send("屋头着火了")
    with begin(house.sessions) as session:
        wish = handoff.request_person(
            session, request_id="h1", person_id=person_ids(house)[0], channel="web", text="我要找人"
        )
        handoff.take(session, wish.id, "wang")
    assert phone.send("我姓王").json() == {"state": "person", "replies": []}
    assert phone.send("我在楼上").json()["replies"][0]["custom"]["kind"] == "emergency"
    assert phone.send("我要不要去拉他").json()["replies"][0]["custom"]["kind"] == "emergency"


def test_another_persons_words_are_never_put_together(phone: Any, rasa: FakeRasa, house: Installation) -> None:
    with begin(house.sessions) as session:
        other = people.find_or_create(session, "web", "somebody-else")
        messages.receive(session, "web", "other-1", other, "变压器门没锁", {"village": None, "group": None})
    assert "kind" not in phone.send("有娃儿钻进去了").json()["replies"][0]["custom"]
    assert rasa.calls == 1


def test_danger_in_a_very_long_message_is_answered_too(phone: Any) -> None:
    answer = phone.send("我" * 9000 + "救命，有人触电了，快来人")
    assert answer.status_code == 200
    assert answer.json()["replies"][0]["custom"]["kind"] == "emergency"


def test_a_steward_who_took_over_silences_the_bot_but_not_the_emergency(
    phone: Any, house: Installation, rasa: FakeRasa
) -> None:
    phone.says("我要找人")
    person = person_ids(house)[0]
    with begin(house.sessions) as session:
        wish = handoff.request_person(session, request_id="h1", person_id=person, channel="web", text="我要找人")
        handoff.take(session, wish.id, "wang")
    answer = phone.send("你在不在")
    assert answer.json() == {"state": "person", "replies": []}
    assert rasa.texts() == ["我要找人"]
    danger = phone.send("我老汉触电了，倒在地上不动了")
    assert danger.json()["replies"][0]["custom"]["kind"] == "emergency"


def test_what_a_killed_web_left_is_taken_up_by_the_next(house: Installation, rasa: FakeRasa) -> None:
    with begin(house.sessions) as session:
        person = people.find_or_create(session, "web", "somebody")
        left = messages.receive(session, "web", "left-behind-1", person, "停电了", {"village": None, "group": None})
        messages.receive(session, "web", "left-behind-2", person, "还有一句", {"village": None, "group": None})
        assert messages.lease(session, left.conversation_id, "a-dead-process", 2)
    with Served(create_app(house.settings), house.settings.port):
        wait_for(lambda: len(rasa.heard) == 2)
    assert [message["id"] for message in rasa.heard] == ["left-behind-1", "left-behind-2"]


def test_buttons_speak_in_commands_but_people_do_not(phone: Any, rasa: FakeRasa) -> None:
    rasa.says = lambda _m: [{"text": "对不对？", "buttons": [{"title": "对的", "payload": "/affirm"}]}]
    phone.says("我要约检查")
    phone.says("/restart")
    phone.says("/affirm")
    assert rasa.texts() == ["我要约检查", "restart", "/affirm"]
    assert rasa.heard[2]["metadata"]["original"] == "对的"
    assert ("user", "对的") in phone.lines()


def test_the_village_of_the_scanned_code_goes_along(new_phone: Any, rasa: FakeRasa) -> None:
    scanned = new_phone()
    scanned.http.get("/?v=shiyi")
    scanned.says("今天停不停电")
    assert rasa.heard[-1]["metadata"]["village"] == "shiyi"
    unknown = new_phone()
    unknown.http.get("/?v=no-such-village")
    unknown.says("今天停不停电")
    assert rasa.heard[-1]["metadata"]["village"] is None
    told = new_phone()
    told.send("今天停不停电", village="wuxing")
    assert rasa.heard[-1]["metadata"]["village"] == "wuxing"


def test_a_person_who_writes_too_fast_is_told_so(phone: Any) -> None:
    answers = [phone.send("喂") for _ in range(40)]
    assert answers[-1].status_code == 429
    assert "太快" in answers[-1].json()["error"]["message"]
    cry = phone.send("我老婆触电了")
    assert cry.status_code == 200, "who cries for help is never too fast"
    assert cry.json()["replies"][0]["custom"]["kind"] == "emergency"
