"""What people add to a report: versions, sealed; figures stay those of the ledger."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from sqlalchemy import select

from district.casework.retention import RecordKind, load_retention
from forms_backend.attachments.service import AttachmentService
from forms_backend.identity.errors import InvalidInputError
from forms_backend.keeping.retention import RetentionService
from forms_backend.ledger.actions import Action
from forms_backend.ledger.chain import PublishedHead
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.registers.figures import Tally
from forms_backend.reports.compose import Material, compose
from forms_backend.reports.edition_service import EditionService
from forms_backend.reports.editions import TEXT_LENGTH, Edition, clean_edition, note_key
from forms_backend.reports.errors import ReportError
from forms_backend.reports.files.paper import paper_of
from forms_backend.reports.files.plain_files import to_json
from forms_backend.reports.files.word import to_word
from forms_backend.reports.periods import ReportKind, before, last_complete
from forms_backend.reports.register_section import register_section
from forms_backend.reports.service import ReportService
from forms_backend.reports.tables import ReportEdition
from tests.forms_backend.grounds import parts_with_reports
from tests.forms_backend.office_files.gb9704 import problems
from tests.forms_backend.reports.report_material import LABELS

MONTHLY = ReportKind.MONTHLY
OCTOBER = last_complete(MONTHLY, date(2026, 11, 2))
TYPED = {
    "sender": "示例区营商环境办公室",
    "recipient": "示例市委政法委",
    "signer": "李某某",
    "note_overall": "来件集中在执法检查。",
    "practice": "一是逐件研究。\n\n二是跟踪回访。",
    "plans": "继续压实责任。",
    "unknown": "不是这张表的",
    "收件": "999",
}


def report(edition: Edition | None = None):
    made = compose(
        Material(
            MONTHLY, OCTOBER, (), before(MONTHLY, OCTOBER), (), PublishedHead(9, "cd" * 32),
            "示例区", sender="中共示例区委政法委员会", mark="中共示例区委政法委员会文件",
        ),
        LABELS,
    )  # fmt: skip
    return replace(made, edition=edition) if edition else made


def test_what_was_written_stands_in_its_section_and_changes_no_figure() -> None:
    plain = report()
    edition = clean_edition(TYPED, plain.key_figures, plain.section_keys)
    assert set(edition.texts) == set(TYPED) - {"unknown", "收件"}
    edited = report(edition)
    content = to_word(edited)
    assert problems(content) == []
    texts = [p.text for p in Document(io.BytesIO(content)).paragraphs if p.text]
    assert texts[0] == "签发人：李某某"
    assert "示例市委政法委：" in texts
    first, second = texts.index("一、总体情况"), texts.index("二、办理质量")
    assert first < texts.index("来件集中在执法检查。") < second
    at = texts.index("六、主要做法")
    assert texts[at + 1 : at + 5] == [
        "一是逐件研究。",
        "二是跟踪回访。",
        "七、下步打算",
        "继续压实责任。",
    ]
    assert "示例区营商环境办公室" in texts
    assert "中共示例区委政法委员会文件" not in texts  # the red head is another unit's
    assert to_json(edited) == to_json(plain)
    tables = [[c.text for c in t._cells] for t in Document(io.BytesIO(content)).tables]
    assert tables == [
        [c.text for c in t._cells] for t in Document(io.BytesIO(to_word(plain))).tables
    ]


def test_what_is_written_for_a_section_stays_with_it_whatever_else_the_report_has() -> None:
    plain = report()
    counted = Tally("plans", "计划", open=1, late=0, entered=1, ended=0)
    registers = register_section("六", [counted], [], str)
    longer = replace(plain, sections=(*plain.sections, registers))
    typed = {note_key(key): f"说说{key}" for key in longer.section_keys}
    edition = clean_edition(typed, {}, longer.section_keys)
    assert edition.texts == typed
    first = replace(longer, sections=longer.sections[::-1], edition=edition)
    for made in (replace(longer, edition=edition), first):
        texts = [p.text for p in Document(io.BytesIO(to_word(made))).paragraphs if p.text]
        own = [t for t in texts if t.startswith("说说")]
        assert own == [f"说说{key}" for key in made.section_keys]
    assert "说说registers" not in str(paper_of(replace(plain, edition=edition)))


def test_an_earlier_edition_had_its_notes_by_place() -> None:
    keys = report().section_keys
    kept = Edition({"note_1": "总体", "note_5": "销号", "plans": "打算"})
    read = kept.by_section(keys)
    assert read.texts == {"note_overall": "总体", "note_cleared": "销号", "plans": "打算"}
    assert read.by_section(keys) == read


def test_every_mistake_is_told_by_its_input() -> None:
    with pytest.raises(InvalidInputError) as caught:
        clean_edition({"plans": "长" * (TEXT_LENGTH + 1), "signer": "两\n行"}, {}, ())
    assert set(caught.value.problems) == {"plans", "signer"}


def test_figures_that_are_not_what_the_writer_saw_are_told() -> None:
    figures = report().key_figures
    assert {"收件", "按时办结率", "期末在办"} <= set(figures)
    edition = clean_edition({}, figures, ())
    assert edition.differences(figures) == ()
    now = {**figures, "收件": "3"}
    del now["受理"]
    assert set(edition.differences(now)) == {
        "收件：写稿时为 0，现在为 3",
        "受理：写稿时为 0，现在为 没有",
    }
    assert Edition.decode(edition.encode()) == edition


@pytest.fixture
def parts(database, casework_rules, clock, tmp_path):
    return parts_with_reports(database, clock, tmp_path, casework_rules)


def test_each_save_is_a_version_and_nobody_overwrites_another(parts, database) -> None:
    service, made = parts[EditionService], report()

    def save(seen: int, actor: str, **typed: str) -> int:
        return service.save(made, MONTHLY, OCTOBER, None, typed, seen=seen, actor=actor)

    assert service.versions(MONTHLY, OCTOBER, None) == []
    assert save(0, "staff:duban", plans="张三丰的事继续办") == 1
    with pytest.raises(ReportError, match="第 1 稿"):
        save(0, "staff:other", plans="别的")
    assert save(1, "staff:other", plans="别的") == 2
    newest, first = service.versions(MONTHLY, OCTOBER, None)
    assert (newest.version, newest.by, newest.edition.texts) == (
        2,
        "staff:other",
        {"plans": "别的"},
    )
    assert first.edition.texts == {"plans": "张三丰的事继续办"}
    assert service.versions(MONTHLY, OCTOBER, "court") == []
    with database.read() as work:
        row = work.scalars(select(ReportEdition).where(ReportEdition.version == 1)).one()
        assert "张三丰".encode() not in row.payload
        ledger = work[LedgerRepository]
        events = [(e.action, e.actor) for e in ledger.latest(2)]
        assert {a for a, _ in events} == {Action.REPORT_EDITED.value}
        assert "张三丰" not in "".join(e.detail for e in ledger.latest(2))
        assert ledger.verify().is_intact


def test_handing_in_names_the_version_that_was_handed_in(parts, database) -> None:
    service = parts[EditionService]
    service.save(report(), MONTHLY, OCTOBER, None, {"plans": "x"}, seen=0, actor="staff:duban")
    [saved] = service.versions(MONTHLY, OCTOBER, None)
    parts[ReportService].mark_issued(MONTHLY, OCTOBER, actor="staff:duban", edition=saved)
    with database.read() as work:
        detail = work[LedgerRepository].latest(1)[0].detail
    assert saved.edition.digest in detail
    assert '"edition":"1"' in detail.replace(" ", "")


def test_what_was_written_goes_when_its_time_is_over(parts, database, clock) -> None:
    service = parts[EditionService]
    service.save(report(), MONTHLY, OCTOBER, None, {"plans": "张三丰"}, seen=0, actor="staff:duban")
    rules = load_retention()
    keeping = RetentionService(
        database, parts.ground.cipher, rules, parts[AttachmentService], clock
    )
    kind = RecordKind.REPORT_EDITIONS
    assert keeping.due_records()[kind] == 0
    clock.move(days=5 * 366)
    assert keeping.due_records()[kind] == 1
    assert keeping.erase_records(actor="system")[kind] == 1
    assert (keeping.due_records()[kind], keeping.erase_records(actor="system")[kind]) == (0, 0)
    [left] = service.versions(MONTHLY, OCTOBER, None)
    assert (left.version, left.by, left.edition) == (1, "staff:duban", Edition())
    assert left.edition.differences(report().key_figures) == ()
    with database.read() as work:
        assert work[LedgerRepository].verify().is_intact
