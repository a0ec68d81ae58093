"""A check after any change finds what a check of everything finds.

FABU_EDITS=200 makes more edits; FABU_EDIT_SEED other ones.
"""

import json
import os
import random
from datetime import timedelta

import pytest
from click.testing import CliRunner

from district import load_site_config
from fabu import cli
from publisher.checks import read_and_check
from publisher.editing import checking
from publisher.editing.check_cli import findings_today
from publisher.editing.last_check import check_inputs, store
from publisher.model.finding import Finding
from publisher.project import config_dir
from tests.long import amount
from tests.publisher.manuscripts import ARTICLE, CASE, FAQ, GUIDE, HEARING, PAGE, TOPIC, text_of
from tests.publisher.site_project import NOW, case, site_project, write
from tests.publisher.test_incremental_builds import Editor

EDITS = int(os.environ.get("FABU_EDITS", amount(40, 300)))
SEED = int(os.environ.get("FABU_EDIT_SEED", "20261130"))
TODAY = NOW.date()
WORDS = ("发货", "验收", "付款", "违约", "催告", "退货", "质量", "运费", "定金", "仲裁")


def text_by(rng, number):
    """Sentences that the texts of a project have in common, and some of their own."""
    return "".join(
        f"双方就第{rng.randrange(number)}批{rng.choice(WORDS)}的事项另行约定。" for _ in range(12)
    )


class Author(Editor):
    """Edits what files say of each other, besides all that an `Editor` does."""

    TARGETS = (
        "made-100.md", "made-101.md#基本案情", "made-102.md#没有这一节", "没有.md", "ld-unsigned.md#典型意义",
        "/cases/made-103/", "/cases/area/labour/", "/cases/made-104/#裁判结果", "../../content/about/index.md",
        "/policies/complaint-rules/", "/cases/old-1/", "http://www.example.com/", "#裁判结果",
    )  # fmt: skip

    def link(self):
        path = self.any_case()
        links = "、".join(f"[另一件事]({one})" for one in self.rng.sample(self.TARGETS, 3))
        path.write_text(path.read_text("utf-8") + f"\n参见{links}。\n", "utf-8")

    def link_on_a_page(self):
        name = self.rng.choice([PAGE, GUIDE, ARTICLE, FAQ])
        base = "../../cases_library/2026/made-10"
        write(
            self.folders,
            {name: text_of(name) + f"\n\n参见[案例]({base}{self.rng.randrange(4)}.md)。\n"},
        )

    def heading(self):
        path = self.any_case()
        text = path.read_text("utf-8")
        old, new = self.rng.choice(
            [("### 细节", "### 细目"), ("## 典型意义", "### 细节\n\n## 典型意义")]
        )
        path.write_text(text.replace(old, new, 1), "utf-8")

    def related(self):
        chosen = self.rng.choice(["made-105", "old-1", "nobody", "nowhere"])
        self.rewrite(self.any_case(), related=f"[{chosen}]")

    def identifier(self):
        self.rewrite(self.any_case(), id=self.rng.choice(["made-100", "made-101", "ld-unsigned"]))

    def own_name(self):
        path = self.any_case()
        self.rewrite(
            path, id=path.stem, former_ids=self.rng.choice([None, "[old-1]", "[made-107]"])
        )

    def picks(self):
        text = text_of(TOPIC).replace("picks: [", f"picks: [made-10{self.rng.randrange(9)}, ", 1)
        write(self.folders, {TOPIC: text})

    def area(self):
        self.rewrite(self.any_case(), areas=self.rng.choice(["[劳动用工]", "[合同交易]", "[没有]"]))

    def like_another(self):
        """Takes over another text, whole or with a few sentences of its own."""
        one, other = self.any_case(), self.any_case()
        header = one.read_text("utf-8").partition("\n---\n")[0]
        body = other.read_text("utf-8").partition("\n---\n")[2]
        more = "" if self.rng.random() < 0.4 else text_by(self.rng, 4)[: self.rng.randrange(300)]
        one.write_text(f"{header}\n---\n{body}\n{more}\n", "utf-8")

    def broken(self):
        self.rewrite(self.any_case(), published=self.rng.choice(["2026年5月", "2026-05-10 09:30"]))

    def calendar(self):
        path = self.folders.content / "calendar.yml"
        text = path.read_text("utf-8").rstrip("\n")
        new = (
            f"  - {{id: e{self.made}, kind: talk, title: 讲座, date: 2026-12-01, page: made-100}}\n"
        )
        self.made += 1
        path.write_text(f"{text}\n{new}", "utf-8")

    def night(self):
        self.now += timedelta(days=1)

    def exception(self):
        path = self.folders.root / "site_config/privacy_allow.yml"
        page = self.folders.shown(self.any_case())
        text = f"exceptions:\n  - {{page: {page}, text: 第1批, reason: 案内编号, who: 张三, until: 2027-05-01}}\n"
        path.write_text(text, "utf-8")

    OFTEN = (
        Editor.body, Editor.title, Editor.date, Editor.status, Editor.citation, Editor.hearing,
        Editor.withdrawn, Editor.publish_at, Editor.unpublish_at, Editor.former_ids, Editor.nothing,
        link, link, link_on_a_page, heading, related, identifier, own_name, picks, area, like_another,
        like_another, like_another, broken,
    )  # fmt: skip
    SELDOM = (
        Editor.new, Editor.deletion, Editor.rename, Editor.site, Editor.vocabulary, Editor.law_text,
        calendar, night, exception,
    )  # fmt: skip


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """A project of some cases. What a test writes is seconds old at most, and counts as settled."""
    monkeypatch.setattr("publisher.editing.last_check.FRESH", -(10**15))
    made, rng = site_project(tmp_path / "project"), random.Random(SEED)
    for number in range(9):
        files = case(f"made-{100 + number}", decided="2019-06", published="2026-05-10 09:00")
        write(made, {name: text + text_by(rng, 30) + "\n" for name, text in files.items()})
    return made


