"""The PDF as a reader opens it (pypdf)."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from publisher.booklet.fonts import find_fonts
from publisher.booklet.pdf import TEXT_SIZES, make_pdf
from tests.publisher.booklet.rich_manuscript import RICH
from tests.publisher.site_project import case


@pytest.fixture(scope="module")
def fonts():
    return find_fonts()


def opened(pdf):
    return PdfReader(io.BytesIO(pdf.content))


def words(page):
    return re.sub(r"\s+", "", page.extract_text())


def test_same_booklet_gives_the_same_bytes(make_booklet, fonts):
    booklet = make_booklet()
    assert make_pdf(booklet, fonts).content == make_pdf(make_booklet(), find_fonts()).content


def test_every_page_is_a4(make_booklet, fonts):
    for page in opened(make_pdf(make_booklet(), fonts)).pages:
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (595, 842)


def test_cover_imprint_contents_cases_and_indexes_stand_in_order(make_booklet, fonts):
    reader = opened(make_pdf(make_booklet(case("sale", areas="[合同交易]"), by_area=True), fonts))
    assert [item.title for item in reader.outline if not isinstance(item, list)] == [
        "合同交易",
        "劳动用工",
        "法律索引",
        "主题索引",
    ]
    pages = [words(page) for page in reader.pages]
    assert "案例汇编" in pages[0]
    assert "普法资料" in pages[0]
    assert "本册为普法资料，不构成法律意见" in pages[1]
    assert pages[2].startswith("目录合同交易")
    text = "".join(pages)
    for part in (
        "示范案例：为普法而编写的教学案例",
        "来源：明湖区人民法院",
        "第八十二条",
        "仲裁裁决已经生效",
        "https://www.example.org/law",
        "〔图：签订合同的流程：入职、签订、留存〕",
        "5000元",
        "#强调#与$100和@某人<b>不是标记</b>",
    ):
        assert part.replace(" ", "") in text


def test_contents_and_links_name_the_page_where_a_case_begins(make_booklet, fonts):
    reader = opened(make_pdf(make_booklet(title="书名甲"), fonts))
    pages = [words(page) for page in reader.pages]
    contents = pages[2]
    begins = {}
    for page in pages:
        printed = re.search(r"—(\d+)—$", page)
        found = re.search(
            r"(\d)(某餐饮公司未签书面劳动合同案|某商行货款调解案|案例rich-case)类型", page
        )
        if printed and found:
            begins[found[2]] = printed[1]
    assert len(begins) == 3
    for title, number in begins.items():
        assert re.search(rf"{title}\.+{number}", contents)
    rich = next(page for page in pages if "见未签合同案" in page)
    assert f"未签合同案（见第{begins['某餐饮公司未签书面劳动合同案']}页）" in rich


def test_first_numbered_page_is_a_right_hand_page(make_booklet, fonts):
    pages = [words(page) for page in opened(make_pdf(make_booklet(), fonts)).pages]
    first = next(place for place, page in enumerate(pages, start=1) if page.endswith("—1—"))
    assert first % 2 == 1


def test_running_head_is_the_book_on_the_left_and_the_case_on_the_right(make_booklet, fonts):
    pages = [words(page) for page in opened(make_pdf(make_booklet(title="书名甲"), fonts)).pages]
    for place, page in enumerate(pages, start=1):
        if page.endswith("—"):
            assert page.startswith("书名甲") == (place % 2 == 0)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_whole_sheets_make_a_multiple_of_four(make_booklet, fonts, count):
    files = {}
    for number in range(count):
        files |= case(f"more-{number}")
    booklet = make_booklet(files)
    plain, sheets = make_pdf(booklet, fonts), make_pdf(booklet, fonts, whole_sheets=True)
    assert plain.pages == len(opened(plain).pages)
    assert sheets.pages == len(opened(sheets).pages)
    assert sheets.pages == plain.pages + -plain.pages % 4


def test_larger_type_needs_more_pages(make_booklet, fonts):
    files = {}
    for number in range(3):
        files |= case(f"long-{number}", title="很长的标题" * 11)
    booklet = make_booklet(files)
    pages = [make_pdf(booklet, fonts, text_size=size).pages for size in TEXT_SIZES.values()]
    assert pages == sorted(pages)


def test_qr_and_address_of_each_case_are_there(make_booklet, fonts):
    pages = [words(page) for page in opened(make_pdf(make_booklet(), fonts)).pages]
    text = "".join(pages)
    assert text.count("扫码看网页") == 4
    assert f"https://www.minghu.gov.cn/cases/{RICH}/" in text


def height_of_head(page):
    """Where the topmost text of a page stands, shown or cut off."""
    found = []
    page.extract_text(
        visitor_text=lambda part, user, matrix, _font, _size: (
            found.append(user[5] + user[3] * matrix[5]) if part.strip() else None
        )
    )
    return max(found)


def test_a_long_title_shows_its_beginning_in_the_running_head(make_booklet, fonts):
    """The second line of a title that is too long is cut off, not the first."""
    files = {}
    for number in range(3):
        files |= case(f"long-{number}", title="很长的标题" * 11)
        files |= case(f"short-{number}", title="短标题案")
    pages = opened(make_pdf(make_booklet(files), fonts)).pages
    right = [page for place, page in enumerate(pages, start=1) if place % 2]
    short, long = (
        next(height_of_head(p) for p in right if re.match(rf"\d+{start}", words(p)))
        for start in ("短标题案", "很长的标题")
    )
    assert long == pytest.approx(short, abs=1)


HARD = """

判决生效[^1]，又见[^1]。网址 https://legal.example.gov.cn/{long} 结束。

第一段中文
换行，接着 ABC
DEF 结束。

| 事项 | 网址与长数字 | 金额 |
|---|:-:|---:|
| 查询 | https://legal.example.gov.cn/{long} | 1.00 |
| {long} | 某 | 2.00 |

[^1]: 仅此一注。
"""


def test_long_words_stay_on_the_page_notes_are_printed_once_and_lines_are_joined(
    make_booklet, fonts
):
    path, text = next(iter(case("hard").items()))
    body = text + HARD.replace("{long}", "a" * 120)
    reader = opened(make_pdf(make_booklet({path: body}), fonts))
    pages = [page for page in reader.pages if "仅此一注" in words(page) or "aaaa" in words(page)]
    whole = "".join(page.extract_text() for page in reader.pages).replace("\u200b", "")
    assert whole.count("仅此一注") == 1
    assert "第一段中文换行" in re.sub(r"\s+", "", whole)
    assert re.search(r"ABC\s+DEF", whole)
    assert pages
    for page in pages:
        for line in page.extract_text(extraction_mode="layout").split("\n"):
            assert not re.search("a{100}", line), "a line of A4 holds no hundred letters"
    assert re.sub(r"\s+", "", whole).count("a" * 120) == 3
