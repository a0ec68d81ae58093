"""送阅 as staff use it: register, print the slip, note the signature; who may do what."""

from __future__ import annotations

import io
from datetime import date

import html5lib
import pytest
from docx import Document
from sqlalchemy import text

from district.casework.retention import RecordKind
from forms_backend.attachments.service import AttachmentService
from forms_backend.deliveries.record import Recipient, clean_delivery
from forms_backend.deliveries.repository import DeliveryRepository
from forms_backend.deliveries.service import DeliveryService, Totals
from forms_backend.identity.errors import InvalidInputError
from forms_backend.identity.roles import Role
from forms_backend.keeping.expiry_repository import ExpiryRepository
from forms_backend.keeping.record_erasing import RECORD_ERASERS, Means
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.running.parts import Parts
from forms_backend.sealing.keys import PayloadCipher

DELIVERY = {
    "title": "典型案例汇编（2026年 劳动用工）", "cases": "某电子厂拖欠工资案\n某商行货款调解案",
    "firm": "云锦童装有限公司", "people": "王五（厂长）", "delivered_on": "2026-11-20",
    "channel": "visit", "copies": "3",
}  # fmt: skip
TODAY = date(2026, 11, 20)


@pytest.fixture
def desk(sign_in):
    return sign_in("shouli", "zhengfawei", Role.INTAKE)


def address(page) -> str:
    return page.response.headers.get("Location") or page.response.request.path


@pytest.fixture
def number(desk) -> str:
    desk.open_form("/staff/deliveries/new")
    page = desk.send("/staff/deliveries", DELIVERY)
    assert page.status in (200, 303), page.text
    return address(page).rsplit("/", 1)[1]


def words_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_delivery_is_registered_printed_and_signed_once(desk, number, parts: Parts) -> None:
    assert number.startswith("SY202611-")
    listed = desk.get("/staff/deliveries")
    assert number in listed.text
    assert "未签收" in listed.text
    assert "今年已送 1 次，共 3 册" in listed.text
    assert "云锦童装" not in listed.text
    slip = words_of(desk.get(f"/staff/deliveries/{number}/slip.docx").response.data)
    for said in ("送阅单", "云锦童装有限公司", "某电子厂拖欠工资案", "3 册", "送阅回执", "签收人"):
        assert said in slip
    desk.open_form(f"/staff/deliveries/{number}")
    wrong = desk.send(
        f"/staff/deliveries/{number}/sign", {"signed_by": "", "signed_on": "2026-11-19"}
    )
    assert wrong.status == 422
    assert "请填写签收人。" in wrong.text
    assert "不能早于送达日期" in wrong.text
    html5lib.HTMLParser(strict=True).parse(wrong.text)
    signature = {"signed_by": "赵六", "signed_on": "2026-11-20"}
    assert desk.send(f"/staff/deliveries/{number}/sign", signature).status in (200, 303)
    page = desk.get(f"/staff/deliveries/{number}")
    assert "赵六" in page.text
    assert 'name="signed_by"' not in page.text
    again = desk.send(f"/staff/deliveries/{number}/sign", signature | {"signed_by": "他人"})
    assert again.status == 422
    assert "已经登记过签收" in again.text
    with parts.ground.database.read() as session:
        actions = [event.action for event in session[LedgerRepository].events_of(number)]
    assert actions.count("booklet_delivered") == actions.count("booklet_signed") == 1


def test_every_mistake_is_named_and_what_was_typed_stays(desk) -> None:
    desk.open_form("/staff/deliveries/new")
    page = desk.send(
        "/staff/deliveries",
        {
            "title": "汇编",
            "firm": "",
            "delivered_on": "2020-01-01",
            "channel": "pigeon",
            "copies": "0",
            "people": "",
            "cases": "",
        },
    )
    assert page.status == 422
    assert {key: f'id="{key}-error"' in page.text for key in DELIVERY} == {
        "title": False,
        "cases": False,
        "firm": True,
        "people": False,
        "delivered_on": True,
        "channel": True,
        "copies": True,
    }
    assert 'value="汇编"' in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)


@pytest.mark.parametrize(
    ("login", "unit", "role", "reads", "writes"),
    [
        ("duban", "zhengfawei", Role.SUPERVISOR, 200, 200),
        ("shenji", "zhengfawei", Role.AUDITOR, 200, 403),
        ("chengban", "justice", Role.HANDLER, 403, 403),
        ("guanli", "zhengfawei", Role.ADMINISTRATOR, 403, 403),
    ],
)
def test_who_may_read_and_write(number, sign_in, login, unit, role, reads, writes) -> None:
    person = sign_in(login, unit, role)
    assert person.get("/staff/deliveries").status == reads
    assert person.get(f"/staff/deliveries/{number}").status == reads
    assert person.get(f"/staff/deliveries/{number}/slip.docx").status == reads
    assert person.get("/staff/deliveries/new").status == writes
    if reads == 200:
        shown = person.get(f"/staff/deliveries/{number}").text
        assert ('name="signed_by"' in shown) == (writes == 200)
        assert person.get("/staff/deliveries/SY202611-000009").status == 404


def test_firm_and_people_are_encrypted_and_not_in_the_ledger(number, parts: Parts) -> None:
    with parts.ground.database.engine.connect() as connection:
        stored = connection.execute(text("SELECT * FROM booklet_deliveries")).one()
        told = connection.execute(text("SELECT detail FROM ledger_events")).scalars().all()
    for secret in ("云锦", "王五", "某电子厂"):
        assert secret.encode() not in bytes(stored.payload)
        assert not any(secret in str(value) for value in (*stored, *told))


def test_deliveries_of_a_period_are_counted_for_reports(number, parts: Parts) -> None:
    count = parts[DeliveryService].totals
    assert count(date(2026, 11, 1), date(2026, 11, 30)) == Totals(1, 3)
    assert count(date(2026, 10, 1), date(2026, 11, 19)) == Totals(0, 0)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", "长" * 81), ("title", "两\n行"), ("firm", "\x00"), ("channel", ""),
        ("copies", "1001"), ("copies", "三"), ("copies", "-1"), ("delivered_on", "2027-01-01"),
        ("delivered_on", "2026-09-20"), ("cases", "案" * 2001),
    ],
)  # fmt: skip
def test_one_broken_field_is_one_mistake(key: str, value: str) -> None:
    with pytest.raises(InvalidInputError) as found:
        clean_delivery(DELIVERY | {key: value}, TODAY)
    assert list(found.value.problems) == [key]


def test_firm_and_people_go_when_their_time_is_over(number, parts: Parts) -> None:
    erase = RECORD_ERASERS[RecordKind.DELIVERIES]
    means = Means(PayloadCipher(parts.ground.settings.data_key), parts[AttachmentService])
    with parts.ground.database.write() as work:
        assert work[ExpiryRepository].count(RecordKind.DELIVERIES, date(2026, 11, 20)) == 0
        assert erase(work, means, date(2026, 11, 21)) == [number]
        delivery = work[DeliveryRepository].find(number)
        assert delivery is not None
        payload = PayloadCipher(parts.ground.settings.data_key).decrypt(number, delivery.payload)
    assert Recipient.decode(payload) == Recipient(firm="")
    assert parts[DeliveryService].totals(date(2026, 11, 1), date(2026, 11, 30)) == Totals(1, 3)
