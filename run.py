"""Start the four processes, print the address when the first answer works, stop everything on Ctrl-C.

`make run` calls this after everything is installed; `make` does the installing, this the running.
"""

import ipaddress
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from types import FrameType
from typing import NoReturn

from actions.env_file import read_env_file
from actions.settings import Settings, SettingsError, load_settings, make_folder

ROOT = Path(__file__).resolve().parent
# Rasa needs 6 s on a quiet machine and a minute on a cold, busy one.
PATIENCE_SECONDS = 240
FIRST_QUESTION = "屋头跳闸了咋个办"
MIN_FREE_BYTES = 300 * 1024 * 1024
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    """Run until Ctrl-C; return the exit code."""
    os.chdir(ROOT)
    # Also where SIGINT was ignored by whoever started this in the background, and for kill and a closed terminal.
    for one in STOPPING:
        signal.signal(one, signal.default_int_handler)
    try:
        env = read_env_file(ROOT / ".env")
        for warning in env.warnings:
            print(warning, file=sys.stderr)
        for name, value in env.values.items():
            os.environ[name] = os.environ.get(name) or value  # what is set already wins; empty is not set
        settings = load_settings()
        check_addresses(settings)
        check_folders(settings)
    except SettingsError as error:
        stop(str(error), 2)
    os.environ["BABAHUI_DATA_DIR"] = str(settings.data_dir)
    if shutil.disk_usage(settings.data_dir).free < MIN_FREE_BYTES:
        stop("磁盘快满了（不到 300 MB）。请先清理磁盘再启动，免得消息存不下来。")
    for name, port in (("网页", settings.port), ("动作服务", settings.actions_port), ("对话引擎", settings.bot_port)):
        if in_use(port):
            stop(f"端口 {port}（{name}）已经被别的程序占用。请先停掉它，或者在 .env 里换一个端口。")
    setup = subprocess.run([sys.executable, "-m", "actions", "setup"], check=False)
    if setup.returncode:
        return setup.returncode
    return supervise(settings)


def supervise(settings: Settings) -> int:
    """Start supervisord, wait for the first answer, then for the end."""
    started = time.monotonic()
    child = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "supervisor.supervisord", "-n", "-s", "-c", str(ROOT / "supervisord.conf")],
        stdout=subprocess.DEVNULL,
    )
    asked_to_stop = False

    def end(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked_to_stop
        asked_to_stop = True
        if child.poll() is None:
            child.terminate()

    for one in STOPPING:
        signal.signal(one, end)
    print("正在启动……（按 Ctrl-C 停止）", flush=True)
    ready = False
    while child.poll() is None and not asked_to_stop and not ready:
        if time.monotonic() - started > PATIENCE_SECONDS:
            print(
                f"等了 {PATIENCE_SECONDS} 秒还没有启动好，请看 {settings.data_dir / 'logs'} 里的记录。", file=sys.stderr
            )
            end(0, None)
            child.wait()
            return 1
        ready = answers(settings.port, settings.bot_url, settings.secrets_dir)
        if not ready:
            time.sleep(0.4)
    if ready:
        print(f"可以用了（{time.monotonic() - started:.1f} 秒）：{settings.public_url}", flush=True)
        print(f"电管家登录：{settings.public_url.rstrip('/')}/console/login", flush=True)
    code = child.wait()
    if asked_to_stop:
        print("已全部停止。", flush=True)
        return 0
    print(f"程序意外停了，请看 {settings.data_dir / 'logs'} 里的记录。", file=sys.stderr)
    return code or 1


def answers(port: int, bot_url: str, secrets: Path) -> bool:
    """True when web is ready and a question goes the whole way through Rasa, the actions and the library."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as ready:
            if ready.status != 200:
                return False
        body = {"id": f"first-{uuid.uuid4()}", "sender": f"first-{uuid.uuid4()}", "text": FIRST_QUESTION,
                "metadata": {"original": FIRST_QUESTION, "person_id": 0, "channel": "probe"}}  # fmt: skip
        request = urllib.request.Request(  # noqa: S310 - our own Rasa
            f"{bot_url.rstrip('/')}/webhooks/gateway/message",
            data=json.dumps(body).encode(),
            headers={"X-Babahui-Token": (secrets / "internal.token").read_text().strip()},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own Rasa
            return bool(json.load(answer)["messages"])
    except (OSError, ValueError, KeyError):
        return False


def in_use(port: int) -> bool:
    """True when somebody listens on the port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def check_addresses(settings: Settings) -> None:
    """Raise SettingsError for ports that are one, and for an address at which this machine cannot listen.

    The processes would be started again and again until the patience is over, and the reason stand in a log.
    """
    ports: dict[int, str] = {}
    for name, port in (
        ("BABAHUI_PORT", settings.port),
        ("BABAHUI_ACTIONS_PORT", settings.actions_port),
        ("BABAHUI_BOT_PORT", settings.bot_port),
    ):
        if port in ports:
            raise SettingsError(f"{ports[port]} 和 {name} 都是 {port}。请在 .env 里把它们改成不一样的端口。")
        ports[port] = name
    for name, host in (("BABAHUI_HOST", settings.host), ("BABAHUI_ACTIONS_HOST", settings.actions_host)):
        if not can_listen(host):
            raise SettingsError(
                f"{name} 写的 {host} 不是这台机器的地址。只在本机用写 127.0.0.1，要让别的机器访问写 0.0.0.0。"
            )


def can_listen(host: str) -> bool:
    """Whether this machine has the address."""
    if all(part.isdigit() for part in host.split(".")):
        # Never asked of a name server, which may take its time to say that 999.1.1.1 is nobody.
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return False
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.bind(address)
    except (OSError, UnicodeError):
        return False
    return True


def check_folders(settings: Settings) -> None:
    """Make the folders of data; raise SettingsError where one cannot be, or where the named one has no voices."""
    for folder in (settings.data_dir, settings.data_dir / "logs"):
        make_folder("BABAHUI_DATA_DIR", folder)
    make_folder("BABAHUI_SECRETS_DIR", settings.secrets_dir, 0o700)
    make_folder("BABAHUI_CLIPS_DIR", settings.clips_dir)
    if os.environ.get("BABAHUI_TTS_MODEL_DIR") and not settings.tts_model_dir.is_dir():
        raise SettingsError(
            f"BABAHUI_TTS_MODEL_DIR 写的文件夹 {settings.tts_model_dir} 没有找到。请改对，或者删掉这一行，用自带的。"
        )


def stop(sentence: str, code: int = 1) -> NoReturn:
    """Say one sentence and end with an exit code that is not 0; 2 is for settings."""
    print(sentence, file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # before anything serves; later the signal has a handler of its own
        print("已停止。没准备完的，下次 make run 会接着做。", file=sys.stderr)
        sys.exit(130)
