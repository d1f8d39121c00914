"""``revshare sensitivity``: a line over values of one input or two, or over the ranges of all."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from revshare.case import Case
from revshare.errors import InputError
from revshare.inputs import Field, Unit
from revshare.inputs_table import InputsTable
from revshare.lines import Kind, Line
from revshare.risk.drivers import Driver, as_value, driver_of, drivers_of
from revshare.risk.sensitivity import grid, steps
from revshare.risk.start import Point, Start
from revshare.risk.tornado import tornados
from revshare_workbooks.case_source import Source, open_case
from revshare_workbooks.driver_words import end_of, held_in_words, step_of
from revshare_workbooks.tables import Column, Form, Origin, Table, check_name, figure, hand_out
from revshare_workbooks.terminal import console

NAME = "Sensitivity"


def run(options: argparse.Namespace) -> int:
    """Hand out the total of a line at values of one driver or two, or the swing that each driver makes."""
    check_name(options.out)
    opened = open_case(options.case, options.scenario)
    asked = _Asked(opened, Start.of(subject(opened), opened.scenario), options.line)
    if options.driver is None:
        for name, given in (("--values", options.values), ("--by", options.by)):
            if given is not None:
                raise InputError(f"{name} has no driver; name the input after the line")
        table, held = asked.tornado()
        hand_out(table, options.out)
        show_held(held)
        return 0
    if options.by is None and options.by_values is not None:
        raise InputError("--by-values has no driver; name the second input with --by")
    across = (options.by, options.by_values) if options.by else None
    hand_out(asked.values((options.driver, options.values), across), options.out)
    return 0


def subject(opened: Source) -> Case | InputsTable:
    """What was opened, as the model's analyses take it: with a workbook's own values where it has them."""
    return InputsTable(opened.case, opened.scenario, opened.own) if opened.book else opened.case


def show_held(held: Mapping[str, str]) -> None:
    """Say which inputs with a range did not move, those with one reason in one line."""
    for words in held_in_words(held):
        console().print(f"not moved: {words}")


def about(opened: Source, label: str) -> str:
    """What a table about a line says."""
    return f"{label}, {opened.scenario} scenario, {opened.case.money}"


@dataclass(frozen=True)
class _Asked:
    """A line of a case, and what may be asked of it."""

    opened: Source
    start: Start
    line: str

    def tornado(self) -> tuple[Table, Mapping[str, str]]:
        """Every driver at both ends of its range, and what does not move."""
        (found,) = tornados(self.start, (self.line,))
        drivers = drivers_of(self.start)
        rows = [
            (
                bar.driver,
                end_of(drivers[bar.driver], "low"),
                end_of(drivers[bar.driver], "high"),
                *map(figure, (bar.low, bar.base, bar.high, bar.swing)),
            )
            for bar in found.bars
        ]
        form, unit = self._form
        columns = (
            *(Column("driver"), Column("from"), Column("to")),
            *(Column(name, unit, form) for name in ("low", "base", "high", "swing")),
        )
        return self._table(columns, rows, "every driver over its range, one at a time"), found.held

    def values(
        self, first: tuple[str, list[str] | None], second: tuple[str, list[str] | None] | None
    ) -> Table:
        """The line's total at each value of a driver, and across those of a second one."""
        down, (form, unit) = self._points(*first), self._form
        if second is None:
            found = self.start.totals(self.line, list(down.values()))[:, None]
            columns = [Column(self.line, unit, form)]
        else:
            across = self._points(*second)
            if set(next(iter(across.values()))) & set(next(iter(down.values()))):
                raise InputError(f"--by is {second[0]}, which moves already; name another input")
            found = grid(self.start, self.line, list(down.values()), list(across.values()))
            columns = [Column(word, unit, form) for word in across]
        rows = [(word, *map(figure, row)) for word, row in zip(down, found, strict=True)]
        if second is None:
            return self._table((Column(first[0]), *columns), rows)
        return self._table((Column(first[0]), *columns), rows, f"across: {second[0]}")

    @cached_property
    def shown(self) -> Line:
        """The line as it stands."""
        return self.start.project({}).line(self.line)

    @property
    def _form(self) -> tuple[Form, str]:
        ratio = self.shown.kind is Kind.RATIO
        return (Form.FRACTION, "fraction") if ratio else (Form.MONEY, self.opened.case.money)

    def _table(
        self, columns: tuple[Column, ...], rows: list[tuple[str | float | None, ...]], more: str = ""
    ) -> Table:
        said = about(self.opened, self.shown.label) + (f"; {more}" if more else "")
        return Table(NAME, self.opened.case.title, said, columns, tuple(rows), Origin.of(self.opened))

    def _points(self, name: str, given: list[str] | None) -> dict[str, Point]:
        """The values typed, or steps over the range of the driver, by the words for them."""
        driver = driver_of(self.start, name)
        if given is None:
            return _over_range(self.start, driver)
        field = driver.fields[0]
        return {text: driver.at(as_value(field, _typed(field, text))) for text in given}


def _over_range(start: Start, driver: Driver) -> dict[str, Point]:
    try:
        found = steps(start, driver)
    except InputError:
        raise InputError(
            f"{driver.name} states no range of its own; add --values, such as --values 0.4 0.5"
        ) from None
    return {step_of(point, driver, place): point for place, point in found.items()}


def _typed(field: Field, text: str) -> object:
    """A word of the command line as a value of the input's kind; the model refuses what does not fit."""
    if field.unit is Unit.FLAG:
        return {"yes": True, "true": True, "no": False, "false": False}.get(text.lower(), text)
    read = date.fromisoformat if field.unit is Unit.DATE else float
    try:
        return read(text)
    except ValueError:
        return text
