"""What sounds like a danger that no rule knows: heard often, and seldom where there is none."""

import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from actions.chat.in_case import GUESSED
from content.distress import NONE, Distress, alike, beside, heard, is_unlikely, row, stored_distress, width
from content.emergency import detect, has_own_way, is_talk_of, without_everyday
from content.load import DEFAULT_ROOT, Library
from content.make_distress import learn
from content.words import stored_words
from proofs.questions import load_outside, load_questions

UNHEARD = yaml.safe_load((Path(__file__).parent / "data" / "unheard.yml").read_text("utf-8"))["unheard"]

MESSAGES = yaml.safe_load((Path(__file__).parent / "data" / "emergencies.yml").read_text("utf-8"))


def share(texts: list[str]) -> float:
    return float(np.mean([stored_distress().likelihood(text) >= GUESSED for text in texts]))


def test_four_of_five_dangers_it_never_saw_are_suspected() -> None:
    assert len(UNHEARD) > 80
    assert share(UNHEARD) >= 0.85


def test_few_ordinary_questions_are_suspected(library: Library) -> None:
    dangers = {article.id for article in library.articles if article.danger or article.topic == "emergency"}
    asked = [one.text for one in load_questions() if not dangers & set(one.articles)]
    assert len(asked) > 300
    assert share(asked) <= 0.1
    assert share(load_outside()) <= 0.1


@pytest.mark.parametrize(
    "said", ["", " ", "…", "🙂🙂🙂🙂", "\x00\x01", "电费好多钱一度", "谢谢你哈", "长" * 130, "猫儿狗儿"]
)
def test_what_is_no_danger_is_not_suspected(said: str) -> None:
    assert stored_distress().likelihood(said) < GUESSED


def test_the_pieces_of_a_message_have_length_one_and_its_end_is_not_read() -> None:
    columns, values = row("高头那根线在嗡嗡响，弧光一闪一闪" * 1000)
    assert columns.max() < width()
    pieces = values[: -stored_words().size]
    assert np.isclose(float(pieces @ pieces), 1.0, atol=1e-4)
    assert float(values @ values) > 1.2, "what the words mean stands beside them"


def test_it_learns_what_it_is_told_and_the_same_twice() -> None:
    dangers = [("娃儿掉井头了", "water"), ("人遭电了", "current"), ("屋头燃起来了", "fire")]
    others = ["电费好多钱", "咋个过户", "营业厅几点开门"]
    kinds, weights, biases = learn(dangers, others, steps=200)
    _, again, _ = learn(dangers, others, steps=200)
    assert np.array_equal(weights, again)
    assert kinds == (NONE, "current", "fire", "water")
    model = Distress(kinds, weights, biases)
    assert model.likeliest("老汉儿掉井头了")[0] == "water"
    assert model.likeliest("房子燃起来了")[0] == "fire"
    assert model.likelihood("老汉儿掉井头了") > 0.5 > model.likelihood("过户好多钱一次")
    assert np.isclose(model.shares("房子燃起来了").sum(), 1)


def test_what_is_very_like_a_danger_gets_its_card_though_no_rule_knows_the_words(library: Library) -> None:
    cards = [alike(text, library.emergency) for text in UNHEARD]
    assert sum(card is not None for card in cards) >= 0.4 * len(UNHEARD)
    assert all(card.reply and card.dial for card in cards if card is not None)


@pytest.mark.parametrize("said", ["电线吊起了，娃儿在下头跳起摸", "楼板垮了，里头还有人", "农药溅到眼睛头了"])
def test_a_short_one_gets_it_where_it_is_very_like(library: Library, said: str) -> None:
    assert alike(said, library.emergency) is not None


@pytest.mark.parametrize("said", ["变压器也在冒油", "我老公喝了酒出门，两天找不到人了", "我想死你们了"])
def test_a_hazard_and_somebody_missing_go_their_own_way(library: Library, said: str) -> None:
    assert alike(said, library.emergency) is None


@pytest.mark.parametrize(
    "said",
    [
        "娃儿在电线边边耍，线好低，手够得到",
        "电线矮得很，娃儿在下头举竹竿",
        "再不来人要出事，两口子拿锄头打起来了",
        "说个情况，有人在桥栏杆外头站起",
        "反映个事，有人往井里倒农药",
    ],
)
def test_who_reports_people_in_danger_may_get_a_card(library: Library, said: str) -> None:
    assert not has_own_way(said, library.emergency)
    assert has_own_way("反映个事，电杆歪了，再不来修要出事", library.emergency)


def test_hardly_an_ordinary_question_gets_a_card_by_likeness(library: Library) -> None:
    dangers = {article.id for article in library.articles if article.danger or article.topic == "emergency"}
    asked = [one.text for one in load_questions() if not dangers & set(one.articles)] + load_outside()
    assert sum(alike(text, library.emergency) is not None for text in asked) <= 0.002 * len(asked)


@pytest.mark.parametrize("cry", ["房子燃起来了", "屋头煤气漏了", "水都淹齐插座了", "娃儿遭电到了"])
@pytest.mark.parametrize("talk", ["上个月的电费单子我看不懂，峰谷电价咋个算", "去年你们来修过一回变压器，好久又来检查"])
def test_a_cry_counts_though_the_rest_speaks_of_the_past(library: Library, cry: str, talk: str) -> None:
    for said in (f"{cry}，{talk}", f"{talk}，{cry}", f"{talk}。{cry}！{talk}"):
        assert heard(said, library.emergency) is not None, said
    assert heard(talk, library.emergency) is None


