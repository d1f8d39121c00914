"""``revshare report``: a finished workbook, its headline, its checks and its path."""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from revshare.errors import InputError
from revshare.headline import break_even_points
from revshare.lines import Projection
from revshare.path import path_of
from revshare.risk.start import Start
from revshare_workbooks import files, libreoffice
from revshare_workbooks.case_source import Source, open_case
from revshare_workbooks.commands.sensitivity import subject
from revshare_workbooks.proof import Finished
from revshare_workbooks.report.risk import MAIN, Risk, stored_run
from revshare_workbooks.report.write import report_of
from revshare_workbooks.terminal import amount, hanging, percent, progress, working


def run(options: argparse.Namespace) -> int:
    """Write the report and print what it comes to."""
    source = open_case(options.case, options.scenario)
    case = source.case
    out: Path = options.out or Path(f"{case.name}.xlsx")
    if out.suffix != ".xlsx":
        raise InputError(f"{out} must end in .xlsx; a report is an Excel workbook")
    files.require_writable(out)
    if options.pdf:
        libreoffice.require("PDF")
        files.require_writable(out.with_suffix(".pdf"))
    projection = source.project()
    risk = _risk(source, options.paths, options.seed)
    with working("writing the report, and every formula calculated again"):
        report = report_of(case, scenario=source.scenario, own=source.own, digest=source.digest, risk=risk)
    files.write(out, report.content)
    print(hanging("\n".join(_headline(projection, source.scenario))))
    if risk:
        print(hanging(_spread(risk)))
    print(_checks(report, projection.warnings))
    print(out)
    if options.pdf:
        with working("printing the pages"):
            pages = libreoffice.to_pdf(out, out.with_suffix(".pdf"))
        print(pages)
    return 0


def _risk(source: Source, paths: int | None, seed: int) -> Risk | None:
    """Simulate for a Risk sheet that is asked for, or that the report to renew has, with a bar for whoever watches."""
    if paths is None:
        stored = stored_run(source.book) if source.book else None
        if stored is None:
            return None
        paths, seed = stored
    with progress("paths", paths) as told:
        return Risk.of(Start.of(subject(source), source.scenario), paths, seed, told)


def _spread(risk: Risk) -> str:
    """What the paths come to, in a line."""
    found = risk.found.spreads[MAIN].total
    low, high = (amount(float(found.percentiles[place])) for place in (0, -1))
    label = risk.plan.start.project({}).line(MAIN).label.lower()
    of = f"{label} of all years {low} to {high} in nine of ten, mean {amount(float(found.mean))}"
    return f"  {risk.found.paths:,} random paths: {of}"


def _headline(projection: Projection, scenario: str) -> list[str]:
    """Who gets what, when the lab turns profitable, and where the two deals cost the same."""
    case, path = projection.case, path_of(projection)
    lines = [
        f"{case.title} ({_spoken(projection, scenario)}, {case.first_year} to {case.last_year}, {case.money})"
    ]
    for key, partner in case.partners.items():
        share = float(projection.total(f"share.{key}"))
        rate = float(projection.total(f"effective_rate.{key}"))
        lines.append(
            f"  {partner.label} receives {amount(share)}: {percent(rate)} of the revenue it shares in"
        )
        lines += [f"  {text}" for text in _limits(projection, key)]
    kept = amount(float(projection.total("contribution")))
    lines.append(f"  {case.lab} keeps {kept} after the share, before its own costs")
    profit = path.first_profitable_year or "not reached"
    lines.append(
        f"  first year of operating profit: {profit}; peak funding need: {amount(path.peak_funding)}"
    )
    covered, company = (
        _break_even(point) for point in break_even_points(projection, next(iter(case.contracts)))
    )
    same = f"{covered} per covered dollar, {company} for the company"
    lines.append(f'  break-even cost ratio against "{case.rival.label}" at the average rates: {same}')
    return lines


def _limits(projection: Projection, key: str) -> list[str]:
    """What each cap took, and when it was used up."""
    flow = projection.waterfalls[key]
    found = []
    for name, limit in zip(("monthly", "annual", "lifetime"), flow.limits, strict=True):
        forgone = float(limit.forgone.sum())
        if forgone > 0:
            days = [day for day in limit.exhausted_on(flow.grid) if day]
            when = f", first used up on {days[0]:%d %B %Y}" if days else ""
            found.append(f"the {name} cap takes {amount(forgone)} of it{when}")
    return found


def _break_even(point: float) -> str:
    return "none" if math.isnan(point) else percent(point)


def _spoken(projection: Projection, scenario: str) -> str:
    known = projection.case.scenarios
    label = known[scenario].label.lower() if scenario in known else scenario
    return f"{label} scenario"


def _checks(report: Finished, warnings: list[str]) -> str:
    lines = [f"  checks: all zero; {report.proof.cells:,} formulas agree with the engine to 1e-9"]
    return "\n".join([*lines, *(f"  warning: {text}" for text in warnings)])
