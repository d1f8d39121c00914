"""The Investment sheet of a small case, in both engines, as written and after an edit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from tests.workbooks.blocks.test_dated_deal import published
from tests.workbooks.capital_books import CapitalBook, capital_case, stake

from revshare.errors import InputError
from revshare.inputs import Value
from revshare.investment.books import Books


def test_formualizer_agrees_with_the_engine_on_every_cell() -> None:
    assert CapitalBook(capital_case()).faults() == []


@pytest.mark.libreoffice
def test_libreoffice_agrees_with_the_engine_on_every_cell(tmp_path: Path) -> None:
    for number, book in enumerate((CapitalBook(capital_case()), published())):
        assert book.faults_in_libreoffice(tmp_path / f"{number}.xlsx") == []


def test_the_answers_are_those_of_the_blocks() -> None:
    book = CapitalBook(capital_case())
    for label, value in (
        ("Announced", 650.0),
        ("Expected to be paid by the end of 2025", 450.0),
        ("Held at the end of 2025", 0.23),
        ("Worth at the end of 2025", 690.0),
        ("  multiple of money put in", 690.0 / 450.0),
        ("Multiple at the reported value", 500.0 / 300.0),
        ("Commitment over investment", 1.6),
    ):
        assert book.figure(label) == pytest.approx(value), label


def test_what_a_stake_does_not_have_is_left_out_of_its_column() -> None:
    plain = stake({date(2024, 5, 1): 100.0}, label="Plain")
    both = capital_case().stakes
    assert set(both) == {"cloud"}
    book = CapitalBook(capital_case(stakes={"plain": plain}))
    assert book.faults() == []
    laid = next(one for one in book.book.sheets if one.name == "Investment")
    words = {cell.content for (_, column), cell in laid.cells.items() if column == 1}
    assert not words & {"Multiple at the reported value", "Commitment over investment"}


def test_charts_show_worth_holders_and_payback() -> None:
    book = CapitalBook(capital_case())
    laid = next(one for one in book.book.sheets if one.name == "Investment")
    assert [chart.title for chart in laid.charts] == [
        "What the stakes are worth",
        "Who holds Lab",
        "Stake: paid back where the line crosses 0",
    ]


BOOK: list[CapitalBook] = []
AMOUNTS = st.one_of(st.just(0.0), st.floats(1e-3, 2000.0))
FRACTIONS = st.one_of(st.just(0.0), st.floats(1e-6, 1.0))


@st.composite
def terms(draw: st.DrawFn) -> dict[str, Value]:
    """Every input of the stake and of its company."""
    found: dict[str, Value] = {
        "stakes.cloud.ownership": draw(st.floats(0.0, 0.6)),
        "stakes.cloud.dilution.every_year": draw(FRACTIONS),
        "stakes.cloud.preference": draw(st.floats(0.0, 3.0)),
        "stakes.cloud.books": draw(st.sampled_from([way.value for way in Books])),
        "stakes.cloud.discount_rate": draw(st.floats(-0.5, 2.0)),
        "stakes.cloud.mark.value": draw(AMOUNTS),
        "stakes.cloud.mark.on": draw(st.dates(date(2022, 1, 1), date(2028, 1, 1))),
        "stakes.cloud.mark.ownership": draw(FRACTIONS),
        "companies.lab.value.2024": draw(AMOUNTS),
        "companies.lab.value.2025": draw(st.floats(100.0, 1e5)),
    }
    for key in ("before", "now", "later", "after"):
        place = f"stakes.cloud.tranches.{key}"
        found[f"{place}.amount"] = draw(AMOUNTS)
        found[f"{place}.date"] = draw(st.dates(date(2020, 1, 1), date(2027, 1, 1)))
        found[f"{place}.probability"] = draw(FRACTIONS)
    return found


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(terms())
def test_any_stake_is_as_the_engine_has_it(changes: dict[str, Value]) -> None:
    book = BOOK[0] if BOOK else CapitalBook(capital_case())
    BOOK[:] = [book]
    try:
        faults = book.faults_after(changes)
    except InputError:
        reject()
    assert faults == []
