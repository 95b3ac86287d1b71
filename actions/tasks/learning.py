"""Learning anew which words speak for which article after the library changed, in a process of its own."""

import logging
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from actions.services.learning import has_learnt
from actions.services.live_index import LiveIndex

_log = logging.getLogger(__name__)


@dataclass
class Learning:
    """Starts one process at a time, only where something was written that nothing was learnt of.

    Its memory is given back when it ends, and a process that dies is only tried again with the next change.
    """

    live: LiveIndex
    content_dir: Path
    file: Path
    command: tuple[str, ...] = (sys.executable, "-m", "actions", "learn")
    _looked_at: int = -1
    _process: subprocess.Popen[bytes] | None = None

    def look(self) -> bool:
        """Start to learn if the library changed since the last look; whether a process is under way."""
        if self.is_busy():
            return True
        index, articles, version = self.live.get()
        if version == self._looked_at:
            return False
        self._looked_at = version
        try:
            known = has_learnt([one.article for one in articles.values()], self.content_dir, index.terms, self.file)
        except ValueError as damaged:
            _log.error("nothing can be learnt from the content folder: %s", damaged)
            return False
        if known:
            return False
        _log.info("learning which words speak for which article, library version %s", version)
        self._process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        return True

    def is_busy(self) -> bool:
        """Whether a process is under way."""
        if self._process is None or self._process.poll() is None:
            return self._process is not None
        if self._process.returncode:
            _log.error("learning ended with code %s; the search goes on with what it knew", self._process.returncode)
        self._process = None
        return False

    def stop(self) -> None:
        """End a process that is under way; what it would have learnt is learnt after the next start."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()
