"""What a push cannot do to the server, and what neither a release nor a step back does by itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from district import FabuError
from district.passed_on import PASSED_ON
from district.signoff.people import Role
from district.signoff.record import Signature, message_of, write_record
from district.signoff.ssh_signature import public_line, signed_with
from fabu import cli
from publisher.publishing import releases as store
from publisher.publishing.brakes import coming_back, named, why_taken_back, why_too_few
from publisher.publishing.checkout import clean_checkout
from publisher.publishing.making import _environment
from publisher.publishing.own_settings import why_not_own
from publisher.publishing.releases import Release
from tests.publisher.publishing.test_publish import git
from tests.publisher.site_project import NOW, site_project

OWN = "site_name: 法布\nplugins:\n  - fabu\ntheme:\n  name: fabu\n"


def test_build_of_what_was_pushed_knows_no_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("FABU_SECRET_KEY", "s3cret")
    monkeypatch.setenv("FABU_DATABASE_URL", "postgresql://fabu:s3cret@db/fabu")
    monkeypatch.setenv("FABU_LAWS_DIR", "/srv/laws")
    found = _environment(tmp_path, tmp_path / "checkout")
    assert "s3cret" not in " ".join(found.values())
    own = {name for name in found if name.startswith("FABU_")}
    assert own == {"FABU_PROJECT_DIR", "FABU_CONFIG_DIR", "FABU_VAR_DIR", "FABU_LAWS_DIR"}
    assert found["FABU_LAWS_DIR"] == "/srv/laws"
    assert found.keys() <= {*PASSED_ON, *own, "PYTHONIOENCODING"}


@pytest.fixture
def two(tmp_path):
    """The project on the server and a checkout of what was pushed."""
    for name in ("root", "pushed"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mkdocs.yml").write_text(OWN, encoding="utf-8")
    return tmp_path / "root", tmp_path / "pushed"


def test_other_names_and_menus_may_be_pushed(two):
    root, pushed = two
    text = OWN.replace("法布", "新名") + "nav:\n  - about/index.md\n"
    (pushed / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert why_not_own(root, pushed) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (OWN + "hooks: [hook.py]\n", "hooks"),
        (OWN.replace("- fabu", "- fabu\n  - search"), "plugins"),
        (OWN.replace("name: fabu", "name: fabu\n  custom_dir: mine"), "theme"),
        (OWN + "markdown_extensions: [toc]\n", "markdown_extensions"),
        (OWN + "x: &x {hooks: [hook.py]}\n<<: *x\n", "hooks"),
        (OWN + "INHERIT: other.yml\n", "INHERIT"),
        (OWN + "extra: !!python/object/apply:os.system ['true']\n", "!!python"),
        (OWN + "extra: [\n", "mkdocs.yml"),
        ("- a\n", "mkdocs.yml"),
    ],
)
def test_what_would_run_on_the_server_may_not(two, text, told):
    root, pushed = two
    (pushed / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert told in why_not_own(root, pushed)


def test_hook_of_the_server_may_not_be_changed_by_a_push(two):
    for folder in two:
        (folder / "mkdocs.yml").write_text(OWN + "hooks: [hook.py]\n", encoding="utf-8")
        (folder / "hook.py").write_text("a = 1\n", encoding="utf-8")
    assert why_not_own(*two) == ""
    (two[1] / "hook.py").write_text("a = 2\n", encoding="utf-8")
    assert "hook.py" in why_not_own(*two)


@pytest.mark.parametrize("name", [".fabu-cache/memory", "sub/.cache/x"])
def test_work_of_builds_in_the_repository_is_refused(tmp_path, name):
    root = tmp_path / "root"
    (root / name).parent.mkdir(parents=True)
    (root / name).write_text("x", encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-Af")
    git(root, "commit", "-qm", "x")
    with pytest.raises(FabuError, match="没有发布"):
        clean_checkout(root, "main", tmp_path / "checkout")
    assert not (tmp_path / "checkout" / name).exists()


@pytest.mark.parametrize(("pages", "is_told"), [(70, False), (69, True), (100, False), (0, True)])
def test_a_third_less_is_told(pages, is_told):
    assert bool(why_too_few(Release("a", "", "", "", 100), pages)) is is_told
    assert why_too_few(None, pages) == ""


def config_with(folder: Path, *numbers: int, approver: str = "li") -> Path:
    """A settings folder in which a case was approved so many times, the newest last."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    entry, made = Signed(), []
    for number in numbers:
        digest = f"{number:064}"
        message = message_of(entry, Role.APPROVER, digest, urgent=False, number=number)
        armored = signed_with(key, message)
        made.append(Signature(approver, Role.APPROVER, digest, False, armored, number=number))
    write_record(folder / "signoff/case/ld-1.yml", tuple(made))
    people = f"people:\n  li: {{name: 李某, office: 法制办, roles: [approver], keys: ['{public_line(key)}']}}\n"
    (folder / "people.yml").write_text(people, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Signed:
    kind: str = "case"
    id: str = "ld-1"


def test_signatures_older_than_those_that_were_published_are_told(tmp_path):
    shown = config_with(tmp_path / "shown", 2)
    told = why_taken_back([shown], config_with(tmp_path / "back", 1))
    assert "site_config/signoff/case/ld-1.yml" in told
    assert why_taken_back([shown], config_with(tmp_path / "same", 2)) == ""
    assert why_taken_back([shown], config_with(tmp_path / "next", 3)) == ""
    assert why_taken_back([shown], tmp_path / "without") == ""
    assert why_taken_back([], config_with(tmp_path / "first", 1)) == ""
    # A number that nobody signed counts on neither side.
    invented = config_with(tmp_path / "invented", 9, approver="nobody")
    assert why_taken_back([invented], config_with(tmp_path / "again", 1)) == ""
    assert "ld-1" in why_taken_back([shown], invented)


def release(
    releases: Path, name: str, pages: list[str], gone: tuple[str, ...] = (), **moved: str
) -> Path:
    folder = releases / name
    (folder / "site/_shell").mkdir(parents=True)
    lines = [json.dumps({"id": p, "title": f"题{p}", "text": "字", "url": f"{p}/"}) for p in pages]
    (folder / "documents.jsonl").write_text("".join(f"{x}\n" for x in lines), encoding="utf-8")
    addresses = {"gone": [f"{p}/" for p in gone], "moved": {f"{a}/": b for a, b in moved.items()}}
    (folder / "site/_shell/addresses.json").write_text(json.dumps(addresses), encoding="utf-8")
    about = {"id": name, "made": "", "revision": "", "subject": "", "pages": len(pages)}
    (folder / "release.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def test_what_would_come_back_is_named(tmp_path):
    old = release(tmp_path, "20261119-090000", ["a", "b", "c", "d"])
    new = release(tmp_path, "20261120-090000", ["a", "x"], ("b",), d="x/")
    assert coming_back(new, old, earlier=True) == ["题b（b/，已经撤下）", "题c（c/，现在没有）"]
    assert coming_back(old, new, earlier=False) == []
    law = {"id": "laws/x", "kind": "law", "title": "《某法》", "text": "字", "url": "laws/x/"}
    with (old / "documents.jsonl").open("a", encoding="utf-8") as cited:
        cited.write(json.dumps(law) + "\n")
    assert len(coming_back(new, old, earlier=True)) == 2  # a law that nothing cites any more
    assert named([str(n) for n in range(22)]).endswith("另有 2 篇")


@pytest.fixture
def run(tmp_path, monkeypatch):
    root = site_project(tmp_path / "project").root
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    return lambda *args: CliRunner().invoke(cli, list(args))


def test_rollback_shows_the_withdrawn_only_when_meant(run, tmp_path):
    releases = tmp_path / "project/var/releases"
    release(releases, "20261119-090000", ["a", "b"])
    release(releases, "20261120-090000", ["a"], ("b",))
    store.switch(releases, "20261120-090000")
    refused = run("rollback")
    assert "题b" in str(refused.exception)
    assert store.current(releases) == "20261120-090000"
    assert run("rollback", "--anyway").exit_code == 0
    assert store.current(releases) == "20261119-090000"
    assert store.held(releases) == "20261120-090000"


def test_without_git_the_same_manuscripts_do_not_undo_a_rollback_and_few_are_not_shown(
    run, tmp_path
):
    root = tmp_path / "project"
    releases = root / "var/releases"
    assert run("publish").exit_code == 0
    first = store.current(releases)
    page = root / "content/articles/article-delivery.md"
    page.write_text(page.read_text("utf-8").replace("写明年月日", "写明是哪一天"), "utf-8")
    assert run("publish").exit_code == 0
    assert run("rollback").exit_code == 0
    assert "已被回滚" in run("publish").output
    assert store.current(releases) == first
    for file in releases.glob("2*/release.json"):
        about = json.loads(file.read_text("utf-8"))
        file.write_text(json.dumps(about | {"pages": about["pages"] * 2}), "utf-8")
    assert "--fewer" in str(run("publish", "--again").exception)
    assert store.current(releases) == first
    assert run("publish", "--again", "--fewer").exit_code == 0
    assert store.current(releases) != first
