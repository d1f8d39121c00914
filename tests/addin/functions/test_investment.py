"""The functions of the section Investment."""

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import formualizer
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revshare.serial_dates import serial_of
from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import CellError, ErrorCode
from revshare_addin.headless import bind

Row = Callable[..., list[Any]]
Rows = Callable[..., list[list[Any]]]
Fault = Callable[..., str]
Examples = dict[str, Any]

JULY, JUNE, JANUARY, OCTOBER = 43668, 44377, 44949, 45958
"""22 July 2019, 30 June 2021, 23 January 2023, 28 October 2025, as spreadsheets store them."""


def in_a_sheet(formula: str, columns: dict[str, list[Any]]) -> list[Any]:
    """Cells E1 to E8 of a workbook that holds these columns and the formula in E1."""
    workbook = formualizer.Workbook()
    workbook.add_sheet("S")
    bind(workbook)
    for place, values in enumerate(columns.values(), 1):
        for line, value in enumerate(values, 1):
            workbook.set_value("S", line, place, value)
    workbook.set_formula("S", 1, 5, formula)
    workbook.evaluate_all()
    return [workbook.get_value("S", line, 5) for line in range(1, 9)]


def test_five_against_a_hundred_over_ten_years(rows: Rows, examples: Examples) -> None:
    expected = dict(examples["E25"]["expected"])
    expected.pop("other_multiples")
    found = rows("RS_CIRCULAR", 5, 100, 10, 0.35, 0.1)
    assert [name for name, _ in found] == list(expected)
    assert dict(found) == pytest.approx(expected, rel=1e-9)


def test_a_deal_without_a_margin_has_no_payback_and_no_rate(rows: Rows, fault: Fault) -> None:
    found: dict[str, Any] = dict(rows("RS_CIRCULAR", 5, 100, 10, 0, 0.1))
    for name in ("payback_years", "irr_excluding_equity"):
        assert isinstance(found[name], CellError)
        assert found[name].code is ErrorCode.NA
    assert found["npv_excluding_equity"] == -5
    assert fault("RS_CIRCULAR", 5, 100, 10, 35, 0.1) == (
        "#VALUE! compute_margin must be 1 or less, got 35; for 35 % enter 0.35"
    )
    assert fault("RS_CIRCULAR", 0, 100, 10, 0.35, 0.1) == "#VALUE! investment must be above 0, got 0"


def test_present_values_at_the_end_beginning_and_middle(row: Row, rows: Rows, fault: Fault) -> None:
    """Microsoft's example of NPV: 1188.44."""
    flows = [[-10000, 3000, 4200, 6800]]
    end = row("RS_NPV", flows, 0.1)
    assert end == [pytest.approx(1188.443412, abs=5e-7)]
    assert row("RS_NPV", flows, 0.1, "begin") == pytest.approx([end[0] * 1.1], rel=1e-12)
    assert row("RS_NPV", flows, 0.1, "MID") == pytest.approx([end[0] * math.sqrt(1.1)], rel=1e-12)
    assert row("RS_NPV", [[0] * 11 + [110]], 0.1, "end", 12) == pytest.approx([100], rel=1e-12)
    assert rows("RS_NPV", [[110, 0], [0, 121]], 0.1) == [[pytest.approx(100)], [pytest.approx(100)]]
    assert fault("RS_NPV", flows, -1) == "#VALUE! annual_rate must be above -1, got -1; for 10 % enter 0.1"
    assert fault("RS_NPV", flows, 0.1, "end", 0) == (
        '#VALUE! periods_per_year is 0: leave it off or write "none"'
    )


def test_the_multiple_and_rate_of_thirteen_billion_that_became_135(row: Row, examples: Examples) -> None:
    expected = examples["E27"]["expected"]
    assert row("RS_MOIC", 13000, 0, 135000) == pytest.approx([expected["moic"]], rel=1e-12)
    assert row("RS_MOIC", [[1000], [2000], [10000]], 135000) == pytest.approx([expected["moic"]], rel=1e-12)
    flows, days = [[-1000, -2000, -10000, 135000]], [[JULY, JUNE, JANUARY, OCTOBER]]
    assert row("RS_XIRR", flows, days) == pytest.approx([expected["xirr"]], rel=1e-12)
    moments = [[dt.datetime(2019, 7, 22, 15), dt.date(2021, 6, 30), JANUARY + 0.5, dt.datetime(2025, 10, 28)]]
    assert row("RS_XIRR", flows, moments) == pytest.approx([expected["xirr"]], rel=1e-12)


