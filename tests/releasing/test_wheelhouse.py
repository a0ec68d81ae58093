"""From a lock to an installation without an index, with two small distributions of our own."""

from __future__ import annotations

import json
import subprocess
import tarfile
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement

from releasing.bill_of_materials import bill_of_materials
from releasing.building import build_source_archive, build_wheel
from releasing.locks import RUN_TIME, Pin, checksum, read_lock, write_pin
from releasing.wheelhouse import HOW_TO, fill_wheelhouse, install_from, pack_wheelhouse

EPOCH = 1_790_000_000


def project(folder: Path, name: str, requires: str = "") -> Path:
    """Sources of a distribution with one module, which says its own name."""
    folder.mkdir(parents=True)
    module = name.replace("-", "_")
    (folder / f"{module}.py").write_text(f"def main():\n    print({name!r})\n", "utf-8")
    (folder / "pyproject.toml").write_text(
        f'[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
        f'[project]\nname = "{name}"\nversion = "1.0"\nlicense = "MIT"\n'
        f'description = "说明：{name}"\n'
        f"dependencies = [{requires}]\n[project.scripts]\n{name} = '{module}:main'\n"
        f"[tool.setuptools]\npy-modules = ['{module}']\n",
        "utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheelhouse of `house` and of `brick`, which is to be had only as source."""
    folder = tmp_path_factory.mktemp("wheelhouse")
    index = folder / "index"
    index.mkdir()
    brick = build_source_archive(project(folder / "a", "brick"), EPOCH, index)
    archive = build_source_archive(project(folder / "b", "house", "'brick>=1'"), EPOCH, folder)
    lock = folder / RUN_TIME
    marked = Pin("nowhere", "1.0", None, ("0" * 64,))
    lock.write_text(
        write_pin(Pin("brick", "1.0", None, (checksum(brick),)))
        + write_pin(marked).replace("==1.0", "==1.0 ; python_version < '3'"),
        "utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PIP_NO_INDEX", "1")
        patch.setenv("PIP_FIND_LINKS", str(index))
        fill_wheelhouse(folder / "filled", lock, EPOCH, build_wheel(archive, EPOCH, folder))
    return folder / "filled"


def test_its_lock_names_its_wheels_and_nothing_else(filled: Path) -> None:
    pins = read_lock((filled / RUN_TIME).read_text("utf-8"))
    wheels = {wheel.name.partition("-")[0]: checksum(wheel) for wheel in filled.glob("*.whl")}
    assert {pin.name: pin.checksums for pin in pins} == {n: (sha,) for n, sha in wheels.items()}
    assert set(wheels) == {"brick", "house"}
    assert "--no-index" in (filled / HOW_TO).read_text("utf-8")


def test_it_installs_without_an_index(filled: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", "/nowhere")
    install_from(filled, tmp_path / "environment")
    said = subprocess.run(
        [tmp_path / "environment/bin/house"], capture_output=True, text=True, check=True
    )
    assert said.stdout == "house\n"


def test_a_wheel_that_was_changed_is_not_installed(filled: Path, tmp_path: Path, capfd) -> None:
    changed = tmp_path / "changed"
    changed.mkdir()
    for file in filled.iterdir():
        (changed / file.name).write_bytes(file.read_bytes())
    wheel = next(changed.glob("brick*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"\0")
    with pytest.raises(subprocess.CalledProcessError):
        install_from(changed, tmp_path / "environment")
    assert "hash" in capfd.readouterr().err.lower()


def test_a_source_with_another_checksum_is_not_taken(tmp_path: Path, monkeypatch, capfd) -> None:
    archive = build_source_archive(project(tmp_path / "a", "brick"), EPOCH, tmp_path)
    lock = tmp_path / RUN_TIME
    lock.write_text(write_pin(Pin("brick", "1.0", None, ("0" * 64,))), "utf-8")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(subprocess.CalledProcessError):
        fill_wheelhouse(tmp_path / "filled", lock, EPOCH, archive)
    assert "hash" in capfd.readouterr().err.lower()


def test_the_packed_file_holds_it_and_depends_on_nothing_else(filled: Path, tmp_path: Path) -> None:
    packed = pack_wheelhouse(filled, EPOCH, tmp_path)
    before = packed.read_bytes()
    for file in filled.iterdir():
        file.touch()
    assert pack_wheelhouse(filled, EPOCH, tmp_path).read_bytes() == before
    with tarfile.open(packed) as archive:
        assert {entry.name for entry in archive} == {
            f"{filled.name}/{file.name}" for file in filled.iterdir()
        }


def test_the_bill_of_materials_is_valid_and_tells_what_is_there(filled: Path) -> None:
    wheels = list(filled.glob("*.whl"))
    text = bill_of_materials(wheels, Requirement("house"), EPOCH)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bill = json.loads(text)
    assert bill["metadata"]["component"]["purl"] == "pkg:pypi/house@1.0"
    (brick,) = bill["components"]
    assert brick["description"] == "说明：brick"
    assert brick["licenses"] == [{"expression": "MIT"}]
    assert brick["hashes"][0]["content"] == checksum(next(filled.glob("brick*.whl")))
    assert {"ref": "pkg:pypi/house@1.0", "dependsOn": ["pkg:pypi/brick@1.0"]} in bill[
        "dependencies"
    ]
    assert bill_of_materials(reversed(wheels), Requirement("house"), EPOCH) == text


def test_what_nobody_needs_or_nobody_has_is_told(filled: Path) -> None:
    wheels = list(filled.glob("*.whl"))
    with pytest.raises(ValueError, match="nobody needs house"):
        bill_of_materials(wheels, Requirement("brick"), EPOCH)
    with pytest.raises(ValueError, match="no wheel of brick"):
        bill_of_materials(filled.glob("house*.whl"), Requirement("house"), EPOCH)
