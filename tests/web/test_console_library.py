"""The library at the console: written as a form, checked while one writes; nothing typed is lost."""

import html
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from actions.db.engine import read
from actions.services import learning, library
from actions.services.live_index import LiveIndex
from content.classifier import stored_classifier
from content.lessons import load_courses
from content.load import DEFAULT_ROOT, library_files, parse_article
from content.search import search
from tests.web.conftest import BOTH_DATABASES
from tests.web.desk import hidden
from tests.web.editor_form import ARTICLE, HERE, checked, filled, send, text_of
from tests.web.serving import Installation
from web.beside import Beside

pytestmark = BOTH_DATABASES


def test_a_form_that_was_not_touched_saves_the_same_text(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    before = text_of(office)
    send(bian, filled(bian), "save", reason="只是看看")
    after = text_of(office)
    assert after == before.replace("status: published", "status: draft")


def test_problems_name_the_fields_as_the_form_does(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    fields = {**filled(bian), "questions": "线下头钓得鱼不", "facts": ""}
    told = [one["message"] for one in bian.http.post(f"{HERE}/check", data=fields).json()["problems"]]
    assert "“大家怎么问”至少要写 5 种问法。" in told
    assert not any("questions" in one or "facts" in one for one in told)
    page = send(bian, fields, "check")
    assert "“引用的事实”至少要引用一条事实，写事实登记册里的编号。" in page
    assert "facts.yml" not in page
    assert re.search("第[0-9]+行", page) is None
    assert re.search('<a href="#f-facts" data-field="facts"[^>]*>“引用的事实”至少', page), "each leads to its field"
    assert 'id="f-facts"' in page
    whole = {"csrf": fields["csrf"], "base": "1", "mode": "text", "text": re.sub(r"  - .*\n", "", text_of(office))}
    raw = [one["message"] for one in bian.http.post(f"{HERE}/check", data=whole).json()["problems"]]
    assert any("questions" in one for one in raw), "in the whole text the keys are what one sees"
    shown = send(bian, whole, "check")
    assert re.search('<a href="#f-text" data-field="text" data-line="[0-9]+"[^>]*>第[0-9]+行：[^<]*questions', shown)


def test_two_editors_on_one_article(desk: Any, office: Installation) -> None:
    bian, qian = desk("bian"), desk("qian")
    first, second = filled(bian), filled(qian)
    send(bian, first, "save", reason="先存", questions=first["questions"] + "\n赵编辑加的问法")
    shown = send(qian, second, "save", reason="后存", questions=second["questions"] + "\n钱编辑加的问法")
    assert "没有丢，也没有盖掉别人的" in shown
    assert "赵编辑加的问法" in shown
    assert "钱编辑加的问法" in shown
    assert "赵编辑加的问法" in text_of(office)
    assert "钱编辑加的问法" not in text_of(office)


def test_a_new_article_begins_with_a_title(desk: Any, office: Installation) -> None:
    bian, here = desk("bian"), "/console/library"
    named = {"title": "雨天修房顶要注意啥", "topic": "electricity-safety"}
    page = bian.submit(here, f"{here}/new", **named)
    assert page.status_code == 200
    assert "雨天修房顶要注意啥" in page.text
    assert "村民还看不到" in page.text
    assert "编号只能用" in bian.submit(here, f"{here}/new", **named, id="../x").text
    other = {**named, "title": "雨天上房顶要注意啥"}
    assert "已经有文章" in bian.submit(here, f"{here}/new", **other, id=ARTICLE).text


def test_a_double_click_saves_once_and_shows_the_same(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    once = {**filled(bian), "reason": "改"}
    for do, number, said in (("save", 2, "草稿存好了"), ("submit", 4, "送审了")):
        once = {**once, **{key: value for key, value in filled(bian).items() if key in ("base", "request_id")}}
        once["questions"] += f"\n线下头第{number}回甩竿要得不"
        for _press in range(2):
            assert said in send(bian, once, do)
            with read(office.sessions) as session:
                stored = library.get_article(session, ARTICLE)
            assert stored is not None
            assert stored.number == number
    changed = send(bian, {**once, "short": "回到上一页又写了别的。"}, "save")
    assert "没有丢，也没有盖掉别人的" in changed, "what was changed in between is no second press"
    assert "回到上一页又写了别的。" in changed


def test_what_is_handed_in_with_a_mistake_is_kept_as_a_draft(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    once = {**filled(bian), "reason": "改"}
    once["broadcast"] += "请打SOS。"
    for _press in range(2):
        told = send(bian, once, "submit")
        assert "存成草稿了，还没送审" in told
        assert "送审以前要改好" in told
        assert "data-kept" in told, "the copy in the browser may go"
        with read(office.sessions) as session:
            stored = library.get_article(session, ARTICLE)
        assert stored is not None
        assert (stored.number, stored.state) == (2, "draft")
        assert "请打SOS。" in stored.text
    again = {**filled(bian), "reason": "改好了"}
    assert again["broadcast"].endswith("请打SOS。"), "on every machine it stands there"
    assert "送审了" in send(bian, again, "submit", broadcast=again["broadcast"].replace("请打SOS。", ""))


def test_what_is_wrong_thirty_times_is_told_once_with_a_way_to_each_line(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    fields = {**filled(bian), "reason": "改"}
    fields["broadcast"] = f"{'*' * 29}先是这行\n后是这行*"
    told = [one for one in checked(bian, fields)["problems"] if "不能有“*”" in one["message"]]
    assert [(one["more"], len(one["others"])) for one in told] == [(29, 1)]
    assert told[0]["others"][0]["found"] == "后是这行*"
    page = send(bian, fields, "check")
    assert page.count("不能有“*”") == 1
    assert '（还有29处：<a href="#f-broadcast"' in page
    assert ">“后是这行*”</a>）" in page


def test_what_is_no_article_at_all_is_not_kept_by_handing_it_in_either(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    told = send(bian, {**filled(bian), "reason": "改"}, "submit", title="")
    assert "这篇还不能发布" in told
    with read(office.sessions) as session:
        stored = library.get_article(session, ARTICLE)
    assert stored is not None
    assert stored.number == 1


def test_a_title_that_is_taken_is_told_and_may_be_meant(desk: Any, office: Installation) -> None:
    here, title = "/console/library", "雨天修房顶要注意啥"

    def made() -> list[str]:
        with read(office.sessions) as session:
            return [one.id for one in library.list_articles(session) if one.title == title]

    named = {"title": title, "topic": "electricity-safety"}
    first = desk("bian").submit(here, f"{here}/new", **named)
    (taken,) = made()
    assert taken in str(first.url)
    qian = desk("qian")
    told = qian.submit(here, f"{here}/new", **named).text
    assert f'已经有一篇《<a href="{here}/{taken}">{title}</a>》' in told
    assert made() == [taken]
    form = next(f for f in re.findall(r"<form.*?</form>", told, re.S) if 'name="another"' in f)
    meant = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    for _press in range(2):
        second = qian.http.post(f"{here}/new", data=meant)
        assert "村民还看不到" in second.text
        assert len(made()) == 2


def test_two_presses_at_once_make_one_article(desk: Any, office: Installation) -> None:
    bian, here = desk("bian"), "/console/library"
    page = bian.http.get(here).text
    form = {"csrf": hidden(page, "csrf"), "request_id": hidden(page, "request_id")}
    form |= {"title": "雨天修房顶要注意啥", "topic": "electricity-safety"}
    with ThreadPoolExecutor(4) as presses:
        shown = list(presses.map(lambda _press: bian.http.post(f"{here}/new", data=form), range(4)))
    assert len({str(one.url) for one in shown}) == 1
    assert all("村民还看不到" in one.text for one in shown)
    with read(office.sessions) as session:
        made = [one for one in library.list_articles(session) if one.title == form["title"]]
        assert [one.number for one in made] == [1]


def test_an_old_token_or_a_wrong_base_loses_nothing(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    fields = filled(bian)
    old = bian.http.post(HERE, data={**fields, "csrf": "old", "do": "save", "reason": "改", "short": "写了半天的简答"})
    assert old.status_code == 403
    assert "写了半天的简答" in old.text
    odd = bian.http.post(HERE, data={**fields, "base": "abc", "do": "save", "reason": "改", "short": "写了半天的简答"})
    assert odd.status_code == 409
    assert "写了半天的简答" in odd.text


def test_the_list_finds_filters_and_turns_pages(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    count = len(library_files(office.settings.content_dir))
    assert f"一共 {count} 篇，第 1 页，共 {-(-count // 50)} 页" in bian.http.get("/console/library").text
    found = bian.http.get("/console/library", params={"q": "钓鱼"}).text
    assert ARTICLE in found
    assert "wet-hands" not in found
    assert "没有这样的文章" in bian.http.get("/console/library", params={"q": "%" * 3 + "_无_"}).text
    assert bian.http.get("/console/library", params={"page": "99999999999"}).status_code == 200


def test_what_the_library_has_already_is_shown_while_one_writes(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    fields = filled(bian)
    other = parse_article(text_of(office, "wet-hands"), "wet-hands.md")[0]
    assert other is not None
    fields["questions"] += f"\n{other.questions[0]}"
    taken = checked(bian, fields)
    owned = [problem for problem in taken["problems"] if "已经是" in problem["message"]]
    assert [(problem["field"], problem["error"]) for problem in owned] == [("questions", True)]
    assert "送审以前要改好" in send(bian, fields, "submit", reason="加问法")
    copy = {**filled(bian, "/console/library/unpaid-bill")}
    bian.submit(
        "/console/library", "/console/library/new", title="欠费停电的规矩", topic="services", id="arrears-rules"
    )
    new = filled(bian, "/console/library/arrears-rules") | {"short": copy["short"], "questions": copy["questions"]}
    near = checked(bian, new, "/console/library/arrears-rules")["similar"]
    assert near[0]["id"] == "unpaid-bill"
    assert near[0]["percent"] > 50


def test_nobody_waits_for_the_comparison_but_who_hands_in(
    desk: Any, office: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, build = threading.Event(), Beside._build

    def slowly(beside: Beside) -> None:
        go_on.wait(60)
        build(beside)

    monkeypatch.setattr(Beside, "_build", slowly)
    bian = desk("bian")
    fields = filled(bian)
    other = parse_article(text_of(office, "wet-hands"), "wet-hands.md")[0]
    assert other is not None
    fields = {**fields, "questions": f"{fields['questions']}\n{other.questions[0]}", "try": "钓鱼", "reason": "改"}
    early = bian.http.post(f"{HERE}/check", data={**fields, "short": "太长" * 80}).json()
    assert "还在准备" in early["preparing"]
    assert (early["similar"], early["tried"]) == ([], None)
    assert "short" in {one["field"] for one in early["problems"]}, "all else is checked"
    assert "还在准备" in send(bian, fields, "check")
    with ThreadPoolExecutor(1) as hand:
        waiting = hand.submit(send, bian, fields, "submit")
        assert not waiting.done()
        go_on.set()
        assert "已经是《" in waiting.result(60), "no question of another's goes to review unseen"
    assert "还在准备" not in send(bian, fields, "check")


def test_a_question_is_tried_before_the_text_is_live(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    fields = filled(bian)
    asked = "河沟头甩大白鲢的竿子挨到线"
    before = checked(bian, {**fields, "try": asked})["tried"]
    fields["questions"] += f"\n{asked}"
    after = checked(bian, {**fields, "try": asked})["tried"]
    assert before["kind"] != "answer" or before["hits"][0]["percent"] < 99
    assert (after["kind"], after["hits"][0]["mine"], after["hits"][0]["percent"]) == ("answer", True, 99)
    assert asked not in text_of(office)


def test_a_question_is_tried_with_what_this_installation_has_learnt(desk: Any, office: Installation) -> None:
    asked, file = "河沟头甩大白鲢的竿子挨到线", office.settings.data_dir / learning.NAME
    shipped = stored_classifier()
    # As if this installation had learnt that next to nothing asks for this article.
    less = np.array([one == ARTICLE for one in shipped.articles]) * 5
    replace(shipped, biases=(shipped.biases - less).astype(shipped.biases.dtype)).save(file)
    bian = desk("bian")
    tried = checked(bian, {**filled(bian), "try": asked})["tried"]
    index, _articles, _version = LiveIndex(office.sessions, learnt=file).get()
    villager = [(hit.title, round(hit.score * 100)) for hit in search(index, asked).hits[:3]]
    assert [(hit["title"], hit["percent"]) for hit in tried["hits"]] == villager


def test_every_output_is_seen_before_it_is_live(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    fields = filled(bian)
    spoken = "线下不钓鱼。有人触电，打95598和120。"
    send(bian, fields, "save", reason="改", short="线下不钓鱼，莫甩竿。", broadcast=spoken)
    page = bian.http.get(f"{HERE}/preview").text
    assert "莫甩竿" in page
    assert "九五五九八" in page
    assert "样稿，待本单位审定" in page
    assert "【高压线下为什么不能钓鱼】" in page
    assert "莫甩竿" not in bian.http.get(f"{HERE}/preview", params={"v": "1"}).text
    send(bian, {**fields, "base": "2"}, "save", reason="改", broadcast="请打SOS")
    assert "读不出来" in bian.http.get(f"{HERE}/preview").text


def test_the_preview_shows_the_lesson_steps_that_rest_on_the_article(desk: Any, office: Installation) -> None:
    page = desk("bian").http.get("/console/library/wet-hands/preview").text
    course = next(one for one in load_courses(DEFAULT_ROOT)[0] if one.id == "anquan-yongdian")
    step = next(one for one in course.steps if one.article_id == "wet-hands")
    assert f"《{course.title}》" in page
    assert f"{step.title}（3/{len(course.steps)}）\n{step.text}" in html.unescape(page)
    assert step.quiz is not None
    assert f"<br>B. {step.quiz.choices[1]}" in page
    assert "学习里" not in desk("bian").http.get("/console/library/wildfire-number/preview").text


def test_a_visual_editor_changes_only_what_the_editor_changed(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    before = text_of(office)
    fields = filled(bian)
    spelled_anew = fields["detail"].replace("- ", "* ").replace("先抬头看线。", "先抬头看线！")
    shown = send(bian, fields, "save", reason="改一句", detail=spelled_anew, detail_by="visual")
    wanted = before.replace("status: published", "status: draft")
    assert text_of(office) == wanted.replace("\n先抬头看线。", "\n先抬头看线！")
    assert "这次存的，和第1版比" in shown
    send(bian, filled(bian), "save", reason="记号换成星号", detail=spelled_anew)
    assert "* 碳素竿" in text_of(office), "who writes the signs by hand means them"


def test_styles_in_the_markup_only_where_the_editor_needs_them(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    for path, allowed in (
        (HERE, True),
        (f"{HERE}/history", False),
        (f"{HERE}/preview", False),
        ("/console/library", False),
    ):
        policy = bian.http.get(path).headers["content-security-policy"]
        assert ("style-src 'self' 'unsafe-inline'" in policy) is allowed, path
        assert "script-src 'self';" in policy


def test_the_whole_text_is_read_and_saved_back_byte_for_byte(desk: Any, office: Installation) -> None:
    bian, before = desk("bian"), text_of(office)
    page = bian.http.get(f"{HERE}?mode=text").text
    form = next(f for f in re.findall(r"<form.*?</form>", page, re.S) if 'class="form editor"' in f)
    (shown,) = re.findall(r'<textarea name="text"[^>]*>\n?(.*?)</textarea>', form, re.S)
    whole = html.unescape(shown)
    assert whole == before
    hidden_ones = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    # As a browser sends a text box: with the line ends of a form.
    sent = {**hidden_ones, "text": whole.replace("\n", "\r\n"), "reason": "只是看看"}
    assert "草稿存好了" in send(bian, sent, "save")
    assert text_of(office) == before.replace("status: published", "status: draft")


def test_what_is_too_long_is_refused_and_stands_in_its_box(desk: Any, office: Installation) -> None:
    bian, before = desk("bian"), text_of(office)
    fields = filled(bian)
    endless = "### 头一条\n\n" + "很长的一段话。" * 3000
    shown = send(bian, {**fields, "title": "改过的题目", "detail": endless}, "save", reason="加内容")
    assert "“详解”最多20000个字，您写了21009个字，没有存" in shown
    assert endless in html.unescape(shown), "not one character of it is lost"
    assert 'value="改过的题目"' in shown
    assert 'value="加内容"' in shown
    assert "草稿存好了" not in shown
    assert text_of(office) == before
    told = bian.http.post(f"{HERE}/check", data={**fields, "detail": endless}).json()["problems"]
    assert [one["message"][:4] for one in told] == ["“详解”"]
    why = "为了" * 101
    shown = send(bian, {**fields, "short": "改过的简答。"}, "save", reason=why)
    assert "“为什么改”最多200个字，您写了202个字" in shown
    assert why in shown
    assert "改过的简答。" in shown
    assert text_of(office) == before


def test_a_whole_text_that_is_too_long_is_refused_and_stands_in_its_box(desk: Any, office: Installation) -> None:
    bian, before = desk("bian"), text_of(office)
    page = bian.http.get(f"{HERE}?mode=text").text
    endless = before + "a" * 100_000
    sent = {"csrf": hidden(page, "csrf"), "base": "1", "mode": "text", "text": endless, "reason": "加内容"}
    shown = send(bian, sent, "save")
    assert "不能超过 64 KB" in shown
    assert endless in html.unescape(shown)
    assert text_of(office) == before


@pytest.mark.parametrize(
    ("title", "said"),
    [("长" * 31, "题目要有 4 到 30 个字"), ("<b>雨天</b>修房顶", "HTML"), ("修房", "题目要有 4 到 30 个字")],
)
def test_a_title_that_cannot_be_is_told_and_stands_there_still(
    desk: Any, office: Installation, title: str, said: str
) -> None:
    here, bian = "/console/library", desk("bian")
    answer = bian.submit(here, f"{here}/new", title=title, topic="wildfire", id="rain-roof")
    assert answer.status_code == 422
    told = re.findall(r'role="alert">([^<]*)<', answer.text)
    assert any(said in one for one in told), told
    form = answer.text.split('class="card" open')[1]
    assert html.unescape(re.findall(r'name="title"[^>]* value="([^"]*)"', form)[0]) == title
    assert '<option value="wildfire" selected>' in form
    assert 'value="rain-roof"' in form
    with read(office.sessions) as session:
        assert library.get_article(session, "rain-roof") is None
