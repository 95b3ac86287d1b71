"""One voice for all clips: what somebody waits for is spoken before what is made ahead, sentence by sentence."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from tts_audio.engines import Engine, Samples


class Turns:
    """Lets one sentence be spoken at a time, and urgent ones first."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._busy = False
        self._urgent = 0

    @contextmanager
    def take(self, urgent: bool) -> Iterator[None]:
        """Wait for the turn; others wait until the block is left."""
        with self._change:
            self._urgent += urgent
            self._change.wait_for(lambda: not self._busy and (urgent or not self._urgent))
            self._urgent -= urgent
            self._busy = True
        try:
            yield
        finally:
            with self._change:
                self._busy = False
                self._change.notify_all()


class TakingTurns:
    """An engine that waits for its turn before each sentence."""

    def __init__(self, engine: Engine, turns: Turns, urgent: bool) -> None:
        self._engine = engine
        self._turns = turns
        self._urgent = urgent
        self.name: str = engine.name
        self.version: str = engine.version
        self.unit: Literal["sentence", "text"] = engine.unit
        self.remote: bool = engine.remote

    def voices(self) -> tuple[str, ...]:
        """The voices of the engine."""
        return self._engine.voices()

    def synthesize(self, text: str, voice: str, speed: float) -> tuple[Samples, int]:
        """Speak one piece when it is its turn."""
        with self._turns.take(self._urgent):
            return self._engine.synthesize(text, voice, speed)
