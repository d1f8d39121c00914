"""A line's total over values of one or two inputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from revshare.case import Case
from revshare.case_file import read_case
from revshare.errors import InputError
from revshare.inputs_table import InputsTable
from revshare.projection import project
from revshare.risk.drivers import driver_of
from revshare.risk.sensitivity import grid, sensitivity, steps, table
from revshare.risk.start import Start

Tiny = Callable[..., Case]


def test_the_share_follows_its_rate_and_the_cost_ratio(tiny: Tiny) -> None:
    """Of 1,440 through the cloud, the gross profit is shared: 1,440 (1 - cost ratio) rate."""
    rates, ratios = [0.2, 0.5], [0.0, 0.5, 0.6]
    found = sensitivity(
        tiny(), "share.cloud", "contracts.cloud.rate", rates, "products.api.cost_ratio", ratios
    )
    np.testing.assert_allclose(found, 1440.0 * np.outer(rates, [1.0, 0.5, 0.4]), rtol=1e-12)


@pytest.mark.parametrize(
    ("driver", "values"),
    [
        ("revenue.annual.2027", [19000.0, 42000.0]),
        ("contracts.amazon.payment_lag", [0.0, 1.5]),
        ("contracts.amazon.losses", ["floor_zero", "carryforward"]),
        ("contracts.amazon.annual_cap", [500.0, 900.0]),
    ],
)
def test_every_value_gives_what_a_projection_of_it_alone_gives(driver: str, values: list[object]) -> None:
    case = read_case("anthropic-amazon")
    for line in ("cash_flow", "effective_rate", "share.amazon"):
        found = sensitivity(case, line, driver, values)
        alone = [float(project(case, overrides={driver: value}).total(line)) for value in values]  # type: ignore[dict-item]
        assert found == pytest.approx(alone, rel=1e-12)


def test_it_starts_from_the_scenario_or_the_users_own_values(tiny: Tiny) -> None:
    own = InputsTable(tiny(), "own", {"products.api.cost_ratio.every_year": 0.0})
    assert sensitivity(own, "share.cloud", "contracts.cloud.rate", [0.5]) == pytest.approx([720.0])


def test_the_table_names_its_columns(tiny: Tiny) -> None:
    assert list(table(tiny(), "kept", "contracts.cloud.rate", [0.5])) == ["contracts.cloud.rate", "kept"]
    two = table(tiny(), "kept", "contracts.cloud.rate", [0.5], "products.api.cost_ratio", [0.4, 0.5])
    assert list(two) == [
        "contracts.cloud.rate",
        "products.api.cost_ratio = 0.4",
        "products.api.cost_ratio = 0.5",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("profits", "contracts.cloud.rate", [0.5]), 'has no line "profits"'),
        (("kept", "contracts.cloud.rat", [0.5]), "did you mean contracts.cloud.rate?"),
        (("kept", "zzz", [0.5]), "see revshare inputs tiny"),
        (("kept", "contracts.cloud.rate", [15.0]), "must be 0 to 1, got 15; for 15 % enter 0.15"),
        (("kept", "contracts.cloud.rate", ["half"]), "must be a number"),
        (("kept", "contracts.cloud.rate", []), "values has 0 values; give 1 to 10,000"),
        (("kept", "products.api.channels.cloud", [0.5]), "move them together by a scenario"),
        (("kept", "products.api.share.every_year", [0.5]), "move them together by a scenario"),
        (("kept", "contracts.cloud.rate", [0.5], "presentation"), "driver_2 and values_2 go together"),
        (("kept", "contracts.cloud.rate", [0.5], "contracts.cloud.rate", [0.4]), "driver moves already"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_cure(tiny: Tiny, arguments: Any, words: str) -> None:
    with pytest.raises(InputError) as fault:
        sensitivity(tiny(), *arguments)
    assert words in str(fault.value)


def test_the_steps_of_a_table_take_one_place_in_the_range_of_every_year() -> None:
    start = Start.of(read_case("anthropic-amazon"))
    found = steps(start, driver_of(start, "revenue.annual"))
    years = {
        place: [point["revenue.annual.2024"], point["revenue.annual.2026"]] for place, point in found.items()
    }
    assert years == {
        -1.0: [512.0, 9500.0],
        -0.5: [512.0, 11500.0],
        0.0: [512.0, 13500.0],
        0.5: [512.5, 15500.0],
        1.0: [513.0, 17500.0],
    }


def test_a_value_at_an_end_of_its_range_is_the_last_step() -> None:
    start = Start.of(read_case("anthropic-amazon"))
    found = steps(start, driver_of(start, "contracts.amazon.rate"))
    rates = {place: point["contracts.amazon.rate"] for place, point in found.items()}
    assert rates == pytest.approx({-1.0: 0.4, -0.75: 0.425, -0.5: 0.45, -0.25: 0.475, 0.0: 0.5})


def test_what_is_counted_whole_has_its_ends_and_its_value() -> None:
    start = Start.of(read_case("anthropic-amazon"))
    assert set(steps(start, driver_of(start, "contracts.amazon.payment_lag"))) <= {-1.0, 0.0, 1.0}


def test_a_grid_of_steps_holds_the_start_and_both_tornado_ends() -> None:
    start = Start.of(read_case("anthropic-amazon"))
    names = ("revenue.annual", "contracts.amazon.rate")
    first, second = (steps(start, driver_of(start, name)) for name in names)
    found = grid(start, "share.amazon", list(first.values()), list(second.values()))
    assert found.shape == (5, 5)
    assert found[2, 4] == pytest.approx(float(start.project({}).total("share.amazon")))
    ends = start.totals("share.amazon", [first[-1.0], first[1.0]])
    assert found[[0, 4], 4] == pytest.approx(ends)


def test_a_driver_without_a_range_has_no_steps(tiny: Tiny) -> None:
    start = Start.of(tiny())
    with pytest.raises(InputError, match="states no range of its own"):
        steps(start, driver_of(start, "presentation"))
