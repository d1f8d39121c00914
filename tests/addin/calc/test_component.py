"""The functions in a real LibreOffice Calc: installed, recalculated, and compared with the direct call.

LibreOffice is started once; everything below looks at what it did.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from revshare_addin.border import answer
from revshare_addin.calc.adapter import CODES
from revshare_addin.calc.extension import help_in_calc, name_in_calc
from revshare_addin.calc.install import install, remove, surroundings
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import Cell, CellError, Rows, rows_of
from revshare_workbooks import libreoffice

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(sys.platform == "win32", reason="the interpreter's stand-in is a shell script"),
]

NOBODY = 65534
FINANCIAL = 3
"""The category's number in com.sun.star.sheet.FunctionDescriptions."""

DATA: list[list[object]] = [
    [None, True, dt.date(2026, 1, 1), "100", "=1/0", "=NA()"],
    [1, None, 3],
    [1, 3, None],
    [1, True, 3],
    [1, "=1/0", 3],
    ["kind", "profit_share"],
    ["rate", 0.5],
    ["annual_minimum", 9],
    ["minimum_recoupable", True],
]

BORDER = {
    "an empty cell alone is 0": ("RS.REVENUE_SHARE(100,Data!A1)", 0),
    "which is refused where it would mean something else": ("RS.GROW(100,0.5,2,Data!A1)", "#VALUE!"),
    "and is the default where the default is 0": ('RS.CAPPED(80,50,"never",Data!A1)', 50),
    "an empty cell within a range is found": ("RS.REVENUE_SHARE(Data!A2:C2,0.5)", "#VALUE!"),
    "an empty cell at the end of a range shortens it": ("COLUMNS(RS.REVENUE_SHARE(Data!A3:C3,0.5))", 2),
    "TRUE alone is 1": ("RS.REVENUE_SHARE(100,Data!B1)", 100),
    "TRUE in a range is 1": ("SUM(RS.REVENUE_SHARE(Data!A4:C4,0.5))", 2.5),
    "TRUE in a terms block is TRUE": ("RS.CHECK(Data!A6:B9)", "ok"),
    "a date is its serial number": (
        'RS.STAGE(100,60,Data!A6:B7,"share",Data!C1)-RS.STAGE(100,60,Data!A6:B7,"share",46023)',
        0,
    ),
    "text that looks like a number is refused": ("RS.REVENUE_SHARE(Data!D1,0.5)", "#VALUE!"),
    "and so it is in the formula itself": ('RS.REVENUE_SHARE("100",0.5)', "#VALUE!"),
    "an error alone is the answer": ("RS.REVENUE_SHARE(Data!E1,0.5)", "#DIV/0!"),
    "whichever it is": ("RS.REVENUE_SHARE(Data!F1,0.5)", "#N/A"),
    "an error in a range stops the call": ("RS.REVENUE_SHARE(Data!A5:C5,0.5)", 504),
    "an error in an answer goes through the next function": (
        "RS.REVENUE_SHARE(RS.EFFECTIVE_RATE({1,2},{0,1}),0.5)",
        "#N/A",
    ),
    "an argument left off at the end is not used": ("SUM(RS.GROW(100,0.5,2))", 250),
    "nor is one left blank at the end": ("SUM(RS.GROW(100,0.5,2,))", 250),
    "nor one that is skipped": (
        'SUM(RS.TIERED_SHARE({200,200},{0,300},{0.5,0.4},12,,"reach"))',
        190,
    ),
    "nor one that says none": ('SUM(RS.GROW(100,0.5,2,"none"))', 250),
    "an argument too many stops the call": ("RS.GROW(100,0.5,2,1,1)", 504),
    "a required argument left off is an error": ("RS.GROW()", "#VALUE!"),
    "errors can be caught": ('IF(ISNA(RS.EFFECTIVE_RATE(1,0)),"no rate","")', "no rate"),
    "an ordinary cell shows the first value": ("RS.GROW(100,0.5,2)", 100),
    "whatever they are": ('IFERROR(RS.GROW(100,"x",3),-1)', -1),
}


LAYOUTS = ("in rows", "in columns", "typed")
"""Where a call's arguments stand; each is a sheet."""


def arguments_of(name: str, layout: str) -> tuple[object, ...]:
    """The worked example, its rows turned into columns where the layout says so."""
    return tuple(
        [[each] for each in argument]
        if layout == "in columns" and isinstance(argument, list) and rows_of(argument) == [argument]
        else argument
        for argument in FUNCTIONS[name].example
    )


