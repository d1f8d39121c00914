"""``revshare report``: a finished workbook, its headline, its checks and its path."""

from __future__ import annotations

import argparse
from pathlib import Path

from revshare.errors import InputError
from revshare.path import path_of
from revshare.projection import Projection, project
from revshare_workbooks import files, libreoffice
from revshare_workbooks.case_source import open_case
from revshare_workbooks.report.write import Report, report_of
from revshare_workbooks.terminal import amount, percent


def run(options: argparse.Namespace) -> int:
    """Write the report and print what it comes to."""
    source = open_case(options.case, options.scenario)
    case, scenario = source.case, source.scenario
    out: Path = options.out or Path(f"{case.name}.xlsx")
    if out.suffix != ".xlsx":
        raise InputError(f"{out} must end in .xlsx; a report is an Excel workbook")
    if options.pdf:
        libreoffice.require("PDF")
    projection = project(case, scenario)
    report = report_of(case, scenario=scenario, digest=source.digest)
    files.write(out, report.content)
    print("\n".join(_headline(projection)))
    print(_checks(report))
    print(out)
    if options.pdf:
        print(libreoffice.to_pdf(out, out.with_suffix(".pdf")))
    return 0


def _headline(projection: Projection) -> list[str]:
    """Who gets what, when the lab turns profitable, and where the two deals cost the same."""
    case, path = projection.case, path_of(projection)
    lines = [f"{case.title} ({_spoken(projection)}, {case.first_year} to {case.last_year}, {case.money})"]
    for key, partner in case.partners.items():
        share, rate = (
            float(projection.total(f"share.{key}")),
            float(projection.total(f"effective_rate.{key}")),
        )
        lines.append(
            f"  {partner.label} receives {amount(share)}: {percent(rate)} of the revenue it shares in"
        )
    lines.append(
        f"  {case.lab} keeps {amount(float(projection.total('contribution')))} after the share, before its own costs"
    )
    profit = path.first_profitable_year or "not reached"
    lines.append(
        f"  first year of operating profit: {profit}; peak funding need: {amount(path.peak_funding)}"
    )
    return lines


def _spoken(projection: Projection) -> str:
    name = projection.scenario
    return "base scenario" if name == "base" else f"{projection.case.scenarios[name].label.lower()} scenario"


def _checks(report: Report) -> str:
    return f"  checks: all zero; {report.proof.cells:,} formulas agree with the engine to 1e-9"
