"""One valid manuscript of each kind; tests break one thing in it."""

from __future__ import annotations

from tests.publisher.mini_project import FIXTURES

_OK = FIXTURES / "library_ok"

CASE = "cases_library/2026/ld-unsigned.md"
POLICY = "content/policies/complaint-rules.md"
HEALTH_CHECK = "content/health-checks/labour-check.md"
HEARING = "content/hearings/hearing-sale.md"
GUIDE = "content/guides/complaint-guide.md"
TOPIC = "content/topics/law-day.md"
ANSWER = "content/answers/answer-late-delivery.md"
FAQ = "content/faqs/faq-delivery.md"
VIDEO = "content/videos/video-notice.md"
ARTICLE = "content/articles/article-delivery.md"
PAGE = "content/about/index.md"

EVERY_KIND = (CASE, POLICY, HEALTH_CHECK, HEARING, GUIDE, TOPIC, ANSWER, FAQ, VIDEO, ARTICLE, PAGE)


def text_of(path: str) -> str:
    return (_OK / path).read_text(encoding="utf-8")


def changed(path: str, old: str, new: str) -> dict[str, str]:
    """The file at `path` with one text replaced, ready for the `check` fixture."""
    text = text_of(path)
    assert text.count(old) == 1, f"“{old}” stands {text.count(old)} times in {path}"
    return {path: text.replace(old, new)}


def line_of(path: str, part: str, text: str | None = None) -> int:
    """The line on which `part` first stands."""
    lines = (text if text is not None else text_of(path)).split("\n")
    return next(number for number, line in enumerate(lines, start=1) if part in line)
