"""Books of worked examples with other inputs: the same formulas, and the engine's values of those inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from types import ModuleType
from typing import Any

from tests.workbooks.page_books import proved

from revshare_workbooks.examples.book import examples_book
from revshare_workbooks.grid import Book

Edits = Mapping[str, Sequence[Mapping[str, Any]]]
"""By example: inputs to type in, one set after another."""


def follows(chapter: ModuleType, edits: Edits) -> None:
    """Check that the formulas of a chapter, as written, give the engine's values after every edit."""
    written = formulas(examples_book(chapters=[chapter]))
    for sets in zip_longest(*edits.values(), fillvalue={}):
        book = examples_book(dict(zip(edits, sets, strict=True)), [chapter])
        assert formulas(book) == written
        assert proved(book)["Checks"]["C4"] == "OK"


def formulas(book: Book) -> dict[tuple[str, int, int], object]:
    """Every formula of a book by sheet, row and column."""
    return {
        (sheet.name, row, column): cell.content
        for sheet in book.sheets
        for (row, column), cell in sheet.rendered().items()
        if cell.formula
    }
