"""From spoken sentences to the finished sound: order, pauses, repeats, chime, and the level as the very last step."""

from dataclasses import dataclass

import numpy as np

from tts_audio.audio import MP3_RATE, resample
from tts_audio.chime import chime
from tts_audio.engines import Samples
from tts_audio.loudness import TARGET_LUFS, bring_to
from tts_audio.presets import Preset

# A bell is felt as louder than speech of the same measure.
_CHIME_LUFS = TARGET_LUFS - 3.0
_SILENT = 0.004
_EDGE_SECONDS = 0.04
VOICE_MESSAGE_SECONDS = 60.0


@dataclass(frozen=True)
class Spoken:
    """One sentence as sound, trimmed, at 44.1 kHz, with the pause that belongs behind it."""

    sound: Samples
    pause: float

    @property
    def seconds(self) -> float:
        """Length with the pause."""
        return self.sound.size / MP3_RATE + self.pause


def spoken(samples: Samples, rate: int, text: str, gap: float) -> Spoken:
    """Trim an engine's silence and choose the pause by the mark at the end: a comma is half a full stop."""
    return Spoken(_trimmed(resample(samples, rate, MP3_RATE)), gap if text[-1:] in "。！？!?；;" else gap / 2)


def part(sentence: Spoken, preset: Preset) -> Samples:
    """One sentence ready to play by itself, at its final level."""
    level, _ = bring_to(_joined([sentence]), MP3_RATE, band=preset.band)
    return level


def whole(preset: Preset, opening: list[Spoken], words: list[Spoken], label: list[Spoken]) -> Samples:
    """The finished clip at 44.1 kHz: chime, opening, words as often as the preset says, label, chime."""
    body = [*opening]
    for turn in range(preset.repeats):
        body += _ending_with(words, preset.pause if turn + 1 < preset.repeats else preset.gap)
    voice = np.concatenate([_joined(body), _quieter(_joined(label), preset.label_gain_db)])
    sound, _ = bring_to(voice, MP3_RATE, band=preset.band)
    edge = _silence(0.5)
    if preset.chime:
        sound = np.concatenate([_bell(falling=False), edge, sound])
    if preset.end_chime:
        sound = np.concatenate([sound, edge, _bell(falling=True)])
    sound, _ = bring_to(sound, MP3_RATE)
    return sound


def messages(preset: Preset, words: list[Spoken], label: list[Spoken]) -> list[Samples]:
    """The words as voice messages of at most 60 s, cut between sentences, each with its own label."""
    room = VOICE_MESSAGE_SECONDS - 1.0 - sum(piece.seconds for piece in label) - preset.gap
    groups: list[list[Spoken]] = [[]]
    for sentence in words:
        if groups[-1] and sum(piece.seconds for piece in groups[-1]) + sentence.seconds > room:
            groups.append([])
        groups[-1].append(sentence)
    return [whole(preset, [], group, label) for group in groups]


def _bell(*, falling: bool) -> Samples:
    sound, _ = bring_to(chime(MP3_RATE, falling=falling), MP3_RATE, target=_CHIME_LUFS)
    return sound


def _ending_with(words: list[Spoken], pause: float) -> list[Spoken]:
    return [*words[:-1], Spoken(words[-1].sound, max(pause, words[-1].pause))]


def _joined(pieces: list[Spoken]) -> Samples:
    sounds = [sound for piece in pieces for sound in (piece.sound, _silence(piece.pause))]
    return np.concatenate(sounds).astype(np.float32) if sounds else np.zeros(0, np.float32)


def _quieter(sound: Samples, gain_db: float) -> Samples:
    return (sound * np.float32(10 ** (gain_db / 20))).astype(np.float32)


def _silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * MP3_RATE), np.float32)


def _trimmed(sound: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(sound) > _SILENT)
    if not loud.size:
        return sound
    edge = int(_EDGE_SECONDS * MP3_RATE)
    return sound[max(0, int(loud[0]) - edge) : int(loud[-1]) + edge]
