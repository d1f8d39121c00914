"""``revshare calc``: a workbook with ``RS_`` and ordinary formulas, calculated and stored."""

from __future__ import annotations

import argparse

from revshare_workbooks.calc import calc
from revshare_workbooks.terminal import working


def run(options: argparse.Namespace) -> int:
    """Calculate, say what was done, and list the cells that show errors."""
    with working("calculating"):
        done = calc(options.book, options.out)
    print(f"{done.cells:,} cells calculated")
    for fault in done.faults:
        print(f"  {fault}")
    for cell in done.kept:
        print(f"  {cell} reads another workbook and keeps its value")
    print(options.out or options.book)
    return 0
