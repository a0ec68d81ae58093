"""Somebody writes: what was saved stands on the page without a touch, mistakes included."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, Reader
from tests.publisher.manuscripts import CASE, text_of
from tests.publisher.site_project import site_project


@pytest.fixture(scope="module")
def preview(tmp_path_factory):
    """The folders of a project, and the address of the `fabu preview` that runs over it."""
    folders = site_project(tmp_path_factory.mktemp("preview") / "project")
    command = [str(Path(sys.executable).parent / "fabu"), "preview", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=folders.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        lines = iter(process.stdout.readline, "")
        line = next(line for line in lines if "http://" in line)
        yield folders, line[line.index("http://") :].split()[0]
    finally:
        process.terminate()
        rest, _ = process.communicate(timeout=60)
    assert "预览已停止。" in rest
    assert "Traceback" not in rest
    assert not (folders.root / "var/preview.sock").exists()


@pytest.fixture
def writer(browser, preview):
    context = browser.new_context(viewport=DESK, locale="zh-CN")
    yield Reader(context.new_page(), preview[1])
    context.close()


def test_a_save_is_seen_a_mistake_is_told_and_the_last_good_text_stays(preview, writer):
    folders, _ = preview
    file, text = folders.root / CASE, text_of(CASE)
    page = writer.visit("cases/ld-unsigned/")
    main, above = page.locator("main"), page.locator(".preview--error")
    expect(main).to_contain_text("裁判结果")
    expect(above).to_have_count(0)
    wait = 60_000  # for a busy machine

    file.write_text(text.replace("## 裁判结果\n\n", "## 裁判结果\n\n刚写的一句话。", 1), "utf-8")
    expect(main).to_contain_text("刚写的一句话。", timeout=wait)

    file.write_text("---\ntitle: [没有写完\n---\n", "utf-8")
    expect(above).to_contain_text(f"{CASE}:", timeout=wait)
    expect(above).to_contain_text("怎么改")
    expect(above).to_contain_text("下面是上一个没有错误的版本")
    expect(main).to_contain_text("刚写的一句话。")

    file.write_text(text, "utf-8")
    expect(above).to_have_count(0, timeout=wait)
    expect(main).not_to_contain_text("刚写的一句话。")
    assert writer.problems == []
