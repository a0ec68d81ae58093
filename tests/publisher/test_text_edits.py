"""A change of words alone is built without looking at the rest of the site, and nobody can tell."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from fabu import cli
from publisher import build_cli
from publisher.build import documents_file
from publisher.continuing import continued
from publisher.last_build import FOLDER, work_folder
from publisher.model.face import FACED
from publisher.model.loader import candidates
from publisher.rendering.kept_pages import KeptPages
from tests.publisher.manuscripts import CASE, POLICY, text_of
from tests.publisher.site_project import NOW, case, site_project, with_keys, write

FILTER = "/cases/cause/labour/"
"""An address that is there because of the facets of CASE alone."""
WORDS = "\n另查明，双方就此另有约定，\n"


def run(*args):
    result = CliRunner().invoke(cli, ("build", *args), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def contents(root):
    """Every file that a build makes, but for the stamp, which tells times of files."""
    made = [path for path in (root / "site").rglob("*") if path.is_file()]
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in made}
    beside = ("documents.jsonl", "hearings.json", "laws.json")
    found |= {name: (root / name).read_bytes() for name in beside}
    del found[f"site/{build_cli.STAMP}"]
    return found


def add(folders, name, words=WORDS):
    path = folders.root / name
    path.write_text(path.read_text("utf-8") + words, encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A project that was built once; every test leaves it as it was."""
    folders = site_project(tmp_path_factory.mktemp("edits") / "project")
    calendar = folders.content / "calendar.yml"
    to_filter = calendar.read_text("utf-8").replace("page: faq-delivery", f"page: {FILTER}")
    calendar.write_text(to_filter, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folders.root)
        run("--without-booklets")
    return folders


def whole_build_is_refused(*args, **options):
    raise AssertionError("a whole build")


def test_words_alone_are_built_alone_and_the_site_is_that_of_a_cold_build(
    built, tmp_path, monkeypatch
):
    root = shutil.copytree(built.root, tmp_path / "project")
    monkeypatch.chdir(root)
    run("--without-booklets")  # the times of the copied files are others
    folders = build_cli.find_project(root)
    with monkeypatch.context() as patch:
        patch.setattr(build_cli, "run_mkdocs", whole_build_is_refused)
        add(folders, CASE)
        add(folders, POLICY)
        run("--without-booklets")
        add(folders, CASE, "\n再查明，另有约定。\n")
        run("--without-booklets")
        assert run("--without-booklets") == "网站已是最新，无需重建。\n"
    found = contents(root)
    assert "再查明" in found["site/cases/ld-unsigned/index.html"].decode()
    shutil.rmtree(root / "site")
    shutil.rmtree(root / FOLDER)
    run("--without-booklets", "--verify")
    cold = contents(root)
    assert sorted(n for n in found.keys() | cold.keys() if found.get(n) != cold.get(n)) == []


def rewritten(**keys):
    return lambda text: with_keys(text, **keys)


OTHERS_SEE = {
    "title": rewritten(title="改了标题的案例"),
    "summary": rewritten(summary="改了摘要，列表上就不同了。"),
    "date": rewritten(published="2025-12-09 09:00", decided="2025-11", updated=None),
    "heading": lambda text: text + "\n### 新的小标题\n\n一段话。\n",
    "link": lambda text: text + "\n见[指南](../../content/guides/complaint-guide.md)。\n",
    "citation": lambda text: text + "\n依照《中华人民共和国民法典》第十条。\n",
}


def test_what_others_see_is_planned_again_without_a_whole_build(built, tmp_path, monkeypatch):
    """With the booklets too, which hold the words of their cases."""
    root = shutil.copytree(built.root, tmp_path / "project")
    monkeypatch.chdir(root)
    others = [f"cases_library/2026/more-{n}.md" for n in range(2)]
    for name in others:  # enough for a booklet
        write(build_cli.find_project(root), case(name.rpartition("/")[2].removesuffix(".md")))
    run()
    with monkeypatch.context() as patch:
        patch.setattr(build_cli, "run_mkdocs", whole_build_is_refused)
        for edit in OTHERS_SEE.values():
            path = root / CASE
            path.write_text(edit(path.read_text("utf-8")), encoding="utf-8")
            run()
        add(build_cli.find_project(root), CASE)
        run()
        (root / others[0]).rename(root / "cases_library/2026/another.md")
        text = (root / "cases_library/2026/another.md").read_text("utf-8")
        text = with_keys(text, id="another", status="draft")
        (root / "cases_library/2026/another.md").write_text(text, encoding="utf-8")
        run()
    found = contents(root)
    assert any(name.endswith(".epub") for name in found)
    shutil.rmtree(root / "site")
    shutil.rmtree(root / FOLDER)
    run("--verify")
    cold = contents(root)
    assert sorted(n for n in found.keys() | cold.keys() if found.get(n) != cold.get(n)) == []


