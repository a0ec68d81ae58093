"""Files under .vscode/ that follow from the models: completion of keys, and `fabu check` as a task.

VS Code's YAML extension does not read the front matter of Markdown files
(redhat-developer/vscode-yaml#207, open since 2019); snippets and problem matchers need no
extension at all.
"""

from __future__ import annotations

from typing import Any

from district.models import SiteConfig
from publisher.authoring.key_texts import texts_of
from publisher.authoring.schema import Schema, json_schema
from publisher.model.documents.document import Kind
from publisher.model.finding import CODES, Level
from publisher.model.kinds import SPECS


def snippets(config: SiteConfig) -> dict[str, Any]:
    """One snippet for each key: its name completes to `key: `, with a list of the choices."""
    found: dict[str, dict[str, Any]] = {}
    for kind in Kind:
        schema = json_schema(kind, config)
        for key, text in texts_of(kind).items():
            if key not in schema["properties"]:
                continue
            snippet = found.setdefault(
                key,
                {
                    "scope": "markdown",
                    "prefix": key,
                    "body": f"{key}: {_value(schema['properties'][key])}",
                    "description": text,
                },
            )
            if text not in snippet["description"]:
                snippet["description"] += f"；{kind.label}：{text}"
    return {f"头信息 {key}": snippet for key, snippet in found.items()}


def _value(schema: Schema) -> str:
    if "enum" in schema:
        return _choice(schema["enum"])
    items = schema.get("items", {})
    if "enum" in items:
        return f"[{_choice(items['enum'])}]"
    if schema.get("type") == "array":
        return "[$1]"
    if schema.get("type") == "boolean":
        return "${1|true,false|}"
    return "$1"


def _choice(labels: list[str]) -> str:
    escaped = [
        label.replace("\\", "\\\\").replace(",", "\\,").replace("|", "\\|") for label in labels
    ]
    return "${1|" + ",".join(escaped) + "|}"


def settings() -> dict[str, Any]:
    """How the editor writes files, and which schema belongs to which manuscripts."""
    folders = {
        kind: "cases_library/**/*.md" if kind is Kind.CASE else f"content/{SPECS[kind].folder}/*.md"
        for kind in Kind
        if kind is not Kind.PAGE
    }
    schemas: dict[str, str | list[str]] = {
        f"site_config/schema/{kind.value}.schema.json": files for kind, files in folders.items()
    }
    schemas["site_config/schema/page.schema.json"] = ["content/about/*.md", "content/handbook/*.md"]
    return {
        "files.encoding": "utf8",
        "files.eol": "\n",
        "files.insertFinalNewline": True,
        "[markdown]": {
            "editor.insertSpaces": True,
            "editor.tabSize": 2,
            "editor.wordWrap": "on",
            "editor.quickSuggestions": {"other": "on", "comments": "off", "strings": "off"},
            "editor.snippetSuggestions": "top",
            "editor.wordBasedSuggestions": "off",
        },
        "yaml.schemas": schemas,
        "yaml.customTags": ["!replace mapping", "!append sequence"],
    }


def tasks() -> dict[str, Any]:
    """The task “fabu check”, whose findings VS Code shows at their lines."""
    return {
        "version": "2.0.0",
        "tasks": [
            {
                "label": "fabu check",
                "type": "process",
                "command": "fabu",
                # The project's own environment first, then what is installed on the machine.
                "options": {"env": {"PATH": "${workspaceFolder}/.venv/bin:${env:PATH}"}},
                "windows": {
                    "options": {"env": {"PATH": "${workspaceFolder}/.venv/Scripts;${env:PATH}"}}
                },
                "args": ["check"],
                "group": {"kind": "build", "isDefault": True},
                "presentation": {"reveal": "silent", "clear": True},
                "problemMatcher": [_matcher(level) for level in Level],
            }
        ],
    }


def _matcher(level: Level) -> dict[str, Any]:
    codes = "|".join(code.code for code in CODES.values() if code.level is level)
    return {
        "owner": f"fabu-{level.value}",
        "source": "fabu",
        "severity": level.value,
        "fileLocation": ["relative", "${workspaceFolder}"],
        "pattern": {
            "regexp": rf"^(.+?):(\d+): ({codes}) (.+)$",
            "file": 1,
            "line": 2,
            "code": 3,
            "message": 4,
        },
    }