@pytest.mark.parametrize(
    "told",
    [
        "去年屋头着火了，把床都烧了，现在想问理赔找哪个",
        "我做梦梦到房子燃起来了",
    ],
)
def test_a_fire_of_last_year_or_of_a_dream_is_no_cry(library: Library, told: str) -> None:
    assert heard(told, library.emergency) is None


@pytest.mark.parametrize("cry", ["我老汉儿遭电打了，喊不答应", "灶房头燃起来了，烟子好大"])
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_cry_is_not_talked_away_by_what_stands_around_it(cry: str, place: str) -> None:
    talk = "上个月的电费单子我看不懂，峰谷电价和阶梯电价到底咋个算，我想去营业厅问一下几点开门。" * 20
    said = {"first": cry + talk, "middle": talk + cry + talk, "last": talk * 9 + cry}[place]
    assert is_unlikely(talk)
    assert not is_unlikely(said)


@pytest.mark.parametrize("cry", ["触电了", "着火了快来", "救命救命", "电线断了", "煤气漏了好臭"])
def test_a_short_cry_is_never_overruled(cry: str) -> None:
    assert not is_unlikely(cry)


@pytest.mark.parametrize("said", ["上吊扇咋个接", "过失引起山火坐几年牢"])
def test_a_short_question_with_a_word_of_danger_is_overruled(library: Library, said: str) -> None:
    assert detect(said, library.emergency) is not None
    assert heard(said, library.emergency) is None


@pytest.mark.parametrize("said", ["胜利村电杆断了", "石椅村三组的电杆断了"])
def test_a_short_report_with_a_name_in_it_is_believed(library: Library, said: str) -> None:
    assert heard(said, library.emergency) is not None


def test_a_danger_beside_another_matter_gets_its_own_card(library: Library) -> None:
    wrong = []
    for one in MESSAGES["beside"]:
        found = detect(one["text"], library.emergency) or beside(one["text"], library.emergency)
        if found is None or found.kind != one["kind"]:
            wrong.append((one["text"], one["kind"], found and found.kind))
    assert len(MESSAGES["beside"]) > 20
    assert wrong == []


def test_another_matter_alone_is_no_danger_beside_it(library: Library) -> None:
    assert [text for text in MESSAGES["others"] if beside(text, library.emergency)] == []
    dangers = {article.id for article in library.articles if article.danger or article.topic == "emergency"}
    asked = [one.text for one in load_questions() if not dangers & set(one.articles)]
    assert sum(beside(text, library.emergency) is not None for text in asked) <= 0.01 * len(asked)


@pytest.mark.parametrize("said", ["我想死哈哈", "嘿嘿嘿，我不想活了", "想跳楼233", "活起没得意思，嘻嘻"])
def test_laughing_hides_nobodys_wish_to_die(library: Library, said: str) -> None:
    found = detect(said, library.emergency)
    assert found is not None
    assert found.kind == "despair"


@pytest.mark.parametrize(
    "said",
    ["打火机没得气了", "我今天累死了", "火锅好辣，嘴巴起火了", "菜炒糊了一股焦味", "灶火大得很"],
)
def test_words_of_every_day_are_not_heard_as_dangers(library: Library, said: str) -> None:
    assert detect(said, library.emergency) is None
    assert stored_distress().likelihood(without_everyday(said, library.emergency)) < GUESSED


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("煤气漏了，臭死人了", "gas"),
        ("累死了，老汉又昏倒在地上喊不答应", "other"),
        ("火锅店着火了", "fire"),
        ("村头那家农家乐突然着火了", "fire"),
        ("灶头火大得很，烧到柜子了", "fire"),
        ("打不燃火，屋头煤气味好大", "gas"),
        ("电视里头冒烟了", "fire"),
        ("电视上放的插座烧起来了", "fire"),
        ("燃气热水器漏电，我男人遭电倒了", "electrocution_low"),
    ],
)
def test_a_danger_in_words_of_every_day_is_still_one(library: Library, said: str, kind: str) -> None:
    found = detect(said, library.emergency)
    assert found is not None
    assert found.kind == kind


def test_who_only_talks_of_a_danger_gets_no_card(library: Library) -> None:
    assert is_talk_of("去年隔壁那家屋头烧光了，人都没跑出来", library.emergency)
    assert alike("去年隔壁那家屋头烧光了，人都没跑出来", library.emergency) is None


def test_the_numbers_that_are_named_rest_on_facts(library: Library) -> None:
    rests_on = {"95598": "1.01", "119": "1.10", "120": "1.12", "110": "1.23"}
    said = yaml.safe_load((DEFAULT_ROOT.parent / "bot" / "domain" / "emergency.yml").read_text("utf-8"))["responses"]
    for name in ("utter_in_case", "utter_may_be_danger"):
        numbers = set(re.findall(r"\d{3,}", said[name][0]["text"]))
        assert numbers == set(rests_on)
    for number, fact in rests_on.items():
        assert library.facts[fact].confirmed
        assert library.facts[fact].text.startswith(number)
