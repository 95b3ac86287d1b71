"""`make run`'s program: one sentence when it cannot start, everything up, back after a kill, everything down."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from proofs.stack import ROOT, Stack, status, vectors_made_once, wait_for


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a stack of its own in this folder."""
    return {**Stack(folder).env, **more}


def run_once(env: dict[str, str]) -> tuple[int, str]:
    """Run the program until it ends by itself; return exit code and everything it printed."""
    done = subprocess.run(
        [sys.executable, "run.py"], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=240
    )
    return done.returncode, done.stdout + done.stderr


def test_a_port_in_use_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, said = run_once(environment(tmp_path, BABAHUI_PORT=port))
    assert code == 1
    assert said.count("\n") == 1
    assert f"端口 {port}（网页）已经被别的程序占用" in said


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    code, said = run_once(environment(tmp_path, BABAHUI_PORT="八千"))
    assert code == 2
    assert "BABAHUI_PORT" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"BABAHUI_HOST": "999.1.1.1"}, "BABAHUI_HOST 写的 999.1.1.1 不是这台机器的地址"),
        ({"BABAHUI_HOST": "192.0.2.7"}, "BABAHUI_HOST 写的 192.0.2.7 不是这台机器的地址"),
        ({"BABAHUI_PORT": "5055", "BABAHUI_ACTIONS_PORT": "5055"}, "BABAHUI_PORT 和 BABAHUI_ACTIONS_PORT 都是 5055"),
        ({"BABAHUI_ACTIONS_PORT": "5055", "BABAHUI_BOT_PORT": "5055"}, "BABAHUI_ACTIONS_PORT 和 BABAHUI_BOT_PORT"),
        ({"BABAHUI_DATA_DIR": str(ROOT / "LICENSE")}, "改成一个能写的文件夹"),
        ({"BABAHUI_DATA_DIR": str(ROOT / "LICENSE" / "data")}, "改成一个能写的文件夹"),
        ({"BABAHUI_DATA_DIR": "/proc/nowhere/data"}, "BABAHUI_DATA_DIR 写的文件夹 /proc/nowhere/data 用不了"),
        ({"BABAHUI_SECRETS_DIR": "/proc/x"}, "BABAHUI_SECRETS_DIR 写的文件夹 /proc/x 用不了"),
        ({"BABAHUI_CLIPS_DIR": str(ROOT / "LICENSE")}, "BABAHUI_CLIPS_DIR 写的文件夹"),
        ({"BABAHUI_TTS_MODEL_DIR": "/nope"}, "BABAHUI_TTS_MODEL_DIR 写的文件夹 /nope 没有找到"),
        ({"BABAHUI_TTS_ENGINE": "gtts"}, "再写 BABAHUI_ALLOW_GTTS=true"),
        ({"BABAHUI_PUBLIC_URL": "foo"}, "BABAHUI_PUBLIC_URL 要写完整的网址"),
    ],
)
def test_what_could_never_start_is_refused_at_once(tmp_path: Path, wrong: dict[str, str], named: str) -> None:
    code, said = run_once(environment(tmp_path, **wrong))
    assert code == 2
    assert named in said
    assert said.count("\n") == 1


def test_a_file_of_settings_is_told_where_nobody_can_read_it(tmp_path: Path) -> None:
    """The program beside its own .env, as an operator has it."""
    house = tmp_path / "house"
    house.mkdir()
    shutil.copy(ROOT / "run.py", house)
    for part in ("actions", "content", "tts_audio"):
        (house / part).symlink_to(ROOT / part)

    def start(env_file: bytes) -> tuple[int, str]:
        (house / ".env").write_bytes(env_file)
        env = {name: value for name, value in environment(tmp_path).items() if name != "BABAHUI_PORT"}
        done = subprocess.run(
            [sys.executable, "run.py"], cwd=house, env=env, capture_output=True, text=True, check=False, timeout=60
        )
        return done.returncode, done.stdout + done.stderr

    code, said = start("BABAHUI_COMPANY=供电所\n".encode("utf-16")[2:])
    assert code == 2
    assert f"设置文件 {house / '.env'} 的编码读不懂" in said
    assert "编码选 UTF-8" in said
    assert said.count("\n") == 1
    # The port is in the first line and wrong: whoever says so has read it, byte order mark or not.
    for encoding in ("utf-8-sig", "utf-8", "gb18030", "utf-16"):
        code, said = start("BABAHUI_PORT=八千\nBABAHUI_COMPANY=擂鼓供电所\n".encode(encoding))
        assert code == 2
        assert "BABAHUI_PORT 要写" in said
        assert said.count("\n") == 1
    code, said = start(b"BABAHUI_PORT=8000\nBABAHUI_HOTS=0.0.0.0\nBABAHUI_HOST=999.1.1.1\n")
    assert ".env 第 2 行的 BABAHUI_HOTS 不是坝坝会的设置，不起作用。是不是想写 BABAHUI_HOST？" in said
    assert "999.1.1.1" in said


