"""An editor works at the command line and is answered in Chinese, never with a traceback."""

import io
import shutil
from pathlib import Path

import pytest

from content.check import check_article
from content.cli import main
from content.load import DEFAULT_ROOT, load_library

DATA = Path(__file__).parent / "data"


def run(*arguments: str | Path) -> tuple[int, str]:
    out = io.StringIO()
    return main([str(argument) for argument in arguments], out), out.getvalue()


def test_check_of_the_starter_library_passes() -> None:
    code, said = run("check")
    assert code == 0
    assert "检查通过" in said


def test_check_of_one_file_names_its_lines() -> None:
    code, said = run("check", DATA / "everything_wrong.md")
    assert code == 1
    assert "everything_wrong.md:6: [错误] questions 里至少要有一句四川话" in said
    assert "处错误要改" in said


def test_check_of_a_folder_and_of_nothing() -> None:
    assert run("--root", DATA / "awful_library", "check")[0] == 1
    code, said = run("check", DATA / "no-such-file.md")
    assert code == 1
    assert "读不了这个文件：没有这个文件。" in said


def test_search_shows_what_a_villager_would_get() -> None:
    code, said = run("search", "高压线底下能不能钓鱼")
    assert code == 0
    assert "fishing-under-lines" in said
    assert "样稿，待本单位审定" in said
    assert "库里没有" in run("search", "今天毛猪好多钱一斤")[1]


def test_show_prints_an_article_and_says_what_it_might_have_been(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run("show", "fishing-under-lines")
    assert code == 0
    assert "事实 3.01" in said
    assert run("show", "fishing")[0] == 1
    assert "是不是想看：electro-fishing、fishing-under-lines" in capsys.readouterr().err


def test_new_makes_a_draft_that_only_has_blanks_to_fill(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("topics.yml", "facts.yml", "laws.yml", "terms.yml", "villages.yml"):
        shutil.copy(DEFAULT_ROOT / name, tmp_path / name)
    code, said = run("--root", tmp_path, "new", "electricity-safety/breaker-trips")
    assert code == 0
    path = tmp_path / "library" / "electricity-safety" / "breaker-trips.md"
    assert str(path) in said
    problems = check_article(path.read_text(encoding="utf-8"), path, load_library(tmp_path).registers)
    assert {(problem.line, problem.code) for problem in problems} == {(2, "key-empty")}
    for wrong in ("electricity-safety/breaker-trips", "no-topic/x", "electricity-safety/断线", "x"):
        assert run("--root", tmp_path, "new", wrong)[0] == 2
    assert "已经有文章用了" in capsys.readouterr().err


@pytest.mark.parametrize("whole_library", [True, False])
@pytest.mark.parametrize("name", ["passwords", "danger-tree", "a-link"])
def test_a_link_in_the_library_is_called_by_its_name_there(tmp_path: Path, name: str, whole_library: bool) -> None:
    root, elsewhere = tmp_path / "content", tmp_path / "elsewhere.txt"
    shutil.copytree(DEFAULT_ROOT, root, ignore=shutil.ignore_patterns("__pycache__", "*.npz"))
    elsewhere.write_text("root:x:0:0", encoding="utf-8")
    link = root / "library" / "electricity-safety" / f"{name}.md"
    link.symlink_to(elsewhere)
    said = run("--root", root, "check", *([] if whole_library else [link]))[1]
    assert f"library/electricity-safety/{name}.md:1" in said
    assert "elsewhere" not in said


def test_a_library_reached_through_a_link_has_its_own_names(tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(DEFAULT_ROOT)
    broken = tmp_path / "copy" / "library" / "electricity-safety" / "x.md"
    broken.parent.mkdir(parents=True)
    broken.write_text("x", encoding="utf-8")
    (tmp_path / "door").symlink_to(tmp_path / "copy")
    said = run("--root", tmp_path / "copy", "check", tmp_path / "door" / "library" / "electricity-safety" / "x.md")[1]
    assert said.startswith("library/electricity-safety/x.md:1")


def test_todo_lists_what_is_open() -> None:
    code, said = run("todo")
    assert code == 0
    assert "等单位审定的样稿" in said
    assert "待核实的事实" in said
    # Nobody is held up as a model before being asked.
    assert "开通前（逐人取得本人同意，只用公开材料）：羌绣传承人陈云珍" in said


@pytest.mark.parametrize("arguments", [(), ("nonsense",), ("search",), ("show",)])
def test_misuse_is_two_and_chinese(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments)[0] == 2
    assert "命令没写对" in capsys.readouterr().err


def test_what_is_wrong_thirty_times_is_said_once(tmp_path: Path) -> None:
    text = (DEFAULT_ROOT / "library/electricity-safety/fishing-under-lines.md").read_text(encoding="utf-8")
    spoiled = text.replace("## 广播稿\n", f"## 广播稿\n{'*' * 29}\n\n*\n", 1)
    assert spoiled != text
    (tmp_path / "fishing-under-lines.md").write_text(spoiled, encoding="utf-8")
    _code, said = run("check", tmp_path / "fishing-under-lines.md")
    told = [line for line in said.splitlines() if "不能有“*”" in line]
    assert len(told) == 1
    assert "（还有29处，第 " in told[0], "the other line is named"
