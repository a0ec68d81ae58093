"""A complaint goes the whole way in Chromium, on each database, through nothing but pages: submit with
an attachment, triage, supplement, assign, bounce, coordinate, handle, extend, review, answer, deliver,
rate, work again, call back, clear, report, and out as a public answer.

Each person works in a browser of their own, the visitor on a telephone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from fabu import cli
from forms_backend.application import create_app
from forms_backend.building import build_parts
from forms_backend.identity.roles import Role
from forms_backend.running.parts import Parts
from forms_backend.running.settings import Settings
from forms_backend.web.context import EXTENSION
from tests import moments
from tests.browser.casework_people import (
    PASSWORD,
    act,
    file_named,
    fill_in,
    look,
    look_twice,
    open_status,
    sign_in_for_the_first_time,
)
from tests.browser.conftest import (
    DESK,
    KEY,
    OTHER_KEY,
    PHONE,
    SECRET,
    Reader,
    live_settings,
    serving,
)
from tests.databases import create_database
from tests.forms_backend.attachments.sample_files import pdf

COMPLAINT = {
    "name": "张三丰", "phone": "13800138000", "firm": "示例童装有限公司", "region": "park",
    "category": "case-handling", "unit": "court", "title": "立案申请三个月没有答复",
    "description": "今年八月向法院提交立案材料，至今没有立案，也没有不予立案的裁定。",
    "wishes": "希望依法立案或者给出裁定。", "in_proceedings": "no",
    "consent_public_answer": "y", "consent_case": "y",
}  # fmt: skip
ANSWER = (
    "结论：示例童装有限公司的起诉已依法立案。\n依据：《中华人民共和国民事诉讼法》第一百二十六条。\n"
    "救济途径：可以向上一级人民法院反映。"
)
STAFF = (
    ("shouli", "李受理", "zhengfawei", Role.INTAKE),
    ("duban", "王督办", "zhengfawei", Role.SUPERVISOR),
    ("jingguan", "周警官", "police", Role.HANDLER),
    ("chengban", "陈承办", "court", Role.HANDLER),
    ("shenhe", "孙审核", "court", Role.REVIEWER),
    ("shenji", "钱审计", "zhengfawei", Role.AUDITOR),
)
NewPerson = Callable[[dict[str, int]], Reader]


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(
    request: pytest.FixtureRequest, real_site: Path, live_index: Path, tmp_path: Path
) -> Settings:
    """A server's settings, over an empty database of each kind."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        (tmp_path / "way.sqlite3").write_bytes(template.read_bytes())
        url = f"sqlite:///{tmp_path / 'way.sqlite3'}"
    else:
        url = create_database(request.getfixturevalue("postgresql_server"))
    return live_settings(real_site, live_index, tmp_path, url)


@pytest.fixture
def new_person(settings: Settings, browser: Browser) -> Iterator[NewPerson]:
    """Opens a browser for one more person; in the end nobody's browser may have complained."""
    people: list[Reader] = []
    with ExitStack() as stack:
        app = create_app(settings, clock=moments.now)
        stack.callback(app.extensions[EXTENSION].ground.database.close)
        base = stack.enter_context(serving(app))

        def new(viewport: dict[str, int]) -> Reader:
            context = browser.new_context(viewport=viewport, locale="zh-CN")  # type: ignore[arg-type]
            stack.callback(context.close)
            people.append(Reader(context.new_page(), base))
            return people[-1]

        yield new
        assert [problem for person in people for problem in person.problems] == []


