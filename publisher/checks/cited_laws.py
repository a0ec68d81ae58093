"""Citations of laws hold (DESIGN §5): the law exists, has that article, and is in force.

Only what an editor can act on is reported: local regulations, departmental rules and judicial
interpretations that the registry does not list pass without a word.
"""

from __future__ import annotations

from law.citation import Citation
from law.registry import is_named_as_law
from publisher.checks.context import CheckContext
from publisher.model.case import Case
from publisher.model.citing import citations_of
from publisher.model.document import Kind
from publisher.model.fields import end_of, nearest
from publisher.model.finding import Finding
from publisher.model.library import Entry

Citations = tuple[Citation, ...]

_ORIGINAL_TEXT = "文件原文"
_SAYS_SO = ("原《", "废止", "失效", "行为时", "当时施行", "当时有效", "旧法", "修订前", "修正前")
"""Words by which a sentence tells readers that the law it cites is no longer in force."""


def check_cited_laws(entry: Entry, context: CheckContext) -> list[Finding]:
    """G801, G802 and G803 for every citation in `entry`, which is searched for them once."""
    found = citations_of(entry, context.registry)
    if not found:
        return []
    return [
        *check_cited_laws_exist(entry, found, context),
        *check_cited_articles_exist(entry, found, context),
        *check_cited_laws_are_in_force(entry, found, context),
    ]


def check_cited_laws_exist(entry: Entry, found: Citations, context: CheckContext) -> list[Finding]:
    """G801, once for each name in a file."""
    first: dict[str, Citation] = {}
    for citation in found:
        if not context.registry.knows(citation.law) and is_named_as_law(citation.law):
            first.setdefault(citation.law, citation)
    titles = context.registry.law_titles
    return [
        Finding(
            entry.path,
            c.line,
            "G801",
            f"《{c.law}》不在现行法律目录{nearest(c.law.removeprefix('中华人民共和国'), titles)}",
        )
        for c in first.values()
    ]


def check_cited_articles_exist(
    entry: Entry, found: Citations, context: CheckContext
) -> list[Finding]:
    """G802: in the version cited by its year, else in the one in force today.

    Inserted articles (第N条之M) are checked by the article that they follow.
    """
    findings = []
    for citation in found:
        law = context.registry.find(citation.law)
        if law:
            most = law.articles_on(context.today, citation.year)
            note = (
                f"（{law.upcoming.effective} 起 {law.upcoming.articles} 条）"
                if law.upcoming
                else ""
            )
        else:
            repealed = context.registry.find_repealed(citation.law, context.today)
            most, note = (repealed.articles if repealed else None), ""
        if most is None:
            continue
        findings += [
            Finding(
                entry.path,
                citation.line,
                "G802",
                f"《{citation.law}》共 {most} 条{note}，没有{article}",
            )
            for article in dict.fromkeys(citation.articles)
            if article.number > most
        ]
    return findings


def check_cited_laws_are_in_force(
    entry: Entry, found: Citations, context: CheckContext
) -> list[Finding]:
    """G803, once for each law in a file; silent where the law was in force at the time.

    A case is judged by the law of its day; the text of a policy is quoted as it stands; a
    sentence that says that the law is repealed needs no reminder.
    """
    day = context.today
    if isinstance(entry.meta, Case):
        day = min(day, end_of(entry.meta.decided))
    first: dict[str, Citation] = {}
    for citation in found:
        if not context.registry.find_repealed(citation.law, day):
            continue
        if not (_is_quoted(entry, citation.line) or _says_so(entry, citation)):
            first.setdefault(citation.law, citation)
    findings = []
    for citation in first.values():
        repealed = context.registry.find_repealed(citation.law, day)
        if repealed:
            findings.append(
                Finding(
                    entry.path,
                    citation.line,
                    "G803",
                    f"《{citation.law}》已于 {repealed.until} 废止，现行对应规定见{repealed.by}",
                )
            )
    return findings


def _is_quoted(entry: Entry, line: int) -> bool:
    """Whether `line` lies in the section that holds the text of the policy itself."""
    if entry.kind is not Kind.POLICY:
        return False
    name = ""
    for section in entry.outline.sections:
        if section.line > line:
            break
        name = section.name
    return name == _ORIGINAL_TEXT


def _says_so(entry: Entry, citation: Citation) -> bool:
    """Whether the sentence around the citation says that the law is repealed."""
    if citation.position < 0:
        return False
    text = entry.prose
    begin = max(text.rfind("。", 0, citation.position), text.rfind("\n", 0, citation.position)) + 1
    ends = [
        e
        for e in (text.find("。", citation.position), text.find("\n", citation.position))
        if e >= 0
    ]
    sentence = text[begin : min(ends, default=len(text))]
    return any(word in sentence for word in _SAYS_SO)
