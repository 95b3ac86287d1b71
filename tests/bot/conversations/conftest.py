"""The real Rasa and the real action server, started once for all conversations."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.moment import the_moment
from tests.villager import Service, Villager, serving


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """What a test looks up, it looks up by the clock the action server goes by."""
    with the_moment():
        yield


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The running service."""
    with serving(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture
def villager(service: Service) -> Callable[..., Villager]:
    """Make a villager nobody knows: `villager()`, or after a QR code `villager(village="shiyi")`."""

    def new(**known: Any) -> Villager:
        return Villager(service, **known)

    return new