@pytest.fixture
def fabu(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """What `fabu …` says to the operator of this server, now or `later`."""
    values = {
        "secret_key": SECRET,
        "data_key": KEY,
        "code_key": OTHER_KEY,
        "var_dir": settings.var_dir,
        "database_url": settings.database_url,
        "site_dir": settings.site_dir,
        "index_dir": settings.index_dir,
    }
    for key, value in values.items():
        monkeypatch.setenv(f"FABU_{key.upper()}", str(value))
    with ExitStack() as stack:

        def run(*words: object, later: timedelta = timedelta()) -> str:
            def build(found: Settings) -> Parts:
                parts = build_parts(found, clock=lambda: moments.now() + later)
                stack.callback(parts.ground.database.close)  # as the end of the process would
                return parts

            monkeypatch.setattr("forms_backend.building.build_parts", build)
            result = CliRunner().invoke(cli, [str(word) for word in words])
            assert result.exit_code == 0, result.output
            return result.output

        yield run


def hire(new_person: NewPerson, fabu: Callable[..., str], *, looks: bool) -> dict[str, Reader]:
    """The administrator of `fabu staff add` gives everybody an account; all sign in."""
    said = fabu(
        "staff",
        "add",
        "guanli",
        "--name",
        "赵管理",
        "--unit",
        "zhengfawei",
        "--role",
        "administrator",
    )
    first = said.partition("一次性密码：")[2].splitlines()[0]
    people = {"guanli": new_person(DESK)}
    sign_in_for_the_first_time(people["guanli"], "guanli", first, looks=looks)
    page = people["guanli"].page
    for login, name, unit, role in STAFF:
        page.locator("#login").fill(login)
        page.locator("#name").fill(name)
        page.locator("#unit").select_option(unit)
        page.locator("#role").select_option(role.value)
        page.locator("#own-add").fill(PASSWORD)
        people["guanli"].follow(page.get_by_role("button", name="新增账号"))
        told = page.locator(".notice").inner_text()
        people[login] = new_person(DESK)
        password = told.partition("一次性密码：")[2].partition("。只显示")[0]
        sign_in_for_the_first_time(people[login], login, password, looks=False)
    return people


def submit(visitor: Reader, **changes: str) -> tuple[str, str]:
    """Number and query code of the complaint, sent with a file."""
    page = visitor.visit("/forms/complaint")
    fill_in(page, COMPLAINT | changes)
    page.locator("#field-files").set_input_files(file_named("立案材料.pdf", pdf()))  # type: ignore[arg-type]
    page.get_by_role("button", name="提交投诉").click()
    codes = page.locator(".receipt .code")
    expect(codes).to_have_count(2)
    expect(page.locator(".receipt")).to_contain_text("立案材料.pdf")
    return codes.nth(0).inner_text(), codes.nth(1).inner_text()


def test_from_complaint_to_public_answer(
    new_person: NewPerson, fabu: Callable[..., str], settings: Settings, tmp_path: Path
) -> None:
    looks = settings.database_url.startswith("sqlite")

    def seen(person: Reader, name: str) -> None:
        if looks:
            look_twice(person, name)

    visitor = new_person(PHONE)
    people = hire(new_person, fabu, looks=looks)
    intake, supervisor, auditor = people["shouli"], people["duban"], people["shenji"]
    police, handler, reviewer = people["jingguan"], people["chengban"], people["shenhe"]

    # 提交、登记、补充材料、受理
    number, code = submit(visitor)
    seen(visitor, "visitor-receipt")
    visitor.page.get_by_role("button", name="打印回执").click()
    expect(visitor.page.get_by_alt_text("二维码")).to_be_visible()
    seen(visitor, "visitor-receipt-print")
    intake.visit("/staff/")
    seen(intake, "list")
    intake.page.get_by_role("link", name=number).click()
    expect(intake.page.locator(".subject")).to_have_text(COMPLAINT["title"])
    seen(intake, "item-received")
    with intake.page.expect_download() as download:
        intake.page.get_by_role("link", name="下载“立案材料.pdf”").click()
    assert Path(download.value.path()).read_bytes() == pdf()
    act(intake, number, "登记")
    act(intake, number, "要求补充材料", text="请补充提交立案材料的收据。")
    page = open_status(visitor, number, code)
    expect(page.locator("main")).to_contain_text("请补充提交立案材料的收据。")
    seen(visitor, "visitor-asked")
    page.locator("#supply-text").fill("收据见附件。")
    page.locator("#supply-files").set_input_files(file_named("收据.pdf", pdf(b"/R 1")))  # type: ignore[arg-type]
    page.locator("#supply ~ form button[type=submit]").click()
    expect(page.locator(".timeline")).to_contain_text("已收到补充材料")
    act(intake, number, "受理")

    # 分流、退单两次、自动转协调、督办
    seen(intake, "item-proposal")
    expect(intake.page.locator(".proposal")).to_contain_text("区法院")
    for _ in range(2):
        act(intake, number, "分流到单位", unit="police", basis="先由公安机关核查")
        act(police, number, "退单", basis="属于人民法院立案事项，不属于公安机关职权")
        expect(police.page.get_by_role("heading", level=1)).to_contain_text("待我办理")
    expect(police.page.get_by_role("link", name=number)).to_have_count(0)
    supervisor.visit("/staff/items?list=bounced")
    supervisor.page.get_by_role("link", name=number).click()
    seen(supervisor, "item-coordinating")
    act(supervisor, number, "协调确定承办单位", unit="court", basis="会商确定由区法院承办")
    act(supervisor, number, "督办", text="请按期办结并报告")

    # 接收、延期、答复、审核、反馈
    act(handler, number, "接收")
    seen(handler, "item-handling")
    act(handler, number, "申请延期", reason="需要调取立案窗口的收件记录")
    reviewer.visit(f"/staff/items/{number}")
    expect(reviewer.page.locator(".actions .proposal")).to_contain_text("调取立案窗口")
    seen(reviewer, "item-extension")
    act(reviewer, number, "批准延期")
    act(handler, number, "提交答复审核", answer="已收悉。")
    act(reviewer, number, "退回修改", text="请写明结论、依据和救济途径")
    act(handler, number, "提交答复审核", answer=ANSWER)
    reviewer.visit(f"/staff/items/{number}")
    expect(reviewer.page.locator(".actions .proposal")).to_contain_text("已依法立案")
    seen(reviewer, "item-reviewing")
    act(reviewer, number, "审核通过")
    act(handler, number, "记录反馈", channel="phone")
    expect(handler.page.locator(".timeline")).to_contain_text("反馈方式：电话")

    # 评价不满意、重新办理、回访、销号
    page = open_status(visitor, number, code)
    for text in ("已依法立案", "经批准延长办理期限", "政法委已督办", "工作日"):
        expect(page.locator("main")).to_contain_text(text)
    expect(page.locator("#text-asked")).to_have_count(0)  # what was asked for came long ago
    seen(visitor, "visitor-answered")
    page.locator("#rating-no").check()
    page.locator("#rate ~ form button[type=submit]").click()
    expect(page.locator("#rate-reason-error")).to_be_visible()
    visitor.problems.clear()  # Chromium writes every 422 to the console
    page.locator("#rate-reason").fill("没有说明什么时候开庭。")
    page.locator("#rate ~ form button[type=submit]").click()
    expect(page.locator(".timeline")).to_contain_text("您的评价：不满意")
    act(supervisor, number, "重新办理", text="请补充说明后续安排")
    act(handler, number, "提交答复审核", answer=f"{ANSWER}\n后续安排：开庭时间另行通知。")
    act(reviewer, number, "审核通过")
    act(handler, number, "记录反馈", channel="phone")
    act(intake, number, "记录回访", outcome="已电话回访，来件人表示认可")
    act(supervisor, number, "销号", basis="答复已送达，来件人认可")
    expect(supervisor.page.locator(".facts")).to_contain_text("已销号")
    seen(supervisor, "item-cleared")
    expect(open_status(visitor, number, code).locator(".timeline")).to_contain_text("已销号")

    check_reports(supervisor, fabu, number, tmp_path, seen)
    check_public_answer(visitor, fabu, number, code, tmp_path / "answers")

    # 另一件，来件人自己撤回
    second, second_code = submit(visitor, title="另一件事", description="提交以后发现弄错了对象。")
    page = open_status(visitor, second, second_code)
    page.locator("#confirm").check()
    page.get_by_role("button", name="撤回这件事").click()
    expect(page.locator(".timeline")).to_contain_text("您已撤回")
    seen(visitor, "visitor-withdrawn")

    auditor.visit("/staff/ledger")
    expect(auditor.page.locator(".notice")).to_contain_text("台账完整")
    if looks:
        look_at_every_area(people)


def check_reports(
    supervisor: Reader,
    fabu: Callable[..., str],
    number: str,
    folder: Path,
    seen: Callable[[Reader, str], None],
) -> None:
    """The matter counts on the dashboard of the month, and in the weekly report once the week is over."""
    page = supervisor.visit(f"/staff/dashboard?month={moments.now():%Y-%m}")
    tile = page.locator(".tile", has_text="销号")
    expect(tile.locator("dd")).to_have_text("1")
    tile.locator("a").click()
    expect(page.get_by_role("link", name=number)).to_be_visible()
    seen(supervisor, "report-rows")
    page = supervisor.visit("/staff/reports")
    page.get_by_role("link", name="周报").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="报告（Word）").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    page.get_by_role("button", name="记为已报送").click()
    expect(page.locator(".notice")).to_contain_text("王督办")
    seen(supervisor, "report")
    fabu("report", "weekly", "--out", folder / "weekly.json", later=timedelta(days=8))
    assert number in (folder / "weekly.json").read_text(encoding="utf-8")


