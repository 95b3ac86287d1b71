"""Two articles say the same with different numbers, and somebody is told before a villager is told both."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from content.claims import ALIKE, Claims, claims_of, contradictions
from content.load import Library
from content.model import Article


@pytest.fixture(scope="module")
def claims(library: Library) -> Claims:
    """What the starter library claims."""
    return Claims.of(library.articles)


@pytest.fixture
def blank(library: Library) -> Article:
    """An article that says nothing yet."""
    return replace(library.articles[0], id="blank", short="", detail="", broadcast="", poster="")


def test_a_claim_is_a_measure_with_what_is_said_around_it(blank: Article) -> None:
    article = replace(
        blank, short="线掉在地上，离断点至少8米，越远越好。6月30日、2026年、95598、第3条、7点、2025-07-20不算。"
    )
    (claim,) = claims_of(article)
    assert (claim.value, claim.unit, claim.said) == (Decimal(8), "米", "8米")
    assert claim.sentence == "线掉在地上，离断点至少8米，越远越好"
    assert (claim.whole, claim.near, claim.clause) == (
        "线掉在地上离断点至少越远越好",
        "线掉在地上离断点至少",
        "离断点至少",
    )
    spoken = replace(blank, broadcast="充电不要超过八小时，五天之内办好，满六十周岁。", detail="- 罚300到500元")
    found = [(claim.value, claim.unit) for claim in claims_of(spoken)]
    assert found == [(300, "元"), (500, "元"), (480, "分钟"), (5, "日"), (60, "岁")]


def test_the_library_does_not_contradict_itself(library: Library, claims: Claims) -> None:
    assert len(claims.claims) > 300
    found = [pair for article in library.articles for pair in contradictions(article, claims)]
    assert [(pair.own.sentence, pair.other.sentence) for pair in found] == []


def test_a_copy_with_other_numbers_contradicts_what_it_was_copied_from(library: Library, claims: Claims) -> None:
    def wrong(text: str) -> str:
        return re.sub(r"\d+(?=米|元|小时|个工作日|周岁|分钟)", "77", text)

    copies = 0
    for article in library.articles:
        parts = {part: wrong(getattr(article, part)) for part in ("short", "detail", "broadcast", "poster")}
        copy = replace(article, id="copy", **parts)
        long = [claim for claim in claims_of(copy) if claim.value == 77 and len(claim.whole) >= 15]
        if long:
            copies += 1
            assert article.id in [pair.other.article.id for pair in contradictions(copy, claims)]
    assert copies > 30


@pytest.mark.parametrize(
    ("short", "other"),
    [
        ("车棚充电，电动车不要在楼道充电，一次不要超过8小时。", "电动车不要在楼道里充电，一次不要超过10小时。"),
        ("断线落地，离断点至少8米，越远越好。", "断线落地以后，离断点至少5米，越远越好。"),
        ("个人擅自野外用火罚300到5000元。", "个人擅自在野外用火，罚300到3000元。"),
        ("没有外线工程的，5个工作日装好电表。", "没有外线工程的，七个工作日装好电表。"),
    ],
)
def test_the_same_sentence_with_another_number_is_found_from_both_sides(
    library: Library, blank: Article, short: str, other: str
) -> None:
    one, two = replace(blank, id="one", short=short), replace(blank, id="two", poster=other)
    claims = Claims.of([*library.articles, one, two])
    for draft, against in ((one, "two"), (two, "one")):
        (pair,) = [pair for pair in contradictions(draft, claims) if pair.other.article.id == against]
        assert pair.own.value != pair.other.value
        assert ALIKE <= pair.score <= 1


@pytest.mark.parametrize(
    ("short", "other"),
    [
        # The same number in another unit of the same length, or said in characters.
        ("断线落地以后，离断点至少8米，越远越好。", "断线落地以后，离断点至少八米，越远越好。"),
        # Another unit is another thing.
        ("充满电要用很久，充电不要超过8小时。", "充满电要用很久，充电不要超过80元。"),
        # Two cases in each article.
        ("没有外线工程的5个工作日，有外线工程的15个工作日。", "有外线工程的15个工作日，没有外线工程的5个工作日。"),
        # What laws say of many things.
        ("严重的，拘留15日以下。", "严重的，拘留10日以下。"),
        ("离高压线至少4米，不要钓鱼。", "小孩子离火塘至少2米，看住他。"),
    ],
)
def test_what_is_no_contradiction(library: Library, blank: Article, short: str, other: str) -> None:
    one, two = replace(blank, id="one", short=short), replace(blank, id="two", short=other)
    claims = Claims.of([*library.articles, one, two])
    for draft in (one, two):
        assert [pair for pair in contradictions(draft, claims) if pair.other.article.id in ("one", "two")] == []


def test_a_short_clause_counts_when_several_articles_agree_on_its_number(blank: Article, claims: Claims) -> None:
    draft = replace(blank, short="地上的电线，离断点至少5米。")
    pair = contradictions(draft, claims)[0]
    assert (pair.own.said, pair.other.said) == ("5米", "8米")
    agreeing = [replace(blank, id=f"a{number}", short="离断点至少8米。") for number in range(3)]
    assert len(contradictions(draft, Claims.of(agreeing))) == 1
    assert contradictions(draft, Claims.of(agreeing[:2])) == []
    assert contradictions(draft, Claims.of([*agreeing, replace(draft, id="another", short="离断点至少4米。")])) == []


def test_the_retired_and_the_draft_itself_are_left_out(blank: Article) -> None:
    one = replace(blank, id="one", short="断线落地以后，离断点至少8米，越远越好。")
    two = replace(one, id="two", short="断线落地以后，离断点至少5米，越远越好。")
    assert contradictions(two, Claims.of([replace(one, status="retired")])) == []
    assert contradictions(replace(two, status="retired"), Claims.of([one])) == []
    assert contradictions(replace(two, id="one"), Claims.of([one])) == []
    assert contradictions(two, Claims.of([])) == []


def test_what_is_shown_of_a_fact_is_chinese(library: Library) -> None:
    for fact in library.registers.facts.values():
        assert not re.search("[a-z]{2,} [a-z]{2,}", f"{fact.text} {fact.basis}"), fact.number
