import time

from tests.browser.test_word_to_live_site import *


def test_walk(people, office, tmp_path):
    words = tmp_path / "words"
    words.mkdir()
    files = word_files(words)
    ed = people["bianji"]
    page = ed.page
    P = Path("/tmp/pics")
    P.mkdir(exist_ok=True)

    def pic(person, name, sizes=(DESK,)):
        for s in sizes:
            person.page.set_viewport_size(s)
            person.page.screenshot(path=str(P / f"{name}-{s['width']}.png"), full_page=True)
        person.page.set_viewport_size(DESK)

    ed.visit("/staff/editing")
    pic(ed, "01-list", (DESK, PHONE))
    ed.visit("/staff/editing/import")
    pic(ed, "02-import", (DESK, PHONE))
    page.locator("#original").set_input_files([str(f.path) for f in files])
    t = time.time()
    ed.follow(page.get_by_role("button", name="导入"))
    print("import", time.time() - t)
    pic(ed, "03-imported", (DESK, PHONE))
    hrefs = page.locator("table.worklist a").evaluate_all('a=>a.map(x=>x.getAttribute("href"))')
    print(hrefs)
    ed.visit("/staff/editing")
    pic(ed, "04-list")
    for n, h in enumerate(hrefs):
        t = time.time()
        page.goto(ed.base + h)
        if n in (0, 7):
            pic(ed, f"05-draft-{n}", (DESK, PHONE))
        print(h, round(time.time() - t, 1))
        print([x.inner_text() for x in page.locator(".problems__one--error").all()])
        print(
            [
                x.get_attribute("name")
                for x in page.locator('[name^="field."]').all()
                if "待填"
                in (
                    x.input_value()
                    if x.evaluate("e=>e.tagName") != "INPUT"
                    or x.get_attribute("type") != "checkbox"
                    else ""
                )
            ]
        )
        print(page.locator(".looked-at").inner_text() if page.locator(".looked-at").count() else "")
    print(ed.problems[:5])
