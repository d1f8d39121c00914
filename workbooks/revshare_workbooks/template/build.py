"""The template of one case: all sheets laid out, in the order in which they rest on each other."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from revshare.case import Case
from revshare.inputs import Value
from revshare.projection import project
from revshare.scenarios import OWN_KEY
from revshare_workbooks.dialects import Host
from revshare_workbooks.grid import Book
from revshare_workbooks.inputs import inputs_table
from revshare_workbooks.report.cover import cover_sheet
from revshare_workbooks.report.lab import LabRows
from revshare_workbooks.report.partner import PartnerRows
from revshare_workbooks.report.revenue import RevenueRows
from revshare_workbooks.report.summary import Sheets, summary_sheet
from revshare_workbooks.template import macro
from revshare_workbooks.template.checks import template_checks
from revshare_workbooks.template.compare import compare_sheet
from revshare_workbooks.template.contract import contract_sheet
from revshare_workbooks.template.cover import NEEDS, USE
from revshare_workbooks.template.functions_sheet import functions_sheet
from revshare_workbooks.template.intellisense import intellisense_sheet
from revshare_workbooks.template.lines import BY_YEAR, lines_by_month, lines_by_year
from revshare_workbooks.template.pages import TemplateLayout
from revshare_workbooks.template.scenarios import scenarios_sheet
from revshare_workbooks.workbook_parts import worksheets


def build_template(
    case: Case,
    *,
    scenario: str = "base",
    own: Mapping[str, Value] | None = None,
    digest: str = "",
    host: Host = Host.EXCEL,
    with_macro: bool = False,
) -> Book:
    """Lay out the template of a case under one scenario; every formula comes with the engine's value.

    Formulas are in the catalogue's form, `RS_...`, whatever the host.

    Parameters
    ----------
    scenario
        The scenario that is chosen when the book opens; ``own`` for the user's own values.
    own
        Those values by input, on top of the base.
    digest
        SHA-256 of the input, shown on the cover.
    host
        The program that is to recalculate it; it decides what the cover says and which help comes along.
    with_macro
        Whether settings for xlwings come along.
    """
    own = own or {}
    projection = project(case, "base", own) if scenario == OWN_KEY else project(case, scenario)
    book = Book(
        case.timeline,
        title=f"{case.title}: working template",
        money=case.money,
        scenario=scenario,
        version=version("revshare"),
        digest=digest,
    )
    book.layout = TemplateLayout(book.layout.years, book.layout.months)
    book.sheets.remove(book.checks)
    values: dict[str, Value] = dict(projection.values)  # type: ignore[arg-type]
    inputs = inputs_table(book, case, scenario, values, own)
    years = lines_by_year(book, inputs, projection)
    months, path = lines_by_month(book, inputs, projection)
    contracts = {key: contract_sheet(book, key, inputs, months, projection) for key in case.contracts}
    scenarios = scenarios_sheet(book, inputs, projection)
    compare = compare_sheet(book, inputs, next(iter(contracts.values())), years, months, projection)
    rows = RevenueRows(years), LabRows(years, path), PartnerRows(years)
    summary_sheet(book, case, Sheets(inputs, *rows, compare), projection)
    book.sheets.insert(0, book.sheets.pop())
    functions_sheet(book)
    book.sheets.append(book.checks)
    template_checks(book, inputs, years, months, contracts, scenarios, compare, projection)
    if with_macro:
        macro.settings_sheet(book)
    if host is Host.EXCEL:
        intellisense_sheet(book)
    cover_sheet(
        book, case, inputs, advice={"How to use it": USE, "What recalculates it": NEEDS[host]}, use=()
    )
    book.sheets.insert(0, book.sheets.pop())
    return book


def is_template(path: Path) -> bool:
    """Whether a workbook was written as a template: it has a sheet of lines by year."""
    with zipfile.ZipFile(path) as source:
        return BY_YEAR in worksheets(source)
