"""Laws cited in an answer are cut out for linking; everything else stays as it was written."""

import pytest

from forms_backend.matters.cited_laws import pieces
from law.names import load_law_names

NAMES = load_law_names()


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("依据《中华人民共和国民法典》第五百七十七条，应予支持。", ["《中华人民共和国民法典》第五百七十七条"]),
        ("《民法典》第188条第一款和《信访工作条例》", ["《民法典》第188条第一款", "《信访工作条例》"]),
        ("《某某公司员工手册》第三条不是法律。", []),
        ("没有引用。", []),
        ("", []),
        ("《民法典》", ["《民法典》"]),
    ],
)  # fmt: skip
def test_known_laws_are_linked_and_the_text_is_whole(text: str, linked: list[str]) -> None:
    found = list(pieces(text, NAMES))
    assert "".join(piece.text for piece in found) == text
    assert [piece.query for piece in found if piece.query] == linked
