"""`make evaluate`: how well people's own words are answered, against plain Rasa and BM25 on the same library.

Writes proofs/results/evaluation.md, evaluation.html (with plots, for people) and evaluation.json. `--part develop`
looks at the messages one may develop on; only `report` is written to files.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from content.index import Index
from content.load import DEFAULT_ROOT, load_library
from content.vectors import open_store
from proofs.evaluation.asked import PARTS, Asked, load_asked
from proofs.evaluation.measures import Pair, figures
from proofs.evaluation.report import Report, table, write
from proofs.evaluation.systems import Babahui, Bm25, Plain, System
from proofs.plain_rasa import PlainRasa
from proofs.stack import ROOT, Stack, at_commit

RESULTS = ROOT / "proofs" / "results"
ASKING = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask all systems everything, print the table, write the report."""
    parser = argparse.ArgumentParser(prog="python -m proofs.evaluate", description="问一遍测试题，看答得怎么样")
    parser.add_argument("--part", choices=PARTS, default="report", help="哪一部分测试题")
    parser.add_argument("--ours-only", action="store_true", help="只问坝坝会，不训练对照的 Rasa；不写文件")
    options = parser.parse_args(arguments)
    commit = at_commit()
    asked = load_asked(options.part)
    articles = [article for article in load_library(DEFAULT_ROOT).articles if article.status == "published"]
    found: dict[str, list[Pair]] = {}
    bm25 = Bm25(articles)
    bm25.learn_when_to_answer(
        [(one.text, one.articles) for one in load_asked("develop") if one.kind in ("question", "outside")]
    )
    found[bm25.name] = ask_all(bm25, asked)
    with tempfile.TemporaryDirectory(prefix="babahui-evaluate-") as folder:
        if not options.ours_only:
            rasa = PlainRasa(Path(folder) / "plain", articles)
            rasa.write()
            rasa.train_once()
            rasa.start()
            try:
                found[Plain.name] = ask_all(Plain(rasa), asked)
            finally:
                rasa.stop()
        with Stack(Path(folder) / "ours") as stack:
            index = _index(stack.folder)
            found[Babahui.name] = ask_all(Babahui(stack.url, index), asked)
    print(table({name: figures(pairs) for name, pairs in found.items()}))
    if options.part == "report" and not options.ours_only:
        write(Report(commit, len(articles), found), RESULTS)
    return 0


def ask_all(system: System, asked: Sequence[Asked]) -> list[Pair]:
    """Each message with what the system made of it, in the same order."""
    with ThreadPoolExecutor(ASKING) as people:
        return list(zip(asked, people.map(lambda one: system.ask(one.text), asked), strict=True))


def _index(folder: Path) -> Index:
    library = load_library(DEFAULT_ROOT)
    store = open_store(folder / "vectors")
    index = Index.build(library.articles, terms=library.terms, vectors=store)
    if store is not None:
        store.fill(index.texts())
    return Index.build(library.articles, index)


if __name__ == "__main__":
    sys.exit(main())
