"""What somebody waits for is spoken before what is made ahead."""

import threading
import time

from actions.tasks.speech import TakingTurns, Turns
from tts_audio.engines import Samples
from tts_audio.engines.tone import ToneEngine


class Recorder(ToneEngine):
    """Writes down what it speaks, and stops in the first sentence until it may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.begun = threading.Event()
        self.go_on = threading.Event()

    def synthesize(self, text: str, voice: str, speed: float) -> tuple[Samples, int]:
        self.said.append(text)
        self.begun.set()
        self.go_on.wait(10)
        return super().synthesize(text, voice, speed)


def test_an_urgent_sentence_goes_before_waiting_ones() -> None:
    engine, turns = Recorder(), Turns()
    voice = engine.voices()[0]

    def say(text: str, urgent: bool) -> threading.Thread:
        speaker = TakingTurns(engine, turns, urgent)
        thread = threading.Thread(target=speaker.synthesize, args=(text, voice, 1.0))
        thread.start()
        return thread

    threads = [say("提前一", False)]
    assert engine.begun.wait(10)
    threads += [say("提前二", False), say("提前三", False)]
    time.sleep(0.2)
    threads += [say("急的", True)]
    time.sleep(0.2)
    engine.go_on.set()
    for thread in threads:
        thread.join()
    assert engine.said[:2] == ["提前一", "急的"]
    assert sorted(engine.said[2:]) == sorted(["提前二", "提前三"])
