"""What a clip is made of and its name that follows from it; light: whoever only asks loads no audio library."""

import hashlib
import json
from dataclasses import dataclass

# Counted up when the same words come out of our code sounding different: old clips then stay, new ones get new names.
RECIPE = 1


@dataclass(frozen=True)
class ClipSpec:
    """What a clip is made of; an empty voice means the engine's preferred one.

    ``published`` says that anybody may read the text: only then may it leave the machine or stand in the sidecar.
    """

    text: str
    voice: str = ""
    engine: str = "kokoro"
    preset: str = "answer"
    speed: float = 1.0
    title: str = ""
    published: bool = False


def clip_hash(spec: ClipSpec) -> str:
    """32 hex characters that name the clip; whether the text is published does not change its sound."""
    recipe = [RECIPE, spec.text, spec.voice, spec.engine, spec.preset, round(spec.speed, 3), spec.title]
    return hashlib.sha256(json.dumps(recipe, ensure_ascii=False).encode()).hexdigest()[:32]
