"""Start Rasa with this project's amendments: `python launch.py train|run|model`, in this folder."""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODELS = HERE / "models"
# Whatever changes what a model would be: the same fingerprint means that training again would give the same model.
TRAINED_FROM = ("config.yml", "domain", "data", "uv.lock")


def fingerprint(root: Path = HERE) -> str:
    """Return twelve hexadecimal digits that change whenever a model would have to be trained again."""
    digest = hashlib.sha256()
    for name in TRAINED_FROM:
        entry = root / name
        files = sorted(path for path in entry.rglob("*") if path.is_file()) if entry.is_dir() else [entry]
        for path in files:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def model_path(root: Path = HERE) -> Path:
    """Return where the model of the present sources lies, or will lie."""
    return Path(os.environ.get("BABAHUI_MODELS_DIR", str(MODELS))) / f"babahui-{fingerprint(root)}.tar.gz"


def set_environment() -> None:
    """Fill in what endpoints.yml and credentials.yml read, and keep Rasa quiet and at home."""
    import keys

    data = os.environ.setdefault("BABAHUI_DATA_DIR", str(HERE.parent / "data"))
    actions_url = os.environ.get("BABAHUI_ACTIONS_URL") or (
        f"http://127.0.0.1:{os.environ.get('BABAHUI_ACTIONS_PORT') or 5055}"
    )
    os.environ["BABAHUI_ACTIONS_WEBHOOK"] = actions_url.rstrip("/") + "/webhook"
    conversations = os.environ.get("BABAHUI_CONVERSATIONS_URL") or str(Path(data).resolve() / "conversations.sqlite3")
    os.environ["BABAHUI_CONVERSATIONS_URL"] = conversations if "://" in conversations else f"sqlite:///{conversations}"
    os.environ["BABAHUI_INTERNAL_TOKEN"] = keys.internal_token()


def quiet_environment() -> None:
    """Set what TensorFlow and Rasa read while they are imported."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")
    # Progress bars that redraw themselves hundreds of times fill a log; the lines between them show the progress.
    os.environ.setdefault("TQDM_DISABLE", "1")
    # What the old libraries say of themselves helps nobody who installs this.
    warnings.simplefilter("ignore")
    logging.getLogger("tensorflow").setLevel(logging.ERROR)


def rasa_main(arguments: list[str]) -> None:
    """Call Rasa's own command line, amended."""
    import skops.io  # noqa: F401 - 1.2 s now, 5 to 6 s when it comes after TensorFlow

    import amendments

    amendments.amend()
    from rasa.__main__ import main

    sys.argv = ["rasa", *arguments]
    main()


@contextmanager
def said_to(path: Path) -> Iterator[None]:
    """Send what Rasa prints in English to a file; where it fails, all of it to the screen after all."""
    sys.stdout.flush()
    kept = [os.dup(1), os.dup(2)]
    failed = True
    try:
        with path.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        yield
        failed = False
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for place, one in enumerate(kept, 1):
            os.dup2(one, place)
            os.close(one)
        if failed:
            sys.stderr.write(path.read_text("utf-8", errors="replace"))


def train() -> None:
    """Train the model of the present sources, unless it is there already."""
    model = model_path()
    if model.exists():
        print(f"模型没有变化，不用重新训练：{model.name}")
        return
    print("正在训练对话模型（约半分钟）……", flush=True)
    stem = model.name[: -len(".tar.gz")]
    model.parent.mkdir(exist_ok=True)
    with said_to(model.parent / "train.log"):
        # Under another name first: a training that is stopped half-way leaves nothing that looks finished.
        rasa_main(["train", "--domain", "domain", "--out", str(model.parent), "--fixed-model-name", f"new-{stem}"])
    print(f"训练好了：{model.name}", flush=True)
    (model.parent / f"new-{stem}.tar.gz").replace(model)
    for old in model.parent.glob("babahui-*.tar.gz"):
        if old != model:
            old.unlink()


def run() -> None:
    """Serve the trained model on loopback (or where BABAHUI_BOT_HOST says)."""
    model = model_path()
    if not model.exists():
        sys.exit("还没有训练好的模型，请先运行 make train。")
    set_environment()
    host = os.environ.get("BABAHUI_BOT_HOST") or "127.0.0.1"
    port = os.environ.get("BABAHUI_BOT_PORT") or "5005"
    rasa_main(["run", "--model", str(model), "-i", host, "-p", port, "--endpoints", "endpoints.yml",
               "--credentials", "credentials.yml"])  # fmt: skip


def main(arguments: list[str]) -> None:
    """Do what the command line asks."""
    os.chdir(HERE)
    quiet_environment()
    command = arguments[0] if arguments else ""
    if command == "train":
        train()
    elif command == "run":
        import keys

        try:
            run()
        except keys.SecretMissing as error:
            sys.exit(str(error))
    elif command == "model":
        print(model_path())
    elif command == "rasa":
        rasa_main(arguments[1:])
    else:
        sys.exit("用法：python launch.py train | run | model | rasa …")


if __name__ == "__main__":
    main(sys.argv[1:])
