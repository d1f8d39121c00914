"""The functions inside formualizer, as `revshare calc` and servers use them."""

from typing import Any

import formualizer
import pytest

from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import CellError, ErrorCode
from revshare_addin.headless import bind, from_engine, to_engine


def evaluated(
    formula: str, cells: dict[tuple[int, int], object] | None = None
) -> tuple[Any, list[CellError]]:
    """The cell D1 with this formula, and the errors that were told."""
    workbook = formualizer.Workbook()
    workbook.add_sheet("S")
    heard: list[CellError] = []
    bind(workbook, heard.append)
    for (row, column), value in (cells or {}).items():
        if isinstance(value, str) and value.startswith("="):
            workbook.set_formula("S", row, column, value)
        else:
            workbook.set_value("S", row, column, value)
    workbook.set_formula("S", 1, 4, formula)
    workbook.evaluate_all()
    return [workbook.get_value("S", 1, column) for column in range(4, 8)], heard


def test_every_function_is_registered_and_takes_any_number_of_arguments() -> None:
    workbook = formualizer.Workbook()
    bind(workbook)
    assert {function["name"].upper() for function in workbook.list_functions()} == set(FUNCTIONS)


def test_a_row_spills_from_its_cell() -> None:
    values, heard = evaluated("=RS_GROW(A1,A2,3)", {(1, 1): 100, (2, 1): 0.5})
    assert values == [100.0, 150.0, 225.0, None]
    assert heard == []


def test_a_range_comes_with_its_blanks_and_the_message_names_the_period() -> None:
    values, heard = evaluated("=RS_GROW(100,A1:A3,3)", {(1, 1): 0.1, (3, 1): 0.1})
    assert values[0] == {"type": "Error", "kind": "Value"}
    assert heard == [CellError(ErrorCode.VALUE, "growth has no value in period 2; enter 0 if none")]


def test_a_skipped_argument_arrives_as_0_and_is_refused_with_the_cure() -> None:
    _, heard = evaluated("=RS_GROW(100,0.1,3,)")
    assert heard[0].message == 'periods_per_year is 0: leave it off or write "none"'
    values, _ = evaluated('=RS_GROW(100,0.1,2,"none")')
    assert values[:2] == [100.0, pytest.approx(110.0)]


@pytest.mark.parametrize(
    ("formula", "kind"), [("=1/0", "Div"), ("=NA()", "Na"), ("=NOSUCH()", "Name"), ("=Nowhere!A1", "Ref")]
)
def test_an_error_in_an_argument_is_the_answer(formula: str, kind: str) -> None:
    values, _ = evaluated("=RS_GROW(100,A1:A2,2)", {(1, 1): formula, (2, 1): 0.5})
    assert values[0] == {"type": "Error", "kind": kind}
    values, _ = evaluated("=RS_GROW(A1,0,2)", {(1, 1): formula})
    assert values[0] == {"type": "Error", "kind": kind}


def test_errors_can_be_caught_by_ordinary_formulas() -> None:
    assert evaluated('=IFERROR(RS_GROW(100,"x",3),-1)')[0][0] == -1.0


def test_a_value_that_overflows_is_an_error_in_its_own_cell() -> None:
    values, _ = evaluated("=RS_GROW(1E100,1E100,4)")
    assert values[2:] == [pytest.approx(1e300), {"type": "Error", "kind": "Num"}]


@pytest.mark.parametrize("code", ErrorCode)
def test_every_error_goes_through_the_engine_and_back(code: ErrorCode) -> None:
    workbook = formualizer.Workbook()
    workbook.add_sheet("S")
    workbook.register_function("RS_FAIL", lambda: to_engine(CellError(code, "why")))
    workbook.set_formula("S", 1, 1, "=RS_FAIL()")
    workbook.evaluate_all()
    assert from_engine(workbook.get_value("S", 1, 1)) == CellError(code)


def test_a_blank_in_a_table_stays_blank_and_does_not_become_0() -> None:
    assert to_engine(None) == ""
