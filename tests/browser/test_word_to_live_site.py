"""A clerk who knows Word, a reviewer and an approver take Word files to the live site, withdraw one and
bring it back, through nothing but pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from forms_backend.identity.roles import Role
from forms_backend.running.parts import Parts
from forms_backend.web.context import EXTENSION
from tests.browser.casework_people import session_token, sign_in_beforehand
from tests.browser.conftest import DESK, Reader, serving
from tests.browser.press_office import PressOffice

PEOPLE = (
    "  wang: {name: 王审核, office: 普法科, roles: [reviewer], account: shenhe}\n"
    "  li: {name: 李签发, office: 法制办, roles: [approver], account: qianfa}\n"
)
STAFF = (
    ("bianji", "孙编辑", Role.EDITOR),
    ("shenhe", "王审核", Role.MANUSCRIPT_REVIEWER),
    ("qianfa", "李签发", Role.APPROVER),
)
FILLED = {
    "editor": "普法科", "decided": "2026-03", "source.name": "明湖区人民法院", "summary": "写给企业看的一句话摘要。",
    "issuer": "明湖区人民政府", "issued": "2026-03-02", "applies_to": "本区登记的小微企业", "industries": "general",
    "unit": "明湖区人民法院", "areas": "合同交易", "keywords": "合同", "cause": "买卖合同纠纷", "validity": "有效",
    "type": "普法文章",
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> PressOffice:
    return PressOffice(tmp_path, PEOPLE)


@pytest.fixture
def people(
    office: PressOffice, browser: Browser, sqlite_template: Path
) -> Iterator[dict[str, Reader]]:
    """Everybody with a browser of their own, a visitor among them; nobody's may have complained."""
    found = {}
    with ExitStack() as stack:
        app = office.app(sqlite_template)
        parts: Parts = app.extensions[EXTENSION]
        stack.callback(parts.ground.database.close)
        for login, name, role in STAFF:
            sign_in_beforehand(parts, login, name, role)
        base = stack.enter_context(serving(app))
        stack.enter_context(office.previewing())
        for login in ("visitor", *(one[0] for one in STAFF)):
            context = browser.new_context(viewport=DESK, locale="zh-CN")  # type: ignore[arg-type]
            stack.callback(context.close)
            cookie = {"name": "fabu_staff", "value": session_token(login), "url": f"{base}/staff/"}
            if login != "visitor":
                context.add_cookies([cookie])  # type: ignore[list-item]
            found[login] = Reader(context.new_page(), base)
        yield found
