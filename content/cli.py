"""What editors can ask of the library at the command line, answered in Chinese."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from content.check import blocking, check_article
from content.check_library import check_library
from content.distress import heard
from content.document import MAX_BYTES, read_text, shown_path, trouble_of
from content.emergency import Emergency
from content.explain import explain
from content.explained import danger_or_not, explained
from content.gathered import gathered
from content.index import Index
from content.load import DEFAULT_ROOT, Library, library_files, load_library
from content.model import Problem
from content.render import chat_text
from content.scaffold import BadName, new_article
from content.search import search
from content.todo import todo_lines
from content.trace import Trace
from content.vectors import open_store
from usage import Parser

KINDS = {"answer": "回答", "suggest": "您是不是想问", "refuse": "库里没有"}


def main(arguments: Sequence[str], out: TextIO | None = None) -> int:
    """Run one command; 0 when all is well, 1 when something must be put right, 2 when it was not understood."""
    out = out or sys.stdout
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        code: int = options.run(options, out)
    except BrokenPipeError:
        return 0
    except OSError as error:
        sys.stderr.write(f"读写文件出错：{trouble_of(error)}（{error.filename or ''}）\n")
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m content", description="查文章、搜文章、看文章、写新文章、看还缺什么")
    parser.add_argument("--root", type=Path, default=DEFAULT_ROOT, help="内容文件夹，不写就是自带的 content")
    commands = parser.add_subparsers(required=True, metavar="命令")
    check = commands.add_parser("check", help="检查整个库，或者指定的文件、文件夹")
    check.add_argument("paths", nargs="*", type=Path, help="文章文件或文件夹")
    check.set_defaults(run=_check)
    ask = commands.add_parser("search", help="像村民那样问一句，看答的是哪篇")
    ask.add_argument("question", metavar="问题", help="要问的话，用引号括起来")
    ask.add_argument("--village", default=None, help="村的代号")
    ask.add_argument("--explain", action="store_true", help="也看为什么：听成了什么、比过哪些文章、把握多少、要多少")
    ask.add_argument("--vectors", type=Path, default=None, help="句向量缓存文件夹；不写就只按字面搜")
    ask.set_defaults(run=_search)
    show = commands.add_parser("show", help="看一篇文章")
    show.add_argument("id", metavar="编号", help="文章编号，就是文件名去掉 .md")
    show.set_defaults(run=_show)
    new = commands.add_parser("new", help="写一篇新文章的架子")
    new.add_argument("name", metavar="专题/编号", help="专题/编号，比如 electricity-safety/breaker-trips")
    new.set_defaults(run=_new)
    todo = commands.add_parser("todo", help="开通前还要填什么、审什么")
    todo.set_defaults(run=_todo)
    return parser


def _check(options: argparse.Namespace, out: TextIO) -> int:
    problems = _check_paths(options.root, options.paths) if options.paths else check_library(options.root)
    for told in gathered(problems):
        out.write(f"{told}\n")
    errors = len(blocking(problems))
    if errors:
        out.write(f"有 {errors} 处错误要改，{len(problems) - errors} 处提醒。\n")
        return 1
    out.write(f"检查通过，{len(problems)} 处提醒。\n")
    return 0


def _check_paths(root: Path, paths: Sequence[Path]) -> list[Problem]:
    library = load_library(root)
    problems: list[Problem] = []
    for path in _article_paths(paths):
        # By the name it has in the library: a link is not followed, what it leads to nobody asked about.
        absolute = path.parent.resolve() / path.name
        shown = shown_path(absolute, root.resolve())
        text = read_text(absolute, shown, MAX_BYTES)
        problems += [text] if isinstance(text, Problem) else check_article(text, shown, library.registers)
    return problems


def _article_paths(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.rglob("*.md"))
        else:
            yield path


def _search(options: argparse.Namespace, out: TextIO) -> int:
    library = load_library(options.root)
    store = open_store(options.vectors) if options.vectors else None
    index = Index.build(library.articles, terms=library.terms, vectors=store)
    if store is not None and store.fill(index.texts()):
        index = Index.build(library.articles, index)
    result = search(index, options.question, village=options.village)
    if options.explain:
        danger = heard(options.question, library.emergency)
        _print_trace(explain(index, options.question, result), danger, library, out)
    else:
        out.write(f"听成：{result.normalized}\n{KINDS[result.kind]}（把握 {result.score:.0%}）\n")
        for hit in result.hits:
            out.write(f"  {hit.score:6.1%}  {hit.article_id}  {hit.title}  ← {hit.question or '正文'}\n")
    article = library.article(result.hits[0].article_id) if result.kind == "answer" else None
    if article is not None:
        out.write(f"\n{chat_text(article)}\n")
    return 0


def _print_trace(trace: Trace, danger: Emergency | None, library: Library, out: TextIO) -> None:
    titles = {rule.kind: rule.title for rule in library.emergency.kinds}
    told = explained(trace)
    first = danger_or_not(danger.kept(), titles[danger.kind]) if danger else danger_or_not(None)
    out.write("".join(f"{line}\n" for line in (first, told.headline, *told.lines)))
    for row in told.rows:
        out.write(f"  {row.percent:>6}  {row.id}  {row.title}  ← {row.wording}\n")
    out.write(f"{told.versions}\n")


def _show(options: argparse.Namespace, out: TextIO) -> int:
    library = load_library(options.root)
    article = library.article(options.id)
    if article is None:
        near = [other.id for other in library.articles if options.id in other.id or options.id in other.title][:5]
        hint = f"是不是想看：{'、'.join(near)}？" if near else "编号就是文件名去掉 .md。"
        sys.stderr.write(f"没有编号是“{options.id}”的文章。{hint}\n")
        return 1
    topic = library.topics.get(article.topic)
    review = article.review_due.isoformat() if article.review_due else "没定"
    out.write(f"{article.title}（{topic.name if topic else article.topic}，{article.status}，复审 {review}）\n\n")
    out.write(
        f"简答：{chat_text(article)}\n\n{article.detail}\n\n广播稿：{article.broadcast}\n\n海报：{article.poster}\n\n"
    )
    out.write("大家这样问：\n" + "".join(f"  {question}\n" for question in article.questions))
    for number in article.facts:
        fact = library.facts.get(number)
        out.write(f"事实 {number}：{fact.text}（{fact.basis}）\n" if fact else f"事实 {number}：登记里没有\n")
    return 0


def _new(options: argparse.Namespace, out: TextIO) -> int:
    library = load_library(options.root)
    try:
        path = new_article(
            options.root, options.name, library.topics, {one.stem for one in library_files(options.root)}
        )
    except BadName as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    out.write(f"写好了架子：{path}\n把空着的地方填上，再运行 python -m content check {path}\n")
    return 0


def _todo(options: argparse.Namespace, out: TextIO) -> int:
    library: Library = load_library(options.root)
    for line in todo_lines(library):
        out.write(f"{line}\n")
    return 0
