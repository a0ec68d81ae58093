"""Reads `forms/*.yml` into typed form definitions, reporting every mistake of every file at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

from pydantic import ValidationError

from district.errors import ConfigError, ConfigProblem
from district.forms.fields import (
    RESERVED_KEYS,
    AttachmentField,
    ChoiceField,
    ConsentField,
    FieldKind,
    FormField,
    LedgerColumn,
    MultiChoiceField,
    Option,
    OptionsField,
    PhoneField,
)
from district.forms.models import FormDefinition, PrivacyNotice
from district.forms.paper import FORMS
from district.layers import NATIONAL, Layered, read_folder
from district.models import SiteConfig

__all__ = ["FOLDER", "FormDefinition", "load_form_definitions"]

_MESSAGES = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请删去或检查拼写",
    "string_type": "应为文字；数字请加引号",
    "string_too_short": "不能为空",
    "string_too_long": "过长，最多 {max_length} 个字符",
    "string_pattern_mismatch": "写法不对，应符合 {pattern}",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "过多，最多 {max_length} 项",
    "greater_than_equal": "应不小于 {ge}",
    "less_than_equal": "应不大于 {le}",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "bool_parsing": "应为 true 或 false",
    "tuple_type": "应为列表",
    "model_type": "应为“键: 值”的一组",
    "union_tag_not_found": "缺少 kind（栏目种类）",
    "union_tag_invalid": "没有这种 kind，可用：{expected_tags}",
    "literal_error": "应为 {expected} 之一",
    "enum": "应为 {expected} 之一",
    "value_error": "{error}",
}


def _problems(error: ValidationError, name: str) -> list[ConfigProblem]:
    found = []
    for item in error.errors(include_url=False):
        place = ".".join(str(part) for part in item["loc"])
        values = item.get("ctx") or {}
        if "expected_tags" in values:
            values = {"expected_tags": "、".join(kind.value for kind in FieldKind)}
        message = _MESSAGES.get(item["type"], item["msg"]).format_map(values)
        found.append(ConfigProblem(f"{name}: {place}" if place else name, message))
    return found


def _resolve_choices(form: FormDefinition, config: SiteConfig) -> FormDefinition:
    """The form with every `choices_from` replaced by the options of that list, own options last."""
    lists = {
        "areas": tuple(
            Option(key=t.key, label=t.label) for t in config.vocabulary.terms("areas").terms
        ),
        "industries": tuple(
            Option(key=t.key, label=t.label) for t in config.vocabulary.terms("industries").terms
        ),
        "units": tuple(
            Option(key=u.key, label=u.name) for u in config.units if u.kind.handles_matters
        ),
    }

    def resolved(field: FormField) -> FormField:
        if isinstance(field, OptionsField) and field.choices_from is not None:
            return field.model_copy(update={"choices": lists[field.choices_from] + field.choices})
        return field

    sections = tuple(
        section.model_copy(update={"fields": tuple(resolved(f) for f in section.fields)})
        for section in form.sections
    )
    return form.model_copy(update={"sections": sections})


_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_SITE_TEXTS = (
    "organiser",
    "undertaker",
    "district",
    "address",
    "postcode",
    "phone",
    "hours",
    "email",
)


def _fill_notice(form: FormDefinition, config: SiteConfig, name: str) -> FormDefinition:
    """The form whose privacy notice names the site's own office; ConfigError on an unknown {name}."""
    texts = {key: getattr(config.site, key) for key in _SITE_TEXTS}
    problems = []
    filled = {}
    for key, text in form.notice.model_dump().items():
        for word in sorted(set(_PLACEHOLDER.findall(text)) - set(texts)):
            place = f"{name}: notice.{key}"
            known = "、".join(f"{{{text}}}" for text in _SITE_TEXTS)
            problems.append(ConfigProblem(place, f"不认识 {{{word}}}，可用：{known}"))
        filled[key] = _PLACEHOLDER.sub(lambda found: texts.get(found[1], found[0]), text)
    if problems:
        raise ConfigError(problems)
    return form.model_copy(update={"notice": PrivacyNotice(**filled)})


SMS_CONSENT = "consent_sms"
"""The key of the consent without which no visitor gets a text."""
_SMS_FIELD = ConsentField(
    key=SMS_CONSENT,
    kind=FieldKind.CONSENT,
    label="短信告知",
    text="我同意用短信把编号和办理状态告诉上面填写的手机。短信里没有姓名和内容；不选不影响办理，以后可以在办件查询里撤回。",
)


def _ask_for_texts(form: FormDefinition, config: SiteConfig) -> FormDefinition:
    """The form with the consent to texts as its last field, where the site sends any and the form asks
    for a phone."""
    # Not by `form.fields`: what it remembers would go along into the copy.
    fields = [field for section in form.sections for field in section.fields]
    has_phone = any(isinstance(field, PhoneField) for field in fields)
    is_asked = any(field.key == SMS_CONSENT for field in fields)
    if not config.site.sms_notices or not has_phone or is_asked:
        return form
    *before, last = form.sections
    asking = last.model_copy(update={"fields": (*last.fields, _SMS_FIELD)})
    return form.model_copy(update={"sections": (*before, asking)})


