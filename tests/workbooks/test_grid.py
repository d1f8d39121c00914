"""Cells and rows that know their own address."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from revshare.timeline import Timeline
from revshare_workbooks.grid import Block, Book, Role, Row, Sheet, Spot, Style


@pytest.fixture
def book() -> Book:
    return Book(
        Timeline.of_years(2024, 2025),
        title="Deal",
        money="USD",
        scenario="base",
        version="1",
        digest="0" * 64,
    )


@pytest.fixture
def lab(book: Book) -> Sheet:
    return book.sheet("Lab", Role.CALCULATION, "Lab", "What it earns.")


def formula(sheet: Sheet, text: str, row: int = 9, column: int = 8) -> str:
    """A formula as it is written into a cell, H9 unless said otherwise."""
    sheet.compute(row, column, text, 0.0, Style.MONEY)
    return str(sheet.rendered()[row, column].content)


def placed(sheet: Sheet, number: int) -> Row:
    row = Row(sheet)
    row.number = number
    return row


def test_the_timeline_stands_in_the_same_columns_on_every_sheet(book: Book) -> None:
    """Label, unit, total, two years, opening, and 24 months."""
    layout = book.layout
    assert (layout.label, layout.unit, layout.total) == (1, 2, 3)
    assert (layout.first_year, layout.last_year, layout.opening) == (4, 5, 6)
    assert (layout.first_month, layout.last_month) == (7, 30)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("", "H5"),
        (":prev", "G5"),
        (":months", "$G$5:$AD$5"),
        (":years", "$D$5:$E$5"),
        (":total", "$C$5"),
        (":open", "$F$5"),
        (":last", "$AD$5"),
        (":y1", "E5"),
    ],
)
def test_a_formula_names_parts_of_a_row(lab: Sheet, part: str, expected: str) -> None:
    row = placed(lab, 5)
    named = format(row, part.removeprefix(":"))
    assert formula(lab, f"={named}*2") == f"={expected}*2"


def test_a_row_reaches_as_far_as_its_sheet_is_laid_out(book: Book, lab: Sheet) -> None:
    parts = book.sheet("Parts", Role.CALCULATION, "Parts", "Two columns for each month.")
    parts.layout = replace(book.layout, months=48)
    assert formula(lab, f"=SUM({placed(parts, 5):months})") == "=SUM(Parts!$G$5:$BB$5)"
    assert formula(lab, f"=SUM({placed(lab, 5):months})") == "=SUM($G$5:$AD$5)"


def test_a_row_may_be_named_before_it_has_a_place(lab: Sheet) -> None:
    row = Row(lab)
    lab.compute(3, 8, f"={row:prev}+1", 0.0, Style.COUNT)
    row.number = 3
    assert lab.rendered()[3, 8].content == "=G3+1"


def test_another_sheet_is_named_and_quoted_where_it_must_be(book: Book, lab: Sheet) -> None:
    other = book.sheet("Contract A's", Role.CALCULATION, "Contract", "")
    plain = book.sheet("Inputs", Role.INPUT, "Inputs", "")
    assert formula(lab, f"={placed(other, 7)}") == "='Contract A''s'!H7"
    assert formula(lab, f"={Spot(plain, 4, 3)}") == "=Inputs!$C$4"
    assert formula(lab, f"={Block(plain, (4, 3), (6, 3))}") == "=Inputs!$C$4:$C$6"
    assert formula(plain, f"={Spot(plain, 4, 3)}") == "=$C$4"


def test_a_constant_is_not_a_formula_and_expects_nothing(book: Book, lab: Sheet) -> None:
    spot = lab.put(2, 2, "=not a formula", Style.TEXT)
    assert not lab.cells[2, 2].formula
    assert (spot.sheet.name, spot.row, spot.column) not in book.expected
    assert lab.rendered()[2, 2].content == "=not a formula"


def test_the_engines_value_is_kept_beside_every_formula(book: Book, lab: Sheet) -> None:
    spot = lab.compute(2, 2, "=1+1", date(2026, 1, 1), Style.DAY)
    assert book.expects(spot) == date(2026, 1, 1)


def test_the_checks_sheet_is_there_from_the_start(book: Book, lab: Sheet) -> None:
    assert book.sheets[0] is book.checks
    assert formula(lab, f"={book.master}") == "=Checks!$C$4"
    assert formula(lab, f"={book.tolerance}") == "=Checks!$C$5"


def test_an_array_formula_fills_a_range_and_each_cell_has_its_expected_value(lab: Sheet) -> None:
    row = placed(lab, 9)
    block = lab.array(2, 3, f"=RS_GROW({row:months})", [[1.0, 2.0], [3.0, 4.0]], Style.MONEY)
    assert block.address("", 1) == "$C$2:$D$3"
    first = lab.rendered()[2, 3]
    assert (first.content, first.fills) == ("=RS_GROW($G$9:$AD$9)", (2, 2))
    assert lab.rendered()[3, 4].content is None
    assert [lab.book.expected["Lab", *at] for at in ((2, 3), (2, 4), (3, 3), (3, 4))] == [1.0, 2.0, 3.0, 4.0]


def test_the_cells_of_an_array_may_each_look_their_own_way(lab: Sheet) -> None:
    lab.array(2, 3, "=RS_LINES(1)", [["year", "base"]], [[Style.HEADER, Style.MONEY]])
    assert [lab.cells[2, column].style for column in (3, 4)] == [Style.HEADER, Style.MONEY]
    assert lab.cells[2, 3].formula
