"""Somebody cries for help: the right advice comes first and nothing else."""

from pathlib import Path

import pytest
import yaml

from content.emergency import asked_of, asks_on, detect, detect_after, is_dangerous_act, is_talk_of
from content.emergency_rules import load_rules
from content.load import Library

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("有人触电了快来", "electrocution_low"),
        ("娃儿遭电打了！！！", "child_in_danger"),
        ("電線斷了掉在地上", "wire_down"),
        ("🔥房子燃起来了", "fire"),
        ("变压器上有人触电倒了", "electrocution_high"),
        ("放牛遇到山火，火追到我背后了", "surrounded"),
        ("今天天气好。" * 300 + "快来人啊有人触电了", "electrocution_low"),
    ],
)
def test_danger_is_seen(library: Library, said: str, kind: str) -> None:
    emergency = detect(said, library.emergency)
    assert emergency is not None
    assert emergency.kind == kind
    assert emergency.dial
    assert "已派人" not in emergency.reply
    assert "没有人值守" in emergency.reply


@pytest.mark.parametrize(
    "said",
    [
        *("", "怎么预防触电", "去年有人触电了，赔了好多钱", "电费好多钱", "x" * 10_000, "我想约人看电路"),
        *("昨年我们村头有个人触电死了 现在还要咋个防", "没得人触电我就是问哈咋个预防"),
    ],
)
def test_talk_about_danger_is_none(library: Library, said: str) -> None:
    assert detect(said, library.emergency) is None


def test_a_real_accident_is_no_swindle_and_a_doubted_call_no_accident(library: Library) -> None:
    real = detect("我儿子出车祸了", library.emergency)
    assert real is not None
    assert real.kind == "other"
    assert detect("他说我儿子出车祸了要打钱，是不是真的", library.emergency) is None


def test_what_is_only_feared_is_no_danger_but_what_happened_beside_it_is(library: Library) -> None:
    assert detect("电烤火炉挨到沙发得不得燃", library.emergency) is None
    emergency = detect("地下室灌水了，去关电得不得遭麻", library.emergency)
    assert emergency is not None
    assert emergency.kind == "flood_indoors"


@pytest.mark.timeout(60)
@pytest.mark.parametrize("said", ["电", "火", "孩子电线遭", "人在山上遭", "能不能触电", "得不得"])
def test_a_message_that_only_repeats_itself_is_read_to_the_end(library: Library, said: str) -> None:
    # Patterns that tried every way to split such a text would never come back.
    # What is read of the longest says the same as what is read of one just long enough to be read from both ends.
    assert detect(said * 10_000, library.emergency) == detect(said * 2_000, library.emergency)


def test_the_name_of_a_course_or_of_its_step_is_never_an_emergency(library: Library) -> None:
    names = [course.title for course in library.courses] + [
        step.title for course in library.courses for step in course.steps
    ]
    assert len(names) > 8
    assert [name for name in names if detect(name, library.emergency)] == []


@pytest.mark.parametrize(
    ("said", "kind", "advice", "never"),
    [
        ("收割机挂到电线了 师傅还在里头", "vehicle_on_line", "车里的人先打95598", "跳"),
        ("电线砸到车顶，我们在车里", "vehicle_on_line", "车里的人先打95598", "跳"),
        ("鱼塘里头有电 人下去就麻", "live_outdoors", "马上离开水", "总闸"),
        ("线落到堰塘头了，我去把鱼捞起来", "wire_in_water", "哪个都莫下水", "单脚跳"),
        ("路灯杆漏电 踩到水麻脚", "live_outdoors", "别靠近", "总闸"),
        ("电杆倒了压到人了", "wire_down", "打120", "棍"),
        ("骗子还在电话头喊我转钱", "scam", "再不转一分钱", "追回"),
        ("洗澡的时候花洒麻人", "live_tap", "别碰龙头，人先离开水", "关龙头"),
        ("抽水机漏电我老公还在水里头", "electrocution_low", "水里的，别靠近", "棍"),
        ("他说我儿子出车祸了要打钱", "scam_call", "家人出事问家人", "120"),
        ("有人打电话说我电费欠了马上停电要我转账", "scam_call", "说电费打95598", "交清"),
        ("屋后头坡坡在垮，房子裂口了", "landslide", "人马上出来，往滑坡两边的高处跑", "电话别关"),
        ("屋里灯一闪一闪的，一股糊臭", "burnt_smell", "先断总闸", "伏"),
    ],
)
def test_the_card_says_what_this_danger_needs_and_nothing_that_harms(
    library: Library, said: str, kind: str, advice: str, never: str
) -> None:
    emergency = detect(said, library.emergency)
    assert emergency is not None
    assert emergency.kind == kind
    assert advice in emergency.reply
    assert never not in emergency.reply


