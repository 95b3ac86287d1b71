"""What went wrong, as one Chinese sentence for the operator; None for a fault of ours, which needs its traceback."""

import errno
import sqlite3

from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from actions.errors import OperatorError
from actions.settings import SettingsError
from content.document import trouble_of
from content.load import BrokenRegister
from tts_audio.errors import SpeechError


def sentence(error: BaseException) -> str | None:
    """The sentence for an error, following its causes."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OperatorError | SettingsError | SpeechError | BrokenRegister):
            return str(seen)
        if isinstance(seen, OSError):
            return _file_trouble(seen)
        if isinstance(seen, DBAPIError):
            return _database_trouble(seen)
        if isinstance(seen, ArgumentError | NoSuchModuleError):
            return "BABAHUI_DATABASE_URL 写得不对，要像 postgresql://用户@主机:5432/库名 或 sqlite:////路径/文件"
        seen = seen.__cause__ or seen.__context__
    return None


def _file_trouble(error: OSError) -> str:
    name = f"：{error.filename}" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"磁盘满了，写不进去{name}。请清理磁盘后再运行一次"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"没有权限读写{name}。请检查这个路径的主人和权限"
    if error.errno == errno.EADDRINUSE:
        return "端口已经被别的程序占用，请先停掉它，或者换一个端口"
    if error.errno == errno.ENOENT:
        return f"找不到文件{name}"
    return f"读写文件出错（{trouble_of(error)}）{name}"


def _database_trouble(error: DBAPIError) -> str | None:
    words = str(error.orig)
    if isinstance(error.orig, sqlite3.Error):
        if "disk is full" in words:
            return "磁盘满了，数据库写不进去。请清理磁盘后再运行一次"
        if "readonly" in words or "unable to open" in words:
            return "数据库文件打不开或不能写，请检查 BABAHUI_DATABASE_URL 里的路径和权限"
        if "not a database" in words or "malformed" in words:
            return "数据库文件坏了，请从备份里恢复"
        if "locked" in words:
            return "数据库被别的程序占着，请稍后再试"
        if "no such table" in words:
            return "数据库还没有建好，请先运行 python -m actions migrate"
        return None
    sqlstate = getattr(error.orig, "sqlstate", None)
    if sqlstate == "53100":
        return "数据库服务器的磁盘满了，请清理后再运行一次"
    if sqlstate == "42P01":
        return "数据库还没有建好，请先运行 python -m actions migrate"
    if error.connection_invalidated or sqlstate is None or sqlstate.startswith(("08", "28", "3D", "57")):
        return "数据库连不上，请检查 BABAHUI_DATABASE_URL，以及数据库是否在运行、库和用户是否存在"
    return None
