"""What people could not find: refused and badly rated questions, put together by likeness for the editors."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.clock import local_day
from actions.db.models import RefusedQuestion
from actions.errors import UserFacingError
from actions.services.masking import without_numbers
from content.model import Topic
from content.normalize import Terms, bare

LIMIT = 2000
"""So many questions, the newest, are looked at together; the older ones come up as these are dealt with."""
SUSPECTED = 0.5
"""From this likelihood on a question is shown to the editors as a possible danger."""
WAITING = ("open", "later")
Reason = Literal["unrelated", "known", "later"]
_LONGEST_TITLE = 30


@dataclass(frozen=True)
class Wording:
    """One way it was asked, as an editor may read it, and the questions that were put so."""

    text: str
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Group:
    """Questions that ask the same, the most typical wording first; counts per village and ISO week, (year, week).

    `no_help` are the articles that were given as an answer and helped nobody, with their counts. `dangerous` is true
    where a wording sounds like a danger that no rule knew.
    """

    wordings: tuple[Wording, ...]
    villages: tuple[tuple[str | None, int], ...]
    weeks: tuple[tuple[tuple[int, int], int], ...]
    no_help: tuple[tuple[str, int], ...]
    first: datetime
    last: datetime
    dangerous: bool = False

    @property
    def text(self) -> str:
        """The wording that stands for the group."""
        return self.wordings[0].text

    @property
    def ids(self) -> tuple[int, ...]:
        """All its questions."""
        return tuple(sorted(one for wording in self.wordings for one in wording.ids))

    @property
    def count(self) -> int:
        """How often it was asked."""
        return sum(len(wording.ids) for wording in self.wordings)


def groups(session: Session, terms: Terms, state: str = "open", limit: int = LIMIT) -> list[Group]:
    """The questions of a state grouped by likeness; the same rows give the same groups.

    What sounds like a danger comes first, then what was asked most.
    """
    # Comparing brings numpy and the readings of all characters with it; the web process otherwise does without.
    from content.grouping import alike, form_of

    rows = session.scalars(
        select(RefusedQuestion).where(RefusedQuestion.state == state).order_by(RefusedQuestion.id.desc()).limit(limit)
    )
    said: dict[str, tuple[str, list[RefusedQuestion]]] = {}
    for row in sorted(rows, key=lambda row: row.id):
        text = shown(row.text or "")
        if text and not text.startswith("/"):  # a button's command is nobody's question
            said.setdefault(bare(text) or text, (text, []))[1].append(row)
    wordings = list(said.values())
    forms = [form_of(text, terms) for text, _rows in wordings]
    found = [_group([wordings[place] for place in one]) for one in alike(forms, [len(same) for _, same in wordings])]
    return sorted(found, key=lambda group: (not group.dangerous, -group.count, -group.last.timestamp(), group.ids))


def waiting(session: Session, ids: Sequence[int]) -> list[RefusedQuestion]:
    """Those of these questions that nobody has dealt with yet, held until the end of the transaction."""
    rows = session.scalars(
        select(RefusedQuestion)
        .where(RefusedQuestion.id.in_(ids), RefusedQuestion.state.in_(WAITING))
        .order_by(RefusedQuestion.id)
        .with_for_update()
    )
    return list(rows)


def get(session: Session, question_id: int) -> RefusedQuestion:
    """A question that nobody has dealt with yet."""
    row = session.get(RefusedQuestion, question_id)
    if row is None or row.state not in WAITING:
        raise UserFacingError("unknown_question", 404)
    return row


def picked(session: Session, ids: Sequence[int]) -> list[str]:
    """The wordings of these questions as editors read them, each once, in the order given."""
    rows = {row.id: row for row in session.scalars(select(RefusedQuestion).where(RefusedQuestion.id.in_(ids)))}
    texts: dict[str, str] = {}
    for one in ids:
        if one in rows:
            text = shown(rows[one].text or "")
            texts.setdefault(bare(text), text)
    return list(texts.values())


def close(session: Session, ids: Sequence[int], reason: Reason, login: str) -> int:
    """Say why these questions get no article; `later` keeps them for another day. Returns how many there were."""
    rows = waiting(session, ids)
    if not rows:
        raise UserFacingError("unknown_question", 404)
    for row in rows:
        row.state, row.closed_by = reason, login
    session.flush()
    return len(rows)


def wanted_for(session: Session, ids: Sequence[int], article_id: str) -> None:
    """Remember that these questions wait for an article that is being written: who asked is told when it is live."""
    for row in waiting(session, ids):
        row.wanted_for = article_id
    session.flush()


def no_longer_wanted(session: Session, article_id: str) -> None:
    """The wordings handed in for a live article were not taken: who asked is not told by its next text."""
    for row in session.scalars(select(RefusedQuestion).where(RefusedQuestion.wanted_for == article_id)):
        row.wanted_for = None
    session.flush()


def start_article(session: Session, ids: Sequence[int], topic: Topic, today: date | None = None) -> str:
    """The text of a new article with these wordings as its questions and blanks where its words go; nothing is kept."""
    from content.scaffold import blank_article
    from content.writing import with_field, with_list

    questions = picked(session, ids)
    text = with_list(blank_article(topic, today), "questions", questions)
    return with_field(text, "title", questions[0][:_LONGEST_TITLE]) if questions else text


def shown(text: str) -> str:
    """A question as editors may read it: in one line, without the numbers of phones and what no screen shows."""
    line = " ".join(text.split())
    return without_numbers("".join(character for character in line if character.isprintable()))


def _group(wordings: Sequence[tuple[str, list[RefusedQuestion]]]) -> Group:
    from content.distress import stored_distress

    rows = [row for _text, same in wordings for row in same]
    wordings = [wordings[0], *sorted(wordings[1:], key=lambda pair: -len(pair[1]))]
    villages = Counter(row.village_code for row in rows)
    weeks = Counter(local_day(row.created_at).isocalendar()[:2] for row in rows)
    no_help = Counter(row.article_id for row in rows if row.article_id)
    moments = [row.created_at for row in rows]
    return Group(
        wordings=tuple(Wording(text, tuple(row.id for row in same)) for text, same in wordings),
        villages=tuple(sorted(villages.items(), key=lambda pair: (-pair[1], pair[0] is None, pair[0] or ""))),
        weeks=tuple(sorted(weeks.items(), reverse=True)),
        no_help=tuple(sorted(no_help.items(), key=lambda pair: (-pair[1], pair[0]))),
        first=min(moments),
        last=max(moments),
        dangerous=any(stored_distress().likelihood(text) >= SUSPECTED for text, _same in wordings),
    )
