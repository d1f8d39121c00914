"""One workbook in every host: each cell shows what the direct call answers, and where a host cannot, how it differs."""

from __future__ import annotations

import sys
from typing import Any

import openpyxl
import pytest
from tests.addin.excel_stub import seen_by_excel
from tests.addin.host_book import CALLS, arguments_of, as_sent, expected, is_typed, padded, write_book

from revshare_addin.border import answer
from revshare_addin.calc.adapter import CODES
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import Cell, CellError, Rows, rows_of
from revshare_workbooks.calc import calculated

Shown = list[list[object]]

STOPPED_IN_CALC = "an error within"
"""Calc does not call a function with an error inside a range."""

ZERO_IN_CALC = {"a blank alone": 0.0, "TRUE alone": 1.0}
"""Calc hands over a number for an empty cell and for TRUE; the first cell of the answer is compared."""


@pytest.fixture(scope="module")
def seen_headless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The workbook as `revshare calc` leaves it, and the first row of each answer."""
    path = tmp_path_factory.mktemp("hosts") / "book.xlsx"
    places = write_book(path)
    data, _ = calculated(path.read_bytes())
    path.write_bytes(data)
    return {"places": places, "book": openpyxl.load_workbook(path, data_only=True)}


@pytest.fixture(scope="module")
def seen_in_excel() -> dict[str, Any]:
    """What xlwings' own calls answer."""
    calls = {
        f"{layout}: {name}": [
            name,
            *(as_typed(a) if is_typed(layout, a) else as_sent(a) for a in padded(layout, name)),
        ]
        for layout, name in CALLS
    }
    answers: dict[str, Any] = seen_by_excel(calls)["answers"]
    return answers


def as_typed(argument: object) -> object:
    """An argument in the formula itself: an array is no range."""
    return {"typed": rows_of(argument)} if isinstance(argument, list | tuple) else argument


def close(cell: Cell) -> object:
    """A cell as every host shows it, errors apart; empty text and an empty cell look alike."""
    if isinstance(cell, bool) or not isinstance(cell, float | int):
        return cell or ""
    return pytest.approx(float(cell), rel=1e-12, abs=0)


def table(rows: Rows, error: Any) -> Shown:
    return [[error(cell) if isinstance(cell, CellError) else close(cell) for cell in row] for row in rows]


@pytest.mark.parametrize(("layout", "name"), CALLS)
def test_revshare_calc_shows_what_the_direct_call_answers(
    layout: str, name: str, seen_headless: dict[str, Any]
) -> None:
    rows = expected(layout, name)
    first = seen_headless["places"][layout][name]
    area = seen_headless["book"][layout].iter_rows(
        first, first + len(rows) - 1, 1, len(rows[0]), values_only=True
    )
    shown = [["" if cell is None else cell for cell in row] for row in area]
    assert shown == table(rows, lambda error: error.code.value)


@pytest.mark.parametrize(("layout", "name"), CALLS)
def test_xlwings_shows_what_the_direct_call_answers(
    layout: str, name: str, seen_in_excel: dict[str, Any]
) -> None:
    rows = expected(layout, name)
    alone = len(rows) == len(rows[0]) == 1
    shown = [["" if cell is None else cell for cell in row] for row in seen_in_excel[f"{layout}: {name}"]]
    assert shown == table(rows, str if alone else lambda error: error.code.value)


@pytest.mark.libreoffice
@pytest.mark.skipif(sys.platform == "win32", reason="the interpreter's stand-in is a shell script")
@pytest.mark.parametrize(("layout", "name"), CALLS)
def test_libreoffice_calc_shows_what_the_direct_call_answers(
    layout: str, name: str, seen_by_calc: dict[str, Any]
) -> None:
    rows = expected(layout, name)
    first = seen_by_calc["places"][layout][name] - 1
    cells = [row[: len(rows[0])] for row in seen_by_calc["opened"][layout][first : first + len(rows)]]
    if layout == STOPPED_IN_CALC:
        assert cells == [[{"error": 504}]]
    elif layout in ZERO_IN_CALC:
        told = [ZERO_IN_CALC[layout] if a in ([[None]], [[True]]) else a for a in arguments_of(layout, name)]
        assert cells[0][0] == in_calc(answer(FUNCTIONS[name], told))[0][0]
    else:
        assert cells == in_calc(rows)


def in_calc(rows: Rows) -> Shown:
    return table(rows, lambda error: {"error": CODES[error.code]})


def test_every_function_is_called_at_least_twice() -> None:
    assert {name for _, name in CALLS} == set(FUNCTIONS)
    assert min(sum(name == called for _, called in CALLS) for name in FUNCTIONS) >= 2
