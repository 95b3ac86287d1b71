"""A big library out of the starter one: articles whose words are shuffled in, so that no two are the same."""

import random
from collections.abc import Iterator
from pathlib import Path

from content.load import DEFAULT_ROOT, Library, load_library
from content.writing import with_field, with_list

_SYLLABLES = "东西南北上下前后青龙白虎金木水火土山石田坝沟湾坪岭垭坡林梁寨堡桥河溪塘井桂柏松杨柳桃李梅兰竹菊"


def write(root: Path, count: int, seed: int = 1, first: int = 0) -> None:
    """Write `count` published articles of seven questions, and the registers they refer to, into a content folder."""
    root.mkdir(parents=True, exist_ok=True)
    for path in DEFAULT_ROOT.glob("*.yml"):
        (root / path.name).write_bytes(path.read_bytes())
    for number, (topic, text) in enumerate(_texts(load_library(), count, seed, first), first):
        folder = root / "library" / topic
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"gen-{number}.md").write_text(text, encoding="utf-8")


def _texts(library: Library, count: int, seed: int, first: int) -> Iterator[tuple[str, str]]:
    rng = random.Random(seed)
    sources = [article for article in library.articles if len(article.questions) >= 7]
    for number in range(count):
        article = sources[number % len(sources)]
        path = library.root / "library" / article.topic / f"{article.id}.md"
        place = "".join(rng.choice(_SYLLABLES) for _ in range(4))
        text = with_field(path.read_text("utf-8"), "title", f"{article.title[:20]}·{place}{number}"[:30])
        questions = tuple(f"{place}那边，{question}"[:58] for question in rng.sample(article.questions, 7))
        yield article.topic, with_list(text, "questions", _with_dialect(questions, first + number))


def _with_dialect(questions: tuple[str, ...], number: int) -> tuple[str, ...]:
    # The checker wants one question in dialect; which seven were drawn is chance.
    return (*questions[:6], f"这号事咋个整嘛，第{number}家问的")
