"""Read all → check all → write all."""

import shutil
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from publisher.build import BuildStopped, common_digest
from publisher.last_build import FOLDER as REMEMBERED
from tests.publisher.manuscripts import CASE, GUIDE, HEALTH_CHECK, HEARING, text_of
from tests.publisher.site_project import (
    THEME_DIRS,
    build,
    case,
    records,
    site_project,
    source_of,
    with_keys,
    write,
)


@pytest.fixture
def folders(tmp_path):
    return site_project(tmp_path / "project")


def files_below(folder):
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_nothing_is_written_while_an_error_stands(folders):
    before = files_below(folders.root)
    write(
        folders,
        {
            CASE: text_of(CASE).replace("stage: 一审", "stage: 九审"),
            GUIDE: text_of(GUIDE).replace("fee: 不收费\n", ""),
        },
    )
    with pytest.raises(BuildStopped) as stopped:
        build(folders)
    assert [(f.path, f.code) for f in stopped.value.findings] == [(CASE, "C204"), (GUIDE, "C202")]
    assert str(stopped.value).startswith("有 2 处错误，未写出任何文件：\n")
    assert f"{CASE}:14: C204" in str(stopped.value)
    assert files_below(folders.root) == before


def test_the_last_good_site_stays_while_an_error_stands(folders):
    build(folders)
    before = {name: (folders.root / name).read_bytes() for name in files_below(folders.root)}
    write(folders, {HEARING: "kaputt"})
    with pytest.raises(BuildStopped):
        build(folders)
    del before[HEARING]
    assert {name: (folders.root / name).read_bytes() for name in before} == before


@pytest.mark.parametrize(
    "link",
    [
        "[点](javascript:alert(1))",
        "[点](java&#115;cript:alert(1))",
        "[点][x]\n\n[x]: javascript:alert(1)",
    ],
)
def test_link_that_runs_a_script_is_an_error(folders, link):
    write(folders, {CASE: f"{text_of(CASE)}\n{link}\n"})
    with pytest.raises(BuildStopped, match="L401"):
        build(folders)


def test_warnings_stop_nothing(folders):
    write(folders, case("long-title", title="题" * 80))
    source = source_of(folders)
    assert "C210" in {finding.code for finding in source.findings}
    build(folders)
    assert (folders.root / "site/cases/long-title/index.html").exists()


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_drafts_are_nowhere_in_a_build(folders, status):
    write(folders, case("hidden", title="秘而不宣", status=status))
    build(folders)
    found = [
        name
        for name in files_below(folders.root)
        if not name.startswith("cases_library/")
        and ("hidden" in name or "秘而不宣".encode() in (folders.root / name).read_bytes())
    ]
    assert found == []


def test_preview_shows_drafts(folders):
    write(folders, case("hidden", status="draft"))
    assert "hidden" in source_of(folders, drafts=True).visible.by_id
    assert "hidden" not in source_of(folders).visible.by_id
    assert "hidden" in source_of(folders).library.by_id


def test_cases_of_another_folder_go_with_the_content_of_the_project(folders, tmp_path):
    """What content says of the project's own cases cannot hold then, and stops nothing."""
    elsewhere = tmp_path / "bench"
    other = replace(folders, cases=elsewhere)
    (elsewhere / "2020").mkdir(parents=True)
    (elsewhere / "2020/only.md").write_text(
        case("only")["cases_library/2026/only.md"], encoding="utf-8"
    )
    build(other)
    site = folders.root / "site"
    assert [path.parent.name for path in (site / "cases").glob("*/index.html")] == ["only"]
    assert {record["kind"] for record in records(folders)} == {
        "answer",
        "case",
        "policy",
        "health-check",
        "hearing",
        "guide",
        "topic",
        "faq",
        "video",
        "article",
        "law",
    }
    html = (site / "health-checks/labour-check/index.html").read_text(encoding="utf-8")
    assert "cases/ld-unsigned" not in html


def test_mistakes_within_the_other_folder_stop_all_the_same(folders, tmp_path):
    elsewhere = tmp_path / "bench"
    elsewhere.mkdir()
    (elsewhere / "only.md").write_text(
        case("only", decided="“2026年”")["cases_library/2026/only.md"], encoding="utf-8"
    )
    with pytest.raises(BuildStopped, match=r"only\.md:\d+: C203"):
        build(replace(folders, cases=elsewhere))


