"""``revshare check``: inputs validated, the book recalculated by every engine here, every figure compared."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from revshare.case_file import digest_of, read_case
from revshare.projection import Projection, project
from revshare.targets import Verdict, compare
from revshare_workbooks import libreoffice
from revshare_workbooks.grid import Book
from revshare_workbooks.proof import Proof, prove
from revshare_workbooks.report.write import report_of
from revshare_workbooks.terminal import amount, show_table

SHOWN = 10


def run(options: argparse.Namespace) -> int:
    """Check a case: structure, engines, and the published figures it can be compared with."""
    case = read_case(options.what)
    print(f"{case.name}: inputs valid, every one names a fact or is assumed with a range and a reason")
    report = report_of(case, scenario=options.scenario, digest=digest_of(options.what))
    print(f"formualizer: {report.proof.cells:,} formulas agree with the engine to 1e-9")
    failed = _second_opinion(report.book, report.content)
    _targets(project(case, options.scenario))
    return int(failed)


def _second_opinion(book: Book, content: bytes) -> bool:
    """Recalculate in LibreOffice and say what differs; True if anything does."""
    if not libreoffice.is_available():
        print("LibreOffice: not installed here, so no second recalculation was made")
        return False
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        path.write_bytes(content)
        proof = prove(book, libreoffice.recalculated_values(path))
    print(_said("LibreOffice", proof))
    return bool(proof.mismatches)


def _said(engine: str, proof: Proof) -> str:
    if not proof.mismatches:
        return f"{engine}: {proof.cells:,} formulas agree with the engine to 1e-9"
    lines = [f"{engine}: {len(proof.mismatches)} of {proof.cells:,} formulas differ"]
    lines += [f"  {mismatch}" for mismatch in proof.mismatches[:SHOWN]]
    return "\n".join(lines)


def _targets(projection: Projection) -> None:
    """Published figures beside the projection's; a miss is news, not a fault."""
    verdicts = compare(projection)
    if not verdicts:
        return
    print("published figures, compared and never used as inputs:")
    rows = [(item.target.label, _span(item), _figure(item), item.words, item.target.fact) for item in verdicts]
    show_table(("figure", "published", "projected", "verdict", "facts"), rows, right=(1, 2))


def _span(item: Verdict) -> str:
    low, high = item.target.low, item.target.high
    return _number(low) if low == high else f"{_number(low)} to {_number(high)}"


def _figure(item: Verdict) -> str:
    return "not reached" if item.value is None else _number(item.value)


def _number(value: float) -> str:
    if 1900 <= value <= 2100:
        return f"{value:.0f}"
    return f"{value:.1%}" if abs(value) <= 1 else amount(value)