def test_every_kind_leads_to_a_published_danger_article(library: Library) -> None:
    assert library.emergency.kinds
    for rule in library.emergency.kinds:
        article = library.article(rule.article_id)
        assert article is not None
        assert article.danger
        assert article.status == "published"


@pytest.mark.parametrize(
    ("before", "said", "kind"),
    [
        (["变压器门没锁"], "有娃儿钻进去了", "child_in_danger"),
        (["变压器门没锁", "有娃儿钻进去了"], "在里头叫了一声就没声了", "child_in_danger"),
        (["拉线烂了 有娃儿在上头荡秋千", "还在荡"], "弹开了 爬不起来", "child_in_danger"),
        (["电线断了 掉在我们村口", "石椅村二组 小学门口"], "现在有娃儿在边边上", "wire_down"),
        (["我妈倒在灶屋头了"], "她手上捏起电饭煲的线", "electrocution_low"),
        (["隔壁老王触电倒起了", "人还有气"], "需要我做人工呼吸吗", "not_breathing"),
        (["老汉触电了"], "怎么按", "not_breathing"),
    ],
)
def test_a_danger_told_in_pieces_is_put_together(library: Library, before: list[str], said: str, kind: str) -> None:
    emergency = detect_after(said, before, library.emergency)
    assert emergency is not None
    assert emergency.kind == kind


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (["漏保老是跳", "石椅村二组"], "我妈在屋头"),
        (["电线断了掉地上"], "师傅好久来嘛，我去接他"),
        (["我要约人看线路", "王德贵"], "洗衣机一直抖"),
        (["漏保跳闸", "我要约上门"], "打我儿子的电话"),
        (["电费好多钱一度"], "我婆婆爬楼梯来交的"),
        (["有人触电了"], "谢谢，我约明天上午，电话13800138000，姓王，石椅村二组，麻烦看一下漏保，顺便看看灯"),
    ],
)
def test_what_goes_on_with_something_else_is_no_danger(library: Library, before: list[str], said: str) -> None:
    assert detect_after(said, before, library.emergency) is None


def test_what_is_asked_or_cried_after_a_danger_is_still_about_it(library: Library) -> None:
    rules, said = library.emergency, yaml.safe_load((DATA / "asks_on.yml").read_text(encoding="utf-8"))
    assert [one for one in said["still"] if not asks_on(one, rules) and not detect(one, rules)] == []
    assert [one for one in said["other"] if asks_on(one, rules)] == []


def test_a_question_gets_the_card_of_the_danger_told_or_a_graver_one(library: Library) -> None:
    for rule in library.emergency.kinds:
        found = asked_of(rule.kind, "我咋个办", library.emergency)
        assert found is not None
        assert found.kind == rule.kind
    graver = asked_of("electrocution_low", "需要我做人工呼吸吗", library.emergency)
    assert graver is not None
    assert graver.kind == "not_breathing"
    assert asked_of("unknown", "我咋个办", library.emergency) is None


def test_who_is_off_the_current_and_does_not_breathe_is_helped_to_breathe(library: Library) -> None:
    emergency = detect("老婆子触电了，我用木棒把线挑开了，人还是不醒", library.emergency)
    assert emergency is not None
    assert "心肺复苏" in emergency.reply
    assert emergency.reply.index("120") < emergency.reply.index("心肺复苏")
    high = detect("高压线上触电的人没得呼吸了", library.emergency)
    assert high is not None
    assert high.kind == "electrocution_high"


