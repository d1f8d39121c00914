"""Inputs by year: which key speaks for which year."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from revshare.by_year import fields_by_year, table_of, years_of
from revshare.case import Case
from revshare.errors import InputError
from revshare.inputs import AMOUNT, Basis, Input, Unit

Tiny = Callable[..., Case]


def test_years_may_be_given_once_for_all_or_one_by_one(tiny: Tiny) -> None:
    case = tiny()
    product = case.products["api"]
    assert years_of("share", product.share, case.timeline) == {2024: "every_year", 2025: "every_year"}
    assert years_of("revenue", case.revenue.annual, case.timeline) == {2024: "2024", 2025: "2025"}


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (("2024",), "no value for 2025; add 2025 = {"),
        (("2024", "2025", "2026"), "gives 2026, outside 2024 to 2025"),
        (("2024", "2025", "every_year"), "beside single years; keep one of the two"),
        (("2024", "next"), 'has the key "next"; write a year'),
    ],
)
def test_years_that_do_not_fit_the_case_are_refused(tiny: Tiny, years: tuple[str, ...], words: str) -> None:
    table = {year: Input(1.0, Basis.REPORTED, fact="F001") for year in years}
    with pytest.raises(InputError, match=words):
        years_of("revenue.annual", table, tiny().timeline)


def test_every_key_of_a_table_is_an_input_of_its_own_in_the_order_of_years() -> None:
    given = Input(1.0, Basis.REPORTED, fact="F001")
    found = list(
        fields_by_year("cash.site.annual", "Site", Unit.MONEY, {"2025": given, "2024": given}, "Cash", AMOUNT)
    )
    assert [one.name for one in found] == ["cash.site.annual.2024", "cash.site.annual.2025"]
    assert [one.label for one in found] == ["Site, 2024", "Site, 2025"]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("revenue.annual.2024", "revenue.annual"),
        ("products.api.cost_ratio.every_year", "products.api.cost_ratio"),
        ("contracts.amazon.rate", "contracts.amazon.rate"),
        ("contracts.amazon.tiers.1.rate", "contracts.amazon.tiers.1.rate"),
        ("partners.a.2024b.rate", "partners.a.2024b.rate"),
    ],
)
def test_an_input_belongs_to_its_table_by_year(name: str, table: str) -> None:
    assert table_of(name) == table
