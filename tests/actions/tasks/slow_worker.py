"""A real worker process with a voice that is as slow as told; tests start it and kill it."""

import os
import signal
import sys
import time
from pathlib import Path

from actions.clock import at, local_day, utc_now
from actions.context import open_context
from actions.settings import load_settings
from actions.tasks.worker import make_worker
from tts_audio.engines import Samples
from tts_audio.engines.tone import ToneEngine


class SlowEngine(ToneEngine):
    """Beeps, after a while, and writes down every sentence it began."""

    def __init__(self, seconds: float, log: Path) -> None:
        super().__init__()
        self._seconds = seconds
        self._log = log

    def synthesize(self, text: str, voice: str, speed: float) -> tuple[Samples, int]:
        """Take the time that was told."""
        with self._log.open("a", encoding="utf-8") as log:
            log.write(text + "\n")
        time.sleep(self._seconds)
        return super().synthesize(text, voice, speed)


if __name__ == "__main__":
    seconds, log, ahead = float(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "ahead"
    worker = make_worker(open_context(load_settings(os.environ)), SlowEngine(seconds, log), make_ahead=ahead)
    worker.sweep.clock = lambda: at(local_day(utc_now()), 12)  # the tests must not depend on the time of day
    signal.signal(signal.SIGTERM, lambda _signal, _frame: worker.stop())
    if not worker.run():
        os._exit(0)
