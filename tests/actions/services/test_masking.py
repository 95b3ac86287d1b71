"""What staff do not read of what a villager wrote: cards, passwords, codes, and for most the phone numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.services.masking import masked, without_numbers, without_secrets


def test_a_number_is_shown_without_its_middle() -> None:
    assert masked("13812345678") == "138******78"


def test_numbers_of_people_are_hidden_and_service_numbers_stay() -> None:
    assert without_numbers("电话错了，是13900002222") == "电话错了，是139******22"
    assert without_numbers("座机08164201234找95598") == "座机081******34找95598"
    assert without_numbers("110、12345、2026年11月24日") == "110、12345、2026年11月24日"
    assert without_numbers("卡6222021111222233334，13900002222") == "卡622**************34，139******22"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "身份证510726199001011234 银行卡6222021111222233334 密码是abc123",
            "身份证510*************34 银行卡622**************34 密码是****",
        ),
        ("身份证51072619900101123X，电话13900002222", "身份证510*************3X，电话13900002222"),
        ("我的身份证是510726 19900101 1234", "我的身份证是510*************34"),
        ("卡号6222 0211 1122 2233 334", "卡号622**************34"),
        ("卡号6222-0211-1122-2233", "卡号622***********33"),
        ("身份证五一零七二六一九九零零一零一一二三四", "身份证五一零*************三四"),
        ("密码：Wang@2020", "密码：****"),
        ("密码是woaini", "密码是****"),
        ("密码一二三四五六", "密码****"),
        ("支付密码我设的是0512", "支付密码我设的是****"),
        ("密码是13900002222", "密码是****"),
        ("他喊我把验证码384920发给他", "他喊我把验证码****发给他"),
        ("验证码发给他了，是384 920", "验证码发给他了，是****"),
        ("384920是您的验证码，打13900002222", "****是您的验证码，打13900002222"),
    ],
)
def test_what_is_nobodys_business_is_hidden_from_all(said: str, shown: str) -> None:
    assert without_secrets(said) == shown
    assert without_secrets(shown) == shown


@pytest.mark.parametrize(
    "said",
    [
        "电话13900002222，座机08164201234",
        "13900002222 13800001111",
        "2026-11-24 13900002222",
        "户号5100123456，表号3330001000012345678901",
        "预约号20261124-0001",
        "忘记密码，2019年办的，95598打不通",
        "密码忘了咋办",
        "密码app里头改不到",
        "密码要8位，输错3次",
        "验证码60秒才来",
        "密码给他了5000块就没得了",
        "验证码是95598发来的",
        "验证码是13900002222这个号发来的",
        "密码、验证码谁要都莫给",
        "密码是不是要换",
        "线离地3米，转了50000元",
    ],
)
def test_everything_else_stays_as_it_was_said(said: str) -> None:
    assert without_secrets(said) == said


@given(st.text(max_size=200))
def test_anything_can_be_shown(text: str) -> None:
    assert isinstance(without_numbers(text), str)
