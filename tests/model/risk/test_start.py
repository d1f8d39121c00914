"""Lines of a case at many points around it."""

from __future__ import annotations

import numpy as np
import pytest

from revshare.case_file import read_case
from revshare.inputs_table import InputsTable
from revshare.projection import project
from revshare.risk.drivers import drawn
from revshare.risk.start import Point, Start

CASE = read_case("anthropic-amazon")


def test_a_table_starts_from_its_own_column_or_the_scenario_named() -> None:
    table = InputsTable(CASE, "own", {"contracts.amazon.rate": 0.4})
    assert Start.of(table).values["contracts.amazon.rate"] == 0.4
    assert Start.of(table, "low").values["contracts.amazon.rate"] == 0.5
    assert Start.of(InputsTable(CASE, "low", {})).scenario == "low"
    assert Start.of(CASE).scenario == "base"


def test_points_that_differ_in_words_and_in_numbers_are_answered_in_their_order() -> None:
    points: list[Point] = [
        {"contracts.amazon.rate": 0.4},
        {"contracts.amazon.losses": "carryforward"},
        {},
        {"contracts.amazon.payment_lag": 2.0, "contracts.amazon.rate": 0.45},
    ]
    found = Start.of(CASE).totals("cash_flow", points)
    alone = [float(project(CASE, overrides=point).total("cash_flow")) for point in points]
    assert found == pytest.approx(alone, rel=1e-12)


@pytest.mark.parametrize("name", ["anthropic-amazon", "openai-microsoft"])
def test_every_line_of_many_paths_is_that_of_each_path_alone(name: str) -> None:
    """All that a simulation draws, at random places of its ranges."""
    start = Start.of(read_case(name))
    fields = [field for driver in drawn(start).drivers for field in driver.fields]
    places = np.random.default_rng(5).random((len(fields), 12))
    values = {
        field.name: field.input.end("low") + place * (field.input.end("high") - field.input.end("low"))
        for field, place in zip(fields, places, strict=True)
    }
    together = start.project({key: value[:, np.newaxis] for key, value in values.items()})
    for path in range(12):
        alone = start.project({key: float(value[path]) for key, value in values.items()})
        for line in alone.lines:
            found, wanted = together.by_year(line), alone.by_year(line)
            found = np.broadcast_to(found, (12, wanted.shape[-1]))[path]
            np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-6, err_msg=line)