@cache
def expected(name: str, layout: str) -> Rows:
    return answer(FUNCTIONS[name], arguments_of(name, layout))


def write_call(sheet: Worksheet, name: str, row: int) -> int:
    """Write a call's arguments from a row on, and below them its formula over as many cells as its answer has."""
    written = []
    for argument in arguments_of(name, sheet.title):
        if argument is None or (sheet.title == "typed" and can_be_typed(argument)):
            written.append(literal(argument))
            continue
        cells = rows_of(argument)
        for line in cells:
            for column, value in enumerate(line, 1):
                sheet.cell(row, column, value)
            row += 1
        written.append(f"A{row - len(cells)}:{get_column_letter(len(cells[0]))}{row - 1}")
    rows = expected(name, sheet.title)
    last = f"{get_column_letter(len(rows[0]))}{row + len(rows) - 1}"
    formula = f"=RS.{name_in_calc(FUNCTIONS[name])}({','.join(written)})"
    sheet.cell(row, 1).value = ArrayFormula(f"A{row}:{last}", formula)
    return row


def write_book(path: Path) -> dict[str, dict[str, int]]:
    """Write the workbook; answer the row of each call's answer by sheet and function."""
    book = openpyxl.Workbook()
    data, border = book.active, book.create_sheet("Border")
    data.title = "Data"
    for line in DATA:
        data.append(line)
    for formula, _ in BORDER.values():
        border.append([f"={formula}"])
    places: dict[str, dict[str, int]] = {}
    for layout in LAYOUTS:
        sheet, row = book.create_sheet(layout), 1
        places[layout] = {}
        for name in FUNCTIONS:
            places[layout][name] = write_call(sheet, name, row)
            row = places[layout][name] + len(expected(name, layout))
    book.save(path)
    return places


def can_be_typed(argument: object) -> bool:
    """Whether all of it can stand in a formula: an array there has no blanks and no dates."""
    return all(isinstance(cell, str | float | int) for row in rows_of(argument) for cell in row)


def literal(argument: object) -> str:
    if not isinstance(argument, list | tuple):
        return typed(argument)
    return "{" + ";".join(",".join(map(typed, row)) for row in rows_of(argument)) + "}"


