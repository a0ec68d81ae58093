"""Reports, dashboard and indicators in the staff zone."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path

import html5lib
import openpyxl
import pytest
from docx import Document

from forms_backend.accounts.repository import hash_token
from forms_backend.accounts.tables import Staff, StaffSession
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.service import MatterService
from forms_backend.reports.periods import ReportKind, last_complete
from forms_backend.reports.service import ReportService
from forms_backend.staff.reports import report_messages, report_pages
from forms_backend.staff.reports.dashboard_pages import CHARTS
from forms_backend.submissions.channel import Channel
from tests.forms_backend.office import INTAKE

NOVEMBER = "/staff/reports/monthly/2026-11-30"
OCTOBER = "/staff/reports/monthly/2026-10-31"
GOOD = {"value": "89.5", "measured_on": "2026-10-31", "source": "区法院 10 月司法统计"}
VENDORED = Path("forms_backend/staff/static/vendor/echarts")


@pytest.fixture
def numbers(parts, complaint) -> list[str]:
    return [
        parts[SubmissionService]
        .accept(
            parts.ground.forms["complaint"],
            complaint | {"title": title, "category": category},
            channel=Channel.WEB,
        )
        .number
        for title, category in (
            ("甲事", "enforcement"),
            ("乙事", "enforcement"),
            ("丙事", "conduct"),
        )
    ]


@pytest.fixture
def enter(app, parts, open_browser, clock):
    """`enter("li", "court", Role.REVIEWER)`: a browser with a session that is already open."""

    def new(login: str, unit: str, role: Role):
        now = clock()
        person = Staff(
            login=login,
            name=f"{role.label}{login}",
            unit=unit,
            role=role.value,
            created_at=now,
            password_hash="-",
            must_change_password=False,
            totp_secret=b"-",
            totp_last_step=0,
            failures=0,
        )
        with parts.ground.database.write() as session:
            session.add(person)
            session.flush()
            session.add(
                StaffSession(
                    staff_id=person.id, token_hash=hash_token(login), created_at=now, seen_at=now
                )
            )
        browser = open_browser(app.test_client())
        browser.client.set_cookie("fabu_staff", login, path="/staff")
        return browser

    return new


@pytest.fixture
def supervisor(enter, numbers, clock):
    clock.move(days=12)
    return enter("duban", "zhengfawei", Role.SUPERVISOR)


def valid(page) -> str:
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert page.status == 200
    assert "style=" not in page.text
    return page.text


def test_figures_lead_to_their_rows_and_confidential_ones_have_no_number(
    supervisor, numbers
) -> None:
    text = valid(supervisor.get(NOVEMBER))
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+/rows\?[^"]+)"', text)]
    assert len(links) > 10
    received = next(link for link in links if "figure=received" in link and "by=" not in link)
    rows = valid(supervisor.get(received))
    assert "收件，共 3 件。" in rows
    assert numbers[0] in rows
    assert numbers[2] not in rows + text
    assert "（保密件）" in text
    assert '<textarea id="brief-text"' in text
    assert (
        "本期收件 3 件"
        in text.partition('<textarea id="brief-text"')[2].partition("</textarea>")[0]
    )
    for link in links:
        assert supervisor.get(link).status == 200
    by_unit = next(link for link in links if "figure=open&by=unit" in link)
    assert "区委政法委，期末在办，共 3 件。" in valid(supervisor.get(by_unit))


def test_a_table_of_many_rows_is_folded_and_says_how_many(supervisor, monkeypatch) -> None:
    assert '<details class="filters rows">' not in valid(supervisor.get(NOVEMBER))
    monkeypatch.setattr(report_pages, "MOST_ROWS", 2)
    text = valid(supervisor.get(NOVEMBER))
    folded = re.findall(r'<details class="filters rows"><summary>(.+?)（(\d+) 行）</summary>', text)
    assert folded
    assert all(int(count) > 2 for _, count in folded)


def test_what_became_confidential_since_is_counted_as_then_and_named_nowhere(
    supervisor, enter, numbers, parts, clock
) -> None:
    period = last_complete(ReportKind.MONTHLY, clock().date())
    handler = enter("shouli", "zhengfawei", Role.INTAKE)
    query = f"/staff/analysis/rows?{ALL_DAYS}&figure=open"
    assert numbers[0] in valid(supervisor.get(NOVEMBER))
    assert numbers[0] in handler.get(query).text
    before = parts[ReportService].digest(ReportKind.MONTHLY, period)
    matters = parts[MatterService]
    version = matters.open(INTAKE, numbers[0]).version
    matters.act(INTAKE, numbers[0], Action.SET_CONFIDENTIAL, version, {"basis": "实为检举控告"})
    pages = [supervisor.get(f"{NOVEMBER}{end}") for end in ("", "/rows?figure=received")]
    pages += [handler.get(query), supervisor.get(query)]
    pages += [supervisor.get(f"{NOVEMBER}/file.{e}") for e in ("csv", "json", "txt")]
    for one in pages:
        assert one.status == 200
        assert numbers[0] not in one.text
    assert "收件，共 3 件。" in pages[1].text
    assert parts[ReportService].digest(ReportKind.MONTHLY, period) == before


@pytest.mark.parametrize("ending", ["docx", "xlsx", "csv", "txt", "json"])
def test_files_are_downloads_with_their_type(supervisor, ending: str, complaint) -> None:
    page = supervisor.get(f"{NOVEMBER}/file.{ending}")
    assert page.status == 200
    assert page.response.headers["Content-Disposition"] == (
        f'attachment; filename="monthly-2026-11-30.{ending}"'
    )
    assert page.response.headers["X-Content-Type-Options"] == "nosniff"
    assert complaint["description"].encode() not in page.response.data
    if ending == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(page.response.data)).sheetnames[0] == "工作台账"


@pytest.mark.parametrize(
    "address",
    [
        "/staff/reports/monthly/2026-11-29",
        "/staff/reports/monthly/2026-12-31",
        "/staff/reports/daily/2026-11-30",
        "/staff/reports/monthly/yesterday",
        f"{NOVEMBER}/rows",
        f"{NOVEMBER}/rows?figure=nothing",
        f"{NOVEMBER}/rows?figure=open&by=nothing",
        f"{NOVEMBER}/file.exe",
        f"{NOVEMBER}?unit=nobody",
        "/staff/dashboard/rows?figure=nothing",
        "/staff/reports-assets/../staff.css",
    ],
)
def test_an_odd_address_is_not_found(supervisor, address: str) -> None:
    assert supervisor.get(address).status == 404


def test_the_form_leads_to_the_period_of_a_day(supervisor) -> None:
    valid(supervisor.get("/staff/reports"))
    asked = "/staff/reports?kind=monthly&unit=court&day="
    assert supervisor.get(asked + "2026-10-15").response.headers["Location"] == (
        f"{OCTOBER}?unit=court"
    )
    future = supervisor.get(asked + "2027-05-05").response.headers["Location"]
    assert future == f"{NOVEMBER}?unit=court"
    wrong = supervisor.get(asked + "x")
    assert (wrong.status, report_messages.NOT_A_DAY in wrong.text) == (422, True)
    assert supervisor.get("/staff/reports?kind=monthly&day=0001-01-01").status == 422


def test_a_supervisor_marks_a_report_as_handed_in_once(supervisor) -> None:
    supervisor.open_form(NOVEMBER)
    assert supervisor.send(f"{NOVEMBER}/issued", {"seen": "0"}).status in (200, 303)
    text = valid(supervisor.get(NOVEMBER))
    assert "标记为已报送。报告摘要（SHA-256）：" in text
    assert report_messages.MARK_ISSUED_HELP not in text
    again = supervisor.send(f"{NOVEMBER}/issued", {"seen": "0"})
    assert (again.status, "已经标记" in again.text) == (409, True)
    assert "已报送" in valid(supervisor.get("/staff/dashboard"))


def test_a_report_is_written_in_versions_and_word_takes_the_newest(supervisor) -> None:
    address = f"{NOVEMBER}/edition"
    assert "还没有人编写" in valid(supervisor.get(NOVEMBER))
    form = valid(supervisor.open_form(address))
    assert "本期收件 3 件" in form
    assert 'name="收件"' not in form
    typed = {"seen": "0", "signer": "李某某", "plans": "继续压实责任。"}
    assert supervisor.send(address, typed | {"seen": "7"}).status == 409
    assert supervisor.send(address, typed).status in (200, 303)
    assert "现在是第 1 稿" in valid(supervisor.get(NOVEMBER))
    again = supervisor.send(address, typed | {"plans": "另一人写的"})
    assert (again.status, "已经保存了第 1 稿" in again.text) == (409, True)
    assert "另一人写的</textarea>" in again.text
    assert supervisor.send(address, typed | {"seen": "1", "plans": "第二稿。"}).status in (200, 303)
    wrong = supervisor.send(address, {"seen": "2", "signer": "长" * 101, "plans": "还在"})
    assert (wrong.status, "还在</textarea>" in wrong.text) == (422, True)

    def word(query: str = "") -> list[str]:
        data = supervisor.get(f"{NOVEMBER}/file.docx{query}").response.data
        return [p.text for p in Document(io.BytesIO(data)).paragraphs]

    assert "第二稿。" in word()
    assert "继续压实责任。" in word("?version=1")
    assert supervisor.get(f"{NOVEMBER}/file.docx?version=9").status == 404
    supervisor.open_form(NOVEMBER)
    assert 'name="seen" value="2"' in supervisor.get(NOVEMBER).text
    for seen in ({"seen": ""}, {"seen": "1"}):  # the paper went out before the second was saved
        early = supervisor.send(f"{NOVEMBER}/issued", seen)
        assert (early.status, report_messages.ISSUED_ANOTHER in early.text) == (409, True)
        assert "标记为已报送。报告摘要" not in valid(supervisor.get(NOVEMBER))
    assert supervisor.send(f"{NOVEMBER}/issued", {"seen": "2"}).status in (200, 303)
    assert "标记为已报送。报告摘要" in valid(supervisor.get(NOVEMBER))
    assert "报送以后又保存了新的一稿" not in valid(supervisor.get(NOVEMBER))


def test_a_reviewer_writes_the_report_of_the_own_unit(enter, numbers, clock) -> None:
    clock.move(days=12)
    reviewer = enter("shenhe", "court", Role.REVIEWER)
    address = f"{NOVEMBER}/edition?unit=zhengfawei"
    reviewer.open_form(address)
    reviewer.send(address, {"seen": "0", "plans": "法院的打算"})
    assert "现在是第 1 稿" in valid(reviewer.get(NOVEMBER))
    supervisor = enter("duban", "zhengfawei", Role.SUPERVISOR)
    assert "还没有人编写" in valid(supervisor.get(NOVEMBER))
    assert "现在是第 1 稿" in valid(supervisor.get(f"{NOVEMBER}?unit=court"))
    handler = enter("chengban", "court", Role.HANDLER)
    assert handler.get(address).status == 403


def test_a_reviewer_sees_the_own_unit_alone(enter, numbers, clock) -> None:
    clock.move(days=12)
    reviewer = enter("shenhe", "court", Role.REVIEWER)
    text = valid(reviewer.get(f"{NOVEMBER}?unit=zhengfawei"))
    assert "（区法院）" in text
    assert numbers[0] not in text
    assert reviewer.get("/staff/dashboard").status == 403
    assert reviewer.get("/staff/indicators").status == 403
    assert reviewer.send(f"{NOVEMBER}/issued", {}).status in (400, 403)


def test_the_dashboard_has_every_chart_as_a_table(supervisor) -> None:
    text = valid(supervisor.get("/staff/dashboard"))
    charts = re.findall(r'data-chart="(\w+)"', text)
    assert charts == ["trend", "unit", "category"]
    for key in charts:
        assert f'id="table-{key}"' in text
    assert '<th scope="row">2026-11</th><td>3</td><td>0</td>' in text
    assert "在办，共 3 件。" not in text
    assert "期末在办，共 3 件。" in valid(supervisor.get("/staff/dashboard/rows?figure=open"))


def test_the_dashboard_opens_on_the_last_complete_month_and_leads_to_others(supervisor) -> None:
    text = valid(supervisor.get("/staff/dashboard"))
    assert '<h2 class="tiles-head" id="month">2026年11月</h2>' in text
    assert "0.0%（0/3）" in text  # three that nobody registered in time
    received = "/staff/dashboard/rows?figure=received&amp;month=2026-11"
    assert f'href="{received}">3</a>' in text
    assert "收件，共 3 件。" in valid(supervisor.get(received.replace("&amp;", "&")))
    running = valid(supervisor.get("/staff/dashboard?month=2026-12"))
    assert "本月至今（到 2026-12-02）" in running
    assert "后一个月" not in running
    assert (
        "3"
        not in valid(supervisor.get("/staff/dashboard?month=2026-10")).split("收件</dt>")[1][:20]
    )
    for odd in ("2027-01", "2026-13", "yesterday", "2019-12", "2026-11-05"):
        assert supervisor.get(f"/staff/dashboard?month={odd}").status == 404


ALL_DAYS = "first=2026-11-01&last=2026-12-02"


def test_any_dates_and_any_dimension_with_the_rows_behind_each_figure(supervisor, numbers) -> None:
    usual = valid(supervisor.get("/staff/analysis"))
    assert "按责任单位（2026-11-01 至 2026-11-30）" in usual
    text = valid(supervisor.get(f"/staff/analysis?{ALL_DAYS}&by=category"))
    assert "按诉求类型（2026-11-01 至 2026-12-02）" in text
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+/rows\?[^"]+)"', text)]
    assert len(links) > 6
    assert all(supervisor.get(link).status == 200 for link in links)
    one = next(x for x in links if "figure=received" in x and "enforcement" in x)
    rows = valid(supervisor.get(one))
    assert "收件，共 2 件。" in rows
    assert numbers[0] in rows
    future = valid(supervisor.get("/staff/analysis?first=2026-11-30&last=2027-05-05"))
    assert "（2026-11-30 至 2026-12-02）" in future


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("first=2026-11-01&last=", report_messages.ANALYSIS_NO_DAYS),
        ("first=x&last=2026-11-05", report_messages.ANALYSIS_NO_DAYS),
        ("first=2026-11-05&last=2026-11-01", "不晚于结束日期"),
        ("first=2027-01-01&last=2027-01-05", "也不晚于今天（2026-12-02）"),
        ("first=0001-01-01&last=2026-11-05", "不早于 2020-01-01"),
    ],
)
def test_wrong_days_are_told_and_stay_typed(supervisor, query: str, says: str) -> None:
    wrong = supervisor.get(f"/staff/analysis?{query}")
    html5lib.HTMLParser(strict=True).parse(wrong.text)
    assert (wrong.status, says in wrong.text) == (422, True)
    typed = query.split("&")[0].removeprefix("first=")
    assert f'value="{typed}"' in wrong.text
    assert supervisor.get(f"/staff/analysis/rows?{query}&figure=open").status == 404


def test_a_handler_asks_about_the_own_unit_alone(enter, numbers, clock) -> None:
    clock.move(days=12)
    handler = enter("chengban", "court", Role.HANDLER)
    text = valid(handler.get(f"/staff/analysis?{ALL_DAYS}&unit=zhengfawei"))
    assert "这里是区法院的件。" in text
    assert "区委政法委" not in text.partition("<main")[2]
    rows = handler.get(f"/staff/analysis/rows?{ALL_DAYS}&unit=zhengfawei&figure=open")
    assert numbers[0] not in rows.text
    assert (
        numbers[0]
        in enter("shouli", "zhengfawei", Role.INTAKE)
        .get(f"/staff/analysis/rows?{ALL_DAYS}&figure=open")
        .text
    )
    assert enter("guanli", "zhengfawei", Role.ADMINISTRATOR).get("/staff/analysis").status == 403
    supervisor = enter("duban", "zhengfawei", Role.SUPERVISOR)
    assert supervisor.get("/staff/analysis?unit=nobody").status == 404
    assert supervisor.get(f"/staff/analysis/rows?{ALL_DAYS}&figure=nothing").status == 404


def test_only_the_dashboard_loads_the_charts(supervisor) -> None:
    assert CHARTS in supervisor.get("/staff/dashboard").text
    for address in ("/staff/reports", NOVEMBER, "/staff/indicators", "/staff/items"):
        assert CHARTS not in supervisor.get(address).text
    script = supervisor.get(f"/staff/reports-assets/{CHARTS}")
    assert script.response.mimetype == "text/javascript"
    digest = hashlib.sha256(script.response.data).hexdigest()
    assert digest in (VENDORED / "README.md").read_text(encoding="utf-8")
    assert (VENDORED / "LICENSE").is_file()


def test_values_are_entered_with_source_and_day(supervisor) -> None:
    address = "/staff/indicators/simplified-procedure"
    supervisor.open_form("/staff/indicators")
    assert supervisor.send(address, GOOD).status in (200, 303)
    text = valid(supervisor.get("/staff/indicators?done=simplified-procedure"))
    assert "已填报：简易程序适用率。" in text
    assert re.search(r"<strong>89.5%</strong> <span>目标 89%</span>.*达到", text)
    wrong = supervisor.send(address, GOOD | {"value": "900", "source": "<script>"})
    html5lib.HTMLParser(strict=True).parse(wrong.text)
    assert wrong.status == 422
    assert 'value="900"' in wrong.text
    assert "<script>" not in wrong.text
    assert supervisor.send("/staff/indicators/nothing", GOOD).status == 404


def test_marking_and_entering_need_the_token(supervisor) -> None:
    for address in (f"{NOVEMBER}/issued", "/staff/indicators/simplified-procedure"):
        assert supervisor.client.post(address, data=GOOD).status_code == 400


def test_the_named_ledger_has_firm_subject_and_what_the_form_asked(
    parts, complaint, numbers, enter, clock
) -> None:
    answers = {
        "title": "丁事", "sender": "firm", "firm_size": "micro", "industry": "manufacturing"
    }  # fmt: skip
    parts[SubmissionService].accept(
        parts.ground.forms["complaint"], complaint | answers, channel=Channel.WEB
    )
    clock.move(days=12)
    browser = enter("duban", "zhengfawei", Role.SUPERVISOR)
    content = browser.get(f"{NOVEMBER}/ledger.xlsx").response.data
    head, *rows = [
        [cell.value for cell in line]
        for line in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)
    ]
    columns = ["企业", "标题", "来件人类型", "企业规模", "行业"]
    told = [[row[head.index(label)] or "" for label in columns] for row in rows]
    firm = complaint["firm"]
    assert told[0] == [firm, "甲事", "", "", ""]
    assert told[2] == ["", "", "", "", ""], "a confidential matter is not named"
    assert told[3] == [firm, "丁事", "企业", "微型", "制造业"]
    with parts.ground.database.read() as work:
        event = work[LedgerRepository].latest(1)[0]
        assert (event.action, '"count": "3"' in event.detail) == (Action.LIST_EXPORTED.value, True)
