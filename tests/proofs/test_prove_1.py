"""A hundredth of `make prove-1`: each process killed once or twice while a few people chat and book."""

from pathlib import Path

import pytest

from proofs.prove_1 import prove
from proofs.stack import MARKS, Stack

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(900)]


def test_nothing_is_lost_or_doubled_when_processes_die(tmp_path: Path) -> None:
    with Stack(tmp_path) as stack:
        outcome = prove(stack, kills=1, people=4, visits=3, seed=11)
    assert outcome.faults == []
    assert outcome.kills == dict.fromkeys(MARKS, 1)
    assert outcome.visits > 0
    assert outcome.messages > 20
