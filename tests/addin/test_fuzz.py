"""Whatever a sheet hands over, a function answers cells and raises nothing."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from revshare_addin.arguments import Argument, Count, Date, Terms, TermsOrRate, Word
from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import CellError, ErrorCode
from revshare_addin.registry import CellFunction

ANYTHING: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(-3, 40),
    st.sampled_from(["", "none", "x", "0.5", "never", "2026-01-01"]),
    st.dates(dt.date(1890, 1, 1), dt.date(2110, 1, 1)),
    st.sampled_from([CellError(code) for code in ErrorCode]),
)
PLAUSIBLE = st.one_of(st.floats(-100, 1000), st.floats(0, 1), st.integers(0, 12).map(float), st.none())


@st.composite
def blocks(draw: st.DrawFn, cells: st.SearchStrategy[Any], length: int) -> Any:
    """A cell, a row, a column or a block of this many periods, now and then of another."""
    count = draw(st.sampled_from([length, length, length, 1, 2]))
    shape = draw(st.sampled_from(["cell", "row", "row", "column", "block"]))
    if shape == "cell":
        return draw(cells)
    if shape == "column":
        return [[draw(cells)] for _ in range(count)]
    return [[draw(cells) for _ in range(count)] for _ in range(1 if shape == "row" else 2)]


def given_to(argument: Argument, length: int) -> st.SearchStrategy[Any]:
    """Mostly what the argument is for, sometimes anything at all."""
    plausible: st.SearchStrategy[Any] = blocks(PLAUSIBLE, length)
    if isinstance(argument, Word):
        plausible = st.sampled_from([choice.value for choice in argument.choices])
    elif isinstance(argument, Count):
        plausible = st.integers(0, 40)
    elif isinstance(argument, Date):
        plausible = st.floats(36_526, 73_000)
    elif isinstance(argument, Terms):
        plausible = terms()
        if isinstance(argument, TermsOrRate):
            plausible |= st.floats(0, 1)
    return st.one_of(plausible, plausible, plausible, blocks(ANYTHING, length), ANYTHING)


def terms() -> st.SearchStrategy[list[list[Any]]]:
    values: dict[str, list[Any]] = {
        "kind": ["revenue_share", "profit_share", "net_revenue_share"],
        "rate": [0.0, 0.2, 0.5, 1.0, 50.0],
        "tiers": ["0:0.5; 300:0.4; 800:0.3", "0:0.1", "5:0.1", "nonsense"],
        "tier_method": ["marginal", "cliff_retroactive", "cliff_ratchet", "step_open", "step_close"],
        "tier_scope": ["contract_year", "calendar_year", "fiscal_year", "period", "lifetime"],
        "losses": ["floor_zero", "loss_share", "carryforward", "cumulative_true_up", "cumulative_ratchet"],
        "loss_expiry": [1.0, 12.0],
        "loss_limit": [0.0, 0.5, 1.0],
        "period_cap": [0.0, 25.0],
        "annual_cap": [0.0, 60.0],
        "lifetime_cap": [0.0, 100.0],
        "annual_minimum": [0.0, 100.0],
        "minimum_test": ["year", "quarter", "period", "term"],
        "minimum_recoupable": [True, False, 1.0],
        "advance": [0.0, 100.0],
        "advance_rate": [0.0, 0.25, 1.0],
        "payment_lag": [0.0, 1.0, 1.5],
        "withholding": [0.0, 0.1],
        "coverage": [0.0, 0.7, 1.0],
        "start": [46023.0, 46132.0, dt.date(2026, 4, 20)],
        "end": [46387.0, 47000.0],
        "proration": ["actual_days", "months", "full_period", "none"],
        "fiscal_year_end": [6.0, 12.0],
        "collector": ["lab", "partner"],
        "color": ["blue"],
    }
    pair = st.sampled_from(list(values)).flatmap(
        lambda key: st.tuples(st.just(key), st.sampled_from([*values[key], None]))
    )
    pairs = st.lists(pair, max_size=8, unique_by=lambda each: each[0])
    rate = st.sampled_from([["rate", 0.2], ["rate", 0.5], ["tiers", "0:0.5; 300:0.4"]])
    return st.tuples(rate, pairs).map(
        lambda both: [both[0], *(list(pair) for pair in both[1] if pair[0] != both[0][0])]
    )


def calls(function: CellFunction) -> st.SearchStrategy[list[Any]]:
    def arguments(length: int) -> st.SearchStrategy[list[Any]]:
        every = [given_to(parameter.argument, length) for parameter in function.parameters]
        return st.tuples(*every).flatmap(
            lambda values: st.integers(0, len(values) + 1).map(
                lambda n: [*values, 1][: max(n, len(values) - 3)]
            )
        )

    return st.integers(1, 6).flatmap(arguments)


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_arguments_are_answered_in_cells(name: str, data: st.DataObject) -> None:
    rows = answer(FUNCTIONS[name], data.draw(calls(FUNCTIONS[name])))
    assert rows
    assert rows[0]
    assert all(len(row) == len(rows[0]) for row in rows)
    for row in rows:
        for cell in row:
            assert cell is None or isinstance(cell, float | str | bool | CellError), cell
            assert not isinstance(cell, CellError) or cell.message or cell.code
            assert not isinstance(cell, float) or abs(cell) < float("inf")
