from tests.publisher.manuscripts import CASE, GUIDE, HEALTH_CHECK, changed, line_of, text_of


def test_duplicate_id_is_reported_at_the_later_path(check):
    (finding,) = check(
        {
            "content/guides/ld-unsigned.md": text_of(GUIDE).replace(
                "id: complaint-guide", "id: ld-unsigned"
            )
        }
    )
    assert (finding.code, finding.path, finding.line) == (
        "C209",
        "content/guides/ld-unsigned.md",
        2,
    )
    assert CASE in finding.message


def test_plain_pages_may_share_a_name_with_documents(check):
    assert check({"content/about/ld-unsigned.md": text_of("content/about/index.md")}) == []


def test_reference_is_reported_at_its_own_line(check):
    changes = changed(
        HEALTH_CHECK, "cases: [ld-unsigned]", "cases:\n      - ld-unsigned\n      - nowhere"
    )
    (finding,) = check(changes)
    assert (finding.code, finding.line) == ("C213", line_of("", "- nowhere", changes[HEALTH_CHECK]))


def test_reference_to_a_file_with_mistakes_exists(check):
    found = check(changed(CASE, "stage: 一审", "stage: 九审"))
    assert {(finding.path, finding.code) for finding in found} == {(CASE, "C204")}


def test_template_must_stay_inside_content(check):
    found = check(changed(GUIDE, "assets/templates/complaint.md", "../mkdocs.yml"))
    assert {(f.path, f.code) for f in found} == {
        (GUIDE, "C213"),
        ("content/assets/templates/complaint.md", "F113"),
    }
