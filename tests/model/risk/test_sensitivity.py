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
from revshare.risk.sensitivity import sensitivity, table

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
