"""`make bench`: this system against plain Rasa on the same library and the same questions, in one run.

Both sides are durable (SQLite), every text is distinct and none is a wording of the library. Writes
proofs/results/bench.md and bench.json.
"""

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from actions.db.engine import begin
from actions.services import library
from content.load import DEFAULT_ROOT, load_library
from proofs.load import BabahuiClient, Client, PlainRasaClient, Timing, measure
from proofs.plain_rasa import REFUSAL, PlainRasa
from proofs.questions import Question, load_outside, load_questions
from proofs.stack import ROOT, Stack, at_commit, wait_for
from proofs.start import STARTS, second_starts
from proofs.turns import Rounds, frozen, p95, per_second

RESULTS = ROOT / "proofs" / "results"
ROUNDS = 5
CLIPS = 6
ONE_USER = 200
EDITED = "fishing-under-lines"
HEARD_SECONDS = 60
PLAIN_WAITS = 300.0
"""Plain Rasa trains for a quarter of an hour and more; past this many seconds only that it is longer is told."""
# Figures in an article need a fact, so the edits are told apart by these.
NAMES = "甲乙丙丁戊"


@dataclass(frozen=True)
class Quality:
    """What came first: the right answer word for word, the right title first, a wrong answer; and right refusals."""

    asked: int
    answered: float
    hit_at_1: float
    hit_at_3: float
    wrong: float
    outside: int
    refused: float


@dataclass(frozen=True)
class Side:
    """What was measured of one system."""

    edit_to_live_s: float
    """`PLAIN_WAITS` where it took longer than that."""
    one_user: Timing
    eight_users: Timing
    start_s: float
    memory_mb: dict[str, float]
    quality: Quality


def main() -> int:
    """Measure both sides, print and write the table."""
    commit = at_commit()  # what is measured, not what may have been committed an hour later
    articles = [article for article in load_library(DEFAULT_ROOT).articles if article.status == "published"]
    questions, outside = load_questions(), load_outside()
    shorts = {article.id: article.short for article in articles}
    texts = distinct([question.text for question in questions] + outside)
    print(f"{len(articles)} articles, {len(questions)} questions, {len(outside)} from outside", flush=True)
    with tempfile.TemporaryDirectory(prefix="babahui-bench-") as folder:
        plain = PlainRasa(Path(folder) / "plain", articles)
        plain.write()
        plain.train_once()
        print("plain Rasa trained", flush=True)
        plain_start = plain.start()
        try:
            with Stack(Path(folder) / "ours") as stack:
                with frozen(plain.pids()):
                    ours_start = statistics.median(second_starts(stack))
                contest = Contest(stack, plain)
                rounds = contest.rounds(texts)
                ours_quality, plain_quality = contest.qualities(questions, outside, shorts)
                ours_memory, plain_memory = stack.memory(), {"rasa": plain.memory()}
                with frozen(plain.pids()):
                    ours_live = edit_to_live_ours(stack)
                with frozen(plain.pids()):
                    ours_memory["worker"] = speaking(stack)
        finally:
            plain.stop()
        plain_live = edit_to_live_plain(plain)
    ours = Side(ours_live, rounds.ours_one, rounds.ours_eight, ours_start, ours_memory, ours_quality)
    theirs = Side(plain_live, rounds.plain_one, rounds.plain_eight, plain_start, plain_memory, plain_quality)
    write(ours, theirs, rounds, commit, len(articles), len(questions), len(outside))
    return 0


def speaking(stack: Stack) -> float:
    """The worker's peak memory in MB while it makes the clips of the emergencies with the real voice."""
    stack.stop()
    stack.env["BABAHUI_TTS_ENGINE"] = "kokoro"
    stack.start()
    clips = stack.folder / "clips"
    before = len(list(clips.glob("*.mp3")))
    wait_for(lambda: len(list(clips.glob("*.mp3"))) >= before + CLIPS, 600, "the worker makes no clips")
    return stack.memory()["worker"]


