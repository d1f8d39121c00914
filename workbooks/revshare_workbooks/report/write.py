"""From a case to the bytes of a finished report: laid out, recalculated, proved, reproducible."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from revshare.case import Case
from revshare.errors import ModelError
from revshare.inputs import Value
from revshare_workbooks.grid import Book
from revshare_workbooks.proof import Proof, prove
from revshare_workbooks.reading import values_of_bytes
from revshare_workbooks.recalculate import finished
from revshare_workbooks.report.build import build_report
from revshare_workbooks.report.risk import Risk
from revshare_workbooks.xlsx import workbook


@dataclass(frozen=True)
class Report:
    """A finished report.

    Parameters
    ----------
    content
        The workbook's bytes.
    book
        Its cells and what the engine expects of each formula.
    proof
        The comparison of stored values with the engine.
    """

    content: bytes
    book: Book
    proof: Proof


def report_of(
    case: Case,
    *,
    scenario: str = "base",
    own: Mapping[str, Value] | None = None,
    digest: str = "",
    risk: Risk | None = None,
) -> Report:
    """Write the report of a case, with every formula's value stored and compared with the engine.

    Raises
    ------
    ModelError
        If a stored value differs from the engine's: such a book is not handed out.
    """
    return proved(
        case.name, build_report(case, scenario=scenario, own=own, digest=digest, risk=risk), case.as_of
    )


def proved(name: str, book: Book, as_of: date) -> Report:
    """Finish a laid-out book: every formula's value stored, and compared with the engine.

    Parameters
    ----------
    name
        What a failure is reported under.
    as_of
        Date of the data, which the document's properties show.

    Raises
    ------
    ModelError
        If a stored value differs from the engine's.
    """
    raw = io.BytesIO()
    workbook(book).save(raw)
    content = finished(raw.getvalue(), as_of)
    proof = prove(book, values_of_bytes(content))
    if proof.mismatches:
        listed = "; ".join(str(item) for item in proof.mismatches[:3])
        raise ModelError(f"{name}: {len(proof.mismatches)} cells differ from the engine, none may: {listed}")
    return Report(content, book, proof)