def test_dates_in_a_sheet_are_read_as_serials_or_dates(examples: Examples) -> None:
    flows: dict[str, list[Any]] = {"A": [-1000, -2000, -10000, 135000]}
    serials = flows | {"B": [JULY, JUNE, JANUARY, OCTOBER]}
    dates = flows | {
        "B": [dt.date(2019, 7, 22), dt.date(2021, 6, 30), dt.date(2023, 1, 23), dt.date(2025, 10, 28)]
    }
    for columns in (serials, dates):
        found = in_a_sheet("=RS_XIRR(A1:A4,B1:B4)", columns)
        assert found[0] == pytest.approx(examples["E27"]["expected"]["xirr"], rel=1e-12)
    assert in_a_sheet("=RS_IRR_ROOTS(A1:A3)", {"A": [-100, 230, -132]})[:3] == [
        pytest.approx(0.1),
        pytest.approx(0.2),
        None,
    ]
    assert in_a_sheet("=RS_IRR(A1:A2)", {"A": [100, 110]})[0] == {"type": "Error", "kind": "Num"}


def test_microsofts_examples(row: Row) -> None:
    days = [[39448], [39508], [39751], [39859], [39904]]
    assert row("RS_XIRR", [[-10000], [2750], [4250], [3250], [2750]], days) == [
        pytest.approx(0.373362535, abs=1e-8)
    ]
    assert row("RS_IRR", [[-70000, 12000, 15000, 18000, 21000, 26000]]) == [
        pytest.approx(0.08663094803653, rel=1e-11)
    ]


def test_of_several_rates_one_is_meant_and_all_are_shown(row: Row, rows: Rows) -> None:
    flows = [[-100, 230, -132]]
    assert row("RS_IRR", flows) == [pytest.approx(0.1)]
    assert rows("RS_IRR_ROOTS", flows) == [[pytest.approx(0.1)], [pytest.approx(0.2)]]
    days = [[serial_of(dt.date(2026, 1, 1) + dt.timedelta(days=365 * year)) for year in range(3)]]
    assert rows("RS_IRR_ROOTS", flows, days) == [[pytest.approx(0.1)], [pytest.approx(0.2)]]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("RS_IRR", [[100, 50]]), "#NUM! cash_flows are never negative: nothing is put in"),
        (("RS_IRR_ROOTS", [[-100, -50]]), "#NUM! cash_flows are never positive: nothing comes back"),
        (("RS_IRR", [[0, 0]]), "#NUM! cash_flows are all 0, so every rate would do"),
        (("RS_IRR", [[100, -300, 250]]), "#NUM! cash_flows are worth more than 0 at every rate"),
        (("RS_IRR", [[-100, None, 110]]), "#VALUE! cash_flows has no value in position 2; enter 0 if none"),
        (("RS_XIRR", [[-100, 110]], [[JULY, JULY]]), "#VALUE! all flows fall on 2019-07-22; a rate needs"),
        (("RS_XIRR", [[-100, 110]], [[JULY]]), "#VALUE! cash_flows has 2 values and dates has 1"),
        (("RS_XIRR", [[-100, 110]], [[JULY, "soon"]]), "#VALUE! dates in position 2 must be a date"),
        (("RS_XIRR", [[-100, 110]], [[JULY, None, JUNE]]), "#VALUE! dates in position 2 must be a date"),
        (("RS_MOIC", 0, 5), "#N/A nothing was invested"),
        (("RS_MOIC", -5, 5), "#VALUE! invested must be 0 or more, got -5"),
        (("RS_DILUTE", 1.2, [[0.1]]), "#VALUE! ownership must be 0 to 1, got 1.2"),
        (("RS_DILUTE", 0.2, [[0.1, 15]]), "#VALUE! dilutions must be 0 to 1, got 15; for 15 % enter 0.15"),
        (("RS_DILUTE", 0.2, [[0.1]], 3), "#VALUE! pro_rata_rounds must be whole numbers from 1 to 1, got 3"),
        (("RS_NOTE_OWNERSHIP", 10, 80, 20, 1), "#VALUE! discount must be below 1"),
        (("RS_NOTE_OWNERSHIP", 10, 80, 20, 0.2, 0), '#VALUE! cap is 0: leave it off or write "none"'),
        (("RS_EXIT_VALUE", [[-5]], 5, 0.1), "#VALUE! exit_values must be 0 or more, got -5"),
        (("RS_EXIT_VALUE", [[5]], 5, 10), "#VALUE! ownership must be 0 to 1, got 10; for 10 % enter 0.1"),
        (
            ("RS_EXIT_VALUE", [[5]], 5, 0.1, 0),
            '#VALUE! preference_multiple is 0: leave it off or write "none"',
        ),
        (
            ("RS_HEDGE", [[1, 2]], [[0.5, 0.4]], 0),
            "#VALUE! probabilities must sum to 1, got 0.9; add the missing",
        ),
        (
            ("RS_HEDGE", [[1, 2, 3]], [[0.5, 0.5]], 0),
            "#VALUE! payoffs has 3 outcomes and probabilities has 2",
        ),
        (("RS_HEDGE", [[1, 2]], [[0.5, 0.5]], -3), "#VALUE! outlay must be 0 or more, got -3"),
    ],
)
def test_what_has_no_answer_says_why(call: tuple[Any, ...], said: str, fault: Fault) -> None:
    assert fault(*call).startswith(said)


