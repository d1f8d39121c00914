"""An input: its range, its source, and why."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from revshare.errors import InputError
from revshare.inputs import Basis, Input, names_in


def test_an_assumed_number_states_range_and_reason() -> None:
    given = Input(0.5, Basis.ASSUMED, low=0.4, high=0.6, note="as the rival")
    assert (given.end("low"), given.end("high")) == (0.4, 0.6)


def test_a_reported_value_names_its_facts() -> None:
    assert Input(512.0, Basis.REPORTED, fact="F046, F048").facts == ("F046", "F048")
    assert names_in(" F001 ,, F002,") == ("F001", "F002")


@pytest.mark.parametrize("value", ["profit_share", True, date(2026, 1, 1)])
def test_a_word_a_date_or_a_yes_needs_no_range(value: Any) -> None:
    assert Input(value, Basis.ASSUMED, note="no treatment is published").low is None


@pytest.mark.parametrize(
    ("basis", "more", "words"),
    [
        (
            Basis.ASSUMED,
            {"low": 0.0, "high": 1.0},
            'has no reason; an assumed value says why: add note = "..."',
        ),
        (Basis.ASSUMED, {"low": 0.0, "high": 1.0, "note": " "}, "has no reason"),
        (
            Basis.ASSUMED,
            {"note": "x"},
            "has no range; an assumed number states one: add low = ... and high = ...",
        ),
        (Basis.ASSUMED, {"note": "x", "low": 0.0}, "has no range"),
        (Basis.REPORTED, {}, 'names no fact; a value that is reported has one: add fact = "F..."'),
        (Basis.REPORTED, {"fact": " , "}, "names no fact"),
        (
            Basis.REPORTED,
            {"fact": "F001", "low": 0.6},
            "has value 0.5 below low 0.6; widen the range or mend",
        ),
        (
            Basis.REPORTED,
            {"fact": "F001", "high": 0.4},
            "has value 0.5 above high 0.4; widen the range or mend",
        ),
        (Basis.REPORTED, {"fact": "F001", "low": 0.6, "high": 0.4}, "has low 0.6 above high 0.4; swap them"),
    ],
)
def test_what_is_missing_or_contradicts_is_refused(basis: Basis, more: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=re.escape(words)):
        Input(0.5, basis, **more)


def test_a_percentage_beside_a_range_of_fractions_gets_the_cure() -> None:
    with pytest.raises(InputError, match=r"has value 15 above high 0\.5; for 15 % enter 0\.15, otherwise"):
        Input(15.0, Basis.REPORTED, fact="F001", high=0.5)


def test_an_end_that_is_not_stated_cannot_be_taken() -> None:
    with pytest.raises(InputError, match="states no high end"):
        Input(512.0, Basis.REPORTED, fact="F046", low=500.0).end("high")
