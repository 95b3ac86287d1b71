"""After a danger the next thing said decides: no breath, the call is made, nobody answers, or it is over."""

from pathlib import Path

import pytest
import yaml

from content.after_emergency import (
    again,
    cannot_call,
    denies,
    follow,
    is_called,
    is_false_alarm,
    is_over,
    relapse,
    what_is_over,
)
from content.emergency import Emergency, EmergencyRules, asks_on, detect, detect_after
from content.emergency_rules import load_rules

CONTENT = Path(__file__).parents[2] / "content"
SAID = yaml.safe_load((Path(__file__).parent / "data" / "after_emergency.yml").read_text("utf-8"))
TOLD = SAID["told"]


@pytest.fixture(scope="module")
def rules() -> EmergencyRules:
    found, problems = load_rules(CONTENT / "emergency.yml")
    assert problems == []
    return found


def after(told: str, said: str, rules: EmergencyRules) -> Emergency | None:
    """What is said to a message after this danger."""
    first = detect(told, rules)
    assert first is not None
    return follow(said, first.kind, told, [told], rules)


def pairs(group: str) -> list[tuple[str, str]]:
    """The messages of a group, each with what was told before it."""
    return [(TOLD[told], said) for told, messages in SAID[group].items() for said in messages]


@pytest.mark.parametrize("kind", ["not_breathing", "electrocution_low", "electrocution_high"])
def test_a_shocked_man_gets_the_card_of_how_he_lies_there(kind: str, rules: EmergencyRules) -> None:
    expected = rules.of_kind(kind)
    assert expected is not None
    wrong = [said for said in pairs(kind) if (found := after(*said, rules)) is None or found.kind != kind]
    assert wrong == []
    arm = after("我婆婆手杆遭插座电了", "没得气了", rules)
    assert arm is not None, "an arm is no pole"
    assert arm.kind == "not_breathing"
    assert [said for said in pairs(kind) if said[1][:3] != "120" and after(*said, rules) != expected] == []


@pytest.mark.parametrize("way", ["called", "reported", "unreachable", "better", "eased"])
def test_what_is_told_of_the_call_is_taken_and_what_counts_meanwhile_is_said(way: str, rules: EmergencyRules) -> None:
    wrong = [
        said
        for said in pairs(way)
        if (found := after(*said, rules)) is None
        or found.reply.split("\n")[0] != rules.after[way].lines[0]
        or found.reply.split("\n")[-1] != rules.after[way].closing
    ]
    assert wrong == []


def test_whoever_has_called_is_only_told_the_numbers_that_are_left(rules: EmergencyRules) -> None:
    called = after("有人遭电了", "120打了，在等", rules)
    assert called is not None
    assert called.reply.split("\n") == [
        "打了就好：莫挂，照他们说的做",
        "没断电先拉闸；外头、水里的别靠近",
        "人离了电才能碰",
        "没反应没呼吸就做心肺复苏，做到医生来",
        "还没打的也打：95598",
        "这里没有人值守，情况一变马上再打",
    ]
    all_called = after("房子着火了", "119打了", rules)
    assert all_called is not None
    assert "还没打的" not in all_called.reply
    unreachable = after("有人遭电了", "120打不通", rules)
    assert unreachable is not None
    assert "120、95598、110" in unreachable.reply


@pytest.mark.parametrize("said", ["接下来做啥", "然后呢", "尿都流出来了人瘫起", "快点嘛"])
def test_the_second_time_a_shock_gets_the_next_step_and_not_the_same_card(said: str, rules: EmergencyRules) -> None:
    found = after(TOLD["low"], said, rules)
    assert found is not None
    assert found.reply.startswith("还没打的马上打120")
    assert "心肺复苏" in found.reply
    assert "没断电先拉闸" in found.reply


@pytest.mark.parametrize("said", ["我要不要去拉他", "可以用木棒挑不", "我去扶他要得不", "我敢不敢进去"])
def test_whoever_wants_to_lay_hands_on_him_is_held_back_again(said: str, rules: EmergencyRules) -> None:
    found = after(TOLD["low"], said, rules)
    assert found is not None
    assert "别" in found.reply.split("\n")[0]


def test_what_is_no_shock_is_told_again_word_for_word(rules: EmergencyRules) -> None:
    assert again("fire", rules) == rules.of_kind("fire")
    assert again("unknown", rules) is None


def test_what_has_nothing_to_do_with_it_is_left_to_the_dialogue(rules: EmergencyRules) -> None:
    for told in (TOLD["low"], "插座冒火花了"):
        assert [said for said in SAID["else"] if after(told, said, rules)] == []
    assert [said for said in SAID["else"] if is_over(said, rules)] == []


def test_nobody_who_is_swindled_is_told_to_stay_on_the_line(rules: EmergencyRules) -> None:
    for told in (TOLD["swindle"], "有人打电话说我电费欠了马上停电要我转账"):
        for said in (*SAID["swindler"], "110打了"):
            found = after(told, said, rules)
            assert found is None or "莫挂" not in found.reply, said
            assert found is None or said == "110打了" or not found.reply.startswith("报了"), said


