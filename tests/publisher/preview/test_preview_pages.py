"""What stands on the pages of a preview: those of the build, and mistakes at their place."""

import re
import signal
from contextlib import suppress
from datetime import timedelta

import pytest
from click.testing import CliRunner

from fabu import cli
from publisher.preview import turns
from publisher.preview.project import Project
from publisher.preview.settling import settle
from publisher.preview.turns import tried
from tests.publisher.manuscripts import CASE, POLICY, text_of
from tests.publisher.preview.conftest import changed
from tests.publisher.site_project import NOW, case, with_keys

PAGE = "cases/ld-unsigned/index.html"
MAIN = re.compile(r'<main id="main".*</main>', re.DOTALL)


@pytest.fixture(scope="module")
def site(folders, tmp_path_factory, monkeypatch_module):
    """The site that `fabu build` makes of the same project at the same time."""
    target = tmp_path_factory.mktemp("built") / "site"
    options = ["--without-booklets", "--site-dir", str(target)]
    result = CliRunner().invoke(cli, ["build", *options])
    assert result.exit_code == 0, result.output
    return target


@pytest.fixture(scope="module")
def monkeypatch_module(folders):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folders.root)
        patch.setenv("SOURCE_DATE_EPOCH", "1795140000")  # 2026-11-20 10:00 in China
        yield patch


def shown(session, output=PAGE, **options):
    return session.turns.ask(lambda: session.shown(output, **options)).html


def test_every_page_is_the_one_of_the_build(session, site):
    pages = {page.relative_to(site).as_posix(): page for page in site.rglob("*.html")}
    assert len(pages) > 50
    for output, page in pages.items():
        built = page.read_text(encoding="utf-8")
        assert session.project.page(output).html == built, output
        if output.startswith("_shell/"):
            continue
        assert MAIN.search(shown(session, output))[0] == MAIN.search(built)[0], output


def test_what_pages_fetch_is_there(session, site):
    for name in ("assets/fabu/fabu.css", "assets/fabu/icons.svg", "feed.xml", "cases/feed.xml"):
        assert (session.project.settled.data / name).read_bytes() == (site / name).read_bytes(), (
            name
        )


def test_a_save_is_shown_at_once(session, said):
    text = text_of(CASE).replace("## 裁判结果\n\n", "## 裁判结果\n\n刚写的一句话。", 1)
    before = session.turns.ask(lambda: session.shown(PAGE))
    with changed(session, CASE, text):
        after = session.turns.ask(lambda: session.shown(PAGE))
        assert "刚写的一句话。" in MAIN.search(after.html)[0]
        assert after.digest != before.digest
        assert said[-1].endswith(f"{CASE}：没有发现问题")
    assert session.turns.ask(lambda: session.shown(PAGE)).digest == before.digest


def test_other_pages_stay_as_they_are(session):
    before = session.turns.ask(lambda: session.shown("policies/index.html"))
    with changed(session, CASE, "---\ntitle: [\n---\n"):
        after = session.turns.ask(lambda: session.shown("policies/index.html"))
    assert MAIN.search(after.html)[0] == MAIN.search(before.html)[0]
    assert after.digest == before.digest
    assert "另有 1 个文件里的 1 处错误" in after.html


