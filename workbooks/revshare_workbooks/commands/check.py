"""``revshare check``: inputs validated, rules applied, recalculated by every engine here, every figure compared."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from openpyxl.utils import get_column_letter

from revshare.errors import InputError, ModelError
from revshare.inputs_columns import CHOSEN, HEADERS, NAME
from revshare.reconcile import Entry, reconcile
from revshare_workbooks import libreoffice
from revshare_workbooks.blocks.break_even import AGAIN
from revshare_workbooks.case_source import WORKBOOKS, Source, open_case
from revshare_workbooks.grid import Book
from revshare_workbooks.inputs_book import SHEET
from revshare_workbooks.proof import Proof, prove
from revshare_workbooks.reading import Values
from revshare_workbooks.report.build import build_report
from revshare_workbooks.report.checks import FIRST, PROFILE
from revshare_workbooks.report.reconciliation import CHANGED
from revshare_workbooks.report.write import report_of
from revshare_workbooks.rules.audited import Audited, opened
from revshare_workbooks.rules.dependents import cells_behind
from revshare_workbooks.rules.headers import headed
from revshare_workbooks.rules.listing import failed, listing
from revshare_workbooks.rules.registry import outcomes
from revshare_workbooks.statements import show_statements, show_targets
from revshare_workbooks.template.build import build_template, is_template
from revshare_workbooks.template.macro import SHEET as SETTINGS_SHEET
from revshare_workbooks.terminal import working
from revshare_workbooks.written_inputs import open_as_written

SHOWN = 10
STORED = {"Compare", "Workings", "Scenarios", "Sensitivity", "Reconciliation", "Checks"}
"""Sheets that hold figures of the inputs the report was written with, or compare what those were taken from."""


def run(options: argparse.Namespace) -> int:
    """Check a case, a report or any workbook: structure, rules, engines, the book's own checks, published figures."""
    path = Path(options.what)
    audited = opened(path) if path.suffix.lower() in WORKBOOKS else None
    if audited and not _holds_a_case(audited):
        if options.scenario:
            raise InputError(f"{options.what} holds no case and so no scenario; leave --scenario off")
        print(f"{options.what} holds no case of revshare; the rules of good workbooks are applied to it")
        return _rules(audited)
    source = open_case(options.what, options.scenario)
    case = source.case
    print(f"{case.name}: inputs valid; every one names a fact or is assumed with a range and a reason")
    if source.book and audited and is_template(source.book):
        return _template(source, source.book, audited)
    with working("calculating every formula again"):
        book = build_report(case, scenario=source.scenario, own=source.own, digest=source.digest)
        audited = audited or Audited(_written(source))
    values = _values(audited, options.what)
    flagged = _flagged(values)
    edited = _edited(values)
    if edited:
        print(
            f"inputs changed since the report was written; revshare report {options.what} renews what it stores"
        )
        _forget_stored(book, values, audited)
    writer, reader = str(audited.book.properties.creator), f"revshare {book.version}"
    if writer == reader:
        audited.built = _built_as_written(audited) if edited else book
    elif writer.startswith("revshare "):
        print(f"written by {writer}, and this is {reader}: rows may have moved since")
        print(f"revshare report {options.what} writes it anew")
    if any(PROFILE in line for line in flagged):
        print("annual totals changed, whose months are solved when a report is written: figures not compared")
        proofs = []
    else:
        proofs = _proofs(book, audited.content, values)
    projection = source.project()
    statements = reconcile(projection)
    if not edited:
        flagged += [_fault(entry) for entry in statements.faults]
    for line in flagged:
        print(line)
    broken = _rules(audited)
    show_targets(projection)
    show_statements(statements)
    return int(broken or bool(flagged) or any(proof.mismatches for proof in proofs))


def _holds_a_case(audited: Audited) -> bool:
    """Whether a workbook has an Inputs sheet as revshare writes it."""
    sheet = audited.sheet(SHEET)
    heads = [] if sheet is None else [headed(sheet.shown, [word]) for word in (CHOSEN, HEADERS["live"], NAME)]
    return bool(heads) and all(heads)


def _rules(audited: Audited) -> int:
    """Apply every rule, say what was found, and answer 1 if one that must hold is broken."""
    with working("trying the rules of good workbooks"):
        found = list(outcomes(audited))
    for line in listing(found):
        print(line)
    return int(failed(found))


def _values(audited: Audited, what: str) -> Values:
    """Values of the report as its formulas give them now."""
    with working("calculating every formula again"):
        now = audited.recalculation
    if now.refusal or now.circles:
        _rules(audited)
        raise InputError(
            f"{what}: {now.refusal or 'formulas depend on themselves: ' + ', '.join(now.circles[:3])}"
        )
    return now.values


def _built_as_written(audited: Audited) -> Book | None:
    """The report as it was laid out when it was written; None if it no longer says from what."""
    try:
        source = open_as_written(audited)
    except ModelError:
        return None
    return build_report(source.case, scenario=source.scenario, own=source.own)


def _forget_stored(book: Book, values: Values, audited: Audited) -> None:
    """Expect nothing more of what an edited report stores, of what reads it, and of cells that say so themselves."""
    reading = cells_behind(audited, STORED - {book.checks.name})
    for sheet, row, column in list(book.expected):
        shown = values.get(sheet, {}).get(f"{get_column_letter(column)}{row}")
        if sheet in STORED or (sheet, row, column) in reading or shown in {AGAIN, CHANGED}:
            del book.expected[sheet, row, column]


def _template(source: Source, path: Path, audited: Audited) -> int:
    """Check a template: what its functions answer now, and what is stored, against the engine."""
    macro = any(sheet.name == SETTINGS_SHEET for sheet in audited.sheets)
    book = build_template(source.case, scenario=source.scenario, own=source.own, with_macro=macro)
    now = _values(audited, str(path))
    proofs = [prove(book, now), prove(book, audited.stored)]
    print(_said("cell functions", proofs[0]))
    print(_said("stored values", proofs[1]))
    if proofs[1].mismatches and not proofs[0].mismatches:
        print(f"the stored values are those of other inputs; revshare calc {path} renews them")
    flagged = _flagged(now)
    for line in flagged:
        print(line)
    broken = _rules(audited)
    show_targets(source.project())
    return int(broken or bool(flagged) or any(proof.mismatches for proof in proofs))


def _proofs(book: Book, content: bytes, values: Values) -> list[Proof]:
    """Compare every formula cell with the engine, as each recalculation here sees it, and say so."""
    proofs = [prove(book, values)]
    print(_said("formualizer", proofs[0]))
    if not libreoffice.is_available():
        print("LibreOffice: not installed here, so no second recalculation was made")
        return proofs
    with working("LibreOffice calculates every formula again"):
        proofs.append(prove(book, _by_libreoffice(content)))
    print(_said("LibreOffice", proofs[1]))
    return proofs


def _written(source: Source) -> bytes:
    """The report of a case, as `revshare report` writes it."""
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
