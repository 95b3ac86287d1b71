"""Checks over the whole library: what one article cannot see of another, and the registers beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from content import fraud as fraud_signs
from content.check import check_article, local_today
from content.check_fraud import fraud_rules_are_sound
from content.check_teaching import announcement_is_sound, course_is_sound
from content.claims import Claims, contradictions
from content.document import MAX_BYTES, read_text, shown_path
from content.likeness import question_owners, same_question
from content.load import Library, library_files, load_library
from content.media import FOLDER, is_name, sha256_of
from content.model import Problem
from content.normalize import bare, normalize
from content.patterns import inside, read_two_ways
from content.registers import OUTSIDE_FILE, outside_messages

GRADES = ("A", "B", "C")


@dataclass(frozen=True)
class Shelf:
    """The library under check, with the file and first line of each article's questions."""

    library: Library
    files: dict[str, str]
    lines: dict[str, dict[str, int]]


def check_library(root: Path, *, today: date | None = None) -> list[Problem]:
    """Every problem of every article and of the library as a whole, by file and line."""
    library = load_library(root)
    day = today or local_today()
    problems = [problem for problem in library.problems if not problem.path.startswith("library/")]
    for path in library_files(root):
        shown = shown_path(path, root)
        text = read_text(path, shown, MAX_BYTES)
        if isinstance(text, Problem):
            problems.append(text)
        else:
            problems += check_article(text, shown, library.registers, today=day)
    shelf = _shelf(library)
    for rule in LIBRARY_RULES.values():
        problems += rule(shelf)
    return sorted(set(problems))


def id_stands_once(shelf: Shelf) -> Iterator[Problem]:
    """An id is unique in the whole library, whatever the folder."""
    seen: dict[str, str] = {}
    for path in library_files(shelf.library.root):
        shown = shown_path(path, shelf.library.root)
        if path.stem in seen:
            yield Problem(shown, 1, "id-twice", f"编号在全库只能有一个，{seen[path.stem]} 已经用了“{path.stem}”。")
        seen.setdefault(path.stem, shown)


def pattern_reads_in_one_way(shelf: Shelf) -> Iterator[Problem]:
    """No pattern of emergencies or fraud can be made to try every way to split a message."""
    library = shelf.library
    emergency, fraud = library.emergency, library.fraud
    parts: list[tuple[str, int, object]] = [("emergency.yml", kind.line, kind) for kind in emergency.kinds]
    parts += [(fraud_signs.FILE, sign.line, sign) for sign in fraud.signs]
    parts += [("emergency.yml", 1, replace(emergency, kinds=())), (fraud_signs.FILE, 1, replace(fraud, signs=()))]
    for file, line, part in parts:
        for pattern in inside(part):
            piece = read_two_ways(pattern)
            if piece is not None:
                message = (
                    f"“{pattern.pattern[:24]}”重复的那一组能把“{piece}”读成两种，有人连着发这样的字，程序就再也回不来了；"
                    f"“{piece}”能由别的几个拼成，去掉它。"
                )
                yield Problem(file, line, "pattern-splits", message)


def title_stands_once(shelf: Shelf) -> Iterator[Problem]:
    """No two articles have the same title."""
    seen: dict[str, str] = {}
    for article in shelf.library.articles:
        if bare(article.title) in seen:
            first = seen[bare(article.title)]
            yield Problem(
                shelf.files[article.id], 2, "title-twice", f"标题要和别的文章不一样，{first} 也叫“{article.title}”。"
            )
        seen.setdefault(bare(article.title), article.id)


def question_has_one_owner(shelf: Shelf) -> Iterator[Problem]:
    """No question is owned by two articles, compared as the search sees them."""
    terms = shelf.library.terms
    owners = question_owners(shelf.library.articles, terms)
    before: set[str] = set()
    for article in shelf.library.articles:
        before.add(article.id)
        for found in same_question(article, owners, terms):
            # The first to own a question is right; who comes after it is told.
            if found.article.id in before:
                line = shelf.lines[article.id].get(found.question, 1)
                message = f"“{found.question}”已经是 {found.article.id} 的问法，一个问法只能归一篇文章。"
                yield Problem(shelf.files[article.id], line, "question-two-owners", message)


def number_contradicts_none(shelf: Shelf) -> Iterator[Problem]:
    """No two articles say nearly the same with different numbers."""
    claims = Claims.of(shelf.library.articles)
    told: set[tuple[frozenset[str], frozenset[str]]] = set()
    # From the back, so that of two articles the later one is told, as with questions.
    for article in reversed(shelf.library.articles):
        for found in contradictions(article, claims):
            pair = (frozenset((article.id, found.other.article.id)), frozenset((found.own.said, found.other.said)))
            if pair not in told:
                told.add(pair)
                own, other = found.own, found.other
                theirs = f"{other.article.id} 里差不多的话是“{other.said}”：{other.sentence}。"
                message = f"这里是“{own.said}”，{theirs}看看哪个对。"
                line = _line_of(own.sentence, article.id, shelf)
                yield Problem(shelf.files[article.id], line, "number-contradicts", message, "warning")


def emergency_leads_to_an_article(shelf: Shelf) -> Iterator[Problem]:
    """Every kind of emergency has a published danger article, numbers to call and a reply."""
    for rule in shelf.library.emergency.kinds:
        article = shelf.library.article(rule.article_id)
        if article is None or article.status != "published" or not (article.danger and article.is_answer):
            needed = "必须是一篇已发布、danger 为 true、给所有人看的汉语文章"
            message = f"紧急情况 {rule.kind} 指向的“{rule.article_id}”{needed}。"
            yield Problem("emergency.yml", rule.line, "emergency-article", message)
        if not rule.dial or not rule.patterns or "\n" not in rule.reply:
            message = f"紧急情况 {rule.kind} 要有 dial（打哪个电话）、patterns（怎么认出来）和 reply（怎么回）。"
            yield Problem("emergency.yml", rule.line, "emergency-incomplete", message)


