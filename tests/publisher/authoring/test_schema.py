"""The schemas say the same as the models, about real manuscripts and about broken ones."""

import json
from pathlib import Path

import jsonschema
import pytest

from district import load_site_config
from publisher.authoring.derived import derived_files, stale_files
from publisher.authoring.key_texts import NESTED, texts_of
from publisher.authoring.schema import json_schema
from publisher.authoring.vscode import snippets, tasks
from publisher.model.documents.document import Kind
from publisher.model.front_matter import parse
from publisher.model.kinds import SPECS, kind_of_content_path
from publisher.model.loader import Folders, candidates
from tests.publisher.manuscripts import CASE, EVERY_KIND, changed, text_of
from tests.publisher.mini_project import FIXTURES
from tests.reference import SITE_CONFIG

ROOT = Path(__file__).parents[3]
PROJECT = Folders(ROOT, ROOT / "cases_library", ROOT / "content")


def data_of(text: str):
    parsed, findings = parse("a.md", text)
    assert findings == []
    assert parsed is not None
    return parsed.data


def kind_of(path: str) -> Kind:
    return (
        Kind.CASE
        if path.startswith("cases_library/")
        else kind_of_content_path(path.removeprefix("content/"))
    )


@pytest.fixture(scope="module")
def schemas():
    config = load_site_config(SITE_CONFIG)
    return {kind: jsonschema.Draft7Validator(json_schema(kind, config)) for kind in Kind}


@pytest.mark.parametrize("kind", list(Kind))
def test_schema_is_valid_itself(schemas, kind):
    jsonschema.Draft7Validator.check_schema(schemas[kind].schema)


def test_every_manuscript_of_the_repository_fits_its_schema(schemas):
    for candidate in candidates(PROJECT):
        data = data_of(candidate.file.read_text(encoding="utf-8"))
        errors = [error.message for error in schemas[candidate.kind].iter_errors(data)]
        assert errors == [], candidate.shown


@pytest.mark.parametrize("path", EVERY_KIND)
def test_good_library_fits_its_schemas(path):
    config = load_site_config(FIXTURES / "site_config")
    jsonschema.validate(data_of(text_of(path)), json_schema(kind_of(path), config))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stage: 一审", "stages: 一审"),
        ("stage: 一审", "stage: 九审"),
        ("areas: [劳动用工]", "areas: []"),
        ("areas: [劳动用工]", "areas: 劳动用工"),
        ("decided: 2026-03", "decided: 三月"),
        ("id: ld-unsigned", "id: LD"),
        ("editor: 明湖区司法局普法科\n", ""),
        ("source: {name: 明湖区人民法院}", "source: {nam: 甲}"),
        ("unit: 明湖区人民法院", "unit: 别处人民法院"),
    ],
)
def test_what_the_check_refuses_the_schema_refuses(old, new):
    config = load_site_config(FIXTURES / "site_config")
    data = data_of(changed(CASE, old, new)[CASE])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, json_schema(Kind.CASE, config))


@pytest.mark.parametrize("kind", list(Kind))
def test_every_key_of_the_models_is_described_and_no_other(kind, config):
    schema = json_schema(kind, config)
    fields = {
        name
        for name, field in SPECS[kind].model.model_fields.items()
        if not (field.json_schema_extra or {}).get("x-internal")
    }
    assert set(schema["properties"]) == fields
    assert fields <= set(texts_of(kind))
    if kind is not Kind.PAGE:
        assert set(texts_of(kind)) == fields
    for name, part in schema["$defs"].items():
        assert set(part["properties"]) == set(NESTED[name])
        assert all("description" in value for value in part["properties"].values())


def test_internal_keys_and_vocabulary_marks_are_gone(config):
    text = json.dumps([json_schema(kind, config) for kind in Kind])
    assert "cause_group" not in text
    assert "x-" not in text


def test_committed_files_are_up_to_date():
    """Run `fabu schema` and commit what it writes when this fails."""
    stale = stale_files(derived_files(PROJECT, load_site_config(SITE_CONFIG)))
    assert [path.relative_to(ROOT).as_posix() for path in stale] == []


def test_snippets_offer_the_choices(config):
    found = snippets(config)
    assert found["头信息 stage"]["body"] == "stage: ${1|一审,调解|}"
    assert found["头信息 areas"]["body"] == "areas: [${1|合同交易,劳动用工|}]"
    assert found["头信息 example"]["body"] == "example: ${1|true,false|}"
    assert found["头信息 title"]["body"] == "title: $1"


def test_problem_matchers_read_what_check_prints():
    import re

    error, warning = (m["pattern"]["regexp"] for m in tasks()["tasks"][0]["problemMatcher"])
    lines = [
        (FIXTURES / "library_bad" / code / "expected.txt")
        .read_text(encoding="utf-8")
        .split("\n")[0]
        for code in ("C203", "C210")
    ]
    assert re.match(error, lines[0])
    assert not re.match(error, lines[1])
    assert re.match(warning, lines[1])


def test_settings_name_schemas_that_exist():
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    for schema in settings["yaml.schemas"]:
        assert (ROOT / schema).is_file()
