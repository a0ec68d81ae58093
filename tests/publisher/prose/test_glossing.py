import pytest

from district.glossary import Glossary
from district.loader import load_site_config
from publisher.prose.markdown import MarkdownReader, render
from tests.reference import SITE_CONFIG

GLOSSARY = Glossary.model_validate(
    {
        "terms": [
            {"key": "dingjin", "term": "定金", "note": "为保证合同履行预先交付的钱。"},
            {"key": "zeren", "term": "连带责任", "also": ["连带清偿责任"], "note": "可以向任何一人要求全部。"},
            {"key": "baozheng", "term": "连带责任保证", "note": "保证人与债务人承担连带责任。"},
        ]
    }
)  # fmt: skip
LINK = '<a class="gloss" data-note="{note}" href="{root}glossary/#{key}">{word}</a>'


def html(body, root="../../"):
    return str(render(MarkdownReader("site.test", GLOSSARY).read(body), {}, root).html)


def link(word, key, note, root="../../"):
    return LINK.format(word=word, key=key, note=note, root=root)


DEPOSIT = link("定金", "dingjin", "为保证合同履行预先交付的钱。")


def test_the_first_use_is_explained_and_no_other():
    assert (
        html("付定金，再付定金。\n\n定金不退。")
        == f"<p>付{DEPOSIT}，再付定金。</p>\n<p>定金不退。</p>"
    )


def test_another_form_of_a_term_counts_as_the_term():
    found = html("承担连带清偿责任。\n\n承担连带责任。")
    assert found.count('class="gloss"') == 1
    assert ">连带清偿责任</a>" in found


def test_the_longest_term_is_meant():
    assert ">连带责任保证</a>" in html("约定连带责任保证。")


@pytest.mark.parametrize(
    "body",
    ["## 定金", "[定金](a.md)", "`定金`", "```\n定金\n```", "[说**定金**](a.md)", "    定金"],
)
def test_headings_links_and_code_are_left_alone(body):
    assert "gloss" not in html(body)


def test_text_around_marks_stays_in_order():
    body = "先**付定金**后*承担连带责任*，依连带责任保证办。"
    plain = html(body).replace("<strong>", "").replace("</strong>", "")
    words = "".join(part.split(">", 1)[1] for part in ("x>" + plain).split("<"))
    assert words.strip() == "先付定金后承担连带责任，依连带责任保证办。"
    assert html(body).count('class="gloss"') == 3


def test_a_later_place_serves_when_the_first_is_a_heading():
    assert html("## 定金\n\n付定金。").endswith(f"<p>付{DEPOSIT}。</p>")


def test_each_page_starts_anew():
    reader = MarkdownReader("site.test", GLOSSARY)
    pages = [str(render(reader.read("定金"), {}, "./").html) for _ in range(2)]
    assert pages[0] == pages[1]
    assert "./glossary/#dingjin" in pages[0]


def test_a_word_is_explained_once():
    term = {"key": "a", "term": "定金", "note": "为保证合同履行预先交付的钱。"}
    with pytest.raises(ValueError, match="重复：定金"):
        Glossary.model_validate({"terms": [term, {**term, "key": "b"}]})


def test_our_own_glossary_is_in_order():
    glossary = load_site_config(SITE_CONFIG).glossary
    assert len(glossary.terms) >= 40
    assert all(term.note.endswith("。") for term in glossary.terms)
