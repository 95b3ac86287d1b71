"""The report: a table, and a page with plots for people who are not engineers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape

from proofs.evaluation.asked import REGISTERS, Asked
from proofs.evaluation.measures import MEASURES, Figures, Pair, confusions, figures, is_wrong, reliability
from proofs.evaluation.plots import by_slice, reliability_plot
from proofs.evaluation.systems import Given

NAMES = {"babahui": "坝坝会", "rasa": "普通 Rasa", "bm25": "BM25"}
REGISTER_NAMES = {
    "mandarin": "普通话", "dialect": "四川话", "asr": "语音识别", "typos": "错别字", "short": "很短", "long": "很长",
}  # fmt: skip


@dataclass(frozen=True)
class Report:
    """What was found at a commit, for each system the messages with what it made of them."""

    commit: str
    articles: int
    found: Mapping[str, Sequence[Pair]]


def table(of: Mapping[str, Figures]) -> str:
    """The measures of all systems as a Markdown table."""
    lines = [f"| | {' | '.join(NAMES[name] for name in of)} |", f"|---{'|---' * len(of)}|"]
    for key, title in MEASURES.items():
        lines.append(f"| {title} | {' | '.join(str(one.shares[key]) for one in of.values())} |")
    return "\n".join(lines)


def write(report: Report, folder: Path) -> None:
    """Write evaluation.md, evaluation.json and evaluation.html."""
    folder.mkdir(exist_ok=True)
    overall = {name: figures(pairs) for name, pairs in report.found.items()}
    ours = report.found["babahui"]
    registers = {REGISTER_NAMES[one]: _where(ours, "register", one) for one in REGISTERS}
    topics = {one: _where(ours, "topic", one) for one in sorted({pair[0].topic for pair in ours})}
    head = (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {report.commit}, {report.articles} articles, "
        f"{len(ours)} messages. Repeat with `make evaluate`."
    )
    parts = ["# How well people's own words are answered", head, table(overall)]
    for title, slices in (("By register", registers), ("By topic", topics)):
        keys = ("hit_at_1", "hit_at_3", "answered", "wrong", "refused", "warned")
        rows = [f"| | {' | '.join(keys)} |", f"|---{'|---' * len(keys)}|"]
        rows += [f"| {name} | {' | '.join(str(one.shares[key]) for key in keys)} |" for name, one in slices.items()]
        parts += [f"## {title} (babahui)", "\n".join(rows)]
    parts += ["## Dangers not heard", _listed(unheard(ours)), "## Wrong answers given", _listed(_wrong(ours))]
    (folder / "evaluation.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    raw = {
        name: {key: {"hits": one.hits, "of": one.of} for key, one in found.shares.items()}
        for name, found in overall.items()
    }
    (folder / "evaluation.json").write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")
    pages = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=select_autoescape(["html"]))
    page = pages.get_template("report.html").render(
        head=head,
        measures=MEASURES,
        names=NAMES,
        overall=overall,
        registers=registers,
        topics=topics,
        by_register=by_slice(
            {NAMES[name]: {title: _where(pairs, "register", one) for one, title in REGISTER_NAMES.items()}
             for name, pairs in report.found.items()}, "hit_at_1",
        ),
        reliability=reliability_plot(reliability(ours)),
        confusions=confusions(ours),
        unheard=unheard(ours),
        wrong=_wrong(ours),
    )  # fmt: skip
    (folder / "evaluation.html").write_text(page, encoding="utf-8")


def unheard(pairs: Sequence[Pair]) -> list[tuple[Asked, Given]]:
    """The dangers beside which not even the numbers stood."""
    return [pair for pair in pairs if pair[0].kind == "emergency" and not pair[1].warned]


def _wrong(pairs: Sequence[Pair]) -> list[tuple[Asked, Given]]:
    return [pair for pair in pairs if pair[0].kind in ("question", "outside") and is_wrong(pair)]


def _where(pairs: Sequence[Pair], field: str, value: str) -> Figures:
    return figures([pair for pair in pairs if getattr(pair[0], field) == value])


def _listed(pairs: Sequence[Pair]) -> str:
    lines = [f"- {asked.text}" + (f" → {given.answered}" if given.answered else "") for asked, given in pairs]
    return "\n".join(lines) or "None."