def _check_condition(field: FormField, earlier: Mapping[str, FormField]) -> Iterator[str]:
    if field.show_if is None:
        return
    parent = earlier.get(field.show_if.field)
    if parent is None:
        yield f"show_if 指向的“{field.show_if.field}”不存在，或排在本栏之后"
        return
    known = {"yes"} if isinstance(parent, ConsentField) else {o.key for o in parent.options}
    if not known:
        yield f"show_if 只能指向单选、多选或同意栏，“{parent.key}”不是"
        return
    for value in field.show_if.is_:
        if value not in known:
            yield f"show_if 的取值“{value}”不在“{parent.key}”的选项中"


def _check_options(field: FormField) -> Iterator[str]:
    if not isinstance(field, OptionsField):
        return
    keys = [option.key for option in field.choices]
    if not keys:
        yield "没有选项：请写 choices 或 choices_from"
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"选项“{key}”重复"


def _check_first(form: FormDefinition, fields: Mapping[str, FormField]) -> Iterator[str]:
    """What is asked first decides where a matter goes, so that nothing asked later can."""
    if not form.first:
        return
    for place, key in enumerate(form.first):
        field = fields.get(key)
        if field is None:
            yield f"“{key}”不是本表的栏目"
        elif isinstance(field, AttachmentField | ConsentField):
            yield f"“{key}”是附件或者同意，不能在来电时先问"
        elif field.show_if is not None and field.show_if.field not in form.first[:place]:
            yield f"“{key}”在“{field.show_if.field}”选了什么才问，那一栏应当写在它前面"
    for field in form.fields:
        column = field.column if isinstance(field, ChoiceField | MultiChoiceField) else None
        if column in ROUTED and field.key not in form.first:
            yield f"“{field.key}”（column: {column}）决定由谁受理、是否保密，应当先问"


ROUTED = (LedgerColumn.CATEGORY, LedgerColumn.ACCUSED_UNIT)


def _check_form(form: FormDefinition, name: str) -> list[ConfigProblem]:
    """Mistakes that show only when the parts of a form are seen together."""
    problems = []
    if form.id != PurePath(name).stem:
        problems.append(
            ConfigProblem(
                name, f"id 应与文件名一致：应为“{PurePath(name).stem}”，实际为“{form.id}”"
            )
        )
    earlier: dict[str, FormField] = {}
    columns: set[LedgerColumn] = set()
    for field in form.fields:
        messages = [*_check_condition(field, earlier), *_check_options(field)]
        if field.key in RESERVED_KEYS:
            messages.append("这个名称由页面自己使用，请换一个")
        if field.key in earlier:
            messages.append("名称重复")
        column = field.column if isinstance(field, ChoiceField | MultiChoiceField) else None
        if column in columns or (column and field.kind is FieldKind.MULTICHOICE):
            messages.append(f"column“{column}”只能由一个单选栏使用")
        columns |= {column} if column else set()
        earlier[field.key] = field
        problems += [ConfigProblem(f"{name}: {field.key}", message) for message in messages]
    problems += [
        ConfigProblem(f"{name}: first", message) for message in _check_first(form, earlier)
    ]
    for rule in form.rules:
        problems += [
            ConfigProblem(f"{name}: rules", f"at_least_one 中的“{key}”不是本表的栏目")
            for key in rule.at_least_one
            if key not in earlier
        ]
    return problems


def _check_together(forms: Mapping[str, FormDefinition]) -> list[ConfigProblem]:
    owner: dict[str, str] = {}
    problems = []
    for name, form in forms.items():
        if form.prefix in owner:
            problems.append(
                ConfigProblem(
                    f"{name}: prefix",
                    f"编号前缀“{form.prefix}”已由 {PurePath(owner[form.prefix]).name} 使用",
                )
            )
        owner.setdefault(form.prefix, name)
    return problems


FOLDER = FORMS


def _own_questions(layered: Layered) -> Mapping[str, Any]:
    """The values without the national `first` where the district asks questions of its own: it names
    fields that need not be there."""
    values = layered.mapping
    is_foreign = layered.place("first").national and not layered.place("sections").national
    return {k: v for k, v in values.items() if k != "first" or not is_foreign}


def load_form_definitions(
    config: SiteConfig, directory: Path = NATIONAL, folder: str = FOLDER
) -> dict[str, FormDefinition]:
    """Every form in `folder` of the settings in `directory` by its id, options from `config`
    filled in; the national forms that the district did not switch off are among them.

    Raises ConfigError that lists every mistake in all the files.
    """
    problems: list[ConfigProblem] = []
    forms: dict[str, FormDefinition] = {}
    for layered in read_folder(directory, folder, problems):
        try:
            form = FormDefinition.model_validate(_own_questions(layered))
            form = _ask_for_texts(_resolve_choices(form, config), config)
            form = _fill_notice(form, config, layered.name)
        except ConfigError as error:
            problems += error.problems
        except ValidationError as error:
            problems += _problems(error, layered.name)
        else:
            problems += _check_form(form, layered.name)
            forms[layered.name] = form
    problems += _check_together(forms)
    if problems:
        raise ConfigError(problems)
    return {form.id: form for form in forms.values()}
