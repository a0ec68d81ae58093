"""A build after any change gives the bytes that a cold build gives.

FABU_EDITS=200 makes so many edits one by one, as `make test-long` does; FABU_EDIT_SEED other ones.
"""

import os
import random
import re
import shutil
from datetime import timedelta

import pytest

from publisher.build import documents_file
from publisher.continuing import continued
from publisher.memory import FOLDER, open_memory
from tests.long import amount
from tests.publisher.manuscripts import FAQ, GUIDE, HEARING, POLICY, text_of
from tests.publisher.site_project import NOW, build, case, site_project, with_keys, write

EDITS = int(os.environ.get("FABU_EDITS", amount(0, 200)))
SEED = int(os.environ.get("FABU_EDIT_SEED", "20261130"))
DOCUMENTS = 12


class Editor:
    """Changes one thing of a project at a time, of a random kind."""

    def __init__(self, folders, rng):
        self.folders, self.rng, self.made, self.now = folders, rng, 0, NOW

    def any_case(self):
        return self.rng.choice(sorted(self.folders.cases.rglob("made-*.md")))

    def rewrite(self, path, **keys):
        path.write_text(with_keys(path.read_text("utf-8"), **keys), encoding="utf-8")

    def body(self):
        path = self.any_case()
        path.write_text(path.read_text("utf-8") + f"\n另查明第{self.rng.random()}项。\n", "utf-8")

    def title(self):
        self.rewrite(self.any_case(), title=f"改名案{self.rng.randrange(1000)}")

    def date(self):
        self.rewrite(self.any_case(), published=f"2026-0{self.rng.randint(1, 9)}-11 09:00")

    def summary(self):
        self.rewrite(self.any_case(), summary=f"摘要改过第{self.rng.randrange(1000)}次。")

    def keywords(self):
        self.rewrite(self.any_case(), keywords=f"[改词{self.rng.randrange(9)}, 工资]")

    def area(self):
        self.rewrite(self.any_case(), areas=self.rng.choice(["[劳动用工]", "[合同交易]"]))

    def related(self):
        ids = [path.stem for path in self.folders.cases.rglob("made-*.md")]
        self.rewrite(self.any_case(), related=f"[{self.rng.choice(ids)}]")

    def newest(self):
        """A case that stands in a booklet."""
        path = max(
            self.folders.cases.rglob("made-*.md"),
            key=lambda p: p.read_text("utf-8").partition("published:")[2],
        )
        path.write_text(path.read_text("utf-8") + f"\n又查明第{self.rng.random()}项。\n", "utf-8")

    def status(self):
        self.rewrite(self.any_case(), status=self.rng.choice(["draft", "published"]))

    def _make(self, published):
        self.made += 1
        (name,) = made = case(f"made-{self.made}", decided="2019-06", published=published)
        write(self.folders, made)
        self.by_key(self.folders.root / name)

    def by_key(self, path):
        """The term stands by its key, whatever its label is now."""
        if "industries:" in path.read_text("utf-8"):
            self.rewrite(path, industries="[catering]")

    def new(self):
        self._make("2026-11-19 09:00")

    def old(self):
        self._make("2020-01-01 09:00")

    def deletion(self):
        self.any_case().unlink()

    def rename(self):
        path, self.made = self.any_case(), self.made + 1
        path.rename(path.with_name(f"made-{self.made}.md"))
        self.rewrite(path.with_name(f"made-{self.made}.md"), id=f"made-{self.made}")

    def other_kind(self):
        name = self.rng.choice([GUIDE, FAQ, POLICY])
        write(self.folders, {name: text_of(name) + f"\n补充说明{self.rng.randrange(100)}。\n"})

    def citation(self):
        path = self.any_case()
        number = self.rng.choice(["十", "三十", "八十二"])
        text = path.read_text("utf-8") + f"\n依照《中华人民共和国劳动合同法》第{number}条。\n"
        path.write_text(text, encoding="utf-8")

    def law_text(self):
        path = self.folders.root / "var/laws/laodonghetongfa/2012-12-28.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = "---\ntitle: 中华人民共和国劳动合同法\nas_of: 2026-11-01\n---\n\n"
        path.write_text(f"{head}**第八十二条**　支付{self.rng.randrange(9)}倍的工资。\n", "utf-8")

    def vocabulary(self):
        path = self.folders.root / "site_config/vocabulary.yml"
        path.write_text(path.read_text("utf-8") + "\n# 改\n", encoding="utf-8")

    def term(self):
        """Another label; manuscripts name the term by its key."""
        for path in self.folders.cases.rglob("*.md"):
            self.by_key(path)
        path = self.folders.root / "site_config/vocabulary.yml"
        text = path.read_text("utf-8")
        label = f"catering: 住宿餐饮{self.rng.randrange(99)}"
        path.write_text(re.sub("catering: .*", label, text), encoding="utf-8")

    def synonym(self):
        path = self.folders.root / "site_config/synonyms.yml"
        before = path.read_text("utf-8") if path.exists() else "groups:\n"
        path.write_text(f"{before}  - [面点师{self.rng.randrange(99)}, 厨师]\n", encoding="utf-8")

    def site(self):
        path = self.folders.root / "site_config/site.yml"
        text = path.read_text("utf-8")
        path.write_text(text.replace("明湖区", "月湖区", 1), encoding="utf-8")

    def nothing(self):
        """A build with nothing to do."""

    def hearing_passes(self):
        self.now = NOW + timedelta(days=self.rng.choice([0, 30, 400]))

    def hearing(self):
        write(self.folders, {HEARING: text_of(HEARING) + f"\n改在第{self.rng.randrange(9)}庭。\n"})

    def any_end(self):
        return self.rng.choice(["2026-11-20 09:00", "2026-11-20 11:00", "2027-01-01", None])

    def publish_at(self):
        self.rewrite(self.any_case(), publish_at=self.any_end(), unpublish_at=None)

    def unpublish_at(self):
        self.rewrite(self.any_case(), unpublish_at=self.any_end(), publish_at=None)

    def withdrawn(self):
        told = self.rng.choice([None, "{on: 2026-11-19, reason: 有误，正在更正}"])
        self.rewrite(self.any_case(), withdrawn=told)

    def former_ids(self):
        self.rewrite(self.any_case(), former_ids=f"[old-{self.rng.randrange(10**6)}]")

    PAIRS = (
        (term, vocabulary), (body, title), (date, summary), (keywords, area), (related, newest),
        (status, new), (old, deletion), (rename, other_kind), (citation, hearing), (synonym, term),
        (former_ids, withdrawn), (publish_at, unpublish_at), (site, law_text), (nothing,),
        (hearing_passes, nothing),
    )  # fmt: skip
    """Every kind at least once. What only manuscripts have and what more depends on stand apart, so that
    builds go on where they may."""
    KINDS = tuple(kind for pair in PAIRS for kind in pair)

    def edits(self):
        """Two edits between builds in `make test`; else one by one, and then at random."""
        if not EDITS:
            return self.PAIRS
        more = (self.rng.choice(self.KINDS) for _ in range(len(self.KINDS), EDITS))
        return [(kind,) for kind in (*self.KINDS, *more)]


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def assert_same(found, cold, edit):
    different = [name for name in found.keys() | cold.keys() if found.get(name) != cold.get(name)]
    assert not sorted(different), f"after {edit}"


