"""``revshare examples``: each method worked once in a workbook, and what was proved."""

from __future__ import annotations

import argparse
from pathlib import Path

from revshare.errors import InputError
from revshare_workbooks import files
from revshare_workbooks.examples.book import CHAPTERS, examples_book
from revshare_workbooks.examples.figures import AS_OF, names
from revshare_workbooks.report.write import finish


def run(options: argparse.Namespace) -> int:
    """Write the workbook and say what it holds."""
    out: Path = options.out or Path("examples.xlsx")
    if out.suffix != ".xlsx":
        raise InputError(f"{out} must end in .xlsx; the examples are an Excel workbook")
    files.require_writable(out)
    report = finish(out.name, examples_book(), AS_OF)
    files.write(out, report.content)
    print(f"{len(names())} worked examples in {len(CHAPTERS)} chapters")
    print(f"  checks: all zero; {report.proof.cells:,} formulas agree with the engine to 1e-9")
    print(out)
    return 0
