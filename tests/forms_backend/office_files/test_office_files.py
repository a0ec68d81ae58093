"""Office files carry no time of their making."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

from docx import Document

from forms_backend.office_files.office_paper import add_paragraph
from forms_backend.office_files.word_files import word_file

MOMENT = datetime(2026, 11, 20, 7, 30, 15, 123456, tzinfo=UTC)


def made(title: str = "督办函") -> bytes:
    document = Document()
    document.add_paragraph("正文")
    return word_file(document, title=title, author="区司法局", moment=MOMENT)


def test_no_file_in_it_tells_when_it_was_saved() -> None:
    content = made()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
    assert content == made() != made("催办函")


def test_it_is_dated_by_what_it_says_and_signed_by_the_unit_alone() -> None:
    properties = Document(io.BytesIO(made())).core_properties
    assert (properties.title, properties.language) == ("督办函", "zh-CN")
    assert properties.author == properties.last_modified_by == "区司法局"
    assert properties.created == properties.modified == MOMENT.replace(microsecond=0)
    assert properties.comments == ""


def test_words_that_no_xml_can_hold_do_not_stop_a_document() -> None:
    document = Document()
    add_paragraph(document, "说明情况\uffff下一句\x0b第二行\x07")
    saved = word_file(document, title="纪要", author="区司法局", moment=MOMENT)
    assert Document(io.BytesIO(saved)).paragraphs[0].text == "说明情况下一句\n第二行"
