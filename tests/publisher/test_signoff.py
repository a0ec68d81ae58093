"""三审: what is not signed is not online, whoever wrote whose name into it."""

import shutil
import subprocess

import pytest
from click.testing import CliRunner

from district import ConfigError
from district.signoff import load_signoff_rules, record
from district.signoff.record import digest_of
from fabu import cli
from publisher.build import BuildStopped
from tests.publisher.site_project import build, case, site_project, source_of, with_keys, write

NAME = "cases_library/2026/signed.md"
KINDS = {"ed25519": ["-t", "ed25519"], "ecdsa": ["-t", "ecdsa"], "rsa": ["-t", "rsa", "-b", "2048"]}


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Private keys of 王、李、赵 and of a stranger."""
    folder = tmp_path_factory.mktemp("keys")
    made = {}
    for name, kind in (("wang", "ed25519"), ("li", "ecdsa"), ("zhao", "rsa"), ("other", "ed25519")):
        made[name] = folder / name
        subprocess.run(["ssh-keygen", "-q", "-N", "", *KINDS[kind], "-f", made[name]], check=True)
    return made


def public(key):
    return key.with_name(f"{key.name}.pub").read_text("utf-8").strip()


@pytest.fixture
def folders(tmp_path, keys, monkeypatch):
    made = site_project(tmp_path / "project")
    people = "".join(
        f"  {key}: {{name: {name}, office: {office}, roles: [{roles}], keys: ['{public(keys[key])}']}}\n"
        for key, name, office, roles in (
            ("wang", "王某", "普法科", "reviewer"),
            ("li", "李某", "法制办", "approver"),
            ("zhao", "赵某", "研究室", "reviewer, approver"),
        )
    )
    rules = f"people:\n{people}signoff: {{default: 1, case: 3}}\n"
    write(made, {"site_config/people.yml": rules})
    for path in made.cases.rglob("*.md"):
        path.write_text(
            with_keys(path.read_text("utf-8"), example="true", case_number=None), "utf-8"
        )
    write(
        made,
        case(
            "signed",
            example="false",
            title="第一稿",
            review="{author: 王某, reviewer: 李某, approver: 赵某}",
        ),
    )
    monkeypatch.chdir(made.root)
    return made


def run(*arguments):
    return CliRunner().invoke(cli, arguments)


def sign(keys, who, role, *more):
    done = run("sign", NAME, "--role", role, "--key", str(keys[who]), *more)
    return "" if done.exit_code == 0 else str(done.exception or done.output)


def title(folders):
    build(folders)
    page = folders.root / "site/cases/signed/index.html"
    return page.read_text("utf-8") if page.exists() else ""


def edit(folders, **changes):
    path = folders.root / NAME
    path.write_text(with_keys(path.read_text("utf-8"), **changes), "utf-8")


def test_names_in_front_matter_count_for_nothing(folders):
    assert title(folders) == ""
    assert "还没有签发，没有上网；还缺审核（wang、zhao），签发（li、zhao）" in run("review").output


def test_two_people_besides_the_author_make_it_live(folders, keys):
    edit(folders, review="{author: 孙某}")
    assert sign(keys, "wang", "reviewer") == ""
    assert title(folders) == ""
    assert sign(keys, "li", "approver") == ""
    html = title(folders)
    assert "审核：普法科、法制办" in html
    assert "王某" not in html
    assert "没有在等的稿件" in run("review").output


@pytest.mark.parametrize(
    ("signing", "author"),
    [
        ([("zhao", "reviewer"), ("zhao", "approver")], "孙某"),
        ([("wang", "reviewer"), ("li", "approver")], "王某"),
        ([("wang", "reviewer"), ("li", "approver")], "li"),
        ([("wang", "reviewer"), ("li", "approver")], "孙某、李某"),
        ([("wang", "reviewer"), ("li", "approver")], "孙某 wang"),
    ],
)
def test_one_hand_is_one_person(folders, keys, signing, author):
    edit(folders, review=f"{{author: {author}}}")
    for who, role in signing:
        assert sign(keys, who, role) == ""
    assert title(folders) == ""


def test_rsa_signature_counts(folders, keys):
    edit(folders, review="{author: 孙某}")
    sign(keys, "wang", "reviewer")
    assert sign(keys, "zhao", "approver") == ""
    assert "第一稿" in title(folders)


def approve(folders, keys):
    edit(folders, review="{author: 孙某}")
    sign(keys, "wang", "reviewer")
    sign(keys, "li", "approver")


def test_a_change_reopens_it_and_the_approved_copy_stays(folders, keys):
    approve(folders, keys)
    edit(folders, title="第二稿")
    html = title(folders)
    assert "第一稿" in html
    assert "第二稿" not in html
    assert "网上仍是上次签发的版本" in run("review").output
    sign(keys, "wang", "reviewer")
    assert "第一稿" in title(folders)
    sign(keys, "li", "approver")
    assert "第二稿" in title(folders)


def test_an_altered_copy_is_not_online(folders, keys):
    approve(folders, keys)
    copy = folders.root / "site_config/signoff/case/signed.md"
    copy.write_text(copy.read_text("utf-8").replace("第一稿", "改过的"), "utf-8")
    edit(folders, title="第二稿")
    assert title(folders) == ""


def test_signature_holds_for_one_document_alone(folders, keys):
    approve(folders, keys)
    write(folders, {"cases_library/2026/copied.md": (folders.root / NAME).read_text("utf-8")})
    edit_path = folders.root / "cases_library/2026/copied.md"
    edit_path.write_text(with_keys(edit_path.read_text("utf-8"), id="copied"), "utf-8")
    record = folders.root / "site_config/signoff/case"
    shutil.copy(record / "signed.yml", record / "copied.yml")
    build(folders)
    assert not (folders.root / "site/cases/copied").exists()


def test_urgent_approval_is_online_and_listed_until_the_second_signs(folders, keys):
    approve(folders, keys)
    edit(folders, withdrawn="{on: 2026-11-20, reason: 有误}")
    assert "第一稿" in title(folders)
    assert sign(keys, "li", "approver", "--urgent") == ""
    assert "撤下" in title(folders)
    assert "紧急发布，已经上网；还缺审核" in run("review").output
    assert sign(keys, "wang", "reviewer") == ""
    assert "没有在等的稿件" in run("review").output


def test_what_cannot_be_signed_says_why(folders, keys):
    edit(folders, review="{author: 孙某}")
    assert "没有这把公钥的人" in sign(keys, "other", "approver")
    assert "不能签发" in sign(keys, "wang", "approver")
    assert "--urgent" in sign(keys, "wang", "reviewer", "--urgent") + "--urgent"
    edit(folders, status="draft")
    assert "status" in sign(keys, "wang", "reviewer")
    edit(folders, status="published", published="明天")
    assert "还有错误" in sign(keys, "wang", "reviewer")
    assert title_is_absent(folders)


def title_is_absent(folders):
    return not (folders.root / "site/cases/signed").exists()


def left(folders):
    """As people.yml says that somebody has left who signed today's text."""
    return f"left: true, still: [{digest_of((folders.root / NAME).read_bytes())}]"


