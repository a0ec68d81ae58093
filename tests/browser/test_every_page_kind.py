"""Every page kind on a phone and on a desk: accessible, within the screen, without complaints."""

from __future__ import annotations

import hashlib

import pytest

from tests.browser.conftest import AXE, DESK, PHONE, NewReader

PAGES = {
    "home": "/",
    "case list": "/cases/",
    "case list of one area": "/cases/area/labour/",
    "case": "/cases/ld-unsigned-contract/",
    "policies": "/policies/",
    "policy": "/policies/jiaozuo-2020-74/",
    "health checks": "/health-checks/",
    "health check": "/health-checks/childrens-wear/",
    "hearings": "/hearings/",
    "hearings of one area": "/hearings/area/contracts/",
    "hearing": "/hearings/hearing-2026-12-08-sale/",
    "hearing that is over": "/hearings/hearing-2026-09-16-processing/",
    "guides": "/guides/",
    "guide": "/guides/complaint-guide/",
    "topics": "/topics/",
    "topic": "/topics/fahu-yingshang/",
    "FAQ": "/faqs/",
    "FAQ page": "/faqs/faq-payment/",
    "videos": "/videos/",
    "video": "/videos/video-penalty-notice/",
    "articles": "/articles/",
    "article": "/articles/article-company-seal/",
    "calendar": "/calendar/",
    "ways": "/find/",
    "question of a way": "/find/unpaid-goods/",
    "end of a way": "/find/unpaid-goods/sme/",
    "calculators": "/tools/",
    "calculator": "/tools/late-interest/#principal=100000&due=2025-05-31&paid=2026-05-31&way=none",
    "deadlines": "/tools/deadline/",
    "papers": "/papers/",
    "paper": "/papers/demand-letter/",
    "laws": "/laws/",
    "law": "/laws/minfadian/",
    "article of a law": "/laws/laodonghetongfa/10/",
    "about": "/about/",
    "handbook": "/handbook/",
    "site map": "/sitemap/",
    "search": "/search?q=违约金",
    "search without hits": "/search?q=zzzzzz",
    "complaint form": "/forms/complaint",
    "consultation form": "/forms/consultation",
    "health check booking": "/forms/health-check-booking",
    "visit booking": "/forms/legal-service-visit",
    "opinion form": "/forms/policy-opinion",
    "personal data form": "/forms/personal-data",
    "forms": "/forms/",
    "status": "/status",
}


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_page_has_no_accessibility_violation_and_fits_the_screen(
    reader: NewReader, path: str, viewport: dict[str, int]
) -> None:
    person = reader(viewport=viewport)
    page = person.visit(path)
    assert person.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert person.problems == []


@pytest.mark.parametrize("mode", ["dark", "contrast", "large", "elder"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/cases/",
        "/cases/ld-unsigned-contract/",
        "/policies/jiaozuo-2020-74/",
        "/health-checks/childrens-wear/",
        "/hearings/",
        "/hearings/hearing-2026-12-08-sale/",
        "/faqs/faq-payment/",
        "/videos/video-penalty-notice/",
        "/calendar/",
        "/find/unpaid-goods/sme/",
        "/tools/court-fee/",
        "/papers/demand-letter/",
        "/forms/complaint",
        "/search?q=违约金",
    ],
)
def test_page_stays_accessible_in_every_reading_mode(
    reader: NewReader, path: str, mode: str
) -> None:
    person = reader(viewport=PHONE)
    settings = {
        "dark": ("theme", "dark"),
        "contrast": ("contrast", "high"),
        "large": ("text", "3"),
        "elder": ("mode", "elder"),
    }
    name, value = settings[mode]
    person.page.add_init_script(f"localStorage.setItem('fabu.{name}', '{value}')")
    page = person.visit(path)
    assert page.evaluate(f"document.documentElement.dataset.{name}") == value
    assert person.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_missing_page_offers_search_and_the_way_home(reader: NewReader) -> None:
    person = reader()
    page = person.visit("/no/such/page")
    assert page.locator("h1").inner_text() == "页面找不到了"
    assert page.locator("main input[name=q]").is_visible()
    assert person.axe() == []


def test_vendored_axe_is_what_its_readme_says() -> None:
    readme = AXE.with_name("README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() in readme
