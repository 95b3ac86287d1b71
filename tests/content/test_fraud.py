"""Signs of fraud: each finds its examples and not its counterexamples, and hardly anything else is taken for one."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from content.check_fraud import fraud_rules_are_sound
from content.fraud import (
    FILE,
    FraudRules,
    are_enough,
    holds_code,
    is_cheated,
    is_notice,
    is_told,
    load_fraud,
    money_is_gone,
    requests_check,
    signs_in,
    sounds_pasted,
)
from content.load import DEFAULT_ROOT, BrokenRegister, Library, library_in_use, load_library
from proofs.evaluation.asked import load_asked

LIBRARY = load_library(DEFAULT_ROOT)
RULES = LIBRARY.fraud
FOUND = [(sign.id, text) for sign in RULES.signs for text in sign.examples]
NOT_FOUND = [(sign.id, text) for sign in RULES.signs for text in sign.counterexamples]


def ids(text: str) -> list[str]:
    return [sign.id for sign in signs_in(text, RULES)]


@pytest.mark.parametrize(("sign", "text"), FOUND)
def test_a_sign_is_found_in_its_examples(sign: str, text: str) -> None:
    assert sign in ids(text)


@pytest.mark.parametrize(("sign", "text"), NOT_FOUND)
def test_a_sign_is_not_found_in_its_counterexamples(sign: str, text: str) -> None:
    assert sign not in ids(text)


@pytest.mark.parametrize(
    "text",
    [
        "【反诈中心】请勿点击陌生链接，不要转账，不要泄露验证码，谨防诈骗",
        "【网上国网】您的验证码是482913，5分钟内有效，请勿告诉他人",
    ],
)
def test_what_warns_of_fraud_has_no_sign(text: str) -> None:
    assert ids(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "【社保】您的社保卡已停用，请尽快更新资料",
        "［ETC］您的ＥＴＣ已失效，请登录 www.etc-x.cn 认证",
        "尊敬的用户：您有一笔退款待领取，退订回T",
        "我收到这个 http://a.top/x1 说补交电费，点得不",
        "您名下的包裹因地址不详，请于今日补充，逾期将退回",
    ],
)
def test_a_notice_is_known_by_its_form(text: str) -> None:
    assert is_notice(text, RULES)


@pytest.mark.parametrize(
    "text", ["停电了咋个办", "我屋头的电费咋个这么多，您帮我查一下嘛", "【帮忙】", "我的银行卡已经过期了咋个换"]
)
def test_a_question_is_no_notice(text: str) -> None:
    assert not is_notice(text, RULES)


PASTED = yaml.safe_load((Path(__file__).parent / "data" / "pasted.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("one", PASTED, ids=lambda one: one["text"][:12])
def test_what_is_forwarded_has_signs_or_none(one: dict[str, Any]) -> None:
    assert bool(ids(one["text"])) is one["signs"]


def test_what_is_forwarded_is_known_to_be_pasted() -> None:
    demanding = [one["text"] for one in PASTED if one["signs"]]
    known = [text for text in demanding if is_notice(text, RULES) or sounds_pasted(text, RULES)]
    assert len(known) >= 0.9 * len(demanding)


def test_who_wants_a_look_says_nothing_of_what_is_in_it() -> None:
    assert requests_check("帮我看哈这个短信是不是真的", RULES)
    assert requests_check("这个电话是不是骗子", RULES)
    assert not requests_check("帮我查双色球开奖号码", RULES)
    assert not requests_check("帮我看哈我屋头的电表", RULES)


def test_a_complaint_and_a_speech_are_not_told() -> None:
    assert is_told("有人打电话喊我转钱", RULES)
    assert not is_told("我要投诉，有人打电话喊我转钱", RULES)
    assert not is_told("帮我写个防骗的宣传，说有人打电话喊转钱", RULES)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("给骗子转了六千块", True),
        ("卡里的钱被转走了", True),
        ("遭骗了", True),
        ("还没转给他两千块", False),
        ("我差点就转了五千", False),
        ("他喊我转钱", False),
    ],
)
def test_money_that_is_gone(text: str, gone: bool) -> None:
    assert money_is_gone(text, RULES) is gone


def test_paying_a_bill_is_not_being_cheated() -> None:
    assert money_is_gone("我给电费充了200块没到账", RULES)
    assert not is_cheated("我给电费充了200块没到账", RULES)


def test_a_code_that_stands_in_it() -> None:
    assert holds_code("验证码：482913", RULES)
    assert not holds_code("验证码是啥子", RULES)


def test_of_other_messages_hardly_one_is_taken_for_fraud() -> None:
    """Even where the library answers none of them; what it does answer stays its own."""
    others = [one.text for one in load_asked("develop") if one.topic != "fraud"]
    wrong = [text for text in others if is_notice(text, RULES) or _is_told(text)]
    assert len(wrong) < len(others) / 100, wrong


def test_a_short_notice_with_two_signs_is_no_villagers_word() -> None:
    assert sounds_pasted("国家电网退费，加QQ群领200元", RULES)
    assert not sounds_pasted("我的电费退费是不是要加QQ群", RULES)
    assert not sounds_pasted("国家电网退费找哪个", RULES)


def test_most_told_swindles_have_signs() -> None:
    told = [one for one in load_asked("develop") if one.topic == "fraud" and is_told(one.text, RULES)]
    assert sum(bool(ids(one.text)) for one in told) >= 0.75 * len(told)


def _is_told(text: str) -> bool:
    return is_told(text, RULES) and are_enough(signs_in(text, RULES), text, RULES)


@pytest.mark.parametrize("piece", ["验证码", "http://", "请不要", "【", "转账1", "这个短信是不是"])
def test_what_repeats_itself_has_the_signs_of_a_short_one(piece: str) -> None:
    assert ids(piece * 3_000) == ids(piece * 300)
    assert is_notice(piece * 3_000, RULES) == is_notice(piece * 300, RULES)


def changed(tmp_path: Path, *, file: str = FILE, **changes: object) -> Path:
    """The content folder with parts of the file of signs written anew."""
    root = tmp_path / "content"
    shutil.copytree(DEFAULT_ROOT, root, ignore=shutil.ignore_patterns("*.py", "*.npz", "__pycache__"))
    tree = yaml.safe_load((root / file).read_text(encoding="utf-8"))
    tree.update(changes)
    (root / file).write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
    return root


def sign(**changes: object) -> dict[str, object]:
    return {
        "id": "one", "group": "link", "says": "要当心。", "patterns": ["扫码"],
        "examples": ["扫码领钱", "请扫码"], "counterexamples": ["扫地"], **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("signs", "said"),
    [
        ([], "一处要当心的地方都没有写"),
        ([sign(patterns=["(扫码"])], "正则表达式"),
        ([sign(says="")], "says"),
        ([sign(), sign()], "写了两次"),
        ([sign(group="none")], "groups 里没有"),
        ([sign(examples=["扫码"])], "至少要有 2 个 examples"),
        ([sign(examples=["扫码", "转钱"])], "没有认出自己的例子“转钱”"),
        ([sign(counterexamples=["扫码用电"])], "这句不该算"),
        ([sign(says="打13800000000问。")], "只能写"),
        ([sign(says="到 www.a.cn 举报。")], "不能写任何链接"),
        ([sign(says="这就是诈骗，别信。")], "断定了真假"),
        ([sign(says="长" * 61)], "最多 60 个"),
    ],
)
def test_what_is_wrong_with_a_sign_is_said_in_chinese(tmp_path: Path, signs: list[object], said: str) -> None:
    root = changed(tmp_path, signs=signs)
    library = load_library(root)
    problems = [*library.problems, *fraud_rules_are_sound(library)]
    assert any(said in one.message and one.path == FILE for one in problems), problems


def test_a_text_that_is_missing_stops_the_start(tmp_path: Path) -> None:
    root = changed(tmp_path, reply={"found": "有"})
    with pytest.raises(BrokenRegister, match="reply 里必须有 none"):
        library_in_use(root)


def test_an_unconfirmed_fact_is_no_ground(tmp_path: Path) -> None:
    library = load_library(changed(tmp_path, facts=["8.09"]))
    assert any(one.code == "fraud-fact" for one in fraud_rules_are_sound(library))


def test_a_folder_older_than_the_check_is_served_with_ours(tmp_path: Path) -> None:
    library: Library = load_library(tmp_path)
    assert library.fraud.signs == RULES.signs


def test_nobody_has_signed_until_a_name_stands_there(tmp_path: Path) -> None:
    assert RULES.sample
    signed: FraudRules = load_library(changed(tmp_path, signed_off_by="营销部")).fraud
    assert not signed.sample


def test_a_file_that_is_no_yaml_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("signs: [", encoding="utf-8")
    _rules, problems = load_fraud(tmp_path / FILE)
    assert len(problems) == 1
