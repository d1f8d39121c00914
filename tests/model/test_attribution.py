"""Each change alone, and the rest that is interaction: worked out by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.model.conftest import assumed, every

from revshare.attribution import Attribution, attribution
from revshare.case import Case
from revshare.errors import InputError
from revshare.inputs_table import InputsTable

Tiny = Callable[..., Case]


def between(first: Case, second: Case, line: str = "operating_profit") -> Attribution:
    return attribution(InputsTable(first, "base", {}), InputsTable(second, "base", {}), line)


def amounts(found: Attribution) -> dict[str, float]:
    return {effect.driver: effect.amount for effect in found.effects}


def test_two_changes_act_alone_and_on_each_other(tiny: Tiny) -> None:
    """A year: 1,200 sold, 720 of it shared.

    A: 600 gross, 180 shared, 120 spent: 300. Rate 40 % alone: 144 shared, +36. Cost 60 % alone: 480 gross, 144
    shared, -84. Both: 480 gross, 115.2 shared, 244.8: -55.2 in all, so -7.2 is interaction.
    """
    found = between(
        tiny(), tiny({"contracts/cloud/rate": assumed(0.4), "products/api/cost_ratio": every(0.6)})
    )
    assert (found.first, found.second) == pytest.approx((600.0, 489.6))
    assert [effect.driver for effect in found.effects] == [
        "products.api.cost_ratio.every_year",
        "contracts.cloud.rate",
    ]
    assert [effect.amount for effect in found.effects] == pytest.approx([-168.0, 72.0])
    assert found.rest == pytest.approx(-14.4)
    assert found.apart == {}


def test_shares_of_one_whole_change_together(tiny: Tiny) -> None:
    """Half instead of 60 % through the cloud: 600 x 0.5 x 0.5 = 150 shared instead of 180, twice."""
    changed = tiny({"products/api/channels": {"direct": every(0.5), "cloud": every(0.5)}})
    found = between(tiny(), changed)
    assert amounts(found) == {"products.api.channels.*": pytest.approx(60.0)}
    assert found.rest == pytest.approx(0.0, abs=1e-9)


def test_the_years_of_a_table_change_together_and_one_alone_goes_by_its_own_name(tiny: Tiny) -> None:
    """Twice the revenue in 2025 is 600 more of gross profit, 180 of it shared."""
    one = {"revenue/annual/2025": assumed(2400.0)}
    both = {**one, "revenue/annual/2024": assumed(2400.0)}
    assert amounts(between(tiny(), tiny(one))) == {"revenue.annual.2025": pytest.approx(420.0)}
    assert amounts(between(tiny(), tiny(both))) == {"revenue.annual": pytest.approx(840.0)}


def test_what_cannot_change_alone_is_told_with_the_reason_and_lies_in_the_rest(tiny: Tiny) -> None:
    tiers = assumed("0:0.4; 100:0.4")
    found = between(tiny(), tiny({"contracts/cloud/rate": None, "contracts/cloud/tiers": tiers}))
    assert found.effects == ()
    assert found.apart["contracts.cloud.rate"] == "rate is missing; give rate, tiers or ramp"
    assert found.apart["contracts.cloud.tiers.1.rate"] == "only one of the two has it"
    assert found.rest == pytest.approx(72.0)


def test_a_ratio_is_taken_over_the_whole_of_the_common_years(tiny: Tiny) -> None:
    """Half of a half is a quarter of the covered dollar."""
    found = between(tiny(), tiny({"contracts/cloud/rate": assumed(0.4)}), "effective_rate.cloud")
    assert (found.first, found.second, found.rest) == pytest.approx((0.25, 0.2, 0.0))


@pytest.mark.parametrize(
    ("changes", "line", "cure"),
    [
        ({}, "profits", 'tiny has no line "profits"'),
        ({"money": "EUR million"}, "revenue", "USD million | EUR million, which cannot be subtracted"),
        (
            {
                "first_year": 2030,
                "last_year": 2031,
                "revenue/annual": {year: assumed(1.0) for year in ("2030", "2031")},
            },
            "revenue",
            "no year in common",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(
    tiny: Tiny, changes: dict[str, object], line: str, cure: str
) -> None:
    with pytest.raises(InputError) as caught:
        between(tiny(), tiny(changes), line)
    assert cure in str(caught.value)
