"""What the content tests share: the starter library and the index over it, made once."""

import pytest

from content.index import Index
from content.load import Library, load_library


@pytest.fixture(scope="session")
def library() -> Library:
    """The starter library as shipped."""
    return load_library()


@pytest.fixture(scope="session")
def index(library: Library) -> Index:
    """Its index, by characters and sounds alone."""
    return Index.build(library.articles, terms=library.terms)
