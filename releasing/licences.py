"""What a distribution's metadata says of its licence, and whether that may be shipped with ours.

Apache-2.0, our own licence, goes with permissive ones in any form. Weak copyleft (LGPL, MPL) binds
only changes to the library itself: it is used unmodified, replaceable by its user, and named in
NOTICE. GPL and AGPL would bind the whole program; a licence nobody has looked at might.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from enum import IntEnum
from functools import cache

from license_expression import (
    AND,
    ExpressionError,
    LicenseExpression,
    LicenseSymbol,
    LicenseWithExceptionSymbol,
    Licensing,
    ParseError,
    get_spdx_licensing,
)


class Terms(IntEnum):
    """What a licence asks, from least to most."""

    PERMISSIVE = 1
    WEAK_COPYLEFT = 2
    COPYLEFT = 3
    UNKNOWN = 4

    def may_be_shipped(self) -> bool:
        return self <= Terms.WEAK_COPYLEFT


@dataclass(frozen=True)
class Licence:
    """`statement` as the metadata words it; `is_spdx` where that is an SPDX expression."""

    statement: str
    is_spdx: bool
    terms: Terms


_PERMISSIVE = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BlueOak-1.0.0",
        "CC0-1.0",
        "HPND",
        "ISC",
    }
    | {"MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Python-2.0", "Unlicense", "ZPL-2.1", "Zlib"}
)
_BY_FAMILY = (
    ("AGPL-", Terms.COPYLEFT),
    ("GPL-", Terms.COPYLEFT),
    ("LGPL-", Terms.WEAK_COPYLEFT),
    ("MPL-", Terms.WEAK_COPYLEFT),
)
_CLASSIFIERS = {
    "Apache Software License": Terms.PERMISSIVE,
    "BSD License": Terms.PERMISSIVE,
    "ISC License (ISCL)": Terms.PERMISSIVE,
    "MIT License": Terms.PERMISSIVE,
    "Python Software Foundation License": Terms.PERMISSIVE,
    "The Unlicense (Unlicense)": Terms.PERMISSIVE,
    "Zope Public License": Terms.PERMISSIVE,
}
_CLASSIFIERS_BY_FAMILY = (
    ("GNU Lesser General Public License", Terms.WEAK_COPYLEFT),
    ("GNU Library or Lesser General Public License", Terms.WEAK_COPYLEFT),
    ("Mozilla Public License", Terms.WEAK_COPYLEFT),
    ("GNU ", Terms.COPYLEFT),
)


def licence_of(metadata: Message) -> Licence:
    """The licence by `License-Expression`, else by classifiers and the old `License` field together.

    Several classifiers may mean a choice or a sum; they count as a sum, and people decide. An old
    field that is no SPDX expression says nothing where there are classifiers.
    """
    expression = metadata.get("License-Expression") or ""
    if expression:
        return Licence(expression, True, _terms_of_expression(expression))
    classifiers = [
        text.rpartition(" :: ")[2]
        for text in metadata.get_all("Classifier") or []
        if text.startswith("License :: ") and text != "License :: OSI Approved"
    ]
    field = metadata.get("License") or ""
    terms = [_terms_of_classifier(text) for text in classifiers]
    stated = _terms_of_expression(field)
    if stated is not Terms.UNKNOWN:
        return Licence(field, True, max([stated, *terms]))
    if classifiers:
        return Licence(" AND ".join(sorted(classifiers)), False, max(terms))
    return Licence(field.partition("\n")[0] or "UNKNOWN", False, Terms.UNKNOWN)


def _terms_of_classifier(text: str) -> Terms:
    families = (terms for name, terms in _CLASSIFIERS_BY_FAMILY if text.startswith(name))
    return _CLASSIFIERS.get(text) or next(families, Terms.UNKNOWN)


def _terms_of_expression(text: str) -> Terms:
    """An OR is as mild as its mildest side, an AND as strict as its strictest."""
    try:
        parsed = _spdx().parse(text, validate=True)
    except (ExpressionError, ParseError):
        return Terms.UNKNOWN
    return Terms.UNKNOWN if parsed is None else _weigh(parsed)


def _weigh(part: LicenseExpression) -> Terms:
    if isinstance(part, LicenseWithExceptionSymbol):
        return _weigh(part.license_symbol)
    if isinstance(part, LicenseSymbol):
        families = (terms for name, terms in _BY_FAMILY if part.key.startswith(name))
        return Terms.PERMISSIVE if part.key in _PERMISSIVE else next(families, Terms.UNKNOWN)
    sides = [_weigh(side) for side in part.args]
    return max(sides) if isinstance(part, AND) else min(sides)


@cache
def _spdx() -> Licensing:
    """Reading the list of SPDX takes half a second."""
    return get_spdx_licensing()
