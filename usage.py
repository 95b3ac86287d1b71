"""A command line that was written wrongly is answered in Chinese, the same by every program of ours."""

import argparse
import re
import sys
from typing import NoReturn

# argparse's own words, as Python 3.11 and 3.12 say them.
_SAID = (
    (r"the following arguments are required: (.+)", r"还要写 {0}"),
    (r"argument (.+?): expected (?:one|at least one) argument", r"{0} 后面要写一个值"),
    (r"argument (.+?): expected \d+ arguments", r"{0} 后面写的不够"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"{0} 不能是 {1}，只能是 {2}"),
    (r"argument (.+?): invalid (?:int|float) value: (.+)", r"{0} 要写数字，不能是 {1}"),
    (r"argument (.+?): invalid \S+ value: (.+)", r"{0} 不能是 {1}"),
    (r"argument (.+?): ignored explicit argument (.+)", r"{0} 后面不要写 {1}"),
    (r"unrecognized arguments: (.+)", r"不认识 {0}"),
    (r"ambiguous option: (.+?) could match (.+)", r"{0} 写得太短，可能是 {1}"),
)


class Parser(argparse.ArgumentParser):
    """Says in one Chinese sentence what is wrong, and ends with code 2."""

    def error(self, message: str) -> NoReturn:
        """Show how it is written and what was wrong."""
        sys.stderr.write(self.format_usage().replace("usage: ", "用法：", 1))
        sys.stderr.write(f"命令没写对{_in_chinese(message)}。怎么写，看 {self.prog} --help。\n")
        raise SystemExit(2)


def _in_chinese(message: str) -> str:
    for pattern, said in _SAID:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            return "：" + said.format(*(_plain(part) for part in found.groups()))
    return ""


def _plain(part: str) -> str:
    return part.replace("'", "").replace(", ", "、").replace("/-", " 或 -")
