"""Small workbooks of stakes and hedges: a case by its tables, recalculated, edited and compared with the engine."""

from __future__ import annotations

import copy
import io
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from openpyxl.utils import get_column_letter
from tests.model.conftest import CAPITAL, TINY, assumed, every
from tests.workbooks.contract_books import Live

from revshare.case import Case
from revshare.case_file import case_from
from revshare.inputs import Value
from revshare.projection import project
from revshare_workbooks import libreoffice
from revshare_workbooks.blocks.guards import Guard
from revshare_workbooks.grid import Book, Role, Row, Spot, Style
from revshare_workbooks.inputs import inputs_sheet
from revshare_workbooks.proof import prove
from revshare_workbooks.reading import Values
from revshare_workbooks.report.hedge import hedge_sheet
from revshare_workbooks.report.investment import investment_sheet
from revshare_workbooks.timeline import timeline_sheet
from revshare_workbooks.xlsx import workbook
from revshare_workbooks.yearly import Yearly


def capital_case(**tables: Any) -> Case:
    """The small case with stakes, commitments and hedges; tables of the case file replace its own."""
    found = copy.deepcopy(TINY)
    changes = copy.deepcopy(CAPITAL) | tables
    found["spending"]["training"]["compute"] = changes.pop("spending/training/compute")
    return case_from(found | changes, lambda key: f"capital: {key}")


def day(value: date) -> dict[str, Any]:
    """A date as a case file states it."""
    return assumed(value, low=None, high=None)


def stake(payments: Mapping[date, float], **terms: Any) -> dict[str, Any]:
    """A stake of ordinary shares in the lab, paid for on some days."""
    tranches = {
        f"t{place}": {
            "label": f"Payment {place + 1}",
            "amount": assumed(amount),
            "date": day(on),
            "probability": assumed(1.0),
        }
        for place, (on, amount) in enumerate(payments.items())
    }
    plain = {
        "label": "Stake",
        "investor": "cloud",
        "company": "lab",
        "ownership": assumed(0.2),
        "dilution": every(0.1),
        "preference": assumed(0.0),
        "books": assumed("cost"),
        "discount_rate": assumed(0.1),
    }
    return plain | {"tranches": tranches} | terms


class CapitalBook:
    """The Investment and Hedge sheets of a case; what other sheets would say of the lab is stored beside them.

    Parameters
    ----------
    overrides
        Inputs by dotted name that are other than the case says.
    """

    def __init__(self, case: Case, overrides: Mapping[str, Value] | None = None) -> None:
        self.case, self.overrides = case, dict(overrides or {})
        self.typed: set[str] = set()
        self.projection = project(case, overrides=self.overrides)
        values = cast(dict[str, Value], dict(self.projection.values))
        self.book = Book(case.timeline, title="Tried", money="USD", scenario="base", version="0", digest="0")
        tolerance, master = self.book.tolerance, self.book.master
        self.book.checks.put(tolerance.row, tolerance.column, 1e-9, Style.STORED_NUMBER)
        self.book.checks.put(master.row, master.column, "OK", Style.TEXT)
        self.inputs = inputs_sheet(self.book, case, "base", values, {})
        timeline_sheet(self.book, self.inputs)
        self.guards: tuple[Guard, ...] = ()
        if case.stakes:
            self.guards += investment_sheet(self.book, self.inputs, self.projection, self._series(case))
        if case.hedges:
            self.guards += hedge_sheet(self.book, self.inputs, self.projection)

    def _series(self, case: Case) -> dict[str, Row]:
        """What the lab earns and buys by year, as the case has it before any input is changed."""
        page, plain = Yearly(self.book.sheet("Series", Role.CALCULATION, "Series", "Stored")), project(case)
        names = [
            name for name in plain.lines if name.startswith(("committed.", "paid.", "commitment_margin."))
        ]
        found = {}
        for name in ["operating_profit", *names]:
            values = [float(value) for value in plain.by_year(name)]
            found[name] = page.stored(name, "USD", values, Style.STORED_MONEY)
        return found

    @cached_property
    def live(self) -> Live:
        """The workbook open in formualizer."""
        return Live(cast(Any, self))

    def faults(self, found: Values | None = None) -> list[str]:
        """Formula cells that do not show what the engine says, and guards that are not 0."""
        shown = found or self.live.values()
        wrong = [str(one) for one in prove(self.book, shown).mismatches]
        return wrong + [guard.label for guard in self.guards if _number(shown, guard.spot) > 1e-9]

    def faults_after(self, changes: Mapping[str, Value]) -> list[str]:
        """The same once some inputs are typed over: every cell against a book laid out for them."""
        expected = CapitalBook(self.case, self.overrides | dict(changes))
        for name in {*self.typed, *changes}:
            self.live.type(name, expected.projection.values[name])  # type: ignore[arg-type]
        self.typed |= set(changes)
        self.live.recalculate()
        # Which serial numbers are dates is what the book laid out for these inputs says.
        self.live.bench = cast(Any, expected)
        return expected.faults(self.live.values())

    def faults_in_libreoffice(self, path: Path) -> list[str]:
        """The same in LibreOffice."""
        content = io.BytesIO()
        workbook(self.book).save(content)
        path.write_bytes(content.getvalue())
        return [str(one) for one in prove(self.book, libreoffice.recalculated_values(path)).mismatches]

    def figure(self, label: str, *, sheet: str = "Investment", nth: int = 0) -> Any:
        """What stands beside a label in the total column, as formualizer has it."""
        return self.row(label, sheet=sheet, nth=nth)[0]

    def row(self, label: str, *, sheet: str = "Investment", nth: int = 0) -> list[Any]:
        """What stands beside a label, from the total column on; the nth row of that label."""
        laid = next(one for one in self.book.sheets if one.name == sheet)
        rows = [
            row for (row, column), cell in sorted(laid.cells.items()) if column == 1 and cell.content == label
        ]
        columns = range(self.book.layout.total, max(column for _, column in laid.cells) + 1)
        return [self.live.cell(sheet, rows[nth], column) for column in columns]


def _number(found: Values, spot: Spot) -> float:
    value = found[spot.sheet.name][f"{get_column_letter(spot.column)}{spot.row}"]
    assert isinstance(value, float | int)
    return abs(value)
