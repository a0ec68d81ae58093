import pytest

from tests.publisher.manuscripts import CASE, PAGE, TOPIC, changed, text_of


def with_link(target: str) -> dict[str, str]:
    return {PAGE: text_of(PAGE) + f"\n看[这一篇]({target})。\n"}


@pytest.mark.parametrize(
    "target",
    [
        "../guides/complaint-guide.md",
        "../guides/complaint-guide.md#一次性告知",
        "../../cases_library/2026/ld-unsigned.md",
        "../assets/templates/complaint.md",
        "../assets/flow.png",
        "index.md",
        "#我们是谁",
        "https://www.gov.cn/",
        "mailto:pufa@minghu.gov.cn",
        "tel:12348",
        "/",
        "/cases/",
        "/cases/ld-unsigned/",
        "/about/",
        "/forms/complaint",
        "/status",
        "/search?q=合同",
        "/tools/court-fee/",
        "/papers/sale-complaint/",
        "/find/accused-ip/",
    ],
)
def test_link_that_leads_somewhere_passes(check, target):
    assert check(with_link(target)) == []


@pytest.mark.parametrize(
    "target",
    [
        "../guides/nowhere.md",
        "complaint-guide.md",
        "../../cases_library/2025/ld-unsigned.md",
        "../guides/",
        "../../mkdocs.yml",
        "../../../../../../etc/passwd",
        "../assets/nowhere.pdf",
        "/cases/nowhere/",
        "/cases/ld-unsigned.md",
        "/staff/",
        "/tools/nowhere/",
        "/papers/sued/",
        "/find/court-fee/",
        "http://127.0.0.1:8000/cases/",
        "http://localhost/x",
        "http://[::1]:8000/",
        "file:///D:/a.pdf",
        "",
    ],
)
def test_dead_link_is_found_at_its_line(check, target):
    (finding,) = check(with_link(target))
    assert (finding.code, finding.line) == ("L401", text_of(PAGE).count("\n") + 2)


def test_links_by_reference_are_checked(check):
    (finding,) = check({PAGE: text_of(PAGE) + "\n[案例][1]\n\n[1]: nowhere.md\n"})
    assert finding.code == "L401"


def test_links_in_code_are_not_checked(check):
    assert (
        check({PAGE: text_of(PAGE) + "\n`[甲](nowhere.md)`\n\n```\n[乙](nowhere.md)\n```\n"}) == []
    )


def test_link_to_a_file_with_mistakes_is_not_dead(check):
    changes = changed(CASE, "stage: 一审", "stage: 九审") | with_link(
        "../../cases_library/2026/ld-unsigned.md"
    )
    assert {finding.code for finding in check(changes)} == {"C204"}


def test_moved_document_is_named(check):
    (finding,) = check(with_link("../policies/complaint-guide.md"))
    assert "content/guides/complaint-guide.md" in finding.message


@pytest.mark.parametrize(("status", "expected"), [("draft", set()), ("published", {"L404"})])
def test_only_published_pages_must_not_link_to_drafts(check, status, expected):
    draft = (
        text_of(CASE)
        .replace("status: published", "status: in_review")
        .replace("id: ld-unsigned", "id: new-case")
        .replace("张某", "李某")
    )
    page = with_link("../../cases_library/2026/new-case.md")[PAGE]
    page = page.replace("status: published", f"status: {status}", 1)
    found = check({"cases_library/2026/new-case.md": draft, PAGE: page})
    assert {finding.code for finding in found} - {"D601"} == expected


def test_unpublished_pick_of_a_published_topic_is_found_at_its_line(check):
    changes = changed(
        TOPIC,
        "picks: [ld-unsigned, complaint-rules]",
        "picks:\n  - complaint-rules\n  - ld-unsigned",
    )
    changes |= changed(CASE, "status: published", "status: draft")
    found = [finding for finding in check(changes) if finding.path == TOPIC]
    assert [(f.code, f.line) for f in found] == [
        ("L404", changes[TOPIC].split("\n").index("  - ld-unsigned") + 1)
    ]
