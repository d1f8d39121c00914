"""The Commitments sheet settles as the engine does: worked examples, every clause, and after an edit."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.workbooks.compute_books import ComputeBook, commitment, compute_case
from tests.workbooks.contract_books import example

from revshare.commitments.buckets import Rollover

CLAUSES = [(rollover, years) for rollover in Rollover for years in range(4)]
YEARS = 6


@cache
def worked() -> ComputeBook:
    """The example's ramp of five years under each clause."""
    given = example("E20")["inputs"]
    series = given["annual_commitment"], given["annual_usage_at_contract_price"]
    clauses: dict[str, dict[str, Any]] = {
        "annual": {},
        "carry": {"rollover": "excess"},
        "carry10": {"rollover": "excess", "limit": 0.1, "label": "Compute, a tenth"},
        "term": {"rollover": "term"},
        "made_up": {"make_up_years": 1, "label": "Compute, made up"},
    }
    return ComputeBook(
        compute_case({key: commitment(*series, **clause) for key, clause in clauses.items()}, 5)
    )


def drawn(seed: int) -> dict[str, Any]:
    """A commitment under every clause, on random years."""
    draw = np.random.default_rng(seed)
    found = {}
    for place, (rollover, years) in enumerate(CLAUSES):
        committed, used = draw.integers(0, 120, (2, YEARS)).tolist()
        found[f"c{place}"] = commitment(
            committed,
            used,
            rollover,
            make_up_years=years,
            limit=float(draw.choice([0.0, 0.1, 0.5, 1.0])),
            label=f"Compute {place}",
        )
    return found


@cache
def tried(seed: int) -> ComputeBook:
    """The workbook of random commitments, laid out once."""
    return ComputeBook(compute_case(drawn(seed), YEARS))


def test_the_worked_ramp_is_paid_for_as_published() -> None:
    book, expected = worked(), example("E20")["expected"]
    assert book.faults() == []
    for key in ("annual", "carry", "carry10"):
        assert book.years(f"{key}:shortfall") == pytest.approx(expected[f"{key}_shortfall"], rel=1e-12)
        assert book.years(f"paid.{key}") == pytest.approx(expected[f"{key}_paid"], rel=1e-12)
        assert sum(book.years(f"paid.{key}")) == pytest.approx(expected[f"{key}_total"])
    assert book.years("term:shortfall") == pytest.approx([0, 0, 0, 0, expected["term_shortfall"]])
    assert sum(book.years("paid.term")) == pytest.approx(expected["term_total"])


def test_a_shortfall_made_up_within_a_year_brings_the_worked_ramp_to_102() -> None:
    book = worked()
    assert book.years("made_up:make_up_used") == [0, 2, 0, 4, 0]
    assert sum(book.years("paid.made_up")) == pytest.approx(102)


def test_what_is_paid_beyond_use_falls_in_the_month_that_closes_the_year() -> None:
    months = worked().months("shortfall.annual")
    assert months[11::12].tolist() == pytest.approx([2, 0, 4, 0, 5])
    assert np.delete(months, np.arange(11, 60, 12)).tolist() == [0.0] * 55


@pytest.mark.parametrize("seed", range(4))
def test_every_clause_settles_as_the_engine_does(seed: int) -> None:
    assert tried(seed).faults() == []


@pytest.mark.libreoffice
@pytest.mark.parametrize("book", [worked, lambda: tried(1)])
def test_libreoffice_agrees_on_every_cell(book: Any, tmp_path: Path) -> None:
    assert book().faults_in_libreoffice(tmp_path / "compute.xlsx") == []


@pytest.mark.parametrize("seed", range(2))
def test_another_clause_typed_in_settles_anew(seed: int) -> None:
    book, draw = ComputeBook(compute_case(drawn(seed), YEARS)), np.random.default_rng(seed + 100)
    changes: dict[str, Any] = {}
    for place in range(len(CLAUSES)):
        rollover, years = CLAUSES[draw.integers(len(CLAUSES))]
        name = f"commitments.c{place}"
        changes |= {
            f"{name}.rollover": str(rollover),
            f"{name}.make_up_years": float(years),
            f"{name}.rollover_limit": float(draw.choice([0.0, 0.3, 1.0])),
            f"{name}.annual.2028": float(draw.integers(0, 200)),
            f"{name}.usage.2027": float(draw.integers(0, 200)),
        }
    assert book.faults_after(changes) == []


def test_years_of_make_up_that_are_not_whole_are_flagged() -> None:
    book = ComputeBook(compute_case({"one": commitment([10.0, 10.0], [4.0, 12.0])}, 2))
    (guard, *_) = book.rows.guards
    assert book.live.spot(guard.spot) == 0
    book.live.enter("commitments.one.make_up_years", 1.5)
    assert book.live.spot(guard.spot) == 1


def test_a_compute_bill_served_twice_is_flagged() -> None:
    shares = {
        key: commitment([10.0] * 2, [], label=f"Compute {key}", buyer="", usage=None)
        | {
            "share_of_compute": {
                "every_year": {"value": 0.5, "low": 0, "high": 1, "basis": "assumed", "note": "-"}
            }
        }
        for key in "ab"
    }
    for one in shares.values():
        del one["usage"], one["buyer"]
    book = ComputeBook(compute_case(shares, 2))
    assert book.faults() == []
    guard = book.rows.guards[-1]
    assert book.live.spot(guard.spot) == 0
    book.live.enter("commitments.a.share_of_compute.every_year", 0.75)
    assert book.live.spot(guard.spot) == 2
