"""The benchmark measures what it says: distinct texts, in turns, with the other side standing still."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from content.load import DEFAULT_ROOT, load_library
from content.normalize import bare
from proofs.bench import distinct
from proofs.load import Client, Timing, measure
from proofs.plain_rasa import PlainRasa
from proofs.questions import load_outside, load_questions
from proofs.turns import Rounds, frozen, median, p95, per_second


def timing(per_second: float, p95: float) -> Timing:
    return Timing(8, 100, 0, per_second, p95 / 2, p95)


def test_the_texts_are_distinct_and_no_wordings_of_the_library() -> None:
    texts = distinct([question.text for question in load_questions()] + load_outside())
    assert len(texts) == len(set(texts)) >= 600
    wordings = {bare(wording) for article in load_library(DEFAULT_ROOT).articles for wording in article.questions}
    assert not wordings & {bare(text) for text in texts}


def test_who_is_not_measured_stands_still() -> None:
    process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        with frozen([process.pid]):
            assert state(process.pid) == "T"
        assert state(process.pid) in "RS"
    finally:
        process.kill()
        process.wait()


def state(pid: int) -> str:
    time.sleep(0.05)
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


def test_the_ratio_is_taken_pair_by_pair() -> None:
    """The machine was half as fast in the second pair; nobody's ratio changes by that."""
    ours = [timing(40, 200), timing(20, 400), timing(44, 210)]
    plain = [timing(20, 400), timing(10, 800), timing(20, 300)]
    rounds = Rounds({1: ours, 8: ours}, {1: plain, 8: plain})
    assert rounds.ratio(8, per_second) == 2.0
    assert rounds.ratio(8, p95) == 0.5
    assert median(ours).per_second == 40
    assert rounds.plain_eight.per_second == 20


class Person(Client):
    """Answers at once, or not at all."""

    made = 0

    def __init__(self) -> None:
        """A new person."""
        type(self).made += 1

    def ask(self, text: str) -> list[str]:
        """Know everything but one thing."""
        return [] if text == "7" else [text]

    def close(self) -> None:
        """Nothing is open."""


def test_every_text_is_asked_once_by_people_who_come_and_go() -> None:
    found = measure(Person, [str(number) for number in range(40)], users=4)
    assert (found.answers, found.failures, Person.made) == (40, 1, 8)
    assert found.p50 <= found.p95


def test_plain_rasa_gets_every_published_article_as_an_editor_wrote_it(tmp_path: Path) -> None:
    articles = [article for article in load_library(DEFAULT_ROOT).articles if article.status == "published"]
    (tmp_path / "plain").mkdir()
    plain = PlainRasa(tmp_path / "plain", articles)
    plain.write()
    domain = (tmp_path / "plain" / "domain.yml").read_text(encoding="utf-8")
    assert all(f"utter_faq/{article.id}:" in domain for article in articles)
    data = (tmp_path / "plain" / "data" / "all.yml").read_text(encoding="utf-8")
    assert data.count("intent: faq/") == len(articles)
    assert plain.pids() == []
    with pytest.raises(AssertionError):
        plain.memory()
