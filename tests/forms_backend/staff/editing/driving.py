"""One manuscript in the pages of 编辑, and how its buttons are pressed."""

from __future__ import annotations

import re

from tests.forms_backend.manuscripts.newsroom import TEXT

SECOND = TEXT.replace("原来的一段", "改过的一段")
ONE = "/staff/editing/ld-wage"


def typed(text):
    """The fields of the form that hold this manuscript."""
    _, header, body = text.split("---", 2)
    return {"header": header.strip("\n"), "body": body.removeprefix("\n")}


def step(browser, name, **typed):
    """Open the manuscript and press a button; the page that follows."""
    page = browser.open_form(ONE)
    fields = re.findall(r'<input name="(\w+)" value="([^"]*)" readonly hidden>', page.text)
    fields += re.findall(r'name="(head)" value="(\w+)"', page.text)
    answer = browser.send(f"{ONE}/{name}", dict(fields) | typed)
    target = answer.response.headers.get("Location")
    return browser.get(target) if target else answer
