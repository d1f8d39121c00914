"""``revshare diff``: what changed between two cases or workbooks, and what that did."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from revshare.attribution import attribution
from revshare.differences import Change, Differences, Figure, differences
from revshare.inputs import Unit, Value
from revshare.inputs_table import InputsTable
from revshare_workbooks.case_source import Source, open_case
from revshare_workbooks.terminal import amount, console, percent, show_table

NOT_REACHED = "not reached"


def run(options: argparse.Namespace) -> int:
    """Print what differs, the headline figures of both, and what each change does to a line."""
    opened = [open_case(what, options.scenario) for what in (options.first, options.second)]
    first, second = (_table(source) for source in opened)
    found = differences(first, second)
    for letter, what, source in zip("AB", (options.first, options.second), opened, strict=True):
        case = source.case
        console().print(
            f"{letter}: {what}: {case.title}, {source.scenario} scenario, "
            f"{case.first_year} to {case.last_year}, {case.money}"
        )
    if found.is_none:
        console().print("no difference: the same inputs and structure, so the same figures")
    else:
        _show(found)
    if options.line:
        _show_attribution(first, second, options.line)
    return 0


def _table(source: Source) -> InputsTable:
    return InputsTable(source.case, source.scenario, source.own)


def _show(found: Differences) -> None:
    for note in found.notes:
        console().print(f"note: {note}")
    _show_changes("inputs in force that differ", found.in_force, with_part=False)
    _show_changes(
        "what else differs: how drivers vary, columns that are not chosen, ranges, sources and structure",
        found.elsewhere,
    )
    if not found.years:
        return
    console().print(f"headline figures, {found.years[0]} to {found.years[-1]}")
    rows = [row for figure in found.figures for row in _figure_rows(figure, found.years)]
    show_table(("line", "years", "A", "B", "B less A", "percent"), rows, right=range(2, 6))


def _show_changes(title: str, changes: Sequence[Change], *, with_part: bool = True) -> None:
    if not changes:
        return
    console().print(f"{title}: {len(changes)}")
    heads = ("name", "meaning", "unit", *(("where",) if with_part else ()), "A", "B")
    rows = [
        (
            change.name,
            change.label,
            change.unit,
            *((change.part,) if with_part else ()),
            _text(change.first),
            _text(change.second),
        )
        for change in changes
    ]
    show_table(heads, rows, right=() if with_part else (3, 4))


def _text(value: Value | None) -> str:
    """A value as it is typed; a dash where nothing is said."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:,.12g}" if isinstance(value, float | int) else value


def _figure_rows(figure: Figure, years: Iterable[int]) -> Iterator[tuple[str, ...]]:
    """A figure over all years, and by year where that is not the same."""
    if figure.unit == "year":
        told = [NOT_REACHED if math.isnan(year) else f"{year:.0f}" for year in (figure.first, figure.second)]
        apart = "-" if math.isnan(figure.difference) else f"{figure.difference:+.0f}"
        yield (figure.label, "", *told, apart, "")
        return
    form = _form(figure.unit)
    whole = (figure.first, figure.second, figure.difference)
    yield (figure.label, "all", *map(form, whole), percent(figure.relative))
    if not figure.difference:
        return
    columns = zip(figure.first_by_year, figure.second_by_year, figure.difference_by_year, strict=True)
    for year, one in zip(years, columns, strict=True):
        yield ("", str(year), *map(form, one), percent(one[2] / abs(one[0]) if one[0] else math.nan))


def _form(unit: str) -> Callable[[float], str]:
    form = percent if unit == Unit.FRACTION else amount
    return lambda value: "-" if math.isnan(value) else form(value)


def _show_attribution(first: InputsTable, second: InputsTable, line: str) -> None:
    """Every change alone, the biggest first, and the rest."""
    found = attribution(first, second, line)
    form = _form(found.unit)
    whole = found.second - found.first
    console().print(f"{found.label}: {form(found.first)} in A, {form(found.second)} in B; each change alone:")
    rows = [(effect.driver, form(effect.amount), _part(effect.amount, whole)) for effect in found.effects]
    rows.append(("the rest: changes acting on each other", form(found.rest), _part(found.rest, whole)))
    rows.append(("B less A", form(whole), _part(whole, whole)))
    show_table(("change", "effect", "of the difference"), rows, right=(1, 2))
    for name, reason in found.apart.items():
        console().print(f"not changed alone: {name}: {reason}")


def _part(effect: float, whole: float) -> str:
    return percent(effect / whole) if whole else "-"
