"""JSON Schema of each kind's front matter, from the models and the site's vocabularies."""

from __future__ import annotations

from typing import Any

from district.models import SiteConfig
from publisher.authoring.key_texts import NESTED, texts_of
from publisher.model.documents.document import Kind
from publisher.model.kinds import SPECS

DIALECT = "http://json-schema.org/draft-07/schema#"
"""What the YAML language server understands in full."""

_DROPPED = ("title", "default")

Schema = dict[str, Any]


def json_schema(kind: Kind, config: SiteConfig) -> Schema:
    """The schema of `kind`: closed lists as enums of labels, meanings of keys in Chinese."""
    schema = SPECS[kind].model.model_json_schema()
    resolved: Schema = _resolved(schema, config)
    resolved["properties"] = _described(resolved["properties"], texts_of(kind))
    resolved["$defs"] = _referenced(resolved)
    for name, part in resolved["$defs"].items():
        part["properties"] = _described(part["properties"], NESTED[name])
        part.pop("description", None)
    resolved.pop("description", None)
    return {"$schema": DIALECT, "title": f"{kind.label}的头信息", **resolved}


def choices(name: str, config: SiteConfig) -> list[str]:
    """What may be written for `x-vocabulary: name`.

    Statuses are written by key (published) as often as by label, so both are offered.
    """
    if name == "units":
        return [unit.name for unit in config.units]
    if name == "causes":
        return list(config.vocabulary.cause_labels)
    terms = config.vocabulary.terms(name)
    keys = [term.key for term in terms.terms] if name == "document_statuses" else []
    return [*keys, *terms.labels]


def _referenced(schema: Schema) -> Schema:
    """The inner models that are still used once internal fields are gone."""
    text = str(schema)
    return {
        name: part for name, part in schema.get("$defs", {}).items() if f"'#/$defs/{name}'" in text
    }


def _described(properties: Schema, texts: dict[str, str]) -> Schema:
    """Properties in the order of the handbook, each with its meaning."""
    return {
        key: {**_plain_reference(properties[key]), "description": text}
        for key, text in texts.items()
        if key in properties
    }


def _plain_reference(schema: Schema) -> Schema:
    """draft-07 ignores what stands beside a $ref, so that a description needs an allOf."""
    return {"allOf": [schema]} if "$ref" in schema else schema


def _resolved(node: Any, config: SiteConfig) -> Any:
    """`node` without internal fields, alternatives that are null, and pydantic's own titles."""
    if isinstance(node, list):
        return [_resolved(item, config) for item in node]
    if not isinstance(node, dict):
        return node
    if "x-vocabulary" in node:
        return {"type": "string", "enum": choices(node["x-vocabulary"], config)}
    options = [option for option in node.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        return _resolved(options[0], config)
    return {
        key: _properties(value, config)
        if key in ("properties", "$defs")
        else _resolved(value, config)
        for key, value in node.items()
        if key not in _DROPPED
    }


def _properties(fields: Schema, config: SiteConfig) -> Schema:
    return {
        name: _resolved(schema, config)
        for name, schema in fields.items()
        if not schema.get("x-internal")
    }
