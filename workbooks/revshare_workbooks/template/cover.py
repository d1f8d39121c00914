"""What the cover of a template says: how to use it, and what recalculates it in each program."""

from __future__ import annotations

from collections.abc import Mapping

from revshare_workbooks.dialects import Host

USE = (
    "Choose the scenario on the Inputs sheet, or type your own values in its last blue column.",
    "A calculation row holds one array formula. Copy a row and change the name of the line in it to show another line.",
    "To change an array formula, select its whole range, edit it, and press Ctrl+Shift+Enter.",
    "In Excel 365 you may keep the plain formula in the first cell and clear the others: the answer spills over them.",
    "revshare report FILE writes the finished report of the inputs in this file; a report needs no functions.",
)
NEEDS: Mapping[Host, tuple[str, ...]] = {
    Host.EXCEL: (
        "Excel shows the stored values without the functions; a cell that is recalculated without them shows #NAME?.",
        "Excel on Windows: with --macro the template names our module to xlwings; Import Functions, then Ctrl+Alt+F9.",
        "LibreOffice Calc shows #NAME? in this file: write the template with --for calc, the form that Calc knows.",
        "Without either: revshare calc FILE recalculates every cell and stores the values.",
    ),
    Host.CALC: (
        "Without the functions Calc shows #NAME?: revshare install calc puts them in place.",
        "After a change press Ctrl+Shift+F9 if a cell does not follow.",
        "Excel: write the template without --for calc; there the names have an underscore where Calc has a dot.",
        "Without either: revshare calc FILE recalculates every cell and stores the values.",
    ),
}
