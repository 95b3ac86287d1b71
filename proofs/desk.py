"""The console as somebody at a desk reaches it: a web process of its own, over HTTP."""

import contextlib
import http.client
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from actions.db.engine import Sessions, begin
from actions.services import users
from actions.services.users import Account
from proofs.stack import ROOT, free_ports, status, wait_for

_COOKIE = "bbh_console"


@contextlib.contextmanager
def web_process(env: Mapping[str, str]) -> Iterator[int]:
    """Run the web process alone on this data; yields its port once it answers."""
    port = free_ports(1)[0]
    process = subprocess.Popen(
        [sys.executable, "-m", "web"],
        env={**env, "BABAHUI_PORT": str(port)},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: status(f"http://127.0.0.1:{port}/healthz") == 200, 60, "the web process does not answer")
        yield port
    finally:
        process.terminate()
        process.wait(30)


class Desk:
    """One signed-in account on a kept-alive connection."""

    def __init__(
        self, port: int, sessions: Sessions, login: str, *roles: str, departments: tuple[str, ...] = ()
    ) -> None:
        """Make the account and sign it in."""
        password = users.random_password()
        with begin(sessions) as session:
            self.account: Account = users.add(session, login, login, roles, password, departments)
        with begin(sessions) as session:
            entered = users.log_in(session, login, password)
        if entered is None:
            raise RuntimeError(f"{login} cannot sign in")
        self._headers = {"Cookie": f"{_COOKIE}={entered[1]}"}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str) -> str:
        """The page; anything but 200 is an error."""
        return self._answer("GET", path, None, 200)

    def post(self, path: str, page: str, expected: int = 303, **fields: str) -> str:
        """Send the form of a page that was got before, with the token it carries; it must be taken."""
        token = re.search(r'name="csrf" value="([^"]*)"', page)
        if token is None:
            raise RuntimeError(f"no form on the page before {path}")
        return self._answer("POST", path, urlencode({"csrf": token[1], **fields}), expected)

    def _answer(self, method: str, path: str, body: str | None, expected: int) -> str:
        headers = dict(self._headers)
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode("utf-8")
        if answer.status != expected:
            raise RuntimeError(f"{answer.status} for {method} {path}")
        return text
