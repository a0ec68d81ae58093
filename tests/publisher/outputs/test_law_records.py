"""The laws that a site cites, as what search finds."""

import json
from datetime import date

import pytest

from law.registry import load_registry
from law.texts.pack import NO_PACK, load_pack
from publisher.model.citing import index_laws
from publisher.outputs.documents import write_documents
from publisher.outputs.law_records import law_records
from publisher.pages.laws.pages import law_pages
from publisher.pages.parts.card import Cards
from search.document import read_lines
from tests.publisher.pages.laws.test_page_law_texts import CASES, PACK, citing
from tests.publisher.site_project import write

TODAY = date(2026, 11, 20)
REPEALED = citing("a-old", "依照《合同法》第五十二条判决。", decided="2018-05")


@pytest.fixture
def site(published):
    library, config = published(CASES | REPEALED)
    return library, config, index_laws(library.documents(), load_registry(), TODAY)


def by_id(index, pack):
    return {record["id"]: record for record in law_records(index, pack, TODAY)}


def below(record, article):
    """What stands in the text below the heading of an article."""
    places = [start for start, *_ in record["sections"]] + [record["prose"]]
    number = next(i for i, (_, name, _) in enumerate(record["sections"]) if name == article)
    return record["text"][places[number] : places[number + 1]].split("\n", 1)[1].strip()


def test_a_law_is_one_line_and_its_articles_are_places_that_are_pages(site):
    _, config, index = site
    found = by_id(index, NO_PACK)
    law = found["laws/laodonghetongfa"]
    assert (law["kind"], law["title"], law["url"]) == ("law", "《劳动合同法》", f"{law['id']}/")
    assert ("第八十二条", "82/") in {(name, place) for _, name, place in law["sections"]}
    assert below(law, "第八十二条").startswith("本站有 ")
    assert "date" not in law
    first = found["laws/gongsifa"]["text"].partition("，本站有")[0]
    assert first == "《中华人民共和国公司法》（2023修订，2024年7月1日起施行）"
    pages = {job.output for job in law_pages(index, config, Cards(), TODAY)}
    for record in found.values():
        places = ["", *(place for _, _, place in record["sections"])]
        assert {f"{record['url']}{place}index.html" for place in places} <= pages


def test_the_words_of_an_article_are_its_passage_where_the_pack_has_them(site, library_ok):
    write(library_ok, PACK)
    found = by_id(site[2], load_pack(library_ok.root / "var/laws"))
    words = below(found["laws/laodonghetongfa"], "第八十二条")
    assert words == "应当向劳动者每月支付二倍的工资。"
    # 《公司法》第二十条 of 2018 is not what applies today, and 第三条 is.
    assert "第二十条" not in {name for _, name, _ in found["laws/gongsifa"]["sections"]}


def test_a_repealed_law_says_so(site):
    assert by_id(site[2], NO_PACK)["laws/hetongfa"]["title"] == "《合同法》（已废止）"


def test_laws_stand_in_the_file_that_search_reads(site, tmp_path):
    library, _, index = site
    target = tmp_path / "documents.jsonl"
    count = write_documents(library, target, laws=law_records(index, NO_PACK, TODAY))
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert count == len(lines) == len(list(read_lines(target)))
    assert sum(line["kind"] == "law" for line in lines) == len(index.laws)
