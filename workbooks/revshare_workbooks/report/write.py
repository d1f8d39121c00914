"""From a case to the bytes of a finished report: laid out, recalculated, proved, reproducible."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date

from revshare.case import Case
from revshare.inputs import Value
from revshare_workbooks.grid import Book
from revshare_workbooks.proof import Finished, proved
from revshare_workbooks.recalculate import finished
from revshare_workbooks.report.build import build_report
from revshare_workbooks.report.risk import Risk
from revshare_workbooks.xlsx import workbook


def report_of(
    case: Case,
    *,
    scenario: str = "base",
    own: Mapping[str, Value] | None = None,
    digest: str = "",
    risk: Risk | None = None,
) -> Finished:
    """Write the report of a case, with every formula's value stored and compared with the engine.

    Raises
    ------
    ModelError
        If a stored value differs from the engine's: such a book is not handed out.
    """
    return finish(
        case.name, build_report(case, scenario=scenario, own=own, digest=digest, risk=risk), case.as_of
    )


def finish(name: str, book: Book, as_of: date) -> Finished:
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
    return proved(name, book, finished(raw.getvalue(), as_of))
