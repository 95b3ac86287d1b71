"""The long picture for forwarding: what stands on it, where it can be had, and who may see it."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import segno
from PIL import Image

from actions.db.engine import begin
from actions.errors import UserFacingError
from actions.paper import fonts as paper_fonts
from actions.paper.fonts import Fonts, fonts
from actions.services import editing, library, users
from content.load import DEFAULT_ROOT, parse_article
from content.model import Article
from tests.web.editor_form import ARTICLE, HERE, filled, send, text_of
from tests.web.serving import Installation
from web.long_picture import draw, is_offered, long_picture
from web.picture_layout import MARGIN, RIGHT, WIDTH, Handout, Sheet, handout_of, lay_out

ADDRESS = f"https://babahui.example.cn/a/{ARTICLE}"
TIBETAN = "གློག་སྐུད་འོག་ཏུ་ཉ་མ་འཛིན།"
EMPTY = Handout("供电公司", "题目", (), "简答", (), "", (), ADDRESS, "文档 x 第1版")


def every_article() -> list[Article]:
    found = [parse_article(path.read_text("utf-8"), path.name)[0] for path in DEFAULT_ROOT.glob("library/*/*.md")]
    return [article for article in found if article is not None]


def sheet_of(**texts: Any) -> Sheet:
    return lay_out(Handout(**{**vars(EMPTY), **texts}), fonts())


def said(sheet: Sheet) -> str:
    return "".join(placed.line.text for placed in sheet.lines)


def opened(answer: Any) -> Image.Image:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/png"
    image = Image.open(BytesIO(answer.content))
    image.load()
    return image


def test_it_says_everything_the_page_says() -> None:
    article = next(one for one in every_article() if one.id == ARTICLE)
    sheet = lay_out(handout_of(article, 3, "北川供电公司", ADDRESS), fonts())
    for text in (
        "北川供电公司",
        article.title,
        "样稿，待本单位审定",
        "☎ 打95598 供电",
        article.sources[0].title,
        ADDRESS,
        "第3版",
    ):
        assert text.replace(" ", "") in said(sheet).replace(" ", ""), text
    assert "".join(article.short.split()) in "".join(said(sheet).split())
    assert "#" not in said(sheet)
    assert "**" not in said(sheet)


def test_who_signed_stands_on_it_and_then_it_is_no_sample() -> None:
    text = (DEFAULT_ROOT / "library" / "electricity-safety" / f"{ARTICLE}.md").read_text("utf-8")
    text = text.replace("signed_off_by:", "signed_off_by: 孙安监（安监）").replace(
        "signed_off_on:", "signed_off_on: 2026-11-20"
    )
    article = parse_article(text, "x.md")[0]
    assert article is not None
    shown = said(lay_out(handout_of(article, 4, "北川供电公司", ADDRESS), fonts()))
    assert "审定：孙安监（安监），2026-11-20" in shown
    assert "样稿" not in shown


def test_every_article_of_the_library_fits_and_is_light_enough_to_forward() -> None:
    sheets = [(lay_out(handout_of(one, 1, "北川供电公司", ADDRESS), fonts()), one) for one in every_article()]
    assert all(placed.line.reach <= RIGHT + 0.01 for sheet, _one in sheets for placed in sheet.lines)
    longest = max(sheets, key=lambda pair: pair[0].height)[1]
    picture = long_picture(handout_of(longest, 1, "北川供电公司", ADDRESS))
    assert len(picture) < 400_000
    image = Image.open(BytesIO(picture))
    assert image.width == WIDTH == 750
    assert image.mode == "P"


def test_nothing_stands_upon_anything_else() -> None:
    sheet = sheet_of(
        notes=("样稿",), dials=("☎ 打120 急救",), detail="### 标题\n\n- 一\n- 二\n\n正文\n", sources=("《法》",)
    )
    beside_the_code = [placed for placed in sheet.lines if sheet.code and placed.top >= sheet.code.top]
    column = [placed for placed in sheet.lines if placed not in beside_the_code]
    for above, below in pairwise(column):
        assert above.top + above.line.height <= below.top + 0.01
    assert all(placed.line.pieces[0].x >= MARGIN for placed in sheet.lines)


def test_the_code_is_drawn_module_by_module_with_white_around_it() -> None:
    sheet = sheet_of()
    assert sheet.code is not None
    image, code = draw(sheet).convert("L"), sheet.code
    size = len(code.modules)
    read = tuple(
        tuple(
            int(image.getpixel((code.left + (x + 0.5) * code.scale, code.top + (y + 0.5) * code.scale)) == 0)
            for x in range(size)
        )
        for y in range(size)
    )
    assert read == tuple(tuple(row) for row in segno.make(ADDRESS, error="m", micro=False).matrix)
    side, quiet = size * code.scale, 4 * code.scale
    around = image.crop((code.left - quiet, code.top - quiet, code.left + side + quiet, code.top + side + quiet))
    around.paste(255, (quiet, quiet, quiet + side, quiet + side))
    assert around.getextrema() == (255, 255)


def test_it_reads_without_colour() -> None:
    grey = draw(sheet_of(notes=("样稿，待本单位审定",))).convert("L")
    levels = {level for count, level in grey.getcolors() or [] if count > 100}
    assert min(levels) == 0
    assert max(levels) == 255
    red = draw(sheet_of()).convert("RGB").getpixel((MARGIN + 5, MARGIN + 55))
    assert isinstance(red, tuple)
    assert sum(red) < 255, "the accent is dark when printed in grey"


def test_what_no_font_has_is_said_and_no_empty_box_is_drawn() -> None:
    assert "不大于4欧姆" in said(sheet_of(short="不大于4Ω😀"))


def test_a_text_longer_than_phones_open_is_refused() -> None:
    with pytest.raises(UserFacingError) as refused:
        sheet_of(detail="电\n\n" * 2000)
    assert refused.value.user_text_key == "picture_too_long"


def test_a_published_article_has_its_picture_and_the_page_leads_to_it(phone: Any) -> None:
    assert f'href="/a/{ARTICLE}/long.png">存成长图（转发到群里）' in phone.http.get(f"/a/{ARTICLE}").text
    answer = phone.http.get(f"/a/{ARTICLE}/long.png")
    assert opened(answer).width == 750
    assert len(answer.content) < 400_000
    assert answer.headers["content-disposition"] == f'inline; filename="{ARTICLE}.png"'
    again = phone.http.get(f"/a/{ARTICLE}/long.png", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_many_who_ask_at_once_get_theirs(phone: Any) -> None:
    listed = [one["id"] for one in phone.http.get("/api/v1/articles").json()["articles"]][:6]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda one: phone.http.get(f"/a/{one}/long.png"), listed))
    assert [opened(answer).width for answer in answers] == [750] * 6
    assert len({answer.headers["etag"] for answer in answers}) == 6


def test_only_what_is_published_for_everybody_has_one(phone: Any, office: Installation) -> None:
    assert phone.http.get("/a/nowhere/long.png").status_code == 404
    with begin(office.sessions) as session:
        by = next(one for one in users.list_(session) if one.login == "bian")
        text = text_of(office).replace("villages: all\n", "villages: all\nrole: steward\n")
        editing.save(session, "only-a-draft", "electricity-safety", text, by, "写", None)
        library.publish(session, ARTICLE, text, "bian", "只给电管家")
    assert phone.http.get("/a/only-a-draft/long.png").status_code == 404
    refused = phone.http.get(f"/a/{ARTICLE}/long.png")
    assert refused.status_code == 404
    assert "没有找到这篇文章" in refused.text


def test_a_draft_has_one_at_the_console_that_says_so(desk: Any, office: Installation, phone: Any) -> None:
    bian, before = desk("bian"), phone.http.get(f"/a/{ARTICLE}/long.png").content
    fields = filled(bian)
    send(bian, fields, "save", reason="改", title="改过的题目")
    page = bian.http.get(f"{HERE}/preview").text
    assert f'src="{HERE}/preview/long.png?v=2"' in page
    draft = bian.http.get(f"{HERE}/preview/long.png", params={"v": "2"})
    first = bian.http.get(f"{HERE}/preview/long.png", params={"v": "1"})
    assert opened(draft).height > opened(first).height, "a note more"
    assert first.content == before == phone.http.get(f"/a/{ARTICLE}/long.png").content
    assert bian.http.get(f"{HERE}/preview/long.png", params={"v": "9"}).status_code == 404
    assert "/console/login" in str(phone.http.get(f"{HERE}/preview/long.png").headers.get("location"))
    with begin(office.sessions) as session:
        stored = library.get_article(session, ARTICLE)
        assert stored is not None
        text = stored.text.replace("villages: all\n", "villages: all\nrole: steward\n")
        by = next(one for one in users.list_(session) if one.login == "bian")
        editing.save(session, ARTICLE, "electricity-safety", text, by, "只给电管家", stored.number)
    steward = bian.http.get(f"{HERE}/preview/long.png")
    assert opened(steward).height > opened(draft).height
    assert "存成长图" not in bian.http.get(f"{HERE}/preview").text


def test_in_a_script_the_fonts_lack_there_is_none(office: Installation) -> None:
    text = text_of(office).replace("villages: all\n", f"villages: all\nlanguage: bo\nversion_of: {ARTICLE}\n")
    chinese = parse_article(text, "x.md")[0]
    assert chinese is not None
    text = text.replace(chinese.short, TIBETAN * 3).replace(chinese.detail, TIBETAN * 90)
    article = parse_article(text, "x.md")[0]
    assert article is not None
    assert not is_offered(article)
    english = parse_article(text_of(office).replace("villages: all\n", "villages: all\nlanguage: en\n"), "x.md")[0]
    assert english is not None
    assert is_offered(english)


def test_without_fonts_there_is_one_sentence(phone: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("web.long_picture.fonts", lambda: Fonts(tmp_path))
    long_picture.cache_clear()
    refused = phone.http.get(f"/a/{ARTICLE}/long.png")
    assert refused.status_code == 503
    assert "字体没有装好" in refused.text
    assert paper_fonts.FOLDER.is_dir()
