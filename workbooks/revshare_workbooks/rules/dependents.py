"""Which cells rest on some sheets, directly or through other cells."""

from __future__ import annotations

from collections.abc import Collection

from revshare_workbooks.rules.audited import Audited
from revshare_workbooks.rules.forms import Place, Reference, references


def cells_behind(book: Audited, sheets: Collection[str]) -> set[tuple[str, int, int]]:
    """Find the formula cells of other sheets that read these sheets, or read cells that do."""
    wanted = {name.casefold() for name in sheets}
    formulas = {
        (sheet.name, place): list(references(formula))
        for sheet in book.sheets
        if sheet.name.casefold() not in wanted
        for place, formula in sheet.formulas.items()
    }
    found: dict[str, set[Place]] = {}
    grown = True
    while grown:
        behind = [
            key for key, read in formulas.items() if any(_reads(key[0], one, wanted, found) for one in read)
        ]
        grown = bool(behind)
        for name, place in behind:
            found.setdefault(name.casefold(), set()).add(place)
            del formulas[name, place]
    return {(sheet.name, *place) for sheet in book.sheets for place in found.get(sheet.name.casefold(), ())}


def _reads(home: str, one: Reference, wanted: set[str], found: dict[str, set[Place]]) -> bool:
    """Whether a reference reaches a wanted sheet or a cell found before."""
    sheet = (one.sheet or home).casefold()
    if sheet in wanted:
        return True
    cells = found.get(sheet, ())
    if one.single:
        return (one.top, one.left) in cells
    return any(one.top <= row <= one.bottom and one.left <= column <= one.right for row, column in cells)
