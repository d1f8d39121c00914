"""The inputs that move a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from revshare.by_year import table_of
from revshare.case import Case
from revshare.case_file import read_case
from revshare.errors import InputError
from revshare.risk.drivers import as_value, drawn, driver_of, drivers_of, varied
from revshare.risk.start import Start
from revshare.uncertainty import is_parameter

Tiny = Callable[..., Case]
AMAZON = Start.of(read_case("anthropic-amazon"))


def test_every_input_with_a_range_moves_or_is_held_with_a_reason() -> None:
    found = varied(AMAZON)
    named = {driver.name for driver in found.drivers} | set(found.held)
    for name, field in AMAZON.fields.items():
        given = field.input
        if given.low is not None and given.high is not None and given.low < given.high:
            assert table_of(name) in named
    assert set(found.held) == {
        *("products.api.share", "products.subscriptions.share"),
        *("products.api.channels.direct", "products.api.channels.aws"),
    }


def test_a_simulation_holds_what_is_counted_and_what_a_scenario_sets_outside_its_range(tiny: Tiny) -> None:
    held = drawn(AMAZON).held
    assert "shapes the contract" in held["contracts.amazon.payment_lag"]
    assert "counted in whole years" in held["commitments.aws.make_up_years"]
    rate = {"value": 0.5, "low": 0.4, "high": 0.6, "basis": "assumed", "note": "A test"}
    start = Start(tiny({"contracts/cloud/rate": rate}), "base", {"contracts.cloud.rate": 0.7})
    assert drawn(start).held["contracts.cloud.rate"] == (
        "base sets contracts.cloud.rate to 0.7, outside its range 0.4 to 0.6"
    )
    given = drawn(start, ["contracts.cloud.rate"])
    assert [driver.name for driver in given.drivers] == ["contracts.cloud.rate"]


def test_an_input_that_is_kept_is_not_drawn_and_a_driver_kept_whole_says_why() -> None:
    one, other = "revenue.annual.2025", "revenue.annual.2026"
    found = drawn(AMAZON, (), {one: "signed", "contracts.amazon.rate": "agreed"})
    fields = {field.name for driver in found.drivers for field in driver.fields}
    assert one not in fields
    assert other in fields
    assert "revenue.annual" not in found.held
    assert found.held["contracts.amazon.rate"] == "agreed"


def test_what_says_how_others_vary_is_no_driver() -> None:
    assert not [name for name in drivers_of(AMAZON) if is_parameter(name)]
    with pytest.raises(
        InputError, match="says how a driver varies and moves no line; name the driver itself"
    ):
        driver_of(AMAZON, "uncertainty.months.deviation")


def test_a_term_that_is_taken_out_does_not_move(tiny: Tiny) -> None:
    cap = {"value": 500.0, "low": 400.0, "high": 600.0, "basis": "assumed", "note": "A test"}
    start = Start(tiny({"contracts/cloud/annual_cap": cap}), "base", {"contracts.cloud.annual_cap": "none"})
    assert varied(start).held == {"contracts.cloud.annual_cap": "base takes contracts.cloud.annual_cap out"}


def test_a_table_by_year_is_a_driver_and_takes_one_value() -> None:
    driver = driver_of(AMAZON, "products.api.cost_ratio")
    assert driver.at(0.5) == {f"products.api.cost_ratio.{year}": 0.5 for year in range(2024, 2031)}
    assert driver.end("low")["products.api.cost_ratio.2024"] == 0.45


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("contracts.amazon.rate", 1, 1.0),
        ("contracts.amazon.start", 46023.0, date(2026, 1, 1)),
        ("contracts.amazon.prorate_caps", True, True),
        ("contracts.amazon.losses", "carryforward", "carryforward"),
    ],
)
def test_what_a_cell_holds_becomes_a_value_of_the_inputs_kind(name: str, given: Any, value: object) -> None:
    found = as_value(AMAZON.fields[name], given)
    assert (found, type(found)) == (value, type(value))
