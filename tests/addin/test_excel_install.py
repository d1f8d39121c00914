"""Setting up Excel: what is asked of xlwings, and its settings; in a real Excel it has not run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from revshare.errors import ModelError
from revshare_addin import excel_install
from revshare_addin.excel_install import install, interpreter, with_ours

PYTHON = r"C:\Program Files\Python 3.13\python.exe"


class Ran:
    """Stands for xlwings' own command."""

    def __init__(self, stdout: str, stderr: str = "") -> None:
        self.stdout, self.stderr = stdout, stderr
        self.commands: list[list[str]] = []

    def __call__(self, command: list[str], **_: object) -> Ran:
        self.commands.append(command)
        return self


def test_xlwings_installs_its_own_add_in(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = Ran("Successfully installed the xlwings add-in! Please restart Excel.\n")
    monkeypatch.setattr(subprocess, "run", ran)
    install(PYTHON)
    assert ran.commands == [[PYTHON, "-m", "xlwings.cli", "addin", "install"]]


@pytest.mark.parametrize(
    ("stdout", "stderr", "said"),
    [
        (
            "Error: Failed to install the add-in: If Excel is running, quit it.\n",
            "",
            "Failed to install the add-in",
        ),
        (
            "",
            "Traceback ...\nxlwings.XlwingsError: Excel is not here\n",
            "xlwings.XlwingsError: Excel is not here",
        ),
        ("", "", "no reason given"),
    ],
)
def test_a_failure_is_one_line_with_the_reason_and_the_cure(
    monkeypatch: pytest.MonkeyPatch, stdout: str, stderr: str, said: str
) -> None:
    monkeypatch.setattr(subprocess, "run", Ran(stdout, stderr))
    with pytest.raises(ModelError, match=r"^xlwings did not install its add-in: ") as fault:
        install(PYTHON)
    assert said in str(fault.value)
    assert str(fault.value).endswith("close Excel and try again, or in a terminal run: xlwings addin install")
    assert "\n" not in str(fault.value)


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there xlwings may find an Excel")
def test_xlwings_itself_where_there_is_no_excel_fails_in_one_line() -> None:
    with pytest.raises(ModelError, match=r"^xlwings did not install its add-in: [^\n]+; close Excel"):
        install(sys.executable)


def test_an_xlwings_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\nexec sleep 600\n")
    program.chmod(0o755)
    monkeypatch.setattr(excel_install, "PATIENCE", 0.2)
    with pytest.raises(ModelError, match=r"xlwings took longer than 0.2 seconds; close Excel"):
        install(str(program))


def test_without_xlwings_the_command_to_get_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_install, "find_spec", lambda _: None)
    with pytest.raises(
        ModelError, match=r"xlwings, which is not installed; run .*python.exe -m pip install xlwings"
    ):
        install(PYTHON)


def test_the_settings_name_our_module_and_this_python() -> None:
    assert with_ours("", PYTHON) == f'"INTERPRETER_WIN","{PYTHON}"\n"UDF MODULES","revshare_addin.excel"\n'


def test_other_settings_and_modules_are_kept() -> None:
    text = '"PYTHONPATH","C:\\tools"\n"INTERPRETER_WIN","C:\\old.exe"\n"UDF MODULES","desk;more;"\n\n'
    assert with_ours(text, PYTHON) == (
        f'"PYTHONPATH","C:\\tools"\n"INTERPRETER_WIN","{PYTHON}"\n"UDF MODULES","desk;more;revshare_addin.excel"\n'
    )
    assert interpreter(text) == "C:\\old.exe"
    assert interpreter("") is None


def test_a_second_time_changes_nothing() -> None:
    once = with_ours("", PYTHON)
    assert with_ours(once, PYTHON) == once