def test_each_kind_says_what_counts_until_help_comes_and_when_it_is_over(rules: EmergencyRules) -> None:
    for rule in rules.kinds:
        assert rule.stay, rule.kind
        assert what_is_over(rule.kind, rules) == rule.over != ""
        assert all(len(line) <= 25 for line in (*rule.stay, rule.over))
        assert "{" not in (after_lines := "".join((*rule.stay, rule.over))), after_lines
    assert what_is_over("unknown", rules) == ""


def test_what_is_over_lets_go_and_what_is_not_does_not(rules: EmergencyRules) -> None:
    assert [said for _told, said in (*pairs("over"), *pairs("false_alarm")) if not is_over(said, rules)] == []
    assert [said for told, said in (*pairs("over"), *pairs("false_alarm")) if after(told, said, rules)] == []
    assert [said for _told, said in pairs("not_over") if is_over(said, rules)] == []
    assert [said for _told, said in pairs("false_alarm") if not is_false_alarm(said, rules)] == []
    assert [said for _told, said in pairs("over") if is_false_alarm(said, rules)] == []


def test_a_danger_that_is_denied_lets_go_and_another_one_does_not(rules: EmergencyRules) -> None:
    def kind_of(told: str) -> str:
        found = detect(told, rules)
        assert found is not None
        return found.kind

    denied, kept = pairs("denied"), pairs("not_denied")
    assert [said for told, said in denied if not is_over(said, rules, kind_of(told))] == []
    assert [said for _told, said in denied if not denies(said, rules)] == []
    assert [said for told, said in denied if after(told, said, rules)] == []
    assert [said for told, said in kept if is_over(said, rules, kind_of(told))] == []
    cries = yaml.safe_load((Path(__file__).parent / "data" / "emergencies.yml").read_text("utf-8"))["emergencies"]
    assert [cry["text"] for cry in cries if denies(cry["text"], rules)] == []


@pytest.mark.parametrize(
    ("told", "before", "said", "kind"),
    [
        ("高压线掉下来了电到我老公了", [], "他没气了", "electrocution_high"),
        ("我男人在电杆上遭电了", ["我把闸拉下来了"], "他没气了", "electrocution_high"),
        ("我男人在电杆上遭电了", [], "他离电线只有一米，没气了", "electrocution_high"),
        ("手粘在水泵上松不开", ["插板落下来了"], "他没得反应", "electrocution_low"),
        ("我男人在电杆上遭电了", ["闸他拉下来了"], "没气了", "electrocution_high"),
        ("我男人在电杆上遭电了", ["师傅拉开了闸刀"], "没气了", "electrocution_high"),
        ("我男人在电杆上遭电了", ["他离电线还有一米"], "没气了", "electrocution_high"),
        ("我男人在电杆上遭电了", ["我喊师傅把他抬下来"], "没气了", "electrocution_high"),
    ],
)
def test_a_wire_or_a_switch_that_came_down_is_not_the_man(
    told: str, before: list[str], said: str, kind: str, rules: EmergencyRules
) -> None:
    found = follow(said, kind, told, [told, *before], rules)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "before",
    ["师傅救下来了", "停了电抬下来了", "老公抬下来了", "他遭拉下来了，闸也拉了", "他遭师傅拉下来了", "人离了电"],
)
def test_who_was_brought_down_in_a_message_before_is_helped_to_breathe(before: str, rules: EmergencyRules) -> None:
    told = "我男人在电杆上遭电了"
    found = follow("没得心跳", "electrocution_high", told, [told, before], rules)
    assert found is not None
    assert found.kind == "not_breathing"


def test_what_is_told_beside_a_denial_is_heard(rules: EmergencyRules) -> None:
    for said, kind in (("没有着火，是变压器冒烟", "equipment_fire"), ("没着火，老汉昏倒了", "other")):
        found = after("房子着火了", said, rules)
        assert found is not None, said
        assert found.kind == kind


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("有人遭电了", "不是误会"),
        ("房子着火了", "不是耍的"),
        ("房子着火了", "打错了，是我女儿"),
        ("有人遭电了", "搞错了，是我老汉儿"),
        ("煤气漏了", "搞错了，是对门"),
        ("电线断了", "我把它捡起来了"),
        ("电线断了", "没得事，没得电的"),
        ("房子着火了", "没得事，我先跑出来了"),
    ],
)
def test_whoever_insists_or_puts_right_who_it_is_hears_the_card_again(
    told: str, said: str, rules: EmergencyRules
) -> None:
    first, found = detect(told, rules), after(told, said, rules)
    assert first is not None
    assert found is not None
    assert found.kind == first.kind


def test_no_cry_for_help_says_that_it_is_over(rules: EmergencyRules) -> None:
    data = Path(__file__).parent / "data"
    cries = yaml.safe_load((data / "emergencies.yml").read_text("utf-8"))["emergencies"]
    asked = yaml.safe_load((data / "asks_on.yml").read_text("utf-8"))["still"]
    assert [one for one in [cry["text"] for cry in cries] + asked if is_over(one, rules)] == []
    assert [one for one in asked if after("有人遭电了", one, rules) is None] == []


