"""What each sheet of a workbook is for, read from its name and from what stands on it."""

from __future__ import annotations

from revshare_workbooks.rules.audited import Audited, AuditedSheet
from revshare_workbooks.rules.rule import Need

COVERS = {"cover", "title", "front", "contents", "index", "toc", "home", "start", "read me", "readme"}
INPUTS = {"inputs", "input", "assumptions", "drivers", "parameters", "input sheet"}
CHECKS = {"checks", "check", "integrity", "model checks", "integrity checks"}
STATIC = {"scenarios", "scenario", "sensitivity", "sensitivities", "tornado", "data tables", "risk"}


def named(book: Audited, names: set[str]) -> list[AuditedSheet]:
    """Visible sheets with one of these names."""
    return [sheet for sheet in book.visible if sheet.name.strip().casefold() in names]


def cover(book: Audited) -> AuditedSheet | None:
    """The sheet that introduces the workbook."""
    return next(iter(named(book, COVERS)), None)


def checks(book: Audited) -> AuditedSheet | None:
    """The sheet on which the workbook checks itself."""
    return next(iter(named(book, CHECKS)), None)


def with_entries(book: Audited) -> list[AuditedSheet]:
    """Sheets with cells that look like inputs; a cover shows one only to explain the colours."""
    introduces = cover(book)
    return [sheet for sheet in book.sheets if sheet is not introduces and sheet.entries]


def monthly(book: Audited) -> list[AuditedSheet]:
    """Visible sheets with a row of months."""
    return [sheet for sheet in book.visible if any(zone.monthly for zone in sheet.zones)]


def reads(sheet: AuditedSheet, other: AuditedSheet, rows: range | None = None) -> bool:
    """Whether a formula of a sheet, in these rows if given, reads a cell of another."""
    wanted = other.name.casefold()
    return any(
        one.sheet.casefold() == wanted
        for place, form in sheet.forms.items()
        if rows is None or place[0] in rows
        for one in form.references
    )


COVER = Need("a cover or contents sheet", cover)
CHECK_SHEET = Need("a Checks sheet", checks)
INPUT_SHEET = Need("an Inputs sheet", lambda book: named(book, INPUTS))
ENTRIES = Need("cells that look like inputs (blue, on a fill or unlocked)", with_entries)
MONTHS = Need("two sheets with a row of months", lambda book: len(monthly(book)) > 1)
PERIODS = Need("a row of dates or years", lambda book: any(sheet.zones for sheet in book.sheets))
"""What rules presuppose."""
