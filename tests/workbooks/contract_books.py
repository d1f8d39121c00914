"""Small workbooks around contract sheets: any terms over any monthly series, recalculated and compared."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import formualizer
import numpy as np
from openpyxl.utils import get_column_letter

from revshare.arrays import FloatArray
from revshare.case import Case, Partner, Revenue, Rival
from revshare.contracts.contract import contract_from
from revshare.contracts.waterfall import Waterfall, waterfall
from revshare.fields import fields, terms_of
from revshare.inputs import Basis, Input, Value
from revshare_workbooks.blocks.guards import Guard
from revshare_workbooks.blocks.pools import Stream
from revshare_workbooks.grid import Book, Content, Row, Spot, Style
from revshare_workbooks.inputs import Inputs, cell_value, inputs_sheet
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.proof import agrees, prove
from revshare_workbooks.reading import Values
from revshare_workbooks.report.contract import ContractRows, Deal, contract_sheet
from revshare_workbooks.timeline import TimelineRows, timeline_sheet
from revshare_workbooks.xlsx import workbook

FIRST_YEAR = 2026
EPOCH = date(1899, 12, 30)
EXAMPLES = Path(__file__).parents[1] / "examples.json"


@dataclass(frozen=True)
class Trial:
    """A contract by its keys, and the monthly series it is tried on."""

    terms: Mapping[str, object]
    revenue: Sequence[float]
    cost: Sequence[float] = ()


def shown(
    terms: Mapping[str, object], revenue: Sequence[float], cost: Sequence[float] = (), years: int = 1
) -> View:
    """A contract on its sheet, every cell of it already compared with the engine."""
    bench = Bench([Trial(terms, revenue, cost)], years)
    faults = bench.faults()
    assert faults == []
    return View(bench)


def example(number: str) -> Any:
    """Inputs and expected values of a worked example."""
    found = json.loads(EXAMPLES.read_text(encoding="utf-8"))["examples"]
    return next(one for one in found if one["id"] == number)


@dataclass(frozen=True)
class Sheet:
    """One contract of a bench: where its rows stand, and what the engine says of them."""

    name: str
    key: str
    rows: ContractRows
    flow: Waterfall


def _assumed(value: object) -> Input:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Input(float(value), Basis.ASSUMED, low=float(value), high=float(value), note="tried")
    return Input(value, Basis.ASSUMED, note="tried")  # type: ignore[arg-type]


def case_of(terms: Sequence[Mapping[str, object]], years: int, first_year: int = FIRST_YEAR) -> Case:
    """The least case that holds some contracts, one partner for each."""
    keys = [f"p{n}" for n in range(1, len(terms) + 1)]
    return Case(
        name="tried",
        title="Tried",
        summary="",
        lab="Lab",
        as_of=date(first_year, 1, 1),
        first_year=first_year,
        last_year=first_year + years - 1,
        revenue=Revenue(measure="total", annual={}),
        products={},
        channels={},
        partners={
            key: Partner(label=f"Partner {key}", covers=(), compute=(), compute_margin={}) for key in keys
        },
        contracts={
            key: {name: _assumed(value) for name, value in given.items()}
            for key, given in zip(keys, terms, strict=True)
        },
        spending={},
        presentation=_assumed("net"),
        rival=Rival(
            label="Other", kind=_assumed("revenue_share"), rate=_assumed(0.2), coverage=_assumed(1.0)
        ),
        probability=1.0,
    )


def _series(months: int, given: Sequence[float]) -> FloatArray:
    padded = np.zeros(months)
    padded[: len(given)] = given
    return padded


class Bench:
    """A workbook with one Contract sheet per trial, and formualizer's values of it.

    Parameters
    ----------
    trials
        Contracts and series; a series shorter than the years given is followed by zeros.
    years
        Calendar years of the model.
    """

    def __init__(self, trials: Iterable[Trial], years: int, first_year: int = FIRST_YEAR) -> None:
        self.trials = list(trials)
        self.case = case_of([trial.terms for trial in self.trials], years, first_year)
        self.values: dict[str, Value] = {field.name: field.input.value for field in fields(self.case)}
        self.book = Book(
            self.case.timeline, title="Tried", money="USD", scenario="base", version="0", digest="0"
        )
        spot = self.book.tolerance
        self.book.checks.put(spot.row, spot.column, 1e-9, Style.STORED_NUMBER)
        self.inputs: Inputs = inputs_sheet(self.book, self.case, "base", self.values, {})
        self.timeline: TimelineRows = timeline_sheet(
            self.book, self.inputs, {key: partner.label for key, partner in self.case.partners.items()}
        )
        self._series = Monthly(self.book, "Series", "Series", "What the contracts are tried on")
        self.sheets = [self._sheet(f"p{n}", trial) for n, trial in enumerate(self.trials, start=1)]

    def _sheet(self, key: str, trial: Trial) -> Sheet:
        months = self.case.timeline.months
        revenue, cost = _series(months, trial.revenue), _series(months, trial.cost)
        rows = (self._constants(f"{key} revenue", revenue), self._constants(f"{key} cost", cost))
        flow = self.engine(key, self.values)
        prefix = f"contracts.{key}."
        values: dict[str, Content] = {
            name.removeprefix(prefix): value for name, value in self.values.items() if name.startswith(prefix)
        }
        deal = Deal(key, f"Partner {key}", "Lab", values, flow.contracts[0][0], flow)
        name = f"Contract {key}"
        streams = [Stream("all", [rows[0]], [rows[1]], flow)]
        laid = contract_sheet(self.book, name, deal, self.inputs, self.timeline, streams)
        return Sheet(name, key, laid, flow)

    def engine(self, key: str, values: Mapping[str, Value]) -> Waterfall:
        """What the engine says of a contract under some values of the inputs."""
        trial = self.trials[int(key[1:]) - 1]
        months = self.case.timeline.months
        contract = contract_from(terms_of(values, key))
        revenue, cost = _series(months, trial.revenue), _series(months, trial.cost)
        return waterfall(contract, revenue, cost, self.case.timeline)

    def _constants(self, label: str, values: FloatArray) -> Row:
        sheet, row = self._series, Row(self._series.sheet)
        row.number = sheet.at
        sheet.sheet.put(sheet.at, sheet.layout.label, label, Style.LABEL)
        for offset, value in enumerate(values):
            sheet.sheet.put(sheet.at, sheet.layout.first_month + offset, float(value), Style.MONEY)
        sheet.at += 1
        return row

    @cached_property
    def content(self) -> bytes:
        """The workbook as openpyxl saves it."""
        buffer = io.BytesIO()
        workbook(self.book).save(buffer)
        return buffer.getvalue()

    @cached_property
    def live(self) -> Live:
        """The workbook open in formualizer."""
        return Live(self)

    def faults(self, values: Values | None = None) -> list[str]:
        """Formula cells that do not show what the engine says."""
        found = values if values is not None else self.live.values()
        tripped = [f"{guard.label}: tripped" for sheet in self.sheets for guard in self.tripped(sheet)]
        return [self._labelled(str(mismatch)) for mismatch in prove(self.book, found).mismatches] + tripped

    def tripped(self, sheet: Sheet) -> list[Guard]:
        """Guards of a sheet that are not 0, as formualizer has it."""
        return [guard for guard in sheet.rows.guards if self.live.spot(guard.spot) != 0]

    def _labelled(self, fault: str) -> str:
        place, _, said = fault.partition(" shows ")
        sheet, _, address = place.rpartition("!")
        row = int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        laid = next(one for one in self.book.sheets if one.name == sheet)
        label = laid.cells.get((row, self.book.layout.label))
        return f"{place} ({label.content if label else ''}) shows {said}"

    def labels(self, sheet: Sheet) -> dict[str, int]:
        """Monthly rows of a sheet by label; the first where a label stands twice."""
        laid = next(one for one in self.book.sheets if one.name == sheet.name)
        found: dict[str, int] = {}
        for (row, column), cell in sorted(laid.cells.items()):
            if column == self.book.layout.label and (row, self.book.layout.first_month) in laid.cells:
                found.setdefault(str(cell.content), row)
        return found


class Live:
    """A bench's workbook in formualizer: cells may be changed, and every value read again."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.engine = formualizer.Workbook()
        for sheet in bench.book.sheets:
            self.engine.add_sheet(sheet.name)
        for sheet in bench.book.sheets:
            for (row, column), cell in sheet.rendered().items():
                if cell.formula:
                    self.engine.set_formula(sheet.name, row, column, str(cell.content))
                elif cell.content is not None:
                    self.engine.set_value(sheet.name, row, column, _stored(cell.content))
        self.engine.evaluate_all()

    def enter(self, name: str, value: Value) -> None:
        """Type a value into an input's live cell, over its formula, and recalculate."""
        self.type(name, value)
        self.recalculate()

    def type(self, name: str, value: Value) -> None:
        """Type a value into an input's live cell."""
        spot = self.bench.inputs[name]
        self.engine.set_value("Inputs", spot.row, spot.column, _stored(cell_value(value)))

    def recalculate(self) -> None:
        """Compute every formula anew."""
        self.engine.evaluate_all()

    def cell(self, sheet: str, row: int, column: int) -> object:
        """Value of a cell; dates as serial numbers, which is what formulas see."""
        value = self.engine.get_value(sheet, row, column)
        if isinstance(value, datetime):
            value = value.date()
        return _stored(value) if isinstance(value, date) else value

    def spot(self, spot: Spot) -> object:
        """Value of a single cell."""
        return self.cell(spot.sheet.name, spot.row, spot.column)

    def months(self, row: Row) -> FloatArray:
        """Monthly values of a row."""
        layout = row.sheet.layout
        columns = range(layout.first_month, layout.last_month + 1)
        return np.array([self.cell(row.sheet.name, row.number, column) for column in columns], dtype=float)

    def row_of(self, sheet: str, label: str) -> FloatArray:
        """Monthly values of the first row with a label on any sheet."""
        row = Row(next(one for one in self.bench.book.sheets if one.name == sheet))
        places = (
            at
            for (at, column), cell in sorted(row.sheet.cells.items())
            if column == 1 and cell.content == label
        )
        row.number = next(places)
        return self.months(row)

    def labelled(self, sheet: Sheet, label: str) -> FloatArray:
        """Monthly values of the row with a label, as a reader finds it."""
        row = Row(next(one for one in self.bench.book.sheets if one.name == sheet.name))
        row.number = self.bench.labels(sheet)[label]
        return self.months(row)

    def values(self) -> Values:
        """Values of every formula cell, by sheet and address."""
        found: Values = {}
        for (sheet, row, column), expected in self.bench.book.expected.items():
            value = self.cell(sheet, row, column)
            if isinstance(expected, date) and isinstance(value, int | float):
                value = EPOCH + timedelta(days=int(value))
            if value is not None:
                found.setdefault(sheet, {})[f"{get_column_letter(column)}{row}"] = value  # type: ignore[assignment]
        return found


