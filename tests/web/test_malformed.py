"""300 malformed documents at the editor's door: each told with its line, none kept, none makes a fault or a script."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from actions.db.engine import begin, read
from actions.errors import UserFacingError
from actions.services import editing, library
from actions.services.library import BrokenArticle
from actions.services.users import Account
from content.writing import Unwritable
from tests.web.desk import hidden
from tests.web.serving import Installation

ARTICLE = "fishing-under-lines"
HERE = f"/console/library/{ARTICLE}"
EDITOR = Account(1, "bian", "赵编辑", ("editor",), disabled=False)
SCRIPT = "<script>alert(document.cookie)</script>"
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join('*' + chr(97 + n) for _ in range(9))}]\n" for n in range(8)
)


def malformed(text: str) -> Iterator[str]:
    """Some three hundred ways to spoil a good document."""
    rng = random.Random(5)
    head, body = text.split("\n---\n", 1)
    keys = [line.split(":")[0] for line in head.split("\n")[1:] if line[:1].isalpha()]
    for key in keys:
        yield text.replace(f"\n{key}:", f"\n{key}", 1)  # no colon any more
        yield text.replace(f"\n{key}:", f"\n{key}: [", 1)
        yield text.replace(f"\n{key}:", f"\n{key}: *x", 1)
        yield text.replace(f"\n{key}:", f"\n{key}: !!python/object/apply:os.system", 1)
        yield text.replace(f"\n{key}:", f"\n{key}: {{a: {{b: {{c: {{d: {{e: {{f: {{g: 1}}}}}}}}}}}}}}", 1)
        yield text.replace(f"\n{key}:", f"\n{key}x:", 1)
        yield text.replace(f"\n{key}:", f"\n{key}: '\n{key}:", 1)
    for field in ("valid_from", "valid_until", "review_due"):  # a signature is taken off whatever is saved
        for wrong in ("2026-02-30", "昨天", "2026/01/01", "99999-01-01", "2026-1-1", SCRIPT):
            yield "\n".join(f"{field}: {wrong}" if line.startswith(f"{field}:") else line for line in text.split("\n"))
    for topic in ("../../etc", "/etc/passwd", "..\\..", "fraud/../../x", "", "electricity-safety\x00", SCRIPT):
        yield text.replace("topic: electricity-safety", f"topic: {topic}", 1)
    for part in ("简答", "详解", "广播稿", "海报"):
        for tag in (SCRIPT, "<img src=x onerror=alert(1)>", "<iframe src=//x>", "<svg/onload=alert(1)>", "<b>粗</b>"):
            yield text.replace(f"## {part}\n\n", f"## {part}\n\n{tag}", 1)
        yield text.replace(f"## {part}", f"## {part}\n\n## {part}", 1)
        yield text.replace(f"## {part}\n\n", f"## {part}\n\n" + "长" * 1_000_000, 1)
        yield text.replace(f"## {part}\n\n", f"## {part}\n\n" + "|一|二|\n|--|--|\n" + "|格|格|\n" * 30_000, 1)
        yield text.replace(f"## {part}", f"### {part}", 1)
    for mark in ("\x00", "\ud800", "\x07", "\u202e", "\ufeff---"):
        yield mark + text
        yield text.replace("title: ", f"title: {mark}", 1)
    yield f"---\n{BOMB}---\n{body}"
    yield "---\n" + "a: 1\n" * 100_000 + "---\n" + body
    yield "---\n" + "- " * 5_000 + "x\n---\n" + body
    yield from ("", "---", "---\n---", "---\n---\n", "没有开头信息", body, head, text * 40)
    lines = text.split("\n")
    while True:
        cut = lines[:]
        del cut[rng.randrange(1, 5)]  # without its title, topic, section or status
        yield "\n".join(cut).replace("\n---\n", f"\n{rng.choice(keys)}: doubled\n---\n", 1)


def three_hundred(text: str) -> list[str]:
    made = malformed(text)
    return [next(made) for _ in range(305)]


@pytest.mark.timeout(600)
def test_three_hundred_malformed_documents(desk: Any, staff: Installation, phone: Any) -> None:
    with read(staff.sessions) as session:
        stored = library.get_article(session, ARTICLE)
    assert stored is not None
    bian = desk("bian")
    form = {"csrf": hidden(bian.http.get(HERE).text, "csrf"), "base": "1", "mode": "text", "reason": "试"}
    silent, kept = [], []
    sendable = [text for text in three_hundred(stored.text) if "\ud800" not in text]  # half an emoji is no UTF-8
    for number, text in enumerate(sendable):
        answer = bian.http.post(HERE, data={**form, "do": "save", "text": text})
        assert answer.status_code in (200, 409, 413, 422), (number, answer.status_code)
        assert SCRIPT not in answer.text, number
        assert "onerror=alert(1)>" not in answer.text, number
        if 'role="alert"' not in answer.text and answer.status_code != 413:
            silent.append((number, text[:80]))
        if "草稿存好了" in answer.text:
            kept.append((number, text[:80]))
    assert kept == []
    assert silent == []
    with read(staff.sessions) as session:
        assert [one.number for one in library.history(session, ARTICLE)] == [1]
    page = phone.http.get(f"/a/{ARTICLE}").text
    assert SCRIPT not in page


def test_none_gets_past_the_service_either(staff: Installation) -> None:
    with read(staff.sessions) as session:
        stored = library.get_article(session, ARTICLE)
    assert stored is not None
    passed, silent = [], []
    for number, text in enumerate(three_hundred(stored.text)):
        try:
            with begin(staff.sessions) as session:
                editing.save(session, ARTICLE, stored.topic, text, EDITOR, "试", 1)
            passed.append((number, text[:100]))
        except BrokenArticle as error:
            told = [problem for problem in error.problems if problem.line >= 1 and problem.message]
            if not told or len(told) < len(error.problems):
                silent.append(number)
        except (Unwritable, UserFacingError, UnicodeEncodeError):
            continue
    assert passed == []
    assert silent == []


@pytest.mark.parametrize("name", ["../x", "..", "a/b", "a%2fb", "CON", "x" * 200, "编号", "", "a b", "x\x00y"])
def test_path_tricks_in_ids(desk: Any, name: str) -> None:
    bian = desk("bian")
    given = {"title": "雨天修房顶要注意啥", "topic": "electricity-safety", "id": name}
    page = bian.submit("/console/library", "/console/library/new", **given)
    refused = bool(name and name.lower() != "con")
    assert page.status_code == (422 if refused else 200)
    assert ("编号只能用" in page.text) == refused