def test_dead_references_stop_when_nothing_was_replaced(folders):
    (folders.root / CASE).unlink()
    with pytest.raises(BuildStopped, match="C213"):
        build(folders)


def test_site_map_lists_every_page_that_may_be_indexed(folders):
    write(folders, case("changed", updated="2026-11-05 09:00"))
    build(folders)
    ns = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = ET.fromstring((folders.root / "site/sitemap.xml").read_bytes())  # noqa: S314 - our own file
    dates = {u.findtext(f"{ns}loc"): u.findtext(f"{ns}lastmod") for u in root}
    assert len(dates) == len(list(root))
    assert dates["https://www.minghu.gov.cn/cases/changed/"] == "2026-11-05"
    assert dates["https://www.minghu.gov.cn/cases/mediated/"] == "2026-10-15"
    assert "https://www.minghu.gov.cn/about/" in dates
    pages = {
        page.parent.relative_to(folders.root / "site").as_posix()
        for page in (folders.root / "site").rglob("index.html")
    } - {"_shell", "search", "booklet"}
    listed = {url.removeprefix("https://www.minghu.gov.cn/").rstrip("/") or "." for url in dates}
    assert listed - {"about"} == pages  # MkDocs writes about/


def test_shrunk_library_leaves_no_old_cards(folders, monkeypatch):
    monkeypatch.setattr("publisher.outputs.case_filter.CHUNK", 2)
    build(folders)
    assert (folders.root / "site/cases/cards-1.json").exists()
    monkeypatch.undo()
    build(folders)
    assert not (folders.root / "site/cases/cards-1.json").exists()


def test_documents_for_the_search_lie_beside_the_site(folders):
    build(folders)
    assert len([one for one in records(folders) if one["kind"] != "law"]) == 12
    assert not list((folders.root / "site").rglob("documents.jsonl"))


def test_second_build_changes_no_file(folders):
    def contents() -> dict[str, bytes]:
        names = (name for name in files_below(folders.root) if not name.startswith(REMEMBERED))
        return {name: (folders.root / name).read_bytes() for name in names}

    build(folders)
    before = contents()
    assert build(folders).rendered == 0
    assert contents() == before


@pytest.mark.parametrize("name", ["mkdocs.yml", "site_config/site.yml", "site_config/laws.yml"])
def test_what_all_pages_share_is_part_of_their_fingerprint(folders, name):
    before = common_digest(folders, THEME_DIRS)
    assert common_digest(folders, THEME_DIRS) == before
    path = folders.root / name
    path.write_text(
        (path.read_text(encoding="utf-8") if path.exists() else "") + "\n# 改\n", encoding="utf-8"
    )
    assert common_digest(folders, THEME_DIRS) != before


@pytest.mark.parametrize("name", ["theme/frame.html", "styles/tokens.css", "pages/parts/card.py"])
def test_our_own_code_and_look_are_part_of_it_too(folders, tmp_path, monkeypatch, name):
    package = tmp_path / "publisher"
    (package / name).parent.mkdir(parents=True)
    (package / name).write_text("1", encoding="utf-8")
    monkeypatch.setattr("publisher.own_code.PACKAGES", (package,))
    before = common_digest(folders, THEME_DIRS)
    (package / name).write_text("2", encoding="utf-8")
    assert common_digest(folders, THEME_DIRS) != before


def test_new_release_of_material_is_part_of_it_too(folders, monkeypatch):
    before = common_digest(folders, THEME_DIRS)
    monkeypatch.setattr("publisher.build.version", lambda name: f"1.0-{name}")
    assert common_digest(folders, THEME_DIRS) != before


def test_identity_of_the_site_is_that_of_the_project(folders):
    build(folders)
    html = (folders.root / "site/index.html").read_text(encoding="utf-8")
    assert "明湖区法治营商网" in html
    assert "示例区" not in html
    shutil.rmtree(folders.root / "site")


def test_topics_may_pick_what_every_kind_offers(folders):
    text = text_of("content/topics/law-day.md")
    picks = "[ld-unsigned, complaint-rules, labour-check, hearing-sale, complaint-guide]"
    write(folders, {"content/topics/law-day.md": with_keys(text, picks=picks)})
    build(folders)
    html = (folders.root / "site/topics/law-day/index.html").read_text(encoding="utf-8")
    for url in ("cases/ld-unsigned/", "health-checks/labour-check/", "guides/complaint-guide/"):
        assert f'href="../../{url}"' in html
    assert HEALTH_CHECK
