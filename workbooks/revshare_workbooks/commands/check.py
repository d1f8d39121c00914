"""``revshare check``: inputs validated, the book recalculated by every engine here, every figure compared."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from openpyxl.utils import get_column_letter

from revshare.fact_roles import Role
from revshare.fact_units import YEAR
from revshare.inputs import Unit
from revshare.lines import Projection
from revshare.reconcile import AS_STATED, Entry, Reconciliation, reconcile, unit_of_target
from revshare.targets import Comparison, Verdict, compare
from revshare_workbooks import libreoffice
from revshare_workbooks.blocks.break_even import AGAIN
from revshare_workbooks.calc import calculated
from revshare_workbooks.case_source import Source, open_case
from revshare_workbooks.grid import Book
from revshare_workbooks.proof import Proof, prove
from revshare_workbooks.reading import Values, values_of_bytes
from revshare_workbooks.recalculate import recalculated
from revshare_workbooks.report.build import build_report
from revshare_workbooks.report.checks import FIRST, PROFILE
from revshare_workbooks.report.reconciliation import CHANGED
from revshare_workbooks.report.write import report_of
from revshare_workbooks.template.build import build_template, is_template
from revshare_workbooks.terminal import amount, percent, show_table

SHOWN = 10
STORED = {"Compare", "Workings", "Scenarios", "Reconciliation", "Checks"}
"""Sheets that hold figures of the inputs the report was written with, or compare what those were taken from."""


def run(options: argparse.Namespace) -> int:
    """Check a case or a report: structure, engines, the book's own checks, and published figures."""
    source = open_case(options.what, options.scenario)
    case = source.case
    print(f"{case.name}: inputs valid; every one names a fact or is assumed with a range and a reason")
    if source.book and is_template(source.book):
        return _template(source, source.book)
    book = build_report(case, scenario=source.scenario, own=source.own, digest=source.digest)
    content = _content(source)
    values = values_of_bytes(recalculated(content).content)
    flagged = _flagged(values)
    edited = _edited(values)
    if edited:
        print(
            f"inputs changed since the report was written; revshare report {options.what} renews what it stores"
        )
        _forget_stored(book, values)
    if any(PROFILE in line for line in flagged):
        print("annual totals changed, whose months are solved when a report is written: figures not compared")
        proofs = []
    else:
        proofs = _proofs(book, content, values)
    projection = source.project()
    statements = reconcile(projection)
    if not edited:
        flagged += [_fault(entry) for entry in statements.faults]
    for line in flagged:
        print(line)
    _targets(projection)
    _statements(statements)
    return int(bool(flagged) or any(proof.mismatches for proof in proofs))


def _forget_stored(book: Book, values: Values) -> None:
    """Expect nothing more of what an edited report stores: whole sheets, and cells that say so themselves."""
    for sheet, row, column in list(book.expected):
        shown = values.get(sheet, {}).get(f"{get_column_letter(column)}{row}")
        if sheet in STORED or shown in {AGAIN, CHANGED}:
            del book.expected[sheet, row, column]


def _template(source: Source, path: Path) -> int:
    """Check a template: what its functions answer now, and what is stored, against the engine."""
    book = build_template(source.case, scenario=source.scenario, own=source.own)
    content = path.read_bytes()
    stored, now = (values_of_bytes(one) for one in (content, calculated(content)[0]))
    proofs = [prove(book, now), prove(book, stored)]
    print(_said("cell functions", proofs[0]))
    print(_said("stored values", proofs[1]))
    if proofs[1].mismatches and not proofs[0].mismatches:
        print(f"the stored values are those of other inputs; revshare calc {path} renews them")
    flagged = _flagged(now)
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


def _fault(entry: Entry) -> str:
    """An input that says it is reported, and is not what is reported."""
    fact = entry.fact
    return (
        f"check fails: {entry.label} is said to be {fact.id} ({fact.value_text} {fact.unit}). {entry.reason}"
    )


def _targets(projection: Projection) -> None:
    """Published figures beside the projection's; a miss is news, not a fault."""
    comparisons = compare(projection)
    if not comparisons:
        return
    print("published figures, compared and never used as inputs:")
    rows = [_row(item, unit_of_target(projection, item.target)) for item in comparisons]
    show_table(("figure", "published", "projected", "verdict", "facts"), rows, right=(1, 2))


def _row(item: Comparison, unit: str) -> tuple[str, str, str, str, str]:
    """What is published, what is projected, and how they compare."""
    return (item.target.label, *_figures(item.verdict, unit), item.verdict.words, item.target.fact)


def _statements(found: Reconciliation) -> None:
    """Each statement by itself, so that those in conflict stand side by side; what agrees as an input is counted."""
    inputs = [entry for entry in found.compared if entry.role is Role.INPUT]
    away = [entry for entry in found.compared if entry.words != AS_STATED]
    if away:
        print("each statement by itself, those in conflict under one C; and inputs away from what they name:")
        away.sort(key=lambda entry: entry.fact.groups or ("D",))
        show_table(
            ("fact", "in", "compared with", "said", "here", "verdict"), map(_statement, away), right=(3, 4)
        )
    agree = sum(entry.words == AS_STATED for entry in inputs)
    silent = len({entry.fact.id for entry in found.entries}) - len(
        {entry.fact.id for entry in found.compared}
    )
    print(f"{agree} of {len(inputs)} inputs beside the statements they name are as stated")
    print(
        f"{silent} more statements concern the case and are not compared, {len(found.others)} concern others; "
        "the report's sheet Reconciliation says why"
    )


def _statement(entry: Entry) -> tuple[str, ...]:
    if entry.verdict is None:
        return ()
    said, here = _figures(entry.verdict, entry.unit)
    return entry.fact.id, (*entry.fact.groups, "")[0], entry.label, said, here, entry.words


def _figures(verdict: Verdict, unit: str) -> tuple[str, str]:
    """What is said and what is found, as figures of this unit read."""
    form = {YEAR: "{:.0f}".format, Unit.FRACTION.value: percent}.get(unit, amount)
    low, high = (None if end is None else form(end) for end in (verdict.low, verdict.high))
    said = low if low == high else f"{low} to {high}"
    if low is None or high is None:
        said = f"over {low}" if high is None else f"up to {high}"
    return str(said), "none" if verdict.value is None else form(verdict.value)
