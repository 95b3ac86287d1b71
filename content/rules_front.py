"""Rules about the front matter, in its order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import PurePath

from content.audience import LANGUAGES, MONTHS, ROLES
from content.load import DATE_KEYS
from content.model import ALL_VILLAGES
from content.normalize import bare
from content.registers import day_of
from content.rule import Draft, Found, rule

KEYS = (
    "title", "topic", "section", "status", "danger", "questions", "villages", "valid_from", "valid_until", "facts",
    "sources", "signed_off_by", "signed_off_on", "review_due",
)  # fmt: skip
# Where these are left out, the article is for everybody, all year round, in Chinese.
OPTIONAL = ("season", "role", "language", "version_of")
ORDER = (*KEYS[: KEYS.index("villages") + 1], *OPTIONAL, *KEYS[KEYS.index("villages") + 1 :])
STATUSES = ("draft", "in_review", "published", "retired")
MAY_BE_EMPTY = {"section", "valid_from", "valid_until", "signed_off_by", "signed_off_on"}
MAY_BE_EMPTY_IN_DRAFT = {"review_due"}
COUNTED = {"facts", "sources", "questions"}
"""How many of these there must be, and where, each has a rule of its own for: nobody is told the same twice."""
FEWEST_QUESTIONS = 5
REVIEW_NOTICE = timedelta(days=30)


@rule("key-missing")
def key_is_there(draft: Draft) -> Iterator[Found]:
    """Every key of the front matter is there, even when its value is empty."""
    for key in KEYS:
        if key not in draft.document.fields:
            yield 1, f"开头信息里必须有 {key} 这一行（没有内容就空着）。"


@rule("key-unknown")
def key_is_known(draft: Draft) -> Iterator[Found]:
    """There are no other keys."""
    for key, value in draft.document.fields.items():
        if key not in ORDER:
            yield value.line, f"开头信息里只能有规定的名称，没有“{key[:30]}”；看看是不是写错了字。"


@rule("key-twice")
def key_stands_once(draft: Draft) -> Iterator[Found]:
    """No key stands twice."""
    for key, line in draft.document.doubled:
        yield line, f"{key} 只能写一次。"


@rule("key-order")
def keys_stand_in_order(draft: Draft) -> Iterator[Found]:
    """The keys stand in the fixed order."""
    present = [key for key in draft.document.fields if key in ORDER]
    for is_, must in zip(present, [key for key in ORDER if key in present], strict=True):
        if is_ != must:
            yield draft.document.line_of(is_), f"开头信息要按固定顺序写：这里该是 {must}，不是 {is_}。"
            return


@rule("key-empty")
def key_is_filled(draft: Draft) -> Iterator[Found]:
    """Every key has a value but those that may be empty."""
    allowed = MAY_BE_EMPTY | COUNTED | (set() if draft.live else MAY_BE_EMPTY_IN_DRAFT)
    for key, value in draft.document.fields.items():
        if key in allowed or key not in KEYS:
            continue
        if not value.text and not value.items and not value.entries:
            yield value.line, f"{key} 不能空着。"


@rule("id")
def id_is_kebab_case(draft: Draft) -> Iterator[Found]:
    """The file's name is the id: small ASCII letters, digits and hyphens, at most 60."""
    name = PurePath(draft.document.path)
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name.stem) or len(name.stem) > 60 or name.suffix != ".md":
        yield 1, "文件名就是编号，只能用小写英文字母、数字和短横线，比如 fishing-under-wires.md。"


@rule("folder")
def folder_is_topic(draft: Draft) -> Iterator[Found]:
    """The folder's name is the topic."""
    folder = PurePath(draft.document.path).parent.name
    if draft.article.topic and folder and folder != draft.article.topic:
        yield draft.document.line_of("topic"), f"文章放在 {folder} 文件夹里，topic 也必须写 {folder}。"


@rule("title")
def title_is_short(draft: Draft) -> Iterator[Found]:
    """The title has 4 to 30 characters and no full stop."""
    title = draft.article.title
    if title and (not 4 <= len(title) <= 30 or title.endswith(("。", "."))):
        yield draft.document.line_of("title"), "题目要有 4 到 30 个字，末尾不加句号。"


@rule("topic")
def topic_is_registered(draft: Draft) -> Iterator[Found]:
    """The topic stands in topics.yml."""
    topic = draft.article.topic
    if topic and topic not in draft.registers.topics:
        yield draft.document.line_of("topic"), f"topic 必须是 topics.yml 里有的专题，没有“{topic[:30]}”。"


