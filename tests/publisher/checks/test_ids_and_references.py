import pytest

from district import load_site_config
from publisher.model.record_ids import holder_of
from publisher.outputs.documents import glossary_records, selfhelp_records
from publisher.project import config_dir
from selfhelp.shelf import load_shelf
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


HELD = {
    "term-weiyuejin": "法律用语“违约金”",
    "way-accused-ip": "办事路径 find/accused-ip.yml",
    "tool-court-fee": "计算器 calculators/court-fee.yml",
    "paper-answer": "文书 papers/answer.yml",
}


@pytest.mark.parametrize("identifier", HELD)
def test_an_id_of_what_search_finds_besides_documents_is_taken(check, identifier):
    text = text_of(GUIDE).replace("id: complaint-guide", f"id: {identifier}")
    (finding,) = check({f"content/guides/{identifier}.md": text})
    assert (finding.code, finding.line) == ("C209", 2)
    assert finding.message == f"id“{identifier}”已用于 {HELD[identifier]}"


def test_ids_that_only_begin_like_those_are_free(check):
    for identifier in ("term-of-notice", "way", "paper-loan", "tool-way-accused-ip"):
        text = text_of(GUIDE).replace("id: complaint-guide", f"id: {identifier}")
        assert check({f"content/guides/{identifier}.md": text}) == []


def test_search_knows_self_help_and_terms_by_the_ids_that_are_taken(library_ok):
    folder = config_dir(library_ok.root)
    glossary = load_site_config(folder).glossary
    ids = [
        one["id"] for one in (*selfhelp_records(load_shelf(folder)), *glossary_records(glossary))
    ]
    assert {*HELD} <= {*ids}
    assert all(holder_of(one, folder, glossary) for one in ids)


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