@dataclass(frozen=True)
class Contest:
    """Both systems, up at the same time; whoever is not measured is frozen."""

    stack: Stack
    plain: PlainRasa

    def rounds(self, texts: list[str]) -> Rounds:
        """Measure in turns, at 1 and 8 users, after both have warmed up."""
        found = Rounds({1: [], 8: []}, {1: [], 8: []})
        self._ours(texts[:40], 8)
        self._plain(texts[:40], 8)
        for _round in range(ROUNDS):
            for users, some in ((1, texts[:ONE_USER]), (8, texts)):
                found.plain[users].append(self._plain(some, users))
                found.ours[users].append(self._ours(some, users))
                print(users, "plain", found.plain[users][-1], "ours", found.ours[users][-1], flush=True)
        return found

    def qualities(
        self, questions: Sequence[Question], outside: Sequence[str], shorts: dict[str, str]
    ) -> tuple[Quality, Quality]:
        """Ask both all questions and everything from outside."""
        with frozen(self.plain.pids()):
            ours = ask_all(lambda: BabahuiClient(self.stack.url), questions, outside, shorts,
                           lambda text: is_refusal(text, shorts))  # fmt: skip
        with frozen(self.stack.pids().values()):
            plain = ask_all(lambda: PlainRasaClient(self.plain.url), questions, outside, shorts,
                            lambda text: is_refusal(text, shorts) or REFUSAL in text)  # fmt: skip
        return ours, plain

    def _ours(self, texts: list[str], users: int) -> Timing:
        with frozen(self.plain.pids()):
            return measure(lambda: BabahuiClient(self.stack.url), texts, users)

    def _plain(self, texts: list[str], users: int) -> Timing:
        with frozen(self.stack.pids().values()):
            return measure(lambda: PlainRasaClient(self.plain.url), texts, users)


def ask_all(client, questions, outside, shorts, refuses) -> Quality:  # type: ignore[no-untyped-def]
    """Ask each question as a new person; count what came first.

    A title offered first counts for hit@1 (one tap away), one of three for hit@3; plain Rasa offers none.
    """
    answered = first = among = wrong = refused = 0
    for question in questions:
        said, offered = _ask(client, question.text)
        if any(shorts[one] in said for one in question.articles):
            answered += 1
        elif any(short in said for short in shorts.values()):
            wrong += 1
        first += bool(offered) and offered[0] in question.articles
        among += any(one in question.articles for one in offered)
    for text in outside:
        said, offered = _ask(client, text)
        refused += refuses(said) and not offered
    n = len(questions)
    return Quality(n, answered / n, (answered + first) / n, (answered + among) / n, wrong / n, len(outside),
                   refused / len(outside))  # fmt: skip


def is_refusal(text: str, shorts: dict[str, str]) -> bool:
    """True when none of the library's answers was given."""
    return not any(short in text for short in shorts.values())


def edit_to_live_ours(stack: Stack) -> float:
    """Publish a changed answer as the editor's page does and ask until it is heard; the median of five."""
    id_, question = _edited()
    factory = stack.sessions()
    client = BabahuiClient(stack.url)
    client.ask(question)
    times = []
    for number in range(5):
        new = f"这是{NAMES[number]}回改过的答复，改完就能听到。有事打95598。"
        with begin(factory) as session:
            stored = library.get_article(session, id_)
        assert stored is not None
        edited = stored.text.replace(_short_of(stored.text), new)
        began = time.perf_counter()
        with begin(factory) as session:
            library.publish(session, id_, edited, "bench", "bench")
        _wait_until_heard(client, question, new, 0.005)
        times.append(time.perf_counter() - began)
    return sorted(times)[2]


def edit_to_live_plain(plain: PlainRasa) -> float:
    """Change a response, train, start, and ask until it is heard, as plain Rasa's users do; at most `PLAIN_WAITS`."""
    id_, question = _edited()
    new = "这是改过的答复，改完就能听到。有事打95598。"
    article = plain.articles[id_]
    began = time.monotonic()
    plain.articles[id_] = type(article)(**{**article.__dict__, "short": new})
    plain.write()
    try:
        plain.train(PLAIN_WAITS)
    except TimeoutError:
        return PLAIN_WAITS
    plain.start()
    try:
        client = PlainRasaClient(plain.url)
        _wait_until_heard(client, question, new, 0.05)
        return time.monotonic() - began
    finally:
        plain.stop()


def distinct(texts: list[str]) -> list[str]:
    """Return at least 600 different texts in a fixed random order, none repeated."""
    rng = random.Random(20261124)
    openings = ["", "请问", "你好，", "问一哈，", "麻烦问下，", "想晓得", "老师，", "哎，"]
    out: list[str] = []
    for opening in openings:
        out += [opening + text for text in texts]
        if len(out) >= 600:
            break
    rng.shuffle(out)
    return out[:800]


def _ask(client, text: str) -> tuple[str, list[str]]:  # type: ignore[no-untyped-def]
    one = client()
    try:
        return "\n".join(one.ask(text)[:1]), one.offered
    finally:
        one.close()


