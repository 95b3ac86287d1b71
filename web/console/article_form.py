"""An article's text as the fields of a form, and the form's fields back into the text, the rest left byte for byte."""

from dataclasses import dataclass, replace

from sanic import Request

from content.audience import CHINESE, EVERYBODY, MONTHS
from content.document import PARTS, read_document
from content.keeping import keep_untouched
from content.load import draft_of
from content.model import ALL_VILLAGES, Article, Law, Problem, Source
from content.writing import with_field, with_list, with_optional, with_part, with_sources
from web.console.common import field, fields, written
from web.console.login import form_value
from web.texts import whole

# Of each part: so many Chinese characters are just below what a file may hold.
LONGEST = 20_000
# Of the whole text, told by the browser before it is sent: in Chinese just below what a request may carry.
LONGEST_TEXT = 50_000
PART_FIELDS = dict(zip(("short", "detail", "broadcast", "poster"), PARTS, strict=True))
_SCALARS = ("title", "section", "valid_from", "valid_until", "review_due")
_KEPT = "keep-"
_EMPTY_ROWS = 2
MOST_SOURCES = 40
VISUAL = "visual"


@dataclass(frozen=True)
class SourceRow:
    """One row of the sources: its place in the register (or keep-3 for one that is not in it) and the article."""

    choice: str
    article: str
    title: str = ""


def article_of_text(text: str, article_id: str) -> Article | None:
    """The values of a text for the form, None when it is no document and can be shown as a whole only."""
    document = read_document(text, f"{article_id}.md")
    return None if isinstance(document, Problem) else draft_of(document)


def source_rows(article: Article, laws: tuple[Law, ...]) -> list[SourceRow]:
    """The article's sources as rows, and two empty ones for more."""
    rows = []
    for place, source in enumerate(article.sources):
        known = next((n for n, law in enumerate(laws) if _is(law, source)), None)
        choice = f"{_KEPT}{place}" if known is None else str(known)
        rows.append(SourceRow(choice, source.article, "" if known is not None else source.title))
    return rows + [SourceRow("", "")] * _EMPTY_ROWS


def text_of_form(request: Request, base: str, article_id: str, laws: tuple[Law, ...]) -> str:
    """The text the form makes out of the text it was shown; raises Unwritable where a field cannot be written.

    A form that shows the whole text sends it back as `text`. Raises TooLong where a field holds more than it may.
    """
    known = article_of_text(base, article_id)
    if form_value(request, "mode") == "text" or known is None:
        return whole(form_value(request, "text")).replace("\r\n", "\n").rstrip("\n") + "\n"
    text = base
    for name in _SCALARS:
        text = with_field(text, name, field(request, name, 200))
    text = with_field(text, "danger", "true" if field(request, "danger", 5) == "true" else "false")
    text = with_list(text, "questions", _lines(request, "questions"))
    facts = field(request, "facts", 1000).replace("，", " ").replace("、", " ").replace(",", " ").split()
    text = with_list(text, "facts", tuple(dict.fromkeys(facts)))
    text = with_list(text, "villages", tuple(fields(request, "village")) or ALL_VILLAGES)
    for name, chosen in _audience(request, known).items():
        text = with_optional(text, name, chosen)
    text = with_sources(text, _sources(request, known, laws))
    for name, part in PART_FIELDS.items():
        given = field(request, name, LONGEST)
        if name == "detail" and form_value(request, "detail_by") == VISUAL:
            given = keep_untouched(known.detail, given)
        text = with_part(text, part, given)
    return text


def article_as_typed(request: Request, base: str, article_id: str) -> Article | None:
    """The article with what was typed in its boxes, for a form that could not become a text; nothing typed is lost."""
    known = article_of_text(base, article_id)
    if known is None or form_value(request, "mode") == "text":
        return known
    boxes = {name: written(request, name) for name in ("title", *PART_FIELDS)}
    lists = {
        "questions": tuple(line.strip() for line in written(request, "questions").split("\n") if line.strip()),
        "facts": tuple(written(request, "facts").split()),
    }
    return replace(known, **boxes, **lists, danger=form_value(request, "danger") == "true")  # type: ignore[arg-type]


def _audience(request: Request, known: Article) -> dict[str, tuple[str, ...]]:
    """What is chosen of season, role, language and version_of, where it is not what the text says already."""
    chosen = {
        "season": tuple(month for month in MONTHS if month in fields(request, "season")),
        "role": field(request, "role", 20) or EVERYBODY,
        "language": field(request, "language", 20) or CHINESE,
        "version_of": field(request, "version_of", 60),
    }
    now = {"season": tuple(sorted(known.season, key=_month)), "role": known.role, "language": known.language}
    changed = {name: value for name, value in chosen.items() if value != now.get(name, known.version_of)}
    silent = ("", EVERYBODY, CHINESE)
    return {
        name: value if isinstance(value, tuple) else () if value in silent else (value,)
        for name, value in changed.items()
    }


def _month(written: str) -> int:
    return MONTHS.index(written) if written in MONTHS else -1


def _lines(request: Request, name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in field(request, name, LONGEST).split("\n") if line.strip())


def _sources(request: Request, known: Article, laws: tuple[Law, ...]) -> tuple[Source, ...]:
    found = []
    # Each row has names of its own: of fields that share a name the empty ones would be lost on the way.
    for row in range(MOST_SOURCES):
        choice, article = field(request, f"law_{row}", 12), field(request, f"law_article_{row}", 60)
        kept = choice.removeprefix(_KEPT)
        if not kept.isascii() or not kept.isdigit():
            continue
        if choice.startswith(_KEPT) and int(kept) < len(known.sources):
            old = known.sources[int(kept)]
            found.append(Source(old.title, old.number, article, old.in_force))
        elif choice.isdigit() and int(choice) < len(laws):
            law = laws[int(choice)]
            found.append(Source(law.title, law.number, article, law.in_force))
    return tuple(found)


def _is(law: Law, source: Source) -> bool:
    return (law.title, law.number, law.in_force) == (source.title, source.number, source.in_force)
