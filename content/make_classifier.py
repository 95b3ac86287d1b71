"""Making classifier.npz: `python -m content.make_classifier` learns from the library and from what people ask."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from content.classifier import FILE
from content.index import searched
from content.learning import learn
from content.load import DEFAULT_ROOT, load_library
from content.samples import wordings_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn and write the file."""
    parser = argparse.ArgumentParser(prog="python -m content.make_classifier", description="学哪些话是在问哪篇文章")
    parser.add_argument("--root", type=Path, default=DEFAULT_ROOT, help="内容文件夹")
    parser.add_argument("--out", type=Path, default=FILE, help="写到哪个文件")
    options = parser.parse_args(arguments)
    library = load_library(options.root)
    learn(wordings_of(searched(library.articles), options.root), library.terms, progress=_progress).save(options.out)
    return 0


def _progress(done: int, total: int) -> None:
    sys.stderr.write(f"\r文章 {done}/{total}" + ("\n" if done == total else ""))


if __name__ == "__main__":
    raise SystemExit(main())
