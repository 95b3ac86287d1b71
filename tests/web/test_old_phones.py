"""Cheap phones carry old WebViews: our own scripts are served as written, so they keep to old syntax."""

import re

import pytest

from web.static_files import STATIC

TOO_NEW = {
    "optional chaining": r"\?\.[A-Za-z_(\[]",
    "nullish coalescing": r"\?\?",
    "spread or rest": r"\.\.\.[A-Za-z_\[{(]",
    "catch without a name": r"catch\s*\{",
    "private fields": r"this\.#",
    "modules": r"^\s*(import|export)\s",
    "replaceAll, at, flat": r"\.(replaceAll|at|flat|flatMap|matchAll)\(",
    "markup from text": r"\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write",
}


@pytest.mark.parametrize("script", sorted(path.name for path in STATIC.glob("*.js")))
@pytest.mark.parametrize("name", TOO_NEW)
def test_our_scripts_keep_to_old_syntax(script: str, name: str) -> None:
    text = re.sub(r"/\*.*?\*/", "", (STATIC / script).read_text("utf-8"), flags=re.S)
    text = re.sub(r"'[^'\n]*'", "''", text)
    assert not re.search(TOO_NEW[name], text, re.M), name


@pytest.mark.parametrize("name", ["deep-chat.js", "turndown.js", "vditor/dist/index.min.js"])
def test_what_is_not_ours_was_lowered(name: str) -> None:
    component = (STATIC / "vendor" / name).read_text("utf-8")
    code = re.sub(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`', '""', component)
    assert not re.search(r"catch\{|\?\?=|[\w)\]]\?\.[A-Za-z_[(]", code)
