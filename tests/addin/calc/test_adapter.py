"""What Calc hands over and takes back; in a real Calc in test_component.py."""

from __future__ import annotations

import pytest

from revshare_addin.calc.adapter import CODES, call, from_calc, to_calc
from revshare_addin.cells import CellError, ErrorCode


def test_a_call_by_the_name_in_calc_answers_rows() -> None:
    assert call("GROW", [100.0, 0.5, 3.0, None]) == [[100.0, 150.0, 225.0]]


def test_the_whole_answer_or_one_cell_of_it_is_an_error_with_calcs_number() -> None:
    assert call("GROW", [100.0, "x", 3.0]) == [[{"error": 519}]]
    assert call("EFFECTIVE_RATE", [[[1.0, 1.0]], [[0.0, 2.0]]]) == [[{"error": 32767}, 0.5]]


def test_an_empty_cell_of_a_range_is_blank() -> None:
    assert from_calc([[1.0, ""], ["x", 2.0]]) == [[1.0, None], ["x", 2.0]]
    assert call("REVENUE_SHARE", [[[1.0, 2.0, ""]], 0.5]) == [[0.5, 1.0]]


def test_a_blank_of_an_answer_stays_blank_and_does_not_become_0() -> None:
    assert to_calc(None) == ""


@pytest.mark.parametrize("code", CODES)
def test_every_error_goes_through_calc_and_back(code: ErrorCode) -> None:
    assert from_calc(to_calc(CellError(code, "why"))) == CellError(code)


@pytest.mark.parametrize("code", [code for code in ErrorCode if code not in CODES])
def test_an_error_that_calc_does_not_know_shows_as_value(code: ErrorCode) -> None:
    assert to_calc(CellError(code)) == {"error": 519}


def test_an_error_only_calc_knows_is_value() -> None:
    assert from_calc({"error": 504}) == CellError(ErrorCode.VALUE)


def test_a_function_that_is_not_there_says_so_in_the_cell() -> None:
    ((said,),) = call("FORGET", [1.0])
    assert said == "#NAME? FORGET is not in this revshare; in a terminal run: revshare install calc"
