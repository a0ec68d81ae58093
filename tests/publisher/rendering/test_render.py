"""Only what changed is written; what is gone goes; what is not ours stays."""

import json
import os
from dataclasses import replace

import pytest

from law.registry import load_registry
from publisher import parallel
from publisher.model.citing import index_laws
from publisher.pages.plan import plan
from publisher.rendering import render
from publisher.rendering.render import MANIFEST, PageRenderer, RenderSettings, render_pages
from tests.publisher.manuscripts import CASE, POLICY, TOPIC, text_of
from tests.publisher.site_project import (
    NOW,
    THEME_DIRS,
    case,
    library_of,
    site_project,
    with_keys,
    write,
)

LONG_AGO = 1_500_000_000


class Site:
    """A project and its built pages; `build` returns which pages were written."""

    def __init__(self, folders):
        self.folders = folders
        self.dir = folders.root / "site"
        self.dir.mkdir()
        self.digest = "templates-1"

    def settings(self, config):
        return RenderSettings(THEME_DIRS, config, load_registry(), self.dir, self.digest)

    def build(self, files=None, others=()):
        write(self.folders, files or {})
        library, config = library_of(self.folders)
        for page in self.dir.rglob("*.html"):
            os.utime(page, (LONG_AGO, LONG_AGO))
        self.result = render_pages(
            plan(
                library, config, index_laws(library.documents(), load_registry(), NOW.date()), NOW
            ),
            self.settings(config),
            others,
        )
        return {url for url, page in self.pages().items() if page.stat().st_mtime != LONG_AGO}

    def pages(self):
        """Page address without the last slash ("" for the home page) → file."""
        files = {page.relative_to(self.dir).as_posix(): page for page in self.dir.rglob("*.html")}
        return {name.removesuffix("index.html").rstrip("/"): page for name, page in files.items()}

    def html(self, url):
        return (self.dir / url / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def site(tmp_path):
    return Site(site_project(tmp_path / "project"))


OTHER = {
    "cause": "买卖合同纠纷",
    "areas": "[合同交易]",
    "industries": "[各行业通用]",
    "keywords": "[货款]",
}


def test_second_build_writes_no_page(site):
    first = site.build()
    assert len(first) > 20
    assert site.build() == set()
    assert (site.result.rendered, site.result.removed) == (0, 0)
    assert site.result.unchanged == len(list(site.dir.rglob("*.html")))


def test_changed_body_rewrites_its_own_page_alone(site):
    site.build()
    assert site.build({CASE: text_of(CASE).replace("担任厨师", "担任面点师")}) == {
        "cases/ld-unsigned"
    }
    assert "担任面点师" in site.html("cases/ld-unsigned")


def test_changed_title_rewrites_every_page_that_shows_it(site):
    site.build(case("far", published="2020-01-01 09:00", decided="2019-01", **OTHER))
    written = site.build({CASE: with_keys(text_of(CASE), title="新的题目")})
    assert written >= {
        "cases/ld-unsigned",
        "cases/mediated",
        "policies/complaint-rules",
        "topics/law-day",
        "cases/area/labour",
        "cases",
        "",
    }
    shown = {url: page.read_text(encoding="utf-8") for url, page in site.pages().items()}
    assert written == {url for url, html in shown.items() if "新的题目" in html}
    assert [url for url, html in shown.items() if "某餐饮公司未签书面劳动合同案" in html] == []


def test_link_to_a_moved_document_is_rewritten(site):
    site.build()
    moved = with_keys(text_of("content/guides/complaint-guide.md"), id="how-to-complain")
    (site.folders.root / "content/guides/complaint-guide.md").unlink()
    mediated = text_of("cases_library/2026/mediated.md").replace(
        "complaint-guide.md", "how-to-complain.md"
    )
    site.build(
        {"content/guides/how-to-complain.md": moved, "cases_library/2026/mediated.md": mediated}
    )
    assert 'href="../../guides/how-to-complain/"' in site.html("cases/mediated")
    assert not (site.dir / "guides/complaint-guide").exists()


def test_changed_templates_rewrite_all(site):
    first = site.build()
    site.digest = "templates-2"
    assert site.build() == first


def test_page_that_was_deleted_by_hand_is_written_again(site):
    site.build()
    (site.dir / "cases/mediated/index.html").unlink()
    assert site.build() == {"cases/mediated"}


def test_vanished_documents_vanish_with_their_folders(site):
    site.build(case("gone", **OTHER))
    assert (site.dir / "cases/area/contracts/index.html").exists()
    (site.folders.root / "cases_library/2026/gone.md").unlink()
    site.build()
    assert not (site.dir / "cases/gone").exists()
    assert not (site.dir / "cases/area/contracts").exists()
    assert site.result.removed == 3  # the case, and the lists of its area and its industry


def test_unpublished_document_vanishes(site):
    site.build(case("withdrawn"))
    site.build(case("withdrawn", status="draft"))
    assert not (site.dir / "cases/withdrawn").exists()


def test_files_that_are_not_ours_stay(site):
    site.build(case("gone"))
    for name in ("upload.pdf", "cases/gone/note.txt", "stats/index.html"):
        (site.dir / name).parent.mkdir(exist_ok=True)
        (site.dir / name).write_text("x", encoding="utf-8")
    (site.folders.root / "cases_library/2026/gone.md").unlink()
    site.build()
    assert not (site.dir / "cases/gone/index.html").exists()
    for name in ("upload.pdf", "cases/gone/note.txt", "stats/index.html"):
        assert (site.dir / name).read_text(encoding="utf-8") == "x"


def test_outputs_of_others_go_when_they_are_written_no_more(site):
    (site.dir / "cards-1.json").write_text("x", encoding="utf-8")
    site.build(others=["cards-1.json"])
    assert (site.dir / "cards-1.json").exists()
    site.build()
    assert not (site.dir / "cards-1.json").exists()


@pytest.mark.parametrize("manifest", ["", "{", "[]", "null"])
def test_broken_manifest_means_that_all_is_written(site, manifest):
    first = site.build()
    (site.dir / MANIFEST).write_text(manifest, encoding="utf-8")
    assert site.build() == first


def test_after_a_build_that_broke_nothing_half_written_counts_as_current(site, monkeypatch):
    site.build()
    original = site.html("cases/ld-unsigned")
    written = PageRenderer.write
    jobs = []

    def fails_at_the_second(self, job):
        jobs.append(job)
        if len(jobs) == 2:
            raise RuntimeError("power cut")
        written(self, job)

    monkeypatch.setattr(PageRenderer, "write", fails_at_the_second)
    changed = {
        CASE: text_of(CASE).replace("担任厨师", "担任面点师"),
        POLICY: text_of(POLICY).replace("投诉有人接", "投诉有人管"),
    }
    with pytest.raises(RuntimeError):
        site.build(changed)
    monkeypatch.undo()
    site.build({CASE: text_of(CASE), POLICY: text_of(POLICY)})
    assert site.html("cases/ld-unsigned") == original
    assert "投诉有人管" not in site.html("policies/complaint-rules")


def test_orphan_of_a_build_that_broke_is_removed(site, monkeypatch):
    site.build()
    written = PageRenderer.write

    def fails_after(self, job):
        written(self, job)
        raise RuntimeError("power cut")

    monkeypatch.setattr(PageRenderer, "write", fails_after)
    with pytest.raises(RuntimeError):
        site.build(
            {
                f"content/topics/{key}.md": with_keys(
                    text_of(TOPIC), id=key, order="0", filter="{}"
                )
                for key in ("t1", "t2")
            }
            | case("new", **OTHER)
        )
    monkeypatch.undo()
    (site.folders.root / "cases_library/2026/new.md").unlink()
    site.build()
    assert not (site.dir / "cases/new").exists()


def test_one_process_and_several_write_the_same_bytes(site, monkeypatch):
    files = {}
    for n in range(20):
        files |= case(f"n{n:02d}")
    site.build(files)
    alone = {page: page.read_bytes() for page in site.dir.rglob("*.html")}
    monkeypatch.setattr(parallel, "cpu_count", lambda: 2)
    monkeypatch.setattr(render, "PARALLEL_FROM", 1)
    site.digest = "again"
    assert len(site.build()) == len(alone)
    assert {page: page.read_bytes() for page in site.dir.rglob("*.html")} == alone


def test_settings_can_be_sent_to_another_process(site):
    import pickle

    library, config = library_of(site.folders)
    settings = pickle.loads(pickle.dumps(site.settings(config)))  # noqa: S301 - our own bytes
    job = next(
        job
        for job in plan(
            library, config, index_laws(library.documents(), load_registry(), NOW.date()), NOW
        )
        if job.entry
    )
    sent = pickle.loads(pickle.dumps(job))  # noqa: S301 - our own bytes
    assert PageRenderer(settings).html(sent) == PageRenderer(site.settings(config)).html(job)


def test_pages_show_when_a_script_in_a_manuscript_is_text(site):
    body = text_of(CASE).replace("口头约定不能", "<script>alert(1)</script>口头约定不能")
    site.build({CASE: body})
    assert "<script>alert(1)" not in site.html("cases/ld-unsigned")
    assert "&lt;script&gt;alert(1)" in site.html("cases/ld-unsigned")


def test_manifest_lists_every_page(site):
    site.build()
    manifest = json.loads((site.dir / MANIFEST).read_text(encoding="utf-8"))
    assert set(manifest) == {p.relative_to(site.dir).as_posix() for p in site.dir.rglob("*.html")}
    assert replace(site.result, unchanged=0).rendered == len(manifest)
