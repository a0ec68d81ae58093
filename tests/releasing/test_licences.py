"""No GPL and no AGPL in what runs; what binds only itself is named in NOTICE."""

from __future__ import annotations

import re
import tomllib
from email.message import Message
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from releasing.distributions import installed, needed_by
from releasing.licences import Terms, licence_of

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
RUNS = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["production"]]
NOTICE = (ROOT / "NOTICE").read_text("utf-8")


def test_everything_that_runs_may_be_shipped() -> None:
    needed = needed_by(map(Requirement, RUNS), installed)
    assert len(needed) > len(PROJECT["dependencies"])
    refused = {
        made.title: made.licence.statement
        for made, _needs in needed.values()
        if not made.licence.terms.may_be_shipped()
    }
    assert refused == {}


def test_notice_names_exactly_what_is_used_unmodified() -> None:
    needed = needed_by(map(Requirement, RUNS), installed)
    weak = {n for n, (made, _) in needed.items() if made.licence.terms is Terms.WEAK_COPYLEFT}
    named = set(re.findall(r"^  ([a-z0-9-]+) {2,}\S", NOTICE, re.MULTILINE))
    assert named == weak


def test_our_own_licence_is_apache() -> None:
    assert PROJECT["license"] == "Apache-2.0"
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    for pattern in PROJECT["license-files"]:
        assert list(ROOT.glob(pattern)), pattern


def test_notices_of_what_is_carried_are_passed_on() -> None:
    """Apache-2.0, section 4 (d)."""
    for notice in ROOT.glob("forms_backend/**/vendor/*/NOTICE"):
        for line in notice.read_text("utf-8").splitlines():
            assert line.strip() in NOTICE


def test_an_old_field_that_is_exact_is_what_is_said() -> None:
    made = licence_of(metadata(Classifier=f"{OSI}BSD License", License="BSD-3-Clause"))
    assert (made.statement, made.is_spdx) == ("BSD-3-Clause", True)
    made = licence_of(metadata(Classifier=f"{OSI}BSD License", License="BSD"))
    assert (made.statement, made.is_spdx) == ("BSD License", False)


def metadata(**fields: str | list[str]) -> Message:
    message = Message()
    for key, values in fields.items():
        for value in [values] if isinstance(values, str) else values:
            message[key.replace("_", "-")] = value
    return message


OSI = "License :: OSI Approved :: "
P, W, C, U = Terms.PERMISSIVE, Terms.WEAK_COPYLEFT, Terms.COPYLEFT, Terms.UNKNOWN


@pytest.mark.parametrize(
    ("fields", "terms"),
    [
        ({"License_Expression": "MIT"}, P),
        ({"License_Expression": "Apache-2.0 OR GPL-2.0-only"}, P),
        ({"License_Expression": "MIT AND GPL-2.0-or-later"}, C),
        ({"License_Expression": "MIT AND (LGPL-3.0-only OR GPL-3.0-only)"}, W),
        ({"License_Expression": "GPL-2.0-or-later WITH Classpath-exception-2.0"}, C),
        ({"License_Expression": "AGPL-3.0-only"}, C),
        ({"License_Expression": "MPL-2.0"}, W),
        ({"License_Expression": "SSPL-1.0"}, U),
        ({"License_Expression": "LicenseRef-Proprietary"}, U),
        (
            {
                "License_Expression": "MIT",
                "Classifier": f"{OSI}GNU Affero General Public License v3",
            },
            P,
        ),
        ({"Classifier": f"{OSI}MIT License"}, P),
        ({"Classifier": f"{OSI}GNU General Public License v2 (GPLv2)"}, C),
        ({"Classifier": f"{OSI}GNU Affero General Public License v3 or later (AGPLv3+)"}, C),
        ({"Classifier": f"{OSI}GNU Lesser General Public License v2 or later (LGPLv2+)"}, W),
        ({"Classifier": f"{OSI}GNU Library or Lesser General Public License (LGPL)"}, W),
        ({"Classifier": f"{OSI}Mozilla Public License 2.0 (MPL 2.0)"}, W),
        ({"Classifier": [f"{OSI}MIT License", f"{OSI}GNU General Public License (GPL)"]}, C),
        ({"Classifier": "License :: Free For Home Use"}, U),
        ({"Classifier": "License :: OSI Approved", "License": "BSD-3-Clause"}, P),
        ({"Classifier": f"{OSI}MIT License", "License": "GPL-3.0-only"}, C),
        ({"Classifier": f"{OSI}MIT License", "License": "see LICENSE"}, P),
        ({"License": "GPL-3.0"}, C),
        ({"License": "AGPL v3"}, U),
        ({"License": "Copyright 2026 somebody\nAll rights reserved"}, U),
        ({}, U),
    ],
)
def test_terms_are_read_from_any_kind_of_metadata(
    fields: dict[str, str | list[str]], terms: Terms
) -> None:
    licence = licence_of(metadata(**fields))
    assert licence.terms is terms
    assert licence.statement
    assert licence.terms.may_be_shipped() is (terms in {P, W})
