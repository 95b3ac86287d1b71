"""Engines are chosen by name, and whatever is wrong with one is said in Chinese."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tts_audio.audio import write_mp3, write_wav
from tts_audio.engines import ENGINE_NAMES, make_engine
from tts_audio.engines.google import GoogleEngine
from tts_audio.errors import EngineUnavailable, SpeechError


def test_an_unknown_engine_is_refused_with_the_known_names(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="kokoro、gtts、folder、tone"):
        make_engine("espeak", tmp_path)


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_making_an_engine_costs_nothing_and_tells_its_voices(name: str, tmp_path: Path) -> None:
    engine = make_engine(name, tmp_path / "nothing-here", allowed=True)
    assert engine.name == name
    assert engine.voices()


def test_kokoro_without_its_model_names_the_command_that_helps(tmp_path: Path) -> None:
    engine = make_engine("kokoro", tmp_path)
    with pytest.raises(EngineUnavailable, match="python -m tts_audio setup"):
        engine.synthesize("你好。", engine.voices()[0], 1.0)
    with pytest.raises(EngineUnavailable, match="没有叫“nobody”的声音"):
        engine.synthesize("你好。", "nobody", 1.0)


class TestTone:
    def test_the_same_text_beeps_the_same_way(self, tmp_path: Path) -> None:
        one, rate = make_engine("tone", tmp_path).synthesize("别碰电线。", "tone", 1.0)
        two, _ = make_engine("tone", tmp_path).synthesize("别碰电线。", "tone", 1.0)
        other, _ = make_engine("tone", tmp_path).synthesize("别碰电杆。", "tone", 1.0)
        assert np.array_equal(one, two)
        assert not np.array_equal(one, other)
        assert one.dtype == np.float32
        assert one.size / rate == pytest.approx(6 * 0.08, abs=0.01)

    def test_it_can_be_made_as_slow_as_a_real_voice(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        slept: list[float] = []
        monkeypatch.setattr(time, "sleep", slept.append)
        monkeypatch.setenv("BABAHUI_TONE_DELAY", "0.2")
        make_engine("tone", tmp_path).synthesize("好。", "tone", 1.0)
        assert slept == [0.2]


class TestFolder:
    @pytest.fixture
    def recordings(self, tmp_path: Path) -> Path:
        folder = tmp_path / "recordings"
        folder.mkdir()
        clock = np.arange(24_000) / 24_000
        sound = (0.4 * np.sin(2 * np.pi * 300 * clock)).astype(np.float32)
        write_wav(folder / "a.wav", sound, 24_000)
        (folder / "a.txt").write_text("停电了，请打95598。", encoding="utf-8")
        write_mp3(folder / "b.mp3", sound, 24_000)
        (folder / "b.txt").write_text("有人触电打120", encoding="utf-8")
        return tmp_path

    def test_a_recording_is_found_by_its_words_whatever_the_marks(self, recordings: Path) -> None:
        sound, rate = make_engine("folder", recordings).synthesize("停电了请打九五五九八！", "recorded", 1.0)
        assert sound.size / rate == pytest.approx(1.0, abs=0.05)

    def test_sentences_are_put_together(self, recordings: Path) -> None:
        text = "停电了，请打九五五九八。有人触电打幺二零。"
        sound, rate = make_engine("folder", recordings).synthesize(text, "recorded", 1.0)
        assert sound.size / rate == pytest.approx(2.6, abs=0.1)

    def test_a_missing_sentence_is_named(self, recordings: Path) -> None:
        with pytest.raises(EngineUnavailable, match="“别碰电线。”"):
            make_engine("folder", recordings).synthesize("有人触电打幺二零。别碰电线。", "recorded", 1.0)

    def test_without_a_folder_it_says_how_to_make_one(self, tmp_path: Path) -> None:
        with pytest.raises(EngineUnavailable, match="recordings"):
            make_engine("folder", tmp_path).synthesize("你好。", "recorded", 1.0)


class TestGoogle:
    @pytest.fixture
    def silent_server(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """A proxy that takes every connection and never answers: the worst network there is."""
        server = socket.create_server(("127.0.0.1", 0))
        kept: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    kept.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{server.getsockname()[1]}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        yield
        server.close()
        for connection in kept:
            connection.close()

    def test_it_is_off_unless_the_operator_allows_it(self, tmp_path: Path) -> None:
        with pytest.raises(EngineUnavailable, match="BABAHUI_ALLOW_GTTS"):
            make_engine("gtts", tmp_path)

    @pytest.mark.timeout(60)  # without its own timeout the library waits for ever
    @pytest.mark.usefixtures("silent_server")
    def test_a_server_that_never_answers_is_left_alone_in_time(self) -> None:
        with pytest.raises(EngineUnavailable, match="没有回应"):
            GoogleEngine(whole_seconds=0.5).synthesize("你好。", "zh-CN", 1.0)

    def test_no_network_is_said_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        with pytest.raises(SpeechError, match="没有回应"):
            GoogleEngine(whole_seconds=10).synthesize("你好。", "zh-CN", 1.0)
