"""What a fact states, counted in the unit of a case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from revshare.fact_units import is_in_words, stated
from revshare.facts import fact, load_facts


@pytest.mark.parametrize(
    ("name", "unit", "span"),
    [
        ("F001", "fraction", (0.5, 0.5)),
        ("F006", "USD million", (100000.0, None)),
        ("F006", "USD billion", (100.0, None)),
        ("F008", "USD thousand", (17000000.0, 17000000.0)),
        ("F020", "USD million", (None, 5000.0)),
        ("F043", "fraction", (0.6, 0.75)),
        ("F051", "year", (2029.0, 2030.0)),
        ("F023", "GW", (1.0, 1.0)),
        ("F069", "USD trillion", (0.001, 0.001)),
    ],
)
def test_a_fact_is_converted_where_its_unit_allows_it(
    name: str, unit: str, span: tuple[float | None, float | None]
) -> None:
    assert stated(fact(name), unit) == pytest.approx(span)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("F008", "EUR million"),
        ("F008", "fraction"),
        ("F001", "USD million"),
        ("F023", "USD million"),
        ("F015", "USD million"),
        ("F029", "USD million"),
        ("F058", "years"),
        ("F005", "USD million"),
        ("F019", "date"),
    ],
)
def test_what_has_another_currency_measure_or_no_scale_is_not_converted(name: str, unit: str) -> None:
    assert stated(fact(name), unit) is None


def test_an_order_of_magnitude_has_no_scale_and_words_no_number() -> None:
    """F015 says "tens to hundreds of millions", which its two numbers only sort."""
    assert stated(fact("F015"), "USD") is None
    assert is_in_words(fact("F012"))
    assert not is_in_words(fact("F043"))
    assert stated(replace(fact("F012"), unit="USD million"), "USD million") is None


def test_every_unit_of_money_of_the_facts_is_read() -> None:
    """A new wording would silently take a fact out of every comparison."""
    for one in load_facts():
        if one.unit.startswith("USD") and "order of magnitude" not in one.unit:
            assert stated(one, "USD million") is not None, one.unit
