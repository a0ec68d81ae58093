"""What pyproject.toml asks for is locked, on every Python and system that it admits."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from releasing.distributions import installed, needed_by
from releasing.locks import BUILD, DEVELOPMENT, RUN_TIME, LockError, Pin, read_lock, write_pin

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = PYPROJECT["project"]
LOCKS = {
    name: read_lock((ROOT / name).read_text("utf-8")) for name in (RUN_TIME, BUILD, DEVELOPMENT)
}
RUNS = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["production"]]
BUILDS = PYPROJECT["build-system"]["requires"]
ASKED = {
    RUN_TIME: RUNS,
    BUILD: BUILDS,
    DEVELOPMENT: [*RUNS, *BUILDS, *PROJECT["optional-dependencies"]["dev"]],
}
PYTHONS = ("3.11.2", "3.11.4", "3.11.5", "3.12.0", "3.13.0", "3.14.0")
SYSTEMS = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))
PLACES = [
    {
        "implementation_name": "cpython",
        "os_name": os_name,
        "platform_machine": "x86_64",
        "platform_python_implementation": "CPython",
        "platform_system": system,
        "python_full_version": python,
        "python_version": ".".join(python.split(".")[:2]),
        "sys_platform": platform,
        "extra": "",
    }
    for python in PYTHONS
    for platform, system, os_name in SYSTEMS
]


def pinned(lock: str, place: dict[str, str]) -> dict[str, Pin]:
    """The pins of `lock` that apply in `place`, which are one for each name."""
    found = defaultdict(list)
    for pin in LOCKS[lock]:
        if pin.applies(place):
            found[pin.name].append(pin)
    assert all(len(pins) == 1 for pins in found.values())
    return {name: pins[0] for name, pins in found.items()}


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize(
    "place", PLACES, ids=lambda place: f"{place['python_full_version']}-{place['sys_platform']}"
)
def test_what_is_asked_for_is_pinned_everywhere(lock: str, place: dict[str, str]) -> None:
    pins = pinned(lock, place)
    for text in ASKED[lock]:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate(place):
            pin = pins[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(pin.version, prereleases=True), text


@pytest.mark.parametrize("place", PLACES[:: len(SYSTEMS)])
def test_tools_and_site_run_with_the_same_versions(place: dict[str, str]) -> None:
    both = pinned(DEVELOPMENT, place)
    for name, pin in (pinned(RUN_TIME, place) | pinned(BUILD, place)).items():
        assert both[name].version == pin.version


def test_every_pin_admits_every_python_it_is_for() -> None:
    """As far as the version that is installed here is the one that is pinned there."""
    looked_at = 0
    for pin in LOCKS[DEVELOPMENT]:
        try:
            made = installed(pin.name)
        except PackageNotFoundError:
            continue
        if made.version == pin.version and pin.applies():
            looked_at += 1
            pythons = {p["python_full_version"] for p in PLACES if pin.applies(p)}
            assert all(SpecifierSet(made.requires_python).contains(p) for p in pythons), pin
    assert looked_at > 100


def test_the_run_time_lock_is_what_runs_and_nothing_else() -> None:
    """Complete, because it is installed with `--no-deps`; without what only tests need."""
    needed = needed_by(map(Requirement, RUNS), installed)
    assert {pin.name for pin in LOCKS[RUN_TIME] if pin.applies()} == set(needed)


def test_oldest_python_is_the_same_wherever_it_stands() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    lowest = re.search(r"^LOWEST := (.+)$", makefile, re.MULTILINE)
    assert lowest is not None
    assert PROJECT["requires-python"] == f">={lowest[1]}"
    assert f"Python {lowest[1]} or newer" in (ROOT / "README.md").read_text("utf-8")
    assert PYTHONS[0] == lowest[1]
    minors = {text.rpartition(" ")[2] for text in PROJECT["classifiers"] if "Python ::" in text}
    assert minors == {".".join(python.split(".")[:2]) for python in PYTHONS}


def test_build_requirements_and_their_group_agree() -> None:
    assert PYPROJECT["dependency-groups"]["build"] == BUILDS


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    assert "make lock" in text.splitlines()[1]


CHECKSUM = "a" * 64


@pytest.mark.parametrize(
    "text",
    [
        "flask==3.1.3",
        f"flask>=3 --hash=sha256:{CHECKSUM}",
        f"flask==3.1.3 --hash=md5:{CHECKSUM}",
        f"flask==3.1.3 --hash=sha256:{CHECKSUM[:-1]}",
        "--index-url https://index.example/simple",
        f"flask @ https://index.example/flask.whl --hash=sha256:{CHECKSUM}",
    ],
)
def test_what_is_not_exact_or_not_checked_is_refused(text: str) -> None:
    with pytest.raises(LockError, match=re.escape(text[:20])):
        read_lock(f"# a comment\n{text}\n")


def test_a_pin_is_read_as_it_was_written() -> None:
    (pin,) = read_lock(
        f"Flask_WTF==1.3.0 ; python_full_version < '3.11.5' \\\n    --hash=sha256:{CHECKSUM} \\\n"
        f"    --hash=sha256:{'b' * 64}\n    # via fabu-site\n"
    )
    assert (pin.name, pin.version, pin.checksums) == ("flask-wtf", "1.3.0", (CHECKSUM, "b" * 64))
    assert pin.applies({"python_full_version": "3.11.2"})
    assert not pin.applies({"python_full_version": "3.12.0"})
    assert read_lock(write_pin(pin)) == (pin,)
