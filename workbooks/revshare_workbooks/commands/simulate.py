"""``revshare simulate``: a line by year over random paths of every uncertain input."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping

import numpy as np

from revshare.lines import Kind, Line
from revshare.risk.events import PROFIT, event_labels
from revshare.risk.simulation import Simulation, simulate
from revshare.risk.spread import PERCENTILES, Figures
from revshare.risk.start import Start
from revshare_workbooks.case_source import Source, open_case
from revshare_workbooks.commands.sensitivity import about, show_held, subject
from revshare_workbooks.exit_status import OK, STOPPED
from revshare_workbooks.tables import Column, Content, Form, Origin, Table, check_name, figure, hand_out
from revshare_workbooks.terminal import console, percent, progress, show_table

NAME = "Simulation"
TOTAL = "total"


def run(options: argparse.Namespace) -> int:
    """Hand out mean, standard error, percentiles, lower tail and the probability of profit by year."""
    check_name(options.out)
    opened = open_case(options.case, options.scenario)
    source = subject(opened)
    projection = Start.of(source, opened.scenario).project({})
    line = projection.line(options.line)
    began = time.perf_counter()
    with progress("paths", options.paths) as told:
        found = simulate(
            source,
            options.line,
            options.paths,
            options.seed,
            scenario=opened.scenario,
            antithetic=options.antithetic,
            threads=options.threads,
            cluster=options.cluster,
            progress=told,
        )
    seconds = time.perf_counter() - began
    labels = event_labels(projection)
    hand_out(_table(opened, options.line, line, found, labels if options.out else {}), options.out)
    if options.out is None:
        _show_chances(found, labels)
    show_held(found.held)
    if found.rank_error:
        console().print(
            f"percentiles are read from sketches: their ranks are right to {found.rank_error:.2%}"
        )
    if found.partial:
        console().print(f"stopped after {found.paths:,} of {options.paths:,} paths; the figures are of those")
    console().print(
        f"{found.paths:,} paths of {len(found.drivers)} drivers, seed {found.seed}: "
        f"{seconds:.1f} seconds, {found.paths / seconds:,.0f} paths a second"
    )
    return STOPPED if found.partial else OK


def _show_chances(found: Simulation, labels: Mapping[str, str]) -> None:
    """What may happen in each year besides a profit."""
    rows = [
        (labels[name], *(percent(float(chance)) for chance in chances))
        for name, chances in found.chances.items()
        if name != PROFIT
    ]
    if rows:
        show_table(("probability of", *map(str, found.years)), rows, right=range(1, len(found.years) + 1))


def _table(opened: Source, name: str, line: Line, found: Simulation, events: Mapping[str, str]) -> Table:
    """Figures by year and in total; a file also takes the chances of the other events."""
    others = [event for event in found.chances if event in events and event != PROFIT]
    ratio = line.kind is Kind.RATIO
    form, unit = (Form.FRACTION, "fraction") if ratio else (Form.MONEY, opened.case.money)
    heads = ("mean", "standard error", *(f"P{at}" for at in PERCENTILES), "expected shortfall")
    columns = (
        Column("year"),
        *(Column(head, unit, form) for head in heads),
        Column("probability of profit", "fraction", Form.FRACTION),
        *(Column(f"probability: {events[event]}", "fraction", Form.FRACTION) for event in others),
    )
    spread = found.spreads[name]
    figures = _figures(spread)
    rows: list[tuple[Content, ...]] = [
        (
            str(year),
            *map(figure, figures[:, at]),
            *(figure(found.chances[event][at]) for event in (PROFIT, *others)),
        )
        for at, year in enumerate(found.years)
    ]
    rows.append((TOTAL, *map(figure, _figures(spread.total)), *[None] * (1 + len(others))))
    drawn = f"{found.paths:,} paths of {len(found.drivers)} drivers, seed {found.seed}"
    return Table(
        NAME,
        opened.case.title,
        about(opened, line.label),
        columns,
        tuple(rows),
        Origin.of(opened, more=drawn),
    )


def _figures(one: Figures) -> np.ndarray:
    """Every figure of a spread, the kind of figure on the first axis."""
    return np.stack([one.mean, one.standard_error, *one.percentiles, one.expected_shortfall])
