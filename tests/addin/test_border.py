"""In through the border as cells, out again as cells."""

import datetime as dt
import math
from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
import pytest

from revshare.arrays import FloatArray, Number
from revshare.errors import NoSolutionError, NotApplicableError
from revshare_addin.arguments import NumberOrSeries, OneNumber, Series, Zero
from revshare_addin.border import Column, Table, answer
from revshare_addin.cells import CellError, ErrorCode, Rows
from revshare_addin.registry import CellFunction, cell_function


def function(python: Callable[..., object]) -> CellFunction:
    python.__name__ = "RS_TEST"
    return cell_function("Tests", methods="Caps", example=())(python)


@function
def ADD(  # noqa: N802
    left: Annotated[FloatArray, Series("Left")],
    right: Annotated[Number, NumberOrSeries("Right")],
    factor: Annotated[float, OneNumber("Factor", zero=Zero.IS_REFUSED)] = 1.0,
) -> FloatArray:
    """Add."""
    return (left + right) * factor


def answering(result: object) -> Rows:
    def python() -> object:
        """Answer."""
        return result

    return answer(function(python), [])


def error(*arguments: object) -> str:
    rows = answer(ADD, arguments)
    assert len(rows) == len(rows[0]) == 1
    assert isinstance(rows[0][0], CellError)
    return str(rows[0][0])


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ([[1, 2, 3]], 10, [[11, 12, 13]]),
        ([[1], [2], [3]], 10, [[11], [12], [13]]),
        ([[1], [2]], [[10, 20]], [[11], [22]]),
        ([[1, 2]], [[10], [20]], [[11, 22]]),
        ([[1, 2], [3, 4]], 10, [[11, 12], [13, 14]]),
        ([[1, 2], [3, 4]], [[10, 20]], [[11, 22], [13, 24]]),
        ([[5]], [[10]], [[15]]),
        (5, 10, [[15]]),
    ],
)
def test_the_answer_lies_as_the_first_series_lies(left: object, right: object, expected: Rows) -> None:
    assert answer(ADD, [left, right]) == expected


def test_an_answer_lies_as_the_series_that_was_given_when_the_first_was_a_number() -> None:
    def python(
        start: Annotated[Number, NumberOrSeries("x")], growth: Annotated[Number, NumberOrSeries("x")]
    ) -> object:
        """Add."""
        return np.atleast_1d(start + growth)

    assert answer(function(python), [1, [[2], [3]]]) == [[3], [4]]


@pytest.mark.parametrize("skipped", [[], [None], [""], ["none"], [[[None]]]])
def test_an_optional_argument_left_off_blank_or_none_takes_its_default(skipped: list[object]) -> None:
    assert answer(ADD, [[1, 2], 10, *skipped]) == [[11, 12]]


def test_an_explicit_0_that_would_mean_something_else_is_refused_with_the_cure() -> None:
    assert error([1, 2], 10, 0) == '#VALUE! factor is 0: leave it off or write "none"'
    assert error([1, 2], 10, 0.0) == '#VALUE! factor is 0: leave it off or write "none"'


def test_series_of_unequal_length_are_refused_never_recycled() -> None:
    assert error([1, 2, 3], [1, 2]) == "#VALUE! series must cover the same periods: left has 3, right has 2"
    assert error([[1], [2]], [[1, 2, 3]]).startswith("#VALUE! series must cover the same periods")
    assert error([[1, 2], [3, 4]], [[1, 2], [3, 4], [5, 6]]) == (
        "#VALUE! blocks must have the same number of rows: left has 2, right has 3"
    )


def test_a_missing_argument_says_what_to_enter() -> None:
    assert error([1, 2]) == "#VALUE! right is missing: right"
    assert error(None, 1) == "#VALUE! left is missing: left"


def test_too_many_arguments_are_refused() -> None:
    assert error([1], 1, 1, 1) == "#VALUE! RS_TEST(left, right, [factor]) takes 3 arguments, got 4"


def test_an_argument_that_is_no_range_is_refused() -> None:
    assert error([[1, 2], [3]], 1) == "#VALUE! left must be a cell or a range"
    assert error([], 1) == "#VALUE! left must be a cell or a range"


def test_an_error_in_a_cell_is_the_answer() -> None:
    assert error([1, CellError(ErrorCode.DIV0)], 1) == "#DIV/0! left holds #DIV/0!"
    assert error([1, 2], CellError(ErrorCode.NA, "no such thing")) == "#N/A no such thing"


@pytest.mark.parametrize(
    ("fault", "code"),
    [(NoSolutionError("two roots"), ErrorCode.NUM), (NotApplicableError("never"), ErrorCode.NA)],
)
def test_a_fault_of_the_model_is_its_error_with_the_message(fault: Exception, code: ErrorCode) -> None:
    def python() -> object:
        """Fail."""
        raise fault

    assert answer(function(python), []) == [[CellError(code, str(fault))]]


def test_a_defect_is_not_hidden() -> None:
    def python() -> object:
        """Fail."""
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        answer(function(python), [])


def test_what_does_not_exist_is_an_error_in_its_own_cell() -> None:
    row = answering(np.array([1.0, math.nan, math.inf]))[0]
    assert row[0] == 1.0
    assert [cell.code for cell in row[1:]] == [ErrorCode.NA, ErrorCode.NUM]  # type: ignore[union-attr]


def test_a_table_has_headers_above_and_periods_down() -> None:
    table = Table({"period": np.array([1, 2]), "share": np.array([0.5, math.nan]), "note": ["a", None]})
    rows = answering(table)
    assert rows[0] == ["period", "share", "note"]
    assert rows[1] == [1.0, 0.5, "a"]
    assert isinstance(rows[2][1], CellError)
    assert rows[2][2] is None


def test_a_column_stands_upright_whatever_came_in() -> None:
    assert answering(Column([0.1, 0.2])) == [[0.1], [0.2]]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("ok", "ok"),
        (True, True),
        (np.bool_(True), True),
        (3, 3.0),
        (np.float64(2.5), 2.5),
        (dt.date(2026, 4, 20), 46132.0),
        (dt.datetime(2026, 4, 20, 12), 46132.5),
        (np.array(4.0), 4.0),
    ],
)
def test_a_single_value_is_one_cell(value: Any, cell: object) -> None:
    assert answering(value) == [[cell]]


def test_an_answer_that_does_not_fit_on_a_sheet_is_a_defect() -> None:
    with pytest.raises(TypeError, match="3 dimensions"):
        answering(np.zeros((2, 2, 2)))
