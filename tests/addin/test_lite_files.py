"""What `revshare install lite` writes: a wheel that pip takes, one import, and the lines of the requirements."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
import zipfile
from base64 import urlsafe_b64encode
from email.parser import Parser
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

from revshare_addin.lite_files import requirements, wheel, wheel_name, written

INFO = f"revshare-{version('revshare')}.dist-info"


@pytest.fixture(scope="module")
def archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(wheel()))


def test_three_files_are_written() -> None:
    assert list(written()) == [wheel_name(), "main.py", "requirements.txt"]
    assert written()["main.py"] == b"from revshare_addin.lite import *\n"
    assert requirements() == f"numpy\npydantic\nemfs:/data/{wheel_name()}\n"


def installer() -> list[str]:
    """pip, or uv in its place; a bare environment has neither."""
    if find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    uv = os.environ.get("UV") or shutil.which("uv")
    return [uv, "pip"] if uv else pytest.skip("no pip and no uv here")


def test_an_installer_takes_the_wheel_and_the_functions_run_from_there(tmp_path: Path) -> None:
    (tmp_path / wheel_name()).write_bytes(wheel())
    target = str(tmp_path / "target")
    options = ["install", "--no-deps", "--no-index", "--target", target, str(tmp_path / wheel_name())]
    run = subprocess.run([*installer(), *options], capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stderr
    code = (
        f"import sys; sys.path.insert(0, {target!r}); import revshare_addin.catalogue as c; print(c.__file__)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.startswith(target)


def test_the_record_lists_every_file_with_its_digest(archive: zipfile.ZipFile) -> None:
    listed = {path: (digest, size) for path, digest, size in csv.reader(io.StringIO(text(archive, "RECORD")))}
    assert set(listed) == set(archive.namelist())
    assert listed.pop(f"{INFO}/RECORD") == ("", "")
    for path, (digest, size) in listed.items():
        content = archive.read(path)
        assert digest == "sha256=" + urlsafe_b64encode(sha256(content).digest()).rstrip(b"=").decode()
        assert int(size) == len(content)


def test_it_asks_only_for_what_pyodide_has(archive: zipfile.ZipFile) -> None:
    metadata = Parser().parsestr(text(archive, "METADATA"))
    assert metadata["Name"] == "revshare"
    assert metadata["Version"] == version("revshare")
    needs = metadata.get_all("Requires-Dist")
    assert needs is not None
    assert [need.partition(">")[0] for need in needs] == ["numpy", "pydantic"]
    assert "Tag: py3-none-any" in text(archive, "WHEEL")
    assert "MIT" in text(archive, "licenses/LICENSE")


def test_it_holds_both_packages_with_their_data_and_nothing_compiled(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    assert {name.partition("/")[0] for name in names} == {"revshare", "revshare_addin", INFO}
    assert "revshare/cases/facts.csv" in names
    assert "revshare_addin/functions/tiers.py" in names
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".so", ".pyd"))]


def test_the_same_packages_give_the_same_bytes() -> None:
    assert wheel() == wheel()


def text(archive: zipfile.ZipFile, name: str) -> str:
    return archive.read(f"{INFO}/{name}").decode()
