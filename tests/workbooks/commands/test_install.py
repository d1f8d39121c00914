"""``revshare install``: what it says, and where files go."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from revshare_addin import excel_install
from revshare_workbooks import cli, libreoffice
from revshare_workbooks.commands import install


def test_calc_is_installed_or_taken_out_and_the_next_step_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[tuple[str, Path]] = []
    monkeypatch.setattr(libreoffice, "find", lambda: tmp_path / "soffice")
    monkeypatch.setattr(install, "install", lambda office: done.append(("install", office)))
    monkeypatch.setattr(install, "remove", lambda office: done.append(("remove", office)))
    assert cli.main(["install", "calc"]) == 0
    said = capsys.readouterr().out
    assert sys.executable in said
    assert "enter =RS.GROW(100;0.5;4) in a cell" in said
    assert cli.main(["install", "calc", "--remove"]) == 0
    assert "taken out" in capsys.readouterr().out
    assert done == [("install", tmp_path / "soffice"), ("remove", tmp_path / "soffice")]


def test_without_libreoffice_one_line_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(libreoffice, "find", lambda: None)
    assert cli.main(["install", "calc"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("revshare: the add-in for Calc needs LibreOffice, which was not found; install it")
    assert said.count("\n") == 1


def test_the_extension_is_only_written_where_a_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(libreoffice, "find", lambda: None)
    out = tmp_path / "revshare.oxt"
    assert cli.main(["install", "calc", "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{out}: in LibreOffice open Tools, Extension Manager, Add")
    assert zipfile.is_zipfile(out)


def test_a_program_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["install"])
    assert "PROGRAM" in capsys.readouterr().err


def test_excel_elsewhere_says_what_to_do_on_windows_and_that_nothing_was_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert cli.main(["install", "excel"]) == 2
    said = capsys.readouterr().out
    assert "nothing was installed here" in said
    assert "revshare install lite" in said
    assert "revshare calc" in said


@pytest.fixture
def on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pretend to be on Windows with xlwings; give the file of its settings."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(excel_install, "install", lambda _: None)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    return tmp_path / ".xlwings" / "xlwings.conf"


def test_excel_on_windows_is_set_up_and_what_to_click_is_said(
    on_windows: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["install", "excel"]) == 0
    assert on_windows.read_text() == (
        f'"INTERPRETER_WIN","{sys.executable}"\n"UDF MODULES","revshare_addin.excel"\n'
    )
    said = capsys.readouterr().out
    assert 'tick "Trust access to the VBA project object model"' in said
    assert "revshare template --macro" in said
    assert "click Import Functions" in said
    assert "until now" not in said


def test_another_python_that_xlwings_used_is_named(
    on_windows: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    on_windows.parent.mkdir()
    on_windows.write_text('"INTERPRETER_WIN","C:\\old.exe"\n')
    assert cli.main(["install", "excel"]) == 0
    assert "until now it used C:\\old.exe" in capsys.readouterr().out


def test_settings_that_cannot_be_read_are_left_alone_and_told_in_one_line(
    on_windows: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    on_windows.mkdir(parents=True)
    assert cli.main(["install", "excel"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"revshare: cannot use {on_windows}: ")
    assert said.rstrip().endswith("as Interpreter and revshare_addin.excel as UDF Modules")
    assert said.count("\n") == 1


def test_the_files_for_lite_are_written_and_what_to_click_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["install", "lite", "-o", str(tmp_path / "a" / "lite")]) == 0
    main, requirements, wheel = sorted(
        (tmp_path / "a" / "lite").iterdir(), key=lambda file: (file.suffix == ".whl", file.name)
    )
    assert [main.name, requirements.name, wheel.suffix] == ["main.py", "requirements.txt", ".whl"]
    said = capsys.readouterr().out
    assert said.startswith(f"{tmp_path / 'a' / 'lite'}")
    assert f"drop {wheel.name} on it" in said


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert cli.main(["install", "lite", "-o", str(tmp_path / "file")]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"revshare: cannot make the folder {tmp_path / 'file'}: ")
    assert said.count("\n") == 1
