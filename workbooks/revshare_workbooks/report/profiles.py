"""Profiles sheet: how annual totals fall on the months, solved by the engine and kept as derived inputs."""

from __future__ import annotations

from dataclasses import dataclass

from revshare.case import Case
from revshare.lines import Projection
from revshare_workbooks.grid import Book, Role, Row, Style
from revshare_workbooks.inputs import Inputs, label_of
from revshare_workbooks.monthly import OF_YEAR, Monthly


@dataclass(frozen=True)
class ProfileRows:
    """Month's share of its year by line, and the annual totals it was solved for."""

    chosen: dict[str, Row]

    def __getitem__(self, name: str) -> Row:
        """Profile of a line, in the chosen scenario."""
        return self.chosen[name]


def profiles_sheet(
    book: Book, case: Case, inputs: Inputs, projections: dict[str, Projection], scenario: str
) -> ProfileRows:
    """Lay out the profiles of every scenario and the chosen one."""
    sheet = Monthly(
        book,
        "Profiles",
        "Profiles",
        "Each month's share of its year: the smoothest path that hits every annual total, without a jump in January. "
        "Solved by the engine for the totals shown under the years; a check flags totals changed since.",
    )
    sheet.sheet.role = Role.INPUT
    chosen: dict[str, Row] = {}
    for name in projections["base"].shares_of_year:
        label = projections["base"].line(name).label
        sheet.heading(label)
        rows = []
        for key, projection in projections.items():
            shares = projection.shares_of_year[name]
            rows.append(sheet.stored(f"Solved for {label_of(case, key)}", shares, projection.by_year(name)))
        picks = ",".join(f"{row}" for row in rows)
        current = projections[scenario]
        formula = f"=CHOOSE({inputs.number},{picks})"
        row = sheet.state(
            "In the chosen scenario",
            formula,
            current.shares_of_year[name],
            style=Style.FACTOR,
            unit=f"{book.money}{OF_YEAR}",
        )
        sheet.years(row, formula, current.by_year(name), Style.MONEY)
        chosen[name] = row
    return ProfileRows(chosen)
