"""Facts sheet: what is publicly said, with its source, and conflicting statements side by side."""

from __future__ import annotations

from itertools import groupby

from revshare.by_year import table_of
from revshare.case import Case
from revshare.facts import Fact, conflicts, groups, load_facts
from revshare.fields import fields
from revshare.inputs import Field
from revshare.risk.drivers import Driver
from revshare_workbooks.driver_words import label_of
from revshare_workbooks.grid import Book, Role, Sheet, Style

_HEADER = (
    "Fact",
    "Subject",
    "Counterparty",
    "What is measured",
    "Value",
    "Unit",
    "When",
    "Basis",
    "Source",
    "Used for",
    "Note",
)
_FIRST = 5
_YEAR_DIGITS = 4
_WIDTHS = (7, 14, 16, 30, 14, 18, 18, 17, 8, 42, 36)


def facts_sheet(book: Book, case: Case) -> None:
    """List every fact, what the case uses it for, and the conflicts by group."""
    sheet = book.sheet(
        "Facts",
        Role.INPUT,
        "Facts",
        "What is publicly said about the deals. Conflicting statements stand side by side; none is averaged.",
    )
    sheet.put(1, 1, sheet.title, Style.TITLE)
    sheet.put(2, 1, sheet.about, Style.SUBTITLE)
    for column, text in enumerate(_HEADER, start=1):
        sheet.put(_FIRST - 1, column, text, Style.HEADER_TEXT)
    uses = _uses(case)
    row = _FIRST
    for fact in load_facts():
        row = _write(sheet, row, (*_stated(fact), "; ".join(uses.get(fact.id, ())), fact.note))
    row += 1
    sheet.put(row, 1, "Conflicts", Style.TITLE)
    row += 1
    for group, title in groups().items():
        for column in range(1, len(_HEADER) + 1):
            sheet.put(row, column, f"{group}  {title}" if column == 1 else None, Style.HEADING)
        row += 1
        for fact in conflicts(group):
            row = _write(sheet, row, _stated(fact))
        if not conflicts(group):
            sheet.put(row, 1, "No statement of it is a figure", Style.NOTE)
            row += 1
        row += 1
    sheet.freeze = (_FIRST, 2)
    sheet.repeat_rows = f"{_FIRST - 1}:{_FIRST - 1}"
    sheet.widths = dict(enumerate(_WIDTHS, start=1))


def _stated(fact: Fact) -> tuple[str, ...]:
    """Who says what of whom, and when, and what it rests on."""
    said = (fact.subject, fact.counterparty, fact.metric, as_reported(fact), fact.unit, fact.as_of)
    return (fact.id, *said, fact.basis_text, f"{fact.source}:{fact.source_line}")


def as_reported(fact: Fact) -> str:
    """What a statement says, with commas where it is an amount or a large number."""
    text = fact.value_text
    is_amount = fact.unit.startswith("USD") or len(text) > _YEAR_DIGITS
    return f"{int(text):,}" if text.isdigit() and is_amount else text


def _write(sheet: Sheet, row: int, texts: tuple[str, ...]) -> int:
    """Write one line of wrapped texts; answers the next row."""
    for column, text in enumerate(texts, start=1):
        sheet.put(row, column, text or None, Style.WRAPPED)
    return row + 1


def _uses(case: Case) -> dict[str, list[str]]:
    """Inputs and comparisons by fact id, in words; what rests on it for many years is named once."""
    uses: dict[str, list[str]] = {}
    for table, group in groupby(fields(case), key=lambda field: table_of(field.name)):
        resting: dict[str, list[Field]] = {}
        for field in group:
            for fact in field.input.facts:
                resting.setdefault(fact, []).append(field)
        for fact, inputs in resting.items():
            uses.setdefault(fact, []).append(f"input {_named(table, inputs)}")
    for target in case.targets:
        for fact in target.facts:
            uses.setdefault(fact, []).append(f"compared: {target.label}")
    return uses


def _named(table: str, inputs: list[Field]) -> str:
    """Inputs of one table as a reader calls them, with their first and last year."""
    label = label_of(Driver(table, tuple(inputs)))
    years = [field.name.rpartition(".")[2].replace("_", " ") for field in inputs if field.name != table]
    return f"{label}, {' to '.join(dict.fromkeys((years[0], years[-1])))}" if years else label
