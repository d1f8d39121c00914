"""RS_SENSITIVITY, RS_TORNADO, RS_SIMULATE and RS_GOAL_SEEK."""

from collections.abc import Callable
from typing import Any

import pytest

from revshare.case_file import read_case
from revshare.projection import project
from revshare.risk.simulation import simulate
from revshare.risk.tornado import tornado
from revshare_addin.catalogue import FUNCTIONS

Row = Callable[..., list[Any]]
Rows = Callable[..., list[list[Any]]]
Fault = Callable[..., str]

CASE = "anthropic-amazon"
RATE = "contracts.amazon.rate"


def test_a_table_of_one_way_names_driver_and_line(rows: Rows) -> None:
    table = rows("RS_SENSITIVITY", CASE, "share.amazon", RATE, [0.4, 0.5])
    assert table[0] == [RATE, "share.amazon"]
    for rate, total in table[1:]:
        alone = project(read_case(CASE), overrides={RATE: rate}).total("share.amazon")
        assert total == pytest.approx(float(alone), rel=1e-12)


def test_a_table_of_two_ways_takes_words_as_well(rows: Rows) -> None:
    words = ["floor_zero", "carryforward"]
    table = rows(
        "RS_SENSITIVITY", CASE, "share.amazon", RATE, [[0.4], [0.5]], "contracts.amazon.losses", words
    )
    assert table[0] == [RATE, *(f"contracts.amazon.losses = {word}" for word in words)]
    assert [row[0] for row in table[1:]] == [0.4, 0.5]
    assert all(len(row) == 3 for row in table)


def test_the_widest_bar_stands_first(rows: Rows) -> None:
    table = rows("RS_TORNADO", CASE, "operating_profit")
    assert table[0] == ["driver", "low", "base", "high", "swing"]
    first = tornado(read_case(CASE), "operating_profit").bars[0]
    assert table[1] == [first.driver, first.low, first.base, first.high, first.swing]


def test_a_simulation_is_the_models_by_year(rows: Rows) -> None:
    table = rows("RS_SIMULATE", CASE, "operating_profit", 64, 9)
    found = simulate(read_case(CASE), "operating_profit", 64, 9).table("operating_profit")
    assert table[0] == list(found)
    assert [row[1] for row in table[1:]] == found["mean"]


def test_ten_thousand_paths_and_seed_1_apply_if_left_off() -> None:
    defaults = {one.name: one.default for one in FUNCTIONS["RS_SIMULATE"].parameters if one.optional}
    assert defaults == {"paths": 10_000, "seed": 1}


def test_the_rate_that_reaches_a_target_is_found(row: Row) -> None:
    (rate,) = row("RS_GOAL_SEEK", CASE, "share.amazon", RATE, 60_000)
    alone = project(read_case(CASE), overrides={RATE: rate}).total("share.amazon")
    assert float(alone) == pytest.approx(60_000, rel=1e-9)


def test_what_cannot_be_asked_is_refused(fault: Fault) -> None:
    assert 'has no line "profits"' in fault("RS_TORNADO", CASE, "profits")
    assert "did you mean contracts.amazon.rate?" in fault(
        "RS_SENSITIVITY", CASE, "share.amazon", "contracts.amazon.rat", [0.4]
    )
    assert "for 40 % enter 0.4" in fault("RS_SENSITIVITY", CASE, "share.amazon", RATE, [40])
    assert "driver_2 and values_2 go together" in fault(
        "RS_SENSITIVITY", CASE, "share.amazon", RATE, [0.4], "presentation"
    )
    assert "does not reach" in fault("RS_GOAL_SEEK", CASE, "share.amazon", RATE, 1e9)
    assert "paths is 0" in fault("RS_SIMULATE", CASE, "share.amazon", 0)