@pytest.fixture
def gone_on(monkeypatch):
    """Whether each check that was no repetition went on from the last one."""
    kept, go_on = [], checking.check_changed

    def noted(*arguments):
        found = go_on(*arguments)
        kept.append(found is not None)
        return found

    monkeypatch.setattr(checking, "check_changed", noted)
    return kept


def cold(folders, day=TODAY):
    return read_and_check(folders, load_site_config(config_dir(folders.root)), day)[1]


def warm(folders, day=TODAY):
    return list(findings_today(folders, day, verify=False).findings)


def test_after_every_edit_the_findings_are_those_of_a_cold_check(folders, gone_on):
    author = Author(folders, random.Random(SEED))
    assert warm(folders) == cold(folders)
    codes = set()
    for number in range(EDITS):
        kinds = author.SELDOM if number % 9 == 8 else author.OFTEN
        kind = author.rng.choice(kinds) if number >= len(kinds) else kinds[number % len(kinds)]
        kind(author)
        found = warm(folders, author.now.date())
        assert found == cold(folders, author.now.date()), f"edit {number}: {kind.__name__}"
        codes |= {one.code for one in found}
    assert sum(gone_on) > EDITS / 2
    assert codes >= {"C213", "D601", "L401", "L404"}


def test_nothing_changed_reads_nothing(folders, monkeypatch):
    before = warm(folders)
    monkeypatch.setattr("publisher.editing.checking.check_anew", None)
    assert warm(folders) == before


def test_a_file_that_was_written_just_now_is_read_again(folders, monkeypatch):
    """Within one tick of a coarse clock, a second change may leave size and times as they were."""
    monkeypatch.setattr("publisher.editing.last_check.FRESH", 10**12)
    inputs = check_inputs(folders, TODAY)
    assert check_inputs(folders, TODAY) != inputs


