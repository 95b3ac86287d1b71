"""Plots as SVG inside the page; their letters stay letters, so that the reader's own font shows Chinese."""

import io
import warnings
from collections.abc import Mapping, Sequence

import matplotlib
from matplotlib.figure import Figure

from proofs.evaluation.measures import Bin, Figures

matplotlib.use("svg")
matplotlib.rcParams["svg.fonttype"] = "none"
matplotlib.rcParams["svg.hashsalt"] = "babahui"
matplotlib.rcParams["font.family"] = "sans-serif"
_GREYS = ("#b3261e", "#888888", "#cccccc")


def by_slice(systems: Mapping[str, Mapping[str, Figures]], key: str) -> str:
    """Bars of one measure for each slice, a colour for each system, with the 95 % intervals as whiskers."""
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    axes = figure.subplots()
    width = 0.8 / len(systems)
    for number, (name, slices) in enumerate(systems.items()):
        shares = [one.shares[key] for one in slices.values()]
        places = [place + number * width for place in range(len(shares))]
        values = [one.value for one in shares]
        below = [one.value - one.interval[0] for one in shares]
        above = [one.interval[1] - one.value for one in shares]
        axes.bar(places, values, width, label=name, color=_GREYS[number % 3], yerr=[below, above], capsize=2)
    first = next(iter(systems.values()))
    axes.set_xticks([place + 0.4 - width / 2 for place in range(len(first))], list(first))
    axes.set_ylim(0, 1)
    axes.legend(loc="upper right", ncols=len(systems))
    return _svg(figure)


def reliability_plot(bins: Sequence[Bin]) -> str:
    """How often the first was right against how sure the search was; on the diagonal the scores hold."""
    figure = Figure(figsize=(4.6, 4.2), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="#888888", linestyle="--")
    said, was, sizes = zip(*((one.said, one.was, 20 + one.of) for one in bins), strict=True) if bins else ((), (), ())
    axes.scatter(said, was, s=sizes, color=_GREYS[0])
    axes.set_xlabel("系统说有几成把握")
    axes.set_ylabel("真的对了几成")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    return _svg(figure)


def _svg(figure: Figure) -> str:
    out = io.StringIO()
    with warnings.catch_warnings():
        # This machine's font may lack the letters; the reader's has them, and only he draws them.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()[out.getvalue().index("<svg") :]