def test_ownership_lies_as_its_rounds_lie(row: Row) -> None:
    assert row("RS_DILUTE", 0.2, [[0.1, 0.25]]) == pytest.approx([0.2, 0.18, 0.135])
    assert row("RS_DILUTE", 0.2, [[0.1, 0.25]], 2) == pytest.approx([0.2, 0.18, 0.18])
    assert row("RS_DILUTE", 0.2, [[0.1, 0.25]], [[1, 2]]) == pytest.approx([0.2, 0.2, 0.2])
    assert answer(FUNCTIONS["RS_DILUTE"], [0.2, [[0.5], [0.5]]]) == [[0.2], [0.1], [0.05]]


def test_a_note_converts_at_the_lower_of_two_prices(row: Row) -> None:
    """8 shares at 10, 2 new ones for 20, and the note's 12 at 8, 7.5 or 10."""
    for more, price in (((0.2,), 8.0), ((0.2, 60), 7.5), ((None, 90), 10.0), ((), 10.0)):
        shares = 12.0 / price
        found = row("RS_NOTE_OWNERSHIP", 12, 80, 20, *more)
        assert found == pytest.approx([shares / (10.0 + shares)], rel=1e-12)


def test_preferred_shares_take_the_better_of_two(row: Row) -> None:
    assert row("RS_EXIT_VALUE", [[3, 20, 100]], 5, 0.1) == pytest.approx([3, 5, 10])
    assert row("RS_EXIT_VALUE", [[8, 20, 150]], 5, 0.1, 2) == pytest.approx([8, 10, 15])
    assert answer(FUNCTIONS["RS_EXIT_VALUE"], [[[3], [20]], 5, 0.1]) == [[3], [5]]


def test_a_hedge_over_four_outcomes(rows: Rows, examples: Examples) -> None:
    given_, expected = examples["E38"]["inputs"], examples["E38"]["expected"]
    outlay = sum(given_["outlay"].values())
    found = rows("RS_HEDGE", [expected["state_values"]], [given_["probabilities"]], outlay)
    assert dict(found) == pytest.approx(
        {
            "expected": expected["expected"],
            "worst": expected["worst"],
            "standard_deviation": expected["sd"],
            "expected_net": expected["expected_net"],
            "worst_net": expected["worst_net"],
        },
        rel=1e-12,
    )


@settings(deadline=None)
@given(
    flows=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8),
    days=st.none() | st.lists(st.integers(45000, 46000), min_size=1, max_size=8),
)
def test_any_cash_flows_have_rates_or_one_reason(flows: list[float], days: list[int] | None) -> None:
    arguments = [[flows]] if days is None else [[flows], [days]]
    every = answer(FUNCTIONS["RS_IRR_ROOTS"], arguments)
    one = answer(FUNCTIONS["RS_IRR" if days is None else "RS_XIRR"], arguments)
    if isinstance(one[0][0], CellError):
        assert every == one
    else:
        assert one[0] in every
