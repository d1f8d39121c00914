"""Cells as hosts hand them over."""

import pytest

from revshare.errors import InputError, NoSolutionError, NotApplicableError, TermsError
from revshare_addin.cells import CellError, ErrorCode, ErrorInCells, is_blank, refuse_errors, rows_of, shown


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (InputError("x"), ErrorCode.VALUE),
        (TermsError("x"), ErrorCode.VALUE),
        (NoSolutionError("x"), ErrorCode.NUM),
        (NotApplicableError("x"), ErrorCode.NA),
    ],
)
def test_each_fault_of_the_model_has_its_error_with_the_same_message(fault, code) -> None:  # type: ignore[no-untyped-def]
    assert CellError.of(fault) == CellError(code, "x")


def test_an_error_shows_its_code_and_then_its_message() -> None:
    assert str(CellError(ErrorCode.VALUE, "rate is blank")) == "#VALUE! rate is blank"
    assert str(CellError(ErrorCode.NA)) == "#N/A"


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        (5.0, [[5.0]]),
        (None, [[None]]),
        ([1, 2], [[1, 2]]),
        (((1,), (2,)), [[1], [2]]),
        ([[1, 2], [3, 4]], [[1, 2], [3, 4]]),
        ([], [[]]),
    ],
)
def test_a_cell_a_row_and_a_block_all_become_rows(value: object, rows: list[list[object]]) -> None:
    assert rows_of(value) == rows


def test_nothing_and_empty_text_are_blank_but_zero_and_false_are_values() -> None:
    assert [is_blank(cell) for cell in (None, "", 0.0, False, " ")] == [True, True, False, False, False]


def test_a_value_is_quoted_as_the_user_sees_it() -> None:
    assert [shown(cell) for cell in (True, 12.5, "abc", None)] == ["TRUE", "12.5", 'the text "abc"', "None"]


def test_an_error_among_the_cells_passes_on_and_says_where_it_was() -> None:
    with pytest.raises(ErrorInCells) as passed:
        refuse_errors("cost", [[1.0, CellError(ErrorCode.DIV0)]])
    assert passed.value.error == CellError(ErrorCode.DIV0, "cost holds #DIV/0!")
