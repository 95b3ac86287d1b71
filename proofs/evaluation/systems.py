"""The systems that are compared, each asked the same messages: this one, plain Rasa, BM25."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import bm25s
import jieba

from content.fitting import COST
from content.index import Index
from content.model import Article
from content.normalize import clean
from content.search import search
from proofs.load import Client
from proofs.plain_rasa import PlainRasa

RANKED = 3
LATE = 30
"""So many seconds an answer may come late."""
# BM25 knows no danger articles, so a wrong answer costs it what an ordinary one costs us.

Warned = Literal["", "numbers", "card"]


@dataclass(frozen=True)
class Given:
    """What a system made of one message.

    `answered` is the article whose text was given, empty where none was; `ranked` the likeliest ones, given or not;
    `offered` whether titles to choose from were shown; `warned` whether a card said what to do in the danger, or only
    whom to call; `score` how sure the system is of the first, where it says so as a probability.
    """

    ranked: tuple[str, ...] = ()
    answered: str = ""
    offered: bool = False
    warned: Warned = ""
    score: float | None = None

    @property
    def refused(self) -> bool:
        """Nothing was given, nothing offered."""
        return not self.answered and not self.offered


class System(Protocol):
    """Anything that can be asked."""

    name: str

    def ask(self, text: str) -> Given:
        """What it makes of a message, from a person it has never met."""
        ...


class Babahui:
    """The whole path for what is given, the library's own search for the order and how sure it is."""

    name = "babahui"

    def __init__(self, url: str, index: Index) -> None:
        """Take the address of the web process and the index of the same library."""
        self._url, self._index = url, index

    def ask(self, text: str) -> Given:
        """Every message comes from a new person."""
        found = search(self._index, text)
        ranked = tuple(hit.article_id for hit in found.hits)
        client, message = Client(self._url), {"id": str(uuid.uuid4()), "text": text}
        try:
            status, body = client.post("/api/v1/messages", message)
            # 202 says that the answer comes later: a busy machine, and no other answer.
            for _try in range(LATE):
                if status != 202:
                    break
                time.sleep(1)
                status, body = client.post("/api/v1/messages", message)
        finally:
            client.close()
        if status != 200 or not isinstance(body, dict):
            raise RuntimeError(f"{status} for {text!r}")
        cards = [reply["custom"] for reply in body["replies"]]
        kinds = {card.get("kind") for card in cards}
        answered = next((str(card["article_id"]) for card in cards if card.get("kind") == "answer"), "")
        warned: Warned = "card" if "emergency" in kinds else "numbers" if "numbers" in kinds else ""
        return Given(ranked, answered, "suggest" in kinds, warned, found.score)


class Plain:
    """What a county would install instead: DIET and a ResponseSelector over the library's own questions."""

    name = "rasa"

    def __init__(self, rasa: PlainRasa) -> None:
        """Take a started plain Rasa."""
        self._rasa = rasa

    def ask(self, text: str) -> Given:
        """The selector's first response where its rules take the message for a question, else nothing."""
        found = self._rasa.parse(text)
        ranked = tuple(id_ for id_, _share in found.responses[:RANKED])
        answered = ranked[0] if ranked and found.intent == "faq" else ""
        return Given(ranked, answered, score=found.responses[0][1] if ranked else None)


class Bm25:
    """BM25 over the articles' questions, titles and short answers, words cut by jieba.

    It always has a first article; the score from which it answers is chosen on messages to develop on.
    """

    name = "bm25"

    def __init__(self, articles: Sequence[Article]) -> None:
        """Index the articles."""
        self._ids = [article.id for article in articles]
        self._least = 0.0
        self._retriever = bm25s.BM25()
        texts = ["\n".join((*article.questions, article.title, article.short)) for article in articles]
        self._retriever.index([_words(text) for text in texts], show_progress=False)

    def learn_when_to_answer(self, told: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        """Choose the score from which to answer, by what silence and wrong answers cost on these messages."""
        found = [(self._first(text), articles) for text, articles in told]
        steps = sorted({score for (_id, score), _articles in found})

        def cost(least: float) -> int:
            return sum(
                (1 if articles else 0) if score < least else (0 if id_ in articles else COST)
                for (id_, score), articles in found
            )

        self._least = min([*steps, float("inf")], key=cost)

    def ask(self, text: str) -> Given:
        """The first article where it scores enough."""
        words = _words(text)
        ids, scores = self._retriever.retrieve([words], k=RANKED, show_progress=False)
        ranked = tuple(self._ids[int(place)] for place, score in zip(ids[0], scores[0], strict=True) if score > 0)
        answered = ranked[0] if ranked and float(scores[0][0]) >= self._least else ""
        return Given(ranked, answered)

    def _first(self, text: str) -> tuple[str, float]:
        ids, scores = self._retriever.retrieve([_words(text)], k=1, show_progress=False)
        return self._ids[int(ids[0][0])], float(scores[0][0])


def _words(text: str) -> list[str]:
    return [word for word in jieba.lcut(clean(text)) if word.strip()]
