"""A fraction of `make prove-2`: some hundred articles come in, survive a kill, are listed and published."""

from pathlib import Path

from proofs.prove_2 import prove


def test_an_import_that_dies_goes_on_where_it_was(tmp_path: Path) -> None:
    found = prove(tmp_path, 410, 420, vectors=False)
    # The figures depend on the machine; what must hold everywhere is that nothing is lost, doubled or answered wrongly.
    assert [fault for fault in found.faults if " took " not in fault] == []
    assert found.figures["import killed with -9 after"] in ("200 articles were in", "400 articles were in")
