import pytest

from district import FabuError
from publisher.booklet.fonts import choose, find_fonts


@pytest.mark.parametrize(
    ("families", "chosen"),
    [
        (
            ["Noto Serif CJK SC", "Noto Sans CJK SC", "Arial"],
            ("Noto Serif CJK SC", "Noto Sans CJK SC"),
        ),
        (["SimSun", "Microsoft YaHei"], ("SimSun", "Microsoft YaHei")),
        (["Noto Sans CJK SC"], ("Noto Sans CJK SC", "Noto Sans CJK SC")),
        (["SimSun"], ("SimSun", "SimSun")),
    ],
)
def test_best_installed_fonts_are_taken(families, chosen):
    assert choose(families) == chosen


def test_without_a_chinese_font_the_message_names_the_package():
    with pytest.raises(
        FabuError, match=r"没有找到中文字体.*sudo apt-get install fonts-noto-cjk.*--font-dir"
    ):
        find_fonts(system=False)


def test_font_folder_must_exist(tmp_path):
    with pytest.raises(FabuError, match=r"没有“.*nowhere”这个字体目录"):
        find_fonts(tmp_path / "nowhere")