BROKEN = {
    "no front matter": ("没有头信息的正文。\n", 1, "F110"),
    "bad yaml": ('---\ntitle: "没有写完\nid: x\n---\n\n正文。\n', 2, "Y15"),
    "front matter not closed": ("---\ntitle: 没有写完\n", 1, "F1"),
    "binary": (b"\x00\xff\xfe\x00" * 50, 1, "F101"),
    "empty": ("", 1, "F104"),
    "too large": (b"a" * (2 * 1024 * 1024 + 1), 1, "F105"),
    "unknown word": (with_keys(text_of(CASE), stage="九审"), 14, "C204"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_stands_above_the_last_good_version(session, name):
    data, line, code = BROKEN[name]
    good = MAIN.search(shown(session))[0]
    with changed(session, CASE, data):
        html = shown(session)
    above, _, _ = html.partition('<main id="main"')
    assert f"<code>{CASE}:{line}</code>" in above
    assert f"（{code}" in above
    assert "怎么改：" in above
    assert "下面是上一个没有错误的版本。" in above
    assert MAIN.search(html)[0] == good
    assert "Traceback" not in html


def test_a_text_that_can_be_shown_is_shown_with_its_mistakes(session):
    text = text_of(CASE).replace("## 裁判结果", "## 裁判结局", 1)
    with changed(session, CASE, text):
        html, earlier = shown(session), shown(session, earlier=True)
    above, _, below = html.partition('<main id="main"')
    assert "（S305）" in above
    assert "看上一个没有错误的版本" in above
    assert "裁判结局" in below
    assert "看刚保存的版本" in earlier
    assert "裁判结局" not in MAIN.search(earlier)[0]


def test_a_fence_that_is_not_closed_is_named(session):
    with changed(session, CASE, text_of(CASE) + "\n```\n没有结束\n"):
        html = shown(session)
    assert "下面是刚保存的版本" in html
    assert re.search(rf"<code>{CASE}:\d+</code>[^<]*代码", html)


def test_a_new_file_with_mistakes_has_a_page_that_says_them(session):
    with changed(session, "cases_library/2026/new-one.md", "---\ntitle: 新的\n---\n\n正文。\n"):
        html = shown(session, "cases/new-one/index.html")
    assert "这篇稿件还没有可以显示的版本" in html
    assert "缺少「summary」" in html
    assert session.project.page("cases/new-one/index.html") is None


def test_a_new_file_has_its_page_at_once_and_its_place_in_lists_when_settled(session):
    (name, text), *_ = case("ld-new").items()
    with changed(session, name, text):
        assert "案例ld-new" in MAIN.search(shown(session, "cases/ld-new/index.html"))[0]
        assert "案例ld-new" not in MAIN.search(shown(session, "cases/index.html"))[0]
        session.settle()
        assert "案例ld-new" in MAIN.search(shown(session, "cases/index.html"))[0]
    session.settle()
    assert "案例ld-new" not in MAIN.search(shown(session, "cases/index.html"))[0]


def test_what_neighbours_have_wrong_is_known_at_once(session):
    """A page that leads to a document that is gone."""
    with changed(session, POLICY, None):
        assert any(one.code in ("C213", "L401") for one in session.project.findings())
    session.settle()


def test_an_exception_is_a_sentence_on_the_page(session, monkeypatch, caplog):
    def broken(*args, **options):
        raise ZeroDivisionError("division by zero")

    good = MAIN.search(shown(session))[0]
    text = text_of(CASE) + "\n又一句。\n"
    with monkeypatch.context() as patch, changed(session, CASE, text):
        patch.setattr("publisher.preview.project.document_job", broken)
        session.project._made.clear()
        html = shown(session)
    assert "程序自己出了错（ZeroDivisionError）" in html
    assert "Traceback" not in html
    assert "division by zero" in caplog.text
    assert MAIN.search(shown(session))[0] == good


def for_ever():
    while True:
        pass


def test_what_takes_too_long_is_stopped_and_told(caplog):
    assert tried(for_ever, "一篇稿件", 0.05) == (None, turns.TOO_LONG.format(seconds=0.05))
    assert tried(lambda: 5, "一篇稿件") == (5, "")


def test_what_is_caught_on_the_way_is_stopped_all_the_same(caplog):
    def stubborn():
        while True:
            with suppress(Exception):
                for_ever()

    assert tried(stubborn, "一篇稿件", 0.05)[0] is None


def test_settings_that_cannot_be_used_are_told_on_every_page(session):
    with changed(session, "site_config/site.yml", "name: [\n"):
        html = shown(session)
        assert "网站设置有误" in html
        assert "site.yml" in html.partition('<main id="main"')[0]
    assert "网站设置有误" not in shown(session)


def test_settings_are_taken_in(session, folders):
    file = folders.root / "site_config/site.yml"
    text = file.read_text(encoding="utf-8")
    name = re.search(r"^name: (.*)$", text, re.MULTILINE)[1]
    with changed(session, "site_config/site.yml", text.replace(name, "另一个名字", 1)):
        assert "另一个名字" in shown(session)
    assert "另一个名字" not in shown(session)


def test_a_picture_that_changed_is_a_change_of_every_page(session):
    before = session.turns.ask(lambda: session.shown(PAGE)).digest
    with changed(session, "content/assets/flow.png", b"another picture"):
        assert session.turns.ask(lambda: session.shown(PAGE)).digest != before


def test_a_picture_that_comes_later_mends_its_mistake(session):
    text = text_of(CASE) + "\n![开庭的照片](../../content/assets/later.png)\n"
    with changed(session, CASE, text):
        assert "（L402）" in shown(session)
        with changed(session, "content/assets/later.png", b"picture"):
            assert "（L402）" not in shown(session)
        assert "（L402）" in shown(session)


def test_a_limit_within_another_does_not_end_it(caplog):
    def nested():
        assert tried(lambda: 5, "一页", 5.0) == (5, "")
        for_ever()

    # Within what would be for ever without it.
    with turns.at_most(30.0):
        assert tried(nested, "一篇稿件", 0.1)[0] is None
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


@pytest.fixture
def tomorrow(session, monkeypatch):
    monkeypatch.setattr(session, "_clock", lambda: NOW + timedelta(days=1))
    yield
    monkeypatch.undo()
    session.refresh()


def test_settings_that_cannot_be_used_are_tried_once_a_day_and_told_once(session, said, request):
    with changed(session, "site_config/site.yml", "name: [\n"):
        del said[:]
        request.getfixturevalue("tomorrow")
        tries = []
        with pytest.MonkeyPatch.context() as patch:
            reopen = session._reopen

            def counted():
                tries.append(1)
                reopen()

            patch.setattr(session, "_reopen", counted)
            for _ in range(3):
                session.refresh()
        assert tries == [1]
        assert said == []  # it is the same problem
    assert said[-1].endswith("网站设置：已经重新读入")


def test_what_was_settled_is_there_while_somebody_may_have_been_led_to_it(session):
    settled = lambda: session.project.settled.data  # noqa: E731
    first = settled()
    session.settle()
    assert (first / "feed.xml").is_file()
    second = settled()
    session.settle()
    assert not first.exists()
    assert second.exists()
    third = settled()
    session._reopen()
    assert not second.exists()
    assert third.exists()
    assert {path for path in session.data.iterdir() if path.is_dir()} == {third, settled()}


def test_what_is_settled_of_settings_that_are_no_more_is_thrown_away(session, monkeypatch):
    def reopened_meanwhile(*args):
        session._reopen()
        made.append(settle(*args))
        return made[0]

    made = []
    monkeypatch.setattr("publisher.preview.session.settle", reopened_meanwhile)
    monkeypatch.setattr(
        session,
        "_opened",
        lambda ground, texts: Project(ground, texts, settle(ground, texts, NOW, session.data)),
    )
    session.settle()
    assert not made[0].data.exists()
    assert session.project.settled.data.exists()