def _stored(value: object) -> object:
    return (value - EPOCH).days if isinstance(value, date) else value


@dataclass(frozen=True)
class View:
    """What a reader sees on the sheet of a bench's only contract."""

    bench: Bench

    def row(self, label: str, months: int | None = None) -> list[float]:
        """Monthly values of a row; the first months only."""
        found: list[float] = self.bench.live.labelled(self.bench.sheets[0], label).tolist()
        return found[:months]

    def closing(self, label: str) -> list[float]:
        """December values of a row."""
        return self.row(label)[11::12]

    def figure(self, label: str) -> object:
        """A single figure of the sheet, a date as a date."""
        laid = next(one for one in self.bench.book.sheets if one.name == self.bench.sheets[0].name)
        row = next(row for (row, column), cell in laid.cells.items() if column == 1 and cell.content == label)
        value = self.bench.live.cell(laid.name, row, self.bench.book.layout.total)
        is_date = isinstance(self.bench.book.expected[laid.name, row, self.bench.book.layout.total], date)
        return EPOCH + timedelta(days=int(value)) if is_date and isinstance(value, float | int) else value


STAGES = (
    ("revenue", "revenue"),
    ("cost", "cost"),
    ("share", "expense"),
    ("settled", "settled"),
    ("cash", "cash"),
    ("payable", "payable"),
)


def apart(live: Live, sheet: Sheet, flow: Waterfall) -> list[str]:
    """Rows of a recalculated sheet that differ from an engine's waterfall."""
    found = []
    for name, stage in STAGES:
        shown, expected = live.months(getattr(sheet.rows, name)), getattr(flow, stage)
        for month, (cell, value) in enumerate(
            zip(shown, np.broadcast_to(expected, shown.shape), strict=True)
        ):
            if not agrees(float(cell), float(value), 1.0):
                found.append(f"{name}, month {month + 1}: {cell}, not {value}")
                break
    return found
