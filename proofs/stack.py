"""The whole system as `make run` starts it, on ports and in a folder of its own."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from actions.db.engine import Sessions, make_engine, session_factory
from actions.keys import load_keys
from actions.sealing import Vault
from actions.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
# What each process shows on its command line.
MARKS = {
    "bot": ("launch.py", "run"),
    "actions": ("-m", "actions", "serve"),
    "worker": ("-m", "actions", "worker"),
    "web": ("-m", "web"),
}
READY_SECONDS = 300
VECTORS = ROOT / ".cache" / "vectors"


class Stack:
    """Supervisor with the four processes; `with Stack(folder) as stack:` waits until a question can be answered."""

    def __init__(self, folder: Path, env: Mapping[str, str] | None = None) -> None:
        """Take the data folder and what is to be set beside the defaults."""
        self.folder = folder
        ports = free_ports(3)
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("BABAHUI_")},
            "BABAHUI_DATA_DIR": str(folder),
            "BABAHUI_PORT": str(ports[0]),
            "BABAHUI_ACTIONS_PORT": str(ports[1]),
            "BABAHUI_BOT_PORT": str(ports[2]),
            "BABAHUI_TTS_ENGINE": "tone",
            "BABAHUI_RATE_LIMIT": "false",
            **(env or {}),
        }
        self.url = f"http://127.0.0.1:{ports[0]}"
        self.bot_url = f"http://127.0.0.1:{ports[2]}"
        self.actions_url = f"http://127.0.0.1:{ports[1]}"
        self.start_seconds = 0.0
        self._supervisor: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Stack":
        """Set up the data folder and start."""
        (self.folder / "logs").mkdir(parents=True, exist_ok=True)
        bot = ROOT / "bot"
        python = str(bot / ".venv" / "bin" / "python")
        subprocess.run([python, "launch.py", "train"], cwd=bot, env=self.env, check=True, capture_output=True)
        with vectors_made_once(self.folder):
            self.run("-m", "actions", "setup")
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop everything."""
        self.stop()

    def run(self, *arguments: str) -> str:
        """Run a command of the services' environment against this stack's data; return what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.env, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"{arguments} failed: {done.stderr[-2000:]}")
        return done.stdout

    def start(self) -> None:
        """Start supervisor and wait until a question goes the whole way."""
        began = time.monotonic()
        self._supervisor = subprocess.Popen(
            [sys.executable, "-m", "supervisor.supervisord", "-n", "-s", "-c", str(ROOT / "supervisord.conf")],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            self.wait_ready()
        except BaseException:
            self.stop()
            raise
        self.start_seconds = time.monotonic() - began

    def stop(self) -> None:
        """End supervisor, which ends its processes."""
        if self._supervisor is not None and self._supervisor.poll() is None:
            self._supervisor.terminate()
            self._supervisor.wait(60)

    def wait_ready(self) -> None:
        """Wait for web's own readiness check, which asks Rasa and the action server."""
        wait_for(lambda: status(self.url + "/readyz") == 200, READY_SECONDS, f"not ready, see {self.folder / 'logs'}")

    def sessions(self) -> Sessions:
        """Open this stack's database, as its own processes do."""
        settings = load_settings(self.env)
        vault = Vault(load_keys(settings.secrets_dir))
        return session_factory(make_engine(settings.database_url), vault, settings.content_dir)

    def pids(self) -> dict[str, int]:
        """Return the running processes by name."""
        assert self._supervisor is not None
        found: dict[str, int] = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                line = (entry / "cmdline").read_bytes().decode().split("\0")[1:]
            except (OSError, ValueError, IndexError):
                continue
            if parent == self._supervisor.pid:
                for name, mark in MARKS.items():
                    if tuple(line[: len(mark)]) == mark:
                        found[name] = int(entry.name)
        return found

    def kill(self, name: str) -> bool:
        """Kill -9 the process of that name; False when it is not running at the moment."""
        pid = self.pids().get(name)
        if pid is None:
            return False
        os.kill(pid, signal.SIGKILL)
        return True

    def memory(self) -> dict[str, float]:
        """Return the most resident memory each process has had since it started, in MB."""
        return {name: peak_memory(pid) for name, pid in self.pids().items()}


def peak_memory(pid: int) -> float:
    """The most resident memory a process has had, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def at_commit() -> str:
    """The commit the figures were made at, empty outside a repository."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


@contextmanager
def vectors_made_once(folder: Path) -> Iterator[None]:
    """Set up a new data folder in the block: the sentence vectors made earlier are there, and new ones are kept.

    Where none are known yet, one process makes them, which takes minutes, and the others wait for it.
    """
    VECTORS.parent.mkdir(parents=True, exist_ok=True)
    with VECTORS.with_name("vectors.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if bring_vectors(folder):
            fcntl.flock(turn, fcntl.LOCK_UN)
        yield
        fcntl.flock(turn, fcntl.LOCK_EX)  # nobody copies them while they are put in place
        keep_vectors(folder)


def bring_vectors(folder: Path) -> bool:
    """Give a new data folder the sentence vectors made earlier; False where there are none."""
    for known in (VECTORS, ROOT / "data" / "vectors"):
        if known.is_dir():
            shutil.copytree(
                known, folder / "vectors", dirs_exist_ok=True, ignore=shutil.ignore_patterns("library_version")
            )
            return True
    return False


def keep_vectors(folder: Path) -> None:
    """Keep a data folder's sentence vectors for the next one."""
    made = folder / "vectors"
    if made.is_dir():
        new = VECTORS.with_name(f"vectors-{os.getpid()}")
        _copy_vectors(made, new)
        shutil.rmtree(VECTORS, ignore_errors=True)
        with contextlib.suppress(OSError):  # another run was faster
            new.rename(VECTORS)
        shutil.rmtree(new, ignore_errors=True)


def _copy_vectors(source: Path, target: Path) -> None:
    shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("library_version"))


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on, from below those the system gives to whoever calls out meanwhile."""
    ports: list[int] = []
    while len(ports) < count:
        port = 15_000 + secrets.randbelow(15_000)
        with socket.socket() as probe:
            if port not in ports and probe.connect_ex(("127.0.0.1", port)) != 0:
                ports.append(port)
    return ports


def status(url: str) -> int:
    """Return the HTTP status of an address, 0 when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def post_json(url: str, body: object, headers: Mapping[str, str] | None = None, timeout: float = 60) -> object:
    """Post JSON and return the answer's JSON."""
    request = urllib.request.Request(
        url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json", **(headers or {})}
    )
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        return json.load(answer)


def wait_for(true: Callable[[], bool], seconds: float, otherwise: str) -> None:
    """Return as soon as `true()` holds; raise TimeoutError with the text otherwise."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(otherwise)
        time.sleep(0.1)