LEFT = {
    "mistake in the front matter": rewritten(stage="九审"),
    "mistake in the text": lambda text: text.replace("## ", "# ", 1),
    "no front matter": lambda text: "没有头信息。\n",
    "a reference to nothing": rewritten(related="[no-such-case]"),
    "the last case of a filter that the calendar leads to": rewritten(cause="买卖合同纠纷"),
    "another file that goes online": lambda text: text + "\n见[表格](/assets/other.txt)。\n",
}


@pytest.mark.parametrize("edit", LEFT)
def test_what_is_wrong_or_takes_other_files_is_left_to_a_whole_build(built, edit):
    path, before = built.root / CASE, text_of(CASE)
    site, file = built.root / "site", built.content / "assets/other.txt"
    made = contents(built.root)
    path.write_text(LEFT[edit](before), encoding="utf-8")
    file.write_text("表格", encoding="utf-8")
    try:
        assert not continued(built, site, documents_file(site), [str(path)], NOW)
    finally:
        path.write_text(before, encoding="utf-8")
        file.unlink()
    assert contents(built.root) == made


def damaged(path):
    path.write_bytes(path.read_bytes()[:5000])


def unpickled(value):
    """A kept page or state that cannot be unpickled: pickles say so by any exception."""

    def do(root):
        for path in (root / FOLDER).glob("pages-*"):
            with closing(sqlite3.connect(path)) as database:
                database.execute("update state set value = ?", (value,))
                database.commit()

    return do


LOST = {
    "a state of another kind (TypeError)": unpickled(b"cbuiltins\nint\n(S'a'\nS'b'\nS'c'\ntR."),
    "a state that is no pickle (ValueError)": unpickled(b"I12x\n."),
    "a state that refers to nothing (KeyError)": unpickled(b"coperator\ngetitem\n((dS'x'\ntR."),
    "no memory": lambda root: [path.unlink() for path in (root / FOLDER).glob("pages-*")],
    "half a memory": lambda root: [damaged(path) for path in (root / FOLDER).glob("pages-*")],
    "another site": lambda root: (root / "site/.fabu-pages.json").write_text("{}", "utf-8"),
    "no such line": lambda root: (root / "documents.jsonl").write_text("", "utf-8"),
}


@pytest.mark.parametrize("loss", LOST)
def test_without_a_whole_memory_a_whole_build_is_made(built, tmp_path, loss):
    root = shutil.copytree(built.root, tmp_path / "project")
    for path in (root / FOLDER).glob("pages-*"):  # named after the folder of the site
        shutil.copy(path, work_folder(root, "pages", root / "site").with_suffix(".sqlite"))
    folders = build_cli.find_project(root)
    add(folders, CASE)
    site, changed = root / "site", [str(root / CASE)]
    LOST[loss](root)
    assert not continued(folders, site, documents_file(site), changed, NOW)


def test_a_site_whose_state_cannot_be_stored_is_built_all_the_same(built, tmp_path, monkeypatch):
    root = shutil.copytree(built.root, tmp_path / "project")
    for path in (root / FOLDER).glob("pages-*"):
        shutil.copy(path, work_folder(root, "pages", root / "site").with_suffix(".sqlite"))
    folders = build_cli.find_project(root)
    add(folders, CASE)

    def full(self, state):
        raise sqlite3.OperationalError("disk is full")

    monkeypatch.setattr(KeptPages, "put_state", full)
    site, changed = root / "site", [str(root / CASE)]
    assert continued(folders, site, documents_file(site), changed, NOW)
    monkeypatch.undo()
    assert not continued(
        folders, site, documents_file(site), changed, NOW
    )  # the manifest is unknown


def test_no_other_page_list_or_feed_holds_the_words_of_a_document(built, tmp_path):
    """What `face_of` leaves out is seen nowhere else."""
    root = shutil.copytree(built.root, tmp_path / "project")
    folders = build_cli.find_project(root)
    before = contents(root)
    faced = [found for found in candidates(folders) if found.kind in FACED]
    assert {found.kind for found in faced} == FACED
    for found in faced:
        found.file.write_text(found.file.read_text("utf-8") + WORDS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        run("--without-booklets")
    after = contents(root)
    own = {found.file.stem for found in faced}
    strange = [
        name
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name)
        and name.rpartition("/")[0].rpartition("/")[2] not in own
        and not name.startswith("site/search-index/")
        and name not in ("documents.jsonl", "site/.fabu-pages.json")
    ]
    assert strange == []
