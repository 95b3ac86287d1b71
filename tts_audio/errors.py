"""What can go wrong between a text and a clip, each with one Chinese sentence for people."""


class SpeechError(Exception):
    """No clip could be made; ``str(error)`` is one Chinese sentence that says why and what helps."""


class NotSpeakable(SpeechError):
    """The text holds words that have no Mandarin reading; ``words`` lists them in order."""

    def __init__(self, words: tuple[str, ...]) -> None:
        """Keep the words, so that an editor sees what to rewrite."""
        self.words = words
        super().__init__(f"这些内容没有普通话读法，请改写成汉字：{'、'.join(words)}。")


class EngineUnavailable(SpeechError):
    """A voice engine is unknown, switched off, not set up or did not answer."""


class NothingToSay(SpeechError):
    """After normalising nothing is left that could be spoken."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("文字里没有可以朗读的内容，请写一句完整的话。")


class SetupFailed(SpeechError):
    """The model or the voices could not be fetched, verified or stored."""