def _edited() -> tuple[str, str]:
    # A question that asks for nothing to be done, so that both sides answer it from the library.
    article = next(one for one in load_library(DEFAULT_ROOT).articles if one.id == EDITED)
    return article.id, article.questions[0]


def _wait_until_heard(client: Client, question: str, new: str, pause: float) -> None:
    end = time.monotonic() + HEARD_SECONDS
    while new not in "".join(client.ask(question)):
        if time.monotonic() > end:
            raise TimeoutError(f"{new!r} was not heard within {HEARD_SECONDS} s of asking {question!r}")
        time.sleep(pause)


def _short_of(text: str) -> str:
    return text.split("## 简答", 1)[1].split("## ", 1)[0].strip()


def write(ours: Side, plain: Side, rounds: Rounds, commit: str, articles: int, questions: int, outside: int) -> None:
    """Write the table and the raw figures."""
    more = "more than " if plain.edit_to_live_s >= PLAIN_WAITS else ""
    rows = [
        ("edit to live", f"{more}{plain.edit_to_live_s:.1f} s", f"{ours.edit_to_live_s:.3f} s",
         f"{more}{plain.edit_to_live_s / ours.edit_to_live_s:.0f} times faster"),
        ("answers/s, 1 user", f"{plain.one_user.per_second:.1f}", f"{ours.one_user.per_second:.1f}",
         f"{rounds.ratio(1, per_second):.2f}"),
        ("p50 / p95, 1 user", f"{plain.one_user.p50:.0f} / {plain.one_user.p95:.0f} ms",
         f"{ours.one_user.p50:.0f} / {ours.one_user.p95:.0f} ms", f"p95 {rounds.ratio(1, p95):.2f}"),
        ("answers/s, 8 users", f"{plain.eight_users.per_second:.1f}", f"{ours.eight_users.per_second:.1f}",
         f"{rounds.ratio(8, per_second):.2f}"),
        ("p50 / p95, 8 users", f"{plain.eight_users.p50:.0f} / {plain.eight_users.p95:.0f} ms",
         f"{ours.eight_users.p50:.0f} / {ours.eight_users.p95:.0f} ms",
         f"p95 {rounds.ratio(8, p95):.2f}"),
        ("failures", str(plain.one_user.failures + plain.eight_users.failures),
         str(ours.one_user.failures + ours.eight_users.failures), ""),
        ("start", f"{plain.start_s:.1f} s", f"{ours.start_s:.1f} s (second start, all four, median of {STARTS})", ""),
        ("memory at its most (worker: while it makes clips)", _memory(plain.memory_mb), _memory(ours.memory_mb), ""),
        ("answered right, word for word", f"{plain.quality.answered:.3f}", f"{ours.quality.answered:.3f}", ""),
        ("hit@3 (answer or one of three titles)", f"{plain.quality.hit_at_3:.3f}", f"{ours.quality.hit_at_3:.3f}", ""),
        ("hit@1 (answer or first title)", f"{plain.quality.hit_at_1:.3f}", f"{ours.quality.hit_at_1:.3f}", ""),
        ("wrong answers given", f"{plain.quality.wrong:.3f}", f"{ours.quality.wrong:.3f}", ""),
        ("refused of outside", f"{plain.quality.refused:.3f}", f"{ours.quality.refused:.3f}", ""),
    ]  # fmt: skip
    lines = [
        "# Babahui against plain Rasa",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit}, {articles} articles, {questions} questions, "
        f"{outside} messages from outside the library. Repeat with `make bench`.",
        "",
        f"{os.cpu_count()} cores. The two sides were measured in turns, {ROUNDS} rounds each, the other one frozen; "
        "shown is the median round, the ratio is the median of the rounds' ratios.",
        "",
        "| | plain Rasa (DIET + ResponseSelector, SQL tracker) | Babahui (whole path) | ratio |",
        "|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "bench.md").write_text("\n".join(lines), encoding="utf-8")
    (RESULTS / "bench.json").write_text(
        json.dumps({"plain": asdict(plain), "ours": asdict(ours), "rounds": asdict(rounds)}, indent=1) + "\n"
    )
    print("\n".join(lines))


def _memory(sizes: dict[str, float]) -> str:
    return ", ".join(f"{name} {size:.0f}" for name, size in sorted(sizes.items())) + " MB"


if __name__ == "__main__":
    sys.exit(main())
