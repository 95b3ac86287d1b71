"""`python -m web`: serve on BABAHUI_HOST and BABAHUI_PORT until told to stop."""

import errno
import logging
import socket
import sys

from actions.errors import OperatorError
from actions.giving_way import give_way_often
from actions.settings import SettingsError, load_settings
from content.load import BrokenRegister


def main() -> int:
    """Run one process; every reason not to start is one Chinese sentence and exit code 1."""
    try:
        settings = load_settings()
        listener = _listen(settings.host, settings.port)
        from web.app import create_app

        app = create_app(settings)
    except (SettingsError, OperatorError, BrokenRegister) as error:
        print(error, file=sys.stderr)
        return 1
    _log()
    give_way_often()
    app.run(sock=listener, single_process=True, access_log=False, motd=False, debug=False)
    return 0


def _log() -> None:
    # Only our own words: Sanic brings its own handlers, and httpx would write a line for each message of a villager.
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    ours = logging.getLogger("babahui")
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(256)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise OperatorError(
                f"端口 {port} 已经被别的程序占用，请先停掉它，或者换一个端口（BABAHUI_PORT）。"
            ) from None
        raise OperatorError(
            f"网页不能监听 {host}:{port}（{error.strerror}），请检查 BABAHUI_HOST 和 BABAHUI_PORT。"
        ) from None
    listener.setblocking(False)
    return listener


if __name__ == "__main__":
    raise SystemExit(main())
