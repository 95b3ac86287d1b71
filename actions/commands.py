"""The operator's commands: each yields the Chinese lines to print and raises OperatorError for what went wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from actions.clock import local_day, utc_now
from actions.db.engine import Sessions, begin, make_engine, read, session_factory, snapshot
from actions.db.migrate import migrate as migrate_database
from actions.errors import OperatorError, UserFacingError
from actions.keys import load_keys, make_keys
from actions.paper.words import fault_text
from actions.sealing import Vault
from actions.services import (
    audit,
    late_answers,
    learning,
    library,
    library_files,
    media_files,
    question_owners,
    time_general,
    users,
)
from actions.services.audit_report import bounds, report
from actions.services.live_index import LiveIndex
from actions.services.places import load_places
from actions.settings import Settings, make_folder
from content.load import library_in_use, parse_article
from content.media import FOLDER
from content.vectors import open_store

FIRST_ADMIN = "admin"
_SENTENCES_A_LINE = 500
_TWICE_SHOWN = 5
_REASONS = {
    "login_name_taken": "这个登录名已经有了",
    "bad_login_name": "登录名只能用英文字母、数字、- 和 _",
    "bad_role": f"角色只能是 {'、'.join(users.ROLES)}",
    "bad_department": f"审稿人要写部门，只能是 {'、'.join(users.DEPARTMENTS)}",
    "unknown_user": "没有这个登录名",
    "password_length": "密码要 10 到 200 个字",
}


def setup(settings: Settings) -> Iterator[str]:
    """Make everything ready to serve; running it again changes nothing and takes no time."""
    make_folder("BABAHUI_DATA_DIR", settings.data_dir)
    make_folder("BABAHUI_CLIPS_DIR", settings.clips_dir)
    make_folder("BABAHUI_MEDIA_DIR", settings.media_dir)
    if made := make_keys(settings.secrets_dir):
        yield f"密钥已生成（{len(made)} 个）：{settings.secrets_dir}。请单独备份这个目录。"
    if not time_general.prepare():
        yield "时间解析的词典没有解开（程序目录只读），少数说法听不懂，常用的说法不受影响。"
    yield from migrate(settings)
    yield from import_library(settings)
    yield from _first_accounts(settings)
    yield from _vectors(settings)


def migrate(settings: Settings) -> Iterator[str]:
    """Bring the database to the schema of this program."""
    engine = make_engine(settings.database_url)
    try:
        changed = migrate_database(engine)
    finally:
        engine.dispose()
    yield "数据库结构已更新。" if changed else "数据库结构是最新的。"


def import_library(settings: Settings, overwrite: bool = False) -> Iterator[str]:
    """Take new and changed articles in; a broken one is named with its line, and the command fails."""
    for problem in library_in_use(settings.content_dir).problems:
        if problem.code == "town-unknown":
            yield f"提醒：登记文件 {problem.place}：{problem.message}"
    report = library_files.ImportReport()
    make_folder("BABAHUI_MEDIA_DIR", settings.media_dir)
    with _sessions(settings) as sessions:
        media, broken = media_files.import_media(sessions, settings.content_dir, settings.media_dir)
        for done, total, so_far in library_files.import_in_batches(sessions, settings.content_dir, overwrite):
            live = [*so_far.created[len(report.created) :], *so_far.updated[len(report.updated) :]]
            report = so_far
            if live:
                with begin(sessions) as session:
                    # Who asked in these words before there was an answer is told of it, as after any publication.
                    late_answers.settle(session, live, login="files")
            if done < total:
                yield f"收进文章 {done}/{total}……"
        with read(sessions) as session:
            twice = question_owners.owned_twice(session)
    for question, titles in twice[:_TWICE_SHOWN]:
        yield f"提醒：“{question}”同时是{'、'.join(f'《{title}》' for title in titles)}的问法，请从一篇里去掉。"
    changes = f"新增 {len(report.created)} 篇，更新 {len(report.updated)} 篇，没变 {report.unchanged} 篇"
    yield f"文章库：{changes}，版本 {report.version}。"
    if report.kept:
        yield f"这些文章在网页上改过，没有被文件覆盖（要覆盖用 import --overwrite）：{'、'.join(report.kept)}"
    if media:
        yield f"收进图、声音、视频 {len(media)} 个。"
    if problems := [*broken, *report.problems]:
        first = problems[0]
        more = f"（一共 {len(problems)} 处，用 python -m content check 看全部）" if len(problems) > 1 else ""
        raise OperatorError(f"文章有错，没有导入：{first.place}，{first.message}{more}")


def export_library(settings: Settings, folder: Path) -> Iterator[str]:
    """Write the live library back to files, byte for byte."""
    with _sessions(settings) as sessions, read(sessions) as session:
        written = library_files.export_files(session, folder)
        shown, lost = media_files.export_media(session, folder, settings.media_dir)
    yield f"导出完成：写了 {len(written)} 个文件到 {folder / 'library'}。"
    if shown:
        yield f"图、声音、视频写了 {len(shown)} 个到 {folder / FOLDER}。"
    if lost:
        yield f"有 {len(lost)} 个图、声音、视频在 {settings.media_dir} 里找不到了，请从备份拿回来：{'、'.join(lost)}。"


def publish(settings: Settings, article_id: str, author: str, overwrite: bool = False) -> Iterator[str]:
    """Publish one article from its file; what was written or signed on the web stays unless `overwrite`."""
    paths = sorted((settings.content_dir / "library").glob(f"*/{article_id}.md"))
    if len(paths) != 1:
        raise OperatorError(f"内容目录里没有编号是 {article_id} 的文章，用 python -m content todo 看有哪些")
    text = paths[0].read_bytes().decode("utf-8")
    article, _problems = parse_article(text, paths[0].name)
    if article is not None and article.status != "published":
        raise OperatorError(f"{paths[0].name} 的 status 是 {article.status}，要发布请先改成 published")
    with _sessions(settings) as sessions:
        make_folder("BABAHUI_MEDIA_DIR", settings.media_dir)
        shown = media_files.shown_in(text)
        _media, broken = media_files.import_media(sessions, settings.content_dir, settings.media_dir, shown)
    if broken:
        raise OperatorError(f"图、声音、视频有错，没有发布：{broken[0].place} {broken[0].message}")
    with _sessions(settings) as sessions, begin(sessions) as session:
        if not overwrite and library_files.is_only_on_web(session, article_id):
            raise OperatorError(
                f"{article_id} 在网页上改过、审过，文件里没有这些改动，没有发布：先用 export 把网页上的写回文件；"
                "确实要用文件盖掉，用 publish --overwrite，审签也就没有了"
            )
        try:
            number = library.publish(session, article_id, text, author, "python -m actions publish", "file")
        except library.BrokenArticle as error:
            first = error.problems[0]
            raise OperatorError(f"文章有错，没有发布：{first.place}，{first.message}") from None
        late_answers.settle(session, [article_id], login=author)
        version = library.library_version(session)
    yield f"已发布 {article_id} 第 {number} 版（文章库版本 {version}），下一句问话就用新的。"


def check_audit(settings: Settings) -> Iterator[str]:
    """Hold the whole audit chain and every text against it; fails where something was altered."""
    with _sessions(settings) as sessions, snapshot(sessions) as session:
        faults, (count, hash_) = audit.verify(session), audit.head(session)
    if faults:
        told = [fault_text(fault.kind, fault.number, fault.subject) for fault in faults]
        raise OperatorError("留痕对不上：" + "；".join(told[:20]))
    yield f"留痕核对无误：{count} 条，末条指纹 {hash_[:16] or '（还没有）'}。"


def audit_report(settings: Settings, article_id: str, day: str, file: Path, by: str) -> Iterator[str]:
    """Write what an article said on a day, and who approved it, as PDF; then check the chain like `check_audit`."""
    from actions.paper.audit_pdf import audit_pdf  # what draws a PDF is loaded by nothing else here

    try:
        on = date.fromisoformat(day) if day else local_day(utc_now())
        bounds(on)
    except (ValueError, OverflowError):
        raise OperatorError(f"日子要写成 2026-11-24 这样，现在是 {day}") from None
    with _sessions(settings) as sessions, snapshot(sessions) as session:
        try:
            made = report(session, article_id, on, by, utc_now())
        except UserFacingError:
            raise OperatorError(f"没有编号是 {article_id} 的文章，留痕里也没有") from None
    file.write_bytes(audit_pdf(made, settings.company))
    yield f"报告写好了：{file}（{article_id}，{on.isoformat()}，这一天村民看到过 {len(made.said)} 版）。"
    yield from check_audit(settings)


def add_user(settings: Settings, login: str, name: str, roles: list[str], departments: list[str]) -> Iterator[str]:
    """Make an account with a random password; a reviewer signs for departments."""
    password = users.random_password()
    with _sessions(settings) as sessions, begin(sessions) as session, _said():
        account = users.add(session, login, name, roles, password, departments)
    yield _account_line(account, password)


def new_password(settings: Settings, login: str) -> Iterator[str]:
    """Give an account a new random password and end its logins."""
    password = users.random_password()
    with _sessions(settings) as sessions, begin(sessions) as session, _said():
        account = users.set_password(session, login, password)
    yield _account_line(account, password)


def list_users(settings: Settings) -> Iterator[str]:
    """All accounts, without passwords."""
    with _sessions(settings) as sessions, read(sessions) as session:
        accounts = users.list_(session)
    for account in accounts:
        yield f"{account.login}\t{account.name}\t{','.join(account.roles)}{'（已停用）' if account.disabled else ''}"


def _first_accounts(settings: Settings) -> Iterator[str]:
    with _sessions(settings) as sessions, begin(sessions) as session:
        have = {account.login for account in users.list_(session)}
        made = []
        if not have:
            made.append(_make(session, FIRST_ADMIN, "管理员", ("admin",)))
        for login, name in _stewards(settings).items():
            if login not in have:
                made.append(_make(session, login, name, ("steward",)))
    if made:
        yield "新建了下面的账号，密码只显示这一次，请抄下来（忘了用 users password 重设）："
        yield from made


def _stewards(settings: Settings) -> dict[str, str]:
    """The logins of villages.yml with the name people hear until a real one is filled in."""
    names: dict[str, str] = {}
    for village in load_places(settings.content_dir).villages.values():
        if village.steward:
            names.setdefault(village.steward, f"{village.town}电管家")
    return names


def _make(session: Session, login: str, name: str, roles: tuple[str, ...]) -> str:
    password = users.random_password()
    return _account_line(users.add(session, login, name, roles, password), password)


def _account_line(account: users.Account, password: str) -> str:
    return f"  登录名 {account.login}（{account.name}，{','.join(account.roles)}）  密码 {password}"


def learn(settings: Settings) -> Iterator[str]:
    """Learn which words speak for which article; nothing where nothing changed."""
    file = settings.data_dir / learning.NAME
    with _sessions(settings) as sessions:
        index, live, _version = LiveIndex(sessions).get()
    articles = [one.article for one in live.values()]
    if learning.has_learnt(articles, settings.content_dir, index.terms, file):
        yield "没有新的要学。"
        return
    learning.learn_of(articles, settings.content_dir, index.terms, file)
    yield f"学好了，{len(articles)} 篇都认得。"


def _vectors(settings: Settings) -> Iterator[str]:
    """Make the sentence vectors that are missing, so that the first question need not wait for them."""
    store = open_store(settings.data_dir / "vectors")
    if store is None:
        yield "没有装句子向量模型，检索只用字词，也能用。"
        return
    done_for = settings.data_dir / "vectors" / "library_version"
    with _sessions(settings) as sessions:
        with read(sessions) as session:
            version = str(library.library_version(session))
        if done_for.is_file() and done_for.read_text("ascii") == version:
            return
        index, _articles, _version = LiveIndex(sessions).get()
    if missing := store.missing(index.texts()):
        yield f"正在准备检索（{len(missing)} 句，一般约 {max(1, len(missing) // 30)} 秒，机器忙会久些）……"
        for start in range(0, len(missing), _SENTENCES_A_LINE):
            store.fill(missing[start : start + _SENTENCES_A_LINE])
            yield f"  已准备 {min(start + _SENTENCES_A_LINE, len(missing))} / {len(missing)} 句"
    done_for.parent.mkdir(exist_ok=True)
    done_for.write_text(version, "ascii")


@contextmanager
def _sessions(settings: Settings) -> Iterator[Sessions]:
    engine = make_engine(settings.database_url)
    try:
        yield session_factory(engine, Vault(load_keys(settings.secrets_dir)), settings.content_dir)
    finally:
        engine.dispose()


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except UserFacingError as error:
        raise OperatorError(_REASONS.get(error.user_text_key, error.user_text_key)) from None