@rule("section")
def section_belongs_to_topic(draft: Draft) -> Iterator[Found]:
    """The section is one of its topic's, and is named where the topic has sections."""
    topic = draft.registers.topics.get(draft.article.topic)
    sections = [section.id for section in topic.sections] if topic else []
    section = draft.article.section
    if topic and ((section and section not in sections) or (sections and not section)):
        allowed = "、".join(sections) or "空着"
        yield draft.document.line_of("section"), f"这个专题的 section 只能是：{allowed}。"


@rule("status")
def status_is_one_of_four(draft: Draft) -> Iterator[Found]:
    """The status is draft, in_review, published or retired."""
    if draft.article.status and draft.article.status not in STATUSES:
        yield draft.document.line_of("status"), f"status 只能是 {'、'.join(STATUSES)}。"


@rule("danger")
def danger_is_true_or_false(draft: Draft) -> Iterator[Found]:
    """danger is true or false."""
    if "danger" in draft.document.fields and draft.document.scalar("danger") not in ("true", "false"):
        yield draft.document.line_of("danger"), "danger 只能写 true（说错会伤人）或 false。"


@rule("questions-few")
def questions_are_enough(draft: Draft) -> Iterator[Found]:
    """A published article knows at least five ways people ask."""
    if draft.live and draft.is_chinese and len(draft.article.questions) < FEWEST_QUESTIONS:
        yield draft.document.line_of("questions"), f"questions 至少要写 {FEWEST_QUESTIONS} 种问法。"


@rule("questions-dialect")
def questions_have_dialect(draft: Draft) -> Iterator[Found]:
    """Among the questions of a published article is one in dialect."""
    terms = draft.registers.terms
    questions = draft.article.questions
    if draft.live and draft.is_chinese and questions and not any(terms.find(question) for question in questions):
        yield draft.document.line_of("questions"), "questions 里至少要有一句四川话，比如带“啥子、咋个、要得不”的。"


@rule("question-form")
def question_is_one_short_line(draft: Draft) -> Iterator[Found]:
    """A question is 3 to 60 characters of plain text."""
    value = draft.document.fields.get("questions")
    for item in value.items if value else ():
        if (
            item.kind != "text"
            or not 3 <= len(item.text.strip()) <= 60
            or re.search(r"[<>\[\]{}|`*#]|https?:", item.text)
        ):
            yield item.line, "每个问法是一行话，3 到 60 个字，不带网址和符号。"


@rule("question-twice")
def question_stands_once(draft: Draft) -> Iterator[Found]:
    """No question stands twice in an article."""
    value = draft.document.fields.get("questions")
    seen: set[str] = set()
    for item in value.items if value else ():
        if bare(item.text) in seen:
            yield item.line, f"“{item.text[:30]}”写了两次，留一个就行。"
        seen.add(bare(item.text))


@rule("villages")
def villages_are_registered(draft: Draft) -> Iterator[Found]:
    """villages is `all` or a list of codes from villages.yml."""
    codes = {village.code for village in draft.registers.villages}
    if draft.article.villages != ALL_VILLAGES:
        for code in draft.article.villages:
            if code not in codes:
                yield (
                    draft.document.line_of("villages"),
                    f"villages 写 all，或者写 villages.yml 里的代号，没有“{code[:30]}”。",
                )


@rule("season")
def season_is_months(draft: Draft) -> Iterator[Found]:
    """season is a list of months from 1 to 12, each once."""
    months = draft.article.season
    if not set(months) <= set(MONTHS) or len(set(months)) != len(months):
        yield draft.document.line_of("season"), "season 只写应季的月份，1 到 12，比如 [11, 12, 1]；全年都用就不写。"


@rule("role")
def role_is_known(draft: Draft) -> Iterator[Found]:
    """role is one of those an article can be written for."""
    if draft.article.role not in ROLES:
        yield draft.document.line_of("role"), f"role 只能写 {'、'.join(ROLES)}；给所有人看就不写。"


@rule("language")
def language_is_known(draft: Draft) -> Iterator[Found]:
    """language is one of those written down."""
    if draft.article.language not in LANGUAGES:
        known = "、".join(f"{code}（{name}）" for code, name in LANGUAGES.items())
        yield draft.document.line_of("language"), f"language 只能写：{known}。"


