"""The worker: launches the workflows, looks for due rows every half second, and stops gracefully."""

import logging
import threading
import time
from dataclasses import dataclass, field

from dbos import DBOS, DBOSConfig
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from actions.context import Context
from actions.services.learning import NAME
from actions.tasks.jobs import Jobs
from actions.tasks.learning import Learning
from actions.tasks.old_sqlite import teach_milliseconds
from actions.tasks.sweep import Sweep
from actions.tasks.workflows import register
from tts_audio.engines import Engine, make_engine

_log = logging.getLogger(__name__)
EVERY_SECONDS = 0.5
PATIENCE_SECONDS = 8.0
# Touched after every look; a health check sees by its age whether the worker still works.
ALIVE = "worker.alive"
# Workflows of an older program are taken up by a newer one: their steps look at the rows before they act.
VERSION = "1"


@dataclass
class Worker:
    """A worker ready to run."""

    context: Context
    sweep: Sweep
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> bool:
        """Work until `stop` is called; a database that is away for a while is waited for.

        Returns False when something was still under way after the patience for it was over. Then the process must end
        without further ado (`os._exit`): a workflow cut off like by a kill goes on when a worker is back, while one
        whose database is closed under it would count as failed.
        """
        DBOS.launch()
        while not self._stop.is_set():
            try:
                self.sweep.look()
                (self.context.settings.data_dir / ALIVE).touch()
            except DBAPIError:
                _log.exception("the database does not answer; trying again")
                self._stop.wait(5)
            except Exception:
                _log.exception("a look for due rows failed")
                self._stop.wait(5)
            self._stop.wait(EVERY_SECONDS)
        until = time.monotonic() + PATIENCE_SECONDS
        while self.sweep.is_busy() and time.monotonic() < until:
            time.sleep(0.1)
        if self.sweep.learning is not None:
            self.sweep.learning.stop()
        if self.sweep.is_busy():
            return False
        DBOS.destroy(workflow_completion_timeout_sec=1)
        self.context.close()
        return True

    def stop(self) -> None:
        """End after the current look; unfinished workflows go on when a worker is back."""
        self._stop.set()


def make_worker(context: Context, engine: Engine | None = None, make_ahead: bool = True) -> Worker:
    """A worker for an installation, with the engine of its settings unless another is given."""
    settings = context.settings
    engine = engine or make_engine(settings.tts_engine, settings.tts_model_dir, allowed=settings.allow_gtts)
    jobs = Jobs(context.sessions, settings.content_dir, settings.clips_dir, engine, media_dir=settings.media_dir)
    jobs.recordings = make_engine("folder", settings.tts_model_dir)
    teach_milliseconds()
    DBOS(config=_config(settings.dbos_url, settings.worker_id))
    learning = Learning(context.live, settings.content_dir, settings.data_dir / NAME) if make_ahead else None
    return Worker(context, Sweep(jobs, register(jobs), context.live, make_ahead, learning=learning))


def _config(url: str, worker_id: str) -> DBOSConfig:
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        address = address.set(drivername="postgresql")
    return {
        "name": "babahui",
        "system_database_url": address.render_as_string(hide_password=False),
        "application_version": VERSION,
        "executor_id": worker_id,
        "log_level": "WARNING",
        "max_executor_threads": 16,
        "enable_otlp": False,
    }
