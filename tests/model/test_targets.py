"""Published figures beside the projection's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revshare.case import Case
from revshare.case_file import read_case
from revshare.projection import project
from revshare.targets import ROUNDING, Verdict, compare

Tiny = Callable[..., Case]


def target(line: str, low: float, high: float | None = None, **more: Any) -> dict[str, Any]:
    return {
        "targets": [
            {
                "label": "Published",
                "line": line,
                "low": low,
                "high": low if high is None else high,
                "fact": "F005",
            }
            | more
        ]
    }


@pytest.mark.parametrize(
    ("published", "value", "words"),
    [
        (target("revenue", 2400.0), 2400.0, "hit"),
        (target("revenue", 1000.0, 1200.0, year=2024), 1200.0, "hit"),
        (target("revenue", 1000.0, year=2025), 1200.0, "20.0% above"),
        (target("revenue", 3000.0), 2400.0, "20.0% below"),
        (target("revenue", 2000.0, year=2025), 1200.0, "40.0% below"),
        (target("reciprocal", 0.5), 0.0, "100.0% below"),
        (target("reciprocal", -1.0, 0.0), 0.0, "hit"),
        (target("gross_margin", 0.4, year=2024), 0.5, "25.0% above"),
        (target("cumulative_cash", 495.0, year=2025), 495.0, "hit"),
        (target("first_profitable_year", 2024), 2024.0, "hit"),
        (target("first_profitable_year", 2026, 2027), 2024.0, "missed by 2 years"),
        (target("first_profitable_year", 2023), 2024.0, "missed by 1 year"),
        (target("peak_funding", 0.0), 0.0, "hit"),
        (target("peak_loss", -5.0, -1.0), 0.0, "100.0% above"),
    ],
)
def test_a_published_figure_is_hit_or_missed_by_how_much(
    tiny: Tiny, published: dict[str, Any], value: float, words: str
) -> None:
    (found,) = compare(project(tiny(published)))
    assert found.verdict.value == pytest.approx(value, rel=1e-12, abs=1e-9)
    assert found.verdict.words == words


def test_what_is_never_reached_is_said_so(tiny: Tiny) -> None:
    (found,) = compare(
        project(
            tiny(target("first_profitable_year", 2025)),
            overrides={"contracts.cloud.rate": 0.5, "spending.training.annual.every_year": 1e6},
        )
    )
    assert (found.verdict.value, found.verdict.words) == (None, "not reached")
    assert (found.verdict.end, found.verdict.difference, found.verdict.miss) == (None, None, 0.0)


@pytest.mark.parametrize(
    ("value", "low", "high", "difference", "words"),
    [
        (5.0, 4.0, None, 0.0, "hit"),
        (3.0, 4.0, None, -1.0, "25.0% below"),
        (5.0, None, 4.0, 1.0, "25.0% above"),
        (3.0, None, 4.0, 0.0, "hit"),
        (4.0 + 1e-10, 4.0, 4.0, 0.0, "hit"),
        (17.0, 16.0, 16.0, 1.0, "6.3% above"),
        (-1.0, 0.0, 2.0, -1.0, "100.0% below"),
        (-6.0, -4.0, 2.0, -2.0, "50.0% below"),
        (1e9, 5e-324, 5e-324, 1e9, f"{10**300}.0% above"),
    ],
)
def test_a_range_may_be_open_and_a_half_is_rounded_up_as_in_a_spreadsheet(
    value: float, low: float | None, high: float | None, difference: float, words: str
) -> None:
    """One in sixteen is 6.25 %; FIXED(6.25, 1) is 6.3."""
    found = Verdict(value, low, high)
    assert found.difference == pytest.approx(difference)
    assert found.words == words


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_the_difference_reaches_the_nearer_end_of_the_range(value: float, low: float, width: float) -> None:
    found = Verdict(value, low, low + width)
    assert found.difference is not None
    assert found.end is not None
    assert low <= found.end <= low + width
    assert abs(found.difference - (value - found.end)) <= ROUNDING * (abs(found.end) or 1.0)
    assert (found.words == "hit") == (found.difference == 0.0) == (found.miss == 0.0)


def test_the_shipped_cases_break_even_when_their_labs_say() -> None:
    """2027 or 2028 (F005, F007, F052), and 2029 or 2030 (F010, F051)."""
    for name in ("anthropic-amazon", "openai-microsoft"):
        found = {item.target.line: item.verdict.words for item in compare(project(read_case(name)))}
        assert found["first_profitable_year"] == "hit"


def test_published_figures_are_never_inputs() -> None:
    """Changing every target changes nothing of the projection."""
    case = read_case("anthropic-amazon")
    assert case.targets
    lines = project(case).lines
    bare = project(replace(case, targets=())).lines
    for name, line in lines.items():
        np.testing.assert_array_equal(bare[name].values, line.values)