def check_public_answer(
    visitor: Reader, fabu: Callable[..., str], number: str, code: str, folder: Path
) -> None:
    """With consent the answer goes to the editors without identity; withdrawn, it is on the list."""
    fabu("answers", "export", "--out", folder)
    (draft,) = folder.glob("*.md")
    text = draft.read_text(encoding="utf-8")
    assert "已依法立案" in text
    assert "开庭时间另行通知" in text
    assert not [
        one
        for one in (*(COMPLAINT[k] for k in ("name", "phone", "firm")), number, code)
        if one in text
    ]
    page = open_status(visitor, number, code)
    page.get_by_role("button", name="撤回这项同意 1").click()
    expect(page.locator("main")).to_contain_text("已撤回")
    fabu("answers", "export", "--out", folder)
    digest = re.search(r'^submission: "(\w+)"', text, re.MULTILINE)
    assert digest
    assert digest[1] in (folder / "withdrawn.yml").read_text(encoding="utf-8")


def look_at_every_area(people: dict[str, Reader]) -> None:
    """Each area of each person's navigation, and the pages below, on a telephone and at a desk."""
    known: set[str] = set()
    further = {
        "/staff/intake": ["/staff/intake/complaint"],
        "/staff/visits": ["/staff/visits/new"],
    }
    for person in people.values():
        links = person.page.locator(".top__nav a, .top__own a")
        for path in links.evaluate_all("all => all.map(one => one.getAttribute('href'))"):
            for one in [path, *further.get(path, [])]:
                if one not in known:
                    known.add(one)
                    person.visit(one)
                    look(person, "area" + one.removeprefix("/staff").replace("/", "-"), DESK, PHONE)
    assert {
        "/staff/items",
        "/staff/intake",
        "/staff/visits",
        "/staff/hearings",
        "/staff/dashboard",
        "/staff/reports",
        "/staff/indicators",
        "/staff/accounts",
        "/staff/outbox",
        "/staff/ledger",
        "/staff/sessions",
        "/staff/meetings",
    } <= known
