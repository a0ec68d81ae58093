import pytest

from publisher.pages.parts.related import related_cases
from tests.publisher.site_project import case

OTHER = {"cause": "买卖合同纠纷", "areas": "[合同交易]", "industries": "[各行业通用]"}


def many(count, **keys):
    files = {}
    for n in range(count):
        files |= case(f"n{n:02d}", keywords=f"[词{n}]", **(OTHER | keys))
    return files


def ids(found, key):
    return [entry.id for entry in found[key]]


def test_shared_cause_counts_more_than_shared_area(published):
    files = case("same-cause", keywords="[甲]", areas="[合同交易]", industries="[各行业通用]")
    files |= case("same-area", keywords="[乙]", cause="买卖合同纠纷", industries="[各行业通用]")
    library, _ = published(files | many(12))
    found = ids(related_cases(library.cases), "ld-unsigned")
    assert found.index("same-cause") < found.index("same-area")


def test_rare_keyword_brings_cases_together(published):
    files = case("a", keywords="[对赌]", **OTHER) | case("b", keywords="[对赌]", **OTHER)
    library, _ = published(files | many(12))
    assert ids(related_cases(library.cases), "a")[0] == "b"


def test_hand_picked_cases_come_first_in_their_order(published):
    files = many(6) | case("picking", related="[n05, n02]", **OTHER)
    library, _ = published(files)
    assert ids(related_cases(library.cases), "picking")[:2] == ["n05", "n02"]


def test_no_pick_of_an_editor_is_lost(published):
    files = many(6) | case("picking", related="[n05, n04, n03, n02, n01, n01]", **OTHER)
    library, _ = published(files)
    assert ids(related_cases(library.cases), "picking") == ["n05", "n04", "n03", "n02", "n01"]


def test_picks_may_be_documents_of_other_kinds(published):
    library, _ = published()
    found = related_cases(library.cases, pool=library.by_id)
    assert ids(found, "ld-unsigned")[0] == "labour-check"


def test_no_case_is_related_to_itself_or_twice(published):
    library, _ = published(many(30) | case("selfish", related="[selfish]", **OTHER))
    for key, entries in related_cases(library.cases).items():
        found = [entry.id for entry in entries]
        assert key not in found
        assert len(found) == len(set(found))


@pytest.mark.parametrize("count", [0, 1, 4])
def test_as_many_as_asked_for(published, count):
    library, _ = published(many(10))
    assert max(len(found) for found in related_cases(library.cases, count).values()) == count


def test_only_case_has_no_relatives(published):
    library, _ = published()
    only = library.cases[:1]
    assert related_cases(only)[only[0][0].id] == ()


def test_same_library_gives_the_same_relatives(published):
    library, _ = published(many(30))
    first, second = related_cases(library.cases), related_cases(library.cases)
    assert first == second


def test_work_grows_with_the_number_of_cases_alone(published):
    """Of a mark that all share only the nearest are compared: far fewer than all pairs."""
    library, _ = published(many(100))
    compared = {
        entry.id for found in related_cases(library.cases, 1000).values() for entry in found
    }
    longest = max(len(found) for found in related_cases(library.cases, 1000).values())
    assert longest < 60
    assert len(compared) > 60
