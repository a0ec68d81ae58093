"""One draft of a manuscript: the front matter of a new one with what was proposed, and the body."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from datetime import date

from pypinyin import lazy_pinyin

from district.models import SiteConfig
from publisher.authoring.manuscript import new_manuscript
from publisher.importing.forms import Form
from publisher.importing.metadata import Confidence, Proposal
from publisher.model.fields import is_id
from publisher.model.front_matter import UNFILLED

CHECK = f"  # {UNFILLED}请核对"

_OPTIONAL = ("industries", "stage", "risk", "related", "promises")
"""Keys of a new manuscript that say nothing when nothing is known."""

_PLAIN = re.compile(r"[\u3400-\u9fff（〔《“A-Za-z][^:#\[\]{},&*!|>'\"%@`\\\n]*")
_ID_SYLLABLES = 8


def identifier_of(title: str, stem: str, wanted: str, taken: Collection[str]) -> str:
    """An id for the URL: the one of the sheet, the file's name when it may be one, or the first
    syllables of the title; a number behind it where it is taken."""
    base = next((w for w in (wanted, stem) if is_id(w) and re.search("[a-z]{3}", w)), "")
    if not base:
        words = re.sub(r"[^\u4e00-\u9fff]", "", title) or re.sub(r"[^\u4e00-\u9fff]", "", stem)
        syllables = [
            s.lower() for s in lazy_pinyin(words[:_ID_SYLLABLES]) if re.fullmatch("[a-z]+", s)
        ]
        base = "-".join(syllables) or "imported"
    base = base[:54].rstrip("-")
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found


def draft_of(
    form: Form,
    identifier: str,
    config: SiteConfig,
    today: date,
    proposals: Sequence[Proposal],
    body: Sequence[str],
    footnotes: Sequence[str],
) -> tuple[str, str]:
    """Where the draft goes, below the folder of its kind, and its text."""
    case_type = (
        config.vocabulary.terms("case_types").find(form.case_type) if form.case_type else None
    )
    new = new_manuscript(form.kind, identifier, config, today, case_type)
    by_key = {p.key: p for p in proposals}
    header = new.text.split("---\n")[1].rstrip("\n").split("\n")
    location = new.location
    published = by_key.get("published")
    if published and "/" in location and re.match(r"\d{4}/", location):
        location = f"{str(published.value)[:4]}/{location.partition('/')[2]}"
    lines = _header(header, by_key)
    text = "\n".join(["---", *lines, "---", "", *body, *footnotes]).rstrip("\n") + "\n"
    return location, re.sub(r"\n{3,}", "\n\n", text)


def _header(lines: Sequence[str], proposals: dict[str, Proposal]) -> list[str]:
    made: list[str] = []
    dropping = False
    written = set()
    for line in lines:
        key = re.match(r"([a-z_]+):", line)
        if key is None:
            if not dropping:
                made.append(line)
            continue
        name = key[1]
        written.add(name)
        proposal = proposals.get(name)
        dropping = proposal is not None or name in _OPTIONAL
        if proposal is not None:
            made += _written(proposal)
        elif name in ("id", "status"):
            made.append(line.partition("  #")[0])
        elif name not in _OPTIONAL:
            made.append(
                line
                if UNFILLED in line or line.endswith(":")
                else f"{line.partition('  #')[0]}{CHECK}"
            )
    for name, proposal in proposals.items():
        if name not in written:
            made += _written(proposal)
    return made


def _written(proposal: Proposal) -> list[str]:
    mark = CHECK if proposal.confidence is Confidence.GUESS else ""
    if proposal.value == "":
        return []  # the unit of a case from elsewhere
    if isinstance(proposal.value, tuple):
        return [f"{proposal.key}: [{', '.join(_scalar(v) for v in proposal.value)}]{mark}"]
    if proposal.key == "source":
        return [f"source: {{name: {_scalar(proposal.value)}}}{mark}"]
    return [f"{proposal.key}: {_scalar(proposal.value)}{mark}"]


def _scalar(value: str) -> str:
    """A value as YAML, quoted where it could be read as anything else."""
    if _PLAIN.fullmatch(value) or re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", value):
        return value.strip()
    return json.dumps(value, ensure_ascii=False)
