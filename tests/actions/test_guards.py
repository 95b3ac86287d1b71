"""Rules of the whole package that nobody should break by accident."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from actions.clock import at, is_night, local_day, utc_now
from actions.settings import SETTINGS, SettingsError, load_settings

ROOT = Path(__file__).parents[2]
ACTIONS = ROOT / "actions"


def test_no_sub_package_has_the_name_of_a_top_level_package() -> None:
    """rasa-sdk loads a sub-package by its bare name: one that is importable by itself would be loaded instead."""
    for path in ACTIONS.rglob("__init__.py"):
        name = path.parent.name
        if path.parent != ACTIONS:
            assert importlib.util.find_spec(name) is None, f"actions/…/{name} shadows a top-level package"


def test_the_migrations_are_no_package() -> None:
    """The action server would import Alembic's env.py."""
    assert not list((ACTIONS / "migrations").rglob("__init__.py"))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_in_the_readme_and_the_example(setting: object) -> None:
    name = getattr(setting, "name", "")
    assert re.search(rf"\b{name}\b", (ROOT / "README.md").read_text("utf-8")), f"{name} is not in README.md"
    assert re.search(rf"\b{name}\b", (ROOT / ".env.example").read_text("utf-8")), f"{name} is not in .env.example"


def test_every_setting_has_a_chinese_help() -> None:
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)
    for setting in SETTINGS:
        assert re.search("[一-鿿]", setting.help), setting.name


def test_settings_have_sound_defaults_and_say_what_is_wrong(tmp_path: Path) -> None:
    settings = load_settings({"BABAHUI_DATA_DIR": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path}/babahui.sqlite3"
    assert settings.secrets_dir == tmp_path / "secrets"
    assert (settings.host, settings.port, settings.allow_gtts) == ("127.0.0.1", 8000, False)
    assert settings.bot_url == "http://127.0.0.1:5005"
    for name, value in (
        ("BABAHUI_PORT", "http"),
        ("BABAHUI_PORT", "70000"),
        ("BABAHUI_ALLOW_GTTS", "maybe"),
        ("BABAHUI_TTS_ENGINE", "espeak"),
        ("BABAHUI_TTS_ENGINE", "gtts"),
        *(("BABAHUI_PUBLIC_URL", said) for said in ("foo", "babahui.cn", "ftp://babahui.cn", "http://", "http:// x")),
        *(("BABAHUI_PUBLIC_URL", said) for said in ("http://babahui.cn:99999", "http://babahui.cn/?v=shiyi")),
        ("BABAHUI_BOT_URL", "bot:5005"),
        ("BABAHUI_ACTIONS_URL", "actions"),
    ):
        with pytest.raises(SettingsError, match=name):
            load_settings({name: value})


def test_an_empty_setting_is_one_that_is_not_set() -> None:
    unset = load_settings({})
    for empty in ("", "  "):
        assert load_settings({one.name: empty for one in SETTINGS}) == unset
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"| `BABAHUI_PORT` | `{unset.port}` |" in readme


@pytest.mark.parametrize("said", ["http://192.168.1.8:8000", "https://babahui.cn/cun/", "http://[::1]:8000"])
def test_an_address_is_taken_as_it_is_written(said: str) -> None:
    assert load_settings({"BABAHUI_PUBLIC_URL": said}).public_url == said.rstrip("/")


def test_nobody_is_written_to_in_the_night() -> None:
    day = local_day(utc_now())
    assert [hour for hour in range(24) if not is_night(at(day, hour))] == list(range(7, 21))


def test_nothing_happens_at_import() -> None:
    """Importing every module of ours opens no database, no file of data, no thread."""
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in sorted(ACTIONS.rglob("*.py"))
        if "migrations" not in path.parts and path.name not in ("__main__.py", "__init__.py")
    ]
    script = (
        "import importlib, threading, os\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
        "from dbos._dbos import _dbos_global_instance as made\n"
        "assert made is None\n"
        "assert not os.path.exists('data')\n"
    )
    folder = Path(sys.prefix).parent
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder), "HOME": "/nonexistent"}
    empty = ROOT / "tests" / "actions" / "data" / "content"
    done = subprocess.run([sys.executable, "-c", script], cwd=empty, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
