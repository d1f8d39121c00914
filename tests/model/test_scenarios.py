"""Which value every input takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from revshare.case import Case
from revshare.case_file import read_case
from revshare.errors import InputError
from revshare.fields import fields
from revshare.scenarios import changes, values_of

Tiny = Callable[..., Case]


def story(inputs: dict[str, Any]) -> dict[str, Any]:
    return {
        "probability": 0.6,
        "scenarios": {"bad": {"label": "Bad", "note": "It goes badly", "probability": 0.4, "inputs": inputs}},
    }


def test_the_base_takes_every_base_value() -> None:
    case = read_case("anthropic-amazon")
    assert values_of(case) == {field.name: field.input.value for field in fields(case)}


def test_a_pattern_takes_the_ends_of_the_inputs_own_ranges() -> None:
    """The shipped low scenario: low totals of revenue, high cost ratios from 2025, high spending."""
    case = read_case("anthropic-amazon")
    low = values_of(case, "low")
    for field in fields(case):
        name, given = field.name, field.input
        if name.startswith("revenue.annual"):
            assert low[name] == given.low
        elif name.startswith("spending") or (".cost_ratio." in name and not name.endswith("2024")):
            assert low[name] == given.high
        else:
            assert low[name] == given.value, name


def test_a_later_pattern_wins_over_an_earlier_one(tiny: Tiny) -> None:
    case = tiny(story({"revenue.annual.*": 900.0, "revenue.annual.2025": 800.0}))
    assert changes(case, "bad") == {"revenue.annual.2024": 900.0, "revenue.annual.2025": 800.0}


def test_an_override_wins_over_the_scenario(tiny: Tiny) -> None:
    case = tiny(story({"contracts.cloud.rate": 0.6}))
    assert values_of(case, "bad")["contracts.cloud.rate"] == 0.6
    assert values_of(case, "bad", {"contracts.cloud.rate": 0.1})["contracts.cloud.rate"] == 0.1
    many = np.array([[0.1], [0.2]])
    assert values_of(case, "bad", {"contracts.cloud.rate": many})["contracts.cloud.rate"] is many


@pytest.mark.parametrize(
    ("scenario", "overrides", "words"),
    [
        ("worst", {}, 'tiny has no scenario "worst"; choose one of base'),
        (
            "base",
            {"contracts.cloud.rat": 0.1},
            'has no input "contracts.cloud.rat"; did you mean contracts.cloud.rate?',
        ),
        ("base", {"zzz": 0.1}, 'has no input "zzz"; see revshare inputs tiny'),
        (
            "base",
            {"contracts.cloud.rate": 15.0},
            r"contracts.cloud.rate must be 0 to 1, got 15; for 15 % enter 0.15",
        ),
        ("base", {"revenue.annual.2024": "none"}, "revenue.annual.2024 must be a number"),
        (
            "base",
            {"presentation": "nett"},
            r'presentation must be one of .*, got the text "nett"; did you mean net\?',
        ),
    ],
)
def test_what_may_not_stand_is_refused(
    tiny: Tiny, scenario: str, overrides: dict[str, Any], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        values_of(tiny(), scenario, overrides)


def test_a_term_may_be_taken_out_of_a_contract(tiny: Tiny) -> None:
    assert (
        values_of(tiny(), overrides={"contracts.cloud.annual_cap": "none"})["contracts.cloud.annual_cap"]
        == "none"
    )
