"""Speak from the command line: ``python -m tts_audio say|make|voices|setup``."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tts_audio.article import read_article
from tts_audio.audio import WRITERS, read_audio
from tts_audio.clip import ClipFile, ClipSpec, make_clip
from tts_audio.engines import ENGINE_NAMES, Engine, make_engine
from tts_audio.engines.kokoro_files import model_ready, voice_file
from tts_audio.errors import SpeechError
from tts_audio.presets import preset_names
from tts_audio.setup import set_up
from usage import Parser

_DEFAULT_MODELS = Path(__file__).parent / "models"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it worked, 1 with one Chinese sentence when not."""
    options = _parser().parse_args(argv)
    try:
        {"say": _say, "make": _make, "voices": _voices, "setup": _setup}[options.command](options)
    except SpeechError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"文件写不进去：{error.filename or ''}（{error.strerror}）。", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
        return 130
    return 0


def _say(options: argparse.Namespace) -> None:
    text = sys.stdin.read() if options.text == "-" else options.text
    spec = ClipSpec(
        text=text,
        voice=options.voice,
        engine=options.engine,
        preset=options.preset,
        speed=options.speed,
        title=options.title,
        # Whoever types it here has chosen the engine and sees what is sent.
        published=options.engine == "gtts",
    )
    if options.output.suffix not in WRITERS:
        raise SpeechError(f"只能写 {'、'.join(WRITERS)} 文件。")
    with tempfile.TemporaryDirectory() as folder:
        clip = make_clip(spec, Path(folder), _engine(options))
        _hand_over(clip, options.output)
    _report(clip, options.output)


def _hand_over(clip: ClipFile, output: Path) -> None:
    output.parent.mkdir(parents=True, exist_ok=True)
    ready = next((file for file in clip.files if file.suffix == output.suffix), None)
    if ready is not None:
        shutil.copyfile(ready, output)
    else:
        WRITERS[output.suffix](output, *read_audio(clip.path))


def _make(options: argparse.Namespace) -> None:
    article = read_article(options.article, options.section)
    spec = ClipSpec(
        text=article.text,
        voice=options.voice,
        engine=options.engine,
        preset=options.preset,
        speed=options.speed,
        title=options.title or article.title,
        published=article.published,
    )
    clip = make_clip(spec, options.clips, _engine(options))
    _report(clip, *clip.files)


def _voices(options: argparse.Namespace) -> None:
    engine = _engine(options)
    for number, voice in enumerate(engine.voices()):
        kind = {"zf": "女声", "zm": "男声"}.get(voice[:2], "")
        there = engine.name != "kokoro" or (model_ready(options.models) and voice_file(options.models, voice).is_file())
        print("\t".join([voice, kind, "已装好" if there else "未安装", "默认" if number == 0 else ""]).rstrip())


def _setup(options: argparse.Namespace) -> None:
    set_up(options.models, lambda line: print(line, flush=True), options.source)


def _engine(options: argparse.Namespace) -> Engine:
    allowed = os.environ.get("BABAHUI_ALLOW_GTTS", "").strip().lower() in {"1", "true", "yes", "on"}
    return make_engine(options.engine, options.models, allowed=allowed)


def _report(clip: ClipFile, *files: Path) -> None:
    names = "、".join(str(file) for file in files)
    print(f"{names}：{clip.duration:.1f} 秒，响度 {clip.loudness:.1f} LUFS，真峰值 {clip.peak:.1f} dBTP")


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m tts_audio", description="把文字做成普通话音频")
    commands = parser.add_subparsers(dest="command", required=True, metavar="say|make|voices|setup")
    say = commands.add_parser("say", help="朗读一段文字（- 表示从标准输入读）")
    say.add_argument("text", metavar="文字")
    say.add_argument("-o", "--output", type=Path, required=True, help="写到哪里：.mp3、.wav 或 .amr")
    _speaking(say, "answer")
    make = commands.add_parser("make", help="把一篇文章做成音频")
    make.add_argument("article", type=Path, metavar="文章")
    make.add_argument("--section", default="广播稿", help="读哪一节（默认广播稿）")
    clips = Path(os.environ.get("BABAHUI_CLIPS_DIR") or Path(os.environ.get("BABAHUI_DATA_DIR") or "data") / "clips")
    make.add_argument("-o", "--clips", type=Path, default=clips, help="音频文件夹")
    _speaking(make, "village")
    voices = commands.add_parser("voices", help="列出声音")
    setup = commands.add_parser("setup", help="取得并校验语音模型和声音（只需一次）")
    setup.add_argument("--from", dest="source", type=Path, help="从已有的文件夹复制，不用网络")
    for command in (say, make, voices, setup):
        models = Path(os.environ.get("BABAHUI_TTS_MODEL_DIR") or _DEFAULT_MODELS)
        command.add_argument("--models", type=Path, default=models, help="语音模型文件夹")
    for command in (say, make, voices):
        engine = os.environ.get("BABAHUI_TTS_ENGINE") or "kokoro"
        command.add_argument("--engine", choices=ENGINE_NAMES, default=engine, help="语音引擎")
    return parser


def _speaking(command: argparse.ArgumentParser, preset: str) -> None:
    command.add_argument("--voice", default="", help="声音（默认第一个，见 voices）")
    command.add_argument("--preset", default=preset, choices=preset_names(), help="样式")
    command.add_argument("--speed", type=float, default=1.0, help="语速，1 为正常")
    command.add_argument("--title", default="", help="写进文件的标题")


if __name__ == "__main__":
    raise SystemExit(main())
