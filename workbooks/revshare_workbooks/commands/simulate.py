"""``revshare simulate``: a line by year over random paths of every uncertain input."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from revshare.lines import Kind
from revshare.risk.simulation import PERCENTILES, simulate
from revshare.risk.start import Start
from revshare_workbooks.case_source import open_case
from revshare_workbooks.commands.sensitivity import show_held, subject
from revshare_workbooks.terminal import amount, console, percent, show_table

PATIENCE = 1.0
"""Seconds after which whoever watches sees how far it is."""


def run(options: argparse.Namespace) -> int:
    """Print mean, standard error, percentiles and the probability of profit by year."""
    opened = open_case(options.case, options.scenario)
    source = subject(opened)
    line = Start.of(source, opened.scenario).project({}).line(options.line)
    began = time.perf_counter()
    with _progress(options.paths) as told:
        found = simulate(
            source, options.line, options.paths, options.seed, scenario=opened.scenario, progress=told
        )
    seconds = time.perf_counter() - began
    form = percent if line.kind is Kind.RATIO else amount
    console().print(f"{opened.case.title}: {line.label}, {opened.scenario} scenario, {opened.case.money}")
    columns = zip(
        found.years, found.mean, found.standard_error, found.percentiles.T, found.profitable, strict=True
    )
    rows = [
        (str(year), form(mean), form(error), *(form(float(value)) for value in values), percent(profit))
        for year, mean, error, values, profit in columns
    ]
    heads = ("year", "mean", "standard error", *(f"P{at}" for at in PERCENTILES), "probability of profit")
    show_table(heads, rows, right=range(1, len(heads)))
    show_held(found.held)
    console().print(
        f"{options.paths:,} paths of {len(found.drivers)} drivers, seed {options.seed}: "
        f"{seconds:.1f} seconds, {options.paths / seconds:,.0f} paths a second"
    )
    return 0


@contextmanager
def _progress(paths: int) -> Iterator[Callable[[int], None]]:
    """A bar for whoever watches, once it takes more than a moment."""
    from rich.console import Console  # noqa: PLC0415 - as in terminal.py
    from rich.progress import Progress  # noqa: PLC0415

    bar = Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    task = bar.add_task("paths", total=paths)
    began = time.perf_counter()

    def told(done: int) -> None:
        if time.perf_counter() - began > PATIENCE:
            bar.start()
        bar.update(task, completed=done)

    try:
        yield told
    finally:
        bar.stop()
