"""Cover: what this book is, where everything stands, and how to read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap

from revshare.case import Case
from revshare_workbooks.grid import Book, Role, Style
from revshare_workbooks.inputs import InputCells, label_of
from revshare_workbooks.report.verdict import verdict

_KEY = (
    (Style.INPUT_MONEY, "An input: blue on cream, boxed. Yours to change; nothing else is."),
    (Style.STORED_MONEY, "A value the engine stored: grey and slanted. Not live, and it says so."),
    (Style.MONEY, "A calculation: black. One formula per row across all months."),
    (Style.KEY_LINK, "A link to another sheet, on sheets of calculations: green, on a dotted line."),
    (Style.MONEY_TOTAL, "A total or balance: bold under a line."),
    (Style.CHECK, "A check: a difference on green, zero when it holds."),
)
_LINES = 140
"""Characters of a line of the summary."""


_USE = (
    "Choose the scenario on the Inputs sheet, or type your own values in its last blue column; the book follows.",
    "Every calculated cell is an ordinary formula; no add-in is needed to open, change or audit this book.",
)


def cover_sheet(
    book: Book,
    case: Case,
    inputs: InputCells,
    *,
    advice: Mapping[str, Sequence[str]] | None = None,
    use: Sequence[str] = _USE,
) -> None:
    """Lay out title, contents, conventions and colour key; every other sheet exists.

    Parameters
    ----------
    advice
        Sentences by heading that a reader needs before the contents.
    use
        Sentences at the end.
    """
    sheet = book.sheet("Cover", Role.OUTPUT, case.title, case.summary)
    sheet.put(1, 1, book.title, Style.TITLE)
    lines = wrap(case.summary, _LINES)
    for row, line in enumerate(lines, start=2):
        sheet.put(row, 1, line, Style.SUBTITLE)
    top = 3 + len(lines)
    rows = [
        ("Model check", None),
        ("Scenario", None),
        ("Case", case.name),
        ("Deals", ", ".join(case.deals) or "None of those reported: an example"),
        ("Currency and unit", f"{case.money}; rates and shares are fractions shown in percent"),
        (
            "Signs",
            f"A share is positive when {case.lab} pays its partner; costs are positive; cash out is negative",
        ),
        ("Data as of", f"{case.as_of:%d %B %Y}"),
        ("Inputs", "Every input names a fact, or is marked assumed with a range and a reason"),
        ("Made by", f"revshare {book.version}"),
        ("Input hash (SHA-256)", book.digest),
    ]
    for row, (label, text) in enumerate(rows, start=top):
        sheet.put(row, 1, label, Style.NAME)
        if text is not None:
            sheet.put(row, 2, text, Style.TEXT)
    verdict(sheet, top, 2)
    sheet.compute(top + 1, 2, f"={inputs.scenario}", label_of(case, book.scenario), Style.TEXT)
    at = top + 1 + len(rows)
    for heading, sentences in (advice or {}).items():
        sheet.put(at, 1, heading, Style.HEADING)
        for row, text in enumerate(sentences, start=at + 1):
            sheet.put(row, 1, text, Style.NOTE)
        at += len(sentences) + 2
    sheet.put(at, 1, "Contents", Style.HEADING)
    for other in book.sheets:
        if other is sheet:
            continue
        at += 1
        sheet.put(at, 1, other.name, Style.NOTE if other.hidden else Style.LINK)
        if not other.hidden:
            sheet.links[at, 1] = f"#{other.quoted}!A1"
        sheet.put(
            at,
            2,
            _brief(other.about) if other.name != "Summary" else "The answers, figures by year, and charts",
            Style.NOTE,
        )
    at += 2
    sheet.put(at, 1, "How to read it", Style.HEADING)
    for style, text in _KEY:
        at += 1
        sheet.put(at, 1, 0 if style is Style.CHECK else 1234.5, style)
        sheet.put(at, 2, text, Style.BESIDE)
    at += 2
    for text in use:
        sheet.put(at, 1, text, Style.NOTE)
        at += 1
    sheet.one_page = True
    sheet.print_columns = 3
    sheet.widths = {1: 24, 2: 20, 3: 90}


def _brief(about: str) -> str:
    """As many sentences as fit on a line, at least the first."""
    first, *others = about.split(". ")
    for sentence in others:
        if len(first) + len(sentence) > _LINES:
            break
        first = f"{first}. {sentence}"
    return first if first.endswith(".") else f"{first}."
