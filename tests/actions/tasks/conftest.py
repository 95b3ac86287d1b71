"""A whole installation in a folder, and real worker processes on it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from actions.context import Context, open_context
from actions.db.engine import make_engine
from actions.keys import make_keys
from actions.settings import Settings, load_settings

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@dataclass
class Installation:
    """Settings, database and the worker process of the moment."""

    env: dict[str, str]
    settings: Settings
    context: Context
    log: Path
    process: subprocess.Popen[bytes] | None = None
    output: list[Path] = field(default_factory=list)

    def start_worker(self, seconds: float = 0.0, ahead: bool = False) -> None:
        """Start a worker whose voice takes so long for a sentence."""
        out = self.settings.data_dir / f"worker-{len(self.output)}.log"
        self.output.append(out)
        with out.open("wb") as handle:
            self.process = subprocess.Popen(
                [sys.executable, str(HERE / "slow_worker.py"), str(seconds), str(self.log), "ahead" if ahead else "-"],
                env=self.env,
                cwd=ROOT,
                stdout=handle,
                stderr=handle,
            )

    def kill_worker(self) -> None:
        """kill -9: nothing in the process gets a chance to tidy up."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop_worker(self) -> int:
        """SIGTERM, and the exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(timeout=30)

    def wait_for(self, what: Callable[[], bool], seconds: float = 60) -> None:
        """Look again and again until it is so."""
        until = time.monotonic() + seconds
        while not what():
            assert self.process is not None
            assert self.process.poll() is None, self.output[-1].read_text("utf-8", "replace")
            assert time.monotonic() < until, self.output[-1].read_text("utf-8", "replace")
            time.sleep(0.05)

    def spoken(self) -> list[str]:
        """The sentences a voice began."""
        return self.log.read_text("utf-8").splitlines() if self.log.exists() else []


@pytest.fixture
def installation(database_url: str, tmp_path: Path) -> Iterator[Installation]:
    """An installation on the database of the test, with the villages and courses of the test data."""
    with make_engine(database_url).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP SCHEMA IF EXISTS dbos CASCADE"))
    env = {
        **os.environ,
        **({"BABAHUI_DBOS_URL": database_url} if database_url.startswith("postgresql") else {}),
        "BABAHUI_DATA_DIR": str(tmp_path / "data"),
        "BABAHUI_DATABASE_URL": database_url,
        "BABAHUI_TTS_ENGINE": "tone",
        "BABAHUI_CONTENT_DIR": str(HERE.parent / "data" / "content"),
        "PYTHONPATH": str(ROOT),
    }
    settings = load_settings(env)
    settings.data_dir.mkdir()
    make_keys(settings.secrets_dir)
    made = Installation(env, settings, open_context(settings), tmp_path / "spoken.log")
    yield made
    if made.process is not None and made.process.poll() is None:
        made.kill_worker()
    made.context.close()