def test_folders_and_links_are_inputs(folders):
    before = check_inputs(folders, TODAY)
    (folders.content / "guides/empty.md").mkdir()
    between = check_inputs(folders, TODAY)
    (folders.content / "about/gone.md").symlink_to("nowhere.md")
    assert len({before.digest, between.digest, check_inputs(folders, TODAY).digest}) == 3
    assert warm(folders) == cold(folders)


def test_a_page_with_an_exception_is_an_input_wherever_it_lies(folders):
    rule = "exceptions:\n  - {page: README.md, text: 第1批, reason: 案内编号, who: 张三, until: 2027-05-01}\n"
    write(folders, {"site_config/privacy_allow.yml": rule})
    told = []
    for text in (None, "第1批", "第2批", "第1批 "):
        if text is not None:
            write(folders, {"README.md": text})
        found = warm(folders)
        assert warm(folders) == found == cold(folders)
        told.append(any(one.code == "N105" for one in found))
    assert told == [True, False, True, False]


@pytest.mark.parametrize("kind", ["text", "json", "github"])
@pytest.mark.parametrize("paths", [(), ("cases_library",)])
def test_every_format_says_the_same_again(folders, monkeypatch, kind, paths):
    (folders.root / CASE).write_text(text_of(CASE).replace("stage: 一审", "stage: 九审"), "utf-8")
    monkeypatch.chdir(folders.root)
    monkeypatch.setattr("publisher.editing.check_cli.build_moment", lambda: NOW)
    told = [CliRunner().invoke(cli, ["check", "--format", kind, *paths]) for _ in range(2)]
    whole = CliRunner().invoke(cli, ["check", "--verify", "--format", kind, *paths])
    assert {(one.exit_code, one.output) for one in [*told, whole]} == {(1, whole.output)}


@pytest.mark.parametrize("suffix", [".json", ".sqlite"])
@pytest.mark.parametrize("damage", ["half", "empty", "other"])
def test_a_damaged_memory_does_no_harm(folders, suffix, damage):
    warm(folders)
    path, whole = store(folders, suffix), store(folders, suffix).read_bytes()
    kept = {"half": whole[: len(whole) // 2], "empty": b"", "other": b"{}"}[damage]
    path.write_bytes(kept)
    write(folders, {HEARING: text_of(HEARING) + "\n请提前到达。\n"})
    assert warm(folders) == cold(folders)
    assert warm(folders) == cold(folders)


def test_what_was_kept_belongs_to_one_check(folders):
    """The two files of another check, or of one of them alone, are not taken for this one's."""
    warm(folders)
    facts = store(folders, ".sqlite").read_bytes()
    write(folders, {PAGE: text_of(PAGE) + "\n\n参见[案例](../../cases_library/2026/没有.md)。\n"})
    assert any(one.code == "L401" for one in warm(folders))
    store(folders, ".sqlite").write_bytes(facts)
    write(folders, {GUIDE: text_of(GUIDE) + "\n请带身份证件。\n"})
    assert warm(folders) == cold(folders)


def test_a_text_under_a_header_with_mistakes_is_compared_with_no_other(folders):
    unread, read = (
        {name: text + text_by(random.Random(1), 30) for name, text in case(key).items()}
        for key in ("aa-unread", "bb-read")
    )
    ((path, text),) = read.items()
    write(
        folders, {name: one.replace("stage: 一审", "stage: 九审") for name, one in unread.items()}
    )
    write(folders, read)
    assert warm(folders) == cold(folders)
    write(folders, {path: f"{text}另见附件。\n"})
    found = warm(folders)
    assert found == cold(folders)
    assert not any(one.code == "D601" and one.path == path for one in found)


def test_findings_are_kept_whole(folders):
    write(folders, {PAGE: text_of(PAGE) + "\n\n![图](C:\\图.png)\n"})
    found = warm(folders)
    data = json.loads(store(folders, ".json").read_text("utf-8"))
    assert [Finding(*one) for one in data["findings"]] == found
    assert any(one.mend for one in found)
