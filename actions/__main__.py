"""`python -m actions`: set up, move articles in and out, manage accounts, serve, work."""

import argparse
import logging
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterable
from pathlib import Path

from actions import commands
from actions.clock import utc_now
from actions.context import open_context
from actions.errors import OperatorError
from actions.paper.words import words
from actions.settings import Settings, load_settings
from actions.troubles import sentence
from usage import Parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command; whatever goes wrong is one Chinese sentence and an exit code that is not 0."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        settings = load_settings()
        _run(options, settings)
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        said = sentence(error)
        if said is None:
            said = f"程序出了没料到的错，细节记在 {_note()}，请发给开发的人"
        print(said.rstrip("。") + "。", file=sys.stderr)
        return 1
    return 0


def _note() -> Path:
    """Write the traceback being handled down where the data is, or for want of that beside the program."""
    data = os.environ.get("BABAHUI_DATA_DIR") or "data"
    for folder in (Path(data) / "logs", Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / "errors.log").open("a", encoding="utf-8") as log:
                log.write(f"{utc_now().isoformat(timespec='seconds')} {' '.join(sys.argv[1:2])}\n")
                log.write(traceback.format_exc() + "\n")
            return folder / "errors.log"
        except OSError:
            continue
    return Path(os.devnull)


def _run(options: argparse.Namespace, settings: Settings) -> None:
    match options.command:
        case "setup":
            _print(commands.setup(settings))
        case "migrate":
            _print(commands.migrate(settings))
        case "import":
            _print(commands.import_library(settings, options.overwrite))
        case "export":
            _print(commands.export_library(settings, Path(options.folder)))
        case "publish":
            _print(commands.publish(settings, options.article_id, options.author, options.overwrite))
        case "users":
            _users(options, settings)
        case "audit":
            _audit(options, settings)
        case "serve":
            _serve(settings)
        case "learn":
            # It computes for minutes where much changed; people who ask something come first.
            os.nice(10)
            _print(commands.learn(settings))
        case "worker":
            _work(settings)


def _users(options: argparse.Namespace, settings: Settings) -> None:
    match options.users_command:
        case "add":
            name = options.name or options.login
            _print(commands.add_user(settings, options.login, name, options.role, options.department))
        case "list":
            _print(commands.list_users(settings))
        case "password":
            _print(commands.new_password(settings, options.login))


def _audit(options: argparse.Namespace, settings: Settings) -> None:
    if not options.pdf and not options.article and not options.day:
        _print(commands.check_audit(settings))
        return
    if not options.pdf or not options.article:
        raise OperatorError("要报告请写全：audit --pdf 文件.pdf --article 文章编号 --day 2026-11-24")
    by = words()["audit"]["command"].format(user=os.environ.get("USER") or "operator")
    _print(commands.audit_report(settings, options.article, options.day, Path(options.pdf), by))


def _serve(settings: Settings) -> None:
    from actions.server import serve

    serve(open_context(settings))


def _work(settings: Settings) -> None:
    from actions.tasks.worker import make_worker

    # Speech computes for minutes; people who ask something come first.
    os.nice(10)
    worker = make_worker(open_context(settings))
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda _signal, _frame: worker.stop())
    if not worker.run():
        logging.getLogger("actions").info("unfinished work goes on when a worker is back")
        logging.shutdown()
        os._exit(0)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m actions", description="坝坝会：安装、文章、账号、服务")
    kinds = parser.add_subparsers(dest="command", required=True, metavar="命令")
    kinds.add_parser("setup", help="第一次安装：密钥、数据库、文章、账号；再运行不会改动已有的")
    kinds.add_parser("migrate", help="更新数据库结构")
    importing = kinds.add_parser("import", help="把内容目录里新的、改过的文章收进来")
    importing.add_argument("--overwrite", action="store_true", help="网页上改过的也用文件覆盖")
    kinds.add_parser("export", help="把正在用的文章写回文件").add_argument("folder", metavar="目录")
    publishing = kinds.add_parser("publish", help="发布一篇文章")
    publishing.add_argument("article_id", metavar="文章编号")
    publishing.add_argument("--author", default=os.environ.get("USER") or "operator", help="谁发布的")
    publishing.add_argument("--overwrite", action="store_true", help="网页上改过、审过的也用文件盖掉")
    _user_commands(kinds.add_parser("users", help="账号"))
    auditing = kinds.add_parser("audit", help="核对留痕：谁改过、删过文章的记录，都看得出来")
    auditing.add_argument("--pdf", metavar="文件", help="把一篇文章某一天的留痕写成 PDF，再核对")
    auditing.add_argument("--article", metavar="文章编号", help="哪一篇")
    auditing.add_argument("--day", metavar="日子", default="", help="哪一天，写成 2026-11-24；不写就是今天")
    kinds.add_parser("learn", help="文章改过以后，学哪些话是在问哪篇（后台会自己做）")
    kinds.add_parser("serve", help="动作服务（只在本机）")
    kinds.add_parser("worker", help="后台任务：音频、发课、提醒")
    return parser


def _user_commands(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="users_command", required=True, metavar="命令")
    adding = kinds.add_parser("add", help="新建账号，密码随机生成、只显示一次")
    adding.add_argument("login", metavar="登录名")
    adding.add_argument("--name", help="姓名")
    adding.add_argument(
        "--role", action="append", required=True, help="steward、editor、reviewer、approver、auditor、admin，可写几个"
    )
    adding.add_argument(
        "--department", action="append", default=[], help="审稿人替哪个部门签字：安监、营销、法务、党建、医务，可写几个"
    )
    kinds.add_parser("list", help="看有哪些账号")
    kinds.add_parser("password", help="重设密码").add_argument("login", metavar="登录名")


if __name__ == "__main__":
    raise SystemExit(main())
