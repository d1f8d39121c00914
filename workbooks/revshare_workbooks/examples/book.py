"""The workbook of worked examples: a sheet for each chapter, its checks, and the inputs as written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from types import ModuleType
from typing import Any

from revshare.timeline import Timeline
from revshare_workbooks.examples import (
    clouds,
    commitments,
    deals,
    investment,
    margin,
    months,
    profitability,
    revenue,
    share,
    stakes,
    strategy,
)
from revshare_workbooks.examples.cover import Entry, cover_sheet
from revshare_workbooks.examples.figures import AS_OF, digest
from revshare_workbooks.examples.page import Page
from revshare_workbooks.examples.written import Written
from revshare_workbooks.grid import Book
from revshare_workbooks.report.checks import Checks, checks_sheet

TITLE = "Worked examples"
CHAPTERS: tuple[ModuleType, ...] = (
    deals,
    share,
    margin,
    revenue,
    months,
    commitments,
    clouds,
    investment,
    stakes,
    profitability,
    strategy,
)
_PROOF = (
    "The stored value of every formula was computed by formualizer and compared with the engine (numpy), cell by cell.",
    "What stands under an answer, of the engine and of the worked example, holds for the inputs as written.",
    "An example whose blue cells were edited is compared with nothing stored; its result then says so.",
)


def examples_book(
    changed: Mapping[str, Mapping[str, Any]] | None = None, chapters: Sequence[ModuleType] = CHAPTERS
) -> Book:
    """Lay out the worked examples; every formula comes with the engine's value.

    Parameters
    ----------
    changed
        Other inputs by example, in place of those of the file of figures.
    chapters
        The chapters to write, modules with a `TITLE` and a `fill`.
    """
    # No sheet has a timeline; a book only asks for one.
    book = Book(
        Timeline.of_years(AS_OF.year, AS_OF.year),
        title=TITLE,
        money="as stated beside each figure",
        scenario="as written",
        version=version("revshare"),
        digest=digest(),
    )
    written, checks = Written(book), Checks()
    contents: list[Entry] = []
    for chapter in chapters:
        page = Page(book, chapter.TITLE, written, checks, changed or {})
        chapter.fill(page)
        page.close()
        contents += page.contents
    checks_sheet(book, checks, written.changed(), [], list(_PROOF)).widths[1] = 96
    order = [*(chapter.TITLE[0] for chapter in chapters), written.sheet.name, book.checks.name]
    book.sheets.sort(key=lambda sheet: order.index(sheet.name))
    cover_sheet(book, AS_OF, contents)
    book.sheets.insert(0, book.sheets.pop())
    return book
