"""What stands beside a text being written: articles like it, questions others own, other numbers, and who would answer.

Made in the background after the start and after every publication, because thousands of articles take 20 seconds:
nobody waits for it but who hands a text in for review, and until it is there the editor is told so.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from actions.db.engine import Sessions, read
from actions.services.library import library_version
from content.model import Article, Problem
from content.normalize import Terms
from content.owners import has_owner

if TYPE_CHECKING:
    from pathlib import Path

    from actions.services.live_index import LiveIndex
    from content.claims import Claims
    from content.likeness import Owned, Shelf
    from content.search import Hit

logger = logging.getLogger("babahui.web")

_SHOWN = 3
_PATIENCE = 3.0
_BETWEEN_TRIES = 0.5


@dataclass(frozen=True)
class Near:
    """An article like the draft: how much, in percent, and the nearest two questions."""

    id: str
    title: str
    percent: int
    question: str
    their_question: str


@dataclass(frozen=True)
class Tried:
    """What a question would get if the draft were live: answer, suggest or refuse, with the first articles."""

    kind: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class _Made:
    version: int
    shelf: Shelf
    claims: Claims


class Beside:
    """Looks beside drafts; safe to use from many threads."""

    def __init__(self, sessions: Sessions, terms: Terms, data_dir: Path) -> None:
        """Remember where to look, what this installation has learnt too; nothing is read yet."""
        self._sessions = sessions
        self._terms = terms
        self._data_dir = data_dir
        self._lock = threading.Lock()
        self._live: LiveIndex | None = None
        self._made: _Made | None = None
        self._building: threading.Thread | None = None
        self._closed = False

    def refresh(self) -> bool:
        """Whether all is up to date with the library; where not, it is being made from now on, and nobody waits."""
        with read(self._sessions) as session:
            version = library_version(session)
        with self._lock:
            if self._made is not None and self._made.version == version:
                return True
            if not self._closed and (self._building is None or not self._building.is_alive()):
                self._building = threading.Thread(target=self._build, name="library-beside", daemon=True)
                self._building.start()
        return False

    def wait(self, seconds: float) -> bool:
        """Wait until all is up to date; False when it is not after so many seconds."""
        until = time.monotonic() + seconds
        while not self.refresh():
            left, building = until - time.monotonic(), self._building
            if left <= 0 or building is None:
                return False
            before = self._made
            building.join(left)
            if self._made is before:  # it failed, as with a database that is away
                time.sleep(min(left, _BETWEEN_TRIES))
        return True

    def close(self) -> None:
        """Begin nothing more; what is being made of a small library ends first."""
        with self._lock:
            self._closed, building = True, self._building
        if building is not None:
            building.join(_PATIENCE)

    def problems(self, draft: Article, path: str, line: int) -> list[Problem]:
        """Questions that another article owns (errors) and numbers that others give otherwise (warnings)."""
        from content.claims import contradictions
        from content.likeness import same_question

        made = self._made
        if made is None:
            return []
        owned = same_question(draft, made.shelf.owners, self._terms)
        found = [
            has_owner(path, line, one.question, one.article.title) for one in owned if one.article.id != draft.id
        ]  # fmt: skip
        found += [
            Problem(path, 1, "number-contradicts",
                    f"“{one.own.sentence}”和《{one.other.article.title}》的“{one.other.sentence}”数字不一样，核一核哪个对。",
                    "warning")
            for one in contradictions(draft, made.claims) if one.other.article.id != draft.id
        ]  # fmt: skip
        return found

    def owned(self, drafts: Sequence[Article]) -> list[list[Owned]]:
        """Of each draft the questions that another article has already, be it live or one of these drafts."""
        from content.likeness import question_owners, same_question

        among, made = question_owners(drafts, self._terms), self._made
        found = []
        for draft in drafts:
            theirs = {one.question: one for one in same_question(draft, among, self._terms)}
            if made is not None:
                theirs |= {one.question: one for one in same_question(draft, made.shelf.owners, self._terms)}
            found.append(list(theirs.values()))
        return found

    def similar(self, draft: Article) -> list[Near]:
        """The articles so like the draft that one of the two may be too much, the likest first."""
        from content.likeness import NEAR, similar

        made = self._made
        found = similar(draft, made.shelf, _SHOWN) if made is not None else []
        return [
            Near(one.article.id, one.article.title, round(one.score * 100), one.question, one.their_question)
            for one in found
            if one.score >= NEAR
        ]

    def try_question(self, draft: Article, question: str) -> Tried | None:
        """Who would answer a question if this text were live, by words and characters; None while it is being made."""
        from content.index import Index
        from content.search import search

        if self._made is None:
            return None
        index, articles, _version = self._index().get()
        others = [live.article for key, live in sorted(articles.items()) if key != draft.id]
        mine = replace(draft, status="published", valid_from=None, valid_until=None)
        place = next((n for n, one in enumerate(others) if one.id > draft.id), len(others))
        trial = Index.build([*others[:place], mine, *others[place:]], previous=index)
        village = None if mine.villages == ("all",) else mine.villages[0]
        result = search(trial, question, village=village, role=mine.role)
        return Tried(result.kind, result.hits[:_SHOWN])

    def _index(self) -> LiveIndex:
        with self._lock:
            if self._live is None:
                from actions.services import learning
                from actions.services.live_index import LiveIndex

                self._live = LiveIndex(self._sessions, learnt=self._data_dir / learning.NAME)
            return self._live

    def _build(self) -> None:
        from actions.services.live_index import settle
        from content.claims import Claims
        from content.likeness import prepare

        try:
            _index, articles, version = self._index().get()
            live = [articles[key].article for key in sorted(articles)]
            before = self._made.shelf if self._made else None
            self._made = _Made(version, prepare(live, self._terms, before), Claims.of(live))
            if before is None:
                settle(len(live))
        except Exception:
            if not self._closed:
                logger.exception("what stands beside drafts could not be made")
