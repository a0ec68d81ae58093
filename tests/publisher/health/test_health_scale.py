"""site_config/health_check.yml: limits and words of the levels, each mistake named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from district import NATIONAL, ConfigError, load_site_config
from tests.publisher.mini_project import FIXTURES
from tests.reference import SITE_CONFIG

SCALE = "health_check.yml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FIXTURES / "site_config", tmp_path / "site_config")
    return tmp_path / "site_config"


def changed(folder: Path, old: str, new: str) -> Path:
    text = (NATIONAL / SCALE).read_text(encoding="utf-8")
    assert old in text
    (folder / SCALE).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_district_without_a_scale_gets_the_one_of_fabu(folder):
    assert load_site_config(folder).health_scale == load_site_config(SITE_CONFIG).health_scale


def test_district_may_set_its_own_limits(folder):
    scale = load_site_config(changed(folder, "from_percent: 60", "from_percent: 50")).health_scale
    assert [level.from_percent for level in scale.levels] == [50, 35, 15, 0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("from_percent: 60", "from_percent: 30", "逐级减小"),
        ("from_percent: 0", "from_percent: 5", "最后一级为 0"),
        ("from_points: 3", "from_points: 1", "逐级减小"),
        ("    from_points: 0\n", "", "最后一级为 0"),
        ("veto_level: red", "veto_level: purple", "不在 levels 里"),
        ("from_percent: 60", "from_percent: 101", "levels.0.from_percent"),
        ("disclaimer:", "disclaimr:", "没有这一项"),
    ],
)
def test_wrong_scale_is_refused_with_its_place(folder, old, new, said):
    with pytest.raises(ConfigError) as error:
        load_site_config(changed(folder, old, new))
    assert SCALE in str(error.value)
    assert said in str(error.value)
