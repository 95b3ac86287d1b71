"""`make prove-1`: each process is killed with -9 again and again while twenty people chat and book.

After it: every message answered, no booking lost or doubled, no form field stored that nobody validated. Writes
proofs/results/prove-1.md. `--kills 1 --people 4` is what the tests run.
"""

import argparse
import random
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from actions.db.engine import begin
from actions.db.models import BookingRow, InboxMessage, VisitSlot
from actions.services.bookings import list_
from content.load import DEFAULT_ROOT, load_library
from proofs.people import Villager
from proofs.questions import load_outside, load_questions
from proofs.stack import MARKS, ROOT, Stack, at_commit

RESULTS = ROOT / "proofs" / "results"
NAMED_CASES = 5
_UNANSWERED = select(func.count()).select_from(InboxMessage).where(InboxMessage.answered_at.is_(None))


@dataclass
class Outcome:
    """What the run found; `faults` is empty when every promise held."""

    kills: Counter[str] = field(default_factory=Counter)
    cases: Counter[str] = field(default_factory=Counter)
    messages: int = 0
    retried: int = 0
    visits: int = 0
    slowest: float = 0.0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    """Run the proof; return 0 when every promise held."""
    parser = argparse.ArgumentParser(description="kill -9 each process while people chat and book")
    parser.add_argument("--kills", type=int, default=20, help="kills of each process")
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--visits", type=int, default=8, help="visits each person books at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-file", action="store_true", help="print only")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="babahui-prove-") as folder, Stack(Path(folder)) as stack:
        outcome = prove(stack, chosen.kills, chosen.people, chosen.visits, chosen.seed)
    text = report(outcome, chosen.people)
    print(text)
    if not chosen.no_file:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "prove-1.md").write_text(text, encoding="utf-8")
    return 1 if outcome.faults else 0


def prove(stack: Stack, kills: int, people: int, visits: int, seed: int) -> Outcome:
    """Let people live, kill, then look into the database."""
    rng = random.Random(seed)
    outcome = Outcome()
    texts = [question.text for question in load_questions()] + load_outside()
    villagers = [Villager(stack.url, seed * 1000 + number, texts) for number in range(people)]
    stop = threading.Event()
    threads = [threading.Thread(target=one.live, args=(stop, visits)) for one in villagers]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    time.sleep(2)
    order = [name for name in MARKS for _ in range(kills)]
    rng.shuffle(order)
    for name in order:
        while not stack.kill(name):
            time.sleep(0.2)
        outcome.kills[name] += 1
        time.sleep(rng.uniform(1, 8))
    others = [
        kill_after_booking(stack, outcome, min(kills, NAMED_CASES)),
        kill_actions_under_rasa(stack, outcome, min(kills, NAMED_CASES)),
    ]
    stack.wait_ready()
    time.sleep(3)
    stop.set()
    for thread in threads:
        thread.join()
    outcome.seconds = time.monotonic() - began
    judge(stack, villagers + others, outcome)
    return outcome


def kill_after_booking(stack: Stack, outcome: Outcome, times: int) -> Villager:
    """Kill Rasa after a booking is in the database and before its message is answered."""
    factory = stack.sessions()
    villager = Villager(stack.url, 77, ["屋头跳闸了咋个办"])
    for _ in range(times * 4):
        if outcome.cases["Rasa gone after the booking was written"] >= times:
            break
        stack.wait_ready()
        with begin(factory) as session:
            before = session.scalar(select(func.count()).select_from(BookingRow)) or 0
        booked = threading.Thread(target=villager.book, args=(threading.Event(),))
        booked.start()
        while booked.is_alive():
            with begin(factory) as session:
                rows = session.scalar(select(func.count()).select_from(BookingRow)) or 0
                open_ = session.scalar(_UNANSWERED)
            if rows > before:
                if stack.kill("bot") and open_:
                    outcome.cases["Rasa gone after the booking was written"] += 1
                break
            time.sleep(0.001)
        booked.join()
    return villager


def kill_actions_under_rasa(stack: Stack, outcome: Outcome, times: int) -> Villager:
    """Kill the action server in the middle of a form while Rasa goes on."""
    villager = Villager(stack.url, 78, ["屋头跳闸了咋个办"])
    for _ in range(times):
        stack.wait_ready()
        booked = threading.Thread(target=villager.book, args=(threading.Event(),))
        booked.start()
        time.sleep(0.6)
        if stack.kill("actions"):
            outcome.cases["actions gone while Rasa runs, in the middle of a form"] += 1
        booked.join()
    return villager


def judge(stack: Stack, everyone: list[Villager], outcome: Outcome) -> None:
    """Compare what people were told with what is stored."""
    said = [one for villager in everyone for one in villager.said]
    visits = [one for villager in everyone for one in villager.visits]
    outcome.messages, outcome.visits = len(said), len(visits)
    outcome.retried = sum(one.tries > 1 for one in said)
    outcome.slowest = max(one.seconds for one in said)
    faults = outcome.faults
    faults += [f"never answered: {one.text}" for villager in everyone for one in villager.given_up]
    faults += [f"answered without a word: {one.text}" for one in said if not _worded(one.replies)]
    faults += [f"a booking flow ended elsewhere: {text}" for villager in everyone for text in villager.broken_flows]
    factory = stack.sessions()
    registers = load_library(DEFAULT_ROOT)
    codes = {village.code for village in registers.villages}
    with begin(factory) as session:
        unanswered = session.scalar(_UNANSWERED)
        if unanswered:
            faults.append(f"{unanswered} messages unanswered in the inbox")
        stored = list_(session, state=None)
        taken = session.scalar(select(func.sum(VisitSlot.taken))) or 0
    told = Counter(visit.number for visit in visits)
    faults += [f"booking {number} told twice" for number, count in told.items() if count > 1]
    numbers = {booking.number for booking in stored}
    faults += [f"booking {number} told and not stored" for number in told if number not in numbers]
    faults += [f"booking {number} stored and never told" for number in numbers if number not in told]
    if len(stored) != len(visits):
        faults.append(f"{len(visits)} visits told, {len(stored)} stored")
    if taken != len(stored):
        faults.append(f"{taken} places taken for {len(stored)} bookings")
    phones = {visit.number: visit.phone for visit in visits}
    for booking in stored:
        if not re.fullmatch(r"1\d{10}", booking.call_phone) or booking.village_code not in codes:
            faults.append(f"booking {booking.number} holds what nobody validated")
        elif phones.get(booking.number, booking.call_phone) != booking.call_phone:
            faults.append(f"booking {booking.number} holds another person's number")


def _worded(replies: list[dict[str, object]]) -> bool:
    return any(reply.get("text") or reply.get("custom") for reply in replies)


def report(outcome: Outcome, people: int) -> str:
    """Return the result as Markdown."""
    lines = [
        "# Proof 1: kill -9 while people chat and book",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {at_commit()}. Repeat with `make prove-1`.",
        "",
        f"{people} people for {outcome.seconds:.0f} s: {outcome.messages} messages, {outcome.visits} visits booked, "
        f"{outcome.retried} messages sent more than once, slowest answer {outcome.slowest:.1f} s.",
        "",
        "| killed | times |",
        "|---|---|",
        *(f"| {name} | {count} |" for name, count in sorted(outcome.kills.items())),
        *(f"| {name} | {count} |" for name, count in sorted(outcome.cases.items())),
        "",
        "Every message answered, every booking told is stored once and every stored one was told, no place counted "
        "twice, no field unvalidated."
        if not outcome.faults
        else f"**{len(outcome.faults)} faults:**",
        *(f"- {fault}" for fault in outcome.faults[:50]),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
