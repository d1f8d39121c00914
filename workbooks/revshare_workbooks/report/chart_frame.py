"""A frame in which charts of one size stand side by side and one above the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from revshare_workbooks.grid import Sheet
from revshare_workbooks.look import ROW
from revshare_workbooks.page_breaks import CENTIMETRE

_GAP = 6.0
"""Points between two charts."""


@dataclass(frozen=True)
class Frame:
    """Where charts stand.

    Parameters
    ----------
    anchor
        Cell at the upper left.
    width, height
        Points that the charts may take.
    shift
        Points from the anchor to the first chart.
    """

    sheet: Sheet
    anchor: tuple[int, int]
    width: float
    height: float
    shift: float = 0.0

    def place(self, number: int, *, columns: int = 1, rows: int = 1) -> dict[str, Any]:
        """Anchor, shift and size of one of several charts of one size, in centimetres."""
        wide, high = self.width / columns, self.height / rows
        down, across = divmod(number, columns)
        row, column = self.anchor
        above = 0.0
        while down and above < down * high:
            above += self.sheet.heights.get(row, ROW)
            row += 1
        return {
            "anchor": (row, column),
            "shift": (self.shift + across * wide) / CENTIMETRE,
            "size": ((wide - _GAP) / CENTIMETRE, ((down + 1) * high - above - _GAP) / CENTIMETRE),
        }
