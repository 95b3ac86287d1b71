"""Fail when Rasa understands too few held-back sentences: `python -m proofs.intents <folder of rasa test nlu>`."""

import json
import sys
from pathlib import Path

LEAST = 0.9
"""Share of tests/bot/nlu understood as meant; the present model reaches .95."""


def main(folder: Path) -> int:
    """Print what was understood and what was mistaken; return 1 when it is too little."""
    report = json.loads((folder / "intent_report.json").read_text(encoding="utf-8"))
    accuracy = report["accuracy"]
    errors_file = folder / "intent_errors.json"
    errors = json.loads(errors_file.read_text(encoding="utf-8")) if errors_file.exists() else []
    for error in errors:
        print(f"  {error['text']}: {error['intent']} -> {error['intent_prediction']['name']}")
    print(f"understood as meant: {accuracy:.3f} (at least {LEAST} wanted)")
    return 0 if accuracy >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
