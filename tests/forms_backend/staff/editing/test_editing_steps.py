"""编辑 in a browser without JavaScript: the way of a manuscript through several hands."""

from __future__ import annotations

import html
import re

from forms_backend.identity.roles import Role
from forms_backend.manuscripts.steps import State
from tests.forms_backend.manuscripts.newsroom import CASE, TEXT
from tests.forms_backend.staff.editing.driving import ONE, SECOND, step, typed


def test_three_accounts_bring_a_change_to_the_live_site(room, editor, reviewer, approver, tmp_path):
    assert "欠薪一案" in editor.get("/staff/editing").text
    saved = step(
        editor, "save", **{key: one.replace("\n", "\r\n") for key, one in typed(SECOND).items()}
    )
    assert "已保存" in saved.text
    assert "已送审" in step(editor, "save", then="submit", **typed(SECOND)).text
    assert "还缺审核" in step(approver, "approve").text
    assert "审核、签发" in reviewer.get("/staff/editing").text
    assert "已审核通过" in step(reviewer, "clear").text
    done = step(approver, "approve")
    assert done.status == 200
    assert "已签发，几分钟内上网" in done.text
    assert room.published(CASE) == SECOND
    assert "qianfa 签发 ld-wage" in (tmp_path / "var/releases/requested").read_text("utf-8")


def test_an_approver_takes_down_and_brings_back_in_one_step_each(room, editor, reviewer, approver):
    assert "staff.withdraw" not in editor.get(ONE).text
    assert f"{ONE}/withdraw" not in reviewer.get(ONE).text
    seen = {"main": room.branches.main()}
    page = step(approver, "withdraw", reason="", **seen)
    assert page.status == 422
    page = step(approver, "withdraw", reason="当事人申请<b>", **seen)
    assert "已撤下，几分钟内生效" in page.text
    assert "reason: " in room.published(CASE)
    assert "紧急上网、等补签的（1）" in reviewer.get("/staff/editing").text
    shown = reviewer.get(ONE).text
    assert "还缺审核补签" in shown
    assert f"{ONE}/bring-back" not in shown
    seen = {"main": room.branches.main()}
    assert "已补签" in step(reviewer, "countersign", **seen).text
    assert "等补签的" not in reviewer.get("/staff/editing").text
    seen = {"main": room.branches.main()}
    assert "已恢复" in step(approver, "bring-back", **seen).text
    assert room.published(CASE) == TEXT
    editor.open_form(ONE)
    assert editor.send(f"{ONE}/withdraw", {"reason": "x", **seen}).status == 403


def test_a_word_is_exchanged_with_three_accounts(room, editor, reviewer, approver):
    room.push({CASE: TEXT.replace("review:", "keywords: [<b>欠薪]\nreview:")})
    step(editor, "save", **typed(room.published(CASE)))  # a draft beside it does not matter
    words = {"key": "keywords", "old": "<b>欠薪"}
    assert "&lt;b&gt;欠薪</a>" in editor.get("/staff/editing/bulk?key=keywords").text
    assert "还有没签完的改动" not in editor.get("/staff/editing/bulk?key=keywords").text
    asked = "/staff/editing/bulk?key=keywords&old=%3Cb%3E欠薪&new=工资"
    # What git brought to main without a signature is not signed with it.
    assert "还有没签完的改动" in editor.get(asked).text
    room.push({"site_config/people.yml": "people: {}\n"})
    page = editor.open_form(asked)
    assert "要改 1 篇" in page.text
    refused = editor.send("/staff/editing/bulk", {**words, "new": "工资", "seen": "7"})
    assert "现在要改 1 篇" in refused.text
    begun = editor.send("/staff/editing/bulk", {**words, "new": "工资", "seen": "1"})
    url = begun.response.headers["Location"].partition("?")[0]
    assert "已提出" in editor.get(begun.response.headers["Location"]).text
    assert "改为“工资”" in reviewer.get("/staff/editing").text
    page = approver.open_form(url)
    assert "keywords: [工资]" in page.text
    head = {"head": re.search(r'name="head" value="(\w+)"', page.text)[1]}
    assert reviewer.open_form(url).status == 200
    assert "不用审核" in reviewer.send(f"{url}/clear", head).text
    editor.open_form(url)
    assert editor.send(f"{url}/approve", head).status == 403
    done = approver.send(f"{url}/approve", head)
    assert "已签发" in approver.get(done.response.headers["Location"]).text
    assert "keywords: [工资]" in room.published(CASE)
    assert approver.get(url).status == 404


def test_an_urgent_correction_goes_online_at_once(room, editor, reviewer, approver):
    step(editor, "save", **typed(SECOND))
    step(editor, "save", then="submit", **typed(SECOND))
    assert f"{ONE}/urgent" not in reviewer.get(ONE).text
    assert "已紧急签发" in step(approver, "urgent").text
    assert room.published(CASE) == SECOND
    assert "已经生效，还缺审核补签" in editor.get(ONE).text


def test_what_was_typed_stands_beside_what_a_colleague_saved(room, editor, sign_in):
    colleague = sign_in("tongshi", "court", Role.EDITOR)
    page = editor.open_form(ONE)
    base = re.search(r'name="base" value="(\w+)"', page.text)[1]
    step(colleague, "save", **typed(SECOND))
    mine = TEXT.replace("原来的一段", "我打的一段<b>")
    refused = editor.send(f"{ONE}/save", typed(mine) | {"base": base, "took": ""})
    assert refused.status == 409
    areas = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", refused.text, re.DOTALL)
    told = [html.unescape(one) for one in areas]
    assert [told[0], *told[-2:]] == [SECOND, *typed(mine).values()]
    assert "我打的一段<b>" not in refused.text
    assert room.branches.open("ld-wage").text == SECOND


def test_what_a_colleague_saved_meanwhile_is_not_sent_for_review_unseen(room, editor, sign_in):
    step(editor, "save", **typed(SECOND))
    head = re.search(r'name="head" value="(\w+)"', editor.open_form(ONE).text)[1]
    third = SECOND.replace("改过的一段", "同事的一段")
    step(sign_in("tongshi", "court", Role.EDITOR), "save", **typed(third))
    sent = {"base": head, "took": "", "then": "submit", **typed(SECOND)}
    refused = editor.send(f"{ONE}/save", sent)
    assert refused.status == 409
    areas = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", refused.text, re.DOTALL)
    told = [html.unescape(one) for one in areas]
    assert [told[0], *told[-2:]] == [third, *typed(SECOND).values()]
    assert room.branches.open("ld-wage").state is State.WRITING


def test_what_is_saved_is_sent_for_review_by_itself_too(room, editor):
    step(editor, "save", **typed(SECOND))
    assert "已送审" in step(editor, "submit").text
    assert room.branches.open("ld-wage").state is State.WAITING
