"""The comparison by year: what either deal costs, and the break-even of each year beside the engine's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from revshare.case_file import read_case
from revshare.projection import project
from revshare_workbooks.report.compare_years import part_of

Figures = Callable[..., dict[str, list[Any]]]


def test_the_difference_of_a_year_is_what_the_other_deal_would_have_saved(figures: Figures) -> None:
    case = read_case("anthropic-amazon")
    found, rows = project(case), figures("Compare")
    other = 0.2 * found.by_year("revenue")
    expected = found.by_year("share.amazon") - other
    count = len(case.timeline.years)
    assert rows["Difference"][1] == pytest.approx(float(expected.sum()))
    assert rows["Difference"][2 : 2 + count] == pytest.approx(list(expected))


def test_each_year_has_the_break_even_of_the_flat_rates(figures: Figures) -> None:
    """Half of gross profit against 20 % of revenue, without limits: 60 % of cost in every year."""
    rows = figures("Compare")
    count = len(read_case("anthropic-amazon").timeline.years)
    assert rows["The two deals meet"][2 : 2 + count] == ["point"] * count
    assert np.array(rows["from"][2 : 2 + count], dtype=float) == pytest.approx(0.6)


def test_a_part_of_nothing_is_nothing() -> None:
    assert part_of("A1", "B1") == "=IF(B1=0,0,MIN(1,A1/B1))"
