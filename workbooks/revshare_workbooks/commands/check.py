"""``revshare check``: inputs validated, the book recalculated by every engine here, every figure compared."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from revshare.lines import Kind, Projection
from revshare.targets import Verdict, compare
from revshare_workbooks import libreoffice
from revshare_workbooks.case_source import Source, open_case
from revshare_workbooks.grid import Book
from revshare_workbooks.proof import Proof, prove
from revshare_workbooks.reading import Values, values_of_bytes
from revshare_workbooks.recalculate import recalculated
from revshare_workbooks.report.build import build_report
from revshare_workbooks.report.checks import FIRST, PROFILE
from revshare_workbooks.report.write import report_of
from revshare_workbooks.terminal import amount, percent, show_table

SHOWN = 10
STORED = {"Scenarios", "Checks"}
"""Sheets that hold figures of the inputs the report was written with."""


def run(options: argparse.Namespace) -> int:
    """Check a case or a report: structure, engines, the book's own checks, and published figures."""
    source = open_case(options.what, options.scenario)
    case = source.case
    print(f"{case.name}: inputs valid; every one names a fact or is assumed with a range and a reason")
    book = build_report(case, scenario=source.scenario, own=source.own, digest=source.digest)
    content = _content(source)
    values = values_of_bytes(recalculated(content).content)
    flagged = _flagged(values)
    if _edited(values):
        print(
            f"inputs changed since the report was written; revshare report {options.what} renews what it stores"
        )
        book.expected = {cell: value for cell, value in book.expected.items() if cell[0] not in STORED}
    if any(PROFILE in line for line in flagged):
        print("annual totals changed, whose months are solved when a report is written: figures not compared")
        proofs = []
    else:
        proofs = _proofs(book, content, values)
    for line in flagged:
        print(line)
    _targets(source.project())
    return int(bool(flagged) or any(proof.mismatches for proof in proofs))


def _proofs(book: Book, content: bytes, values: Values) -> list[Proof]:
    """Compare every formula cell with the engine, as each recalculation here sees it, and say so."""
    proofs = [prove(book, values)]
    print(_said("formualizer", proofs[0]))
    if not libreoffice.is_available():
        print("LibreOffice: not installed here, so no second recalculation was made")
        return proofs
    proofs.append(prove(book, _by_libreoffice(content)))
    print(_said("LibreOffice", proofs[1]))
    return proofs


def _content(source: Source) -> bytes:
    """The workbook to check: the user's, or the report of the case."""
    if source.book:
        return source.book.read_bytes()
    return report_of(source.case, scenario=source.scenario, own=source.own, digest=source.digest).content


def _by_libreoffice(content: bytes) -> Values:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        path.write_bytes(content)
        return libreoffice.recalculated_values(path)


def _said(engine: str, proof: Proof) -> str:
    if not proof.mismatches:
        return f"{engine}: {proof.cells:,} formulas agree with the engine to 1e-9"
    lines = [f"{engine}: {len(proof.mismatches):,} of {proof.cells:,} formulas differ from the engine"]
    lines += [f"  {mismatch}" for mismatch in proof.mismatches[:SHOWN]]
    more = len(proof.mismatches) - SHOWN
    return "\n".join([*lines, f"  and {more:,} more"] if more > 0 else lines)


def _edited(values: Values) -> bool:
    """Whether inputs were changed after the report was written."""
    return bool(values.get("Checks", {}).get("C6"))


def _flagged(values: Values) -> list[str]:
    """The book's own checks that do not hold."""
    cells = values.get("Checks", {})
    rows = sorted(int(address[1:]) for address in cells if address[0] == "E" and address[1:].isdigit())
    return [
        f"check fails: {cells.get(f'A{row}')} (Checks!C{row} is {cells.get(f'C{row}')}): {cells.get(f'B{row}')}"
        for row in rows
        if row >= FIRST and (cells[f"E{row}"] == 1 or str(cells[f"E{row}"]).startswith("#"))
    ]


def _targets(projection: Projection) -> None:
    """Published figures beside the projection's; a miss is news, not a fault."""
    verdicts = compare(projection)
    if not verdicts:
        return
    print("published figures, compared and never used as inputs:")
    rows = [_row(item, _form(projection, item.target.line)) for item in verdicts]
    show_table(("figure", "published", "projected", "verdict", "facts"), rows, right=(1, 2))


def _row(item: Verdict, form: Callable[[float], str]) -> tuple[str, str, str, str, str]:
    """What is published, what is projected, and how they compare."""
    low, high = form(item.target.low), form(item.target.high)
    figure = "not reached" if item.value is None else form(item.value)
    return item.target.label, low if low == high else f"{low} to {high}", figure, item.words, item.target.fact


def _form(projection: Projection, line: str) -> Callable[[float], str]:
    """How a figure of this line reads: a year, a fraction, or money."""
    if line.endswith("_year"):
        return lambda year: f"{year:.0f}"
    known = projection.lines.get(line)
    return percent if known is not None and known.kind is Kind.RATIO else amount
