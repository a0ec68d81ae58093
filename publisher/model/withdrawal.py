"""Takes down (撤下) public answers whose consent was withdrawn, before anything is made from them.

`fabu answers export` writes the list; it holds digests alone, no number and no name.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import yaml

from district import FabuError
from district.layers import NOT_UTF8
from district.yaml_reading import load_yaml, sentence
from publisher.model.documents.answer import Answer
from publisher.model.documents.document import Kind
from publisher.model.kinds import SPECS
from publisher.model.library import Library

WITHDRAWN = f"{SPECS[Kind.ANSWER].folder}/withdrawn.yml"
"""Below content/."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


def withdrawn_digests(content: Path) -> frozenset[str]:
    """What the list names. Raises FabuError for a list that cannot be read: a page whose consent
    is gone must not stay because of a slip in a file."""
    path = content / WITHDRAWN
    if not path.is_file():
        return frozenset()
    try:
        data = load_yaml(path.read_text(encoding="utf-8-sig"))
    except yaml.YAMLError as error:
        raise FabuError(f"content/{WITHDRAWN}：{sentence(error)}") from error
    except UnicodeDecodeError as error:
        raise FabuError(f"content/{WITHDRAWN}：{NOT_UTF8}") from error
    digests = data.get("withdrawn") if isinstance(data, dict) else None
    if not isinstance(digests, list) or not all(
        isinstance(one, str) and _DIGEST.fullmatch(one) for one in digests
    ):
        raise FabuError(
            f"content/{WITHDRAWN} 应为 withdrawn: 下面逐行一个摘要（64 位十六进制）；"
            "请用 fabu answers export 重新生成"
        )
    return frozenset(digests)


def drop_withdrawn(library: Library, digests: Collection[str]) -> Library:
    """`library` without the answers that `digests` name: no page, list, feed or search has them."""
    kept = tuple(
        entry
        for entry in library.entries
        if not (isinstance(entry.meta, Answer) and entry.meta.submission in digests)
    )
    return replace(library, entries=kept)