@pytest.mark.parametrize("said", ["我家电线在冒火", "墙上电线打火了", "灶房的电线燃起来了", "电饭煲的线冒火了"])
def test_a_wire_that_burns_indoors_is_a_house_fire(library: Library, said: str) -> None:
    emergency = detect(said, library.emergency)
    assert emergency is not None
    assert emergency.kind == "fire"
    # Asked where the switch is, he hears the card of the fire again, not that of a fallen wire.
    assert asks_on("在哪个位置你说的闸", library.emergency)


@pytest.mark.parametrize(
    "said", ["我家门口的电线在冒火", "屋后头的电线打火", "外墙上的电线冒火花", "我家田头电线在冒火"]
)
def test_a_wire_that_sparks_out_of_doors_stays_one(library: Library, said: str) -> None:
    emergency = detect(said, library.emergency)
    assert emergency is not None
    assert emergency.kind == "wire_down"


@pytest.mark.parametrize("said", ["油锅着火了", "锅头的油燃起来了倒水要得不", "炒菜锅着火了", "我妈炼猪油锅里起火了"])
def test_nobody_hears_that_water_is_right_for_burning_oil_once_the_power_is_off(library: Library, said: str) -> None:
    emergency = detect(said, library.emergency)
    assert emergency is not None
    assert emergency.kind == "oil_fire"
    assert "别泼水" in emergency.reply
    assert "没断电" not in emergency.reply


@pytest.mark.parametrize(
    "said", ["我用手机试下看有没得电", "看有没得电，打哪个电话", "我下田去捡谷子要得不", "买透明胶好多钱"]
)
def test_what_kills_nobody_is_no_dangerous_act(library: Library, said: str) -> None:
    assert not is_dangerous_act(said, library.emergency)


@pytest.mark.parametrize("said", ["风筝线缠在电线上，我拿竹竿去戳", "我拿棍子去敲电线上的冰", "我爬到杆子上去取风筝了"])
def test_whoever_reaches_for_a_line_with_a_stick_is_stopped(library: Library, said: str) -> None:
    assert is_dangerous_act(said, library.emergency)
    assert not is_dangerous_act("我用竹竿够柚子", library.emergency)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("摸到水管像触电一样，人倒了", "electrocution_low"),
        ("去年我家遭电打过，现在又遭电打了，救命", "electrocution_low"),
        ("昨年有个人触电死了，现在又有人触电了咋个办", "electrocution_low"),
        ("娃儿在写作业，着火了打什么电话", "fire"),
        ("店头生意火爆，后头灶房着火了", "fire"),
        ("她火气大得很，拿刀要砍人", "other"),
        ("灯都是红的，插座冒烟", "fire"),
        ("山体滑坡，邻居一家埋了", "trapped"),
        ("山上的电杆垮了", "wire_down"),
    ],
)
def test_what_sounds_like_a_harmless_neighbour_is_still_a_danger(library: Library, said: str, kind: str) -> None:
    found = detect(said, library.emergency)
    assert found is not None
    assert found.kind == kind


def test_the_first_line_of_a_slope_that_moves_is_to_leave(library: Library) -> None:
    found = detect("后山在垮，屋墙裂了", library.emergency)
    assert found is not None
    assert found.reply.splitlines()[0].startswith("人马上出来")


def test_what_an_insurance_pays_is_only_talk(library: Library) -> None:
    assert is_talk_of("上个月屋头着火了保险赔不赔", library.emergency)
    assert not is_talk_of("屋头着火了", library.emergency)


def test_a_group_of_words_may_use_another_that_stands_before_it(tmp_path: Path) -> None:
    rules = tmp_path / "emergency.yml"
    kind = "kinds:\n  - {id: fire, title: 火, article: a, dial: ['119'], reply: [走], patterns: ['<起火的车>']}\n"
    rules.write_text("words:\n  车: [卡车, 客车]\n  起火的车: ['<车>燃了']\n" + kind, encoding="utf-8")
    loaded, problems = load_rules(rules)
    assert problems == []
    assert detect("客车燃了", loaded) is not None
    rules.write_text("words:\n  起火的车: ['<车>燃了']\n  车: [卡车, 客车]\n" + kind, encoding="utf-8")
    _loaded, problems = load_rules(rules)
    assert [problem.line for problem in problems] == [2]
