"""How a cell looks, read once for each style of a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openpyxl.workbook import Workbook

from revshare_workbooks.rules import colours


@dataclass(frozen=True)
class Look:
    """Appearance of one style.

    Parameters
    ----------
    font, size
        Its name, and its size in points.
    colour, fill
        Six hex digits each; the fill is empty where the cell has none.
    number
        Number format.
    locked, wrapped
        Whether the cell is locked under protection, and whether its text breaks into lines.
    quoted
        Whether the program was told to take the entry as text.
    """

    font: str
    size: float
    bold: bool
    colour: str
    fill: str
    number: str
    locked: bool
    wrapped: bool
    quoted: bool

    @property
    def entry(self) -> bool:
        """Whether it is the look of an input: blue on a fill, or blue and unlocked."""
        return colours.is_blue(self.colour) and (bool(self.fill) or not self.locked)


class Looks:
    """Looks of a workbook's cells."""

    def __init__(self, book: Workbook) -> None:
        self._theme = colours.palette(book.loaded_theme)
        self._known: dict[bytes, Look] = {}

    def of(self, cell: Any) -> Look:
        """Look of a cell."""
        key = cell._style.tobytes()  # noqa: SLF001 - the documented way makes a record per question
        if key not in self._known:
            self._known[key] = self._read(cell)
        return self._known[key]

    def _read(self, cell: Any) -> Look:
        font, fill = cell.font, cell.fill
        solid = getattr(fill, "fill_type", None) == "solid"
        return Look(
            font=font.name or "",
            size=font.sz or 11,
            bold=bool(font.b),
            colour=colours.seen(font.color, self._theme, "000000"),
            fill=colours.seen(fill.fgColor, self._theme, "") if solid else "",
            number=cell.number_format or "General",
            locked=cell.protection.locked is not False,
            wrapped=bool(cell.alignment.wrap_text),
            quoted=bool(cell.quotePrefix),
        )
