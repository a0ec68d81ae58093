import random

import pytest

from publisher.checks import duplicates
from publisher.checks.duplicates import Compared, check_texts_differ, compare, count_of, touched_by
from publisher.model.library import Library
from publisher.model.words import Words
from publisher.prose.markdown import MarkdownReader
from tests.publisher.mini_project import read

FACTS = "".join(
    f"第{i}项，某公司在第{i}个月向某商行供货{i * 3}吨，货款{i * 7}万元，双方签收无异议，约定三十日内付清。\n\n"
    for i in range(1, 21)
)


@pytest.fixture
def entries(library_ok):
    """Makes a library of cases with these bodies."""
    import dataclasses

    library, _, _ = read(library_ok)
    model = library.by_id["ld-unsigned"]
    reader = MarkdownReader("www.minghu.gov.cn")

    def build(*bodies: str) -> Library:
        return Library(
            tuple(
                dataclasses.replace(
                    model,
                    path=f"cases_library/2026/c{n:05}.md",
                    words=Words(reader.read(body)),
                )
                for n, body in enumerate(bodies)
            )
        )

    return build


def found(library: Library) -> list[tuple[str, str]]:
    return [(f.path[-7:-3], f.message) for f in check_texts_differ(library, None)]


def test_same_text_with_other_spacing_is_a_duplicate(entries):
    assert found(entries(FACTS, FACTS.replace("\n\n", "\n\n\n"))) == [
        ("0001", "正文与 cases_library/2026/c00000.md 相同")
    ]


def test_text_with_one_paragraph_changed_is_a_duplicate(entries):
    changed = FACTS.replace("第7项，某公司", "第七项事实是，另一家公司")
    ((where, message),) = found(entries(FACTS, changed))
    assert where == "0001"
    assert "有 9" in message


def test_text_of_which_half_is_new_is_no_duplicate(entries):
    half = FACTS[: len(FACTS) // 2]
    other = half.replace("供货", "加工").replace("货款", "加工费").replace("签收", "验收")
    assert found(entries(FACTS, half + other.replace("某公司", "某工厂"))) == []


def test_short_and_unfinished_texts_are_not_compared(entries):
    assert found(entries("货款拖欠。", "货款拖欠。")) == []
    assert found(entries(FACTS + "【待填】", FACTS + "【待填】")) == []


def test_texts_with_a_common_passage_of_another_are_told_apart(entries):
    notice = FACTS[:300]
    bodies = [notice + FACTS.replace("第", f"甲{n}第").replace("吨", f"吨{n}") for n in range(3)]
    assert found(entries(notice, *bodies)) == []


def test_each_text_is_compared_in_full_with_at_most_five_others(entries, monkeypatch):
    """However many are alike: so the cost grows with their number and not with its square."""
    compared = []
    in_full = duplicates._nearly_same

    def counting(text, owners, texts):
        worth = duplicates._WORTH_COMPARING * count_of(text.shingles)
        compared.append(sum(shared >= worth for shared in owners.values()))
        return in_full(text, owners, texts)

    monkeypatch.setattr(duplicates, "_nearly_same", counting)
    library = entries(*(FACTS.replace("第3项", f"第{n}项") for n in range(300)))
    assert len(found(library)) == 299
    assert len(compared) == 299
    assert max(compared) <= 5


def test_what_a_change_may_touch_is_all_that_it_touches():
    """Texts of a few common sentences; after each change what is not named stays as it was."""
    rng = random.Random(1)

    def text(number, sentences):
        shingles = b"".join(one.to_bytes(8, "little") for one in sorted(sentences))
        return Compared(f"{number:02}.md", 9, repr(sorted(sentences)).encode(), shingles)

    def any_text(number):
        if rng.random() < 0.1:
            return None
        return text(number, rng.sample(range(80), rng.randint(4, 8)))

    def nearly(number, other):
        sentences = {*memoryview(other.shingles).cast("Q")}
        return text(number, sentences ^ {*rng.sample(range(80), rng.randint(0, 3))})

    touched, unchanged = 0, 0
    texts = [any_text(number) for number in range(20)]
    for _ in range(600):
        at = rng.randrange(20)
        other = rng.choice([one for one in texts if one])
        after = nearly(at, other) if rng.random() < 0.8 else any_text(at)
        rest = [one for place, one in enumerate(texts) if one and place != at]
        asked = touched_by(texts[at], after, rest) | {f"{at:02}.md"}
        before = {f for f in compare(filter(None, texts)) if f.path not in asked}
        texts[at] = after
        now = [one for one in texts if one]
        whole = set(compare(now))
        assert before | set(compare(now, asked)) == whole
        touched, unchanged = touched + len(asked), unchanged + len(before)
    assert touched
    assert unchanged
