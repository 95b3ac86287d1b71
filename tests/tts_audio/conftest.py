"""What the speech tests share: the installed model, when there is one."""

import os
from pathlib import Path

import pytest

from tts_audio.engines.kokoro_files import model_ready, voices_ready


@pytest.fixture(scope="session")
def model_dir() -> Path:
    """The folder of the installed voice model; where it is not installed the test is skipped, in CI it fails."""
    place = Path(os.environ.get("BABAHUI_TTS_MODEL_DIR") or Path(__file__).parents[2] / "tts_audio" / "models")
    if not (model_ready(place) and voices_ready(place)):
        reason = "语音模型没有装（python -m tts_audio setup）"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return place
