"""Facts sheet: what is publicly said, with its source, and conflicting statements side by side."""

from __future__ import annotations

from revshare.case import Case
from revshare.facts import Fact, conflicts, groups, load_facts
from revshare.fields import fields
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
        used = "; ".join(uses.get(fact.id, ()))
        more = (fact.basis_text, f"{fact.source}:{fact.source_line}", used, fact.note)
        row = _write(sheet, row, (*_stated(fact), *more))
    row += 1
    sheet.put(row, 1, "Conflicts", Style.HEADING)
    row += 1
    for group, title in groups().items():
        sheet.put(row, 1, group, Style.TOTAL_LABEL)
        sheet.put(row, 2, title, Style.TOTAL_LABEL)
        row += 1
        for fact in conflicts(group):
            row = _write(sheet, row, _stated(fact))
    sheet.freeze = (_FIRST, 2)
    sheet.repeat_rows = f"{_FIRST - 1}:{_FIRST - 1}"
    sheet.widths = dict(enumerate(_WIDTHS, start=1))


def _stated(fact: Fact) -> tuple[str, ...]:
    """Who says what of whom, and when."""
    return (fact.id, fact.subject, fact.counterparty, fact.metric, as_reported(fact), fact.unit, fact.as_of)


def as_reported(fact: Fact) -> str:
    """What a statement says, with commas where it is a large number."""
    text = fact.value_text
    return f"{int(text):,}" if text.isdigit() and len(text) > _YEAR_DIGITS else text


def _write(sheet: Sheet, row: int, texts: tuple[str, ...]) -> int:
    """Write one line of wrapped texts; answers the next row."""
    for column, text in enumerate(texts, start=1):
        sheet.put(row, column, text or None, Style.WRAPPED)
    return row + 1


def _uses(case: Case) -> dict[str, list[str]]:
    """Inputs and comparisons by fact id, in words."""
    uses: dict[str, list[str]] = {}
    for field in fields(case):
        for fact in field.input.facts:
            uses.setdefault(fact, []).append(f"input {field.name}")
    for target in case.targets:
        for fact in target.facts:
            uses.setdefault(fact, []).append(f"compared: {target.label}")
    return uses
