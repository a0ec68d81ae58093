from dataclasses import replace

import pytest

from publisher.model.links import link_table, resolve, source_path
from publisher.prose.markdown import MarkdownReader
from tests.publisher.manuscripts import text_of
from tests.publisher.site_project import case

PAGE = "content/about/index.md"


@pytest.fixture
def entries(published):
    library, _ = published()
    return {source_path(entry): entry for entry in library.entries}


@pytest.mark.parametrize(
    ("written_in", "target", "path"),
    [
        (
            "content/guides/complaint-guide.md",
            "../policies/complaint-rules.md",
            "content/policies/complaint-rules.md",
        ),
        (
            "content/guides/complaint-guide.md",
            "../../cases_library/2026/ld-unsigned.md#裁判结果",
            "cases_library/2026/ld-unsigned.md",
        ),
        ("cases_library/2026/mediated.md", "ld-unsigned.md", "cases_library/2026/ld-unsigned.md"),
        (
            "cases_library/2026/mediated.md",
            "./../2026/ld-unsigned.md?x=1",
            "cases_library/2026/ld-unsigned.md",
        ),
        (
            "cases_library/2026/mediated.md",
            "../../content/assets/flow.png",
            "content/assets/flow.png",
        ),
        ("cases_library/2026/mediated.md", "../../../etc/passwd", "../etc/passwd"),
        ("cases_library/2026/mediated.md", "/status", None),
        ("cases_library/2026/mediated.md", "#top", None),
        ("cases_library/2026/mediated.md", "https://example.cn/a.md", None),
        ("cases_library/2026/mediated.md", "mailto:a@b.cn", None),
        ("cases_library/2026/mediated.md", "tel:12348", None),
        ("cases_library/2026/mediated.md", "", None),
    ],
)
def test_relative_targets_are_resolved_as_authors_mean_them(entries, written_in, target, path):
    assert resolve(entries[written_in], target) == path


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("practice.md", "cases/practice/"),
        ("practice.md#任务措施", "cases/practice/#任务措施"),
        ("../../content/guides/complaint-guide.md", "guides/complaint-guide/"),
        ("../../content/about/index.md", "about/"),
        ("../../content/assets/flow.png", "assets/flow.png"),
        ("../../content/assets/templates/complaint.md", "assets/templates/complaint.md"),
    ],
)
def test_links_become_addresses_of_the_site(published, target, url):
    text = case("linking")["cases_library/2026/linking.md"] + f"\n见[那里]({target})。\n"
    library, _ = published({"cases_library/2026/linking.md": text})
    urls = {source_path(entry): entry.url for entry in library.entries}
    assert link_table(library.by_id["linking"], urls) == {target: url}


@pytest.mark.parametrize(
    "target",
    [
        "../../../secret.txt",
        "../../site_config/site.yml",
        "/status",
        "https://a.cn/",
        "#x",
        "practice.txt",
    ],
)
def test_what_is_no_file_of_ours_is_left_as_written(entries, target):
    entry = entries["cases_library/2026/mediated.md"]
    changed = replace(entry, links=MarkdownReader("www.minghu.gov.cn").read(f"[x]({target})").links)
    assert link_table(changed, {"cases_library/2026/practice.md": "cases/practice/"}) == {}


def test_pictures_are_found_from_the_folder_of_cases(entries):
    entry = entries["cases_library/2026/ld-unsigned.md"]
    assert "flow.png" in text_of(entry.path)
    assert link_table(entry, {}) == {"../../content/assets/flow.png": "assets/flow.png"}


def test_draft_is_no_target(published):
    files = case("draft", status="draft")
    linking = case("linking", status="draft")["cases_library/2026/linking.md"] + "\n[x](draft.md)\n"
    library, _ = published(files | {"cases_library/2026/linking.md": linking})
    assert "draft" not in library.by_id
