import json

from publisher.outputs.hearings_file import FILE_NAME, write_hearings
from tests.publisher.manuscripts import HEARING, text_of
from tests.publisher.site_project import build, library_of, with_keys, write


def hearings_of(folders):
    return json.loads((folders.root / FILE_NAME).read_text(encoding="utf-8"))["hearings"]


def test_a_build_puts_the_hearings_ahead_beside_the_sites_folder(library_ok):
    build(library_ok)
    (sale,) = hearings_of(library_ok)
    assert sale["id"] == "hearing-sale"
    assert sale["url"] == "hearings/hearing-sale/"
    assert sale["starts"].endswith("+08:00")
    assert not (library_ok.root / "site" / FILE_NAME).exists()


def test_drafts_and_hearings_that_are_over_are_not_in_it(library_ok):
    write(library_ok, {HEARING: with_keys(text_of(HEARING), status="draft")})
    build(library_ok)
    assert hearings_of(library_ok) == []


def test_a_cancelled_hearing_is_in_it_as_cancelled(library_ok):
    text = with_keys(text_of(HEARING), state="已取消", sequence=2)
    write(library_ok, {HEARING: text})
    build(library_ok)
    (sale,) = hearings_of(library_ok)
    assert (sale["state"], sale["sequence"]) == ("cancelled", 2)


def test_an_unchanged_file_is_not_touched(library_ok, tmp_path):
    library, _ = library_of(library_ok)
    target = tmp_path / FILE_NAME
    assert write_hearings(library, target) == 1
    stamp = target.stat().st_mtime_ns
    write_hearings(library, target)
    assert target.stat().st_mtime_ns == stamp


def test_the_page_of_a_hearing_leads_to_the_booking_while_it_is_open(library_ok):
    build(library_ok)
    page = (library_ok.root / "site/hearings/hearing-sale/index.html").read_text(encoding="utf-8")
    assert 'href="../../bookings/new?hearing=hearing-sale"' in page
    assert 'data-hearing-seats="hearing-sale"' in page
