"""What an article being written repeats of the library: the articles most like it and the questions owned already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from content.grams import Grams, Ids, character_grams
from content.model import Article
from content.normalize import Terms, bare, normalize
from content.owners import question_key
from content.postings import Doubles, Postings, built

# How much of the score the questions, the title and the 简答 make up; a draft is judged by those it has.
_QUESTIONS, _TITLE, _SHORT = 0.5, 0.2, 0.3
# Measured on the 143 articles of the starter library, each against the others: its nearest one has 0.09 in the middle,
# less than 0.22 nine times of ten, 0.45 at most (an appliance and a house on fire). Lightly reworded copies (words
# replaced, sentences turned round) have 0.66 to 0.94. Copies with the title and all questions asked anew, by people who
# had not read the article, have 0.24 to 0.50, 0.37 in the middle. The original always comes first.
COPY = 0.5
NEAR = 0.2


@dataclass(frozen=True)
class Likeness:
    """An article like the draft: how much from 0 to 1, and the two questions nearest to each other."""

    article: Article
    score: float
    question: str
    their_question: str


@dataclass(frozen=True)
class Owned:
    """A question of the draft that another article has already, perhaps in another spelling."""

    question: str
    article: Article
    their_question: str


@dataclass(frozen=True)
class Entry:
    """One article in pieces: its questions, its title, its 简答; and its questions as the search sees them."""

    article: Article
    grams: tuple[Grams, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Shelf:
    """Articles prepared for being compared with; frozen, so that any number of threads may read it.

    An article's rows are its grams; they stand together from `first_rows` on (one more closes the last). `owners` leads
    from a question, as the search sees it, to who owns it, in the order of the articles.
    """

    entries: tuple[Entry, ...]
    terms: Terms
    rows: Postings
    first_rows: Ids
    owners: Mapping[str, tuple[Owned, ...]]


def prepare(articles: Iterable[Article], terms: Terms, previous: Shelf | None = None) -> Shelf:
    """The articles as a shelf, good for any number of drafts; of `previous` is taken over what has the same text."""
    same = previous.entries if previous and previous.terms is terms else ()
    kept = {(entry.article.id, entry.article.checksum): entry for entry in same}
    entries = tuple(_entry(article, terms, kept.get((article.id, article.checksum))) for article in articles)
    lengths = [len(entry.grams) for entry in entries]
    places = np.repeat(np.arange(len(entries)), lengths).astype(np.int64)
    rows = built([row for entry in entries for row in entry.grams], places, len(entries))
    keyed = ((entry.article, entry.keys) for entry in entries)
    return Shelf(entries, terms, rows, np.cumsum([0, *lengths], dtype=np.int64), _owners(keyed))


def question_owners(articles: Iterable[Article], terms: Terms) -> dict[str, tuple[Owned, ...]]:
    """Who owns which question, questions being one when the search takes them for one; the retired own none."""
    return _owners((article, [question_key(question, terms) for question in article.questions]) for article in articles)


def similar(draft: Article, shelf: Shelf, limit: int = 5) -> list[Likeness]:
    """The articles most like the draft, best first, by the pieces of their titles, questions and 简答."""
    if not shelf.entries:
        return []
    # One pass over the postings for each text of the draft: 10 ms against 5,000 articles of seven questions.
    asked = [_row(question, shelf) for question in draft.questions]
    parts: list[tuple[float, Doubles]] = []
    if asked:
        parts.append((_QUESTIONS, np.mean([_best_wordings(row, shelf) for row in asked], axis=0)))
    if draft.title:
        parts.append((_TITLE, _best_wordings(_row(draft.title, shelf), shelf)))
    if draft.short:
        parts.append((_SHORT, _row(draft.short, shelf)[shelf.first_rows[1:] - 1]))
    if not parts:
        return []
    scores: Doubles = np.average([part for _, part in parts], axis=0, weights=[weight for weight, _ in parts])
    found: list[Likeness] = []
    for place in np.argsort(-scores, kind="stable"):
        if len(found) == limit or scores[place] <= 0:
            break
        if shelf.entries[place].article.id != draft.id:
            nearest = _nearest_questions(draft, shelf, int(place), asked)
            found.append(Likeness(shelf.entries[place].article, min(1.0, float(scores[place])), *nearest))
    return found


def same_question(draft: Article, owners: Mapping[str, Sequence[Owned]], terms: Terms) -> list[Owned]:
    """The draft's questions that another article owns, with the first to own each; a retired draft claims none."""
    found: list[Owned] = []
    for question in draft.questions if draft.status != "retired" else ():
        others = [one for one in owners.get(question_key(question, terms), ()) if one.article.id != draft.id]
        found += [Owned(question, one.article, one.question) for one in others[:1]]
    return found


def _entry(article: Article, terms: Terms, known: Entry | None) -> Entry:
    if known is not None:
        return known if known.article == article else replace(known, article=article)
    forms = [normalize(text, terms) for text in (*article.questions, article.title, article.short)]
    return Entry(article, tuple(map(character_grams, forms)), tuple(map(bare, forms[: len(article.questions)])))


def _owners(keyed: Iterable[tuple[Article, Sequence[str]]]) -> dict[str, tuple[Owned, ...]]:
    owners: dict[str, list[Owned]] = defaultdict(list)
    for article, keys in keyed:
        if article.status != "retired":
            for key, question in zip(keys, article.questions, strict=True):
                owners[key].append(Owned(question, article, question))
    return {key: tuple(found) for key, found in owners.items()}


def _row(text: str, shelf: Shelf) -> Doubles:
    return shelf.rows.match(character_grams(normalize(text, shelf.terms))).cosine


def _best_wordings(row: Doubles, shelf: Shelf) -> Doubles:
    """For each article the best of its questions and its title."""
    borders = np.stack([shelf.first_rows[:-1], shelf.first_rows[1:] - 1], axis=1).ravel()
    best: Doubles = np.maximum.reduceat(row, borders)[::2]
    return best


def _nearest_questions(draft: Article, shelf: Shelf, place: int, asked: Sequence[Doubles]) -> tuple[str, str]:
    article = shelf.entries[place].article
    if not asked or not article.questions:
        return "", ""
    begin = int(shelf.first_rows[place])
    pairs = np.stack([row[begin : begin + len(article.questions)] for row in asked])
    own, theirs = np.unravel_index(int(pairs.argmax()), pairs.shape)
    return draft.questions[int(own)], article.questions[int(theirs)]
