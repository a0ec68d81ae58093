"""The bill of materials (SBOM) of a wheelhouse as CycloneDX 1.6: what runs, from which file, under
which licence, and who needs whom."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from releasing.distributions import Distribution, in_wheel, needed_by
from releasing.licences import Licence
from releasing.locks import checksum


def bill_of_materials(wheels: Iterable[Path], root: Requirement, epoch: int) -> str:
    """The bill of `root` (our distribution with the extras that are shipped) as JSON text.

    Every wheel has to be needed and every need to be among the wheels; raises ValueError otherwise.
    Equal wheels give equal bytes.
    """
    read = {made.name: (made, wheel) for wheel in wheels for made in [in_wheel(wheel)]}

    def find(name: str) -> Distribution:
        if name not in read:
            raise ValueError(f"no wheel of {name}")
        return read[name][0]

    needed = needed_by([root], find)
    if superfluous := read.keys() - needed.keys():
        raise ValueError(f"nobody needs {', '.join(sorted(superfluous))}")
    own = find(canonicalize_name(root.name))
    components = [
        _component(made, "library") | {"hashes": [_hash(read[name][1])]}
        for name, (made, _needs) in needed.items()
        if made is not own
    ]
    digest = json.dumps(components, sort_keys=True)
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, f"{_purl(own)} {digest}").urn,
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, UTC).isoformat(),
            "component": _component(own, "application") | {"hashes": [_hash(read[own.name][1])]},
        },
        "components": components,
        "dependencies": _dependencies(needed),
    }
    return json.dumps(bill, ensure_ascii=False, indent=2) + "\n"


def _component(made: Distribution, kind: str) -> dict[str, Any]:
    return {
        "type": kind,
        "bom-ref": _purl(made),
        "name": made.title,
        "version": made.version,
        "description": made.summary,
        "licenses": [_licence(made.licence)],
        "purl": _purl(made),
    }


def _licence(licence: Licence) -> dict[str, Any]:
    if licence.is_spdx:
        return {"expression": licence.statement}
    return {"license": {"name": licence.statement}}


def _hash(wheel: Path) -> dict[str, str]:
    return {"alg": "SHA-256", "content": checksum(wheel)}


def _purl(made: Distribution) -> str:
    return f"pkg:pypi/{made.name}@{made.version}"


def _dependencies(
    needed: Mapping[str, tuple[Distribution, frozenset[str]]],
) -> list[dict[str, Any]]:
    return [
        {"ref": _purl(made), "dependsOn": [_purl(needed[name][0]) for name in sorted(needs)]}
        for made, needs in needed.values()
    ]
