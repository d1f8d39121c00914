"""How a workbook checks itself: a Checks sheet that says what differs, and stored tables that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from revshare_workbooks.rules import roles
from revshare_workbooks.rules.audited import Audited, AuditedSheet
from revshare_workbooks.rules.forms import Place
from revshare_workbooks.rules.headers import headed
from revshare_workbooks.rules.rule import Finding, Need, must, should

FLAGS = ("flag", "flags", "fail", "fails", "error flag", "breach")
_COLUMNS = {
    "what is checked": ("check", "checks", "test", "description"),
    "the difference": ("difference", "diff", "delta", "variance"),
    "the tolerance": ("tolerance", "threshold", "limit"),
    "a flag, 0 or 1": FLAGS,
}
_FAILS = re.compile(
    r"\s*(false|fail(s|ed)?|error|wrong|not ok|no|look here|\d+ to look at)\s*", re.IGNORECASE
)
_SAYS_STORED = re.compile(r"\bstored\b|\bstatic\b|as written|not live|pasted|hard.?coded", re.IGNORECASE)
_FAMILIES = {
    "the months add up to the year": (r"\bmonths?\b", r"\bmonth"),
    "the chosen scenario is known": (r"^scenario$", r"scenario"),
    "tiers": (r"\btiers?\b|\bbands?\b", r"tier|band|share"),
    "balances roll forward": (r"\bclosing balance\b|\bopening balance\b", r"balance|roll"),
}


def _results(sheet: AuditedSheet) -> dict[Place, object]:
    """Flags and verdicts of a Checks sheet: what formulas show under a head for flags, and their words."""
    columns = {place[1]: place[0] for place in reversed(headed(sheet.shown, FLAGS))}
    return {
        place: sheet.shown.get(place)
        for place in sheet.formulas
        if isinstance(sheet.shown.get(place), (str, bool))
        or (place[1] in columns and place[0] > columns[place[1]])
    }


@must(
    "check-columns",
    "The Checks sheet says of each check what it compares, the difference, the tolerance and a flag",
    why="A bare TRUE tells nobody what was compared, by how much it is off, and what would still pass.",
    cure="Head the columns Check, Difference, Tolerance and Flag, and fill them for every check.",
    need=roles.CHECK_SHEET,
)
def check_columns(book: Audited) -> Iterator[Finding]:
    """Find what the Checks sheet leaves out."""
    sheet = roles.CHECK_SHEET.of(book)
    heads = {what: {row for row, _ in headed(sheet.shown, words)} for what, words in _COLUMNS.items()}
    row = max(
        set().union(*heads.values()), key=lambda one: sum(one in rows for rows in heads.values()), default=0
    )
    for what, rows in heads.items():
        if row not in rows:
            yield Finding(sheet.name, f"has no column for {what}")


@must(
    "check-master",
    "One master check, in words and in colour",
    why="Dozens of checks are not read one by one; a colour alone is not seen by everyone.",
    cure='Add up the flags in one cell that says "OK" or how many fail, and colour it with conditional formatting.',
    need=roles.CHECK_SHEET,
)
def check_master(book: Audited) -> Iterator[Finding]:
    """Find a Checks sheet without one verdict on top."""
    sheet = roles.CHECK_SHEET.of(book)
    heads = headed(sheet.shown, FLAGS)
    top = heads[0][0] if heads else 10
    verdicts = [place for place in sheet.formulas if place[0] < top and sheet.text(place)]
    if not verdicts:
        yield Finding(sheet.name, "has no cell above its table that says in words whether all checks hold")
    if not sheet.worksheet.conditional_formatting:
        yield Finding(sheet.name, "shows its verdict without colour")


@must(
    "checks-hold",
    "Every check holds",
    why="A check that fails says that figures of the workbook contradict each other.",
    cure="Read the check's line, find the rows it compares, and mend the one that is wrong.",
    need=roles.CHECK_SHEET,
)
def checks_hold(book: Audited) -> Iterator[Finding]:
    """Find checks that fail as stored."""
    sheet = roles.CHECK_SHEET.of(book)
    for place, value in sorted(_results(sheet).items()):
        failing = value is False or (isinstance(value, str) and (_FAILS.fullmatch(value) or value[:1] == "#"))
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            failing = value != 0
        if failing:
            label = next(
                (sheet.text((place[0], c)) for c in range(1, place[1]) if sheet.text((place[0], c))), ""
            )
            yield Finding(sheet.at(place), f"shows {value!r}: {label}")


@should(
    "checks-cover",
    "The checks cover what the workbook does: years, scenarios, tiers, balances",
    why="A check that is missing cannot fail.",
    cure="Add a check that compares the two ways of getting at the same figure.",
    need=roles.CHECK_SHEET,
)
def checks_cover(book: Audited) -> Iterator[Finding]:
    """Find parts of the workbook that no check speaks of."""
    sheet = roles.CHECK_SHEET.of(book)
    said = "\n".join(text for text in sheet.shown.values() if isinstance(text, str))
    labels = [
        text.strip()
        for other in book.visible
        if other is not sheet
        for place, text in other.shown.items()
        if isinstance(text, str) and place[1] <= 2 and len(text) < 60
    ]
    months = bool(roles.monthly(book))
    for what, (there, checked) in _FAMILIES.items():
        present = (
            months if "month" in checked else any(re.search(there, one, re.IGNORECASE) for one in labels)
        )
        if present and not re.search(checked, said, re.IGNORECASE):
            yield Finding(sheet.name, f"checks nothing on: {what}")


def _tables(book: Audited) -> list[AuditedSheet]:
    """Sheets of scenarios or sensitivities that consist of numbers rather than formulas."""
    return [sheet for sheet in roles.named(book, roles.STATIC) if _is_stored(sheet)]


def _is_stored(sheet: AuditedSheet) -> bool:
    numbers = [place for place in sheet.shown if sheet.number(place) is not None]
    typed = sum(place not in sheet.formulas and place not in sheet.covered for place in numbers)
    return len(numbers) >= 10 and 2 * typed > len(numbers)


@should(
    "static-table",
    "A table of scenarios or sensitivities that is stored says so",
    why="A reader who changes an input takes a table that does not move for an answer.",
    cure="Write above it that it is stored and when, and compare its base with the live figure.",
    need=Need("a stored table of scenarios or sensitivities", _tables),
)
def static_table(book: Audited) -> Iterator[Finding]:
    """Find stored tables that do not say that they are."""
    for sheet in _tables(book):
        if not any(isinstance(text, str) and _SAYS_STORED.search(text) for text in sheet.shown.values()):
            yield Finding(sheet.name, "holds numbers where formulas are expected, and does not say so")
