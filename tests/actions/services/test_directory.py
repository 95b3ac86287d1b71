"""Whom to call for what, and an honest gap where no local number is known."""

from actions.services import directory


def test_the_best_entry_comes_first() -> None:
    found = directory.entries(None, "屋头停水了找哪个")
    assert found[0].id == "water"
    assert found[0].phone == ""
    power = directory.entries(None, "停电了打好多")
    assert (power[0].id, power[0].phone) == ("power", "95598")


def test_no_topic_gives_everything_and_nonsense_nothing() -> None:
    assert len(directory.entries()) > 5
    assert directory.entries(None, "xyz") == []