def test_signature_of_somebody_taken_off_the_list_counts_no_more(folders, keys):
    approve(folders, keys)
    path = folders.root / "site_config/people.yml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("office: 法制办", f"office: 法制办, {left(folders)}"), "utf-8")
    assert "第一稿" in title(folders)
    path.write_text("\n".join(x for x in text.split("\n") if not x.startswith("  li:")), "utf-8")
    assert title(folders) == ""


def test_teaching_examples_need_nobody(folders):
    edit(folders, example="true", case_number=None)
    assert "第一稿" in title(folders)


def test_signature_is_what_ssh_keygen_verifies(folders, keys, tmp_path):
    """Anybody can verify it without this program."""
    from district.signoff.record import message_of, read_record
    from district.signoff.ssh_signature import NAMESPACE
    from tests.publisher.mini_project import read

    approve(folders, keys)
    (one, _) = read_record(folders.root / "site_config/signoff/case/signed.yml")
    entry = read(folders)[0].by_id["signed"]
    (tmp_path / "sig").write_text(one.armored, "ascii")
    (tmp_path / "allowed").write_text(f"wang {public(keys['wang'])}\n", "ascii")
    done = subprocess.run(
        ["ssh-keygen", "-Y", "verify", "-f", tmp_path / "allowed", "-I", "wang", "-n", NAMESPACE,
         "-s", tmp_path / "sig"],
        input=message_of(
            entry, one.role, one.digest, urgent=one.urgent, number=one.number, files=one.files
        ),
        capture_output=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_text_without_an_author_is_not_signed_and_not_online(folders, keys):
    approve(folders, keys)
    edit(folders, review=None)
    assert "没有写撰写人" in sign(keys, "li", "approver")
    assert "没有写撰写人" in run("review").output


def test_new_signature_of_somebody_who_left_does_not_count(folders, keys):
    from district.signoff.record import genuine, read_record
    from tests.publisher.mini_project import read

    approve(folders, keys)
    path = folders.root / "site_config/people.yml"
    before = path.read_text("utf-8")
    path.write_text(before.replace("office: 法制办", f"office: 法制办, {left(folders)}"), "utf-8")
    rules = load_signoff_rules(folders.root / "site_config")
    record = folders.root / "site_config/signoff/case/signed.yml"
    entry = read(folders)[0].by_id["signed"]
    both = read_record(record)
    assert len(genuine(both, entry, rules)) == 2
    path.write_text(before.replace("office: 法制办", "office: 法制办, left: true"), "utf-8")
    rules = load_signoff_rules(folders.root / "site_config")
    assert [one.person for one in genuine(both, entry, rules)] == ["wang"]
    told = run("review").output
    assert f"li 已离岗，签名不算数；离岗以前签的，写进 still：{both[0].digest}" in told
    # A text that was never approved, laid where the approved one lies, gains nothing by it.
    assert record.with_suffix(".md").read_bytes() == (folders.root / NAME).read_bytes()
    assert title(folders) == ""
    path.write_text(
        before.replace("office: 法制办", "office: 法制办, left: true, still: [x]"), "utf-8"
    )
    with pytest.raises(ConfigError):
        load_signoff_rules(folders.root / "site_config")


def test_switching_it_on_stops_no_site(folders):
    """What others link to waits unsigned: a reminder, words behind the link, no address told."""
    edit(folders, former_ids="[before]")
    write(folders, case("linking", example="true", case_number=None))
    path = folders.root / "cases_library/2026/linking.md"
    path.write_text(path.read_text("utf-8") + "\n另见[一案](signed.md)。\n", "utf-8")
    assert title(folders) == ""
    html = (folders.root / "site/cases/linking/index.html").read_text("utf-8")
    assert "一案（尚未发布）" in html
    assert not (folders.root / "site/cases/before").exists()
    assert "before" not in (folders.root / "site/_shell/addresses.json").read_text("utf-8")


def test_approved_text_stops_no_site_for_what_moved_since(folders, keys):
    write(folders, case("old-name", example="true", case_number=None))
    edit(folders, related="[old-name]")
    approve(folders, keys)
    (folders.root / "cases_library/2026/old-name.md").unlink()
    write(folders, case("new-name", example="true", case_number=None))
    edit(folders, related="[new-name]", title="第二稿")
    assert "第一稿" in title(folders)


def test_file_that_only_the_text_in_waiting_shows_is_no_stray(folders, keys):
    approve(folders, keys)
    write(folders, {"content/assets/new.csv": "a\n"})
    path = folders.root / NAME
    text = path.read_text("utf-8") + "\n见[附件](../../content/assets/new.csv)。\n"
    path.write_text(text, "utf-8")
    found = {(f.path, f.code) for f in source_of(folders).findings}
    assert ("content/assets/new.csv", "F113") not in found
    assert (NAME, "P711") in found


PICTURE = "content/assets/signed/01.csv"


def with_file(folders, keys):
    """The case, which leads to a file, signed by two."""
    write(folders, {PICTURE: "起先的\n"})
    path = folders.root / NAME
    text = path.read_text("utf-8") + f"\n见[附件](../../{PICTURE})。\n"
    path.write_text(text, "utf-8")
    approve(folders, keys)


def told(folders):
    """What the check says of the case about its signatures, and the titles that go online."""
    checked = checked_project(folders)
    codes = {f.code for f in checked.findings if f.path == NAME and f.code.startswith("P7")}
    live = {e.meta.title for e in checked.library.entries if e.meta.is_published}
    return codes, bool(live & {"第一稿", "第二稿"})


def checked_project(folders):
    from district import load_site_config
    from publisher.checks import check_context, check_project
    from publisher.moment import build_moment

    config = load_site_config(folders.root / "site_config")
    return check_project(check_context(folders, config, build_moment().date()))


def test_signature_covers_the_files_that_the_page_shows(folders, keys):
    with_file(folders, keys)
    assert told(folders) == (set(), True)
    write(folders, {PICTURE: "起先的\r\n"})  # as git writes it on Windows
    assert told(folders) == (set(), True)
    write(folders, {PICTURE: "换过的\n"})
    assert told(folders) == ({"P719"}, False)
    with pytest.raises(BuildStopped, match=r"P719.*assets/signed/01\.csv"):
        build(folders)
    assert sign(keys, "wang", "reviewer") == ""
    assert told(folders)[0] == {"P719"}  # the approver's is over the file as it was
    assert sign(keys, "li", "approver") == ""
    assert told(folders) == (set(), True)
    # Nor may it change under the approved text while another waits.
    edit(folders, title="第二稿")
    assert told(folders) == ({"P711"}, True)
    write(folders, {PICTURE: "又换过\n"})
    assert told(folders) == ({"P711", "P719"}, False)


def test_signatures_from_before_count_and_are_told(folders, keys, monkeypatch):
    edit(folders, review="{author: 孙某}")
    with monkeypatch.context() as old:  # as `fabu sign` was: text alone, no number
        old.setattr("publisher.editing.sign_cli._files", lambda *_: {})
        old.setattr("publisher.editing.sign_cli.number_for", lambda *_: 0)
        with_file(folders, keys)
    assert told(folders) == ({"P720"}, True)
    assert sign(keys, "wang", "reviewer") == ""
    assert sign(keys, "li", "approver") == ""
    assert told(folders) == (set(), True)


def test_a_text_that_was_approved_once_is_not_approved_by_putting_it_back(folders, keys):
    approve(folders, keys)
    place = folders.root / "site_config/signoff/case/signed.yml"
    first = record.read_record(place)
    text = (folders.root / NAME).read_bytes()
    edit(folders, title="第二稿")
    assert sign(keys, "wang", "reviewer") == ""
    assert sign(keys, "li", "approver") == ""
    second = record.read_record(place)
    assert {x.number for x in first} == {1}
    assert {x.number for x in second} == {2}
    (folders.root / NAME).write_bytes(text)
    record.write_record(place, (*first, *second))
    place.with_suffix(".md").unlink()
    assert told(folders) == ({"P711"}, False)
    assert "以前签过，后来又签过别的" in run("review").output
    assert sign(keys, "wang", "reviewer") == ""
    assert sign(keys, "li", "approver") == ""
    assert {x.number for x in record.read_record(place)} == {3}
    assert told(folders) == (set(), True)


def test_numbers_go_on_where_everybody_who_signed_has_left(folders, keys):
    approve(folders, keys)
    edit(folders, title="第二稿")
    assert sign(keys, "wang", "reviewer") == ""
    assert sign(keys, "li", "approver") == ""
    people = folders.root / "site_config/people.yml"
    written = people.read_text("utf-8")
    for office in ("普法科", "法制办"):
        written = written.replace(f"office: {office}", f"office: {office}, left: true")
    people.write_text(written, "utf-8")
    assert sign(keys, "zhao", "approver") == ""
    place = folders.root / "site_config/signoff/case/signed.yml"
    assert max(one.number for one in record.read_record(place) if one.person == "zhao") == 3


def test_back_at_what_is_online_needs_nobody(folders, keys):
    approve(folders, keys)
    text = (folders.root / NAME).read_bytes()
    edit(folders, title="第二稿")
    assert sign(keys, "wang", "reviewer") == ""
    (folders.root / NAME).write_bytes(text)
    assert told(folders) == (set(), True)
