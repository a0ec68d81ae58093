"""Whatever is typed: what checks see is what the page shows, at the line where it is written."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.prose.markdown import MarkdownReader, render
from publisher.prose.source_lines import BEGIN, END
from tests.long import amount
from tests.publisher.site_project import parsed, texts

HOST = "www.minghu.gov.cn"
READER = MarkdownReader(HOST)

_WORDS = st.sampled_from(
    ["甲方", "**乙方**", "*丙*", "`码`", "[链接](a.md)", "![图](b.png)", "[^1]", "<b>丁</b>", "&lt;",
     "word", "2*3*4", "a_b_c", "[文][名]", "~~删~~", "<!-- 注 -->", "《公司法》[2023]", "\\*", "|", "“戊”",
     "[甲\n乙](c.md \"题\")", "<https://a.cn>", "。", "  ", "!", "[", "](", "`", "**", "<!--", "-->"]
)  # fmt: skip
_LINE = st.lists(_WORDS, min_size=1, max_size=5).map("".join)
_PREFIX = st.sampled_from(
    ["", "", "", "- ", "  - ", "    - ", "1. ", "   ", "    ", "> ", ">> ", "## ", "### ", "| ", "　　",
     "!!! note \"题\"\n    ", "术语\n:   ", "[^1]: ", "[名]: d.md\n", "*[甲方]: 全称\n", "```\n", "~~~\n",
     "- [ ] ", "> [!NOTE]\n> ", "|---|\n", "---\n", "\t", "#"]
)  # fmt: skip
_BODY = st.lists(
    st.tuples(_PREFIX, _LINE, st.sampled_from(["\n", "\n\n", "  \n"])), max_size=12
).map(lambda parts: "".join(a + b + c for a, b, c in parts))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def page_of(html: str):
    tree = parsed(f"<!doctype html><title>x</title><body><main>{html}</main>")
    return next(e for e in tree.iter() if e.tag == "main")


def with_notes_and_pictures_as_text(page) -> str:
    """The page as it is read aloud: pictures by their words, without numbers of notes and arrows."""
    found = []
    for element in page.iter():
        if element.tag == "img":
            element.text = element.get("alt")
        if element.tag == "sup" or element.get("class") == "footnote-backref":
            for child in list(element):
                element.remove(child)
            element.text = ""
    found += texts(page)
    return squeezed("".join(found))


@settings(max_examples=amount(60, 300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_BODY)
def test_what_the_checks_see_is_what_the_page_shows(source: str) -> None:
    body = READER.read(source, first_line=7)
    html = str(render(body, {}, "./").html)
    page = page_of(html)
    links = [
        e.get("href") for e in page.iter() if e.tag == "a" and "foot" not in e.get("class", "")
    ]
    images = [e.get("src") for e in page.iter() if e.tag == "img"]
    headings = [e.get("id") for e in page.iter() if re.fullmatch(r"h\d", str(e.tag))]
    ids = [e.get("id") for e in page.iter() if e.get("id")]

    assert BEGIN not in html
    assert END not in html
    assert "\x02" not in html
    assert squeezed(body.text) == with_notes_and_pictures_as_text(page)
    assert [link.target for link in body.links] == links
    assert [image.target for image in body.images] == images
    named = [h.id for h in body.headings]
    assert named == [place for place in headings if place]
    assert len(ids) == len(set(ids))


_TOKEN_PREFIX = st.sampled_from(
    [
        "",
        "",
        "- ",
        "  - ",
        "    - ",
        "1. ",
        "   ",
        "> ",
        "## ",
        "| ",
        "　　",
        "术语：",
        "**重点**",
        "[^1]: ",
    ]
)


@settings(max_examples=amount(60, 300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(_TOKEN_PREFIX, st.sampled_from(["\n", "\n\n"])), min_size=1, max_size=15))
def test_every_word_knows_the_line_that_it_was_typed_in(parts) -> None:
    """Each line holds a word of its own; those that arrive on the page lead back to their line."""
    source = "".join(f"{prefix}词{n}号{end}" for n, (prefix, end) in enumerate(parts))
    body = READER.read(source, first_line=5)
    lines = source.split("\n")
    seen = {m.group(): m.start() for m in re.finditer(r"词\d+号", body.text)}
    for word, position in seen.items():
        line = next(n for n, text in enumerate(lines, start=5) if word in text)
        assert body.line_at(position) == line
    if "[^1]: " not in {prefix for prefix, _ in parts}:
        assert len(seen) == len(parts)
