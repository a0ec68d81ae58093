"""The check-in list opens in a spreadsheet and starts nothing there."""

from __future__ import annotations

import io

import openpyxl
import pytest

from forms_backend.bookings.check_in import Guest, check_in_list
from forms_backend.bookings.messages import SHEET_COLUMNS


def test_the_list_has_a_row_for_each_booking_and_the_sum() -> None:
    content = check_in_list(
        "2026-12-08 09:30  第三法庭  买卖合同纠纷",
        [
            Guest("PT202611-000001", "张三丰", "示例童装有限公司", "13800138000", 5),
            Guest("PT202611-000002", "李四", "", "li@example.com", 1),
        ],
    )
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[2] == SHEET_COLUMNS
    assert rows[3][:6] == (
        1,
        "PT202611-000001",
        "张三丰",
        "示例童装有限公司",
        "13800138000",
        5,
    )
    assert rows[4][3] in (None, "")
    assert (rows[5][0], rows[5][5]) == ("合计", 6)


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://evil.example","x")', "+1", "-1", "@SUM(1)", "\t=1", " =1", "　=1"]
)
def test_no_cell_is_a_formula(text: str) -> None:
    content = check_in_list(text, [Guest("PT202611-000001", text, text, text, 1)])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    for cell in (sheet["A2"], sheet["C4"], sheet["D4"], sheet["E4"]):
        assert cell.data_type == "s"
        assert str(cell.value).startswith("'")
