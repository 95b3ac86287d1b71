"""The index of the library: wordings as weighted pieces and vectors, rebuilt from what changed only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from content.audience import CHINESE, EVERYBODY
from content.classifier import NOBODY, Classifier, stored_classifier
from content.grams import Floats, Grams, Ids, character_grams, sound_grams
from content.load import DEFAULT_ROOT
from content.media import blanked
from content.model import Article
from content.nearness import Nearness, near
from content.normalize import Terms, bare, normalize
from content.postings import Postings, built, laid_out, merged
from content.registers import load_registers, outside_messages
from content.vectors import VectorStore
from content.words import stored_words

WHOLE_LIMIT = 1_500


@dataclass(frozen=True)
class Entry:
    """One article as the index sees it: its wordings (questions, then the title), what it says, and all in pieces."""

    article: Article
    wordings: tuple[str, ...]
    forms: tuple[str, ...]
    bare_forms: tuple[str, ...]
    short: str
    grams: tuple[Grams, ...]
    sounds: tuple[Grams, ...]
    meanings: Floats


@dataclass(frozen=True)
class Outside:
    """Messages the library does not answer, in pieces: what is nearer to them than to any article is refused."""

    forms: tuple[str, ...]
    grams: tuple[Grams, ...]
    sounds: tuple[Grams, ...]
    meanings: Floats

    @classmethod
    def of(cls, messages: Iterable[str], terms: Terms) -> Outside:
        """The messages as the index sees them."""
        forms = tuple(terms.without_fillers(normalize(text, terms)) for text in messages)
        return cls(forms, tuple(map(character_grams, forms)), tuple(map(sound_grams, forms)), _meanings(forms))


@dataclass(frozen=True)
class Index:
    """Everything search needs; frozen, so that any number of threads may read it.

    An article's rows stand together: its wordings from `first_rows`, last its text as a whole in `whole_rows`. After
    all articles stand the rows of the outside messages. `exact` leads from a wording, bare of punctuation, to its row.
    `meanings` are by rows too, those of the 简答 in the row of the whole. `classified` says for each article where the
    classifier has it, -1 where it does not know it yet; last, where it has what nobody answers.
    """

    entries: tuple[Entry, ...]
    terms: Terms
    characters: Postings
    sounds: Postings
    first_rows: Ids
    whole_rows: Ids
    row_wordings: tuple[str, ...]
    exact: dict[str, int]
    outside: Outside
    meanings: Floats
    classifier: Classifier
    classified: Ids
    vectors: VectorStore | None = None
    nearness: Nearness | None = None
    _masks: dict[tuple[str | None, date, str], npt.NDArray[np.bool_]] = field(default_factory=dict, compare=False)

    @classmethod
    def build(
        cls,
        articles: Iterable[Article],
        previous: Index | None = None,
        *,
        terms: Terms | None = None,
        vectors: VectorStore | None = None,
        outside: Outside | None = None,
        classifier: Classifier | None = None,
    ) -> Index:
        """The index of the published articles; what `previous` knows with the same text and terms is taken over."""
        terms = terms or (previous.terms if previous else default_terms())
        vectors = vectors or (previous.vectors if previous else None)
        outside = outside or (previous.outside if previous else default_outside(terms))
        classifier = classifier or (previous.classifier if previous else stored_classifier())
        if previous and previous.terms is not terms:
            previous = None
        known = {(entry.article.id, entry.article.checksum): entry for entry in (previous.entries if previous else ())}
        entries = tuple(
            _entry(article, terms, known.get((article.id, article.checksum))) for article in searched(articles)
        )
        ends = np.cumsum([len(entry.grams) for entry in entries], dtype=np.int64)
        first_rows = ends - np.array([len(entry.grams) for entry in entries], np.int64)
        kept = _kept(entries, previous)
        characters, sounds = _postings(entries, first_rows, outside, kept, previous)
        return cls(
            entries=entries,
            terms=terms,
            characters=characters,
            sounds=sounds,
            first_rows=first_rows,
            whole_rows=ends - 1,
            row_wordings=tuple(text for entry in entries for text in (*entry.wordings, "")),
            exact={
                form: int(first_rows[place]) + number
                for place, entry in reversed(list(enumerate(entries)))
                for number, form in enumerate(entry.bare_forms)
            },
            outside=outside,
            meanings=np.concatenate([*(entry.meanings for entry in entries), outside.meanings]),
            classifier=classifier,
            classified=classifier.places([*(entry.article.id for entry in entries), NOBODY]),
            vectors=vectors,
            nearness=near(
                [entry.forms for entry in entries],
                [entry.short for entry in entries],
                outside.forms,
                first_rows,
                vectors,
                kept,
                previous.nearness if previous and previous.vectors is vectors else None,
            )
            if vectors
            else None,
        )

    def texts(self) -> list[str]:
        """The texts whose vectors a store should hold: wordings, 简答 and outside messages, normalised."""
        return self._texts(self.entries)

    def lacking(self) -> list[str]:
        """Those of the texts that may still have no vector in the store."""
        if self.nearness is None:
            return self.texts()
        return self._texts(
            [entry for entry, whole in zip(self.entries, self.nearness.complete, strict=True) if not whole]
        )

    def _texts(self, entries: Sequence[Entry]) -> list[str]:
        return [*(text for entry in entries for text in (*entry.forms, entry.short)), *self.outside.forms]

    def open_to(self, village: str | None, today: date, role: str = EVERYBODY) -> npt.NDArray[np.bool_]:
        """For each article, whether people of the village and role may be given it on that day."""
        mask = self._masks.get((village, today, role))
        if mask is None:
            articles = [entry.article for entry in self.entries]
            mask = np.array([one.is_for(village, role) and one.is_valid_on(today) for one in articles], np.bool_)
            if len(self._masks) > 500:
                self._masks.clear()
            self._masks[(village, today, role)] = mask
        return mask


def searched(articles: Iterable[Article]) -> list[Article]:
    """The articles that messages are compared with.

    What is in another language never answers a question in Chinese, so it has no words to be found by.
    """
    return [one for one in articles if one.status == "published" and one.language == CHINESE]


@lru_cache(maxsize=1)
def default_terms() -> Terms:
    """The dialect lexicon of the starter library, read once."""
    return load_registers(DEFAULT_ROOT)[0].terms


@lru_cache(maxsize=4)
def default_outside(terms: Terms) -> Outside:
    """The outside messages kept beside the starter library, read once."""
    return Outside.of(outside_messages(DEFAULT_ROOT), terms)


def _entry(article: Article, terms: Terms, known: Entry | None) -> Entry:
    if known is not None:
        # Same text, perhaps another record (a status or date set elsewhere): the words stay, the record is the new one.
        return known if known.article == article else replace(known, article=article)
    wordings = (*article.questions, article.title)
    forms = tuple(terms.without_fillers(normalize(text, terms)) for text in wordings)
    short = normalize(article.short, terms)
    whole = normalize("\n".join([article.short, article.poster, blanked(article.detail)]), terms, WHOLE_LIMIT)
    # The whole text takes no part in what is compared by sound: mishearings are caught by the wordings.
    nothing = sound_grams("")
    grams = tuple(character_grams(text) for text in (*forms, whole))
    sounds = (*(sound_grams(form) for form in forms), nothing)
    bare_forms, meanings = tuple(map(bare, forms)), _meanings([*forms, short])
    return Entry(article, wordings, forms, bare_forms, short, grams, sounds, meanings)


def _meanings(texts: Sequence[str]) -> Floats:
    words = stored_words()
    return np.stack([words.embed(text) for text in texts]) if texts else np.zeros((0, words.size), np.float32)


def _postings(
    entries: Sequence[Entry], first_rows: Ids, outside: Outside, kept: Ids, previous: Index | None
) -> tuple[Postings, Postings]:
    count = len(entries)
    lengths = [*(len(entry.grams) for entry in entries), len(outside.grams)]
    owners = np.repeat(np.arange(count + 1), lengths).astype(np.int64)
    if previous is None or outside is not previous.outside or (np.diff(kept[kept >= 0]) < 0).any():
        grams = [*(row for entry in entries for row in entry.grams), *outside.grams]
        sounds = [*(row for entry in entries for row in entry.sounds), *outside.sounds]
        return built(grams, owners, count), built(sounds, owners, count)
    moved_to = _moved(kept, lengths, first_rows, previous)
    fresh = np.flatnonzero(kept < 0).tolist()
    places = [int(first_rows[place]) + row for place in fresh for row in range(len(entries[place].grams))]
    grams = [row for place in fresh for row in entries[place].grams]
    sounds = [row for place in fresh for row in entries[place].sounds]
    return (
        merged(previous.characters, moved_to, grams, places, owners, count),
        merged(previous.sounds, moved_to, sounds, places, owners, count),
    )


def _kept(entries: Sequence[Entry], previous: Index | None) -> Ids:
    """Which entry of the previous index each one is, text and all; -1 for what is new."""
    was = {entry.article.id: place for place, entry in enumerate(previous.entries)} if previous else {}
    kept = np.array([was.get(entry.article.id, -1) for entry in entries], np.int64)
    if previous is not None:
        for place in np.flatnonzero(kept >= 0).tolist():
            if previous.entries[kept[place]].grams is not entries[place].grams:
                kept[place] = -1
    return kept


def _moved(kept: Ids, lengths: Sequence[int], first_rows: Ids, previous: Index) -> Ids:
    """Where the previous index's rows go, -1 for those that go nowhere; `lengths` ends with the outside messages'."""
    moved_to = np.full(previous.characters.row_count, -1, np.int64)
    stay = np.flatnonzero(kept >= 0)
    long = np.array(lengths[:-1], np.int64)[stay]
    moved_to[laid_out(previous.first_rows[kept[stay]], long)] = laid_out(first_rows[stay], long)
    # The outside messages keep the last rows, however many the articles have now.
    others = lengths[-1]
    moved_to[len(moved_to) - others :] = np.arange(others) + sum(lengths[:-1])
    return moved_to
