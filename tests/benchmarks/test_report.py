"""What a report costs beside the least that any program with these libraries could do.

Skipped unless asked for: ``pytest tests/benchmarks --benchmark-only -s``. Each figure is a ratio of medians measured
turn by turn in one run, so that a busy machine slows both sides alike.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from revshare.case_file import read_case
from revshare_workbooks.look import LOOKS
from revshare_workbooks.report.build import build_report

ROUNDS = 7
INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Modules compiled once, as on a user's machine: the warm-up writes them, for both sides."""

CASE = "anthropic-amazon"

LEAST = """
import io, json, sys
import formualizer, numpy, openpyxl
from openpyxl.styles import Font, PatternFill

sheets, looks = json.load(open(sys.argv[1]))
book = openpyxl.Workbook()
book.remove(book.active)
scratch = book.create_sheet("scratch")
styles = {}
for number, (name, (bold, colour, fill, form)) in enumerate(looks.items(), start=1):
    cell = scratch.cell(number, 1)
    cell.font = Font(name="Arial", bold=bold, color=colour)
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)
    cell.number_format = form
    styles[name] = cell._style
for name, cells in sheets.items():
    sheet = book.create_sheet(name)
    for row, column, content, style in cells:
        sheet.cell(row, column, content)._style = styles[style]
book.remove(scratch)
raw = io.BytesIO()
book.save(raw)
done = formualizer.recalculate_xlsx_bytes(raw.getvalue())
open(sys.argv[2], "wb").write(done["bytes"])
"""


def seconds(command: Sequence[str], cwd: Path) -> float:
    """Wall time of a whole process."""
    start = time.perf_counter()
    subprocess.run(
        command, check=True, capture_output=True, cwd=cwd, env=INSTALLED | {"PYTHONPYCACHEPREFIX": str(cwd)}
    )
    return time.perf_counter() - start


def turn_by_turn(
    one: Sequence[str], other: Sequence[str], cwd: Path, rounds: int = ROUNDS
) -> tuple[float, float]:
    """Median wall time of two commands, run in turns after a warm-up."""
    times: tuple[list[float], list[float]] = ([], [])
    for round_ in range(rounds + 1):
        for command, found in zip((one, other), times, strict=True):
            spent = seconds(command, cwd)
            if round_:
                found.append(spent)
    return median(times[0]), median(times[1])


@pytest.fixture
def cells(tmp_path: Path) -> Path:
    """Every cell of the report, as plain data."""
    book = build_report(read_case(CASE))
    sheets = {
        sheet.name: [
            (
                row,
                column,
                cell.content if isinstance(cell.content, (int, float, str)) else str(cell.content),
                cell.style.value,
            )
            for (row, column), cell in sorted(sheet.rendered().items())
            if cell.content is not None
        ]
        for sheet in book.sheets
    }
    looks = {style.value: (look.bold, look.colour, look.fill, look.number) for style, look in LOOKS.items()}
    path = tmp_path / "cells.json"
    path.write_text(json.dumps((sheets, looks)), encoding="utf-8")
    return path


def test_a_report_takes_at_most_three_times_the_least(
    benchmark: Callable[..., Any], cells: Path, tmp_path: Path
) -> None:
    ours = [sys.executable, "-m", "revshare_workbooks", "report", CASE, "-o", "out.xlsx"]
    least = [sys.executable, "-c", LEAST, str(cells), "least.xlsx"]
    report, floor = turn_by_turn(ours, least, tmp_path)
    print(f"\nreport {report:.2f} s, least {floor:.2f} s, ratio {report / floor:.2f} (at most 3)")
    benchmark.extra_info.update(report=report, least=floor, ratio=report / floor)  # type: ignore[attr-defined]
    benchmark.pedantic(seconds, args=(ours, tmp_path), rounds=1)  # type: ignore[attr-defined]
    assert report <= 3.0 * floor


def test_help_takes_at_most_twice_a_bare_python_and_a_tenth_of_a_second(
    benchmark: Callable[..., Any], tmp_path: Path
) -> None:
    script = Path(sys.executable).with_name("revshare")
    ours = (
        [str(script), "--help"] if script.exists() else [sys.executable, "-m", "revshare_workbooks", "--help"]
    )
    bare = [sys.executable, "-c", "pass"]
    shown, empty = turn_by_turn(ours, bare, tmp_path, rounds=21)
    print(f"\nhelp {shown * 1000:.0f} ms, bare {empty * 1000:.0f} ms, allowed {2000 * empty + 100:.0f} ms")
    benchmark.extra_info.update(help=shown, bare=empty)  # type: ignore[attr-defined]
    benchmark.pedantic(seconds, args=(ours, tmp_path), rounds=1)  # type: ignore[attr-defined]
    assert shown <= 2.0 * empty + 0.1
