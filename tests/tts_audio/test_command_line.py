"""`python -m tts_audio` from the outside, as a person types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tts_audio.__main__ import main
from tts_audio.audio import read_audio

ROOT = Path(__file__).parents[2]
ARTICLE = """---
title: 高压线下不能钓鱼
status: published
---

## 简答

钓鱼请看头顶。

## 广播稿

各位乡亲，高压线下不能钓鱼。出了事请打95598。

## 海报

抬头看线
"""


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tts_audio", *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "BABAHUI_TTS_ENGINE": "tone", **env},
        check=False,
    )


@pytest.mark.parametrize("suffix", ["mp3", "wav", "amr"])
def test_say_writes_the_file_that_was_asked_for(tmp_path: Path, suffix: str) -> None:
    output = tmp_path / "new" / f"x.{suffix}"
    done = run("say", "停电了，请打95598。", "-o", str(output))
    assert done.returncode == 0, done.stderr
    assert "LUFS" in done.stdout
    sound, rate = read_audio(output)
    assert sound.size / rate > 1.0


def test_make_puts_the_spoken_part_of_an_article_into_the_clips(tmp_path: Path) -> None:
    article = tmp_path / "no-fishing.md"
    article.write_text(ARTICLE, encoding="utf-8")
    done = run("make", str(article), BABAHUI_CLIPS_DIR=str(tmp_path / "clips"))
    assert done.returncode == 0, done.stderr
    (sidecar,) = (tmp_path / "clips").glob("*.json")
    told = json.loads(sidecar.read_text(encoding="utf-8"))
    assert told["title"] == "高压线下不能钓鱼"
    assert told["preset"] == "village"
    assert told["spoken"] == "各位乡亲，高压线下不能钓鱼。出了事请打九五五九八。"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("say", "看LED灯", "-o", "x.mp3"), "请改写成汉字：LED"),
        (("say", "你好", "-o", "x.ogg"), "只能写"),
        (("say", "你好", "--engine", "gtts", "-o", "x.mp3"), "BABAHUI_ALLOW_GTTS"),
        (("say", "你好", "--engine", "kokoro", "--models", "nowhere", "-o", "x.mp3"), "python -m tts_audio setup"),
        (("make", "nowhere.md"), "文章读不出来"),
        (("make", "README.md", "--section", "没有这节"), "README.md"),
        (("setup", "--models", "m", "--from", "nowhere"), "没有 kokoro-v1.0.int8.onnx"),
    ],
)
def test_what_does_not_work_is_one_sentence_and_exit_code_1(
    words: tuple[str, ...],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BABAHUI_ALLOW_GTTS", raising=False)
    (tmp_path / "README.md").write_text("# 标题\n", encoding="utf-8")
    engine = [] if "--engine" in words or words[0] == "setup" else ["--engine", "tone"]
    assert main([*words, *engine]) == 1
    said = capsys.readouterr().err.strip()
    assert says in said
    assert "\n" not in said
    assert "Traceback" not in said


def test_voices_are_listed_with_whether_they_are_installed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voices", "--engine", "kokoro", "--models", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 8
    assert lines[0] == "zf_xiaobei\t女声\t未安装\t默认"
