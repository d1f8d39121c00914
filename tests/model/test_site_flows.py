"""A site of one's own beside the same capacity rented."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from revshare.case import Case
from revshare.errors import InputError
from revshare.projection import project
from revshare.site_flows import site_of

Tiny = Callable[..., Case]
Changes = dict[str, Any]


def test_a_site_costs_what_its_capital_and_running_come_to(tiny: Tiny, capital: Changes) -> None:
    """A tenth of 1,000 / 2 + 100 owned, of half of 1,500 rented; even at 600 / 1,500 of the year."""
    found = project(tiny(capital))
    np.testing.assert_allclose(found["site_cost"], np.full(24, 5.0))
    np.testing.assert_allclose(found["site_rent"], np.full(24, 6.25))
    np.testing.assert_allclose(found.by_year("site_cost"), [60.0, 60.0])
    assert site_of(found).break_even == pytest.approx(0.4)


def test_a_published_machine_breaks_even_as_published(
    tiny: Tiny, capital: Changes, example: Callable[[str], Changes]
) -> None:
    given, expected = example("E34")["inputs"], example("E34")["expected"]
    values = {
        "capex": given["capex_per_accelerator"],
        "life": float(given["life_years"]),
        "discount_rate": given["discount_rate"],
        "running": given["opex_per_year"],
        "rent": given["rent_per_hour"] * given["hours_per_year"],
        "gigawatts.every_year": 1.0,
    }
    found = project(tiny(capital), overrides={f"site.{name}": value for name, value in values.items()})
    costs = site_of(found)
    np.testing.assert_allclose(costs.owned, np.full(2, expected["annual_owned_cost"]), rtol=1e-9)
    assert costs.break_even == pytest.approx(expected["break_even_utilisation"], rel=1e-9)


def test_what_is_left_of_a_site_lowers_its_cost(tiny: Tiny, capital: Changes) -> None:
    found = project(tiny(capital), overrides={"site.residual": 0.2})
    np.testing.assert_allclose(site_of(found).owned, [50.0, 50.0])


def test_a_site_that_never_pays_has_no_break_even(tiny: Tiny, capital: Changes) -> None:
    case = tiny(capital)
    assert np.isnan(site_of(project(case, overrides={"site.rent": 500.0})).break_even)
    both = project(case, overrides={"site.rent": np.array([[500.0], [1500.0]])})
    np.testing.assert_allclose(site_of(both).break_even, [np.nan, 0.4])
    np.testing.assert_allclose(site_of(both).rented, [[25.0, 25.0], [75.0, 75.0]])


def test_a_site_is_no_part_of_profit(tiny: Tiny, capital: Changes) -> None:
    case = tiny(capital)
    dear = project(case, overrides={"site.capex": 1e6})
    np.testing.assert_array_equal(dear["operating_profit"], project(case)["operating_profit"])


def test_a_site_without_rent_and_a_case_without_site_are_refused(tiny: Tiny, capital: Changes) -> None:
    with pytest.raises(InputError, match=r"^site.rent must be above 0, got 0"):
        project(tiny(capital), overrides={"site.rent": 0.0})
    with pytest.raises(InputError, match=r"tiny has no site; add \[site\]"):
        site_of(project(tiny()))
