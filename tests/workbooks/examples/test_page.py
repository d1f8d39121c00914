"""A page of worked examples: rows, comparisons and checks of a small example."""

from __future__ import annotations

from tests.workbooks.page_books import proved

from revshare.timeline import Timeline
from revshare_workbooks.examples.line import MONEY, NOT_NEGATIVE
from revshare_workbooks.examples.page import Page
from revshare_workbooks.examples.written import Written
from revshare_workbooks.grid import Book, Style
from revshare_workbooks.report.checks import Checks


def small_book(answer: float, worked: float = 27.5) -> tuple[Book, Checks]:
    """One example of one row, whose engine and whose worked example say so much."""
    book = Book(Timeline.of_years(2026, 2026), title="Tried", money="", scenario="", version="", digest="")
    book.checks.put(book.tolerance.row, book.tolerance.column, 1e-9, Style.STORED_NUMBER)
    book.checks.compute(book.master.row, book.master.column, '="OK"', "OK", Style.VERDICT)
    written, checks = Written(book), Checks()
    page = Page(book, ("Tried", "A small page"), written, checks, {})
    with page.work("adding_a_cloud", "A sum", "What is it?", "Growth") as work:
        first = work.given("First", MONEY, work["revenue"] / 20.0, NOT_NEGATIVE)
        second = work.given("Second", MONEY, [1.0, 1.5], NOT_NEGATIVE)
        total = work.result("Sum", MONEY, f"={first}+SUM({second:all})", answer, worked=worked)
        work.holds("The sum is no less", "Both are positive", f"MAX(0,{first}-{total})")
    page.close()
    written.changed()
    return book, checks


def test_an_answer_stands_over_the_engines_figure_and_the_worked_one() -> None:
    book, checks = small_book(27.5)
    sheet = proved(book)["Tried"]
    labels = [sheet.get(f"A{row}") for row in range(5, 14)]
    assert labels[:2] == ["A sum", "What is it? (methods: Growth)"]
    assert labels[2:4] == ["First", "Second"]
    assert labels[4:8] == ["Sum", "     engine", "     worked by hand, to 1e-9", "The sum is no less"]
    assert (sheet["D9"], sheet["D10"], sheet["D11"], sheet["C10"], sheet["C11"]) == (27.5, 27.5, 27.5, 0, 0)
    assert sheet["B7"] == "USD million, 0 or more"
    assert sheet["C5"] == "OK"
    assert [check.name for check in checks.items] == [
        "A sum: The sum is no less",
        "A sum: the engine",
        "A sum: the worked example",
    ]


def test_a_worked_figure_that_differs_is_pointed_at() -> None:
    book, _ = small_book(27.5, worked=28.0)
    book.expected["Tried", 5, 3] = "look here"
    sheet = proved(book)["Tried"]
    assert sheet["C5"] == "look here"
    assert abs(float(str(sheet["C11"])) - 0.5 / 28.0) < 1e-12


def test_figures_among_which_words_may_stand_are_compared_one_by_one() -> None:
    book = Book(Timeline.of_years(2026, 2026), title="Tried", money="", scenario="", version="", digest="")
    book.checks.put(book.tolerance.row, book.tolerance.column, 1e-9, Style.STORED_NUMBER)
    book.checks.compute(book.master.row, book.master.column, '="OK"', "OK", Style.VERDICT)
    written = Written(book)
    page = Page(book, ("Tried", "A small page"), written, Checks(), {})
    with page.work("adding_a_cloud", "A ratio", "What is it?", "Growth") as work:
        parts = work.given("Parts", MONEY, [3.0, 0.0], NOT_NEGATIVE)
        work.result("One over each", MONEY, f'=IF({parts}=0,"none",1/{parts})', [1 / 3, "none"])
    page.close()
    written.changed()
    sheet = proved(book)["Tried"]
    assert [sheet.get(f"A{row}") for row in (8, 9, 10)] == [
        "One over each",
        "     engine",
        "     difference of each",
    ]
    assert (sheet["E8"], sheet["C9"], sheet["D10"], sheet["E10"]) == ("none", 0, 0, 0)
