"""Only what a published page refers to goes online, and what lies about is told."""

import subprocess
import sys
from pathlib import Path

import pytest

from publisher.checks import read_and_check
from publisher.model.published_files import files_in_settings, published_files
from tests.publisher.manuscripts import PAGE, text_of
from tests.publisher.mini_project import TODAY
from tests.publisher.site_project import site_project, with_keys, write

PLAIN = "---\ntitle: 说明\nsummary: 说明。\nstatus: {status}\n---\n\n## 附件\n\n见[附件](../assets/{file})。\n"
LYING = (
    "content/about/notes.pdf",
    "content/policies/data.xlsx",
    "content/assets/unlinked.zip",
    "content/assets/.hidden.txt",
    "content/assets/only-a-draft.zip",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folders = site_project(tmp_path_factory.mktemp("published") / "project")
    write(folders, dict.fromkeys(LYING, "x"))
    write(
        folders,
        {
            "content/assets/linked form.zip": "x",
            "content/assets/of-the-form.zip": "x",
            "content/about/linked.md": PLAIN.format(status="published", file="linked%20form.zip"),
            "content/about/draft.md": PLAIN.format(status="draft", file="only-a-draft.zip"),
            "content/about/silent.md": with_keys(text_of(PAGE), status=None),
            "site_config/root_files/WW_verify_abc.txt": "abc\n",
            "site_config/channels.yml": "# 另见 /assets/of-the-form.zip\n",
        },
    )
    script = Path(sys.executable).parent / "fabu"
    command = [script, "build", "--without-booklets"]
    done = subprocess.run(command, cwd=folders.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folders.root / "site"


@pytest.mark.parametrize(
    "name",
    [
        "assets/linked form.zip",
        "assets/of-the-form.zip",
        "assets/videos/hearing.mp4",
        "assets/videos/hearing.vtt",
        "assets/flow.png",
        "assets/templates/complaint.md",
        "WW_verify_abc.txt",
        "about/linked/index.html",
    ],
)
def test_what_a_published_page_refers_to_is_online(site, name):
    assert (site / name).is_file()


@pytest.mark.parametrize("name", LYING)
def test_what_only_lies_there_is_not(site, name):
    assert not (site / name.removeprefix("content/")).exists()


@pytest.mark.parametrize("name", ["about/draft", "about/silent", "calendar.yml"])
def test_nothing_else_is(site, name):
    assert not (site / name).exists()


@pytest.mark.parametrize("name", LYING[:4])
def test_what_nobody_refers_to_is_told(check, name):
    assert (name, "F113") in [(f.path, f.code) for f in check({name: "x"})]


@pytest.mark.parametrize("place", ["content/assets/x.csv", "cases_library/2026/x.csv"])
def test_link_to_another_file_of_the_machine_is_an_error_and_goes_nowhere(
    library_ok, config, tmp_path, place
):
    secret = tmp_path / "secret.csv"
    secret.write_text("a", encoding="utf-8")
    link = library_ok.root / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(secret)
    write(library_ok, {"content/about/linked.md": PLAIN.format(status="published", file="x.csv")})
    library, findings = read_and_check(library_ok, config, TODAY)
    assert (place, "F107") in [(f.path, f.code) for f in findings]
    settings = library_ok.root / "site_config"
    assert "assets/x.csv" not in published_files(
        library.entries, "example.cn", library_ok.content, settings
    )


def test_page_named_by_an_exception_of_privacy_is_not_published_by_it(tmp_path):
    (tmp_path / "privacy_allow.yml").write_text(
        "exceptions:\n- page: content/assets/list.csv\n", encoding="utf-8"
    )
    (tmp_path / "channels.yml").write_text("# /assets/form.zip\n", encoding="utf-8")
    assert files_in_settings(tmp_path) == {"assets/form.zip"}


def test_what_a_draft_refers_to_is_no_stray(check):
    files = {
        "content/assets/only-a-draft.zip": "x",
        "content/about/draft.md": PLAIN.format(status="draft", file="only-a-draft.zip"),
    }
    assert [f for f in check(files) if f.code == "F113"] == []


@pytest.mark.parametrize("name", ["content/.gitkeep", "content/_old/a.txt", "content/about/_a.txt"])
def test_what_is_set_aside_on_purpose_is_not_told(check, name):
    assert check({name: ""}) == []


@pytest.mark.parametrize(
    "name", ["index.html", "a.csv", "中文.txt", "sub/a.txt", "robots.txt", "sitemap-1.xml"]
)
def test_file_that_cannot_go_to_the_root_is_told(check, name):
    assert [f.code for f in check({f"site_config/root_files/{name}": "x"})] == ["F114"]


def test_root_file_is_looked_through_for_personal_data(check):
    (finding,) = check({"site_config/root_files/a.txt": "电话13800138000"})
    assert (finding.code, finding.path) == ("N101", "site_config/root_files/a.txt")


def test_the_site_has_nothing_else_at_its_root(site):
    """What the site writes there itself is known to the check."""
    from publisher.model.published_files import OWN_ROOT_NAMES

    found = {path.name for path in site.iterdir() if path.is_file() and path.name[0] != "."}
    assert {name for name in found if name.endswith((".txt", ".html", ".xml", ".json"))} <= (
        OWN_ROOT_NAMES | {"WW_verify_abc.txt"}
    )
