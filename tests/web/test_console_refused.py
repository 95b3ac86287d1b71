"""An editor works through what people could not find."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from actions.db.engine import begin, read
from actions.db.models import RefusedQuestion
from actions.services import editing, late_answers, library, messages, users
from content.writing import with_field, with_list
from tests.web.conftest import BOTH_DATABASES
from tests.web.desk import Desk, hidden, villager
from tests.web.serving import PASSWORD, Installation

HERE = "/console/refused"
FISH = ("泥鳅塘打氧的电算哪样", "泥鳅塘打氧的电怎么算", "泥鳅塘打氧机的电算哪样")

pytestmark = BOTH_DATABASES


def refuse(house: Installation, *texts: str, person: int | None = None, village: str | None = "shiyi") -> list[int]:
    ids = []
    with begin(house.sessions) as session:
        for text in texts:
            number = len(session.scalars(select(RefusedQuestion.id)).all())
            row = RefusedQuestion(
                request_id=f"q{number}", village_code=village, channel="web", text=text, person_id=person
            )
            session.add(row)
            session.flush()
            ids.append(row.id)
        if person is not None:
            messages.conversation_of(session, person, "web")
    return ids


def form_of(page: str, text: str) -> dict[str, Any]:
    """The form of the group with this text as a browser would send it, and its action."""
    card = next(card for card in re.findall(r"<article.*?</article>", page, re.S) if text in card)
    return {
        "action": re.findall(r'action="([^"]+)"', card)[0],
        "csrf": hidden(card, "csrf"),
        "ids": hidden(card, "ids"),
        "wording": re.findall(r'name="wording" value="(\d+)" checked', card),
    }


def send(editor: Desk, form: dict[str, Any], **fields: Any) -> Any:
    given = {**form, **fields}
    return editor.http.post(given.pop("action"), data=given)


def states(house: Installation) -> list[str]:
    with read(house.sessions) as session:
        return list(session.scalars(select(RefusedQuestion.state).order_by(RefusedQuestion.id)))


def told(house: Installation) -> list[str]:
    with read(house.sessions) as session:
        return [reply.payload["text"] for reply in messages.since(session, villager(house))]


@pytest.fixture
def editor(desk: Any) -> Desk:
    made: Desk = desk("bian")
    return made


def test_what_asks_the_same_stands_together_with_its_villages(editor: Desk, staff: Installation) -> None:
    refuse(staff, "毛猪好多钱一斤", village=None)
    refuse(staff, *FISH)
    refuse(staff, "/affirm", "长" * 130, "猫儿狗儿<b>13812345678", village="wuxing")
    page = editor.http.get(HERE).text
    cards = re.findall(r"<article.*?</article>", page, re.S)
    assert len(cards) == 4, "a tapped button is nobody's question"
    assert "3次" in cards[0]
    assert all(text in cards[0] for text in FISH)
    assert "石椅村 3" in cards[0]
    assert "本周 3" in cards[0]
    assert "不知道哪个村 1" in page
    assert "猫儿狗儿&lt;b&gt;138******78" in page
    assert "13812345678" not in page
    assert f"{'长' * 120}…" in page
    assert "长" * 130 in page, "the whole text stays at hand"


def test_a_group_joins_an_article_and_who_asked_is_told(editor: Desk, staff: Installation) -> None:
    refuse(staff, *FISH, person=villager(staff))
    page = editor.http.get(HERE).text
    assert '<option value="抽水灌田的电费怎么算">' in page
    answer = send(editor, form_of(page, FISH[0]), do="add", article="抽水灌田的电费怎么算")
    assert "加进文章了" in answer.text
    assert FISH[0] not in answer.text
    with read(staff.sessions) as session:
        stored = library.get_article(session, "farm-price")
        newest = library.history(session, "farm-price")[0]
    assert stored is not None
    assert all(f"  - {text}\n" in stored.text for text in FISH)
    assert (newest.author, newest.reason) == ("bian", "加上大家的问法")
    (text,) = told(staff)
    assert text.startswith(f"您问过“{FISH[0]}”，现在有答案了：\n农业用电价格")


def test_a_danger_article_takes_wordings_only_through_review(desk: Any, editor: Desk, staff: Installation) -> None:
    with begin(staff.sessions) as session:
        users.add(session, "anjian", "孙安监", ("reviewer",), PASSWORD, ("安监",))
    refuse(staff, "竿竿甩到电线高头咋个取", person=villager(staff))
    form = form_of(editor.http.get(HERE).text, "竿竿甩到电线高头咋个取")
    shown = send(editor, form, do="add", article="fishing-under-lines").text
    assert "送审" in shown
    assert told(staff) == []
    assert states(staff) == ["open"]
    anjian, card = desk("anjian"), "/console/library/fishing-under-lines/review"
    page = anjian.http.get(card).text
    base = re.findall(r"第(\d+)版，指纹", page)[0]
    anjian.http.post(card, data={"csrf": hidden(page, "csrf"), "base": base, "do": "approve", "reason": ""})
    (text,) = told(staff)
    assert "竿竿甩到电线高头咋个取" in text
    assert states(staff) == ["answered"]


def test_the_checkers_word_is_shown_and_nothing_is_lost(editor: Desk, staff: Installation) -> None:
    story = "我屋头养了三十几头猪还要抽水灌田" * 5
    refuse(staff, story, "毛猪好多钱一斤")
    form = form_of(editor.http.get(HERE).text, story)
    assert form["wording"] == [], "a whole story is not ticked beforehand"
    typed = {"do": "add", "article": "抽水灌田的电费怎么算", "extra": "养猪抽水的电费打折不"}
    answer = send(editor, form, **typed, wording=form["ids"])
    assert answer.status_code == 422
    assert f"“{story}”：每个问法是一行话" in answer.text
    assert 'value="抽水灌田的电费怎么算" list' in answer.text
    assert 'value="养猪抽水的电费打折不"' in answer.text
    again = form_of(answer.text, story)
    assert again["wording"] == [form["ids"]]
    assert states(staff) == ["open", "open"]
    assert "加进文章了" in send(editor, again, **typed, wording=[]).text
    assert states(staff) == ["answered", "open"]


def test_an_article_and_a_wording_must_be_chosen(editor: Desk, staff: Installation) -> None:
    refuse(staff, FISH[0])
    form = form_of(editor.http.get(HERE).text, FISH[0])
    assert "照题目选" in send(editor, form, do="add", article="没有这篇").text
    assert "请勾上" in send(editor, form, do="add", article="farm-price", wording=[]).text
    assert "写明原因" in send(editor, form, do="close", reason="whatever").text
    assert send(editor, form, do="dance").status_code == 400
    assert states(staff) == ["open"]


def test_a_new_article_starts_with_the_wordings(editor: Desk, staff: Installation) -> None:
    refuse(staff, *FISH)
    answer = send(editor, form_of(editor.http.get(HERE).text, FISH[0]), do="start", topic="services")
    article_id = answer.url.path.rsplit("/", 1)[1]
    with read(staff.sessions) as session:
        draft = library.get_article(session, article_id)
    assert draft is not None
    assert (draft.topic, draft.title, draft.state, draft.live) == ("services", FISH[0], "draft", None)
    assert all(f"  - {text}\n" in draft.text for text in FISH)
    assert FISH[1] in answer.text, "the editor opens with it"
    assert states(staff) == ["open"] * 3, "it waits until the article is there"


def test_who_asked_is_told_of_the_article_begun_for_them_in_whatever_words(editor: Desk, staff: Installation) -> None:
    refuse(staff, *FISH, person=villager(staff))
    form = form_of(editor.http.get(HERE).text, FISH[0])
    answer = send(editor, form, do="start", topic="services", wording=form["wording"][:1])
    article_id = answer.url.path.rsplit("/", 1)[1]
    with begin(staff.sessions) as session:
        live = library.get_live(session, "farm-price")
        assert live is not None
        text = with_list(
            live.text, "questions", [f"鱼塘增氧{one}" for one in ("好多钱", "咋个算嘛", "几角", "贵不", "便宜不")]
        )
        library.publish(session, article_id, with_field(text, "title", "鱼塘增氧的电价"), "bian", "换了说法")
        late_answers.settle(session, [article_id], login="boss")
    assert states(staff) == ["answered"] * 3
    assert len(told(staff)) == 1


def test_who_asked_is_told_when_a_text_with_those_words_is_signed(desk: Any, staff: Installation) -> None:
    refuse(staff, FISH[0] + "？", "毛猪好多钱一斤", person=villager(staff))
    with begin(staff.sessions) as session:
        live = library.get_live(session, "farm-price")
        bian = next(account for account in users.list_(session) if account.login == "bian")
        assert live is not None
        text = live.text.replace("  - 农业电价\n", f"  - 农业电价\n  - {FISH[0]}\n")
        number = editing.save(session, "farm-price", "services", text, bian, "加问法", live.number)
        number = editing.submit(session, "farm-price", bian, number)
    assert told(staff) == []
    boss, action = desk("boss"), "/console/library/farm-price/review"
    form = {"csrf": hidden(boss.http.get(action).text, "csrf"), "do": "approve", "base": str(number)}
    assert "发布了，但没有部门签字" in boss.http.post(action, data=form).text
    (message,) = told(staff)
    assert message.startswith(f"您问过“{FISH[0]}？”，现在有答案了")
    assert states(staff) == ["answered", "open"]


def test_what_needs_no_answer_is_put_aside_with_its_reason(editor: Desk, staff: Installation) -> None:
    refuse(staff, "毛猪好多钱一斤", FISH[0])
    page = editor.http.get(HERE).text
    assert "收起来了" in send(editor, form_of(page, "毛猪"), do="close", reason="unrelated").text
    assert "收起来了" in send(editor, form_of(page, FISH[0]), do="close", reason="later").text
    assert states(staff) == ["unrelated", "later"]
    assert "没有等着处理的问题" in editor.http.get(HERE).text
    later = form_of(editor.http.get(f"{HERE}?later=1").text, FISH[0])
    refused = send(editor, later, do="add", article="没有这篇", later="1")
    assert FISH[0] in refused.text, "what is put right stays on its page"
    send(editor, later, do="add", article="farm-price")
    assert states(staff) == ["unrelated", "answered"]
    assert "没有找到这个问题" in send(editor, form_of(page, "毛猪"), do="close", reason="known").text


def test_a_steward_reads_and_an_editor_acts(desk: Any, staff: Installation) -> None:
    refuse(staff, *FISH)
    wang = desk("qushan")
    page = wang.http.get(HERE).text
    assert FISH[1] in page
    assert "不用回答" not in page
    forced = {"csrf": hidden(page, "csrf"), "do": "close", "ids": "1", "reason": "known"}
    assert wang.http.post(f"{HERE}/1", data=forced).status_code == 403
    assert states(staff) == ["open"] * 3
