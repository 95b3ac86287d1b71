"""From mastered sentences to the files of a clip: each format of its preset, and the sidecar with the measures."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tts_audio import master
from tts_audio.audio import MP3_RATE, read_audio, write_amr, write_mp3, write_wav
from tts_audio.engines import Samples
from tts_audio.id3 import id3_tag
from tts_audio.loudness import measure
from tts_audio.presets import Preset
from tts_audio.storage import ClipFile, find_clip, put

MAKER = "坝坝会语音"


def keep_clip(
    folder: Path,
    name: str,
    how: Preset,
    opening: list[master.Spoken],
    words: list[master.Spoken],
    label: list[master.Spoken],
    facts: dict[str, object],
) -> ClipFile:
    """Master the sentences, write every format of the preset and the measured sidecar, and return the clip."""
    sound = master.whole(how, opening, words, label)
    tag = id3_tag(
        title=str(facts["title"]) or name, comment=how.label, version=f"{MAKER} {facts['engine_version']}", artist=MAKER
    )
    mp3 = folder / f"{name}.mp3"
    files = [mp3]
    if "wav" in how.formats:
        files.append(_put_sound(folder / f"{name}.wav", write_wav, sound))
    if "amr" in how.formats:
        for number, message in enumerate(master.messages(how, words, label), start=1):
            suffix = ".amr" if number == 1 else f".{number}.amr"
            files.append(_put_sound(folder / f"{name}{suffix}", write_amr, message))
    put(mp3, lambda path: write_mp3(path, sound, MP3_RATE, tag=tag))
    # Measured on the decoded file, since that is what a speaker box plays.
    heard, rate = read_audio(mp3)
    found = measure(heard, rate)
    row = {
        "hash": name,
        **facts,
        "label": how.label,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "duration": round(heard.size / rate, 3),
        "loudness_lufs": found.integrated,
        "true_peak_dbtp": found.peak,
        "files": [file.name for file in files],
        "approval": None,
    }
    sidecar = folder / f"{name}.json"
    put(sidecar, lambda path: path.write_text(json.dumps(row, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"))
    clip = find_clip(folder, name)
    if clip is None:
        raise OSError(0, "写好的文件不见了")
    return clip


def _put_sound(path: Path, write: Callable[[Path, Samples, int], None], sound: Samples) -> Path:
    return put(path, lambda place: write(place, sound, MP3_RATE))
