"""What a simulation drew: each input with its distribution, what goes together, and what was held."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

import numpy as np

from revshare.lines import Projection
from revshare.risk.drivers import drivers_of
from revshare.risk.plan import Plan
from revshare_workbooks.driver_words import distribution_of, held_in_words, label_of, labelled
from revshare_workbooks.grid import Style
from revshare_workbooks.yearly import Yearly

LINE_OF_NOTE = 165
"""Letters of small type across a page."""

_LETTERS = 15
"""Letters of small type that fit in a column of figures."""

INDEPENDENT = "Nothing: each input is drawn by itself"


def drawn_block(page: Yearly, plan: Plan, projection: Projection) -> None:
    """Lay out what was drawn under headings of their own."""
    page.heading("What was drawn", "Of a table by year, every year takes the same place in its own range.")
    page.heads(("Input", "", "Drawn from"))
    drivers = drivers_of(plan.start)
    labels = {name: label_of(drivers[name]) for name in plan.tables}
    for name, table in plan.tables.items():
        _input(page, labels[name], distribution_of(drivers[name], table))
    for line, shocks in plan.shocks.items():
        words = f"random walk around the projection, {shocks.deviation:.4g} a month (of the logarithm)"
        _input(page, f"{projection.line(line).label}: growth month by month", words)
    page.heading("What goes together")
    _notes(page, _pairs(plan, list(labels.values())) or [INDEPENDENT])
    if plan.held:
        page.heading("Inputs with a range that were not drawn")
        for text in held_in_words(labelled(plan.held, drivers)):
            _notes(page, wrap(text, LINE_OF_NOTE))


def _input(page: Yearly, label: str, words: str) -> None:
    """An input, and its distribution in as many lines as it takes."""
    page.sheet.put(page.at, page.layout.label, label, Style.LABEL)
    _notes(page, wrap(words, _LETTERS * (1 + page.layout.years)), page.layout.total)


def _pairs(plan: Plan, labels: Sequence[str]) -> list[str]:
    """Rank correlations in words."""
    if plan.ranks is None:
        return []
    return [
        f"{labels[one]} and {labels[other]}: rank correlation {plan.ranks[one, other]:.2g}"
        for one, other in np.argwhere(np.triu(plan.ranks, 1) != 0.0)
    ]


def _notes(page: Yearly, texts: Sequence[str], column: int = 1) -> None:
    for text in texts:
        page.sheet.put(page.at, column, text, Style.NOTE)
        page.at += 1
