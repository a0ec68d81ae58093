"""A site below a path of its domain, behind nginx: every page kind, and nothing leads out of the path."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from playwright.sync_api import Browser

from forms_backend.application import create_app
from forms_backend.web.context import parts_of
from publisher.build_cli import run_mkdocs
from publisher.moment import VARIABLE
from publisher.project import find_project
from search.server.engine import build_index
from tests import moments
from tests.browser.conftest import PHONE, Reader, live_settings, serving
from tests.forms_backend.deploy.nginx_front import DEPLOY, free_port, listens, stop, wait_until
from tests.publisher.site_project import site_project
from tests.reference import SITE_CONFIG

PATH = "/fazhi/"
LEFT_OUT = ("handbook", "about/privacy", "about/accessibility", "guides/hearing-visitors")
"""What every site has and the small library has not."""
_ADDRESS = re.compile(r'(?:href|src|action)="([^"#][^"]*)"')


@pytest.fixture(scope="module")
def below(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[tuple[str, Path]]:
    """The base URL of a small site at /fazhi/ behind nginx, and its folder."""
    root = tmp_path_factory.mktemp("below") / "project"
    site_project(root)
    # The small library has units of its own; the rules of casework name those of the repository.
    shutil.copytree(SITE_CONFIG, root / "casework_config")
    port = free_port()
    for folder in ("site_config", "casework_config"):
        file = root / folder / "site.yml"
        text = file.read_text(encoding="utf-8")
        url = f"url: http://127.0.0.1:{port}{PATH}"
        file.write_text(re.sub(r"(?m)^url:.*$", url, text), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(int(moments.now().timestamp())))
        run_mkdocs(find_project(root), root / "site")
    for name in LEFT_OUT:
        page = root / "site" / name / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("<!doctype html><title>不在小样本里的页面</title>", encoding="utf-8")
    build_index(root / "documents.jsonl", root / "index")
    var = root / "var"
    var.mkdir()
    shutil.copy(sqlite_template, var / "fabu.sqlite3")
    settings = live_settings(
        root / "site", root / "index", var, f"sqlite:///{var / 'fabu.sqlite3'}"
    ).model_copy(update={"config_dir": root / "casework_config", "trusted_proxies": 1})
    app = create_app(settings, clock=moments.now)
    with serving(app) as backend:
        process = _start_nginx(port, backend.rpartition(":")[2])
        wait_until(lambda: listens(port), "nginx does not answer")
        yield f"http://127.0.0.1:{port}", root
        stop(process)
    parts_of(app).ground.database.close()


def _start_nginx(port: int, backend: str) -> subprocess.Popen[bytes]:
    folder = Path(tempfile.mkdtemp(prefix="fabu-below-"))
    (folder / "snippets").mkdir()
    for name in ("fabu-proxy.conf", "fabu-below-path.conf"):
        shutil.copy(DEPLOY / "nginx" / name, folder / "snippets" / name)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ {temporary} access_log off; absolute_redirect off;\n"
        f"upstream fabu {{ server 127.0.0.1:{backend}; }}\n"
        f"server {{ listen 127.0.0.1:{port}; include snippets/fabu-below-path.conf; }} }}\n"
    )
    binary = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    assert binary, "No nginx found. Run: make nginx"
    return subprocess.Popen([binary, "-p", str(folder), "-c", str(folder / "nginx.conf")])


def _answer(url: str) -> tuple[int, str, str]:
    """Status, type and text of what stands at `url`, redirects followed."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            text = answer.read().decode("utf-8", "replace")
            return answer.status, answer.headers.get_content_type(), text
    except urllib.error.HTTPError as error:
        return error.code, "", ""


def test_no_address_leads_out_of_the_path_or_nowhere(below: tuple[str, Path]) -> None:
    base, _ = below
    start = base + PATH
    waiting, seen, wrong = [start], {start}, []
    while waiting:
        page = waiting.pop()
        status, kind, text = _answer(page)
        if status != 200:
            wrong.append(f"{status} {page}")
        if kind != "text/html":
            continue
        for found in _ADDRESS.findall(text):
            address = urldefrag(urljoin(page, found.replace("&amp;", "&"))).url
            if not address.startswith(base):
                continue  # mail, telephone, another host
            if not address.startswith(start):
                wrong.append(f"{page} leads to {address}")
            elif address not in seen and "?" not in address:
                seen.add(address)
                waiting.append(address)
    assert not wrong, "\n".join(wrong)
    assert len(seen) > 100


PAGES = (
    "", "cases/", "cases/ld-unsigned/", "policies/", "health-checks/", "hearings/", "guides/",
    "topics/", "faqs/", "videos/", "calendar/", "laws/", "glossary/", "feeds/", "downloads/",
    "about/", "sitemap/", "search?q=劳动合同", "forms/", "forms/complaint", "status",
    "bookings", "nothing-here/", "staff/sign-in",
)  # fmt: skip


def test_every_page_kind_works_in_a_browser(below: tuple[str, Path], browser: Browser) -> None:
    base, _ = below
    context = browser.new_context(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    person = Reader(context.new_page(), base + PATH)
    outside = []
    person.page.on(
        "response",
        lambda answer: (
            outside.append(f"{answer.status} {answer.url}")
            if answer.status >= 400 and "nothing-here" not in answer.url
            else None
        ),
    )
    for path in PAGES:
        person.visit(path)
        person.page.wait_for_load_state("networkidle")
    assert outside == []
    assert [p for p in person.problems if "404" not in p] == []
    context.close()


def test_a_form_is_sent_and_its_cookie_stays_below_the_path(
    below: tuple[str, Path], browser: Browser
) -> None:
    base, _ = below
    context = browser.new_context(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    person = Reader(context.new_page(), base + PATH)
    page = person.visit("forms/consultation")
    page.select_option("#field-category", index=1)
    page.fill("#field-title", "试用期社会保险")
    page.fill("#field-description", "试用期内能否不缴社会保险？")
    anonymous = page.locator('input[name="identity"][value="anonymous"]')
    anonymous.press("Space")
    person.follow(page.get_by_role("button", name=re.compile("提交")).last)
    assert page.url.startswith(f"{base}{PATH}forms/consultation"), page.url
    assert page.url.endswith("/received"), page.inner_text("main")
    cookies = {cookie["name"]: cookie["path"] for cookie in context.cookies()}
    assert cookies == {"fabu_session": PATH}
    person.follow(page.get_by_role("link", name=re.compile("进度")).first)
    assert page.url.startswith(f"{base}{PATH}status"), page.url
    assert person.problems == []
    context.close()


def test_what_carries_addresses_carries_the_path(below: tuple[str, Path]) -> None:
    base, root = below
    site = root / "site"
    for name in ("sitemap.xml", "feed.xml", "topics/calendar.ics"):
        text = (site / name).read_text(encoding="utf-8").replace("\r\n ", "")
        found = re.findall(rf"{re.escape(base)}/[^\s<\"]*", text)
        assert found, name
        assert all(address.startswith(base + PATH) for address in found), name
    assert _answer(f"{base}{PATH}api/openapi.json")[2].count('"/fazhi"') == 1
