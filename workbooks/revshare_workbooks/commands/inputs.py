"""``revshare inputs``: every input with its value, range, basis and source."""

from __future__ import annotations

import argparse

from revshare.fields import fields
from revshare.uncertainty import is_parameter
from revshare_workbooks.case_source import open_case
from revshare_workbooks.terminal import show_table


def run(options: argparse.Namespace) -> int:
    """Print the inputs of a case under a scenario."""
    source = open_case(options.case, options.scenario)
    case = source.case
    values = source.project().values
    rows = []
    for field in fields(case):
        given = field.input
        ranged = given.low is not None and given.high is not None and not is_parameter(field.name)
        span = f"{_text(given.low)} to {_text(given.high)}" if ranged else ""
        unit = case.money if field.unit == "money" else field.unit.value
        rows.append(
            (field.name, _text(values[field.name]), unit, span, given.basis.value, given.fact, given.note)
        )
    show_table(("input", "value", "unit", "range", "basis", "fact", "note"), rows, right=(1,))
    return 0


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.10g}" if isinstance(value, float) else str(value)
