"""三审: who has to sign what; the texts that go online while something waits."""

from __future__ import annotations

from district import ConfigError
from district.signoff import FILE, NO_SIGNOFF, SignoffRules, load_signoff_rules
from publisher.checks.configuration import place_of, shown
from publisher.checks.context import CheckContext
from publisher.checks.personal_data import check_no_personal_data
from publisher.model.documents.document import Kind
from publisher.model.finding import Finding
from publisher.model.library import Library
from publisher.signoff.release import release


def released_library(library: Library, context: CheckContext) -> tuple[Library, list[Finding]]:
    """`library` with the texts that may go online; P709–P712, and N101 for what a text that was
    approved earlier holds."""
    rules, findings = read_rules(context)
    found = release(library, context.folders, context.config, context.config_folder, rules)
    findings += [*found.findings, *(one.finding(rules) for one in found.waiting)]
    for entry in found.approved:
        findings += [
            Finding(one.path, one.line, one.code, f"上次签发的版本：{one.message}", one.mend)
            for one in check_no_personal_data(entry, context)
        ]
    return found.library, findings


def read_rules(context: CheckContext) -> tuple[SignoffRules, list[Finding]]:
    """P709 for mistakes in people.yml, P710 where it names nobody."""
    path = shown(context, FILE)
    try:
        rules = load_signoff_rules(context.config_folder)
    except ConfigError as error:
        places = [(p.path.partition(": ")[2], p.message) for p in error.problems]
        return NO_SIGNOFF, [
            Finding(
                path, place_of(context, FILE, key)[1], "P709", (f"「{key}」" if key else "") + text
            )
            for key, text in places
        ]
    strange = [name for name in rules.signoff if name not in {*Kind, "default"}]
    if strange:
        kinds = "、".join(("default", *Kind))
        line = place_of(context, FILE, f"signoff.{strange[0]}")[1]
        message = f"「signoff」里没有“{strange[0]}”这一类稿件（{kinds}）"
        return rules, [Finding(path, line, "P709", message)]
    if not rules.is_on:
        return rules, [Finding(path, 1, "P710", "people.yml 里没有人")]
    return rules, []
