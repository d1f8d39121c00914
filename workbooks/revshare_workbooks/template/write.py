"""From a case to the bytes of a finished template: laid out, calculated, proved, reproducible."""

from __future__ import annotations

import io
from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.formula import ArrayFormula

from revshare.case import Case
from revshare.errors import ModelError
from revshare.inputs import Value
from revshare_workbooks.calc import calculated
from revshare_workbooks.dialects import Host, for_calc
from revshare_workbooks.package import reproducible
from revshare_workbooks.proof import Finished, proved
from revshare_workbooks.template import macro
from revshare_workbooks.template.build import build_template
from revshare_workbooks.xlsx import workbook

CURRENT_ENGINE = 191029
"""Excel 2019 and later: no newer engine asks for a recalculation, so a desk without the functions sees the values."""


def template_of(
    case: Case,
    *,
    scenario: str = "base",
    own: Mapping[str, Value] | None = None,
    digest: str = "",
    host: Host = Host.EXCEL,
    with_macro: bool = False,
) -> Finished:
    """Write the template of a case, with every formula's value stored and compared with the engine.

    Parameters
    ----------
    host
        Whose form of the functions' names is written.
    with_macro
        Whether it is an ``.xlsm`` whose settings name our module to xlwings.

    Raises
    ------
    ModelError
        If a cell shows an error or a stored value differs from the engine's, or xlwings is missing for the macro.
    """
    book = build_template(case, scenario=scenario, own=own, digest=digest, host=host, with_macro=with_macro)
    target = workbook(book)
    target.calculation = CalcProperties(calcId=CURRENT_ENGINE, fullCalcOnLoad=False)
    if host is Host.CALC:
        _rename(target)
    if with_macro:
        macro.add(target)
    raw = io.BytesIO()
    target.save(raw)
    content, calculation = calculated(raw.getvalue())
    if calculation.faults:
        listed = "; ".join(map(str, calculation.faults[:3]))
        raise ModelError(f"{case.name}: {len(calculation.faults)} formulas show errors, none may: {listed}")
    return proved(case.name, book, reproducible(content, case.as_of))


def _rename(target: Workbook) -> None:
    """Write every formula, and every formula shown as text, with the names that Calc resolves."""
    cells = (cell for sheet in target.worksheets for cell in sheet._cells.values())  # noqa: SLF001 - the rest is empty
    for cell in cells:
        if isinstance(cell.value, ArrayFormula):
            cell.value.text = for_calc(str(cell.value.text))
        elif isinstance(cell.value, str) and "RS_" in cell.value:
            kind, text = cell.data_type, cell.value
            cell.value = for_calc(text) if text.startswith("=") else text.replace("RS_", "RS.")
            cell.data_type = kind
