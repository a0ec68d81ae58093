"""The words of a Markdown body as a reader sees them, without rendering it.

Rendering would cost a third of a build again; tests hold this to what `publisher.prose.markdown` renders.
"""

from __future__ import annotations

import re
from html import unescape

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCED = re.compile(r"^(```+|~~~+)[^\n]*\n(.*?)^\1[ \t]*$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"(?<!\\)(`+)(.+?)(?<!`)\1(?!`)", re.DOTALL)

_ABBREVIATION = re.compile(r"^[ ]{0,3}\*\[[^\]\n]+\]:.*\n?", re.MULTILINE)
_NOTE = re.compile(r"^[ ]{0,3}\[\^[^\]\n]+\]:[ \t]*", re.MULTILINE)
_NOTE_MARK = re.compile(r"\[\^[^\]\n]+\]")
_DEFINITION = re.compile(r"^[ ]{0,3}\[([^\]\n]+)\]:[ \t]*\S.*\n?", re.MULTILINE)
_ADMONITION = re.compile(
    r"^(?:!!!|\?\?\?\+?)[ \t]+([\w-]+)[^\n\"]*(?:\"([^\"\n]*)\")?[ \t]*$", re.MULTILINE
)
_RULE = re.compile(r"^[ ]{0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$", re.MULTILINE)
_TABLE_RULE = re.compile(
    r"^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*$", re.MULTILINE
)
_LINE_MARKS = re.compile(r"^[ \t]*(?:(?:#{1,6}|[-*+:]|\d+\.)[ \t]+|>[ \t]?)*", re.MULTILINE)
_CLOSING_HASHES = re.compile(r"(?<=\S)[ \t]+#+[ \t]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"[ \t]*\{(?::|[ \t]*[.#])[^}\n]*\}")

_TARGET = r"\((?:[^()\n]|\([^()\n]*\))*\)"
_IMAGE = re.compile(rf"!\[([^\]]*)\]{_TARGET}")
_LINK = re.compile(rf"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]{_TARGET}")
_REFERENCE = re.compile(r"!?\[([^\[\]]+)\](?:[ ]?\[([^\[\]]*)\])?")
_ADDRESS = re.compile(r"<((?:https?://|ftp://|[^\s<>@]+@)[^\s<>]+)>")
_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)", re.DOTALL)
_EMPHASIS = re.compile(
    r"(?<!\\)\*(?=[^\s*])([^*]+?)(?<=[^\s\\])\*|(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)"
)
_ENTITY = re.compile(r"&#?\w{1,31};")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+.!-])")


def plain_text(markdown: str) -> str:
    """The words of a Markdown body, without its marks; line structure stays."""
    kept: list[str] = []

    def keep(text: str) -> str:
        kept.append(text)
        return f"\x02{len(kept) - 1}\x03"

    text = markdown
    if "`" in text or "~~~" in text:
        text = _FENCED.sub(lambda m: keep(m[2]), text)
        text = _CODE.sub(lambda m: keep(m[2].strip()), text)
    if "<!--" in text:
        text = _COMMENT.sub("", text)
    text = _without_marks(text)
    text = re.sub(r"\x02(\d+)\x03", lambda m: kept[int(m[1])], text)
    return re.sub(r"\n{2,}", "\n", text).strip()


def line_for_line(prose: str) -> str:
    """The words of `prose` (a body without its code) with each word on its own line still: what
    finds something in them can say where it stands in the file."""
    text = prose
    if "<!--" in text:
        text = _COMMENT.sub(_its_breaks, text)
    if "[" in text:
        text = _ABBREVIATION.sub(_its_breaks, text)
        text = _NOTE_MARK.sub("", _NOTE.sub("", text))
        names = {name.strip().lower() for name in _DEFINITION.findall(text)}
        text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
        if names:
            text = _REFERENCE.sub(r"\1", _DEFINITION.sub(_its_breaks, text))
    if "|" in text:
        text = _TABLE_RULE.sub("", text).replace("|", " ")
    if "<" in text:
        text = _ADDRESS.sub(r"\1", text)
    if "{" in text:
        text = _ATTRIBUTES.sub("", text)
    for pattern in (_RULE, _LINE_MARKS):
        text = pattern.sub("", text)
    if "*" in text or "_" in text:
        for pattern in (_STRONG, _EMPHASIS):
            text = pattern.sub(lambda m: m[1] or m[2], text)
    if "&" in text:
        text = _ENTITY.sub(lambda m: unescape(m[0]).replace("\n", " "), text)
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _its_breaks(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _without_marks(text: str) -> str:
    if "\n*[" in text or text.startswith("*["):
        text = _ABBREVIATION.sub("", text)
    if "[" in text:
        text = _without_links(text)
    if "|" in text:
        text = _TABLE_RULE.sub("", text).replace("|", " ")
    if "<" in text:
        text = _ADDRESS.sub(r"\1", text)
    text = _ADMONITION.sub(lambda m: m[1].capitalize() if m[2] is None else m[2], text)
    for pattern in (_RULE, _LINE_MARKS, _CLOSING_HASHES, _ATTRIBUTES):
        text = pattern.sub("", text)
    if "*" in text or "_" in text:
        for pattern in (_STRONG, _EMPHASIS):
            text = pattern.sub(lambda m: m[1] or m[2], text)
    text = _ESCAPED.sub(r"\1", text)
    return unescape(text)


def _without_links(text: str) -> str:
    """Links, images and notes give way to the words that stand for them."""
    text = _NOTE_MARK.sub("", _NOTE.sub("", text))
    names = {name.strip().lower() for name in _DEFINITION.findall(text)}
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    if not names:
        return text

    def words(m: re.Match[str]) -> str:
        return m[1] if (m[2] or m[1]).strip().lower() in names else m[0]

    return _REFERENCE.sub(words, _DEFINITION.sub("", text))
