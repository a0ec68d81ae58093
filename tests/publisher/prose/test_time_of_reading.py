"""Reading takes time in proportion to the text, whatever stands in it."""

from time import process_time

import pytest

from publisher.checks.body.unmade_markup import check_markup_became_what_was_meant
from publisher.prose.markdown import MarkdownReader

READER = MarkdownReader("www.minghu.gov.cn")
SIZE = 12_000
SECONDS = 10.0
"""12 kB of `[a](` took 28 s; what is linear takes a tenth of one, more when coverage counts lines."""


class _Entry:
    path = "a.md"

    def __init__(self, reading):
        self.reading = reading


@pytest.mark.parametrize(
    "part",
    ["[a](", "[a](b) ", "[", "]", "![", "![a](", "[a]", "[a][", "(", "[[", "*", "**a", "_a", "~~a", "`", "``a`", "<", "<a", "</", "<!--",
     "&#", "|", "| a ", "|\n", "> ", ">\n", "- ", "- a\n", "#", "# #\n", "##a\n", "[^", "[^1]", "[^a\n", "[^1]: a\n", "*[a", "*[a]: b\n",
     "[a]: b\n", "{: a", "{", "==", "==a", "\\", "$", "　", "\t", "a\tb\n", "某 ", "1、a\n", "（1）\n", "```\n", "~~~a\n", "!!! note\n",
     ": a\n", "甲\n: a\n", "甲\n", "甲\n\n", "  \n", "-->", "--", "***\n", "=\n", "&amp;", "<https://a", "a@b", "<a@b> "],
)  # fmt: skip
def test_no_text_takes_long(part):
    started = process_time()
    body = READER.read(part * (SIZE // len(part)))
    check_markup_became_what_was_meant(_Entry(body), None)
    assert process_time() - started < SECONDS