def test_another_danger_beside_it_is_answered_with_its_own_card(rules: EmergencyRules) -> None:
    fainted = after("房子着火了", "火扑灭了但是老汉昏倒了", rules)
    assert fainted is not None
    assert fainted.kind == "other"
    burning = after("有人遭电了", "房子燃起来了", rules)
    assert burning is not None
    assert burning.kind == "fire"
    shocked = after("电线断了", "我老汉遭电了，120打了", rules)
    assert shocked is not None
    assert shocked.kind == "electrocution_low"
    still = follow("他没得气了", "fire", "有人遭电了；房子燃起来了", [], rules)
    assert still is not None
    assert still.kind == "not_breathing"


def test_who_lies_there_again_is_not_forgotten(rules: EmergencyRules) -> None:
    again = relapse("还是没得气", "electrocution_low", "有人遭电了", rules)
    assert again is not None
    assert again.kind == "not_breathing"
    assert relapse("谢谢你们", "electrocution_low", "有人遭电了", rules) is None
    assert relapse("还是没得气", "fire", "房子着火了", rules) is None


def test_whoever_was_shocked_himself_is_not_told_to_keep_his_hands_off_another(rules: EmergencyRules) -> None:
    for said in SAID["himself"]:
        found = detect(said, rules)
        assert found is not None, said
        assert "120" in found.reply, said
        assert "别用手拉" not in found.reply, said
    for said in SAID["another"]:
        found = detect(said, rules)
        assert found is not None, said
        assert "别用手拉" in found.reply, said


def test_that_nobody_is_hurt_is_no_danger_and_who_is_hurt_beside_it_is(rules: EmergencyRules) -> None:
    assert [said for said in (*SAID["nobody_hurt"], *SAID["none"]) if detect(said, rules)] == []
    assert [said for said in SAID["nobody_hurt"] if detect_after(said, ["变压器在漏油"], rules)] == []
    assert [said for said in SAID["still_danger"] if not detect(said, rules)] == []


def test_whoever_stood_at_the_door_and_is_inside_is_a_matter_for_the_police(rules: EmergencyRules) -> None:
    for told in SAID["at_the_door"]:
        assert detect(told, rules) is None
        for said in SAID["inside"]:
            found = detect(said, rules) or detect_after(said, [told], rules)
            assert found is not None, said
            assert (found.kind, found.dial[0]) == ("intruder", "110"), said
    assert detect_after("他走了", SAID["at_the_door"], rules) is None
    assert detect_after("他进来了", ["师傅到门口了"], rules) is None


def test_a_call_told_without_a_danger_before_it_is_heard(rules: EmergencyRules) -> None:
    assert is_called("120打了，在等", rules)
    assert not is_called("要不要打120", rules)
    assert cannot_call("没得信号打不出去120", rules)
    assert not cannot_call("95598打不通", rules)
    assert not cannot_call("120打了，在等", rules)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("said", ["电", "没得", "打了", "他还", "好了", "醒了火"])
def test_a_message_that_only_repeats_itself_is_read_to_the_end(rules: EmergencyRules, said: str) -> None:
    long = said * 10_000
    assert not is_over(long, rules)
    follow(long, "electrocution_low", "有人遭电了", [], rules)


@pytest.mark.parametrize(
    ("told", "kind", "said"),
    [
        ("拖拉机挂到高压线了我坐到车上", "vehicle_on_line", "车子着火了咋办"),
        ("我开铲铲车碰断电线杆了线搭到车上", "vehicle_on_line", "车头起火了我咋个下来"),
        ("挖机碰到高压线我在里头", "vehicle_on_line", "冒烟了"),
        ("吊车挨到高压线了", "vehicle_on_line", "燃起来了快来"),
        ("我车子着火了", "fire", "高压线搭到车上的"),
    ],
)
def test_a_vehicle_on_a_line_that_begins_to_burn_gets_its_own_card(
    rules: EmergencyRules, told: str, kind: str, said: str
) -> None:
    found = follow(said, kind, told, [told], rules)
    assert found is not None
    assert found.kind == "vehicle_fire"
    assert found.dial[0] == "119"
    assert "并拢双脚" in found.reply
    further = follow("火越来越大了", found.kind, f"{told}；{said}", [told, said], rules)
    assert further is not None
    assert further.kind == "vehicle_fire"
    assert asks_on("我咋个下来", rules)


@pytest.mark.parametrize(
    ("told", "kind", "said"),
    [("挖机碰到高压线我在里头", "vehicle_on_line", "屋头着火了"), ("房子着火了", "fire", "车子也燃了")],
)
def test_a_fire_that_is_on_no_line_stays_a_fire(rules: EmergencyRules, told: str, kind: str, said: str) -> None:
    found = follow(said, kind, told, [told], rules)
    assert found is not None
    assert found.kind == "fire"
