"""What may happen in a year."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from revshare.case import Case
from revshare.case_file import read_case
from revshare.projection import project
from revshare.risk.events import event_labels, events

Tiny = Callable[..., Case]


def test_a_profit_is_above_nothing(tiny: Tiny) -> None:
    projection = project(tiny())
    np.testing.assert_array_equal(events(projection)["profit"], projection.by_year("operating_profit") > 0)


def test_each_event_of_a_shipped_case_has_words() -> None:
    projection = project(read_case("anthropic-amazon"))
    found, labels = events(projection), event_labels(projection)
    assert set(found) <= set(labels)
    assert "shortfall.aws" in found
    assert labels["profit"] == "operating profit above 0"


def test_a_cap_and_a_minimum_happen_where_they_move_the_share(tiny: Tiny) -> None:
    case = tiny()
    held = project(
        case, overrides={"contracts.cloud.annual_cap": 100.0, "contracts.cloud.annual_minimum": 0.0}
    )
    free = project(case, overrides={"contracts.cloud.annual_cap": 1e9, "contracts.cloud.annual_minimum": 1e4})
    assert events(held)["cap.cloud"].all()
    assert not events(free)["cap.cloud"].any()
    assert events(free)["minimum.cloud"].all()
    assert not events(held)["minimum.cloud"].any()


def test_a_minimum_that_the_cap_already_pays_adds_nothing_but_rounding(tiny: Tiny) -> None:
    """Twelve uneven months that the cap stops at 123.456 add up to that but for the last digits."""
    growing = {"revenue.annual.2024": 600.0, "revenue.annual.2025": 1700.0}
    terms = {"contracts.cloud.annual_cap": 123.456, "contracts.cloud.annual_minimum": 123.456}
    # Paths, because a number alone may happen to round well.
    paths = {"contracts.cloud.rate": np.linspace(0.9, 1.0, 50)[:, None]}
    found = events(project(tiny(), overrides={**growing, **terms, **paths}))
    assert found["cap.cloud"].all()
    assert not found["minimum.cloud"].any()
