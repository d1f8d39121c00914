"""Installing with LibreOffice's own tool; with a real LibreOffice in test_component.py."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from revshare.errors import ModelError
from revshare_addin.calc.install import NO_PYTHON, install, remove, surroundings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Give a stand-in for LibreOffice whose tool notes what it is asked."""
    program = tmp_path / "program" / "soffice"
    program.parent.mkdir()
    (program.parent / "pythonloader.py").touch()
    tool(program, 'echo "$@" >"$0.asked"; echo "$PATH" >"$0.path"; cp "$4" "$0.file" 2>/dev/null; true')
    return program


def tool(office: Path, script: str) -> None:
    program = office.with_name("unopkg")
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


def asked(office: Path) -> list[str]:
    return (office.parent / "unopkg.asked").read_text(encoding="utf-8").split()


def test_the_tool_beside_the_program_adds_or_replaces_the_extension(office: Path, tmp_path: Path) -> None:
    (tmp_path / "soffice").symlink_to(office)
    install(tmp_path / "soffice", profile=tmp_path / "profile")
    verb, *settings, file, profile = asked(office)
    assert (verb, settings) == ("add", ["--force", "--suppress-license"])
    assert profile == f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    assert file.endswith("revshare.oxt")
    assert not Path(file).exists()
    assert (office.parent / "unopkg.file").read_bytes().startswith(b"PK")


def test_the_users_own_profile_is_left_to_libreoffice(office: Path) -> None:
    install(office)
    assert "-env" not in " ".join(asked(office))


def test_it_is_taken_out_by_its_identifier(office: Path) -> None:
    remove(office)
    assert asked(office) == ["remove", "org.revshare.calc"]


def test_an_activated_environment_does_not_reach_libreoffice(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own Python would take the environment's for itself, and find none of LibreOffice's modules there."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}")
    install(office)
    assert (office.parent / "unopkg.path").read_text().strip() == os.defpath
    assert surroundings()["PATH"] == os.defpath


def test_a_refusal_is_one_line_with_the_reason_and_the_cure(office: Path) -> None:
    tool(office, "echo; echo 'ERROR: Cannot run unopkg as root.'; echo; exit 1")
    with pytest.raises(ModelError) as fault:
        install(office)
    assert str(fault.value) == (
        "LibreOffice did not add the add-in: Cannot run unopkg as root; write it with revshare install calc "
        "-o revshare.oxt and add it under Tools, Extension Manager"
    )
    with pytest.raises(
        ModelError, match=r"did not remove the add-in.*; take it out in LibreOffice under Tools"
    ):
        remove(office)


def test_a_refusal_without_a_word_is_reported_too(office: Path) -> None:
    tool(office, "exit 1")
    with pytest.raises(ModelError, match="no reason given"):
        install(office)


def test_a_libreoffice_without_python_is_found_before_anything_is_done(office: Path) -> None:
    (office.parent / "pythonloader.py").unlink()
    with pytest.raises(ModelError) as fault:
        install(office)
    assert str(fault.value) == NO_PYTHON
    assert not (office.parent / "unopkg.asked").exists()


def test_on_a_mac_the_loader_lies_in_another_folder(office: Path) -> None:
    resources = office.parents[1] / "Resources"
    resources.mkdir()
    (office.parent / "pythonloader.py").rename(resources / "pythonloader.py")
    install(office)
    assert asked(office)[0] == "add"


def test_a_libreoffice_without_the_tool_says_how_to_do_it_by_hand(office: Path) -> None:
    office.with_name("unopkg").unlink()
    with pytest.raises(
        ModelError, match=r"has no .*unopkg, which installs add-ins; write it with revshare install"
    ):
        install(office)


def test_a_tool_that_hangs_is_given_up(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool(office, "exec sleep 600")
    monkeypatch.setattr("revshare_addin.calc.install.PATIENCE", 0.2)
    with pytest.raises(ModelError, match=r"took longer than 0.2 seconds; close LibreOffice and try again"):
        install(office)
