"""What looks like personal data in a free text; Python and JavaScript say the same (DOMAIN §8)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from privacy.personal_data import find_personal_data, words_for
from tests.node import NODE

ROOT = Path(__file__).parent.parent.parent
SCRIPT = ROOT / "forms_backend/public/static/personal-data.js"

VECTORS: list[tuple[str, list[str], list[str]]] = [
    ("我的身份证号是11010519491231002X。", [], ["id-number"]),
    ("身份证 440524188001010014", [], ["id-number"]),
    ("抄错一位的 110105194912310021 也要提醒", [], ["id-number"]),
    ("１１０１０５１９４９１２３１００２ｘ", [], ["id-number"]),
    ("110105 19491231 002X", [], ["id-number"]),
    ("月份不对 110105194913310021", [], []),
    ("卡号6222021234567890128", [], ["bank-card"]),
    ("6222 0212 3456 7890 128", [], ["bank-card"]),
    ("校验不对 6222021234567890129", [], []),
    ("他的电话13800138000", [], ["phone"]),
    ("+86 138-0013-8000", [], ["phone"]),
    ("打我的电话13800138000", ["13800138000"], []),
    ("我的13800138000，他的13900139000", ["13800138000"], ["phone"]),
    ("统一社会信用代码91350100M000100Y43，也可 91000000000000000K", [], []),
    ("案号（2026）某0101民初12345号，合同编号202600000000001", [], []),
    ("热线400-820-8820，座机0391-1234567，12345", [], []),
    ("110105\u200b19491231\u200b0021", [], ["id-number"]),
    ("138.0013.8000", [], ["phone"]),
    ("\u202d13900139000\u202c", [], ["phone"]),
    ("我的\u200e138-0013-8000", ["13800138000"], []),
    ("两个都有：11010519491231002X、13900139000", [], ["id-number", "phone"]),
    ("", [], []),
]


@pytest.mark.parametrize(("text", "own", "kinds"), VECTORS)
def test_kinds_found(text: str, own: list[str], kinds: list[str]) -> None:
    assert [kind.value for kind in find_personal_data(text, own)] == kinds


def test_every_kind_has_a_name_for_readers() -> None:
    found = find_personal_data("11010519491231002X 6222021234567890128、13900139000")
    assert words_for(found) == "身份证号、银行卡号、他人的手机号"


@pytest.mark.parametrize(
    "text",
    ["一三八零零一三八零零零", "0086 13900139000", "（+86）139 0013 9000", "旧证110105491231002"],
)
def test_the_server_knows_spellings_that_the_browser_does_not(text: str) -> None:
    assert find_personal_data(text)


def test_the_browser_says_the_same() -> None:
    program = (
        f"import {{ findPersonalData }} from {json.dumps(SCRIPT.as_uri())};"
        f"const rows = {json.dumps([row[:2] for row in VECTORS])};"
        "console.log(JSON.stringify(rows.map(([text, own]) => findPersonalData(text, own))));"
    )
    done = subprocess.run(
        [NODE, "--no-warnings", "--input-type=module", "-e", program],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [kinds for _, _, kinds in VECTORS]