@rule("version-of")
def version_names_its_article(draft: Draft) -> Iterator[Found]:
    """A version in another language names another article of the library, and nothing in Chinese does."""
    original = draft.article.version_of
    line = draft.document.line_of("version_of" if original else "language")
    if draft.is_chinese and original:
        yield line, "写了 version_of，就要在 language 里写是哪种话；汉语的文章不写 version_of。"
    elif not draft.is_chinese and not original:
        yield line, "别的话写的文章，要在 version_of 里写它对应哪一篇汉语文章的编号。"
    elif original and (original not in draft.registers.article_ids or original == draft.article.id):
        yield line, f"version_of 要写库里另一篇文章的编号，没有“{original[:40]}”。"


@rule("date")
def date_is_a_date(draft: Draft) -> Iterator[Found]:
    """Dates are written 2026-01-01 and exist."""
    for key in DATE_KEYS:
        if draft.document.scalar(key) and day_of(draft.document.scalar(key)) is None:
            yield draft.document.line_of(key), f"{key} 要写成 2026-01-01 这样的日期，而且真有这一天。"


@rule("valid-order")
def validity_ends_after_it_begins(draft: Draft) -> Iterator[Found]:
    """valid_until is not before valid_from."""
    first, last = draft.article.valid_from, draft.article.valid_until
    if first and last and last < first:
        yield draft.document.line_of("valid_until"), "valid_until（到哪天止）不能早于 valid_from（从哪天起）。"


@rule("valid-past", "warning")
def validity_has_not_ended(draft: Draft) -> Iterator[Found]:
    """A published article's time has not run out."""
    last = draft.article.valid_until
    if draft.live and last and last < draft.today:
        yield (
            draft.document.line_of("valid_until"),
            f"有效期到 {last} 已经过了，村民搜不到它；请延期，或把 status 改成 retired。",
        )


@rule("signed")
def signature_is_whole(draft: Draft) -> Iterator[Found]:
    """Who signed and when stand together, and not in the future."""
    who, when = draft.article.signed_off_by, draft.article.signed_off_on
    if bool(who) != bool(draft.document.scalar("signed_off_on")):
        yield (
            draft.document.line_of("signed_off_by"),
            "signed_off_by（谁审定）和 signed_off_on（哪天）要么都写，要么都空着。",
        )
    if when and when > draft.today:
        yield draft.document.line_of("signed_off_on"), "审定日期不能在今天之后。"


@rule("review-past", "warning")
def review_is_not_overdue(draft: Draft) -> Iterator[Found]:
    """The next review is not overdue; what is live stays live, for an old answer is better than none."""
    due = draft.article.review_due
    if draft.article.status == "published" and due and due < draft.today:
        yield (
            draft.document.line_of("review_due"),
            f"复审日期 {due} 已经过了，请复审，再改成新的日期（已经发布的，村民还看得到）。",
        )


@rule("review-over")
def next_review_is_to_come(draft: Draft) -> Iterator[Found]:
    """What is handed in or published anew is to be reviewed again on a day that is not over."""
    due = draft.article.review_due
    if draft.article.status == "in_review" and due and due < draft.today:
        yield draft.document.line_of("review_due"), f"复审日期 {due} 已经过了，请写以后的日子，再送审、发布。"


@rule("review-soon", "warning")
def review_is_not_near(draft: Draft) -> Iterator[Found]:
    """Thirty days before the review somebody is told."""
    due = draft.article.review_due
    if draft.live and due and draft.today <= due <= draft.today + REVIEW_NOTICE:
        yield draft.document.line_of("review_due"), f"{due} 要复审，只剩 {(due - draft.today).days} 天，请安排。"


RULES = (
    key_is_there, key_is_known, key_stands_once, keys_stand_in_order, key_is_filled, id_is_kebab_case, folder_is_topic,
    title_is_short, topic_is_registered, section_belongs_to_topic, status_is_one_of_four, danger_is_true_or_false,
    questions_are_enough, questions_have_dialect, question_is_one_short_line, question_stands_once,
    villages_are_registered, season_is_months, role_is_known, language_is_known, version_names_its_article,
    date_is_a_date, validity_ends_after_it_begins, validity_has_not_ended, signature_is_whole,
    review_is_not_overdue, next_review_is_to_come, review_is_not_near,
)  # fmt: skip
