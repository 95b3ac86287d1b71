"""Make sure that there is a Chromium for the browser tests: the machine's own, Debian's package, or Playwright's."""

import os
import shutil
import subprocess
import sys


def main() -> int:
    """Return 0 when a browser is there."""
    if not shutil.which("chromium") and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("安装浏览器测试用的 Chromium 和中文字体……", flush=True)
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=env, check=False)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"],
            env=env,
            check=False,
            stdout=subprocess.DEVNULL,
        )
    if shutil.which("chromium") or shutil.which("google-chrome"):
        return 0
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if done.returncode:
        print("没有浏览器：请安装 chromium（Debian/Ubuntu：apt install chromium fonts-noto-cjk）。", file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
