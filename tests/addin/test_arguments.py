"""Reading one argument: what is taken, what is refused, and in which words."""

import datetime as dt
from enum import StrEnum

import numpy as np
import pytest

from revshare.errors import InputError
from revshare_addin.arguments import (
    Argument,
    Count,
    Date,
    Flag,
    NumberOrSeries,
    OneNumber,
    Series,
    Terms,
    TermsOrRate,
    Values,
    Word,
    Zero,
    is_left_off,
)
from revshare_addin.cells import Rows


class Fruit(StrEnum):
    APPLE = "apple"
    PEAR = "pear"


@pytest.mark.parametrize(
    ("rows", "series"),
    [
        ([[1, 2, 3]], [1, 2, 3]),
        ([[1], [2], [3]], [1, 2, 3]),
        ([[7]], [7]),
        ([[1, 2], [3, 4]], [[1, 2], [3, 4]]),
        ([[1, 2, None, None]], [1, 2]),
        ([[1], [2], [""]], [1, 2]),
        ([[1, 2, None], [3, 4, None]], [[1, 2], [3, 4]]),
    ],
)
def test_a_series_lies_in_a_row_a_column_or_a_block_and_trailing_blanks_shorten_it(
    rows: Rows, series: list[float]
) -> None:
    read = Series("x").read("revenue", rows)
    assert read.dtype == np.float64
    np.testing.assert_array_equal(read, series)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([[1, 2, None, 4]], "revenue has no value in period 3; enter 0 if none"),
        ([[1], [None], [3]], "revenue has no value in period 2; enter 0 if none"),
        ([[1, 2], [3, None]], "revenue has no value in row 2, period 2; enter 0 if none"),
        ([[None, None]], "revenue is empty; give one number per period"),
        (
            [[1, "12"]],
            'revenue must be a number, got the text "12" in period 2; enter it as the number 12, not as text',
        ),
        ([[True, 2]], "revenue must be a number, got TRUE in period 1"),
        ([[1, float("inf")]], "revenue must be a number up to 1e+100, got inf in period 2"),
        ([[1e101, 1.0]], "revenue must be a number up to 1e+100, got 1e+101 in period 1"),
        ([[10**400, 1]], "revenue must be a number up to 1e+100, got more in period 1"),
        ([[dt.datetime(2026, 1, 1), 1]], "revenue must be a number, got 2026-01-01 00:00:00 in period 1"),
    ],
)
def test_a_series_with_a_hole_names_the_period_and_the_cure(rows: Rows, message: str) -> None:
    with pytest.raises(InputError) as fault:
        Series("x").read("revenue", rows)
    assert str(fault.value) == message


def test_a_list_of_numbers_is_one_row_or_one_column() -> None:
    np.testing.assert_array_equal(Values("x").read("rates", [[1], [2]]), [1, 2])
    with pytest.raises(InputError, match="rates must be one row or one column, got 2 by 2 cells"):
        Values("x").read("rates", [[1, 2], [3, 4]])


def test_a_number_comes_from_one_cell_only() -> None:
    assert OneNumber("x").read("start", [[2.5]]) == 2.5
    with pytest.raises(InputError, match="start must be one cell, got 1 by 2"):
        OneNumber("x").read("start", [[1, 2]])


def test_a_fraction_outside_0_to_1_is_refused_with_the_cure() -> None:
    with pytest.raises(InputError, match=r"rate must be 0 to 1, got 50; for 50 % enter 0\.5"):
        NumberOrSeries("x", fraction=True).read("rate", [[50]])
    with pytest.raises(InputError, match="rate must be 0 to 1, got 20"):
        NumberOrSeries("x", fraction=True).read("rate", [[0.2, 20]])
    assert OneNumber("x", fraction=True).read("rate", [[0.2]]) == 0.2


def test_one_cell_stands_for_every_period_and_more_cells_are_a_series() -> None:
    assert NumberOrSeries("x").read("rate", [[0.2]]) == 0.2
    np.testing.assert_array_equal(NumberOrSeries("x").read("rate", [[0.2], [0.3]]), [0.2, 0.3])


@pytest.mark.parametrize("cell", [2.5, 0, -1, 1e12])
def test_a_count_is_whole_and_no_longer_than_a_sheet(cell: float) -> None:
    with pytest.raises(InputError, match="periods must be a whole number from 1 to 1,048,576, got"):
        Count("x").read("periods", [[cell]])
    assert Count("x").read("periods", [[12.0]]) == 12


@pytest.mark.parametrize("cell", ["pear", "PEAR", " Pear "])
def test_a_word_is_found_whatever_its_capitals(cell: str) -> None:
    assert Word("x", choices=Fruit).read("fruit", [[cell]]) is Fruit.PEAR


def test_a_wrong_word_lists_the_right_ones() -> None:
    with pytest.raises(InputError, match='fruit must be one of apple, pear; got "pairs"; did you mean pear'):
        Word("x", choices=Fruit).read("fruit", [["pairs"]])
    with pytest.raises(InputError, match="fruit must be one of apple, pear; got 3"):
        Word("x", choices=Fruit).read("fruit", [[3]])


