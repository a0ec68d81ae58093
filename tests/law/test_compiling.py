"""The committed tables are what the maker makes of facts; a small set of facts shows how."""

import gzip
from pathlib import Path

import pytest

from law import tables
from law.addresses import address_of
from law.compiling import compile_addresses, compile_tables
from law.registry import load_registry
from law.tables import DATA, INSTRUMENTS, MOVES, STRUCTURE

COLUMNS = [
    "title",
    "kind",
    "issuer",
    "document_number",
    "adopted",
    "published",
    "effective",
    "version_label",
    "articles",
    "inserted",
    "status",
    "source",
    "amended",
    "status_date",
    "status_by",
    "as_of",
    "effective_basis",
    "number_basis",
    "complete",
    "version",
]


def row(**fields: str) -> str:
    return "\t".join(fields.get(column, "") for column in COLUMNS)


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    source = tmp_path / "facts"
    source.mkdir()
    older = {"title": "甲法", "kind": "法律", "adopted": "2000-01-01", "complete": "yes"}
    rows = [
        row(
            **older,
            version="2020-05-01",
            version_label="2020修订",
            effective="2020-07-01",
            articles="4",
            status="in_force",
        ),
        row(
            **older,
            version="2000-01-01",
            version_label="2000通过",
            effective="2000-03-01",
            articles="3",
            status="superseded",
        ),
        row(
            title="乙条例",
            kind="行政法规",
            adopted="1999-01-01",
            version="1999-01-01",
            version_label="1999公布",
            effective="1999-02-01",
            articles="2",
            status="repealed",
            status_date="2010-01-01",
            document_number="国务院令第9号",
            complete="end?",
        ),
    ]
    tables = {
        "instruments.tsv": ["\t".join(COLUMNS), *rows],
        "short_names.tsv": [
            "title\tshort_name\thow\tambiguous\tonly_in_force\ttitle_status",
            "甲法\t甲法\tsame\tno\t\tin_force",
            "甲法\t小甲法\thand\tno\t\tin_force",
            "丙条例\t旧丙\thand\tno\t\trepealed",
            "丁法\t丁\tnot known\tno\t\tin_force",
        ],
        "repeals.tsv": [
            "repealed\toriginal_date\trepeal_date\tby_law\tby_article\tlevel",
            "甲法\t1990-01-01\t2000-03-01\t甲法\t第三条\t法律",
            "丙条例\t\t2015-01-01\t中华人民共和国甲法\t第三条\t行政法规",
        ],
        "repeals_add.tsv": [
            "repealed\toriginal_date\trepeal_date\tby_law\tby_article\tlevel",
            "丙条例\t\t\t甲法\t\t行政法规",
        ],
        "crosswalk2.tsv": [
            "law\tversions\told\tnew\tsimilarity",
            "# 甲法 2000→2020 3 4",
            "甲法\t2000→2020\t1\t1\t1.00",
            "甲法\t2000→2020\t2\t3\t0.90",
            "甲法\t2000→2020\t2\t4\t0.30",
            "甲法\t2000→2020\t3\t-\t",
        ],
        "crosswalk.tsv": ["# 甲法 2000→2020", "甲法\t2000→2020\t1\t9\t0.9"],
    }
    for name, lines in tables.items():
        (source / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    structure = [
        "title\tversion\teffective\tarticle\tparagraphs\titems\tcheck",
        "甲法\t2020-05-01\t\t1\t1\t0\t2",
        "甲法\t2020-05-01\t\t2\t2\t0,3\t2",
        "甲法\t2020-05-01\t\t2.1\t1\t0\t?",
    ]
    (source / "structure.tsv.gz").write_bytes(gzip.compress("\n".join(structure).encode()))
    return source


def test_what_the_maker_writes(facts: Path, tmp_path: Path):
    target = tmp_path / "data"
    target.mkdir()
    compile_tables(facts, target)
    lines = (target / INSTRUMENTS).read_text(encoding="utf-8").splitlines()
    assert lines == [
        "甲法\t法律\t2000-01-01\t\t\t\t2000-01-01;2000通过;2000-03-01;3;;|2020-05-01;2020修订;2020-07-01;4;;\t小甲法",
        "乙条例\t行政法规\t1999-01-01\trepealed\t2010-01-01\t\t1999-01-01;1999公布;1999-02-01;2;国务院令第9号;?\t",
        "丙条例\t行政法规\t\trepealed\t2015-01-01\t甲法\t\t旧丙",
    ]
    assert (target / STRUCTURE).read_text(encoding="utf-8") == "甲法\t2020-05-01\t0 0,3 2.1=?\n"
    assert (target / MOVES).read_text(encoding="utf-8") == (
        "甲法\t2000-01-01\t甲法\t2020-05-01\t1>1 2>3,4~ 3>-\n"
    )


def test_the_committed_tables_have_the_form_that_is_read():
    for name, columns in ((INSTRUMENTS, 8), (STRUCTURE, 3), (MOVES, 5)):
        lines = (DATA / name).read_text(encoding="utf-8").splitlines()
        assert {len(line.split("\t")) for line in lines} == {columns}, name


def test_every_law_of_the_registry_has_an_address_of_its_own() -> None:
    """`python -m law.compiling` after another law came into added.yml."""
    kept = tables.addresses()
    assert [title for title in load_registry().titles if address_of(title)[0] not in kept] == []
    assert kept["民法典"] == "minfadian"
    assert len(set(kept.values())) == len(kept)


def addresses_in(folder: Path, changed: dict[str, str | None]) -> dict[str, str]:
    """What `compile_addresses` makes of the kept table with these lines changed or left out."""
    path = folder / tables.ADDRESSES
    lines = {**tables.addresses(), **changed}
    path.write_text("".join(f"{k}\t{v}\n" for k, v in lines.items() if v), encoding="utf-8")
    compile_addresses(folder)
    return dict(line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())


def test_an_address_once_given_stays_and_a_law_without_one_gets_it(tmp_path: Path) -> None:
    made = addresses_in(tmp_path, {"民法典": "the-old-one", "公司法": None})
    assert made == {**tables.addresses(), "民法典": "the-old-one"}


def test_a_law_that_sounds_like_another_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"检察官法.*监察官法|监察官法.*检察官法"):
        addresses_in(tmp_path, {"检察官法": None})