class Builder:
    """Builds as `fabu build` does: goes on from the last build where that is enough."""

    def __init__(self, folders):
        self.folders, self.before, self.wholes, self.went_on = folders, None, 0, 0

    def inputs(self, now):
        root = self.folders.root
        files = [
            f
            for name in ("cases_library", "content", "site_config", "var")
            for f in (root / name).rglob("*")
        ]
        return now, {str(f): f.read_bytes() for f in files if f.is_file()}

    def changed(self, now_before, now):
        """The manuscripts that alone changed; none where more did."""
        (then, old), (today, new) = now_before, now
        names = [n for n in old | new if old.get(n) != new.get(n)]
        texts = [n for n in names if n.endswith(".md") and "/var/" not in n]
        return texts if then == today and len(names) == len(texts) else []

    def build(self, now):
        folders, inputs = self.folders, self.inputs(now)
        changed = self.changed(self.before, inputs) if self.before else []
        self.before = inputs
        site = folders.root / "site"
        if changed and continued(folders, site, documents_file(site), changed, now):
            self.went_on += 1
            return
        memory = open_memory(folders.root, folders.cases, folders.content)
        build(folders, now, memory=memory)
        self.wholes += 1


def remembering_build(folders, now):
    Builder(folders).build(now)


@pytest.fixture
def folders(tmp_path):
    made = site_project(tmp_path / "project")
    for number in range(DOCUMENTS):
        write(
            made,
            case(
                f"made-{100 + number}",
                decided="2019-06",
                published=f"2026-0{1 + number % 9}-10 09:00",
            ),
        )
    return made


def test_after_every_edit_the_site_is_that_of_a_cold_build(folders, tmp_path):
    editor, builder = Editor(folders, random.Random(SEED)), Builder(folders)
    builder.build(editor.now)
    edits = editor.edits()
    for number, kinds in enumerate(edits):
        for kind in kinds:
            kind(editor)
        builder.build(editor.now)
        found = contents(folders.root / "site") | {
            "documents.jsonl": (folders.root / "documents.jsonl").read_bytes()
        }
        aside, memory = tmp_path / "aside", tmp_path / "memory"
        (folders.root / "site").rename(aside)
        (folders.root / FOLDER).rename(memory)
        build(folders, editor.now)
        cold = contents(folders.root / "site") | {
            "documents.jsonl": (folders.root / "documents.jsonl").read_bytes()
        }
        shutil.rmtree(folders.root / "site")
        shutil.rmtree(folders.root / FOLDER, ignore_errors=True)
        aside.rename(folders.root / "site")
        memory.rename(folders.root / FOLDER)
        assert_same(found, cold, f"edit {number}: {[kind.__name__ for kind in kinds]}")
    assert builder.went_on > len(edits) // 3
    assert builder.wholes > 1


def test_the_comparison_sees_a_difference(folders):
    build(folders)
    one = contents(folders.root / "site")
    with pytest.raises(AssertionError, match="after nothing"):
        assert_same(one, one | {"index.html": b""}, "nothing")


def test_half_a_memory_does_no_harm(folders):
    """A build that broke off leaves some work behind, and the next one makes the same site."""
    remembering_build(folders, NOW)
    expected = contents(folders.root / "site")
    for file in sorted((folders.root / FOLDER).rglob("*")):
        if file.is_file() and file.name != ".gitignore":
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    shutil.rmtree(folders.root / "site")
    remembering_build(folders, NOW)
    assert_same(contents(folders.root / "site"), expected, "half a memory")
