"""``revshare sensitivity``: a line over values of one input, or over the ranges of all."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

import numpy as np

from revshare.case import Case
from revshare.errors import InputError
from revshare.inputs import Field, Unit
from revshare.inputs_table import InputsTable
from revshare.lines import Kind
from revshare.risk.drivers import driver_of
from revshare.risk.sensitivity import sensitivity
from revshare.risk.start import Start
from revshare.risk.tornado import tornado
from revshare_workbooks.case_source import Source, open_case
from revshare_workbooks.terminal import amount, console, percent, show_table

STEPS = 5
"""Values shown where none are given, from one end of the range to the other."""


def run(options: argparse.Namespace) -> int:
    """Print the total of a line at each value of one driver, or the swing that each driver makes."""
    opened = open_case(options.case, options.scenario)
    source = subject(opened)
    start = Start.of(source, opened.scenario)
    line = start.project({}).line(options.line)
    form = percent if line.kind is Kind.RATIO else amount
    console().print(f"{opened.case.title}: {line.label}, {opened.scenario} scenario, {opened.case.money}")
    if options.driver is None:
        if options.values is not None:
            raise InputError("--values has no driver; name the input after the line")
        found = tornado(source, options.line, opened.scenario)
        rows = [
            (bar.driver, form(bar.low), form(bar.base), form(bar.high), form(bar.swing)) for bar in found.bars
        ]
        show_table(("driver", "low", "base", "high", "swing"), rows, right=range(1, 5))
        show_held(found.held)
        return 0
    values = _values(start, options.driver, options.values)
    totals = sensitivity(source, options.line, options.driver, values, scenario=opened.scenario)
    rows_of_values = [
        (f"{value:,g}" if isinstance(value, float) else str(value), form(float(total)))
        for value, total in zip(values, totals, strict=True)
    ]
    show_table((options.driver, options.line), rows_of_values, right=(0, 1))
    return 0


def subject(opened: Source) -> Case | InputsTable:
    """What was opened, as the model's analyses take it: with a workbook's own values where it has them."""
    return InputsTable(opened.case, opened.scenario, opened.own) if opened.book else opened.case


def show_held(held: Mapping[str, str]) -> None:
    """Say which inputs with a range did not move, those with one reason in one line."""
    for reason in dict.fromkeys(held.values()):
        names = ", ".join(name for name, why in held.items() if why == reason)
        console().print(f"not moved: {names}: {reason}")


def _values(start: Start, driver: str, given: list[str] | None) -> list[object]:
    """The values typed, or steps over the range of the input."""
    field, *others = driver_of(start, driver).fields
    if given:
        return [_typed(field, text) for text in given]
    low, high = field.input.low, field.input.high
    if others or low is None or high is None or not low < high:
        raise InputError(f"{driver} states no range of its own; add --values, such as --values 0.4 0.5")
    return list(np.linspace(low, high, STEPS).tolist())


def _typed(field: Field, text: str) -> object:
    """A word of the command line as a value of the input's kind; the model refuses what does not fit."""
    if field.unit is Unit.FLAG:
        return {"yes": True, "true": True, "no": False, "false": False}.get(text.lower(), text)
    try:
        return float(text)
    except ValueError:
        return text
