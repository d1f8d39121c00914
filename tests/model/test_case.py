"""A case as a value: frozen, and described once for files, messages and the written schema."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import date

import pytest

from revshare import case as case_types
from revshare.case import Case, CaseError, Target
from revshare.errors import ModelError

TABLES = [
    kind for kind in vars(case_types).values() if is_dataclass(kind) and kind.__module__ == "revshare.case"
]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_key_of_a_case_file_has_its_meaning(table: type) -> None:
    for field in fields(table):
        assert field.metadata["help"], field.name


def test_a_case_does_not_change(tiny: Callable[..., Case]) -> None:
    with pytest.raises(FrozenInstanceError):
        tiny().lab = "Other"  # type: ignore[misc]


def test_its_timeline_is_whole_calendar_years(tiny: Callable[..., Case]) -> None:
    timeline = tiny().timeline
    assert timeline.years == (2024, 2025)
    assert (timeline.dates[0], timeline.dates[-1]) == (date(2024, 1, 1), date(2025, 12, 1))


def test_the_base_is_the_first_scenario(tiny: Callable[..., Case]) -> None:
    story = {"label": "Bad", "note": "It goes badly", "probability": 0.5}
    assert tiny().scenario_names == ("base",)
    assert tiny({"probability": 0.5, "scenarios": {"bad": story}}).scenario_names == ("base", "bad")


def test_a_target_may_rest_on_several_facts() -> None:
    assert Target(label="x", line="revenue", low=1, high=2, fact="F005, F007").facts == ("F005", "F007")


def test_a_case_error_holds_one_line_for_each_fault() -> None:
    fault = CaseError(["deal: a is missing", "deal: b is missing"])
    assert isinstance(fault, ModelError)
    assert str(fault) == "deal: a is missing\ndeal: b is missing"
    assert fault.faults == ["deal: a is missing", "deal: b is missing"]
