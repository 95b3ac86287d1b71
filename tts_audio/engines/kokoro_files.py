"""The files Kokoro needs, by name and sha256, and whether a folder has them."""

import hashlib
from pathlib import Path

from tts_audio.errors import EngineUnavailable

MODEL = "kokoro-v1.0.int8.onnx"
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
MODEL_BYTES = 92_361_271
VOICE_BYTES = 522_240
# In the order a recogniser understood them; the Mandarin voices of Kokoro v1.0.
VOICE_SHA256 = {
    "zf_xiaobei": "5dde6e1c9c4f12c8b327bc29c0cee361a23b52b952c04636858ba637ec66e640",
    "zf_xiaoyi": "bc1555c5c486099196ac254bae5e0bb543c121952a3092f50b7d8724f1bc36b3",
    "zf_xiaoxiao": "03adb5d5e3ddd88b047954e974e651cb0a4b524c985057e5d872e962c7be1169",
    "zf_xiaoni": "08892b62a39af0a615cd0581238db7e19e44c578e8fa0bfd0e586e93327d9cba",
    "zm_yunyang": "261e2c89470534dbbcb8fd98b8fdc495ec94063d9bb6c8277f7be43cccba3f42",
    "zm_yunxi": "7243892fb4e560d47014090ddf010f8b8b790f3c6b029ff82b2ac06aa4e27c8b",
    "zm_yunjian": "de48a00bdbf3649f07162269a2b6e0513604389bfac8a2e6c75cb34b323ad6fa",
    "zm_yunxia": "6b2b8fc15b3df19a368daebe5c581c7fabf433ee5b8a17ffd6b3d723cff8936d",
}
VOICE_NAMES = tuple(VOICE_SHA256)


def voice_file(model_dir: Path, voice: str) -> Path:
    """Where a voice lies."""
    return model_dir / "voices" / f"{voice}.bin"


def model_ready(model_dir: Path) -> bool:
    """Whether the model is there in its full length."""
    return _size(model_dir / MODEL) == MODEL_BYTES


def voices_ready(model_dir: Path) -> bool:
    """Whether every voice is there in its full length."""
    return all(_size(voice_file(model_dir, voice)) == VOICE_BYTES for voice in VOICE_NAMES)


def require(model_dir: Path) -> None:
    """Raise ``EngineUnavailable`` with the command that helps, unless model and voices are there."""
    if not (model_ready(model_dir) and voices_ready(model_dir)):
        raise EngineUnavailable("本机语音还没有装好：请运行 python -m tts_audio setup，装好后不再需要网络。")


def intact(model_dir: Path) -> bool:
    """Whether every file has the sha256 it must have; reads all of them."""
    wanted = {voice_file(model_dir, voice): sha for voice, sha in VOICE_SHA256.items()}
    wanted[model_dir / MODEL] = MODEL_SHA256
    return all(path.is_file() and sha256_of(path) == sha for path, sha in wanted.items())


def sha256_of(path: Path) -> str:
    """The file's sha256 in hex, read in pieces."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1