def typed(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    text = str(value).replace('"', '""')
    return f'"{text}"' if isinstance(value, str) else "" if value is None else repr(value)


def shown(cell: Cell) -> object:
    """A cell as Calc is expected to show it."""
    if isinstance(cell, CellError):
        return {"error": CODES[cell.code]}
    if isinstance(cell, float | int):
        return pytest.approx(float(cell), rel=1e-12, abs=0)
    return cell or ""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Give a folder that LibreOffice's tool may read although it installs nothing for root."""
    place = Path(tempfile.mkdtemp(prefix="revshare-calc-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@pytest.fixture(scope="module")
def knows_uno() -> str:
    """Give the Python that talks to LibreOffice."""
    office = libreoffice.require("this test").resolve()
    for python in (str(office.with_name("python")), "/usr/bin/python3", "python3"):
        if (
            shutil.which(python)
            and not subprocess.run([python, "-c", "import uno"], stderr=-3, check=False).returncode
        ):
            return python
    return pytest.skip("no Python here can talk to LibreOffice (Debian, Ubuntu: apt install python3-uno)")


UNOPKG = """#!{python}
# LibreOffice installs nothing for root, so another user does it; what he wrote is root's again afterwards.
import os, subprocess, sys
def give(user):
    for folder, _, files in os.walk({profile!r}):
        for name in ["", *files]:
            os.chown(os.path.join(folder, name), user, user)
for file in filter(os.path.isfile, sys.argv[1:]):
    os.chmod(os.path.dirname(file), 0o755)
give({nobody})
own = {{**os.environ, "HOME": {profile!r}}}
done = subprocess.run([{tool!r}, *sys.argv[1:]], user={nobody}, group={nobody}, extra_groups=[], env=own)
give(0)
sys.exit(done.returncode)
"""


def installer(folder: Path, profile: Path) -> Path:
    """LibreOffice, or for root a stand-in whose tool acts as another user."""
    office = libreoffice.require("this test")
    if os.geteuid():
        return office
    stand_in = folder / "office" / "unopkg"
    stand_in.parent.mkdir()
    tool = str(office.resolve().with_name("unopkg"))
    stand_in.write_text(UNOPKG.format(python=sys.executable, profile=str(profile), tool=tool, nobody=NOBODY))
    stand_in.chmod(0o755)
    (stand_in.parent / "pythonloader.py").touch()
    return stand_in.with_name("soffice")


def listed(office: Path, profile: Path) -> str:
    """What LibreOffice's tool says is installed."""
    tool = office.resolve().with_name("unopkg")
    settings = f"-env:UserInstallation={profile.as_uri()}"
    return subprocess.run(
        [str(tool), "list", settings], capture_output=True, text=True, check=True, env=surroundings()
    ).stdout


@pytest.fixture(scope="module")
def seen(folder: Path, knows_uno: str) -> dict[str, Any]:
    """Install, let LibreOffice work through the plan, take the extension out again, and give what was seen."""
    python, pids, profile = folder / "python", folder / "pids", folder / "profile"
    python.write_text(f'#!/bin/sh\necho $$ >>"{pids}"\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    profile.mkdir()
    tool = installer(folder, profile)
    install(tool, python=str(python), profile=profile)
    installed = listed(tool, profile)
    places = write_book(folder / "book.xlsx")
    plan = {
        "office": str(libreoffice.require("this test")),
        "profile": str(profile),
        "book": str(folder / "book.xlsx"),
        "saved": str(folder / "saved.ods"),
        "python": str(python),
        "pids": str(pids),
    }
    (folder / "plan.json").write_text(json.dumps(plan))
    program = Path(__file__).with_name("office.py")
    run = subprocess.run(
        [knows_uno, str(program), str(folder / "plan.json")],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env=surroundings(),
    )
    assert run.returncode == 0, run.stderr
    remove(tool, profile=profile)
    after = {"installed": installed, "removed": listed(tool, profile), "places": places}
    return {**json.loads(run.stdout), **after}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_calc_answers_what_the_direct_call_answers(name: str, layout: str, seen: dict[str, Any]) -> None:
    rows = expected(name, layout)
    first = seen["places"][layout][name] - 1
    cells = [row[: len(rows[0])] for row in seen["opened"][layout][first : first + len(rows)]]
    assert cells == [[shown(cell) for cell in row] for row in rows]


@pytest.mark.parametrize("case", BORDER)
def test_at_the_border_of_calc(case: str, seen: dict[str, Any]) -> None:
    value = BORDER[case][1]
    codes = {str(code): number for code, number in CODES.items()}
    wanted = {"error": codes[value]} if value in codes else {"error": 504} if value == 504 else value
    assert seen["opened"]["Border"][list(BORDER).index(case)][0] == wanted


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_function_wizard_shows_names_and_help(name: str, seen: dict[str, Any]) -> None:
    function = FUNCTIONS[name]
    category, description, arguments = seen["wizard"][f"RS.{name_in_calc(function)}"]
    assert category == FINANCIAL
    assert description == function.help
    assert arguments == [[p.name, help_in_calc(p)] for p in function.parameters]


def test_the_wizard_shows_nothing_else_of_ours(seen: dict[str, Any]) -> None:
    assert len(seen["wizard"]) == len(FUNCTIONS)


def test_a_calc_file_holds_the_functions_under_the_name_that_calc_resolves(
    seen: dict[str, Any], folder: Path
) -> None:
    assert seen
    with zipfile.ZipFile(folder / "saved.ods") as saved:
        content = saved.read("content.xml").decode()
    for function in FUNCTIONS.values():
        assert f"of:=RS.{name_in_calc(function)}(" in content


def test_one_process_answers_all_and_a_crashed_one_is_replaced_unseen(seen: dict[str, Any]) -> None:
    assert seen["running"] == 1
    assert seen["started"] == 2
    assert seen["bridge_ended"] == seen["opened"]


def test_the_cell_says_why_when_the_interpreter_is_gone(seen: dict[str, Any], folder: Path) -> None:
    said = seen["without_python"]["Border"][0][0]
    assert said == (
        f"#VALUE! cannot start {folder / 'python'} (No such file or directory); in a terminal run: "
        "revshare install calc"
    )


def test_a_document_that_counts_its_days_otherwise_is_refused(seen: dict[str, Any]) -> None:
    said = seen["from_1904"]["Border"][0][0]
    assert said.startswith("#VALUE! this document counts its days from 1904; choose 12/30/1899 under Tools")


def test_nothing_is_left_running(seen: dict[str, Any]) -> None:
    assert seen["running_afterwards"] == []


def test_the_extension_is_listed_and_taken_out_again(seen: dict[str, Any]) -> None:
    assert "org.revshare.calc" in seen["installed"]
    assert "org.revshare.calc" not in seen["removed"]