def version_is_of_an_original(shelf: Shelf) -> Iterator[Problem]:
    """What a version in another language belongs to is no version itself."""
    for article in shelf.library.articles:
        original = shelf.library.article(article.version_of) if article.version_of else None
        if original is not None and original.version_of:
            message = f"version_of 要写汉语那一篇的编号，{original.id} 自己也是别的话写的。"
            yield Problem(shelf.files[article.id], 1, "version-of-version", message)


def outside_message_is_outside(shelf: Shelf) -> Iterator[Problem]:
    """A message kept as not answered by the library is no article's question."""
    terms = shelf.library.terms
    owner = {
        bare(normalize(question, terms)): article.id
        for article in shelf.library.articles
        for question in article.questions
    }
    for message in outside_messages(shelf.library.root):
        found = owner.get(bare(normalize(message, terms)))
        if found:
            text = f"“{message}”现在是 {found} 的问法，库里能回答了，请从这里删掉。"
            yield Problem(OUTSIDE_FILE, 1, "outside-answered", text)


def term_is_sound(shelf: Shelf) -> Iterator[Problem]:
    """A dialect word stands once, means something else than itself and nothing that is dialect again."""
    terms = shelf.library.terms
    seen: set[str] = set()
    for term in terms.entries:
        if term.say in seen:
            yield Problem("terms.yml", 1, "term-twice", f"方言词“{term.say}”写了两次，留一个。")
        seen.add(term.say)
        if not term.say or not term.means or term.say == term.means or terms.apply(term.means) != term.means:
            message = f"方言词“{term.say}”的 means 要是普通话，里面不能再有方言词。"
            yield Problem("terms.yml", 1, "term-means", message)


def place_name_has_one_village(shelf: Shelf) -> Iterator[Problem]:
    """A village's name or alias means one village."""
    owner: dict[str, str] = {}
    for village in shelf.library.villages:
        names = [village.name, *village.aliases]
        names += [alias for group in village.groups for alias in group.aliases if len(alias) > 3]
        for name in names:
            if owner.get(bare(name), village.code) != village.code:
                message = f"“{name}”同时是 {owner[bare(name)]} 和 {village.code} 的名字，分不清是哪个村。"
                yield Problem("villages.yml", 1, "place-two-villages", message)
            owner.setdefault(bare(name), village.code)


def medium_is_itself(shelf: Shelf) -> Iterator[Problem]:
    """A file in the media folder is called by the checksum of its bytes."""
    for path in sorted((shelf.library.root / FOLDER).glob("[!.]*")):
        shown = shown_path(path, shelf.library.root)
        if not is_name(path.name) or sha256_of(path) != path.stem:
            message = "media 文件夹里只放工作台上传过、用 export 写出来的文件，名字和内容要对得上，这个对不上，请删掉。"
            yield Problem(shown, 1, "media-file", message)


def fact_is_graded(shelf: Shelf) -> Iterator[Problem]:
    """A fact has a grade A, B or C and a text."""
    for fact in shelf.library.facts.values():
        if fact.grade not in GRADES or not fact.text:
            yield Problem("facts.yml", 1, "fact-grade", f"事实 {fact.number} 要有 grade（A、B、C）和 text。")


def topic_has_articles(shelf: Shelf) -> Iterator[Problem]:
    """A registered topic has at least one published article."""
    live = {article.topic for article in shelf.library.articles if article.status == "published"}
    for topic in shelf.library.topics.values():
        if topic.id not in live:
            message = f"专题“{topic.name}”还没有一篇发布的文章。"
            yield Problem("topics.yml", 1, "topic-empty", message, "warning")


# The code under which a rule reports first; emergency and term rules have a second one.
LIBRARY_RULES: dict[str, Callable[[Shelf], Iterator[Problem]]] = {
    "id-twice": id_stands_once,
    "title-twice": title_stands_once,
    "question-two-owners": question_has_one_owner,
    "number-contradicts": number_contradicts_none,
    "pattern-splits": pattern_reads_in_one_way,
    "emergency-article": emergency_leads_to_an_article,
    "version-of-version": version_is_of_an_original,
    "outside-answered": outside_message_is_outside,
    "term-means": term_is_sound,
    "place-two-villages": place_name_has_one_village,
    "media-file": medium_is_itself,
    "fact-grade": fact_is_graded,
    "topic-empty": topic_has_articles,
    "course": lambda shelf: course_is_sound(shelf.library),
    "fraud-example": lambda shelf: fraud_rules_are_sound(shelf.library),
    "announcement": lambda shelf: announcement_is_sound(shelf.library),
}


def _shelf(library: Library) -> Shelf:
    files: dict[str, str] = {}
    lines: dict[str, dict[str, int]] = defaultdict(dict)
    known = {article.id for article in library.articles}
    for path in library_files(library.root):
        if path.stem not in known or path.stem in files:
            continue
        files[path.stem] = shown_path(path, library.root)
        for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
            lines[path.stem].setdefault(line.strip().removeprefix("- ").strip("'\""), number)
    return Shelf(library, files, lines)


def _line_of(sentence: str, article_id: str, shelf: Shelf) -> int:
    return next((number for line, number in shelf.lines[article_id].items() if sentence in line), 1)
