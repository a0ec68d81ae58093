"""Laws cited in an answer are cut out for linking; everything else stays as it was written."""

import pytest

from forms_backend.matters.cited_laws import pieces
from law.registry import load_registry

LAWS = load_registry()


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        (
            "依据《中华人民共和国民法典》第五百七十七条，应予支持。",
            [("《中华人民共和国民法典》第五百七十七条", "《民法典》第五百七十七条")],
        ),
        (
            "《民法典》第188条第一款和《信访工作条例》",
            [
                ("《民法典》第188条第一款", "《民法典》第188条第一款"),
                ("《信访工作条例》", "《信访工作条例》"),
            ],
        ),
        (
            "依民法典第五百七十七条，该法第五百八十四条另有规定。",
            [
                ("民法典第五百七十七条", "《民法典》第五百七十七条"),
                ("该法第五百八十四条", "《民法典》第五百八十四条"),
            ],
        ),
        ("《某某公司员工手册》第三条不是法律。", []),
        ("没有引用。", []),
        ("", []),
        ("《民法典》", [("《民法典》", "《民法典》")]),
    ],
)
def test_known_laws_are_linked_and_the_text_is_whole(
    text: str, linked: list[tuple[str, str]]
) -> None:
    found = list(pieces(text, LAWS))
    assert "".join(piece.text for piece in found) == text
    assert [(piece.text, piece.query) for piece in found if piece.query] == linked
