"""Shares and their intervals."""

import pytest

from proofs.evaluation.counting import Share, share


def test_the_interval_is_wilsons() -> None:
    """Figures of the textbook example: 81 of 263 (Newcombe 1998)."""
    low, high = Share(81, 263).interval
    assert low == pytest.approx(0.2553, abs=5e-5)
    assert high == pytest.approx(0.3662, abs=5e-5)


def test_all_and_none_leave_room_for_doubt() -> None:
    assert Share(10, 10).interval[0] == pytest.approx(0.722, abs=1e-3)
    assert Share(0, 10).interval[1] == pytest.approx(0.278, abs=1e-3)
    assert Share(0, 0).interval == (0.0, 1.0)
    assert str(Share(0, 0)) == "–"


def test_a_share_counts_for_what_it_holds() -> None:
    assert share([1, 2, 3, 4], lambda number: number > 1) == Share(3, 4)
    assert str(Share(3, 4)).startswith("0.750 (0.301")
