"""Modules in one script."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from district.script_bundle import bundled, modules_of
from forms_backend.public.site.scripts import DIRECTORY, PAGE_SCRIPTS
from publisher.outputs.search_files import ENGINE
from publisher.rendering.scripts import FIRST, MODULES, scripts
from tests.node import NODE


def write(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def run(script: str, folder: Path) -> str:
    file = folder / "bundle.mjs"
    file.write_text(script, encoding="utf-8")
    return subprocess.run(
        [NODE, str(file)], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_module_comes_once_and_before_those_that_need_it(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        entry='import { twice } from "./twice.js";\nimport {\n  one as first,\n} from "./one.js";\n'
        "// comment\nconsole.log(twice(first));\n",
        twice='import { one } from "./one.js";\n/** Says. */\nexport function twice(n) {\n  return n * 2 + one;\n}\n',
        one="export const one = 1;\n",
    )
    assert list(modules_of(folder, "entry")) == ["one", "twice", "entry"]
    script = bundled(folder, "entry")
    assert "comment" not in script
    assert "Says" not in script
    assert script == bundled(folder, "entry")
    assert run(script, tmp_path) == "3"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("export default 1;\n", "export default"),
        ('import * as all from "./one.js";\n', "import"),
        ("const text = `one\ntwo`;\n", "several lines"),
        ('const text = "one\\\n  // two";\n', "several lines"),
        ("const text = `${`\n// two\n`}`;\n", "several lines"),
        ("const x = 1;\nexport { x as y };\n", "x as y"),
        ("const x = 1;\nexport {x};\n", "export"),
        ("export const x = 1, z = 2;\n", "export const x"),
        ("export const x = [1, 2].map((n) => f(n, 1)),\n  z = 2;\n", "export const x"),
        ('export const x = /[",/]"/, z = ",;";\n', "export const x"),
        ("export const x$ = 1;\n", "export const"),
        ('  import { one } from "./one.js";\n', "import"),
        ('const x = 1; import "./one.js";\n', "import"),
        ('import { one } from "./one.js"; // why\n', "import"),
        ("/* c */ export const q = 1;\n", "export const q"),
        ("const a = 1; export { a };\n", "export"),
        ("const u = import.meta.url;\n", "import.meta"),
    ],
)
def test_an_unknown_form_stops_the_build(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=rf"entry\.js.*{said}"):
        bundled(write(tmp_path, entry=text, one=""), "entry", classic=True)


def test_what_only_looks_like_an_unknown_form_is_bundled(tmp_path: Path) -> None:
    text = (
        "export const pick = (a, b) => [a, b].join(', ;');\n"
        'export const comma = /[,"/]/;\nexport const said = `a, ${pick(`b`, 1)}; c`;\n'
        "const words = { import: 1, export: 2, said };\nwords.export += 1;\n"
        'import("./one.js").then(() => console.log(words.import + words.export, words.said));\n'
        "import.meta.url.length;\n"
    )
    folder = write(tmp_path, entry=text, one="")
    assert run(bundled(folder, "entry"), tmp_path) == "4 a, b, ;1; c"


def test_modules_that_need_each_other_stop_the_build(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        entry='import { a } from "./other.js";\n',
        other='import { b } from "./entry.js";\n',
    )
    with pytest.raises(ValueError, match="entry → other → entry"):
        bundled(folder, "entry")


def test_the_engine_is_a_classic_script_that_answers(tmp_path: Path) -> None:
    assert {file.stem for file in ENGINE.glob("*.js")} == set(modules_of(ENGINE, "worker"))
    heard = (
        "const self = { addEventListener: (_, heard) => { self.heard = heard; }, "
        "postMessage: console.log };\n"
    )
    asked = "self.heard({ data: { base: '/' } });"
    assert "ready: true" in run(heard + bundled(ENGINE, "worker") + asked, tmp_path)


def test_every_module_of_the_site_is_in_a_script_and_a_form_has_no_basket_or_filter() -> None:
    used: set[str] = {Path(FIRST).stem}
    for name in scripts():
        used |= set(modules_of(MODULES, name.removesuffix(".js")))
    assert used == {file.stem for file in MODULES.glob("*.js")}
    plain = set(modules_of(MODULES, "main"))
    assert not {
        name for name in plain if name.startswith(("basket", "case-", "health", "selfhelp"))
    }
    assert not plain & {"search-page", "search-results", "law-notes"}


def test_every_module_of_the_forms_is_in_a_script() -> None:
    used: set[str] = set()
    for name in PAGE_SCRIPTS:
        used |= set(modules_of(DIRECTORY, name.removesuffix(".js")))
    assert used == {file.stem for file in DIRECTORY.glob("*.js")}


NEWER = re.compile(
    r"\?\?=|\|\|=|&&=|\.at\(|structuredClone|Object\.hasOwn|static \{|#\w+ ?[=(;]|\.replaceAll\("
)
"""What Chromium 86 lacks, which WeChat's browser may be (replaceAll: 85, and Safari 13.4)."""


@pytest.mark.parametrize("name", sorted(scripts()))
def test_scripts_of_pages_have_no_syntax_newer_than_the_oldest_browsers(
    name: str, tmp_path: Path
) -> None:
    file = tmp_path / "script.mjs"
    file.write_text(scripts()[name], encoding="utf-8")
    subprocess.run([NODE, "--check", str(file)], check=True, capture_output=True)
    assert NEWER.search(re.sub(r"`[^`]*`|\"[^\"]*\"", "", scripts()[name])) is None
