"""The functions in a real LibreOffice Calc, beyond their values, which test_hosts.py compares.

LibreOffice is started once; everything below looks at what it did.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.addin.calc.session import BORDER

from revshare_addin.calc.adapter import CODES
from revshare_addin.calc.extension import help_in_calc, name_in_calc
from revshare_addin.catalogue import FUNCTIONS

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(sys.platform == "win32", reason="the interpreter's stand-in is a shell script"),
]

FINANCIAL = 3
"""The category's number in com.sun.star.sheet.FunctionDescriptions."""


@pytest.mark.parametrize("case", BORDER)
def test_at_the_border_of_calc(case: str, seen_by_calc: dict[str, Any]) -> None:
    value = BORDER[case][1]
    codes = {str(code): number for code, number in CODES.items()}
    wanted = {"error": codes[value]} if value in codes else {"error": 504} if value == 504 else value
    assert seen_by_calc["opened"]["Border"][list(BORDER).index(case)][0] == wanted


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_function_wizard_shows_names_and_help(name: str, seen_by_calc: dict[str, Any]) -> None:
    function = FUNCTIONS[name]
    category, description, arguments = seen_by_calc["wizard"][f"RS.{name_in_calc(function)}"]
    assert category == FINANCIAL
    assert description == function.help
    assert arguments == [[p.name, help_in_calc(p)] for p in function.parameters]


def test_the_wizard_shows_nothing_else_of_ours(seen_by_calc: dict[str, Any]) -> None:
    assert len(seen_by_calc["wizard"]) == len(FUNCTIONS)


def test_a_calc_file_holds_the_functions_under_the_name_that_calc_resolves(
    seen_by_calc: dict[str, Any], calc_folder: Path
) -> None:
    assert seen_by_calc
    with zipfile.ZipFile(calc_folder / "saved.ods") as saved:
        content = saved.read("content.xml").decode()
    for function in FUNCTIONS.values():
        assert f"of:=RS.{name_in_calc(function)}(" in content


def test_one_process_answers_all_and_a_crashed_one_is_replaced_unseen(seen_by_calc: dict[str, Any]) -> None:
    assert seen_by_calc["running"] == 1
    assert seen_by_calc["started"] == 2
    assert seen_by_calc["bridge_ended"] == seen_by_calc["opened"]


def test_the_cell_says_why_when_the_interpreter_is_gone(
    seen_by_calc: dict[str, Any], calc_folder: Path
) -> None:
    said = seen_by_calc["without_python"]["Border"][0][0]
    assert said == (
        f"#VALUE! cannot start {calc_folder / 'python'} (No such file or directory); in a terminal run: "
        "revshare install calc"
    )


def test_a_document_that_counts_its_days_otherwise_is_refused(seen_by_calc: dict[str, Any]) -> None:
    said = seen_by_calc["from_1904"]["Border"][0][0]
    assert said.startswith("#VALUE! this document counts its days from 1904; choose 12/30/1899 under Tools")


def test_nothing_is_left_running(seen_by_calc: dict[str, Any]) -> None:
    assert seen_by_calc["running_afterwards"] == []


def test_the_extension_is_listed_and_taken_out_again(seen_by_calc: dict[str, Any]) -> None:
    assert "org.revshare.calc" in seen_by_calc["installed"]
    assert "org.revshare.calc" not in seen_by_calc["removed"]
