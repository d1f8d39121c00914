"""RS_ALLOCATE."""

from collections.abc import Callable
from typing import Any

import pytest

from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS

Row = Callable[..., list[Any]]
Fault = Callable[..., str]


def test_committed_units_come_first_and_the_answer_lies_as_the_clouds_lie(
    row: Row, examples: dict[str, Any]
) -> None:
    inputs, expected = examples["E24"]["inputs"], examples["E24"]["expected"]
    names = ("commitment", "unit_price", "capacity")
    table = [[float(cloud[name]) for cloud in inputs["clouds"]] for name in names]
    units = row("RS_ALLOCATE", inputs["demand"], *([line] for line in table))
    assert units == pytest.approx(list(expected["allocation"].values()), rel=1e-12)
    upright = [[[value] for value in line] for line in table]
    assert answer(FUNCTIONS["RS_ALLOCATE"], [inputs["demand"], *upright]) == [[unit] for unit in units]


def test_too_little_capacity_leaves_demand_unmet(row: Row) -> None:
    assert row("RS_ALLOCATE", 100, [[0, 10]], [[1, 2]], [[30, 40]]) == [30, 40]


def test_one_cloud_is_one_cell(row: Row) -> None:
    assert row("RS_ALLOCATE", 100, 0, 1, 30) == [30]


def test_bad_arguments_are_refused(fault: Fault) -> None:
    assert fault("RS_ALLOCATE", -1, 0, 1, 30) == "#VALUE! demand must be 0 or more, got -1"
    assert fault("RS_ALLOCATE", 1, [[0, 0]], [[1, 1]], [[1, 2, 3]]).startswith("#VALUE! series must cover")
    assert fault("RS_ALLOCATE", 1, [[0, 0]], [[1, -1]], [[1, 2]]).startswith(
        "#VALUE! prices must be 0 or more, got -1 in cloud 2"
    )