def test_a_broken_article_is_named_with_its_line(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content, ignore=shutil.ignore_patterns("__pycache__"))
    article = content / "library" / "fraud" / "sms-arrears-link.md"
    article.write_text(article.read_text(encoding="utf-8").replace("topic: fraud", "topic: ["), encoding="utf-8")
    code, said = run_once(environment(tmp_path / "data", BABAHUI_CONTENT_DIR=str(content)))
    assert code == 1
    assert "sms-arrears-link.md" in said
    assert "行" in said
    assert "Traceback" not in said


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with no room; only root can make one."""
    folder = tmp_path / "full"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], check=False)
    if mounted.returncode:
        pytest.skip("a small file system can be mounted by root only")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_full_disk_is_said_before_anything_is_lost(full_disk: Path) -> None:
    code, said = run_once(environment(full_disk))
    assert code == 1
    assert "磁盘快满了" in said
    assert said.count("\n") == 1


def ignore_ctrl_c() -> None:
    """As a shell does for what it starts in the background."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("before", [None, ignore_ctrl_c])
def test_stopped_while_it_prepares_it_says_one_sentence(
    tmp_path: Path, stop: signal.Signals, before: Callable[[], None] | None
) -> None:
    process = subprocess.Popen(
        [sys.executable, "run.py"], cwd=ROOT, env=environment(tmp_path), text=True, preexec_fn=before,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    if before is None and stop is signal.SIGINT:
        os.killpg(process.pid, stop)  # as Ctrl-C does: run.py and what it started
    else:
        process.send_signal(stop)
    said = process.communicate(timeout=60)[0]
    assert process.returncode not in (0, None)
    assert "已停止" in said
    assert "Traceback" not in said


@pytest.mark.rasa
def test_everything_comes_up_survives_a_kill_and_goes_down(tmp_path: Path) -> None:
    env = environment(tmp_path)
    url = f"http://127.0.0.1:{env['BABAHUI_PORT']}"
    log = tmp_path / "printed"
    with vectors_made_once(tmp_path):
        with log.open("w") as printed:
            process = subprocess.Popen(
                [sys.executable, "run.py"], cwd=ROOT, env=env, stdout=printed, stderr=printed, start_new_session=True
            )
        started = seen_within(400, lambda: "可以用了" in log.read_text())
    try:
        assert started, log.read_text()
        assert url in log.read_text()
        web = child_running(process.pid, "web")
        os.kill(web, signal.SIGKILL)
        wait_for(lambda: status(url + "/readyz") == 200 and child_running(process.pid, "web") != web, 60, "not back")
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(60)
    assert code == 0
    assert log.read_text().endswith("已全部停止。\n")
    assert [port for port in ports_of(env) if listening(port)] == []


def seen_within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether it came true; whoever must end a process first cannot use an exception."""
    try:
        wait_for(condition, seconds, "")
    except TimeoutError:
        return False
    return True


def child_running(run_pid: int, module: str) -> int:
    """The process below `run.py` that serves this module, 0 when there is none."""
    parents: dict[int, int] = {}
    lines: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                lines[int(entry.name)] = (entry / "cmdline").read_bytes().decode().replace("\0", " ").strip()
            except (OSError, IndexError):
                continue
    supervisors = [pid for pid, parent in parents.items() if parent == run_pid]
    found = [pid for pid, parent in parents.items() if parent in supervisors and lines[pid].endswith(f"-m {module}")]
    return found[0] if found else 0


def ports_of(env: dict[str, str]) -> list[int]:
    """The three ports of this environment."""
    return [int(env[name]) for name in ("BABAHUI_PORT", "BABAHUI_ACTIONS_PORT", "BABAHUI_BOT_PORT")]


def listening(port: int) -> bool:
    """Whether somebody still holds the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
