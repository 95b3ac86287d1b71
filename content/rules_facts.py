"""Rules about what an article rests on: facts, numbers, sources."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from content.model import Article, Law, Source
from content.numbers import HOTLINES, Quantity, backed, hotlines, quantities, same
from content.registers import Registers
from content.rule import Draft, Found, rule

SPOKEN_PARTS = ("简答", "详解", "广播稿", "海报")


@rule("facts-none")
def facts_are_cited(draft: Draft) -> Iterator[Found]:
    """A published article cites at least one fact."""
    if draft.live and draft.is_chinese and not draft.article.facts:
        yield draft.document.line_of("facts"), "facts 至少要引用一条事实，写 facts.yml 里的编号。"


@rule("fact-unknown")
def fact_is_registered(draft: Draft) -> Iterator[Found]:
    """Every cited fact stands in facts.yml."""
    for number in draft.article.facts:
        if number not in draft.registers.facts:
            yield draft.document.line_of("facts"), f"facts.yml 里必须有这条事实，没有“{number[:20]}”。"


@rule("fact-unconfirmed")
def fact_is_confirmed(draft: Draft) -> Iterator[Found]:
    """A published article cites no fact of grade C."""
    for number in draft.article.facts:
        fact = draft.registers.facts.get(number)
        if draft.live and fact and not fact.confirmed:
            yield draft.document.line_of("facts"), f"事实 {number} 还是待核实（C级），发布的文章不能引用。"


@rule("hotline-fact")
def hotline_has_its_fact(draft: Draft) -> Iterator[Found]:
    """A telephone number for everybody cites its fact of group 1."""
    cited = {number: draft.registers.facts.get(number) for number in draft.article.facts if number.startswith("1.")}
    covered = {line for fact in cited.values() if fact for line, _ in hotlines(fact.text)}
    for part, offset, number in _hotlines(draft):
        if number not in covered:
            covered.add(number)
            where = _fact_for(number, draft.registers)
            yield draft.line_in(part, offset), f"写了 {number}，facts 里就要引用它的依据{where}。"


@rule("number-fact")
def number_has_its_fact(draft: Draft) -> Iterator[Found]:
    """Every number in what people read or hear stands in a cited fact or source."""
    known = _known_quantities(draft.article, draft.registers)
    phones = {Decimal(number) for number in HOTLINES}
    for part in SPOKEN_PARTS:
        for quantity in quantities(draft.document.body(part)):
            if backed(quantity, known) or (quantity.value in phones and quantity.unit in ("", "点")):
                continue
            hint = _hint(quantity, draft.registers)
            yield draft.line_in(part, quantity.start), f"“{quantity.said}”在引用的事实里找不到，数字必须有依据{hint}。"


@rule("sources-none")
def sources_are_named(draft: Draft) -> Iterator[Found]:
    """A published article names at least one source."""
    if draft.live and draft.is_chinese and not draft.article.sources:
        yield draft.document.line_of("sources"), "sources 至少要写一个依据（法规、标准或科普材料）。"


@rule("source-incomplete")
def source_has_title_and_number(draft: Draft) -> Iterator[Found]:
    """A source has a title and a document number."""
    for source, line in _sources(draft):
        if not source.title or not source.number:
            yield line, "每个依据都要有 title（名称）和 number（文号）。"


@rule("source-unknown")
def source_is_registered(draft: Draft) -> Iterator[Found]:
    """A source stands in laws.yml with the same title, number and day."""
    for source, line in _sources(draft):
        if not source.title or not source.number:
            continue
        laws = [law for law in draft.registers.laws if law.title == source.title]
        if not laws:
            yield line, f"依据“{source.title[:30]}”要先登记在 laws.yml 里，名称写得一样。"
        elif not any(_same(source, law) for law in laws):
            right = laws[0]
            day = right.in_force.isoformat() if right.in_force else "空着"
            yield (
                line,
                f"“{source.title[:30]}”要和 laws.yml 写得一样：number 是“{right.number}”，in_force 是 {day}。",
            )


@rule("source-repealed")
def source_is_in_force(draft: Draft) -> Iterator[Found]:
    """A source has not been repealed."""
    for source, line in _sources(draft):
        for law in draft.registers.laws:
            if law.title == source.title and law.repealed_by and (law.number == source.number or not source.number):
                yield line, f"“{source.title[:30]}”已经失效，现在要用《{law.repealed_by}》。"


@rule("source-future", "warning")
def source_is_already_in_force(draft: Draft) -> Iterator[Found]:
    """A source is in force on the day of the check."""
    for source, line in _sources(draft):
        if source.in_force and source.in_force > draft.today:
            yield line, f"“{source.title[:30]}”要到 {source.in_force} 才施行，现在还不能当依据。"


RULES = (
    facts_are_cited, fact_is_registered, fact_is_confirmed, hotline_has_its_fact, number_has_its_fact,
    sources_are_named, source_has_title_and_number, source_is_registered, source_is_in_force,
    source_is_already_in_force,
)  # fmt: skip


def _sources(draft: Draft) -> Iterator[tuple[Source, int]]:
    value = draft.document.fields.get("sources")
    items = [item for item in value.items if item.kind == "map"] if value else []
    yield from zip(draft.article.sources, (item.line for item in items), strict=False)


def _same(source: Source, law: Law) -> bool:
    return source.number == law.number and source.in_force == law.in_force


def _hotlines(draft: Draft) -> Iterator[tuple[str, int, str]]:
    for part in SPOKEN_PARTS:
        for number, offset in hotlines(draft.document.body(part)):
            yield part, offset, number


def _fact_for(number: str, registers: Registers) -> str:
    for key, fact in registers.facts.items():
        if key.startswith("1.") and fact.confirmed and fact.text.startswith(number):
            return f"（{key}）"
    return ""


def _known_quantities(article: Article, registers: Registers) -> list[Quantity]:
    cited = [registers.facts[number] for number in article.facts if number in registers.facts]
    texts = [f"{fact.text}\n{fact.basis}" for fact in cited]
    texts += [
        f"{source.title}\n{source.number}\n{source.article}\n{source.in_force or ''}" for source in article.sources
    ]
    return [quantity for text in texts for quantity in quantities(text)]


def _hint(quantity: Quantity, registers: Registers) -> str:
    if not quantity.unit:
        return ""
    having = [
        number
        for number, fact in registers.facts.items()
        if fact.confirmed and any(same(found, quantity) for found in quantities(fact.text))
    ]
    return f"（登记里有这个数的：{'、'.join(having[:4])}）" if having else ""
