"""Faults seeded at random into a finished report: `revshare check` finds at least 95 of 100 of each kind."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

import pytest
from openpyxl.utils.cell import range_boundaries
from tests.workbooks.rules.faults import (
    FORMULA_FAULTS,
    HIDDEN,
    INPUT,
    STALE,
    STORED,
    Fault,
    Seeder,
)

from revshare.errors import ModelError
from revshare_workbooks.commands import check
from revshare_workbooks.proof import Finished, prove
from revshare_workbooks.reading import values_of_bytes
from revshare_workbooks.recalculate import recalculated
from revshare_workbooks.rules.audited import Audited
from revshare_workbooks.rules.registry import outcomes
from revshare_workbooks.rules.rule import Level
from revshare_workbooks.sheet_xml import NewCell, Place

BY_COMPARISON = "as-written"
"""The rule that compares a report with one written anew; a stranger's workbook has none."""

_PLACE = re.compile(r"(.+)!([A-Z]*[0-9]*(?::[A-Z]*[0-9]*)?)(?: and .*)?")


class Trial:
    """Seeded faults, and what finds each of them."""

    def __init__(self, report: Finished, seed: int) -> None:
        self.report = report
        self.seeder = Seeder(report.content, seed)
        self.found: dict[Fault, set[str]] = defaultdict(set)
        self.seeded: list[Fault] = []
        self._clean = values_of_bytes(report.content)

    def formulas(self, each: int, kinds: Iterable[str] = FORMULA_FAULTS) -> None:
        """Faults in formulas, and hidden rows, all in one workbook."""
        faults = [fault for kind in kinds for fault in self.seeder.formula_faults(kind, each)]
        faults += self.seeder.hidden_rows(each)
        self._judge(faults)

    def figures(self, each: int) -> None:
        """Figures that the report stores, in another unit."""
        self._judge(list(self.seeder.value_faults(STORED, each, self._cells("stored"))))

    def inputs(self, each: int) -> None:
        """Inputs in another unit."""
        self._judge(list(self.seeder.value_faults(INPUT, each, self._cells("input"))))

    def stale(self, each: int) -> None:
        """Stored values of formulas that the formulas do not give."""
        cells = [
            (name, place, float(value))
            for name, place, _ in self.seeder.formulas
            if isinstance(value := self._value(name, place), (int, float))
        ]
        faults = list(self.seeder.value_faults(STALE, each, cells))
        self._note(faults, self.seeder.seeded(faults))

    def rates(self, without: str = "") -> dict[str, float]:
        """Fraction found of each kind, leaving one way of finding out of account."""
        seeded = Counter(fault.kind for fault in self.seeded)
        held = Counter(fault.kind for fault in self.seeded if self.found[fault] - {without})
        return {kind: held[kind] / seeded[kind] for kind in seeded}

    def missed(self) -> list[Fault]:
        """Faults that nothing found."""
        return [fault for fault in self.seeded if not self.found[fault]]

    def _judge(self, faults: list[Fault]) -> None:
        """Seed faults together; those that close a circle stand alone, as nothing can be calculated with them."""
        try:
            content = recalculated(self.seeder.seeded(faults)).content
        except ModelError as fault:
            if len(faults) == 1:
                self.seeded += faults
                self.found[faults[0]].add(str(fault))
                return
            self._judge(faults[: len(faults) // 2])
            self._judge(faults[len(faults) // 2 :])
            return
        self._note(faults, content)

    def _note(self, faults: list[Fault], content: bytes) -> None:
        book = Audited(content)
        book.built = self.report.book
        self.seeded += faults
        for outcome in outcomes(book):
            for finding in outcome.findings if outcome.rule.level is Level.MUST else ():
                for fault in faults:
                    if _names(finding.place, fault):
                        self.found[fault].add(outcome.rule.id)

    def tie_out(self, faults: Iterable[Fault]) -> None:
        """Compare each faulty workbook's figures with the engine's, and look at its own checks."""
        for fault in faults:
            now = Audited(self.seeder.seeded([fault])).recalculation
            if now.circles or now.refusal:
                self.found[fault].add("circle")
            elif prove(self.report.book, now.values).mismatches or check._flagged(now.values):
                self.found[fault].add("tie-out")

    def _cells(self, style: str) -> list[tuple[str, Place, float]]:
        """Cells with numbers that were written in one family of styles, and are read by formulas."""
        return [
            (sheet.name, place, float(cell.content))
            for sheet in self.report.book.sheets
            for place, cell in sheet.cells.items()
            if cell.style.value.startswith(style)
            and not cell.formula
            and isinstance(cell.content, (int, float))
            and not isinstance(cell.content, bool)
            and sheet.name != "Cover"
        ]

    def _value(self, sheet: str, place: Place) -> object:
        built = self.report.book.expected.get((sheet, *place))
        return built if not isinstance(built, bool) else None


def _names(place: str, fault: Fault) -> bool:
    """Whether a finding's place holds the faulty cell."""
    found = _PLACE.fullmatch(place)
    if not found or found[1] != fault.sheet:
        return False
    left, top, right, bottom = range_boundaries(found[2])
    row, column = fault.place
    return (top or 1) <= row <= (bottom or row) and (left or 1) <= column <= (right or column)


Reports = Callable[..., Finished]


def test_faults_seeded_into_a_report_are_found(reports: Reports) -> None:
    trial = Trial(reports("anthropic-amazon"), seed=1)
    trial.formulas(5)
    trial.inputs(5)
    trial.tie_out(trial.missed())
    assert len(trial.seeded) == 40
    assert trial.missed() == []


def test_the_same_seed_gives_the_same_faults(reports: Reports) -> None:
    content = reports("anthropic-amazon").content
    one, other = (list(Seeder(content, 7).formula_faults(FORMULA_FAULTS[0], 4)) for _ in range(2))
    assert one == other
    assert one != list(Seeder(content, 8).formula_faults(FORMULA_FAULTS[0], 4))


def test_a_fault_stands_in_its_cell_and_nowhere_else(reports: Reports) -> None:
    content = reports("anthropic-amazon").content
    seeder = Seeder(content, 3)
    fault = Fault(STALE, "Lab", (7, 12), NewCell(123456.0))
    before, after = (values_of_bytes(one) for one in (content, seeder.seeded([fault])))
    assert after["Lab"].pop("L7") == 123456
    before["Lab"].pop("L7")
    assert before == after
    hidden = Audited(seeder.seeded([Fault(HIDDEN, "Lab", (7, 3), NewCell())]))
    assert [row for row, one in hidden.by_name["lab"].worksheet.row_dimensions.items() if one.hidden] == [7]


@pytest.mark.heavy
@pytest.mark.parametrize("case", ["anthropic-amazon", "openai-microsoft"])
def test_hundreds_of_seeded_faults_are_found(reports: Reports, case: str) -> None:
    trial = Trial(reports(case), seed=2026)
    trial.formulas(30)
    trial.figures(30)
    trial.inputs(30)
    trial.stale(30)
    trial.tie_out(fault for fault in trial.seeded if fault.kind in FORMULA_FAULTS)
    print(
        f"\n{case}: {len(trial.seeded)} faults; found in all, and without a comparison with a report written anew"
    )
    alone = trial.rates(without=BY_COMPARISON)
    for kind, rate in trial.rates().items():
        print(f"  {kind:<42} {rate:6.1%} {alone[kind]:6.1%}")
    assert min(trial.rates().values()) >= 0.95
