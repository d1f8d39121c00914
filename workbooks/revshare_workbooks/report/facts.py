"""Facts sheet: what is publicly said, with its source, and conflicting statements side by side."""

from __future__ import annotations

from revshare.case import Case
from revshare.facts import conflicts, groups, load_facts
from revshare.fields import fields
from revshare_workbooks.grid import Book, Role, Style

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
_WIDTHS = (7, 14, 16, 30, 14, 18, 18, 16, 7, 28, 36)


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
    row = 4
    for column, text in enumerate(_HEADER, start=1):
        sheet.put(row, column, text, Style.HEADER_TEXT)
    uses = _uses(case)
    for fact in load_facts():
        row += 1
        texts = (
            fact.id,
            fact.subject,
            fact.counterparty,
            fact.metric,
            fact.value_text,
            fact.unit,
            fact.as_of,
            fact.basis_text,
        )
        used = "; ".join(uses.get(fact.id, ()))
        for column, text in enumerate(
            (*texts, f"{fact.source}:{fact.source_line}", used, fact.note), start=1
        ):
            sheet.put(row, column, text or None, Style.WRAPPED)
    row += 2
    sheet.put(row, 1, "Conflicts", Style.HEADING)
    for group, title in groups().items():
        row += 1
        sheet.put(row, 1, group, Style.TOTAL_LABEL)
        sheet.put(row, 2, title, Style.TOTAL_LABEL)
        for fact in conflicts(group):
            row += 1
            for column, text in enumerate(
                (
                    fact.id,
                    fact.subject,
                    fact.counterparty,
                    fact.metric,
                    fact.value_text,
                    fact.unit,
                    fact.as_of,
                ),
                start=1,
            ):
                sheet.put(row, column, text or None, Style.WRAPPED)
    sheet.freeze = (5, 2)
    sheet.repeat_rows = "4:4"
    sheet.widths = dict(enumerate(_WIDTHS, start=1))


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
