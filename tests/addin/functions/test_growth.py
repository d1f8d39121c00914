"""RS_GROW."""

from collections.abc import Callable
from typing import Any

import pytest

from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS

Row = Callable[..., list[Any]]
Fault = Callable[..., str]
Examples = dict[str, Any]


def test_growth_of_a_year_falls_evenly_on_its_months(row: Row, examples: Examples) -> None:
    growth = examples["E29"]["inputs"]["growth_stated"]
    months = row("RS_GROW", 100, growth, 13, 12)
    assert months[0] == 100
    assert months[12] == pytest.approx(100 * (1 + growth), rel=1e-12)
    assert months[1] / months[0] == pytest.approx(1.18439413355844358, rel=1e-12)


def test_the_answer_is_a_row_or_lies_as_a_growth_series_lies(row: Row) -> None:
    assert row("RS_GROW", 8, [[9.9, 1, 0.5]], 3) == [8, 16, 24]
    assert answer(FUNCTIONS["RS_GROW"], [8, [[9.9], [1], [0.5]], 3]) == [[8], [16], [24]]


def test_what_growth_cannot_be_is_refused_in_words(fault: Fault) -> None:
    assert fault("RS_GROW", 1, -1, 3) == "#VALUE! growth must be above -1 (a fall of 100 %), got -1"
    assert fault("RS_GROW", 1, [[0.1, 0.2]], 3) == "#VALUE! growth has 2 values for 3 periods; give one or 3"
    assert fault("RS_GROW", 1, 0.1, 3, -12) == "#VALUE! periods_per_year must be above 0, got -12"
