"""A real LibreOffice, started once for all tests: add-in installed, workbook calculated, add-in taken out."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.addin.host_book import write_book

from revshare_addin.calc.install import install, remove, surroundings
from revshare_workbooks import libreoffice

NOBODY = 65534

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


def add_border(book: openpyxl.Workbook) -> None:
    """Write the formulas at the border of Calc, with what they read."""
    data, border = book.create_sheet("Data"), book.create_sheet("Border")
    for line in DATA:
        data.append(line)
    for formula, _ in BORDER.values():
        border.append([f"={formula}"])


@pytest.fixture(scope="session")
def calc_folder() -> Iterator[Path]:
    """Give a folder that LibreOffice's tool may read although it installs nothing for root."""
    place = Path(tempfile.mkdtemp(prefix="revshare-calc-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def seen_by_calc(calc_folder: Path, knows_uno: str) -> dict[str, Any]:
    """Install, let LibreOffice work through the plan, take the extension out again, and give what was seen."""
    folder = calc_folder
    python, pids, profile = folder / "python", folder / "pids", folder / "profile"
    python.write_text(f'#!/bin/sh\necho $$ >>"{pids}"\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    profile.mkdir()
    tool = installer(folder, profile)
    install(tool, python=str(python), profile=profile)
    installed = listed(tool, profile)
    places = write_book(folder / "book.xlsx", add_border)
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
