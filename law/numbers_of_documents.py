"""Document numbers (文号), 法释〔2020〕26号: one form whatever brackets a text uses."""

from __future__ import annotations

import re

from law.references import BLANK

_OPEN, _CLOSE = "〔﹝\\[［【（(〈", "〕﹞\\]］】）)〉"
DOCUMENT_NUMBER = re.compile(
    rf"([\u4e00-\u9fa5]{{1,12}}){BLANK}[{_OPEN}]{BLANK}((?:19|20)\d{{2}}){BLANK}[{_CLOSE}]{BLANK}"
    rf"(?:第{BLANK})?(\d{{1,5}}){BLANK}号"
)
"""Letters of the office, year and number; the letters may begin with words that belong to the sentence."""
_BRACKETED = re.compile(rf"[{_OPEN}](\d{{4}})[{_CLOSE}]")


def number_key(number: str) -> str:
    """法释〔2020〕26号 for 法释[2020]第26号; 国务院令第379号 stays as it is."""
    plain = "".join(number.split())
    return _BRACKETED.sub(r"〔\1〕", plain).replace("〕第", "〕")
