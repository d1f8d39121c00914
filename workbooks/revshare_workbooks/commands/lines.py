"""``revshare lines``: every line of a projected case by year."""

from __future__ import annotations

import argparse

from revshare.lines import Kind
from revshare_workbooks.case_source import open_case
from revshare_workbooks.terminal import amount, console, percent, show_table


def run(options: argparse.Namespace) -> int:
    """Print all lines: flows summed, balances at the close, ratios recomputed."""
    source = open_case(options.case, options.scenario)
    case = source.case
    projection = source.project()
    years = [str(year) for year in case.timeline.years]
    rows = []
    for name, line in projection.lines.items():
        form = percent if line.kind is Kind.RATIO else amount
        figures = [form(float(value)) for value in (*projection.by_year(name), projection.total(name))]
        rows.append((name, line.label, *figures))
    console().print(
        f"{case.title}: {source.scenario} scenario, {case.money}; a share is positive when {case.lab} pays"
    )
    show_table(("line", "meaning", *years, "total"), rows, right=range(2, 3 + len(years)))
    return 0
