import pytest

from publisher.checks import read_and_check
from tests.publisher.mini_project import TODAY, read


@pytest.mark.parametrize(
    ("name", "old", "new", "found"),
    [
        ("site.yml", 'site_id_code: "3301234567"', 'site_id_code: "1304000009"', False),
        ("site.yml", 'site_id_code: "3301234567"', 'site_id_code: "0000000000"', True),
        ("site.yml", "phone: 0571-86543210", "phone: 000-00000000", True),
        ("site.yml", "https://www.minghu.gov.cn/", "http://localhost:8000/", True),
        ("site.yml", "https://www.minghu.gov.cn/", "https://www.example.com/", True),
        ("units.yml", "明湖区人民法院", "示例区人民法院", True),
        ("units.yml", "court:", "example-court:", False),
    ],
)
def test_value_that_is_made_up(library_ok, name, old, new, found):
    path = library_ok.root / "site_config" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    line = next(n for n, row in enumerate(text.split("\n"), start=1) if old in row)
    _, config, _ = read(library_ok)
    findings = [f for f in read_and_check(library_ok, config, TODAY)[1] if f.code == "P701"]
    assert [(f.path, f.line) for f in findings] == (
        [(f"site_config/{name}", line)] if found else []
    )
