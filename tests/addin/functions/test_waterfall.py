"""RS_WATERFALL, RS_STAGE and RS_CHECK."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from revshare.contracts.waterfall import COLUMNS
from revshare_addin.cells import CellError, ErrorCode

Row = Callable[..., list[Any]]
Rows = Callable[..., list[list[Any]]]
Fault = Callable[..., str]
Examples = dict[str, Any]

CHAIN = [
    ["kind", "profit_share"],
    ["tiers", "0:0.5; 300:0.4; 800:0.3"],
    ["annual_cap", 430],
    ["annual_minimum", 300],
    ["advance", 100],
    ["advance_rate", 0.25],
    ["payment_lag", 1],
]
ZEROS = [[0.0] * 12]


@pytest.fixture
def chain(examples: Examples) -> tuple[dict[str, Any], list[object]]:
    """Give the expected stages of the whole chain, and the arguments that ask for it."""
    example = examples["E15"]
    reciprocal = [[example["inputs"]["reciprocal_annual"] / 12] * 12]
    revenue = [example["inputs"]["monthly_gross_profit"]]
    return example["expected"], [revenue, ZEROS, CHAIN, None, reciprocal]


def test_the_whole_chain_gives_the_worked_example_stage_by_stage(
    chain: tuple[dict[str, Any], list[object]], rows: Rows
) -> None:
    expected, arguments = chain
    table = rows("RS_WATERFALL", *arguments)
    assert table[0] == ["period", *COLUMNS]
    columns = dict(zip(table[0], zip(*table[1:], strict=True), strict=True))
    assert columns["period"] == tuple(range(1, 13))
    for name, stage in (
        ("share", "tiered"),
        ("after_annual_cap", "capped"),
        ("advance_recouped", "recouped"),
    ):
        assert list(columns[name]) == pytest.approx(expected[stage], rel=1e-12, abs=1e-12)
    assert list(columns["net_accrual"]) == pytest.approx(expected["net_accrual"], rel=1e-12)
    assert columns["cash"][1:] == columns["net_accrual"][:-1]


def test_a_stage_is_that_column_lying_as_revenue_lies(
    chain: tuple[dict[str, Any], list[object]], rows: Rows
) -> None:
    expected, (revenue, *others) = chain
    upright = [[value] for value in revenue[0]]  # type: ignore[index]
    stage = rows("RS_STAGE", upright, *others[:2], "share", *others[2:])
    assert [value for (value,) in stage] == pytest.approx(expected["tiered"], rel=1e-12)


def test_there_is_no_room_under_a_cap_that_is_not_there(row: Row) -> None:
    room = row("RS_STAGE", [[100, 100]], [[50, 50]], [["rate", 0.2]], "cap_room")
    assert [cell.code for cell in room] == [ErrorCode.NA, ErrorCode.NA]
    assert row("RS_STAGE", [[100, 100]], [[0, 0]], [["rate", 0.2], ["annual_cap", 30]], "cap_room") == [10, 0]


def test_a_model_starts_where_it_is_said_or_where_the_contract_starts(row: Row, fault: Fault) -> None:
    terms = [["rate", 0.5], ["start", 46132.0]]  # 20 April 2026
    assert row("RS_STAGE", [[300, 310]], [[0, 0]], terms, "share") == pytest.approx([55, 155], rel=1e-12)
    assert row("RS_STAGE", [[310, 300, 310]], ZEROS[0][:3], terms, "share", 46082) == pytest.approx(
        [0, 55, 155], rel=1e-12
    )
    assert row("RS_STAGE", [[310, 300]], [[0, 0]], terms, "share", dt.date(2026, 3, 1)) == pytest.approx(
        [0, 55], rel=1e-12
    )
    assert fault("RS_STAGE", [[310, 300]], [[0, 0]], terms, "share", 46132) == (
        "#VALUE! start_date must be the first of a month, got 2026-04-20"
    )
    by_calendar = [["rate", 0.5], ["annual_cap", 100], ["cap_year", "fiscal_year"]]
    assert fault("RS_STAGE", 300, 0, by_calendar, "share") == (
        "#VALUE! cap_year looks at the calendar; give start in the terms, or start_date"
    )


def test_a_wrong_stage_lists_the_right_ones_and_a_wrong_key_names_the_nearest(fault: Fault) -> None:
    assert fault("RS_STAGE", 1, 1, [["rate", 0.5]], "capped").startswith(
        "#VALUE! stage must be one of revenue, cost,"
    )
    assert fault("RS_STAGE", 1, 1, [["rte", 0.5]], "share").startswith(
        '#VALUE! unknown key "rte"; did you mean "rate"?'
    )
    assert fault("RS_WATERFALL", [[1], [2]], [[1]], [["rate", 0.5]]).startswith(
        "#VALUE! series must cover the same periods: revenue has 2, cost has 1"
    )
    assert fault("RS_WATERFALL", [[1, 2], [3, 4]], [[1, 2]], [["rate", 0.5]]).startswith(
        "#VALUE! revenue must be one row or one column"
    )


@pytest.mark.parametrize(
    ("terms", "verdict"),
    [
        ([["kind", "profit_share"], ["rate", 0.5]], "ok"),
        ([["rate", 50]], "rate must be 0 to 1, got 50; for 50 % enter 0.5"),
        ([["kind", "profit_share"]], "rate is missing; give rate, tiers or ramp"),
        ([["rate", 0.5], ["rate", 0.4]], 'terms gives "rate" twice; keep one row'),
        ([["rate", 0.5, 1]], "terms must be two columns, key and value, got 3"),
        ([["rate", CellError(ErrorCode.REF)]], "terms holds #REF!"),
        (
            [["rate", 0.5], ["annual_cap", 100], ["annual_minimum", 150]],
            "warning: annual_minimum 150 lies above",
        ),
    ],
)
def test_a_check_answers_the_first_problem_as_text(terms: object, verdict: str, row: Row) -> None:
    [said] = row("RS_CHECK", terms)
    assert isinstance(said, str)
    assert said.startswith(verdict)
