"""Whatever a sheet hands over, a function answers cells and raises nothing."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from revshare_addin.arguments import (
    Argument,
    CaseSource,
    Count,
    Date,
    Dates,
    Every,
    Flag,
    Labels,
    NumberOrSeries,
    OneNumber,
    Series,
    Terms,
    TermsOrRate,
    Text,
    Values,
    Word,
)
from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import CellError, ErrorCode
from revshare_addin.registry import CellFunction, Parameter

ANYTHING: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(-3, 40),
    st.sampled_from(["", "none", "x", "0.5", "never", "2026-01-01", "share"]),
    st.dates(dt.date(1890, 1, 1), dt.date(2110, 1, 1)),
    st.sampled_from([CellError(code) for code in ErrorCode]),
)
AMOUNTS = st.one_of(
    st.floats(-100, 1000), st.integers(0, 500).map(float), st.sampled_from([0.0, 1e-9, 1e300, -1e300])
)
FRACTIONS = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.2, 0.5, 1.0]))

TERMS: dict[str, list[Any]] = {
    "kind": ["revenue_share", "profit_share"],
    "tier_method": ["marginal", "cliff_retroactive", "cliff_ratchet", "step_open", "step_close"],
    "tier_scope": ["contract_year", "period", "lifetime"],
    "period_cap": [0.0, 25.0],
    "annual_cap": [0.0, 60.0],
    "lifetime_cap": [0.0, 100.0],
    "annual_minimum": [0.0, 100.0],
    "minimum_test": ["year", "quarter", "period", "term"],
    "minimum_recoupable": [True, False, 1.0],
    "advance": [0.0, 100.0],
    "advance_rate": [0.0, 0.25, 1.0],
    "payment_lag": [0.0, 1.0, 1.5, 400.0],
    "withholding": [0.0, 0.1],
    "coverage": [0.0, 0.7, 1.0],
    "start": [46023.0, 46132.0, dt.date(2026, 4, 20)],
    "end": [46387.0, 47000.0],
    "proration": ["actual_days", "months", "full_period", "none"],
    "fiscal_year_end": [6.0, 12.0],
    "collector": ["lab", "partner"],
    "opening_base_year": [0.0, 250.0, -50.0],
    "opening_paid_life": [0.0, 99.0],
}
ODD_TERMS: dict[str, list[Any]] = {
    "rate": [50.0, "x", None],
    "tiers": ["5:0.1", "nonsense"],
    "losses": ["carryforward", "cumulative_true_up", "never"],
    "loss_expiry": [0.0, 2.0, 1.5],
    "tier_scope": ["calendar_year", "fiscal_year"],
    "payment_lag": [-1.0, 1e12],
    "color": ["blue"],
}


def laid_out(cells: st.SearchStrategy[Any], length: int, *, one: bool) -> st.SearchStrategy[Any]:
    """A series in a row or column, or now and then a block."""
    row = st.lists(cells, min_size=length, max_size=length)
    column = row.map(lambda series: [[cell] for cell in series])
    block = st.lists(row, min_size=2, max_size=2)
    return st.one_of(row, column) if one else st.one_of(row, column, block)


def terms(keys: dict[str, list[Any]]) -> st.SearchStrategy[list[list[Any]]]:
    rate = st.sampled_from(
        [[["rate", 0.2]], [["rate", 0.5], ["kind", "profit_share"]], [["tiers", "0:0.5; 300:0.4; 800:0.3"]]]
    )
    one = st.sampled_from(list(keys)).flatmap(
        lambda key: st.sampled_from(keys[key]).map(lambda value: [key, value])
    )
    more = st.lists(one, max_size=5, unique_by=lambda pair: str(pair[0]))
    return st.tuples(rate, more).map(
        lambda both: [*both[0], *(pair for pair in both[1] if pair[0] not in {key for key, _ in both[0]})]
    )


HEADER = [
    "Input",
    "Unit",
    "Live",
    "Base",
    "Own",
    "Smallest",
    "Largest",
    "Basis",
    "Fact",
    "As of",
    "Note",
    "Name",
]
NAMES = [
    "lab",
    "first_year",
    "revenue.annual.2026",
    "contracts.cloud.rate",
    "scenarios.low.label",
    "a..b",
    ".",
    "1",
]


def inputs_tables() -> st.SearchStrategy[list[list[Any]]]:
    """Our header over rows of anything; whole tables are tested where they are made."""
    row = st.tuples(st.lists(ANYTHING, min_size=11, max_size=11), st.sampled_from(NAMES) | ANYTHING)
    return st.lists(row.map(lambda parts: [*parts[0], parts[1]]), max_size=4).map(
        lambda rows: [HEADER, *rows]
    )


def fitting(parameter: Parameter, length: int) -> st.SearchStrategy[Any]:  # noqa: PLR0912 - one per kind
    """Something the argument is for."""
    argument: Argument = parameter.argument
    match argument:
        case CaseSource():
            return st.sampled_from(["anthropic-amazon", "openai-microsoft"]) | inputs_tables()
        case Series():
            return laid_out(AMOUNTS, length, one=argument.one)
        case NumberOrSeries():
            numbers = FRACTIONS if argument.fraction else st.floats(-0.9, 3)
            return numbers | laid_out(numbers, length, one=True)
        case OneNumber():
            return FRACTIONS if argument.fraction else st.floats(max(argument.least, -50), 100)
        case Values():
            amounts = st.just([0.0, 300.0, 800.0]) | st.just([0.0, 1e-3, 1e9])
            return st.lists(FRACTIONS, min_size=3, max_size=3) if argument.fraction else amounts
        case Count():
            return st.integers(length, length) | st.integers(1, 14)
        case Word():
            return st.sampled_from([choice.value for choice in argument.choices])
        case Flag():
            return st.booleans()
        case Every():
            flags = st.lists(st.sampled_from([0, 1, True]), min_size=length, max_size=length)
            return st.one_of(st.integers(1, 13), st.just("never"), flags)
        case Labels():
            return st.lists(st.integers(2020, 2040), min_size=length, max_size=length)
        case Dates():
            return st.lists(st.integers(45000, 46500).map(float), min_size=3, max_size=3)
        case Date():
            return st.sampled_from([46023.0, 46082.0, dt.datetime(2026, 3, 1)])
        case TermsOrRate():
            kind = "profit_share" if parameter.name.startswith("profit") else "revenue_share"
            return FRACTIONS | terms(TERMS).map(
                lambda rows: [["kind", kind], *(r for r in rows if r[0] != "kind")]
            )
        case Terms():
            return terms(TERMS)
        case Text():
            return st.sampled_from(["share", "cap_room", "cash", "unrecouped"])
    raise AssertionError(argument)


@st.composite
def calls(draw: st.DrawFn, function: CellFunction) -> list[Any]:
    """Arguments that fit; every other time up to two of them are exchanged for anything at all."""
    length = draw(st.integers(1, 14))
    arguments: list[Any] = [
        None if parameter.optional and draw(st.booleans()) else draw(fitting(parameter, length))
        for parameter in function.parameters
    ]
    if draw(st.booleans()) and arguments:
        for _ in range(draw(st.integers(1, 2))):
            other = st.one_of(
                ANYTHING, laid_out(ANYTHING, length, one=False), terms(TERMS | ODD_TERMS), AMOUNTS
            )
            arguments[draw(st.integers(0, len(arguments) - 1))] = draw(other)
        arguments = arguments[: draw(st.integers(len(arguments) - 1, len(arguments)))]
    return arguments


def assert_is_answered_in_cells(name: str, arguments: list[Any]) -> None:
    rows = answer(FUNCTIONS[name], arguments)
    assert rows
    assert rows[0]
    assert all(len(row) == len(rows[0]) for row in rows)
    for row in rows:
        for cell in row:
            assert isinstance(cell, float | str | bool | CellError), cell
            assert not isinstance(cell, float) or abs(cell) < float("inf")


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_arguments_are_answered_in_cells(name: str, data: st.DataObject) -> None:
    assert_is_answered_in_cells(name, data.draw(calls(FUNCTIONS[name])))


@pytest.mark.heavy
@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=5000, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_5000_arguments_are_answered_in_cells(name: str, data: st.DataObject) -> None:
    assert_is_answered_in_cells(name, data.draw(calls(FUNCTIONS[name])))
