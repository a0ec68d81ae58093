"""The programming interface described for programs: OpenAPI 3.1, made from the form definitions.

Pure: whoever changes a form or a filter changes the description with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from district.forms.fields import FieldKind, FormField, LongTextField
from district.forms.models import FormDefinition
from forms_backend.database.limits import DOCUMENT_ID_LENGTH, IDEMPOTENCY_KEY_LENGTH
from forms_backend.fields import messages
from forms_backend.public.forms.form_suggestions import ASKED_IN
from forms_backend.public.searching.search_pages import MOST_HITS
from forms_backend.public.searching.search_query import FACETS, LONGEST_QUERY, MOST_PAGES, SORTS

VERSION = "1"
JSON = "application/json"
_FILTER_LENGTH = LONGEST_QUERY
_STATUS_TEXTS = {
    "400": "请求无法读懂", "404": "没有这一项", "405": "不支持这种方法", "409": "幂等键用于了不同的内容",
    "413": "请求太大", "415": "不是 JSON", "422": "有的字段需要改正", "429": "次数过多",
    "503": "暂时无法提供",
}  # fmt: skip


def describe(site_name: str, forms: Iterable[FormDefinition], root: str = "/") -> dict[str, Any]:
    """The whole document; `root` is where the site begins on its domain."""
    listed = tuple(forms)
    paths: dict[str, Any] = {f"/api/forms/{form.id}": _form_path(form) for form in listed}
    paths["/api/challenge/{form_id}"] = _get(
        "取得一道工作量证明题，答案放在请求头 Altcha 中",
        {
            "type": "object",
            "required": ["algorithm", "challenge", "maxnumber", "salt", "signature"],
        },
        "404",
        "429",
        parameters=[_in_path("form_id", {"enum": [form.id for form in listed]})],
    )
    paths["/api/hearings/{hearing_id}/seats"] = _get(
        "一场庭审还有多少旁听席",
        _ref("Seats"),
        "404",
        "503",
        parameters=[_in_path("hearing_id", {"type": "string", "maxLength": DOCUMENT_ID_LENGTH})],
    )
    paths["/api/suggestions"] = {"post": _suggestions()}
    paths["/api/search"] = _get(
        "全文检索", _ref("SearchResults"), "400", "429", "503", parameters=_search_parameters()
    )
    paths["/api/openapi.json"] = _get("本说明", {"type": "object"})
    return {
        "openapi": "3.1.0",
        "info": {"title": f"{site_name}：开放接口", "version": VERSION},
        **({"servers": [{"url": root.rstrip("/")}]} if root != "/" else {}),
        "paths": paths,
        "components": {"schemas": _SCHEMAS},
    }


def _form_path(form: FormDefinition) -> dict[str, Any]:
    operation = {
        "operationId": f"submit-{form.id}",
        "summary": form.title,
        "parameters": [
            _in_header("Idempotency-Key", "重复发送时不变；同样的键和内容得到同一张回执", 8),
            _in_header("Altcha", "工作量证明，每个只用一次；没有它则适用较慢的次数限制", 0),
        ],
        "requestBody": _json_body(form_schema(form)),
        "responses": _responses(
            "201", _ref("Receipt"), "400", "409", "413", "415", "422", "429", "503"
        ),
    }
    return {"post": operation}


def form_schema(form: FormDefinition) -> dict[str, Any]:
    """The JSON object that the form takes. Fields that are asked only under a condition are not
    required here; the answer 422 names them when they are missing."""
    fields = [field for field in form.fields if field.kind is not FieldKind.ATTACHMENT]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.key for field in fields if field.required and field.show_if is None],
        "properties": {field.key: _field_schema(field) for field in fields},
    }


def _field_schema(field: FormField) -> dict[str, Any]:
    keys = [option.key for option in field.options]
    match field.kind:
        case FieldKind.CONSENT:
            schema: dict[str, Any] = {"type": "boolean"}
        case FieldKind.CHOICE:
            schema = {"type": "string", "enum": keys}
        case FieldKind.MULTICHOICE:
            items = {"type": "string", "enum": keys}
            schema = {"type": "array", "items": items, "uniqueItems": True}
        case FieldKind.DATE:
            schema = {"type": "string", "format": "date"}
        case FieldKind.EMAIL:
            schema = {"type": "string", "format": "email", "maxLength": field.length_limit}
        case _:
            schema = {"type": "string", "maxLength": field.length_limit}
    if isinstance(field, LongTextField) and field.min_length:
        schema["minLength"] = field.min_length
    description = f"{field.label}。{field.help}" if field.help else field.label
    return schema | {"description": description}


def _suggestions() -> dict[str, Any]:
    typed = {key: {"type": "string"} for key in ASKED_IN}
    return {
        "summary": "与正在填写的问题相近的网页",
        "requestBody": _json_body({"type": "object", "properties": typed}),
        "responses": _responses("200", _ref("Suggestions"), "400", "413", "415", "429"),
    }


def _search_parameters() -> list[dict[str, Any]]:
    day = {"type": "string", "maxLength": 10}
    return [
        _in_query("q", {"type": "string", "maxLength": LONGEST_QUERY}),
        _in_query("limit", {"type": "integer", "minimum": 1, "maximum": MOST_HITS}),
        _in_query("page", {"type": "integer", "minimum": 1, "maximum": MOST_PAGES}),
        _in_query("sort", {"type": "string", "enum": list(SORTS)}),
        _in_query("from", day),
        _in_query("to", day),
        *(
            _in_query(
                name, {"type": "array", "items": {"type": "string", "maxLength": _FILTER_LENGTH}}
            )
            for name in FACETS
        ),
    ]


def _get(summary: str, schema: Mapping[str, Any], *errors: str, **more: Any) -> dict[str, Any]:
    return {"get": {"summary": summary, "responses": _responses("200", schema, *errors)} | more}


def _responses(success: str, schema: Mapping[str, Any], *errors: str) -> dict[str, Any]:
    refused = {
        status: {"description": _STATUS_TEXTS[status], "content": {JSON: {"schema": _ref("Error")}}}
        for status in errors
    }
    return {success: {"description": "成功", "content": {JSON: {"schema": schema}}}} | refused


def _json_body(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {JSON: {"schema": schema}}}


def _in_path(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _in_header(name: str, description: str, shortest: int) -> dict[str, Any]:
    schema = {"type": "string", "minLength": shortest, "maxLength": IDEMPOTENCY_KEY_LENGTH}
    return {"name": name, "in": "header", "description": description, "schema": schema}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: Any) -> dict[str, Any]:
    """An object with exactly these keys."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _list_of(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_HIT = _object(
    id=_TEXT, url=_TEXT, kind=_TEXT, title=_TEXT, date={"type": ["string", "null"]},
    score={"type": "number"}, snippet_html=_TEXT, section=_TEXT, anchor=_TEXT, part_of=_TEXT,
)  # fmt: skip
_SCHEMAS: dict[str, Any] = {
    "Error": {
        "type": "object",
        "required": ["code", "message"],
        "properties": {
            "code": {"type": "string", "enum": sorted(messages.ERRORS)},
            "message": _TEXT,
            "errors": {"type": "object", "additionalProperties": _list_of(_TEXT)},
        },
    },
    "Receipt": _object(number=_TEXT, query_code=_TEXT, status_url=_TEXT),
    "Seats": _object(
        hearing=_TEXT, state=_TEXT, open={"type": "boolean"}, book_until=_TEXT,
        seats=_COUNT, left=_COUNT, waiting=_COUNT,
    ),
    "Suggestions": _object(hits=_list_of(_object(url=_TEXT, title=_TEXT, kind=_TEXT))),
    "SearchResults": _object(
        query=_TEXT, total=_COUNT, note={"type": ["string", "null"]},
        synonyms=_list_of(_object(typed=_TEXT, words=_list_of(_TEXT))),
        suggestions=_list_of(_TEXT), corrected=_TEXT, hits=_list_of(_HIT), nearest=_list_of(_HIT),
        facets=_object(
            **{
                name: _list_of(_object(value=_TEXT, label=_TEXT, count=_COUNT)) for name in FACETS
            }
        ),
    ),
}  # fmt: skip