def test_a_flag_is_true_false_1_or_0() -> None:
    assert [Flag("x").read("f", [[cell]]) for cell in (True, False, 1.0, 0)] == [True, False, True, False]
    with pytest.raises(InputError, match='recoupable must be TRUE or FALSE, got the text "yes"'):
        Flag("x").read("recoupable", [["yes"]])


@pytest.mark.parametrize("cell", [46132, 46132.75, dt.date(2026, 4, 20), dt.datetime(2026, 4, 20, 18)])
def test_a_date_comes_as_a_serial_number_or_a_date(cell: float | dt.date) -> None:
    assert Date("x").read("start", [[cell]]) == dt.date(2026, 4, 20)


@pytest.mark.parametrize("cell", [2026, 1901.0])
def test_a_year_is_no_date(cell: float) -> None:
    """As a serial number it is a day more than a century ago, which nobody means."""
    with pytest.raises(
        InputError, match=f"start is 190.-.*, day number {cell:.0f}; for the year {cell:.0f} enter"
    ):
        Date("x").read("start", [[cell]])


@pytest.mark.parametrize("cell", ["2026-04-20", True, 0, -5, 1e9, None])
def test_what_is_no_date_is_refused(cell: object) -> None:
    with pytest.raises(InputError, match="start must be a date"):
        Date("x").read("start", [[cell]])  # type: ignore[list-item]


@pytest.mark.parametrize(("text", "cure"), [("0.5", "enter it as the number 0.5"), ("50%", "enter 0.5")])
def test_text_is_no_number_in_a_terms_block_either(text: str, cure: str) -> None:
    with pytest.raises(InputError, match=f'terms: rate must be a number, got the text "{text}"; .*{cure}'):
        Terms("x").read("terms", [["rate", text]])
    assert Terms("x").read("terms", [["tiers", "0:0.5"], ["start", "01.04.26"]]) == {
        "tiers": "0:0.5",
        "start": "01.04.26",
    }


def test_a_terms_block_is_read_by_key_with_dates_and_without_blanks() -> None:
    rows: Rows = [
        ["Kind", "profit_share"],
        ["rate", 0.5],
        [None, None],
        ["start", 46132.0],
        ["annual_cap", None],
    ]
    assert Terms("x").read("terms", rows) == {
        "kind": "profit_share",
        "rate": 0.5,
        "start": dt.date(2026, 4, 20),
    }


def test_none_leaves_a_term_off_unless_it_is_one_of_its_own_choices() -> None:
    rows: Rows = [["rate", 0.5], ["annual_cap", "none"], ["proration", "none"]]
    assert Terms("x").read("terms", rows) == {"rate": 0.5, "proration": "none"}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["rate", 0.5, 1]], "terms must be two columns, key and value, got 3"),
        ([["rate", 0.5], ["Rate", 0.4]], 'terms gives "rate" twice; keep one row'),
        ([[None, 0.5]], "terms has a value but no key in row 1"),
        ([[3.0, 0.5]], "terms must have words as keys, got 3 in row 1"),
        ([["start", -3.0]], "terms: start must be a date, got -3"),
        ([["annual_cap", 1e300]], "terms: annual_cap must be a number up to 1e+100, got 1e+300"),
    ],
)
def test_a_terms_block_that_cannot_be_read_says_where(rows: Rows, message: str) -> None:
    with pytest.raises(InputError) as fault:
        Terms("x").read("terms", rows)
    assert str(fault.value) == message


def test_terms_may_be_a_plain_rate_where_the_argument_says_so() -> None:
    assert TermsOrRate("x").read("terms", [[0.5]]) == 0.5
    assert TermsOrRate("x").read("terms", [["rate", 0.5]]) == {"rate": 0.5}
    with pytest.raises(InputError, match=r"for 50 % enter 0\.5"):
        TermsOrRate("x").read("terms", [[50]])


@pytest.mark.parametrize(
    ("argument", "cell", "left_off"),
    [
        (OneNumber("x", zero=Zero.IS_REFUSED), None, True),
        (OneNumber("x", zero=Zero.IS_REFUSED), "", True),
        (OneNumber("x", zero=Zero.IS_REFUSED), "None", True),
        (OneNumber("x", zero=Zero.IS_REFUSED), 0.0, False),
        (OneNumber("x", zero=Zero.IS_THE_DEFAULT), 0.0, True),
        (Flag("x", zero=Zero.IS_THE_DEFAULT), False, False),
        (Word("x", choices=Fruit), 0.0, True),
        (Date("x"), 0.0, True),
        (OneNumber("x", zero=Zero.IS_REFUSED), 3.0, False),
    ],
)
def test_an_optional_argument_is_left_off_when_blank_none_or_a_zero_that_can_mean_nothing_else(
    argument: Argument, cell: object, left_off: bool
) -> None:
    assert is_left_off(argument, [[cell]]) is left_off  # type: ignore[list-item]


def test_a_range_is_left_off_only_when_all_of_it_is_blank() -> None:
    assert is_left_off(Series("x"), [[None, ""]])
    assert not is_left_off(Series("x"), [[None, 0]])
