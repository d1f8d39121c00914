"""The columns of an inputs table: their headers, and where they stand when a sheet is written."""

from __future__ import annotations

from dataclasses import dataclass

OWN = "Own"
NAME = "Name"
CHOSEN = "Scenario"
"""Label left of the chosen scenario, above the table."""

HEADERS = {
    "label": "Input",
    "unit": "Unit",
    "live": "Live",
    "base": "Base",
    "own": OWN,
    "low": "Smallest",
    "high": "Largest",
    "basis": "Basis",
    "fact": "Fact",
    "as_of": "As of",
    "note": "Note",
    "name": NAME,
}
"""Header of each column besides those of the scenarios, which stand before the user's own under their labels."""

BESIDE, WRITTEN = ("Changed",), " as written"
"""Headers right of the table in a report, and how those of the values it was written with end."""

PARTS = ("low", "high", "basis", "fact", "as_of", "note")
"""Parts of an input that stand in columns of their own."""


@dataclass(frozen=True)
class Columns:
    """Where each part of an input's row stands when it is written, counted from 1.

    Parameters
    ----------
    scenarios
        How many there are, base included.
    """

    scenarios: int

    label = 1
    unit = 2
    live = 3
    base = 4

    @property
    def own(self) -> int:
        """The user's own values; as many scenario columns stand before it."""
        return self.base + self.scenarios

    @property
    def low(self) -> int:
        """Smallest value; largest, basis, source, as of, note and name follow in this order."""
        return self.own + 1

    @property
    def note(self) -> int:
        """Why this value; the last column that prints."""
        return self.low + 5

    @property
    def name(self) -> int:
        """Dotted name, by which the table is read back."""
        return self.low + 6

    @property
    def changed(self) -> int:
        """1 where a scenario's value differs from the one the report was written with."""
        return self.low + 7

    @property
    def built(self) -> int:
        """First column of the values the report was written with."""
        return self.changed + 1
