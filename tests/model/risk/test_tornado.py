"""Every driver at both ends of its range, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from revshare.case import Case
from revshare.case_file import read_case
from revshare.errors import InputError
from revshare.projection import project
from revshare.risk.start import Point, Start
from revshare.risk.tornado import bars, table, tornado, tornados

Tiny = Callable[..., Case]


def ranged(value: float, low: float, high: float) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "basis": "assumed", "note": "A test"}


def test_the_worked_example_is_met(example: Callable[[str], dict[str, Any]]) -> None:
    worked = example("E41")
    base, ranges = worked["inputs"]["base"], worked["inputs"]["ranges"]

    def kept(points: Sequence[Point]) -> np.ndarray:
        found = []
        for point in points:
            v: dict[str, Any] = {**base, **point}
            found.append(v["revenue"] * (1 - v["cost_ratio"]) * (1 - v["via_cloud"] * v["rate"]))
        return np.array(found)

    found = bars(kept, {name: ({name: low}, {name: high}) for name, (low, high) in ranges.items()})
    for bar, wanted in zip(found, worked["expected"]["bars"], strict=True):
        assert bar.driver == wanted["driver"]
        assert bar.base == pytest.approx(worked["expected"]["base_value"], rel=1e-9)
        assert (bar.low, bar.high) == pytest.approx((wanted["low"], wanted["high"]), rel=1e-9)
        assert bar.swing == pytest.approx(wanted["swing"], rel=1e-9)


def test_bars_as_wide_as_each_other_stand_by_name() -> None:
    def figure(points: Sequence[Point]) -> np.ndarray:
        return np.array([sum(float(str(value)) for value in point.values()) for point in points])

    ends: dict[str, tuple[Point, Point]] = {name: ({name: -1.0}, {name: 1.0}) for name in ("b", "c", "a")}
    assert [bar.driver for bar in bars(figure, {**ends, "still": ({}, {})})] == ["a", "b", "c"]


def test_the_years_of_one_table_move_together(tiny: Tiny) -> None:
    case = tiny({f"revenue/annual/{year}": ranged(1200.0, 1000.0, 1500.0) for year in ("2024", "2025")})
    (bar,) = tornado(case, "revenue").bars
    assert (bar.driver, bar.low, bar.base, bar.high) == (
        "revenue.annual",
        *map(pytest.approx, (2000, 2400, 3000)),
    )


def test_a_bar_is_what_the_case_comes_to_at_that_end() -> None:
    case = read_case("anthropic-amazon")
    found = {bar.driver: bar for bar in tornado(case, "operating_profit").bars}
    low = project(case, overrides={"contracts.amazon.rate": 0.4}).total("operating_profit")
    assert found["contracts.amazon.rate"].low == pytest.approx(float(low), rel=1e-12)
    assert found["contracts.amazon.rate"].high == found["contracts.amazon.rate"].base
    swings = [bar.swing for bar in found.values()]
    assert swings == sorted(swings, reverse=True)
    assert "stakes.amazon_2026.discount_rate" not in found


def test_a_lag_that_shapes_the_contract_has_its_bar_too(tiny: Tiny) -> None:
    case = tiny({"contracts/cloud/payment_lag": ranged(1.0, 0.0, 2.0)})
    (bar,) = tornado(case, "cash_flow").bars
    assert (bar.low, bar.high) == pytest.approx((bar.base - 15.0, bar.base + 15.0))


def test_one_share_of_a_whole_does_not_move_alone(tiny: Tiny) -> None:
    found = tornado(tiny({"products/api/channels/cloud": {"every_year": ranged(0.6, 0.5, 0.7)}}), "kept")
    assert found.bars == ()
    assert "the parts of a whole sum to 1" in found.held["products.api.channels.cloud"]


def test_an_end_that_makes_the_case_impossible_is_told(tiny: Tiny, capital: dict[str, Any]) -> None:
    more = {
        **capital,
        "companies/lab/value": {"2024": ranged(2000.0, 100.0, 2000.0), "2025": ranged(3000.0, 100.0, 3000.0)},
        "products/api/cost_ratio": {"every_year": ranged(0.5, 0.4, 0.6)},
    }
    del more["companies"]
    found = tornado(tiny({"companies": capital["companies"], **more}), "operating_profit")
    assert "an end of its range makes the case impossible" in found.held["companies.lab.value"]
    assert [bar.driver for bar in found.bars] == ["products.api.cost_ratio"]


def test_the_table_has_one_row_for_each_bar(tiny: Tiny) -> None:
    columns = table(tiny({"contracts/cloud/rate": ranged(0.5, 0.4, 0.6)}), "kept")
    assert {name: len(cells) for name, cells in columns.items()} == dict.fromkeys(
        ("driver", "low", "base", "high", "swing"), 1
    )


def test_an_unknown_line_is_refused(tiny: Tiny) -> None:
    with pytest.raises(InputError, match='tiny has no line "profits"'):
        tornado(tiny(), "profits")


def test_several_lines_have_the_bars_each_has_alone() -> None:
    case, lines = read_case("anthropic-amazon"), ("operating_profit", "partner_share")
    for found, line in zip(tornados(Start.of(case), lines), lines, strict=True):
        assert found == tornado(case, line)
