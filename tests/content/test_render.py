"""An article meets people in chat, on a page, on a poster and by loudspeaker."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from content.load import Library
from content.model import Article, Source
from content.render import SAMPLE_NOTE, broadcast_text, chat_text, detail_html, page_html, poster_line, source_line

GOLDEN = Path(__file__).parent / "golden"


def cases() -> Iterator[object]:
    for path in sorted(GOLDEN.glob("*.md")):
        title, inside, asked = "", 0, [""]
        given = expected = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if line == ".":
                inside += 1
                if inside == 1:
                    start, asked = number, []
                elif inside == 2:
                    given, asked = "\n".join(asked), []
                else:
                    expected, inside = "\n".join(asked), 0
                    yield pytest.param(given, expected, id=f"{path.name}:{start} {title}")
                    asked = []
            elif inside:
                asked.append(line)
            elif line:
                title = line


@pytest.mark.parametrize(("given", "expected"), list(cases()))
def test_golden(given: str, expected: str) -> None:
    assert detail_html(given).strip() == expected.strip()


def test_a_picture_that_is_known_takes_its_room_before_it_is_there() -> None:
    name = "ab" * 32 + ".jpg"
    html = detail_html(f"![漏保](media/{name})", {name: (1280, 960)})
    assert 'width="1280" height="960"' in html


@pytest.fixture
def article(library: Library) -> Article:
    found = library.article("fishing-under-lines")
    assert found is not None
    return found


def test_chat_says_the_short_answer_word_for_word(article: Article) -> None:
    assert chat_text(article) == f"{article.short}\n\n{SAMPLE_NOTE}"
    signed = replace(article, signed_off_by="安监部", signed_off_on=date(2026, 12, 1))
    assert chat_text(signed) == article.short


def test_loudspeaker_and_poster_say_theirs_word_for_word(article: Article) -> None:
    assert broadcast_text(article) == article.broadcast
    assert poster_line(article) == article.poster


def test_the_page_holds_everything_and_nothing_that_runs(article: Article) -> None:
    poisoned = replace(
        article,
        title="<script>x</script>",
        short="<b onclick=x>",
        sources=(Source("<i>法", "2018年修正", "第五条", date(2018, 12, 29)),),
    )
    html = page_html(poisoned)
    assert "<script" not in html
    assert "<b" not in html
    assert "<i>" not in html
    assert SAMPLE_NOTE in html
    assert "2018年12月29日起施行" in html


def test_a_source_is_read_as_people_read_it() -> None:
    source = Source("电力法", "2018年修正", "第三十三条", date(2018, 12, 29))
    assert source_line(source) == "《电力法》（2018年修正）第三十三条，2018年12月29日起施行"
    assert source_line(Source("消防部门安全提示")) == "《消防部门安全提示》"
