"""What an installation has learnt of its library: a file beside the database, or the one shipped with the program."""

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from content.classifier import Classifier, learnt_all, read_classifier, stored_classifier
from content.index import searched
from content.model import Article
from content.normalize import Terms
from content.samples import wordings_of

NAME = "classifier.npz"


def learnt(file: Path) -> Classifier:
    """The classifier of this installation; the shipped one where there is none of its own or it cannot be read."""
    found = read_classifier(file)
    return found if found.articles else stored_classifier()


def has_learnt(articles: Sequence[Article], content_dir: Path, terms: Terms, file: Path) -> bool:
    """Whether everything that can be asked for was learnt of, in the words it has now."""
    return learnt_all(wordings_of(searched(articles), content_dir), learnt(file), terms)


def learn_of(
    articles: Sequence[Article],
    content_dir: Path,
    terms: Terms,
    file: Path,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Learn of what is new or changed and put the file in its place, whole or not at all."""
    from content.learning import learn

    made = learn(wordings_of(searched(articles), content_dir), terms, learnt(file), progress)
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    os.close(handle)
    try:
        made.save(Path(name))
        Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)
