"""From neutral sheets to a workbook Excel opens as meant: panes, print set-up, validation, plain text."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from revshare.timeline import Timeline
from revshare_workbooks.grid import Book, Role, Rule, Style
from revshare_workbooks.xlsx import workbook


@pytest.fixture
def book() -> Book:
    return Book(
        Timeline.of_years(2024, 2024),
        title="A & B",
        money="USD",
        scenario="base",
        version="1.2",
        digest="ab" * 32,
    )


def saved(book: Book) -> Workbook:
    raw = io.BytesIO()
    workbook(book).save(raw)
    return load_workbook(io.BytesIO(raw.getvalue()))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "=HYPERLINK(1)", "{=1}", "1e5", "007"])
def test_text_is_written_as_text_whatever_it_begins_with(book: Book, text: str) -> None:
    book.checks.put(1, 1, text, Style.TEXT)
    cell = saved(book)["Checks"]["A1"]
    assert cell.data_type == "s"
    assert cell.value == text


def test_figures_stand_at_the_first_line_of_a_text_beside_them(book: Book) -> None:
    for row, text in ((1, "Short"), (2, "A text that goes on and on and so takes several lines")):
        book.checks.put(row, 1, text, Style.WRAPPED)
        book.checks.put(row, 2, 1.5, Style.MONEY)
    book.checks.widths = {1: 20, 2: 10}
    sheet = saved(book)["Checks"]
    assert (sheet["B1"].alignment.vertical, sheet["B2"].alignment.vertical) == (None, "top")


def test_a_formula_is_written_as_a_formula(book: Book) -> None:
    book.checks.put(1, 1, 20.0, Style.MONEY)
    book.checks.compute(1, 2, "=A1*2", 40.0, Style.MONEY)
    cell = saved(book)["Checks"]["B1"]
    assert (cell.data_type, cell.value) == ("f", "=A1*2")


def test_what_may_be_entered_is_checked_by_the_spreadsheet(book: Book) -> None:
    book.checks.rules += [
        Rule(("A1:C1",), "Rate: 0 to 1; 0.5 is 50 %"),
        Rule(("A2",), "Kind: one of a, b", words=("a", "b")),
        Rule(("A3",), "Start: a date", date=True),
        Rule(("A4",), "x" * 400, limits=(-1e15, 1e15)),
    ]
    fraction, words, day, long = saved(book)["Checks"].data_validations.dataValidation
    assert (fraction.type, fraction.operator, fraction.formula1, fraction.formula2) == (
        "decimal",
        "between",
        "0",
        "1",
    )
    assert (words.type, words.formula1) == ("list", '"a,b"')
    assert (day.type, day.operator) == ("date", "greaterThan")
    assert fraction.error == fraction.prompt == "Rate: 0 to 1; 0.5 is 50 %"
    assert len(long.prompt) <= 255, "Excel refuses longer prompts"
    assert (float(long.formula1), float(long.formula2)) == (-1e15, 1e15)


def test_headers_and_footers_say_title_sheet_version_and_page(book: Book) -> None:
    book.checks.put(1, 1, "x", Style.TEXT)
    sheet = saved(book)["Checks"]
    assert sheet.oddHeader.left.text.endswith("A && B"), "a lone ampersand would begin a code"
    assert sheet.oddHeader.right.text.endswith("&A")
    assert sheet.oddFooter.left.text.endswith("revshare 1.2  input abababababab")
    assert sheet.oddFooter.right.text.endswith("Page &P of &N")


def test_the_file_says_what_it_is_and_recalculates_when_opened(book: Book) -> None:
    made = saved(book)
    assert made.properties.title == "A & B"
    assert made.properties.creator == "revshare 1.2"
    assert made.properties.keywords == "ab" * 32
    assert made.calculation.fullCalcOnLoad


def test_links_heights_widths_panes_and_tab_colours_arrive(book: Book) -> None:
    sheet = book.sheet("Lab", Role.OUTPUT, "Lab", "")
    sheet.put(1, 1, "Checks", Style.LINK)
    sheet.links[1, 1] = "#Checks!A1"
    sheet.heights[1], sheet.widths, sheet.freeze = 33.0, {1: 40.0}, (2, 2)
    sheet.put(2, 2, date(2026, 1, 1), Style.DAY)
    made = saved(book)["Lab"]
    assert made["A1"].hyperlink.location == "Checks!A1" or made["A1"].hyperlink.target == "#Checks!A1"
    assert made.row_dimensions[1].height == 33.0
    assert made.column_dimensions["A"].width == 40.0
    assert made.freeze_panes == "B2"
    assert made.sheet_properties.tabColor.rgb.endswith("1F3864")
    assert made["B2"].number_format == "d mmm yyyy"


@pytest.mark.parametrize("case", ["anthropic-amazon", "openai-microsoft"])
def test_every_sheet_of_a_report_is_ready_to_print(reports: Callable[..., Any], case: str) -> None:
    report = reports(case)
    made = load_workbook(io.BytesIO(report.content))
    by_name = {sheet.name: sheet for sheet in report.book.sheets}
    for sheet in made.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
        assert sheet.page_margins.top >= 0.85
        assert sheet.page_margins.bottom >= 0.75
        assert not sheet.sheet_view.showGridLines
        if by_name[sheet.title].timeline:
            assert sheet.print_title_rows == "$1:$4"
            assert sheet.freeze_panes == "C5"
    for name in (
        "Inputs",
        "Facts",
        "Checks",
        "Lab",
        "Revenue",
        "Contract",
        "Partner",
        "Timeline",
        "Profiles",
    ):
        assert made[name].freeze_panes, f"{name} scrolls, so its headings must stay"


def test_an_array_formula_is_written_with_its_range(book: Book) -> None:
    book.checks.array(2, 3, "=RS_GROW(1,0.5,2)", [[1.0, 1.5]], Style.MONEY)
    found = saved(book)["Checks"]["C2"].value
    assert (found.text, found.ref) == ("=RS_GROW(1,0.5,2)", "C2:D2")


def test_a_hidden_sheet_neither_shows_nor_prints(book: Book) -> None:
    sheet = book.sheet("Help", Role.OUTPUT, "Help", "")
    sheet.hidden = True
    sheet.put(1, 1, "text", Style.TEXT)
    made = saved(book)["Help"]
    assert made.sheet_state == "hidden"
    assert not made.print_area


def test_a_number_or_the_word_that_stands_for_none_may_be_entered(book: Book) -> None:
    book.checks.rules += [
        Rule(("A1:C1",), "Cap: 0 or more", limits=(0.0, 1e15), unless="none"),
        Rule(("A2",), "Start: a date", date=True, unless="none"),
        Rule(("A3",), "Rates by threshold", text=True),
    ]
    cap, day, text = saved(book)["Checks"].data_validations.dataValidation
    assert (cap.type, cap.formula1) == ("custom", 'OR(A1="none",AND(ISNUMBER(A1),A1>=0,A1<=1e+15))')
    assert (day.type, day.formula1) == ("custom", 'OR(A2="none",AND(ISNUMBER(A2)))')
    assert (text.type, text.operator, text.formula1) == ("textLength", "lessThan", "255")


@pytest.mark.parametrize(("text", "quoted"), [("=1+1", True), ("-5", True), ("@home", True), ("5 %", False)])
def test_text_that_begins_like_a_formula_stays_text_when_it_is_edited(
    book: Book, text: str, quoted: bool
) -> None:
    book.checks.put(1, 1, text, Style.TEXT)
    book.checks.put(2, 1, "plain", Style.TEXT)
    sheet = saved(book)["Checks"]
    assert (sheet["A1"].value, sheet["A1"].data_type, bool(sheet["A1"].quotePrefix)) == (text, "s", quoted)
    assert not sheet["A2"].quotePrefix
